"""What flows through docrow: documents as they are read, and the answers that families give about them.

Geometry is in points (1/72 inch), origin top left, boxes ``(x0, top, x1, bottom)``; pages count from 1; a confidence
is a probability 0-1. Every box inside a Document or an Extraction is in the page's *reading frame*: the page as
displayed (after /Rotate and CropBox; an image without a resolution has 1 px = 1 pt), then turned upright and deskewed
by the inverse of ``Page.transform``. For nearly every page that transform is the identity; `extractors.frames` maps
boxes back to the page as displayed wherever they leave docrow (rows, JSON, overlays).

All types are frozen and hold tuples, so a step cannot change another step's result; it makes a new one with
`dataclasses.replace`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from operator import attrgetter
from typing import Any, Literal

Point = tuple[float, float]
TextSource = Literal["none", "text", "ocr", "mixed"]
ValueType = Literal[
    "text", "number", "integer", "percent", "date", "money", "boolean", "checkbox", "choice", "signature", "code"
]


class _Sent:
    """Pickled by the values of its fields and made anew by its constructor: half the time that frozen dataclasses
    with slots take otherwise, and pages travel between processes all the time."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        kind: Any = type(self)
        return kind, values_of(kind)(self)


@cache
def values_of(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the values of all fields of a dataclass, in order."""
    names = [part.name for part in fields(kind)]
    return attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)


@dataclass(frozen=True, slots=True)
class Box(_Sent):
    """An axis-parallel rectangle; refuses to be inside out or not finite."""

    x0: float
    top: float
    x1: float
    bottom: float

    def __post_init__(self) -> None:
        width, height = self.x1 - self.x0, self.bottom - self.top
        if width >= 0 and height >= 0 and math.isfinite(width * height):
            return  # a comparison with NaN is never true, and no area with an infinite side is finite
        raise ValueError(
            f"box is {'inside out' if self.x1 < self.x0 or self.bottom < self.top else 'not finite'}: {self}"
        )

    def __iter__(self) -> Iterator[float]:
        return iter((self.x0, self.top, self.x1, self.bottom))

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def area(self) -> float:
        return (self.x1 - self.x0) * (self.bottom - self.top)

    @property
    def center(self) -> Point:
        return ((self.x0 + self.x1) / 2, (self.top + self.bottom) / 2)

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """The smallest box that holds all the given ones. Raises ValueError when there is none."""
        held = list(boxes)
        if not held:
            raise ValueError("no boxes to put a box around")
        if len(held) == 1:
            return held[0]
        x0, top = min([box.x0 for box in held]), min([box.top for box in held])
        return cls(x0, top, max([box.x1 for box in held]), max([box.bottom for box in held]))

    def overlap(self, other: Box) -> Box | None:
        """The common rectangle; None where the two do not touch."""
        x0, x1 = max(self.x0, other.x0), min(self.x1, other.x1)
        if x1 < x0:
            return None
        top, bottom = max(self.top, other.top), min(self.bottom, other.bottom)
        return Box(x0, top, x1, bottom) if bottom >= top else None

    def covered_by(self, other: Box) -> float:
        """The share (0-1) of this box's area that lies inside the other; a box without area counts by its centre."""
        if self.area == 0:
            return float(other.holds(self.center))
        common = self.overlap(other)
        return common.area / self.area if common else 0.0

    def iou(self, other: Box) -> float:
        """Intersection over union, 0-1."""
        common = self.overlap(other)
        if common is None:
            return 0.0
        union = self.area + other.area - common.area
        return common.area / union if union else float(tuple(self) == tuple(other))

    def holds(self, point: Point) -> bool:
        return self.x0 <= point[0] <= self.x1 and self.top <= point[1] <= self.bottom

    def grow(self, dx: float, dy: float | None = None) -> Box:
        """The box made larger on every side (smaller for negative numbers, never inside out)."""
        dy = dx if dy is None else dy
        cx, cy = self.center
        x0, x1 = min(self.x0 - dx, cx), max(self.x1 + dx, cx)
        return Box(x0, min(self.top - dy, cy), x1, max(self.bottom + dy, cy))


@dataclass(frozen=True, slots=True)
class Quad(_Sent):
    """Four corners, in the order top left, top right, bottom right, bottom left of the thing itself."""

    points: tuple[Point, Point, Point, Point]

    def __post_init__(self) -> None:
        if len(self.points) != 4 or not all(math.isfinite(v) for point in self.points for v in point):
            raise ValueError(f"quad needs four finite corners: {self.points}")

    @property
    def box(self) -> Box:
        xs, ys = zip(*self.points, strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class Transform(_Sent):
    """An affine map from the reading frame to the page as displayed: ``x' = a x + b y + c``, ``y' = d x + e y + f``."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    @property
    def is_identity(self) -> bool:
        return (self.a, self.b, self.c, self.d, self.e, self.f) == (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)

    def point(self, point: Point) -> Point:
        x, y = point
        return (self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f)

    def quad(self, box: Box) -> Quad:
        corners = ((box.x0, box.top), (box.x1, box.top), (box.x1, box.bottom), (box.x0, box.bottom))
        tl, tr, br, bl = (self.point(corner) for corner in corners)
        return Quad((tl, tr, br, bl))

    def box(self, box: Box) -> Box:
        return box if self.is_identity else self.quad(box).box

    def corners(self, quad: Quad) -> Quad:
        tl, tr, br, bl = (self.point(corner) for corner in quad.points)
        return Quad((tl, tr, br, bl))

    def then(self, outer: Transform) -> Transform:
        """This map first, then the outer one."""
        c, f = outer.point((self.c, self.f))
        a, d = outer.a * self.a + outer.b * self.d, outer.d * self.a + outer.e * self.d
        b, e = outer.a * self.b + outer.b * self.e, outer.d * self.b + outer.e * self.e
        return Transform(a, b, c, d, e, f)

    def inverse(self) -> Transform:
        """The map back. Raises ValueError when the map flattens the plane."""
        det = self.a * self.e - self.b * self.d
        if abs(det) < 1e-12:
            raise ValueError(f"transform cannot be inverted: {self}")
        a, b, d, e = self.e / det, -self.b / det, -self.d / det, self.a / det
        return Transform(a, b, -(a * self.c + b * self.f), d, e, -(d * self.c + e * self.f))


@dataclass(frozen=True, slots=True)
class Word(_Sent):
    """One word as read. `size` is the font size in points (0: unknown); `direction` is 0, 90, 180 or 270 degrees
    clockwise of the text against the reading frame."""

    text: str
    box: Box
    confidence: float = 1.0
    source: Literal["text", "ocr"] = "text"
    size: float = 0.0
    bold: bool = False
    direction: int = 0


@dataclass(frozen=True, slots=True)
class Ruling(_Sent):
    """A straight drawn line, horizontal or vertical: a box that is thin in one direction."""

    box: Box
    dashed: bool = False

    @property
    def horizontal(self) -> bool:
        return self.box.width >= self.box.height


RegionKind = Literal["title", "text", "table", "figure", "card", "checkbox", "radio", "barcode", "signature"]


@dataclass(frozen=True, slots=True)
class Region(_Sent):
    """A part of the page. `state` is set for check boxes and radio buttons; `text` for barcodes (the payload), with
    `format` the symbology; `quad` for what lies at an angle."""

    kind: RegionKind
    box: Box
    confidence: float = 1.0
    text: str = ""
    format: str = ""
    state: bool | None = None
    quad: Quad | None = None


WidgetKind = Literal["text", "checkbox", "radio", "choice", "comb", "signature", "button"]


@dataclass(frozen=True, slots=True)
class Widget(_Sent):
    """One AcroForm widget (ISO 32000-1, 12.7): its fully qualified name, /TU tooltip and stored value. A check box or
    radio button has the name of its on-state as `on`; a choice its `options`; `value` is None where none is stored."""

    name: str
    kind: WidgetKind
    box: Box
    value: str | None = None
    tooltip: str = ""
    on: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page(_Sent):
    """One page. `image` names the stored picture of the page *as displayed* (path or URI; pixels never travel here).
    `doubtful` are words that OCR was too unsure of for the families, which pass over them. `families` is None until
    routing has said which families apply."""

    number: int
    width: float
    height: float
    image: str = ""
    words: tuple[Word, ...] = ()
    regions: tuple[Region, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    widgets: tuple[Widget, ...] = ()
    transform: Transform = field(default_factory=Transform)
    text_source: TextSource = "none"
    families: tuple[str, ...] | None = None
    doubtful: tuple[Word, ...] = ()

    def __post_init__(self) -> None:
        if self.number < 1 or self.width <= 0 or self.height <= 0:
            raise ValueError(f"page {self.number} of {self.width} x {self.height} pt cannot be")

    @property
    def box(self) -> Box:
        return Box(0.0, 0.0, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Document(_Sent):
    """One document. `id`: the first 16 hex digits of the content's sha256; `key`: where it was found; `source`: path or
    URI of the stored bytes; `media_type`: found by content, never by extension."""

    id: str
    key: str
    pages: tuple[Page, ...] = ()
    media_type: str = ""
    source: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Source(_Sent):
    """One witness of a value. `kind`: text, ocr, acroform, mrz, printed, barcode, model, person; `name`: the field's
    name there (an AcroForm name, an AAMVA element id); `check`: what arithmetic says (None: nothing to check)."""

    kind: str
    text: str
    page: int = 1
    box: Box | None = None
    check: bool | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Field(_Sent):
    """A key and its value. `key` identifies (schema name, AcroForm name, or the printed label); `label` is what a
    person reads beside it; `value` is as printed; `normal` is normalised: 2026-08-22, 12.50 EUR, true."""

    key: str
    value: str
    page: int
    box: Box | None
    confidence: float
    type: ValueType = "text"
    normal: str | None = None
    label: str = ""
    key_box: Box | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity(_Sent):
    """A run of words that means one thing on a form: header, question, answer or other; one box for each line. Or a
    thing on a card: card (the text is its format), portrait, signature; `quad` where it lies at an angle."""

    kind: str
    text: str
    page: int
    boxes: tuple[Box, ...]
    confidence: float = 1.0
    quad: Quad | None = None

    @property
    def box(self) -> Box:
        return Box.around(self.boxes)


@dataclass(frozen=True, slots=True)
class Cell(_Sent):
    """A table cell; rows and columns count from 0. Cells know their page, because a stitched table has several."""

    text: str
    row: int
    column: int
    page: int
    box: Box | None
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    confidence: float = 1.0
    type: ValueType = "text"
    normal: str | None = None


@dataclass(frozen=True, slots=True)
class Part(_Sent):
    """The region of a table on one page."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Check(_Sent):
    """A fact that was tested: a check digit, a column sum, agreement of two sources. `passed` is None where it could
    not be tested. `detail` never holds personal data."""

    name: str
    passed: bool | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Table(_Sent):
    """A table as a grid of cells that never overlap; several parts when it was stitched across pages."""

    parts: tuple[Part, ...]
    cells: tuple[Cell, ...]
    confidence: float = 1.0
    caption: str = ""
    checks: tuple[Check, ...] = ()

    @property
    def rows(self) -> int:
        return max((cell.row + cell.row_span for cell in self.cells), default=0)

    @property
    def columns(self) -> int:
        return max((cell.column + cell.column_span for cell in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class Extraction(_Sent):
    """One family's answer about one document; a person's answer has the same shape with ``model="person"``.

    `links` join entities: (index of the question, index of the answer). Open forms keep headers and unlinked questions
    and answers as entities; every linked pair is a field too.
    """

    document_id: str
    family: str
    model: str
    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()
    entities: tuple[Entity, ...] = ()
    links: tuple[tuple[int, int], ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Example(_Sent):
    """A document and the right answer."""

    document: Document
    answer: Extraction


@dataclass(frozen=True, slots=True)
class Failure(_Sent):
    """Why a document was set aside. Messages name keys and facts about the file, never what stands in it."""

    key: str
    stage: str
    code: str
    message: str
    remedy: str = ""
    document_id: str = ""
