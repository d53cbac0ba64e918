"""The printed zone: fields of cards by captions and rules, by the network, and by both; layouts and languages that were
never trained on, as words and as OCR reads their pictures; real specimens against their own zones; annotated cards."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from extractors.id_cards import IdCards
from extractors.id_cards.assigning import assign
from extractors.id_cards.crosscheck import agreement
from extractors.id_cards.dates import month_first
from extractors.id_cards.evidence import LEAST, Evidence
from extractors.id_cards.print_reading import read_print
from extractors.id_cards.printed import evidence
from extractors.id_cards.scan import zones
from extractors.read.open import open_document
from extractors.read.options import ReadOptions
from extractors.read.steps import page_all
from extractors.types import Example, Page
from models.calibration import expected_error
from tests.benchmarks.figures import Figure
from tests.made_id_cards import DOTS, TODAY, example, made, names, write
from tests.made_id_layouts import LAYOUTS, UNTAUGHT

Values = dict[str, tuple[str, float]]
"""Key to normal value and confidence."""
Reads = Callable[[IdCards, Page], Values]


def by_rules(family: IdCards, page: Page) -> Values:
    return _values(evidence(page, family.aliases, family.threshold, TODAY, _american(page)))


def by_network(family: IdCards, page: Page) -> Values:
    sight = family.network.look(page)
    found = assign(sight, TODAY, _american(page)) if sight else []
    return {item.key: (item.normal, item.sure) for item in found}


def by_both(family: IdCards, page: Page) -> Values:
    print_ = read_print(page, family.network, family.aliases, family.threshold, TODAY)
    return _values(item for item in print_.found if item.confidence >= LEAST)


READERS: dict[str, Reads] = {"captions and rules": by_rules, "network": by_network, "both": by_both}


def run(data: Path, limit: int | None) -> list[Figure]:
    """`limit`: cards of each layout."""
    count = limit or 5
    return [*_words(count), *_pictures(limit or 2), *_specimens(data, limit), *_taught(limit), *_cost()]


def _american(page: Page) -> bool:
    return month_first(word.text for word in page.words)


def _values(items: Iterator[Evidence] | Sequence[Evidence]) -> Values:
    return {item.key: (item.normal or item.text, item.confidence) for item in items}


def plain(text: str | None) -> str:
    return " ".join((text or "").casefold().replace(",", " ").split())


class Tally:
    """Right, found and wanted values."""

    def __init__(self) -> None:
        self.right = self.found = self.wanted = 0
        self.cases: list[tuple[float, bool]] = []

    def add(self, values: Values, truth: dict[str, str]) -> None:
        hits = [(sure, plain(text) == truth.get(key)) for key, (text, sure) in values.items()]
        self.right += sum(hit for _, hit in hits)
        self.found, self.wanted = self.found + len(values), self.wanted + len(truth)
        self.cases += hits

    @property
    def f1(self) -> float:
        return 2 * self.right / max(self.found + self.wanted, 1)


def truth_of(one: Example) -> dict[str, str]:
    return {field.key: plain(field.normal or field.value) for field in one.answer.fields}


def _words(count: int) -> Iterator[Figure]:
    family = IdCards(today=TODAY)
    groups = {"layouts never trained on": list(LAYOUTS), "languages never trained on": names()[len(LAYOUTS) :]}
    for group, layouts in groups.items():
        tallies = {reader: Tally() for reader in READERS}
        for one in (example(name, seed) for name in layouts for seed in range(count)):
            for reader, read in READERS.items():
                tallies[reader].add(read(family, one.document.pages[0]), truth_of(one))
        spoken = (
            f"{len(UNTAUGHT)} languages in two layouts" if group.startswith("languages") else f"{len(layouts)} layouts"
        )
        note = f"{spoken}, {count} cards of each, words as printed"
        yield from (Figure(f"{group}: field F1, {reader}", own.f1, "", "", note) for reader, own in tallies.items())
        cases = tallies["both"].cases
        error = expected_error([sure for sure, _ in cases], [hit for _, hit in cases])
        yield Figure(f"{group}: calibration error, both", error, "", "at most 0.05")


def _pictures(count: int) -> Iterator[Figure]:
    """The same layouts drawn, and read as any upload is."""
    family, tallies, cards = IdCards(today=TODAY), {reader: Tally() for reader in READERS}, 0
    whole = Tally()
    with TemporaryDirectory() as folder:
        for name in LAYOUTS:
            for seed in range(count):
                page, truth = read_picture(name, 100 + seed, Path(folder))
                for reader, read in READERS.items():
                    tallies[reader].add(read(family, page), truth)
                answer = family.predict([replace(example(name, seed).document, pages=(page,))])[0]
                whole.add({f.key: (f.normal or f.value, f.confidence) for f in answer.fields}, truth)
                cards += 1
    note = f"{cards} pictures, 1200 pixels wide, read by OCR; exact values"
    yield from (Figure(f"pictures by OCR: field F1, {reader}", own.f1, "", "", note) for reader, own in tallies.items())
    note = "without a zone the page must first be taken for a card"
    yield Figure("pictures by OCR: field F1 of `docrow extract`", whole.f1, "", "", note)


def read_picture(name: str, seed: int, folder: Path) -> tuple[Page, dict[str, str]]:
    """A card drawn, and its page as docrow reads it; routed to the family."""
    prints = made(name, seed)
    path = write(prints, folder / f"{name} {seed}.png".replace(" ", "_"), Random(seed))
    options = ReadOptions()
    document = replace(open_document(path.read_bytes(), path.name, options), source=str(path))
    page = page_all(document, 1, options, str(folder))
    return replace(page, families=None), truth_of(example(name, seed))


def _specimens(data: Path, limit: int | None) -> Iterator[Figure]:
    """Real cards: what print says beside what the zone proves, field by field."""
    family, options = IdCards(today=TODAY), ReadOptions()
    counts, checks = {reader: [0, 0, 0] for reader in READERS}, [0, 0]
    paths = sorted(path for path in (data / "mrz_cards").iterdir() if path.suffix in (".png", ".jpg"))[:limit]
    with TemporaryDirectory() as folder:
        for path in paths:
            document = replace(open_document(path.read_bytes(), path.name, options), source=str(path))
            page = page_all(document, 1, options, folder)
            zone = next(iter(zones(page, TODAY)), [])
            for reader, read in READERS.items():
                _compared(counts[reader], zone, read(family, page))
            answer = family.predict([replace(document, pages=(replace(page, families=None),))])[0]
            agreements = [check.passed for check in answer.checks if check.name.startswith("agree.")]
            checks = [checks[0] + agreements.count(True), checks[1] + agreements.count(False)]
    for reader, (agree, differ, nearly) in counts.items():
        note = f"{differ} contradict it, {nearly} differ by a character or two; {len(paths)} pictures"
        yield Figure(f"specimens: printed values that the zone confirms, {reader}", agree, "fields", "", note)
    note = f"{checks[1]} contradict it; the zone is known when the print is read"
    yield Figure("specimens: the same as the family answers", checks[0], "fields", "", note)


def _compared(counts: list[int], zone: Sequence[Evidence], values: Values) -> None:
    for item in zone:
        if item.key in values and item.key not in ("mrz", "personal_number") and item.normal:
            text, sure = values[item.key]
            printed = Evidence(item.key, text, text, "printed", item.page, None, sure)
            check = agreement(item.key, [item, printed])
            counts[2 if check is None or check.passed is None else 1 - bool(check.passed)] += 1


TAUGHT = {"italian identity card": 8, "kenyan identity card": 8, "sq above": 5}
"""Layout to how many of its cards are annotated."""


def _taught(limit: int | None) -> Iterator[Figure]:
    """Annotated cards of one layout: figures on other cards of it, before and after. With a `limit` one layout only."""
    for name, count in list(TAUGHT.items())[: 1 if limit else None]:
        learned, judged = [example(name, seed) for seed in range(count)], [example(name, 50 + s) for s in range(20)]
        family = IdCards(today=TODAY)
        before = _score(family, judged)
        begin = time.process_time()
        family.fit(learned)
        spent = time.process_time() - begin
        note = f"{before:.3f} before; 20 other cards of the layout; {spent:.0f} s of processor time"
        yield Figure(f"{name}, {count} annotated: field F1", _score(family, judged), "", "rises", note)


def _score(family: IdCards, judged: Sequence[Example]) -> float:
    tally = Tally()
    for one in judged:
        tally.add(by_both(family, one.document.pages[0]), truth_of(one))
    return tally.f1


def _cost() -> Iterator[Figure]:
    family, pages = IdCards(today=TODAY), [example(name, 1).document.pages[0] for name in LAYOUTS]
    for page in pages:
        by_both(family, page)
    begin = time.process_time()
    for page in pages * 5:
        by_both(family, page)
    each = 1000 * (time.process_time() - begin) / (5 * len(pages))
    yield Figure("print of a card, after its words are read", each, "ms", "", f"one thread, {DOTS} pixels a millimetre")
