"""Rows made elsewhere are the rows that writing makes itself, and small enough to travel."""

import pickle

import pytest

from extractors.types import Extraction
from storage.ready import make_ready
from storage.records import write_document, write_ready
from tests.storage.made import document, dump, invoice, price_list


def test_rows_made_elsewhere_change_nothing(engine):
    one = document()
    answers = [invoice(one), price_list(one)]
    write_document(engine, one, answers, None)
    before = dump(engine)
    sent = pickle.loads(pickle.dumps(make_ready(one, answers)))
    write_ready(engine, sent, one.key, None)
    assert dump(engine) == before
    assert (sent.count("fields"), sent.count("tables")) == (sum(len(a.fields) for a in answers), 1)


def test_another_documents_answer_is_refused():
    with pytest.raises(ValueError, match="answers about"):
        make_ready(document(), [Extraction("f" * 16, "forms", "rules-1")])
