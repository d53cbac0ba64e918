"""The command line: what it prints, how it leaves, and that it starts fast."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extractors.errors import BadAnnotations, BadModel, BadQuery, DatabaseDown, DocrowError, Unsupported
from extractors.registry import FAMILIES
from extractors.types import Box, Document, Page, Transform, Word
from pipeline.cli import tell
from pipeline.cli.app import app
from pipeline.settings import Settings
from tests.pipeline.fakes_pipeline import environment_of, fill_bucket, form_pdf, settings_in

ROOT = Path(__file__).parents[2]
MAIN = [sys.executable, "-c", "from pipeline.cli import main; main()"]
COMMANDS = [
    "run",
    "extract",
    "words",
    "show",
    "mrz",
    "query",
    "export",
    "tables",
    "families",
    "train",
    "evaluate",
    "doctor",
    "models",
]


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A bucket that was run by the command line."""
    folder = tmp_path_factory.mktemp("cli")
    fill_bucket(folder / "bucket", forms=2)
    settings = settings_in(folder)
    assert call(settings, "run", "--json").exit_code == 3
    return settings


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("file") / "a form.pdf"
    path.write_bytes(form_pdf({"Name": "Ada Lovelace", "Total": "12.50 EUR"}))
    return path


def call(settings: Settings, *arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env=environment_of(settings))


def program(*arguments: str, settings: Settings | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | (environment_of(settings) if settings else {})
    return subprocess.run([*MAIN, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=100)


def test_help_names_every_command_and_starts_fast():
    spent = os.times()
    shown = program("--help")
    after = os.times()
    assert shown.returncode == 0
    assert all(f"  {command} " in shown.stdout for command in COMMANDS)
    assert after.children_user - spent.children_user < 0.5


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command):
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_extract_prints_the_extractions_in_the_displayed_frame_without_a_database(form, tmp_path):
    result = call(settings_in(tmp_path), "extract", str(form), "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert set(found) == {"document", "extractions", "failures"}
    assert (found["document"]["key"], found["document"]["media_type"]) == ("a form.pdf", "application/pdf")
    (page,) = found["document"]["pages"]
    assert (page["number"], page["width"], page["height"]) == (1, 400, 300)
    assert [extraction["family"] for extraction in found["extractions"]] == list(FAMILIES)
    values = {field["value"]: field for field in found["extractions"][0]["fields"]}
    assert values["12.50 EUR"]["normal"] == "12.50 EUR"
    assert all(0 <= left < right <= 400 for left, _, right, _ in (field["box"] for field in values.values()))
    assert not (tmp_path / "docrow.sqlite").exists()


def test_extract_of_one_family_has_the_same_shape(form, tmp_path):
    found = json.loads(call(settings_in(tmp_path), "extract", str(form), "--family", "tables", "--json").stdout)
    assert [extraction["family"] for extraction in found["extractions"]] == ["tables"]


def test_extract_for_a_person_shows_keys_and_values(form, tmp_path):
    result = call(settings_in(tmp_path), "extract", str(form), "--family", "forms")
    assert "Ada Lovelace" in result.stdout


def test_extract_of_what_cannot_be_read_leaves_with_3_and_the_reason(tmp_path):
    path = tmp_path / "letter.docx"
    path.write_text("plain text, whatever the name says")
    result = call(settings_in(tmp_path), "extract", str(path), "--json")
    assert result.exit_code == 3
    found = json.loads(result.stdout)
    assert found["document"] is None
    assert found["failures"][0]["code"].startswith("unsupported.")


def test_words_have_boxes_confidences_and_their_source(form, tmp_path):
    result = call(settings_in(tmp_path), "words", str(form), "--json")
    (page,) = json.loads(result.stdout)["document"]["pages"]
    words = {word["text"]: word for word in page["words"]}
    assert words["Lovelace"]["source"] == page["text_source"] == "text"
    assert 0 < words["Lovelace"]["confidence"] <= 1
    assert len(words["Lovelace"]["box"]) == 4


def test_words_of_scans_are_cut_as_annotators_cut_them_or_left_whole(tmp_path):
    from PIL import Image, ImageDraw, ImageFont

    sheet = Image.new("L", (1000, 300), 255)
    font = ImageFont.load_default(40)
    ImageDraw.Draw(sheet).text((60, 60), "Date of order 22/08/2026", font=font, fill=0)
    ImageDraw.Draw(sheet).text((60, 160), "Name of the customer", font=font, fill=0)
    sheet.save(tmp_path / "note.png", dpi=(200, 200))

    def texts(*options):
        result = call(settings_in(tmp_path), "words", str(tmp_path / "note.png"), "--json", *options)
        return [word["text"] for word in json.loads(result.stdout)["document"]["pages"][0]["words"]]

    assert "22/08/2026" in texts("--whole")
    assert {"22/", "08/", "2026"} <= set(texts())


def test_doubtful_words_are_listed_beside_the_others_on_the_page_as_displayed():
    from pipeline.single import words_json

    turned = Transform(0, -1, 100, 1, 0, 0)
    words, doubtful = ((Word(text, Box(10, 20, 30, 40), sure, "ocr"),) for text, sure in (("sure", 0.9), ("nnay", 0.2)))
    (page,) = words_json(
        Document("0" * 16, "a.png", (Page(1, 100, 100, words=words, doubtful=doubtful, transform=turned),))
    )["document"]["pages"]
    assert [word["text"] for word in page["words"]] == ["sure"]
    assert page["doubtful"] == [{"text": "nnay", "box": [60, 10, 80, 30], "confidence": 0.2, "source": "ocr"}]


def test_show_draws_a_file_and_a_stored_document(form, deployed, tmp_path):
    from PIL import Image

    assert call(deployed, "show", str(form), "--out", str(tmp_path / "file.png")).exit_code == 0
    asked = call(deployed, "query", "SELECT id FROM documents WHERE key = 'form 2.pdf'", "--format", "json")
    (row,) = json.loads(asked.stdout)
    assert call(deployed, "show", row["id"], "--out", str(tmp_path / "stored.png")).exit_code == 0
    for name in ("file.png", "stored.png"):
        with Image.open(tmp_path / name) as image:
            assert image.width > 400


@pytest.mark.parametrize(
    ("format", "expected"), [("json", '"key": "notes.txt"'), ("csv", "notes.txt"), ("table", "notes")]
)
def test_query_prints_rows_in_three_ways(deployed, format, expected):
    result = call(deployed, "query", "SELECT key FROM keys ORDER BY key", "--format", format)
    assert result.exit_code == 0
    assert expected in result.stdout


@pytest.mark.parametrize("sql", ["DELETE FROM keys", "SELECT 1; DROP TABLE keys", "SELEC"])
def test_query_cannot_write(deployed, sql):
    assert isinstance(call(deployed, "query", sql).exception, BadQuery)


def test_query_that_writes_leaves_with_2_and_one_sentence(deployed):
    shown = program("query", "DELETE FROM keys", settings=deployed)
    assert shown.returncode == 2
    assert shown.stderr.startswith("docrow: ")
    assert "Traceback" not in shown.stderr


@pytest.mark.parametrize("format", ["csv", "parquet", "xlsx", "json"])
def test_export_writes_files(deployed, tmp_path, format):
    result = call(deployed, "export", str(tmp_path / "out"), "--format", format, "--table", "latest_fields")
    assert result.exit_code == 0
    (path,) = (tmp_path / "out").iterdir()
    assert path.suffix == f".{format}"


def test_tables_of_the_same_header_are_one_logical_table(deployed):
    (table,) = json.loads(call(deployed, "tables", "--json").stdout)
    assert (table["columns"], table["rows"]) == (["Item", "Pieces", "Price"], 3)


@pytest.mark.parametrize("format", ["csv", "parquet", "xlsx", "json"])
def test_a_logical_table_is_exported_by_its_name(deployed, tmp_path, format):
    (table,) = json.loads(call(deployed, "tables", "--json").stdout)
    result = call(deployed, "export", str(tmp_path), "--format", format, "--table", table["name"])
    assert result.exit_code == 0, result.stderr
    path = tmp_path / f"{table['name']}.{format}"
    assert path.exists()
    if format == "csv":
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
        assert len(rows) == table["rows"]
        assert set(table["columns"]) < set(rows[0])
        assert json.loads(rows[0]["normal"]).keys() == set(table["columns"])
        assert rows[0]["Item"]


def test_an_unknown_table_names_the_logical_ones(deployed, tmp_path):
    (table,) = json.loads(call(deployed, "tables", "--json").stdout)
    shown = program("export", str(tmp_path), "--table", "nonsense", settings=deployed)
    assert shown.returncode == 2
    assert table["name"] in shown.stderr


def test_doctor_says_what_is_missing_and_what_to_do(tmp_path):
    settings = settings_in(tmp_path)
    (tmp_path / "bucket").mkdir()
    environment = environment_of(settings) | {"DOCROW_LANGUAGES": "eng,xxx"}
    result = CliRunner().invoke(app, ["doctor", "--json"], env=environment)
    findings = {finding["name"]: finding for finding in json.loads(result.stdout)}
    assert result.exit_code == 4
    assert findings["database"]["ok"]
    assert findings["bucket"]["ok"]
    assert findings["OCR language xxx"] | {"seen": ""} == {
        "name": "OCR language xxx",
        "ok": False,
        "seen": "",
        "remedy": findings["OCR language xxx"]["remedy"],
    }
    assert "install" in findings["OCR language xxx"]["remedy"]


def test_an_outage_is_one_sentence_and_leaves_with_4(tmp_path):
    settings = settings_in(tmp_path)
    shown = program("run", str(tmp_path / "nowhere"), settings=settings)
    assert shown.returncode == 4
    assert "nowhere is not there" in shown.stderr
    assert "Traceback" not in shown.stderr


@pytest.mark.parametrize("arguments", [["run", "--again", "nonsense"], ["run", "--page", "1"], ["evaluate", "cars"]])
def test_wrong_usage_leaves_with_2(arguments, tmp_path):
    assert call(settings_in(tmp_path), *arguments).exit_code == 2


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Unsupported("a.docx"), 3),
        (DatabaseDown("away", "start it"), 4),
        (BadModel("altered"), 5),
        (BadAnnotations("two", problems=("a.json: no answer",)), 6),
        (BadQuery("two statements"), 2),
    ],
)
def test_every_kind_of_error_has_its_exit_code_and_says_what_to_do(error: DocrowError, code: int, capsys):
    assert tell(error) == code
    said = capsys.readouterr().err
    assert error.message in said
    assert error.remedy in said
    assert all(problem in said for problem in getattr(error, "problems", ()))


def test_a_bug_keeps_its_traceback():
    with pytest.raises(ZeroDivisionError):
        tell(ZeroDivisionError())
