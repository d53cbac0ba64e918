"""The network of tables against the rules and with them: structure where the region is given, what is no table, the
tables of invoices, and what fine-tuning on a few annotated pages of an unseen style changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from extractors.annotations import icdar2013
from extractors.metrics.tables import adjacency, exact_cells, exact_table, grits, match_tables, score_tables
from extractors.synthetic.table_pages import table_pages
from extractors.synthetic.tables import make_example
from extractors.tables import Tables
from extractors.tables.evaluation import read_pictures
from extractors.tables.grid import drop_empty, fill
from extractors.tables.network import TableNetwork
from extractors.tables.page import PageOptions, PageReading, finish
from extractors.tables.region import region_table
from extractors.tables.solver import solve
from extractors.types import Box, Document, Example, Page, Table
from tests.benchmarks.bench_tables import grid_truths
from tests.benchmarks.figures import Figure
from tests.made_invoices import make_invoice
from tests.made_styles import ledger_pages

Structure = Callable[[Page, Box], Table | None]
READ = 5
"""Documents that are read by OCR here (`bench_tables` reads all)."""
MADE, UNSEEN = 60, 40_000_000
"""Generated pages, and where the seeds begin that nothing was looked at or trained on with."""
LEARNED, JUDGED = 10, 20
"""Annotated pages of the unseen style, and others of it that are measured on."""
INVOICES, CHARGED = 160, 10_000
"""Generated invoices, none of which anything was learned from, and where their seeds begin."""
NEARLY = 0.9
"""GriTS content from which on a table is nearly right."""


def run(data: Path, limit: int | None) -> list[Figure]:
    network = TableNetwork()
    ways: dict[str, Structure] = {
        "rules": lambda page, box: region_table(page, box),
        "network": lambda page, box: by_network(network, page, box),
        "both": lambda page, box: region_table(page, box, network=network),
    }
    examples = icdar2013.read(data / "icdar2013")[:limit]
    count = limit or MADE
    pages = [made.example(f"{i:016x}") for i, made in enumerate(islice(table_pages(UNSEEN), count))]
    sets: dict[str, Sequence[Example]] = {
        "ICDAR 2013": examples,
        "ICDAR 2013 without lines": [_without_lines(example) for example in examples],
        "generated tables of the rules": [make_example(UNSEEN + i) for i in range(count)],
        "generated pages of the network": pages,
    }
    figures = [figure for name, own in sets.items() for figure in _structure(name, own, ways)]
    figures += _by_ocr(examples[:: max(1, len(examples) // READ)][:READ], ways)
    figures += _grids(data / "table_pdfs")
    figures += _false_tables(data, count)
    figures += _invoices(limit or INVOICES)
    return [*figures, *_unseen_style()]


def by_network(network: TableNetwork, page: Page, region: Box) -> Table | None:
    """The table in the region by the network's scores alone."""
    opinion = network.opinion(page)
    words = [word for word in page.words if region.holds(word.box.center)]
    grid = solve(opinion, opinion.nodes(words)) if opinion is not None else None
    if grid is None:
        return None
    return finish(PageReading(replace(page, words=tuple(words)), PageOptions()), drop_empty(fill(grid)))


def _without_lines(example: Example) -> Example:
    pages = tuple(replace(page, rulings=()) for page in example.document.pages)
    return replace(example, document=replace(example.document, pages=pages))


def _structure(name: str, examples: Sequence[Example], ways: dict[str, Structure]) -> Iterator[Figure]:
    cases = [
        (table, {page.number: page for page in example.document.pages}[table.parts[0].page])
        for example in examples
        for table in example.answer.tables
    ]
    for way, structure in ways.items():
        found = [(table, structure(page, table.parts[0].box.grow(2.0))) for table, page in cases]
        exact = sum(exact_table(truth, table) for truth, table in found) / len(found)
        agreed = [adjacency([truth], [table] if table else []).f1 for truth, table in found]
        content = sum(grits(truth, table, "content").f1 for truth, table in found) / len(found)
        note = f"{len(found)} tables, adjacency {sum(agreed) / len(agreed):.3f}, GriTS content {content:.3f}"
        yield Figure(f"{name}, region given, exact, {way}", exact, "", "", note)


def _by_ocr(examples: Sequence[Example], ways: dict[str, Structure]) -> Iterator[Figure]:
    with TemporaryDirectory(prefix="docrow-bench-") as folder:
        read = [
            replace(example, document=read_pictures(example.document, Path(folder) / str(i)))
            for i, example in enumerate(examples)
            if (Path(folder) / str(i)).mkdir() is None
        ]
    yield from _structure("ICDAR 2013 by OCR", read, ways)


def _grids(folder: Path) -> Iterator[Figure]:
    network = TableNetwork()
    families = {"rules": Tables(stitch=False, rules_alone=True), "both": Tables(stitch=False)}
    for way in ("rules", "network", "both"):
        shares = []
        for name, page, truth in grid_truths(folder):
            document = icdar2013.read_words(folder / "pdf" / f"{name}.pdf")
            found = families["both" if way == "both" else "rules"].predict([document])[0].tables
            tables = [table for table in found if page is None or table.parts[0].page == page]
            if way == "network":
                own = {one.number: one for one in document.pages}
                again = [by_network(network, own[t.parts[0].page], t.parts[0].box) for t in tables]
                tables = [table for table in again if table is not None]
            shares.append(max((exact_cells(truth, table).f1 for table in tables), default=0.0))
        yield Figure(
            f"table_pdfs exact cells, one table each, {way}", sum(shares) / len(shares), "", "", f"{len(shares)} grids"
        )


def _false_tables(data: Path, count: int) -> Iterator[Figure]:
    """On pages without one: forms that tax offices print, and generated pages of all kinds."""
    bare = [made.page for made in islice((p for p in table_pages(UNSEEN + 1) if not p.tables), count)]
    w9 = [icdar2013.read_words(path) for path in sorted((data / "azure_forms" / "w9-training-data").glob("*.pdf"))]
    told = [page for document in w9 for page in document.pages if page.number not in (3, 4)]
    for name, pages in (("W-9, four of its pages each", told), ("generated pages without a table", bare)):
        for way, alone in (("rules", True), ("both", False)):
            family = Tables(rules_alone=alone)
            documents = [Document("0" * 16, "a", (replace(page, number=1),)) for page in pages]
            found = [answer.tables for answer in family.predict(documents)]
            sure = sum(table.confidence >= 0.5 for tables in found for table in tables)
            note = f"{sum(map(len, found))} on {len(pages)} pages, {sure} of them with a confidence of 0.5 or more"
            yield Figure(
                f"false tables, {name}, {way}", 100 * sum(map(len, found)) / len(pages), "per 100 pages", "", note
            )


def _invoices(count: int) -> Iterator[Figure]:
    """The one true table of each page, and what else is taken for one: heads, particulars, terms and feet, but not the
    sums under the table, of which nobody says whether they are one."""
    examples = [make_invoice(CHARGED + i) for i in range(count)]
    for way, alone in (("rules", True), ("both", False)):
        answers = Tables(rules_alone=alone).predict([example.document for example in examples])
        pairs = [match_tables(e.answer.tables, a.tables)[0] for e, a in zip(examples, answers, strict=True)]
        exact = sum(exact_table(truth, table) for truth, table in pairs) / count
        nearly = sum(grits(truth, table, "content").f1 >= NEARLY for truth, table in pairs) / count
        matched = {id(table) for _, table in pairs}
        others = [table for answer in answers for table in answer.tables if id(table) not in matched]
        false = sum(not any(cell.text == "Subtotal" for cell in table.cells) for table in others)
        note = (
            f"nearly exact (GriTS content {NEARLY} or more) {nearly:.3f}, not found {sum(t is None for _, t in pairs)}"
        )
        yield Figure(f"generated invoices, exact tables, {way}", exact, "", "", f"{count} pages, {note}")
        yield Figure(f"generated invoices, false tables, {way}", 100 * false / count, "per 100 pages", "", f"{false}")


def _unseen_style() -> Iterator[Figure]:
    """Records of two lines, read as annotators have them, before and after learning from a few pages."""
    learned, judged = ledger_pages(LEARNED, 1, below=True), ledger_pages(JUDGED, 2, below=True)
    tuned = Tables()
    tuned.fit(learned)
    for when, family in (("before", Tables()), (f"after {LEARNED} annotated pages", tuned)):
        answers = family.predict([example.document for example in judged])
        pairs = [m for e, a in zip(judged, answers, strict=True) for m in match_tables(e.answer.tables, a.tables)]
        exact = sum(exact_table(truth, table) for truth, table in pairs) / len(pairs)
        false = sum(len(answer.tables) for answer in answers) - sum(table is not None for _, table in pairs)
        agreed = score_tables([e.answer for e in judged], answers)["adjacency_f1"]
        note = f"{len(judged)} other pages, adjacency {agreed:.3f}, {false} false tables"
        yield Figure(f"unseen style, exact tables, {when}", exact, "", "", note)
