"""What docrow saw on a page, drawn over its picture: words, regions, fields with their keys, tables, failed checks.

The page is faded, so that the drawing is read before the text. Colours mean kinds, line style means doubt: a thin line
is below 0.6 confidence. A strip below the page explains the colours and lists what failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageFont

from extractors.frames import displayed_page
from extractors.types import Box, Cell, Check, Entity, Extraction, Field, Page, Point, Quad, Region, Table, Transform

Colour = tuple[int, int, int]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
INK: Colour = (31, 41, 55)
WORD: Colour = (100, 116, 139)
DOUBTFUL: Colour = (146, 146, 80)
KEY: Colour = (217, 119, 6)
VALUE: Colour = (22, 133, 72)
TABLE: Colour = (37, 99, 235)
HEADER: Colour = (79, 70, 229)
SPAN: Colour = (147, 51, 234)
FAILED: Colour = (220, 38, 38)
REGIONS: dict[str, Colour] = {
    "title": (124, 58, 237),
    "text": (148, 163, 184),
    "table": (125, 170, 245),
    "figure": (71, 130, 140),
    "card": (8, 145, 178),
    "checkbox": (5, 150, 105),
    "radio": (5, 150, 105),
    "barcode": (219, 39, 119),
    "signature": (162, 28, 175),
}
ON_CARDS: dict[str, Colour] = {"portrait": (190, 24, 93), "signature": (162, 28, 175)}
"""Entities that are pictures on a card."""
SURE = 0.6  # confidence below which lines are thin
LONG_SIDE = (1_400, 2_400)  # pixels of the longer side of the drawing


def draw_page(page: Page, extractions: Sequence[Extraction], image: Image.Image) -> Image.Image:
    """An RGB picture of the page with everything that was found on it. `image` is the page as displayed, at
    any size; boxes of the page and of the extractions are in its reading frame."""
    board = Board.of(image, page)
    shown = displayed_page(page)
    _words(board, shown)
    _regions(board, shown.regions)
    for extraction in extractions:
        _on_cards(board, extraction.entities, page.number)
        _tables(board, extraction.tables, page.number)
        _fields(board, extraction.fields, page.number)
    board.tags.draw(board)
    return _with_legend(board, page, extractions)


@dataclass
class Board:
    """The picture being drawn on. `transform` brings boxes of extractions to the displayed page, `scale` to pixels."""

    image: Image.Image
    draw: ImageDraw.ImageDraw
    scale: float
    transform: Transform
    unit: float
    tags: Tags = field(default_factory=lambda: Tags())

    @classmethod
    def of(cls, image: Image.Image, page: Page) -> Board:
        low, high = LONG_SIDE
        factor = min(max(1.0, low / max(image.size)), high / max(image.size))
        size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
        picture = image.convert("RGB").resize(size, Image.Resampling.LANCZOS) if factor != 1 else image.convert("RGB")
        faded = Image.blend(picture, Image.new("RGB", size, "white"), 0.3)
        scale = max(size) / max(page.width, page.height)
        return cls(faded, ImageDraw.Draw(faded, "RGBA"), scale, page.transform, max(size) / 1_400)

    def pixels(self, box: Box) -> tuple[float, float, float, float]:
        """A box of the page as displayed, in pixels."""
        return box.x0 * self.scale, box.top * self.scale, box.x1 * self.scale, box.bottom * self.scale

    def shown(self, box: Box) -> Box:
        """A box of the reading frame on the page as displayed."""
        return self.transform.box(box)

    def rectangle(self, box: Box, colour: Colour, fill: int = 0, width: float = 1.5, line: int = 255) -> None:
        """`fill` and `line` are opacities, 0-255; `width` is in units."""
        self.draw.rounded_rectangle(
            self.pixels(box),
            radius=2 * self.unit,
            fill=(*colour, fill) if fill else None,
            outline=(*colour, line) if line else None,
            width=max(1, round(width * self.unit)),
        )

    def line(self, a: Point, b: Point, colour: Colour, width: float = 1.5) -> None:
        """Between two points in pixels."""
        self.draw.line((a, b), fill=(*colour, 230), width=max(1, round(width * self.unit)))

    def dot(self, at: Point, colour: Colour, radius: float = 3.0) -> None:
        r = radius * self.unit
        self.draw.ellipse((at[0] - r, at[1] - r, at[0] + r, at[1] + r), fill=(*colour, 255))


@dataclass
class Tags:
    """Small labels, placed after everything else is drawn, so that none lies under a box or on another label."""

    waiting: list[tuple[tuple[float, float, float, float], str, Colour]] = field(default_factory=list)
    placed: list[Box] = field(default_factory=list)

    def add(self, pixels: tuple[float, float, float, float], text: str, colour: Colour) -> None:
        self.waiting.append((pixels, text, colour))

    def draw(self, board: Board) -> None:
        font = ImageFont.load_default(size=10.5 * board.unit)
        for pixels, text, colour in self.waiting:
            spot = self._spot(pixels, board.draw.textlength(text, font=font), board)
            if spot is None:
                continue
            self.placed.append(spot)
            board.draw.rounded_rectangle(tuple(spot), radius=3 * board.unit, fill=(*colour, 235))
            board.draw.text(spot.center, text, fill="white", font=font, anchor="mm")

    def _spot(self, pixels: tuple[float, float, float, float], width: float, board: Board) -> Box | None:
        """Above, below, right or left of a box, where there is room in the picture and no other label."""
        x0, y0, x1, y1 = pixels
        w, h, gap = width + 8 * board.unit, 14 * board.unit, 1.5 * board.unit
        for x, y in ((x1 - w, y0 - h - gap), (x0, y0 - h - gap), (x1 + gap, y0), (x0, y1 + gap), (x0 - w - gap, y0)):
            if x < 0 or y < 0 or x + w > board.image.width or y + h > board.image.height:
                continue
            spot = Box(x, y, x + w, y + h)
            if all(not _meets(spot, other) for other in self.placed):
                return spot
        return None


def _meets(a: Box, b: Box) -> bool:
    common = a.overlap(b)
    return common is not None and common.area > 0


def _words(board: Board, page: Page) -> None:
    for word in page.words:
        board.rectangle(word.box, WORD, fill=int(14 + 26 * (1 - word.confidence)), line=0)
    for word in page.doubtful:
        board.rectangle(word.box, DOUBTFUL, width=1.0, line=170)


def _regions(board: Board, regions: Iterable[Region]) -> None:
    for region in regions:
        colour = REGIONS[region.kind]
        if region.quad is not None:
            _outline(board, region.quad, colour)
        elif region.kind in ("checkbox", "radio"):
            _tick(board, region, colour)
        else:
            board.rectangle(region.box.grow(2), colour, line=150, width=1.0 if region.confidence < SURE else 1.6)
        if region.kind not in ("text", "checkbox", "radio", "table", "title"):
            label = f"{region.format or region.kind} {region.confidence:.2f}"
            board.tags.add(board.pixels(region.box.grow(2)), label, colour)


def _on_cards(board: Board, entities: Iterable[Entity], number: int) -> None:
    for one in entities:
        if one.page == number and one.quad is not None and (colour := ON_CARDS.get(one.kind)):
            _outline(board, board.transform.corners(one.quad), colour)
            board.tags.add(board.pixels(board.shown(one.box)), f"{one.kind} {one.confidence:.2f}", colour)


def _outline(board: Board, quad: Quad, colour: Colour) -> None:
    corners = [(x * board.scale, y * board.scale) for x, y in quad.points]
    for a, b in zip(corners, [*corners[1:], corners[0]], strict=True):
        board.line(a, b, colour, 2.4)


def _tick(board: Board, region: Region, colour: Colour) -> None:
    grown = region.box.grow(1)
    board.rectangle(grown, colour, fill=110 if region.state else 0, width=2.2 if region.confidence >= SURE else 1.2)
    if region.state:
        x0, y0, x1, y1 = board.pixels(grown)
        w, h = x1 - x0, y1 - y0
        knee = (x0 + 0.42 * w, y1 - 0.2 * h)
        board.line((x0 + 0.18 * w, y0 + 0.5 * h), knee, (255, 255, 255), 2.4)
        board.line(knee, (x1 - 0.14 * w, y0 + 0.2 * h), (255, 255, 255), 2.4)


def _fields(board: Board, fields: Iterable[Field], number: int) -> None:
    here = [f for f in fields if f.page == number]
    for one in here:
        if one.key_box is not None and one.box is not None:
            _join(board, board.shown(one.key_box), board.shown(one.box), _colour(one))
    for one in here:
        if one.key_box is not None:
            board.rectangle(board.shown(one.key_box).grow(1), KEY, fill=38, width=1.2, line=200)
        if one.box is not None:
            box = board.shown(one.box).grow(1.2)
            board.rectangle(box, _colour(one), fill=42, width=2.4 if one.confidence >= SURE else 1.2)
            board.tags.add(board.pixels(box), _tag(one), _colour(one))


def _colour(one: Field) -> Colour:
    return FAILED if any(source.check is False for source in one.sources) else VALUE


def _tag(one: Field, most: int = 24) -> str:
    """The confidence; before it the key's last part, where no key is marked on the page."""
    key = "" if one.key_box is not None else " ".join(one.key.split()).rpartition(".")[2]
    return f"{key[:most]} {one.confidence:.2f}".strip()


def _join(board: Board, key: Box, value: Box, colour: Colour) -> None:
    """A line from the side of the key that faces the value to the value, ending in a dot."""
    s = board.scale
    if value.x0 >= key.x1 - 1:
        a, b = (key.x1 * s, key.center[1] * s), (value.x0 * s, value.center[1] * s)
    elif value.x1 <= key.x0 + 1:
        a, b = (key.x0 * s, key.center[1] * s), (value.x1 * s, value.center[1] * s)
    else:
        x = (max(key.x0, value.x0) + min(key.x1, value.x1)) / 2 * s
        down = value.center[1] >= key.center[1]
        a, b = (x, (key.bottom if down else key.top) * s), (x, (value.top if down else value.bottom) * s)
    board.line(a, b, colour, 1.8)
    board.dot(b, colour)


def _tables(board: Board, tables: Iterable[Table], number: int) -> None:
    for table in tables:
        parts = [board.shown(part.box) for part in table.parts if part.page == number]
        for cell in table.cells:
            if cell.page == number and cell.box is not None:
                _cell(board, cell, board.shown(cell.box))
        failed = any(check.passed is False for check in table.checks)
        for box in parts:
            colour = FAILED if failed else TABLE
            board.rectangle(box.grow(3), colour, width=3.2)
            size = f"{table.rows} rows x {table.columns} columns"
            more = "" if len(table.parts) == 1 else f" on {len(table.parts)} pages"
            board.tags.add(board.pixels(box.grow(3)), f"{size}{more}  {table.confidence:.2f}", colour)


def _cell(board: Board, cell: Cell, box: Box) -> None:
    spans = cell.row_span > 1 or cell.column_span > 1
    if cell.header:
        board.rectangle(box, HEADER, fill=58, width=1.4, line=190)
    elif spans:
        board.rectangle(box, SPAN, fill=30, width=2.0)
    else:
        board.rectangle(box, TABLE, fill=34 if cell.row % 2 else 16, width=1.0, line=120)
    if spans:
        board.rectangle(box.grow(-1.5), SPAN, width=1.6)


def failed_checks(extractions: Sequence[Extraction], number: int) -> list[str]:
    """One line for every check that failed on a page, naming the check and never a value."""
    lines = []
    for extraction in extractions:
        checks: list[Check] = list(extraction.checks)
        for table in extraction.tables:
            if any(part.page == number for part in table.parts):
                checks += table.checks
        lines += [
            f"{extraction.family}: {check.name} {check.detail}".strip() for check in checks if check.passed is False
        ]
        for one in extraction.fields:
            if one.page == number and any(source.check is False for source in one.sources):
                lines.append(f"{extraction.family}: {one.key} fails its check")
    return lines


def _with_legend(board: Board, page: Page, extractions: Sequence[Extraction]) -> Image.Image:
    """The picture with a strip below: a swatch and a count for each kind of thing, then the failed checks."""
    entries = _counts(page, extractions)
    lines = failed_checks(extractions, page.number)
    unit, width = board.unit, board.image.width
    font = ImageFont.load_default(size=12 * unit)
    rows = _rows(entries, font, board.draw, width, unit)
    height = round((len(rows) + len(lines)) * 20 * unit + 16 * unit)
    whole = Image.new("RGB", (width, board.image.height + height), (248, 250, 252))
    whole.paste(board.image, (0, 0))
    draw = ImageDraw.Draw(whole)
    draw.line((0, board.image.height, width, board.image.height), fill=(203, 213, 225), width=max(1, round(unit)))
    y = board.image.height + 8 * unit
    for row in rows:
        for x, label, colour in row:
            draw.rounded_rectangle((x, y + 4 * unit, x + 11 * unit, y + 15 * unit), radius=2 * unit, fill=colour)
            draw.text((x + 16 * unit, y + 9.5 * unit), label, fill=INK, font=font, anchor="lm")
        y += 20 * unit
    for line in lines:
        draw.text((12 * unit, y + 9.5 * unit), f"failed  {line}", fill=FAILED, font=font, anchor="lm")
        y += 20 * unit
    return whole


def _counts(page: Page, extractions: Sequence[Extraction]) -> list[tuple[str, Colour]]:
    kinds = [region.kind for region in page.regions]
    fields = [f for e in extractions for f in e.fields if f.page == page.number]
    tables = [t for e in extractions for t in e.tables if any(part.page == page.number for part in t.parts)]
    entries = [(f"words: {len(page.words)} ({page.text_source})", WORD)]
    entries += [(f"doubtful words: {len(page.doubtful)}", DOUBTFUL)] if page.doubtful else []
    entries += [(f"values: {len(fields)}", VALUE), ("their keys", KEY)] if fields else []
    entries += [(f"tables: {len(tables)}", TABLE), ("header cells", HEADER), ("spanning cells", SPAN)] if tables else []
    pictures = [one.kind for e in extractions for one in e.entities if one.page == page.number and one.kind in ON_CARDS]
    entries += [(f"{k}: {pictures.count(k)}", colour) for k, colour in ON_CARDS.items() if k in pictures]
    return entries + [(f"{k} region: {kinds.count(k)}", colour) for k, colour in REGIONS.items() if k in kinds]


def _rows(
    entries: Sequence[tuple[str, Colour]],
    font: Font,
    draw: ImageDraw.ImageDraw,
    width: int,
    unit: float,
) -> list[list[tuple[float, str, Colour]]]:
    """The entries of the legend laid out from left to right, in as many rows as they need."""
    rows: list[list[tuple[float, str, Colour]]] = [[]]
    x = 12 * unit
    for label, colour in entries:
        wide = draw.textlength(label, font=font) + 34 * unit
        if rows[-1] and x + wide > width:
            rows.append([])
            x = 12 * unit
        rows[-1].append((x, label, colour))
        x += wide
    return rows
