"""AcroForm widgets of a PDF: names, kinds, stored values and places (ISO 32000-1, 12.7).

The field tree is walked from ``/AcroForm /Fields``, with the inheritance of Table 220; widgets that stand on a page but
not in that tree (many writers forget them) are named through their ``/Parent`` chain. What a dynamic XFA form stores
only in its XML data set is read from there.
"""

from __future__ import annotations

import io
import logging
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

from extractors.errors import Encrypted
from extractors.types import Box, Widget, WidgetKind

_log = logging.getLogger(__name__)

NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
"""The box of a field that stands on no page; such a field is listed under its /P page or page 1."""

_COMB, _RADIO, _PUSH = 1 << 24, 1 << 15, 1 << 16
_MAX_DEPTH = 64
_MAX_FIELDS = 100_000
_INHERITED = ("/FT", "/Ff", "/V", "/Opt", "/TU")
_XFA_DATA = "{http://www.xfa.org/schema/xfa-data/1.0/}"


def read_widgets(data: bytes, password: str = "") -> dict[int, tuple[Widget, ...]]:
    """The widgets of each page that has any, boxes in points on the page as displayed (after CropBox and /Rotate).

    A file whose structure cannot be followed has no widgets. Raises Encrypted where the password does not fit.
    """
    try:
        with pikepdf.open(io.BytesIO(data), password=password) as pdf:
            return _read(pdf)
    except pikepdf.PasswordError as error:
        raise Encrypted("the form fields are encrypted", "give the document's password") from error
    except pikepdf.PdfError as error:
        _log.warning("form fields left out, the file's structure is damaged: %s", type(error).__name__)
        return {}


@dataclass(slots=True)
class _Field:
    """A field with what it inherits and its widget annotations; a group that stores a value itself has none."""

    name: str
    inherited: dict[str, pikepdf.Object]
    widgets: list[pikepdf.Object] = field(default_factory=list)


def _read(pdf: pikepdf.Pdf) -> dict[int, tuple[Widget, ...]]:
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return {}
    fields = list(_terminal_fields(form))
    places = _places(pdf)
    pages: dict[int, list[Widget]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for item in fields:
        for number, widget in _widgets_of(item, places):
            pages[number].append(widget)
        seen.update(annotation.objgen for annotation in item.widgets)
    for item in _orphans(pdf, seen):
        for number, widget in _widgets_of(item, places):
            pages[number].append(widget)
    pages[1] += _xfa_widgets(form, [item.name for item in fields])
    return {number: tuple(widgets) for number, widgets in sorted(pages.items()) if widgets}


def _terminal_fields(form: pikepdf.Object) -> Iterator[_Field]:
    """Every field without named kids and every group with a value; loops and shared nodes are visited once."""
    roots = _dictionaries(form.get("/Fields"))
    stack = [(node, "", dict[str, pikepdf.Object](), 0) for node in reversed(roots)]
    visited: set[tuple[int, int]] = set()
    while stack and len(visited) < _MAX_FIELDS:
        node, prefix, inherited, depth = stack.pop()
        if node.is_indirect and node.objgen in visited:
            continue
        visited.add(node.objgen)
        name, inherited = _name(node, prefix), _inherit(node, inherited)
        kids = _dictionaries(node.get("/Kids")) if depth < _MAX_DEPTH else []
        named = [kid for kid in kids if "/T" in kid]
        stack += [(kid, name, inherited, depth + 1) for kid in reversed(named)]
        if not named:
            own = [node] if "/Rect" in node else []
            yield _Field(name, inherited, [kid for kid in kids if "/T" not in kid] or own)
        elif "/V" in node:
            yield _Field(name, {"/FT": pikepdf.Name("/Tx"), **inherited}, [])


def _orphans(pdf: pikepdf.Pdf, seen: set[tuple[int, int]]) -> Iterator[_Field]:
    """Widgets on pages that the field tree does not reach, named through their /Parent chain."""
    for page in pdf.pages:
        for annotation in _dictionaries(page.obj.get("/Annots")):
            if annotation.get("/Subtype") != "/Widget" or (annotation.is_indirect and annotation.objgen in seen):
                continue
            chain = _ancestors(annotation)
            name, inherited = "", dict[str, pikepdf.Object]()
            for node in chain:
                name, inherited = _name(node, name), _inherit(node, inherited)
            if name:
                yield _Field(name, inherited, [annotation])


def _ancestors(node: pikepdf.Object) -> list[pikepdf.Object]:
    chain = [node]
    while len(chain) < _MAX_DEPTH and isinstance(parent := chain[0].get("/Parent"), pikepdf.Dictionary):
        chain.insert(0, parent)
    return chain


def _name(node: pikepdf.Object, prefix: str) -> str:
    own = _text(node.get("/T")) or ""
    return f"{prefix}.{own}" if prefix and own else own or prefix


def _inherit(node: pikepdf.Object, inherited: dict[str, pikepdf.Object]) -> dict[str, pikepdf.Object]:
    """Table 220's inheritable entries; a value without a field type above it groups and is not handed down."""
    own = {key: value for key in _INHERITED if (value := node.get(key)) is not None}
    if "/V" in inherited and "/FT" not in inherited:
        inherited = {key: value for key, value in inherited.items() if key != "/V"}
    return {**inherited, **own}


def _widgets_of(item: _Field, places: dict[tuple[int, int], tuple[int, _Frame]]) -> Iterator[tuple[int, Widget]]:
    kind = _kind(item.inherited)
    if kind is None:
        return
    value, options = _value(item, kind), _options(item.inherited.get("/Opt"))
    tooltip = (_text(item.inherited.get("/TU")) or "").strip()
    found = False
    for annotation in item.widgets:
        place = places.get(annotation.objgen) if annotation.is_indirect else None
        box = _box(annotation, place[1]) if place else None
        if place is None or box is None:
            continue
        found = True
        own = (_text(annotation.get("/TU")) or "").strip()
        yield place[0], Widget(item.name, kind, box, value, own or tooltip, _on_state(annotation, kind), options)
    if not found and value is not None:
        yield 1, Widget(item.name, kind, NOWHERE, value, tooltip, "", options)


def _kind(inherited: dict[str, pikepdf.Object]) -> WidgetKind | None:
    type_, flags = str(inherited.get("/FT", "")), _integer(inherited.get("/Ff"))
    if type_ == "/Btn":
        return "button" if flags & _PUSH else "radio" if flags & _RADIO else "checkbox"
    if type_ == "/Tx":
        return "comb" if flags & _COMB else "text"
    return {"/Ch": "choice", "/Sig": "signature"}.get(type_)  # type: ignore[return-value]


def _integer(value: pikepdf.Object | None) -> int:
    return int(value) if isinstance(value, int) else 0


def _value(item: _Field, kind: WidgetKind) -> str | None:
    stored = item.inherited.get("/V")
    if kind == "signature":
        return (_text(stored.get("/Name")) or "signed") if isinstance(stored, pikepdf.Dictionary) else None
    if kind in ("checkbox", "radio") and stored is None:
        states = [str(a.get("/AS"))[1:] for a in item.widgets if a.get("/AS") not in (None, "/Off")]
        return states[0] if states else None
    if isinstance(stored, pikepdf.Array):
        # A list with several choices: one a line, which no choice can hold itself.
        return "\n".join(text for part in stored if (text := _text(part)) is not None)  # type: ignore[attr-defined]
    return _text(stored)


def _text(value: object) -> str | None:
    """A text string, name, number or text stream as str; None for anything else."""
    if isinstance(value, pikepdf.Name):
        return str(value)[1:]
    if isinstance(value, pikepdf.Stream):
        return str(pikepdf.String(value.read_bytes()))
    if isinstance(value, pikepdf.String | int | float) or type(value).__name__ == "Decimal":
        return str(value)
    return None


def _options(stored: object) -> tuple[str, ...]:
    """/Opt: choices are strings or [export value, shown text]; the export value is what /V holds."""
    if not isinstance(stored, pikepdf.Array):
        return ()
    firsts = (item[0] if isinstance(item, pikepdf.Array) and len(item) else item for item in stored)  # type: ignore[attr-defined]
    return tuple(text for item in firsts if (text := _text(item)) is not None)


def _on_state(annotation: pikepdf.Object, kind: WidgetKind) -> str:
    """The appearance state that is not Off; where no appearance names it, the present one."""
    if kind not in ("checkbox", "radio"):
        return ""
    appearance = annotation.get("/AP")
    normal = appearance.get("/N") if isinstance(appearance, pikepdf.Dictionary) else None
    names = list(normal.keys()) if isinstance(normal, pikepdf.Dictionary) else []
    names.append(str(annotation.get("/AS", "/Off")))
    return next((name[1:] for name in names if name != "/Off"), "")


@dataclass(frozen=True, slots=True)
class _Frame:
    """From PDF user space (origin bottom left) to the page as displayed: crop box and quarter turns clockwise."""

    x0: float
    y0: float
    x1: float
    y1: float
    turn: int

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        left, right, below, above = x0 - self.x0, x1 - self.x0, y0 - self.y0, y1 - self.y0
        width, height = self.x1 - self.x0, self.y1 - self.y0
        return {
            0: lambda: Box(left, height - above, right, height - below),
            90: lambda: Box(below, left, above, right),
            180: lambda: Box(width - right, below, width - left, above),
            270: lambda: Box(height - above, width - right, height - below, width - left),
        }[self.turn]()


def _frame(page: pikepdf.Page) -> _Frame:
    media, crop = _rectangle(page.mediabox), _rectangle(page.cropbox)
    media = media or (0.0, 0.0, 612.0, 792.0)
    crop = crop or media
    x0, y0, x1, y1 = max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])
    if x0 >= x1 or y0 >= y1:
        x0, y0, x1, y1 = media
    node = next((n for n in reversed(_ancestors(page.obj)) if "/Rotate" in n), None)
    turn = _integer(node.get("/Rotate")) if node is not None else 0
    return _Frame(x0, y0, x1, y1, round(turn / 90) % 4 * 90)


def _places(pdf: pikepdf.Pdf) -> dict[tuple[int, int], tuple[int, _Frame]]:
    """Page number and frame of each annotation, by object number."""
    places: dict[tuple[int, int], tuple[int, _Frame]] = {}
    for number, page in enumerate(pdf.pages, start=1):
        annotations = [a for a in _dictionaries(page.obj.get("/Annots")) if a.is_indirect]
        if annotations:
            frame = _frame(page)
            places |= {a.objgen: (number, frame) for a in annotations if a.objgen not in places}
    return places


def _box(annotation: pikepdf.Object, frame: _Frame) -> Box | None:
    corners = _rectangle(annotation.get("/Rect"))
    return frame.box(*corners) if corners else None


def _rectangle(value: object) -> tuple[float, float, float, float] | None:
    if not isinstance(value, pikepdf.Array) or len(value) != 4:
        return None
    try:
        a, b, c, d = (float(number) for number in value)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return None
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _dictionaries(value: object) -> list[pikepdf.Object]:
    if not isinstance(value, pikepdf.Array):
        return []
    return [item for item in value if isinstance(item, pikepdf.Dictionary)]  # type: ignore[attr-defined]


def _xfa_widgets(form: pikepdf.Object, names: list[str]) -> list[Widget]:
    """Values of an XFA data set for which the AcroForm has no field (XFA 3.3, "Data Model"): a dynamic form."""
    known = {name.rpartition(".")[2].partition("[")[0] for name in names}
    found = _xfa_values(form.get("/XFA"))
    return [Widget(name, "text", NOWHERE, value) for name, value in found if known.isdisjoint(name.split("."))]


def _xfa_values(xfa: object) -> list[tuple[str, str]]:
    parts = list(xfa) if isinstance(xfa, pikepdf.Array) else [pikepdf.String("datasets"), xfa]  # type: ignore[call-overload]
    packets = {_text(name): part for name, part in zip(parts[::2], parts[1::2], strict=False)}
    packet = packets.get("datasets")
    if not isinstance(packet, pikepdf.Stream):
        return []
    try:
        root = ElementTree.fromstring(packet.read_bytes())
    except ElementTree.ParseError:
        return []
    data = root if root.tag == f"{_XFA_DATA}data" else root.find(f".//{_XFA_DATA}data")
    return [] if data is None else [pair for child in data for pair in _leaves(child, "")]


def _leaves(element: ElementTree.Element, prefix: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    name = element.tag.rpartition("}")[2]
    name = f"{prefix}.{name}" if prefix else name
    children = list(element) if depth < _MAX_DEPTH else []
    for child in children:
        yield from _leaves(child, name, depth + 1)
    if not children and (text := (element.text or "").strip()):
        yield name, text
