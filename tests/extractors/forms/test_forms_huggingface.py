"""The Hugging Face door, on a tiny LiLT built from its config: nothing is downloaded."""

import pytest

from extractors.errors import BadAnnotations, BadModel
from extractors.forms import Forms
from extractors.forms.huggingface import KINDS, HuggingFaceFinder, kind_of
from extractors.synthetic.generator import examples
from extractors.types import Box, Document, Entity, Example, Extraction, Page, Word

LABELS = ("O", "B-HEADER", "I-HEADER", "B-QUESTION", "I-QUESTION", "B-ANSWER", "I-ANSWER")


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import LiltConfig, LiltForTokenClassification, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("lilt")
    letters = [chr(code) for code in range(32, 127)]
    vocabulary = {token: i for i, token in enumerate(["<pad>", "<unk>", *letters])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", unk_token="<unk>").save_pretrained(folder)
    config = LiltConfig(
        vocab_size=len(vocabulary), hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=130, channel_shrink_ratio=2, id2label=dict(enumerate(LABELS)), pad_token_id=0,
        label2id={label: i for i, label in enumerate(LABELS)},
    )  # fmt: skip
    LiltForTokenClassification(config).save_pretrained(folder)
    return str(folder)


def test_a_checkpoint_serves_as_the_forms_model(checkpoint):
    documents = [example.document for example in examples(2, seed=4)]
    found = Forms(finder=HuggingFaceFinder(checkpoint)).predict(documents)
    for document, extraction in zip(documents, found, strict=True):
        read = sorted(word for entity in extraction.entities for word in entity.text.split())
        assert read == sorted(word.text for word in document.pages[0].words)
        assert {entity.kind for entity in extraction.entities} <= set(KINDS)
        kinds = [entity.kind for entity in extraction.entities]
        assert all((kinds[q], kinds[a]) == ("question", "answer") for q, a in extraction.links)


def test_given_entities_keep_their_order(checkpoint):
    (example,) = examples(1, seed=5)
    labelled = Forms(finder=HuggingFaceFinder(checkpoint)).label([example.document], [example.answer.entities])[0]
    assert [entity.text for entity in labelled.entities] == [entity.text for entity in example.answer.entities]


def small(number):
    """A page with one question and its answer."""
    question, answer = Box(10, 10, 40, 20), Box(50, 10, 80, 20)
    page = Page(1, 100, 100, words=(Word("Name:", question), Word(f"{number}", answer)))
    entities = (Entity("question", "Name:", 1, (question,)), Entity("answer", f"{number}", 1, (answer,)))
    key = f"{number:016x}"
    return Example(Document(key, key, (page,)), Extraction(key, "forms", "person", entities=entities, links=((0, 1),)))


def test_fine_tuning_teaches(checkpoint):
    finder, lessons = HuggingFaceFinder(checkpoint), [small(number) for number in (71, 82, 93)]
    for _ in range(8):
        finder.fit(lessons, rate=5e-3)
    found = Forms(finder=finder).predict([example.document for example in lessons])
    assert [(e.kind, e.text) for e in found[0].entities] == [("question", "Name:"), ("answer", "71")]
    assert [(field.key, field.value) for field in found[0].fields] == [("Name", "71")]


def test_an_empty_page_is_no_trouble(checkpoint):
    page = Page(1, 100, 100)
    assert HuggingFaceFinder(checkpoint).find([page])[0].entities == ()
    assert Forms(finder=HuggingFaceFinder(checkpoint)).predict([Document("0" * 16, "x", (page,))])[0].fields == ()


def test_what_is_no_checkpoint_is_refused(tmp_path, checkpoint):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(BadModel, match="no token-classification checkpoint"):
        HuggingFaceFinder(str(tmp_path))
    with pytest.raises(BadAnnotations, match="at least 3"):
        HuggingFaceFinder(checkpoint).fit(list(examples(1)))


@pytest.mark.parametrize(
    ("label", "kind"),
    [("B-QUESTION", "question"), ("I-answer", "answer"), ("O", "other"), ("key", "question"), ("E-DATE", "other")],
)
def test_labels_of_others(label, kind):
    assert kind_of(label) == kind
