"""Tables: the ICDAR 2013 set, table PDFs with known grids, and generated pages for what no public set has."""

from __future__ import annotations

import csv
import json
import random
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import numpy as np

from extractors.annotations import icdar2013
from extractors.errors import DocumentError
from extractors.metrics.tables import (
    Agreement,
    adjacency,
    aligned_cells,
    exact_cells,
    exact_table,
    grits,
    match_tables,
    right_cells,
    score_tables,
)
from extractors.read.pool import PagePool
from extractors.tables import Tables
from extractors.tables.calibrating import SHARED
from extractors.tables.completeness import check_table
from extractors.tables.confidence import FILE, lane_confidences
from extractors.tables.evaluation import read_pictures
from extractors.tables.network import TableNetwork
from extractors.tables.region import region_table
from extractors.types import Box, Cell, Document, Example, Extraction, Page, Part, Table
from models.calibration import expected_error
from tests.benchmarks.figures import Figure
from tests.made_tables import contents_page, form_page, list_page, make_document, make_table, prose_page

MADE = 60
INT8 = "encoder.int8.onnx"
GRIDS = {  # pages of the PDF that its grid was taken from; None for all
    "AnimalSounds": None,
    "MultiColumn": None,
    "Publication_of_award_of_Bids_for_Transport_Sector__August_2016": 1,
    "argentina_diputados_voting_record": None,
    "frx_2012_disclosure": None,
    "indictb1h_14": None,
    "schools": 1,
    "spanning_cells": None,
    "spreadsheet_no_bounding_frame": None,
    "twotables": None,
    "us-020": 2,
}


JSON_GRIDS = ("AnimalSounds1",)
"""Grids that only json/ has, one for each table of the PDF."""
BELOW_HEADINGS = {"AnimalSounds", "argentina_diputados_voting_record"}
"""Grids of an area below the headings."""
AREAS = {"argentina_diputados_voting_record", "schools"}
"""Grids of an area that leaves rows of their table out, which json/ names."""


def run(data: Path, limit: int | None) -> list[Figure]:
    examples = icdar2013.read(data / "icdar2013")[:limit]
    return [
        *_icdar(examples),
        *_from_pictures(examples),
        *_structure(examples),
        *_grids(data / "table_pdfs"),
        *_false_tables(examples, limit or MADE),
        *_stitching(limit or MADE),
        *_lost_rows(limit or MADE),
    ]


def _icdar(examples: Sequence[Example]) -> Iterator[Figure]:
    family = Tables(stitch=False)
    documents = [example.document for example in examples]
    begin = time.process_time()
    answers = family.predict(documents)
    seconds = time.process_time() - begin
    pages = sum(len(document.pages) for document in documents)
    scores = score_tables([example.answer for example in examples], answers)
    weights = (FILE.stat().st_size + (TableNetwork().directory / INT8).stat().st_size) / 1e6
    found = {
        "adjacency_f1": ("ICDAR 2013 whole task, adjacency F1 by document", "at least 0.88"),
        "adjacency_f1_pooled": ("ICDAR 2013 whole task, adjacency F1 pooled", ""),
        "grits_topology": ("ICDAR 2013 GriTS topology, tables found and not", ""),
        "grits_content": ("ICDAR 2013 GriTS content, tables found and not", ""),
        "exact_tables": ("ICDAR 2013 exact tables, whole task", ""),
    }
    for key, (name, wanted) in found.items():
        yield Figure(name, scores[key], "", wanted, f"{len(examples)} documents")
    for half in (0, 1):
        part = slice(half, None, 2)
        score = score_tables([e.answer for e in examples[part]], answers[part])["adjacency_f1"]
        yield Figure(f"ICDAR 2013 whole task, half {half + 1}", score, "", "", "every other document")
    yield Figure("tables, after words", 1000 * seconds / pages, "ms CPU/page", "at most 60", f"{pages} pages")
    yield Figure("weights", weights, "MB", "at most 4", "the network in int8, and logistic models of confidence")
    yield from _calibration("text layer", list(zip(examples, answers, strict=True)))


def _from_pictures(examples: Sequence[Example]) -> Iterator[Figure]:
    """The same documents with nothing but pictures of their pages at 200 dpi."""
    read, seconds = [], 0.0
    with PagePool() as pool:
        for example, answer in zip(examples, pool.map(_pictured, [e.document for e in examples]), strict=True):
            if isinstance(answer, DocumentError):
                raise answer
            read.append((example, answer[0]))
            seconds += answer[1]
    scores = score_tables([example.answer for example, _ in read], [answer for _, answer in read])
    pages = sum(len(example.document.pages) for example in examples)
    note = f"{len(examples)} documents, {seconds / pages:.2f} s CPU a page with OCR"
    yield Figure("ICDAR 2013 by OCR, adjacency F1 by document", scores["adjacency_f1"], "", "at least 0.75", note)
    note = f"{len(examples)} documents"
    yield Figure("ICDAR 2013 by OCR, GriTS content", scores["grits_content"], "", "", note)
    yield Figure("ICDAR 2013 by OCR, exact tables", scores["exact_tables"], "", "", note)
    yield from _calibration("by OCR", read)


def _pictured(document: Document) -> tuple[Extraction, float]:
    """The tables of pictures of a document's pages, and the seconds of processor time."""
    begin = _processor_seconds()
    with TemporaryDirectory(prefix="docrow-bench-") as folder:
        answer = Tables(stitch=False).predict([read_pictures(document, Path(folder))])[0]
    return answer, _processor_seconds() - begin


def _processor_seconds() -> float:
    """Of this process and of the programs that it started."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _calibration(given: str, read: Sequence[tuple[Example, Extraction]]) -> Iterator[Figure]:
    """How far the confidences of cells, of rows and columns, and of tables are from how often those are right."""
    cases: dict[str, list[tuple[float, bool]]] = {"cells": [], "rows and columns": [], "tables": []}
    for example, answer in read:
        partners = {id(p): t for t, p in match_tables(example.answer.tables, answer.tables) if p is not None}
        for table in answer.tables:
            right = right_cells(partners.get(id(table)), table)
            cases["tables"].append((table.confidence, sum(right) >= SHARED * len(right)))
            cases["cells"] += [(cell.confidence, true) for cell, true in zip(table.cells, right, strict=True)]
            lanes: tuple[Literal["row", "column"], ...] = ("row", "column")
            for lane in lanes:
                wrong = {getattr(cell, lane) for cell, true in zip(table.cells, right, strict=True) if not true}
                sure = enumerate(lane_confidences(table, lane))
                cases["rows and columns"] += [(value, number not in wrong) for number, value in sure]
    for name, pairs in cases.items():
        error = expected_error(np.array([sure for sure, _ in pairs]), np.array([true for _, true in pairs]))
        note = f"{len(pairs)}, of which right {sum(true for _, true in pairs) / max(1, len(pairs)):.3f}"
        yield Figure(f"calibration error of {name}, {given}", error, "", "at most 0.05", note)


def _structure(examples: Sequence[Example]) -> Iterator[Figure]:
    """The region of every table given; a table whose annotated boxes lie beside its words counts as it falls."""
    per, pairs = [], []
    network = TableNetwork()
    for example in examples:
        pages = {page.number: page for page in example.document.pages}
        read = [
            (t, region_table(pages[t.parts[0].page], t.parts[0].box.grow(2.0), network=network))
            for t in example.answer.tables
        ]
        per.append(adjacency(example.answer.tables, [table for _, table in read if table is not None]))
        pairs += read
    precision, recall = sum(a.precision for a in per) / len(per), sum(a.recall for a in per) / len(per)
    note = f"{len(pairs)} tables, region given"
    yield Figure("structure, adjacency F1", 2 * precision * recall / (precision + recall), "", "at least 0.94", note)
    content = sum(grits(truth, table, "content").f1 for truth, table in pairs) / len(pairs)
    yield Figure("structure, GriTS content", content, "", "at least 0.94", note)
    exact = sum(exact_table(truth, table) for truth, table in pairs) / len(pairs)
    yield Figure("structure, exact tables", exact, "", "at least 0.55", note)


def _grids(folder: Path) -> Iterator[Figure]:
    total, shares, strict, aligned = Agreement(), [], [], []
    family = Tables(stitch=False)
    for name, page, truth in grid_truths(folder):
        document = icdar2013.read_words(folder / "pdf" / f"{name}.pdf")
        tables = family.predict([document])[0].tables
        tables = tuple(t for t in tables if page is None or t.parts[0].page == page)
        whole = (*tables, _one(tables))
        found = [*whole, *map(_body, whole)] if name in BELOW_HEADINGS else whole
        best = max((exact_cells(truth, t) for t in found), key=lambda a: a.f1, default=Agreement())
        shares.append(best.f1)
        total += best
        strict.append(max((exact_cells(truth, t).f1 for t in whole), default=0.0))
        aligned.append(max((aligned_cells(truth, t).f1 for t in whole), default=0.0))
    note = f"{len(shares)} grids, same text at same row and column; {len(BELOW_HEADINGS)} begin below the headings and"
    note += f" may be met there; pooled {total.f1:.3f}"
    yield Figure("table_pdfs exact cells", sum(shares) / len(shares), "", "at least 0.85", note)
    note = "the same, those two compared with their headings too"
    yield Figure("table_pdfs exact cells, strict", sum(strict) / len(strict), "", "", note)
    note = "rows in order, one more or less costs its own cells only"
    yield Figure("table_pdfs exact cells, rows aligned", sum(aligned) / len(aligned), "", "", note)
    yield from _grids_with_areas(folder, family)


def _grids_with_areas(folder: Path, family: Tables) -> Iterator[Figure]:
    """Those of csv/ and all of json/, which say the area that they were taken from: a grid of csv/ is of the same area
    as that of json/ of its name."""
    network = TableNetwork()
    given = list(_grids_of_json(folder))
    named = {name: (page, area) for name, page, area, _ in given if name in AREAS}
    grids = [(name, *named.get(name, (page, None)), grid) for name, page, grid in grid_truths(folder) if name in GRIDS]
    whole, inside = [], []
    for name, page, area, grid in [*grids, *given]:
        document = icdar2013.read_words(folder / "pdf" / f"{name}.pdf")
        tables = [t for t in family.predict([document])[0].tables if page is None or t.parts[0].page == page]
        whole.append(max((exact_cells(grid, t).f1 for t in (*tables, _one(tables))), default=0.0))
        own = {one.number: one for one in document.pages}
        cut = region_table(own[page], area, network=network) if page and area and name in AREAS else None
        inside.append(exact_cells(grid, cut).f1 if cut else whole[-1])
    note = f"{len(whole)} grids of csv/ and json/, tables as found"
    yield Figure("table_pdfs exact cells, strict, json too", sum(whole) / len(whole), "", "at least 0.85", note)
    note = "the same, of those whose area leaves rows out what stands in it"
    yield Figure("table_pdfs exact cells, areas given", sum(inside) / len(inside), "", "at least 0.85", note)


def _grids_of_json(folder: Path) -> Iterator[tuple[str, int, Box, list[list[str]]]]:
    """PDF, page, area, grid."""
    pdfs = {path.stem for path in (folder / "pdf").glob("*.pdf")}
    for path in sorted((folder / "json").glob("*.json")):
        name = path.stem if path.stem in pdfs else path.stem.removesuffix("_basic")
        kept = json.loads(path.read_text(encoding="utf-8"))
        for grid in kept if isinstance(kept, list) else [kept]:
            area = Box(grid["left"], grid["top"], grid["right"], grid["bottom"]).grow(2.0)
            yield name, grid["page_number"], area, [[cell["text"] for cell in row] for row in grid["data"]]


def grid_truths(folder: Path) -> Iterator[tuple[str, int | None, list[list[str]]]]:
    """PDF, page, grid."""
    for name, page in GRIDS.items():
        with (folder / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield name, page, list(csv.reader(file))
    for name in JSON_GRIDS:
        for grid in json.loads((folder / "json" / f"{name}.json").read_text(encoding="utf-8")):
            yield name, None, [[cell["text"] for cell in row] for row in grid["data"]]


def _body(table: Table) -> Table:
    """The table below its headings: some grids were taken from an area that begins there."""
    return replace(table, cells=tuple(cell for cell in table.cells if not cell.header))


def _one(tables: Sequence[Table]) -> Table:
    """Tables under each other as one, as some of the grids have them."""
    cells: list[Cell] = []
    for table in tables:
        base = max((cell.row + cell.row_span for cell in cells), default=0)
        cells += [replace(cell, row=cell.row + base) for cell in table.cells]
    return Table((Part(1, Box(0, 0, 1, 1)),), tuple(cells))


def _false_tables(examples: Sequence[Example], count: int) -> Iterator[Figure]:
    rng = random.Random(7)
    made = [prose_page(rng), prose_page(rng, 2), contents_page(rng, True), contents_page(rng, False), list_page(rng)]
    pages: list[Page] = []
    while len(pages) < count:
        pages += [
            prose_page(rng),
            prose_page(rng, 2),
            contents_page(rng, True),
            contents_page(rng, False),
            list_page(rng),
        ]
    yield _false_figure("false tables, prose, two columns, contents, lists", pages[: max(count, len(made))])
    yield _false_figure("false tables, forms", [form_page(rng) for _ in range(max(1, count // 4))])
    bare = {
        f"{example.document.key} page {page.number}": page
        for example in examples
        for page in example.document.pages
        if not any(part.page == page.number for table in example.answer.tables for part in table.parts)
    }
    yield _false_figure("false tables, ICDAR 2013 pages without one", list(bare.values()), list(bare))


def _false_figure(name: str, pages: Sequence[Page], names: Sequence[str] = ()) -> Figure:
    """The note lists the pages with false tables, by their numbers where they have no names."""
    documents = [Document("0" * 16, "made", (replace(page, number=1),)) for page in pages]
    found = [len(answer.tables) for answer in Tables().predict(documents)]
    where = [names[i] if names else str(i + 1) for i, count in enumerate(found) if count]
    note = f"{sum(found)} on {len(pages)} pages" + (f": {', '.join(where)}" if where else "")
    return Figure(name, 100 * sum(found) / max(1, len(pages)), "per 100 pages", "at most 8", note)


def _stitching(count: int) -> Iterator[Figure]:
    rng = random.Random(11)
    right = 0
    for i in range(count):
        pages, style = rng.randint(2, 6), rng.choice(["grid", "lines", "plain"])
        made = make_table(rng, rng.randint(12, 40) * pages, rng.randint(3, 7))
        document = make_document(rng, made, pages, style, repeat=rng.random() < 0.6, name=f"s{i}")
        tables = Tables().predict([document])[0].tables
        right += len(tables) == 1 and exact_cells(made.texts, tables[0]).f1 == 1 and len(tables[0].parts) == pages
    yield Figure("stitched tables exact, 2-6 pages", right / count, "", "at least 0.95", f"{count} generated tables")


def _lost_rows(count: int) -> Iterator[Figure]:
    rng = random.Random(13)
    noticed = lost = alarms = 0
    for i in range(count):
        made = make_table(rng, rng.randint(4, 25), rng.randint(3, 6))
        document = make_document(rng, made, 1, rng.choice(["grid", "lines", "plain"]), True, name=f"l{i}")
        for table in Tables().predict([document])[0].tables:
            alarms += any(check.passed is False for check in table.checks)
            noticed += not all(c.passed is not False for c in check_table(_without_row(table, rng), document.pages))
        row = rng.randrange(1, len(made.texts) - 1)
        texts = made.texts[:row] + made.texts[row + 1 :]
        short = make_document(rng, replace(made, texts=texts), 1, rng.choice(["grid", "lines", "plain"]), True)
        lost += any(c.passed is False for t in Tables().predict([short])[0].tables for c in t.checks)
    note = f"{count} generated tables"
    yield Figure("row lost from the output, noticed", noticed / count, "", "1.0", note)
    yield Figure("row lost from the page under a total, noticed", lost / count, "", "at least 0.97", note)
    yield Figure("false alarms of completeness", alarms / count, "", "under 0.02", note)


def _without_row(table: Table, rng: random.Random) -> Table:
    row = rng.randrange(1, table.rows)
    kept = tuple(replace(c, row=c.row - (c.row > row)) for c in table.cells if c.row != row)
    return replace(table, cells=kept)
