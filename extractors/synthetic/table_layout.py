"""Tables put on a page: widths, wrapped texts, heights, alignments, ruling lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from extractors.synthetic.sheet import text_width
from extractors.synthetic.table_grids import Entry, Plan
from extractors.types import Box, Cell, Part, Ruling, Table, Word

STYLES = ("grid", "rows", "head", "plain", "columns", "box", "sections", "heads only")
OUTSIDE = -1


@dataclass
class Written:
    """What stands on a page: for each word the table and the cell it belongs to (-1: none) and what it is."""

    words: list[Word] = field(default_factory=list)
    owners: list[tuple[int, int]] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def put(
        self,
        text: str,
        x: float,
        top: float,
        size: float,
        kind: str = "outside",
        owner: tuple[int, int] = (-1, -1),
        bold: bool = False,
        mono: bool = False,
    ) -> float:
        """One line of text from its left top corner; gives its right edge."""
        space = text_width(" ", size, mono)
        for token in text.split():
            wide = text_width(token, size, mono) * (1.06 if bold else 1.0)
            self.words.append(Word(token, Box(x, top, x + wide, top + size), size=size, bold=bold))
            self.owners.append(owner)
            self.kinds.append(kind)
            x += wide + space
        return x - space

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.rulings.append(Ruling(Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))))


@dataclass
class Look:
    """How one table looks; sizes in font sizes but `size`, in points."""

    size: float
    leading: float
    room: float
    gap: float
    style: str
    aligns: list[str]
    upright: str
    heads: str
    hanging: float
    mono: bool


def draw_look(r: Random, plan: Plan) -> Look:
    """The habits of whoever set the table."""
    usual = r.choice(("right", "right", "right", "middle", "left"))
    aligns = []
    for column in range(plan.columns):
        number = plan.numeric[column]
        aligns.append(usual if number else r.choice(("left", "left", "left", "middle")) if column else "left")
    return Look(
        size=r.choice((6.0, 7.0, 7.5, 8.0, 8.5, 9.0, 9.5, 10.0, 11.0, 12.0)),
        leading=r.uniform(1.0, 1.25),
        room=r.choice((0.0, 0.05, 0.15, r.uniform(0.0, 0.5), r.uniform(0.2, 1.4))),
        gap=r.choice((r.uniform(0.5, 1.2), r.uniform(0.9, 3.0), r.uniform(0.9, 3.0))),
        style=r.choices(STYLES, (3, 1.5, 3, 2.2, 0.5, 0.5, 0.4, 1.0))[0],
        aligns=aligns,
        upright=r.choices(("top", "bottom", "middle"), (5, 3, 3))[0],
        heads=r.choice(("top", "bottom", "bottom", "middle")),
        hanging=r.choice((0.0, 0.0, 0.8)),
        mono=r.random() < 0.06,
    )


def wrap(text: str, width: float, size: float, mono: bool, hanging: float = 0.0) -> list[str]:
    """The text in lines that are no wider than `width` where words allow it."""
    lines = [""]
    for token in text.split():
        longer = f"{lines[-1]} {token}".strip()
        room = width - (hanging * size if len(lines) > 1 else 0.0)
        if lines[-1] and text_width(longer, size, mono) * 1.06 > room:
            lines.append(token)
        else:
            lines[-1] = longer
    return lines


class Setter:
    """Sets one plan into a rectangle of a page."""

    def __init__(self, page: Written, r: Random, plan: Plan, look: Look, left: float, width: float) -> None:
        self.page, self.r, self.plan, self.look = page, r, plan, look
        self.columns = self._columns(left, width)

    def _columns(self, left: float, width: float) -> list[tuple[float, float]]:
        """Left and right edge of each column."""
        look, r = self.look, self.r
        gap = look.gap * look.size
        wanted = self._wanted(width)
        room = width - gap * (len(wanted) - 1)
        total = sum(wanted)
        if r.random() < 0.25 and len(wanted) > 1:  # by share, whatever stands there
            first = r.uniform(0.2, 0.6) * room
            wanted = [first, *[(room - first) / (len(wanted) - 1)] * (len(wanted) - 1)]
        elif total > room:  # what may wrap gives way first, then all
            soft = [w if w > 9 * look.size else 0.0 for w in wanted]
            over = min(total - room, sum(w - 9 * look.size for w in soft if w))
            share = over / max(sum(w - 9 * look.size for w in soft if w), 1e-6)
            wanted = [w - share * (w - 9 * look.size) if s else w for w, s in zip(wanted, soft, strict=True)]
            scale = min(1.0, room / max(sum(wanted), 1e-6))
            wanted = [w * scale for w in wanted]
        elif r.random() < 0.65:  # stretched to the whole width
            extra = (room - total) / len(wanted)
            wanted = [w + extra for w in wanted]
        else:
            left += r.choice((0.0, 0.0, (room - total) / 2))
        edges, x = [], left
        for own in wanted:
            edges.append((x, x + own))
            x += own + gap
        return edges

    def _wanted(self, width: float) -> list[float]:
        look, plan = self.look, self.plan
        out = [3 * look.size] * plan.columns
        for entry in plan.entries:
            if entry.column_span > 1:
                continue
            longest = max(text_width(line, look.size, look.mono) for line in entry.text.split("\n"))
            wide = longest * 1.08 + entry.indent * look.size
            if entry.kind == "header":  # headings wrap rather than widen a column
                wide = max((text_width(t, look.size, look.mono) * 1.08 for t in entry.text.split()), default=0.0)
            out[entry.column] = max(out[entry.column], wide)
        cap = max(self.r.choice((0.22, 0.3, 0.45)), 0.9 / plan.columns)
        return [min(wide, max(cap * width, 5 * look.size)) for wide in out]

    def set(self, top: float, bottom: float) -> float | None:
        """Write the table from `top` on, rows as far as `bottom`; gives where it ends, or None with nothing written
        where not two rows of the body (or its one) or not all columns find room."""
        look, plan = self.look, self.plan
        if min(end - start for start, end in self.columns) < 1.5 * look.size:
            return None
        lines = {id(entry): self._lines(entry) for entry in plan.entries}
        heights = [look.leading * look.size] * plan.rows
        for entry in plan.entries:
            if entry.row_span == 1:
                heights[entry.row] = max(heights[entry.row], len(lines[id(entry)]) * look.leading * look.size)
        for entry in plan.entries:
            if entry.row_span > 1:
                self._stretch(heights, entry, len(lines[id(entry)]))
        edges = [top]
        for height in heights:
            edges.append(edges[-1] + height + look.room * look.size)
        count = sum(edge <= bottom for edge in edges[1:])
        if count < plan.header_rows + min(2, plan.rows - plan.header_rows):
            return None
        self._write(lines, edges, count)
        self._draw(edges[: count + 1], count)
        return edges[count]

    def _lines(self, entry: Entry) -> list[str]:
        left, right = self.columns[entry.column][0], self.columns[entry.column + entry.column_span - 1][1]
        look = self.look
        hanging = look.hanging if entry.kind == "stub" else 0.0
        room = right - left - entry.indent * look.size
        parts = entry.text.split("\n")
        return [line for part in parts for line in wrap(part, room, look.size, look.mono, hanging)]

    def _stretch(self, heights: list[float], entry: Entry, lines: int) -> None:
        rows = range(entry.row, min(entry.row + entry.row_span, len(heights)))
        missing = lines * self.look.leading * self.look.size - sum(heights[row] for row in rows)
        if missing > 0:
            heights[rows[-1]] += missing

    def _write(self, lines: dict[int, list[str]], edges: list[float], count: int) -> None:
        table = len(self.page.tables)
        cells: list[Cell] = []
        for entry in self.plan.entries:
            if entry.row >= count or not entry.text:
                continue
            down = min(entry.row_span, count - entry.row)
            owner = (table, len(cells))
            self._cell(entry, lines[id(entry)], (edges[entry.row], edges[entry.row + down]), owner)
            left, right = self.columns[entry.column][0], self.columns[entry.column + entry.column_span - 1][1]
            box = Box(left, edges[entry.row], right, edges[entry.row + down])
            text = "\n".join(lines[id(entry)])
            header = entry.kind == "header"
            cells.append(Cell(text, entry.row, entry.column, 1, box, down, entry.column_span, header))
        box = Box(self.columns[0][0], edges[0], self.columns[-1][1], edges[count])
        self.page.tables.append(Table((Part(1, box),), tuple(cells)))

    def _cell(self, entry: Entry, lines: list[str], band: tuple[float, float], owner: tuple[int, int]) -> None:
        look = self.look
        left, right = self.columns[entry.column][0], self.columns[entry.column + entry.column_span - 1][1]
        left += entry.indent * look.size
        step = look.leading * look.size
        free = band[1] - band[0] - look.room * look.size - len(lines) * step
        place = look.heads if entry.kind == "header" else look.upright
        if entry.row_span > 1:
            place = "top" if place == "bottom" else place
        y = band[0] + look.room * look.size / 2 + {"top": 0.0, "middle": free / 2, "bottom": free}[place]
        align = "middle" if entry.column_span > 1 and entry.kind != "section" else look.aligns[entry.column]
        align = "left" if entry.kind == "section" else align
        for number, line in enumerate(lines):
            wide = text_width(line, look.size, look.mono) * (1.06 if entry.bold else 1.0)
            hang = look.hanging * look.size if number and entry.kind == "stub" else 0.0
            x = {"left": left + hang, "right": right - wide, "middle": (left + right - wide) / 2}[align]
            self.page.put(line, x, y + number * step, look.size, entry.kind, owner, entry.bold, look.mono)

    def _draw(self, edges: list[float], count: int) -> None:
        """The lines of the style; those between rows and columns leave out cells that reach over them."""
        look, plan, page = self.look, self.plan, self.page
        pad = min(0.4 * look.size, 0.45 * look.gap * look.size)
        left, right, head = self.columns[0][0] - pad, self.columns[-1][1] + pad, plan.header_rows
        flat = {
            "grid": range(count + 1), "rows": range(count + 1), "head": (0, head, count), "heads only": (head,),
            "box": (0, head, count), "sections": (0, head, *plan.sections, *plan.totals, count),
        }.get(look.style, ())  # fmt: skip
        for row in sorted({row for row in flat if row <= count}):
            self._flat(row, edges[row], (left, right), look.style == "grid" or row <= head)
        if look.style in ("head", "rows", "heads only") and self.r.random() < 0.5:
            for entry in plan.entries:
                if entry.kind == "header" and entry.column_span > 1:
                    right_edge = self.columns[entry.column + entry.column_span - 1][1]
                    page.line(self.columns[entry.column][0], edges[entry.row + 1], right_edge, edges[entry.row + 1])
        if look.style in ("grid", "columns"):
            for column in range(plan.columns + 1):
                self._upright(column, edges, (left, right), count)
        if look.style == "box":
            page.line(left, edges[0], left, edges[-1])
            page.line(right, edges[0], right, edges[-1])

    def _flat(self, row: int, y: float, ends: tuple[float, float], broken: bool) -> None:
        over = [e for e in self.plan.entries if e.row < row < e.row + e.row_span] if broken else []
        if not over:
            self.page.line(ends[0], y, ends[1], y)
            return
        taken = {c for e in over for c in range(e.column, e.column + e.column_span)}
        for column in range(self.plan.columns):
            if column not in taken:
                self.page.line(self._border(column, ends), y, self._border(column + 1, ends), y)

    def _border(self, column: int, ends: tuple[float, float]) -> float:
        if column in (0, self.plan.columns):
            return ends[0] if column == 0 else ends[1]
        return (self.columns[column - 1][1] + self.columns[column][0]) / 2

    def _upright(self, column: int, edges: list[float], ends: tuple[float, float], count: int) -> None:
        x = self._border(column, ends)
        over = {
            row
            for e in self.plan.entries
            if e.column < column < e.column + e.column_span
            for row in range(e.row, min(e.row + e.row_span, count))
        }
        start = 0
        for row in range(count + 1):
            if row == count or row in over:
                if row > start:
                    self.page.line(x, edges[start], x, edges[row])
                start = row + 1
