"""From a page's picture and text to zones and barcodes."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from extractors.errors import Damaged, OverLimit
from extractors.id_cards.cropped import is_cropped, read_cropped, shifted
from extractors.id_cards.evidence import Evidence, believable
from extractors.id_cards.mrz import Mrz, parse
from extractors.id_cards.reader import Prose, Reads, ZoneReading, read_zones, second, shipped_reader
from extractors.id_cards.reasons import REASONS, verdict, why_none
from extractors.id_cards.sighting import is_prose, prose_of
from extractors.id_cards.witnesses import mrz_of, zone_evidence
from extractors.id_cards.zone import TURNS, gray, long_lines
from extractors.read.charts import is_chart, is_flat
from extractors.read.images import load_image, pixels_per_point
from extractors.read.prepare import find_ink
from extractors.routing import card_pictures, is_illustrated, pictured
from extractors.types import Box, Page, Region, Word

MOST_PIXELS = 120_000_000
"""A larger picture is refused before it is decoded."""
DOUBTFUL = 0.02
"""Legibility under which a second opinion is not asked for."""
MANY = 80
"""Words from which on a page is taken for a page, not for the photograph of a card."""
SOME = 6
"""Words in lower case from which on a picture on a page of text is taken for one that stands upright."""
LARGEST = 4000
"""Pixels of the longer side in which zones are read; more shows nothing more."""
_LINE = re.compile(r"[A-Z0-9<]{30}|[A-Z0-9<]{36}|[A-Z0-9<]{44}")


def line_reader() -> Reads:
    """Our own reader; tesseract where its weights are not installed."""
    own = shipped_reader()
    if own is not None:
        return own
    from extractors.id_cards.tesseract import TesseractReader

    return TesseractReader()


def zones(page: Page, today: date) -> list[list[Evidence]]:
    """The zones of a page as evidence: from the text where the document has it as text, else from the picture."""
    typed = list(text_zones(page, today))
    if typed:
        return typed
    if not page.image:
        return []
    parts = card_pictures(page) if is_illustrated(page) else pictured(page)
    if parts or is_illustrated(page):
        return _illustrated(page, parts, today)
    picture = load_image(page)
    scale = pixels_per_point(page, picture)
    small, shrink = _shrunk(picture)
    found = [_confirmed(small, zone) for zone in _zones(small, _turns(page), prose_of(page, scale * shrink))]
    return [_with_outline(zone, page, scale * shrink, today) for zone in found]


def _turns(page: Page) -> tuple[int, ...]:
    """Where many words are read upright, what else is on the page stands upright too, or on its side; so is a picture
    on a page of text in which OCR is sure of some words."""
    in_picture = sum(word.source == "ocr" and is_prose(word) for word in page.words)
    if len(page.words) <= MANY and not (page.text_source == "mixed" and in_picture >= SOME):
        return TURNS
    on_its_side = any(region.kind == "card" and region.box.height > region.box.width for region in page.regions)
    return TURNS[:2] if on_its_side else TURNS[:1]


def _illustrated(page: Page, boxes: Sequence[Box], today: date) -> list[list[Evidence]]:
    """Zones in those parts of a page with a text layer that may show a card."""
    if not boxes:
        return []
    picture, found = gray(load_image(page)), []
    scale = pixels_per_point(page, picture)
    for box in boxes:
        left, top = max(int(box.x0 * scale), 0), max(int(box.top * scale), 0)
        part = np.ascontiguousarray(picture[top : round(box.bottom * scale), left : round(box.x1 * scale)])
        turns = _turns_of_part(part, is_illustrated(page)) if part.size else ()
        for zone in read_zones(part, line_reader(), turns)[:1] if turns else ():
            found.append(_with_outline(shifted(_confirmed(part, zone), left, top), page, scale, today))
    return found


def _turns_of_part(part: np.ndarray, illustrates: bool) -> tuple[int, ...]:
    """A photograph may show a card at any angle, unless it only illustrates a page of text. What is drawn stands
    upright or on its side; then two long lines of text are to be seen, and it is no chart."""
    drawn = is_flat(part)
    if not (drawn or illustrates):
        return TURNS
    if drawn and is_chart(part, find_ink(part)):
        return ()
    return tuple(turn for turn in TURNS[:2] if long_lines(part, turn) >= 2)


def _with_outline(zone: ZoneReading, page: Page, scale: float, today: date) -> list[Evidence]:
    from extractors.id_cards.outline import card_quad

    return [replace(item, quad=card_quad(zone, page, scale)) if item.key == "mrz" else item
            for item in zone_evidence(zone, page.number, scale, today)]  # fmt: skip


def _confirmed(picture: np.ndarray, zone: ZoneReading) -> ZoneReading:
    """A zone whose check digits are right and whose names are not quite legible is shown to tesseract as well."""
    if zone.accepted or not zone.valid or zone.resolution.sure < DOUBTFUL or shipped_reader() is None:
        return zone
    from extractors.id_cards.tesseract import installed, read_text

    return second(picture, zone, read_text) if installed() else zone


def _shrunk(picture: np.ndarray) -> tuple[np.ndarray, float]:
    import cv2

    shrink = min(1.0, LARGEST / max(picture.shape[:2]))
    if shrink == 1.0:
        return picture, 1.0
    return cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), shrink


def text_zones(page: Page, today: date) -> Iterator[list[Evidence]]:
    """Zones among the words of a text layer: exact lines, every check digit right."""
    lines = list(_typed_lines([word for word in page.words if word.source == "text"]))
    used: set[int] = set()
    for first in range(len(lines)):
        for count in (3, 2):
            group = lines[first : first + count]
            mrz = parse([text for text, _ in group], today) if len(group) == count else None
            if mrz and mrz.valid and mrz.lines[0][0] in "PVIAC" and not used & set(range(first, first + count)):
                used |= set(range(first, first + count))
                yield list(_typed_evidence(mrz, [box for _, box in group], page.number))


def _typed_lines(words: Sequence[Word]) -> Iterator[tuple[str, Box]]:
    from extractors.id_cards.printed import runs

    for run in runs(words):
        text = "".join(word.text for word in run.words).upper().replace("«", "<<").replace("‹", "<")
        if _LINE.fullmatch(text):
            yield text, run.box


def _typed_evidence(mrz: Mrz, boxes: list[Box], page: int) -> Iterator[Evidence]:
    yield Evidence("mrz", "\n".join(mrz.lines), mrz.format, "mrz", page, Box.around(boxes), 0.999, True, mrz.format)
    for key, field in mrz.fields.items():
        parts = []
        for span in field.spans:
            box, step = boxes[span.line], boxes[span.line].width / len(mrz.lines[span.line])
            parts.append(Box(box.x0 + span.start * step, box.top, box.x0 + span.end * step, box.bottom))
        cut = mrz.truncated and key in ("surname", "given_names")
        yield Evidence(
            key, field.value, field.normal, "mrz", page, Box.around(parts), 0.999, mrz.checks.get(key), "typed", cut=cut
        )


def barcodes(page: Page) -> tuple[Region, ...]:
    """The barcodes that reading found; without a PDF417 among them the picture is looked at again, harder."""
    found = tuple(region for region in page.regions if region.kind == "barcode")
    if any("PDF417" in region.format for region in found) or not page.image or not _maybe_barcode(page):
        return found
    picture = load_image(page)
    return found + tuple(_sought(picture, pixels_per_point(page, picture)))


def _maybe_barcode(page: Page) -> bool:
    """Pages of text are no backs of licences, and pictures on them were looked at for themselves."""
    return len(page.words) < 150 and not is_illustrated(page) and not pictured(page)


def _sought(picture: np.ndarray, scale: float) -> Iterator[Region]:
    """PDF417 codes after enlarging, sharpening or turning; the first way that finds one is enough."""
    import zxingcpp

    from extractors.read.appended import joined

    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.PDF417)
    for attempt, factor in _attempts(picture):
        results = [r for r in zxingcpp.read_barcodes(attempt, formats=formats) if r.valid]
        if results:
            yield from joined(results, [_code_region(result, factor * scale) for result in results])
            return


def _code_region(result: Any, scale: float) -> Region:
    position = result.position
    corners = [position.top_left, position.top_right, position.bottom_right, position.bottom_left]
    xs, ys = [c.x / scale for c in corners], [c.y / scale for c in corners]
    return Region("barcode", Box(min(xs), min(ys), max(xs), max(ys)), 0.99, result.text, "PDF417")


def _attempts(picture: np.ndarray) -> Iterator[tuple[np.ndarray, float]]:
    import cv2

    from extractors.id_cards.zone import gray

    plain = gray(picture)
    yield plain, 1.0
    for factor in (2.0, 0.5) if max(plain.shape) < 3000 else (0.5,):
        way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
        scaled = cv2.resize(plain, None, fx=factor, fy=factor, interpolation=way)
        yield scaled, factor
        yield cv2.addWeighted(scaled, 1.8, cv2.GaussianBlur(scaled, (0, 0), 2.0), -0.8, 0), factor


def mrz_of_image(path: Path | str, today: date | None = None) -> dict[str, Any]:
    """What `docrow mrz` prints: `format`, `lines`, `accepted`, `verdict`, `reason` (a sentence; empty where accepted),
    `checks` (name -> right), `fields` (key -> value, normal, standing); `lines` is empty where there is no zone, and
    has one line where the picture is a strip with one.

    Raises Damaged for a file that is no picture and OverLimit for one of too many pixels.
    """
    day = today or date.today()
    small, _ = _shrunk(_opened(Path(path)))
    found = _zones(small, TURNS)
    if found:
        return _as_dict(_confirmed(small, found[0]), day)
    why = why_none(small, line_reader())
    nothing: dict[str, Any] = {"format": None, "lines": [], "accepted": False, "verdict": why, "reason": REASONS[why]}
    return {**nothing, "checks": {}, "fields": {}}


def _zones(picture: np.ndarray, turns: Sequence[int], prose: Prose | None = None) -> list[ZoneReading]:
    """The zones on a picture, best first; of one that is cut to a zone, or to a line of one, that."""
    if not is_cropped(picture):
        return read_zones(picture, line_reader(), turns, prose)
    found = read_cropped(picture, line_reader())
    return [found] if found else read_zones(picture, line_reader(), TURNS[:2])


def _as_dict(zone: ZoneReading, today: date) -> dict[str, Any]:
    mrz = mrz_of(zone, today)
    kept = {
        item.key: (mrz.fields[item.key], item.confidence)
        for item in zone_evidence(zone, 1, 1.0, today)
        if item.key in mrz.fields and believable(item)
    }
    told = verdict(zone)
    return {
        "format": mrz.format,
        "lines": list(mrz.lines),
        "accepted": zone.accepted,
        "verdict": told,
        "reason": REASONS[told],
        "checks": dict(mrz.checks),
        "fields": {
            key: {
                "value": field.value,
                "normal": field.normal,
                "standing": field.standing,
                "confidence": round(sure, 4),
            }
            for key, (field, sure) in kept.items()
        },
    }


def _opened(path: Path) -> np.ndarray:
    """(H, W[, 3 or 4]) uint8, turned as its EXIF says."""
    try:
        with (
            warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning),
            Image.open(path) as image,
        ):
            if image.width * image.height > MOST_PIXELS:
                raise OverLimit(
                    f"{path.name}: {image.width} x {image.height} pixels", "store a smaller copy", "limit.pixels"
                )
            image.draft(None, (LARGEST, LARGEST))  # JPEG: decoded small at once
            direct = image.mode in ("L", "RGB", "RGBA") and "transparency" not in image.info
            plain = image if direct else _in_bytes(image)
            plain.thumbnail((LARGEST, LARGEST), reducing_gap=2.0)
            return np.asarray(ImageOps.exif_transpose(plain))
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise Damaged(f"{path.name}: cannot be read as a picture", "store it again as PNG or JPEG") from error


def _in_bytes(image: Image.Image) -> Image.Image:
    clear = "A" in image.getbands() or "transparency" in image.info
    kept = image.convert("RGBA" if clear else "L" if image.mode in ("1", "L") else "RGB")
    kept.info.update({key: image.info[key] for key in ("exif",) if key in image.info})
    return kept
