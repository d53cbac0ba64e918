"""Check boxes and radio buttons of born-digital pages: AcroForm widgets, drawn squares and circles, and glyphs.

Everything here is known without pixels: a drawn box is ticked when a mark, a dark shape or a letter stands inside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.read.drawing import Shape
from extractors.types import Box, Page, Region, RegionKind, Ruling, Widget, Word

SQUARE = 1.3  # the longer side over the shorter one
BOXES_EMPTY = frozenset("☐□▢❏❐❑❒◻◽⬜🗆\uf0a8\uf06f\uf071\uf072\uf0a3\uf02a")
BOXES_TICKED = frozenset("☑☒⊠🗹🗷🗵❎✅\uf0fe\uf0fd\uf052\uf053\uf054\uf078")
RINGS_EMPTY = frozenset("○◯⚪❍⭘\uf0a1\uf09f")
RINGS_TICKED = frozenset("◉⦿🔘\uf0a4")
SYMBOLS = BOXES_EMPTY | BOXES_TICKED | RINGS_EMPTY | RINGS_TICKED
LONE_BOXES = {"¨": False, "þ": True, "ý": True}  # Wingdings whose font named no Unicode values
OFF = frozenset({"", "Off", "off", "No", "0", "false"})


def widget_boxes(widgets: Iterable[Widget]) -> list[Region]:
    """Check boxes and radio buttons that are form fields, with their stored state."""
    found = []
    for widget in widgets:
        if widget.kind == "checkbox":
            ticked = widget.value == widget.on if widget.on else (widget.value or "") not in OFF
            found.append(Region("checkbox", widget.box, 1.0, state=ticked))
        elif widget.kind == "radio":
            chosen = widget.value is not None and widget.value == widget.on
            found.append(Region("radio", widget.box, 1.0, state=chosen))
    return found


def glyph_boxes(words: Sequence[Word]) -> list[Region]:
    """Characters that are drawn boxes or rings (Dingbats, Geometric Shapes, Wingdings in the private use area)."""
    found: list[Region] = []
    for word in words:
        if word.text in LONE_BOXES:
            found.append(Region("checkbox", word.box, 0.8, state=LONE_BOXES[word.text]))
        elif SYMBOLS.isdisjoint(word.text):
            continue
        for place, character in enumerate(word.text):
            kind, ticked = _symbol(character)
            if kind:
                found.append(Region(kind, _glyph_box(word, place), 0.9, state=ticked))
    return [region for region in found if region.kind == "checkbox" or _has_fellow(region, found)]


def _symbol(character: str) -> tuple[RegionKind | None, bool]:
    if character in BOXES_EMPTY or character in BOXES_TICKED:
        return "checkbox", character in BOXES_TICKED
    if character in RINGS_EMPTY or character in RINGS_TICKED:
        return "radio", character in RINGS_TICKED
    return None, False


def _glyph_box(word: Word, place: int) -> Box:
    """Characters of a word are taken as equally wide, except that a box is as wide as it is tall."""
    if len(word.text) == 1:
        return word.box
    step = word.box.width / len(word.text)
    x0 = word.box.x0 + place * step
    return Box(x0, word.box.top, min(word.box.x1, x0 + max(step, 0.8 * word.box.height)), word.box.bottom)


def _has_fellow(region: Region, found: Sequence[Region]) -> bool:
    """A single ring is a bullet; radio buttons come at least in pairs."""
    return sum(other.kind == "radio" for other in found) > 1


def drawn_boxes(shapes: Sequence[Shape], words: Sequence[Word]) -> list[Region]:
    """Small hollow squares and circles, ticked where a mark stands inside."""
    frames = _distinct([shape for shape in shapes if _is_frame(shape)])
    frames = [frame for frame in frames if not _in_a_comb(frame.box, frames)]
    found = []
    for frame in frames:
        inside = [word for word in words if _marks(word.box, frame.box)]
        if any(len(word.text) > 2 for word in inside):
            continue
        ticked = bool(inside) or any(_is_mark(shape, frame) for shape in shapes)
        found.append(Region("radio" if _round(frame) else "checkbox", frame.box, 0.9, state=ticked))
    rings = sum(region.kind == "radio" for region in found)
    return [region for region in found if region.kind == "checkbox" or rings > 1]


def _is_frame(shape: Shape) -> bool:
    long, short = max(shape.box.width, shape.box.height), min(shape.box.width, shape.box.height)
    if long > SQUARE * short or shape.ink > 0.3:
        return False
    straight = 3 <= shape.lines <= 5 and shape.curves in (0, 4)
    return (straight or _round(shape)) and (shape.stroked or straight)


def _round(shape: Shape) -> bool:
    return shape.lines <= 1 and 4 <= shape.curves <= 8


def _distinct(frames: Sequence[Shape]) -> list[Shape]:
    """The outermost of frames drawn into each other (filling and border, shadow and light)."""
    kept: list[Shape] = []
    for frame in sorted(frames, key=lambda f: -f.box.area):
        if all(frame.box.covered_by(other.box) < 0.7 for other in kept):
            kept.append(frame)
    return kept


def _in_a_comb(box: Box, frames: Sequence[Shape]) -> bool:
    """Squares that touch side by side are places for single letters, or a grid."""
    return any(
        abs(other.box.top - box.top) < 0.2 * box.height
        and min(abs(other.box.x0 - box.x1), abs(box.x0 - other.box.x1)) < 0.12 * box.width
        for other in frames
    )


def _marks(mark: Box, frame: Box) -> bool:
    """The mark's centre is in the frame and it is hardly larger than that."""
    return frame.holds(mark.center) and mark.width <= 1.8 * frame.width and mark.height <= 2.2 * frame.height


def _is_mark(shape: Shape, frame: Shape) -> bool:
    if shape is frame or not _marks(shape.box, frame.box):
        return False
    smaller = shape.box.area < 0.85 * frame.box.area
    open_path = (shape.lines <= 2 and shape.curves == 0) or shape.lines > 5
    return (shape.ink > 0.3 and smaller) or (open_path and (shape.stroked or shape.ink > 0.3))


def squares(rulings: Sequence[Ruling], smallest: float, largest: float) -> list[Box]:
    """Boxes drawn as four separate lines: two level and two upright rulings that meet in four corners."""
    level = [r.box for r in rulings if r.horizontal and smallest <= r.box.width <= largest]
    upright = [r.box for r in rulings if not r.horizontal and smallest <= r.box.height <= largest]
    found = []
    for top in level:
        for bottom in level:
            box = _between(top, bottom, smallest, largest)
            if box and _stands(box.x0, box, upright) and _stands(box.x1, box, upright):
                found.append(box)
    return found


def _between(top: Box, bottom: Box, smallest: float, largest: float) -> Box | None:
    height = bottom.top - top.top
    if not smallest <= height <= largest or max(height, top.width) > SQUARE * min(height, top.width):
        return None
    slack = 0.12 * top.width
    if abs(top.x0 - bottom.x0) > slack or abs(top.x1 - bottom.x1) > slack:
        return None
    return Box(top.x0, top.top, top.x1, bottom.bottom)


def _stands(x: float, box: Box, upright: Sequence[Box]) -> bool:
    slack = 0.15 * box.width
    return any(
        abs(wall.center[0] - x) <= slack and wall.top <= box.top + slack and wall.bottom >= box.bottom - slack
        for wall in upright
    )


def page_boxes(page: Page, shapes: Sequence[Shape]) -> list[Region]:
    """Every check box and radio button of a born-digital page; a widget counts before a drawing, a drawing before a
    glyph at the same place."""
    lines = [Shape(box, 4, 0, True, 0.0) for box in squares(page.rulings, 4.5, 20.0)]
    found = widget_boxes(page.widgets)
    for region in (*drawn_boxes([*shapes, *lines], page.words), *glyph_boxes(page.words)):
        if stands_apart(region, found):
            found.append(region)
    return found


def stands_apart(region: Region, found: Iterable[Region]) -> bool:
    """Whether nothing was found at its place before."""
    return all(region.box.iou(other.box) < 0.3 and not other.box.holds(region.box.center) for other in found)
