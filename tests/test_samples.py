"""The whole chain on every sample document, against what its maker knows to be in it.

Refusals must match exactly. Of fields and table cells a stated share must be found: the `floor` in the answer file,
which ``DOCROW_UPDATE_SAMPLES=1`` sets to what is reached (never in CI).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractors.errors import DocumentError, MissingLanguage
from extractors.read.open import Stored, open_stored
from extractors.read.options import ReadOptions
from extractors.read.steps import page_all
from extractors.registry import FAMILIES, make_extractor
from extractors.types import Document, Extraction, Table

ROOT = Path(__file__).parent.parent / "sample_docs"
ANSWERS = sorted(ROOT.glob("*/*.expected.json"))
UPDATE = os.environ.get("DOCROW_UPDATE_SAMPLES") == "1"


def sample_of(answer: Path) -> Path:
    stem = answer.name.removesuffix(".expected.json")
    return next(path for path in answer.parent.glob(f"{stem}.*") if path.name != answer.name and path.stem == stem)


def names(answer: Path) -> str:
    return f"{answer.parent.name}/{answer.name.removesuffix('.expected.json')}"


REFUSED = [a for a in ANSWERS if "refused" in json.loads(a.read_text(encoding="utf-8"))]
READ = [a for a in ANSWERS if a not in REFUSED]


def test_there_is_an_answer_for_every_sample_and_the_folder_is_small():
    documents = [path for folder in ("forms", "tables", "id_cards", "refused") for path in (ROOT / folder).iterdir()]
    documents = [path for path in documents if not path.name.endswith(".expected.json")]
    assert {sample_of(answer) for answer in ANSWERS} == set(documents)
    assert len(documents) >= 16
    assert sum(path.stat().st_size for path in ROOT.rglob("*") if path.is_file()) < 4_000_000


def test_the_readme_names_every_sample():
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [a for a in ANSWERS if f"{a.parent.name}/{sample_of(a).name}" not in page] == []


@pytest.mark.parametrize("answer", REFUSED, ids=names)
def test_refused_with_its_code(answer):
    wanted = json.loads(answer.read_text(encoding="utf-8"))["refused"]
    path = sample_of(answer)
    with pytest.raises(DocumentError) as refusal:
        open_stored(Stored(str(path), path.name, ReadOptions()))
    assert refusal.value.code == wanted
    assert refusal.value.remedy


def test_the_locked_one_opens_with_its_password():
    options = ReadOptions(passwords=("open sesame",))
    assert len(open_stored(Stored(str(ROOT / "refused/locked.pdf"), "locked.pdf", options)).pages) == 1


@pytest.mark.parametrize("answer", READ, ids=names)
def test_enough_is_found(answer, tmp_path):
    wanted = json.loads(answer.read_text(encoding="utf-8"))
    document, extractions = read(sample_of(answer), tuple(wanted["languages"]), tmp_path)
    assert document.media_type == wanted["media_type"]
    assert len(document.pages) == wanted["pages"]
    reached = {
        "fields": field_recall(wanted["fields"], extractions),
        "tables": table_recall(wanted["tables"], extractions),
    }
    if UPDATE:
        update(answer, wanted, reached)
    missed = {what: share for what, share in reached.items() if share < wanted["floor"].get(what, 1.0) - 1e-9}
    assert not missed, f"found less than the floor: {missed}; missing {missing(wanted['fields'], extractions)}"


def read(path: Path, languages: tuple[str, ...], folder: Path) -> tuple[Document, list[Extraction]]:
    options = ReadOptions(languages=languages)
    document = open_stored(Stored(str(path), path.name, options))
    try:
        pages = tuple(page_all(document, page.number, options, str(folder)) for page in document.pages)
    except MissingLanguage as missing_pack:
        pytest.skip(str(missing_pack))
    document = replace(document, pages=pages)
    return document, [make_extractor(family).predict([document])[0] for family in FAMILIES]


def update(answer: Path, wanted: dict[str, Any], reached: dict[str, float]) -> None:
    if os.environ.get("CI"):
        pytest.fail("floors are not moved in CI")
    kept = {what: int(share * 100) / 100 for what, share in reached.items() if wanted[what]}
    wanted["floor"] = kept
    answer.write_text(json.dumps(wanted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


# --- how much of what is there was found ----------------------------------------------------------------------------


def plain(text: str) -> str:
    """Letters and digits without case; what a person would call the same text."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def found_pairs(extractions: list[Extraction]) -> set[tuple[str, str]]:
    pairs = set()
    for extraction in extractions:
        for one in extraction.fields:
            names_of_it = {plain(one.key), plain(one.label), plain(one.key.rpartition(".")[2])} - {""}
            values = {plain(one.value)} | ({plain(one.normal)} if one.normal else set())
            pairs |= {(name, value) for name in names_of_it for value in values}
    return pairs


def missing(fields: dict[str, str], extractions: list[Extraction]) -> list[str]:
    pairs = found_pairs(extractions)
    return [key for key, value in fields.items() if (plain(key), plain(value)) not in pairs]


def field_recall(fields: dict[str, str], extractions: list[Extraction]) -> float:
    return 1 - len(missing(fields, extractions)) / len(fields) if fields else 1.0


def table_recall(tables: list[dict[str, Any]], extractions: list[Extraction]) -> float:
    """The share of the filled cells that stand at their place in the best table found, up to one shift of the grid."""
    found = [cells_of(table) for extraction in extractions for table in extraction.tables]
    wanted = [cells_of_rows(table["rows"]) for table in tables]
    total = sum(map(len, wanted))
    return sum(max((placed(cells, grid) for grid in found), default=0) for cells in wanted) / total if total else 1.0


def cells_of(table: Table) -> dict[tuple[int, int], str]:
    return {(cell.row, cell.column): plain(cell.text) for cell in table.cells if plain(cell.text)}


def cells_of_rows(rows: list[list[str]]) -> dict[tuple[int, int], str]:
    return {(r, c): plain(text) for r, row in enumerate(rows) for c, text in enumerate(row) if plain(text)}


def placed(wanted: dict[tuple[int, int], str], grid: dict[tuple[int, int], str]) -> int:
    shifts = [(down, across) for down in range(-3, 4) for across in range(-1, 2)]
    return max(sum(grid.get((r + d, c + a)) == text for (r, c), text in wanted.items()) for d, a in shifts)


# --- the measure and the maker --------------------------------------------------------------------------------------


def test_the_measure_of_tables_counts_cells_at_their_place():
    wanted = cells_of_rows([["a", "b"], ["c", ""]])
    assert placed(wanted, {(0, 0): "a", (0, 1): "b", (1, 0): "c"}) == 3
    assert placed(wanted, {(1, 0): "a", (1, 1): "b", (2, 0): "c"}) == 3
    assert placed(wanted, {(0, 0): "c", (0, 1): "a", (1, 0): "b"}) < 3
    assert table_recall([], []) == 1.0 and table_recall([{"rows": [["a"]]}], []) == 0.0


@pytest.mark.slow
def test_the_maker_makes_the_same_again(tmp_path):
    if not Path("/usr/share/fonts/opentype/ocr-b/OCRB.otf").exists():
        pytest.skip("the font OCR-B is not installed (fonts-ocr-b)")
    for folder in ("one", "two"):
        subprocess.run([sys.executable, str(ROOT / "make.py"), str(tmp_path / folder)], check=True, capture_output=True)
    for path in (tmp_path / "one").rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()
