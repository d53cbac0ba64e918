"""Which families apply to a page: cheap facts, and the family is included whenever they leave a doubt.

Running a family on a page without its matter costs milliseconds; leaving it out loses values. So every rule here
looks for a reason to include, and only a page that shows none is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extractors.types import Box, Page, Word

ZONE_ROW = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9<«‹]{24,}")  # a zone whose fillers OCR left out; hardly any other
MRZ_WORD = re.compile(r"[A-Z0-9<«‹]{8,}")
FILLER = re.compile(r"[<«‹]{2,}|<.*<")
NUMBER = re.compile(r"^[(\-+]?[^\w\s]?\d[\d.,' \u00a0]*%?\)?[^\w\s]?$")
CAPTION = re.compile(r"^[:：]$|[^\W\d_][^:]*[:：]|[:：]$")
BLANK = re.compile(r"_{3,}|\.{6,}|…{2,}")
FEW_WORDS = 120  # a page with fewer is no running text
OWN_TEXT = 40  # a page with so many words in its text layer shows charts rather than cards; a strip has fewer
FEW_ON_A_CARD = 90  # words of a page that shows a card and nothing else, captions and all
RULED = 0.8  # confidence from which a table region stands on rulings
PHOTOGRAPH = 0.6  # share of the page from which a picture may be the photograph of a card
CARD_SHAPES = (1.36, 1.66)  # a picture cut to a card: ISO/IEC 7810 ID-2 and ID-3 have 1.42, ID-1 has 1.59
STRIP = 3.2  # so many times wider than high, or higher than wide: cut to the machine-readable zone or a line of it
CARD_PICTURES = (1.25, 1.85)  # the same, with a margin cut off or left on
LEAST_CARD = 130.0  # points: half the length of a card; in less no page image shows thirty characters
RASTER = 0.85  # confidence of a figure that is a raster image of the PDF, not what is left of a scan's ink
INSIDE = 0.8  # share of a card that lies in the picture it was found in: its outline is a little larger
CARD_BARCODES = frozenset({"PDF417", "MicroPDF417"})


def route(page: Page) -> tuple[str, ...]:
    """The families for a page, in the order of the registry; nothing for a page without words, regions or widgets."""
    if not (page.words or page.regions or page.widgets or _is_strip(page)):
        return ()
    if _is_nothing_but_a_card(page):
        return ("id_cards",)
    reasons = {"forms": _is_form(page), "tables": _has_table(page), "id_cards": _is_card(page)}
    named = tuple(family for family, applies in reasons.items() if applies)
    return named or (("forms", "tables") if page.words else ())


def _is_form(page: Page) -> bool:
    if page.widgets or any(region.kind in ("checkbox", "radio", "signature") for region in page.regions):
        return True
    unruled = any(region.kind == "table" and region.confidence < RULED for region in page.regions)
    if unruled or 0 < len(page.words) < FEW_WORDS:
        return True  # columns without rulings may be labels and values
    return any(CAPTION.search(word.text) or BLANK.search(word.text) for word in page.words)


def _has_table(page: Page) -> bool:
    if any(region.kind == "table" for region in page.regions):
        return True
    levels = sum(ruling.horizontal for ruling in page.rulings)
    if levels >= 3 and len(page.rulings) - levels >= 2:
        return True
    return _aligned_rows(page.words) >= 2


def _aligned_rows(words: Sequence[Word]) -> int:
    """Lines that hold a number standing apart from the word before it, or two numbers: what rows look like."""
    lines: dict[int, list[Word]] = {}
    for word in sorted(words, key=lambda w: w.box.center[1]):
        level = round(word.box.center[1] / max(4.0, 0.6 * word.box.height))
        lines.setdefault(level, []).append(word)
    return sum(_row_like(line) for line in lines.values())


def _row_like(line: Sequence[Word]) -> bool:
    line = sorted(line, key=lambda w: w.box.x0)
    numbers = sum(bool(NUMBER.match(word.text)) for word in line)
    apart = sum(b.box.x0 - a.box.x1 > 1.5 * a.box.height for a, b in pairwise(line))
    return apart >= 2 or (apart >= 1 and numbers >= 1)


def is_illustrated(page: Page) -> bool:
    """Whether the page has text of its own, so that a card on it is a picture among others."""
    return sum(word.source == "text" for word in page.words) >= OWN_TEXT


def card_pictures(page: Page) -> list[Box]:
    """The pictures on a page of text that have the shape of a card and are large enough for its zone to be read."""
    boxes = [region.box for region in page.regions if region.kind == "figure" and region.confidence >= RASTER]
    return [box for box in boxes if _card_shaped(box) and max(box.width, box.height) >= LEAST_CARD]


def pictured(page: Page) -> list[Box]:
    """The pictures of a page that has a text layer, however short, and no cards but in them; none of a page that is
    itself a picture, or whose pictures show words."""
    raster = [r.box for r in page.regions if r.kind == "figure" and r.confidence >= RASTER]
    cards = [r.box for r in page.regions if r.kind == "card"]
    photographed = any(r.kind == "figure" and r.box.area > PHOTOGRAPH * page.box.area for r in page.regions)
    if page.text_source != "text" or photographed or not cards:
        return []
    inside = all(any(card.covered_by(box) > INSIDE for box in raster) for card in cards)
    return [box for box in raster if max(box.width, box.height) >= LEAST_CARD] if inside else []


def _card_shaped(box: Box) -> bool:
    long, short = max(box.width, box.height), min(box.width, box.height)
    return short > 0 and CARD_PICTURES[0] <= long / short <= CARD_PICTURES[1]


def _is_card(page: Page) -> bool:
    kinds = Counter(region.kind for region in page.regions)
    illustrated = is_illustrated(page)
    if (kinds["card"] and not illustrated) or any(
        r.kind == "barcode" and _from_a_card(r.format, r.text) for r in page.regions
    ):
        return True
    if illustrated and card_pictures(page):
        return True
    if any(r.kind == "figure" and r.box.area > PHOTOGRAPH * page.box.area for r in page.regions):
        return True
    if page.text_source in ("ocr", "none") and CARD_SHAPES[0] <= page.width / page.height <= CARD_SHAPES[1]:
        return True
    if _is_strip(page):
        return True
    return any(_mrz_like(word.text) or ZONE_ROW.fullmatch(word.text) for word in page.words)


def _is_strip(page: Page) -> bool:
    long = max(page.width, page.height) > STRIP * min(page.width, page.height)
    return long and bool(page.image) and page.text_source in ("ocr", "none") and len(page.words) < OWN_TEXT


def _is_nothing_but_a_card(page: Page) -> bool:
    """A machine-readable zone or a card's barcode on a page with few words: its captions are no form, and its lines no
    table. An outline alone is not enough, because receipts have one too."""
    if page.widgets or any(region.kind in ("checkbox", "radio") for region in page.regions):
        return False
    zone = any(_mrz_like(word.text) for word in page.words)
    code = any(r.kind == "barcode" and _from_a_card(r.format, r.text) for r in page.regions)
    return (zone or code) and len(page.words) < FEW_ON_A_CARD


def _from_a_card(symbology: str, payload: str) -> bool:
    return symbology.replace(" ", "") in CARD_BARCODES or payload.startswith("@") or "ANSI " in payload[:32]


def _mrz_like(text: str) -> bool:
    return bool(FILLER.search(text)) and bool(MRZ_WORD.search(text.upper().replace(" ", "")))
