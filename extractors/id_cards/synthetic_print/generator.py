"""Cards as they are read: placed on a page, misread, split and merged, among other print; lessons for the encoder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from extractors.id_cards.segments import segments
from extractors.id_cards.synthetic_print.captions import KEYS
from extractors.id_cards.synthetic_print.layouts import draw
from extractors.id_cards.synthetic_print.people import made_up, zone_lines
from extractors.id_cards.synthetic_print.sheet import CAPTION, LABELS, OTHER, Mark, Sheet
from extractors.synthetic.generator import read_noisily, sheets
from extractors.synthetic.noise import misread
from extractors.types import Box, Document, Example, Extraction, Field, Page, Word
from models.lessons import Lesson, Written, lesson_of_groups

CLASSES = ("other", "card", "licence", "passport", "visa")
"""What a page shows, in the order of the network's classes."""
WIDTH = 600.0
"""Points that generated pages are wide."""
FORMS = 0.1
"""Share of pages that show no card but forms and letters, with names and dates of their own."""


@dataclass(frozen=True)
class Printed:
    """The words of a page with what each is: `entity` and `line` by word, `kinds` by entity, and captions linked to
    values. `shows`: one of `CLASSES`."""

    page: Page
    entity: tuple[int, ...]
    line: tuple[int, ...]
    kinds: tuple[str, ...]
    links: tuple[tuple[int, int], ...]
    shows: str


def cards(seed: int, sharp: Sharpness | None = None) -> Iterator[Printed]:
    """Pages with one card each, for ever; the same for the same seed. All are read as badly as `sharp` says, or each
    otherwise."""
    random = Random(seed)
    while True:
        yield printed(random, sharp)


def printed(random: Random, sharp: Sharpness | None = None) -> Printed:
    """One card as it is read."""
    sheet, shows = draw(random)
    _signs(random, sheet, shows)
    return placed(random, sheet, shows, sharp or Sharpness.draw(random))


@dataclass(frozen=True, slots=True)
class Sharpness:
    """How badly a card is read: `share` of characters misread, `lost` share of the small print that is not read at all
    (security print and small captions), `small` how many times as badly small print is read."""

    share: float = 0.0
    lost: float = 0.0
    small: float = 2.0

    @classmethod
    def draw(cls, random: Random) -> Sharpness:
        share = random.choice((0.0, 0.0, 0.01, 0.03, 0.08))
        lost = random.choice((0.0, 0.1, 0.3, 0.7)) if share and random.random() < 0.6 else 0.0
        return cls(share, lost, random.choice((2.0, 2.0, 5.0)))


def _signs(random: Random, sheet: Sheet, shows: str) -> None:
    """What else stands on a card: a zone, garbage where the portrait is, stray runs."""
    if random.random() < {"passport": 0.7, "visa": 0.7, "card": 0.25}.get(shows, 0.03):
        person = {"surname": made_up(random), "given_names": made_up(random), "document_number": "AB123456"}
        top = max(sheet.height - 14, *(mark.box[3] + 2 for mark in sheet.marks))
        for row, text in enumerate(zone_lines(random, person)):
            sheet.put(text, 3, top + 4.5 * row, 2.6)
    for _ in range(random.choice((0, 0, 1, 3, 6))):
        text = "".join(random.choice("il|.,-~'\"aeoctnrIE1()_:;=<") for _ in range(random.randint(1, 4)))
        sheet.put(text, random.uniform(2, 26), random.uniform(8, 50), random.uniform(0.8, 3))
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        text = made_up(random) if random.random() < 0.6 else str(random.randrange(10_000_000))
        sheet.put(text, random.uniform(0, 90), random.uniform(0, sheet.height), random.uniform(1, 3))


def placed(random: Random, sheet: Sheet, shows: str, sharp: Sharpness) -> Printed:
    """The sheet on a page, a little askew, as it is read."""
    scale = WIDTH / 100 * random.choice((1.0, 1.0, random.uniform(0.3, 1.0)))
    dx, dy = random.uniform(0, WIDTH - 100 * scale), random.choice((0.0, random.uniform(0, 300)))
    skew, jitter = random.choice((0.0, random.gauss(0, 0.008))), random.choice((0.0, 0.03, 0.07))
    words: list[Word] = []
    truth: list[tuple[int, int]] = []
    for mark in _read(random, sheet.marks, sharp):
        box = _seen(random, mark, scale, (dx, dy), skew, jitter)
        words.append(Word(mark.text, box))
        truth.append((mark.entity, mark.line))
    height = max((word.box.bottom for word in words), default=0.0)
    page = Page(1, WIDTH, max(height, sheet.height * scale + dy), words=tuple(words), text_source="ocr")
    entity, line = zip(*truth, strict=True) if truth else ((), ())
    return Printed(page, entity, line, tuple(sheet.kinds), tuple(sheet.links), shows)


def _seen(random: Random, mark: Mark, scale: float, shift: tuple[float, float], skew: float, jitter: float) -> Box:
    size = (mark.box[3] - mark.box[1]) * scale
    x0, y0, x1, y1 = (at * scale + shift[i % 2] + random.gauss(0, jitter) * size for i, at in enumerate(mark.box))
    fall = skew * (x0 + x1) / 2
    return Box(x0, y0 + fall, max(x1, x0 + 0.5), max(y1, y0 + 0.5) + fall)


def _read(random: Random, marks: Sequence[Mark], sharp: Sharpness) -> Iterator[Mark]:
    """Words as OCR gives them: some misread, some lost, some in two parts, some joined with the next. Small print
    suffers most."""
    sizes = [mark.box[3] - mark.box[1] for mark in marks]
    usual = float(np.median(sizes)) if sizes else 1.0  # captions are mostly smaller than values
    held: Mark | None = None
    share = sharp.share
    for mark, size in zip(marks, sizes, strict=True):
        small = size < usual
        worse = share * (sharp.small if small else 1.0)
        if (share and random.random() < min(worse * 0.4, 0.2)) or (small and random.random() < sharp.lost):
            continue
        mark = Mark(misread(random, mark.text, worse), mark.box, mark.entity, mark.line)
        if held is not None:
            if held.entity == mark.entity and held.line == mark.line:
                box = (*held.box[:2], mark.box[2], max(held.box[3], mark.box[3]))
                mark = Mark(held.text + mark.text, box, mark.entity, mark.line)
            else:
                yield held
            held = None
        if share and random.random() < share * 0.5:
            held = mark
        elif share and len(mark.text) > 4 and random.random() < share * 0.5:
            yield from _in_two(random, mark)
        else:
            yield mark
    if held is not None:
        yield held


def _in_two(random: Random, mark: Mark) -> Iterator[Mark]:
    cut = random.randint(2, len(mark.text) - 2)
    x0, y0, x1, y1 = mark.box
    middle = x0 + (x1 - x0) * cut / len(mark.text)
    yield Mark(mark.text[:cut], (x0, y0, middle, y1), mark.entity, mark.line)
    yield Mark(mark.text[cut:], (middle + 0.1 * (y1 - y0), y0, x1, y1), mark.entity, mark.line)


def lesson_of(one: Printed) -> Lesson | None:
    """The page as the encoder sees it: its segments, each what most of its words are."""
    place = {id(word): i for i, word in enumerate(one.page.words)}
    groups = [[place[id(word)] for word in run.words] for run in segments(one.page.words)]
    if len(groups) < 2:
        return None
    groups = [_usual_first(group, one.entity) for group in groups]
    boxes = np.array([tuple(word.box) for word in one.page.words], np.float32) / one.page.width
    numbers = [LABELS.index(kind) for kind in one.kinds]
    texts = [word.text for word in one.page.words]
    written = Written(texts, boxes, one.entity, one.line, numbers, one.links, CLASSES.index(one.shows))
    return lesson_of_groups(written, groups)


def _usual_first(group: list[int], entity: Sequence[int]) -> list[int]:
    owners = [entity[i] for i in group]
    usual = max(owners, key=owners.count)
    return sorted(group, key=lambda i: (entity[i] != usual, i))


def lessons(seed: int, most: int = 160) -> Iterator[Lesson]:
    """Cards, and among them pages that show none, for ever."""
    random, others = Random(seed + 1), sheets(seed + 2)
    for one in cards(seed):
        made = lesson_of(one)
        if made is not None and len(made.nodes) <= most:
            yield made
        if random.random() < FORMS:
            page = read_noisily(next(others), random)
            other = lesson_of(_without_card(page))
            if other is not None and len(other.nodes) <= most:
                yield other


def _without_card(page: Written) -> Printed:
    words = tuple(Word(text, Box(*map(float, box))) for text, box in zip(page.texts, page.boxes * WIDTH, strict=True))
    found = Page(1, WIDTH, 2 * WIDTH, words=words)
    return Printed(found, tuple(page.entity), tuple(page.line), tuple(OTHER for _ in page.kinds), (), "other")


def example_of(one: Printed, key: str) -> Example:
    """The page as a document and its answer: values as printed, boxes around their words, captions as labels."""
    identity = hashlib.sha256(key.encode()).hexdigest()[:16]
    fields = tuple(
        field for number, kind in enumerate(one.kinds) if kind in KEYS and (field := _field(one, number, kind))
    )
    document = Document(identity, key, (one.page,), "image/png")
    return Example(document, Extraction(identity, "id_cards", "synthetic", fields))


def _field(one: Printed, number: int, kind: str) -> Field | None:
    words = [word for word, owner in zip(one.page.words, one.entity, strict=True) if owner == number]
    if not words:
        return None
    asked = next((q for q, a in one.links if a == number), None)
    names = [word for word, owner in zip(one.page.words, one.entity, strict=True) if owner == asked]
    label, key_box = (" ".join(w.text for w in names), Box.around(w.box for w in names)) if names else ("", None)
    text = " ".join(word.text for word in words)
    return Field(kind, text, 1, Box.around(word.box for word in words), 1.0, label=label, key_box=key_box)


__all__ = ["CAPTION", "CLASSES", "Printed", "cards", "example_of", "lesson_of", "lessons", "placed"]
