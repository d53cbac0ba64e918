"""`docrow run`: from a folder to rows, again and again."""

from __future__ import annotations

import pytest

from extractors.errors import BucketDown
from pipeline.again import Again, run_again
from pipeline.runs import Summary, Wanted, run_bucket, windows
from pipeline.settings import Settings
from pipeline.site import open_site
from tests.pipeline.fakes_pipeline import (
    Noting,
    UnreachableBucket,
    fill_bucket,
    form_pdf,
    rows_of,
    settings_in,
    site_without_processes,
)


def run(settings: Settings, wanted: Wanted | None = None, watch: Noting | None = None) -> Summary:
    with site_without_processes(settings) as site:
        return run_bucket(site, wanted or Wanted(), watch or Noting())


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Summary, Noting]:
    """A bucket that was run once."""
    folder = tmp_path_factory.mktemp("ran")
    fill_bucket(folder / "bucket")
    settings, watch = settings_in(folder), Noting()
    with open_site(settings) as site:
        return settings, run_bucket(site, Wanted(), watch), watch


def test_every_object_is_a_document_or_set_aside_with_the_reason(ran):
    settings, summary, watch = ran
    rows = rows_of(settings)
    assert [(key, state) for key, state, _ in rows["keys"]] == [
        ("below/table.pdf", "done"),
        ("form 1.pdf", "done"),
        ("form 2.pdf", "done"),
        ("form 3.pdf", "done"),
        ("notes.txt", "failed"),
        ("twin.pdf", "done"),
    ]
    assert [failure.key for failure in summary.failures] == ["notes.txt"]
    assert summary.failures[0].code.startswith("unsupported.")
    assert watch.failures == summary.failures
    assert [row[0] for row in rows["failures"]] == ["notes.txt"]


def test_values_of_forms_and_tables_stand_in_the_database_with_their_boxes(ran):
    settings, summary, _ = ran
    rows = rows_of(settings)
    values = {(row[4].rstrip(":").casefold(), row[5]) for row in rows["fields"] if row[1] == "forms"}
    assert {("name", "Person 1"), ("name", "Person 2"), ("total", "112.50 EUR")} <= values
    assert {"Bolt", "40", "0.80"} <= {row[5] for row in rows["cells"]}
    assert all(0 <= row[8] <= row[10] <= 400 for row in rows["fields"])
    assert summary.fields == len(rows["fields"])


def test_the_same_content_twice_is_one_document_with_two_keys(ran):
    settings, summary, _ = ran
    keys = {key: document_id for key, _, document_id in rows_of(settings)["keys"]}
    assert keys["twin.pdf"] == keys["form 1.pdf"] is not None
    assert (summary.documents, summary.same_content) == (4, 1)


def test_every_page_was_counted(ran):
    settings, summary, watch = ran
    assert watch.pages == summary.pages == len(rows_of(settings)["pages"])


def test_running_again_reads_nothing_and_changes_nothing(ran):
    settings, _, _ = ran
    before = rows_of(settings)
    summary = run(settings)
    assert (summary.documents, summary.failures) == (0, [])
    assert rows_of(settings) == before


@pytest.mark.parametrize("step", ["all", "ocr", "layout", "forms"])
def test_a_step_done_again_changes_no_row(ran, step):
    settings, first, _ = ran
    before = rows_of(settings)
    with site_without_processes(settings) as site:
        summary = run_again(site, Again(step), Wanted(), Noting())
    assert summary.documents == first.documents
    assert rows_of(settings) == before


def test_one_page_is_read_again_and_the_others_stay(ran):
    settings, _, _ = ran
    document_id = next(row[0] for row in rows_of(settings)["documents"] if row[2] == 2)
    before, watch = rows_of(settings), Noting()
    with site_without_processes(settings) as site:
        run_again(site, Again("ocr", document_id, 2), Wanted(), watch)
    assert watch.pages == 1
    assert rows_of(settings) == before


def test_what_was_set_aside_is_tried_again_when_asked(tmp_path):
    bucket = tmp_path / "bucket"
    bucket.mkdir()
    (bucket / "a.pdf").write_bytes(form_pdf({"Name": "Ada"}))
    settings = settings_in(tmp_path, max_pages=1)
    (bucket / "long.pdf").write_bytes(form_pdf({"Name": "Bob"}, pages=3))
    assert [failure.code for failure in run(settings).failures] == ["limit.pages"]
    with site_without_processes(settings_in(tmp_path)) as site:
        summary = run_again(site, Again("failed"), Wanted(), Noting())
    assert (summary.documents, summary.failures) == (1, [])
    assert all(state == "done" for _, state, _ in rows_of(settings)["keys"])
    assert [row[4] for row in rows_of(settings)["failures"]] == [0]


def test_a_changed_object_is_a_new_document_that_supersedes_the_old(tmp_path):
    bucket = tmp_path / "bucket"
    bucket.mkdir()
    settings = settings_in(tmp_path)
    (bucket / "a.pdf").write_bytes(form_pdf({"Name": "Before"}))
    run(settings)
    old = rows_of(settings)["documents"][0][0]
    (bucket / "a.pdf").write_bytes(form_pdf({"Name": "After, and longer"}))
    assert run(settings).documents == 1
    documents = {row[0]: row[3] for row in rows_of(settings)["documents"]}
    assert len(documents) == 2
    assert documents[old] in documents


def test_patterns_choose_keys_and_what_was_left_out_stays_new(tmp_path):
    fill_bucket(tmp_path / "bucket")
    settings = settings_in(tmp_path)
    assert run(settings, Wanted(include=("form*.pdf",), exclude=("form 2*",))).documents == 2
    rest = run(settings, Wanted(exclude=("*.txt",)))
    assert (rest.documents, rest.failures) == (2, [])


def test_a_bucket_that_is_away_stops_the_run(tmp_path):
    from dataclasses import replace

    with open_site(settings_in(tmp_path)) as site, pytest.raises(BucketDown, match="does not answer"):
        run_bucket(replace(site, bucket=UnreachableBucket()), Wanted(), Noting())


def test_the_artifacts_of_docrow_itself_are_no_documents(tmp_path):
    fill_bucket(tmp_path / "bucket", forms=1)
    settings = settings_in(tmp_path, artifacts=tmp_path / "bucket" / "artifacts")
    run(settings)
    run(settings)
    assert not [key for key, _, _ in rows_of(settings)["keys"] if key.startswith("artifacts/")]


def test_windows_hold_a_bounded_number_of_pages():
    from extractors.types import Document, Page

    def document(pages: int) -> Document:
        return Document("0" * 16, "k", tuple(Page(n, 10, 10) for n in range(1, pages + 1)))

    sizes = [[len(d.pages) for d in window] for window in windows([document(n) for n in (90, 90, 50, 900, 1)])]
    assert sizes == [[90, 90], [50], [900], [1]]
