"""What zone, barcode and print of one page say, as evidence in the page's points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from extractors.id_cards import aamva
from extractors.id_cards.evidence import Evidence
from extractors.id_cards.layouts import Span
from extractors.id_cards.mrz import Mrz, MrzField, parse_as
from extractors.id_cards.reader import ZoneReading
from extractors.types import Box, Page, Region

_CONFIDENCE = {"proved": 0.999, "read": 0.9, "ambiguous": 0.3, "failed": 0.2}


def mrz_of(zone: ZoneReading, today: date) -> Mrz:
    """The zone's lines as the fields of the layout they were read by."""
    return parse_as(zone.resolution.layout, zone.lines, today, zone.resolution.proved)


def zone_evidence(zone: ZoneReading, page: int, scale: float, today: date) -> Iterator[Evidence]:
    """Evidence of a zone; what its check digits refute, or leave ambiguous, gives no value. `scale`: pixels a point."""
    mrz = mrz_of(zone, today)
    box = Box.around(_box(zone, Span(row, 0, len(line)), scale) for row, line in enumerate(mrz.lines))
    sure = zone.resolution.sure if zone.valid else 0.5 * zone.resolution.sure
    yield Evidence("mrz", "\n".join(mrz.lines), mrz.format, "mrz", page, box, sure, mrz.valid, mrz.format)
    for key, field in mrz.fields.items():
        spans = [_box(zone, span, scale) for span in field.spans if span.end > span.start]
        yield _evidence(key, field, mrz, page, Box.around(spans) if spans else box, zone)


def _evidence(key: str, field: MrzField, mrz: Mrz, page: int, box: Box, zone: ZoneReading) -> Evidence:
    refuted = field.standing in ("failed", "ambiguous")
    confidence = _CONFIDENCE[field.standing]
    if key in zone.resolution.posteriors and not refuted:
        confidence = min(max(zone.resolution.posteriors[key], 0.0), 0.9999)
    elif not refuted:
        confidence = min(zone.resolution.legible(field.spans), 0.999)
    check = mrz.checks.get(key)
    return Evidence(
        key, field.value, field.normal, "mrz", page, box, confidence, check, field.standing,
        cut=mrz.truncated and key in ("surname", "given_names"),
    )  # fmt: skip


def _box(zone: ZoneReading, span: Span, scale: float) -> Box:
    """The box around some characters of a line, in points."""
    line = zone.candidates[span.line]
    half = line.pitch / 2
    first, last = line.places[span.start] - half, line.places[span.end - 1] + half
    corners = []
    for place in (first, last):
        x, y = line.point(place)
        for side in (-0.7, 0.7):
            dx, dy = line.strip.down
            corners.append((x + side * line.pitch * dx, y + side * line.pitch * dy))
    xs, ys = zip(*corners, strict=True)
    return Box(min(xs) / scale, min(ys) / scale, max(xs) / scale, max(ys) / scale)


def barcode_evidence(page: Page, regions: Sequence[Region]) -> Iterator[Evidence]:
    """Evidence of every AAMVA payload among the barcodes."""
    for region in regions:
        licence = aamva.parse(region.text) if region.kind == "barcode" and "PDF417" in region.format else None
        if licence is None:
            continue
        for key, value in licence.fields.items():
            yield Evidence(
                key, value.text, value.normal, "barcode", page.number, region.box, 0.995, None, value.element
            )
