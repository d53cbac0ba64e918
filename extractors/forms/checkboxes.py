"""Check boxes and radio buttons with the text of their option and the question that the options answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.forms.geometry import Node
from extractors.forms.likeness import likeness
from extractors.normalize import normalize
from extractors.types import Box, Field, Page, Region, Source

NEAR = 3.0
"""How far an option's text stands from its box at most, in line heights."""


@dataclass(frozen=True, slots=True)
class Option:
    """A box with its text; `nodes` are the indexes of the text's lines."""

    region: Region
    text: str
    nodes: tuple[int, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Group:
    """Options that answer one question; `question` is its node, None where nothing asks."""

    options: tuple[Option, ...]
    question: int | None = None


def bind(page: Page, nodes: Sequence[Node], unit: float) -> list[Group]:
    """The options of a page in groups: beside each other on one line, or in one column."""
    boxes = [region for region in page.regions if region.kind in ("checkbox", "radio") and region.state is not None]
    grids, rest = _grids(_rows(boxes), nodes, unit)
    options = [option for row in rest for option in _row_options(row, nodes, unit, boxes)]
    groups = [Group(row) for row in grids] + _grouped(options, unit)
    taken = {i for option in options for i in option.nodes}
    return [replace(group, question=_question(group, nodes, unit, taken)) for group in groups]


def _rows(regions: Sequence[Region]) -> list[list[Region]]:
    rows: list[list[Region]] = []
    for region in sorted(regions, key=lambda r: r.box.center[1]):
        last = rows[-1][-1].box if rows else None
        if last and abs(region.box.center[1] - last.center[1]) < 0.6 * max(region.box.height, last.height):
            rows[-1].append(region)
        else:
            rows.append([region])
    return [sorted(row, key=lambda r: r.box.x0) for row in rows]


def _grids(
    rows: Sequence[list[Region]], nodes: Sequence[Node], unit: float
) -> tuple[list[tuple[Option, ...]], list[list[Region]]]:
    """Rows of boxes under a common line of column heads (yes, no; never, sometimes, often), which are the texts of
    their options; and the rows that are in no such grid."""
    grids: list[tuple[Option, ...]] = []
    rest: list[list[Region]] = []
    heads: list[int] = []
    for n, row in enumerate(rows):
        if n and _in_columns(rows[n - 1], row, unit) and heads:
            pass  # the row above has found the heads
        elif n + 1 < len(rows) and _in_columns(row, rows[n + 1], unit):
            heads = _heads(row, nodes, unit)
        else:
            heads = []
        if heads and not any(_beside(region.box, nodes, row, unit, 1) for region in row):
            grids.append(tuple(Option(r, nodes[i].text, (i,), r.box) for r, i in zip(row, heads, strict=True)))
        else:
            rest.append(row)
            heads = []
    return grids, rest


def _in_columns(above: Sequence[Region], below: Sequence[Region], unit: float) -> bool:
    level = [abs(a.box.center[0] - b.box.center[0]) < 0.7 * unit for a, b in zip(above, below, strict=False)]
    return len(above) == len(below) > 1 and all(level)


def _heads(row: Sequence[Region], nodes: Sequence[Node], unit: float) -> list[int]:
    """The node above each box of a row, all on one line; nothing where one has none."""
    found = []
    for region in row:
        x, top = region.box.center[0], region.box.top
        above = [
            (top - node.box.bottom, i)
            for i, node in enumerate(nodes)
            if -0.3 * unit < top - node.box.bottom < 4 * unit and node.box.x0 - unit < x < node.box.x1 + unit
            and abs(node.box.center[0] - x) < 2.5 * unit
        ]  # fmt: skip
        if not above:
            return []
        found.append(min(above)[1])
    levels = [nodes[i].box.center[1] for i in found]
    return found if len(set(found)) == len(found) and max(levels) - min(levels) < 1.5 * unit else []


def _row_options(row: Sequence[Region], nodes: Sequence[Node], unit: float, boxes: Sequence[Region]) -> list[Option]:
    """Texts stand all to the right or all to the left of their boxes; the side that is nearer on the whole."""
    right = [_beside(region.box, nodes, row, unit, 1) for region in row]
    left = [_beside(region.box, nodes, row, unit, -1) for region in row]
    chosen = left if _cost(left) < _cost(right) else right
    others = [box.box for box in boxes if box not in row]
    firsts = [item[0] if item else None for item in chosen]
    return [_option(region, first, nodes, unit, others) for region, first in zip(row, firsts, strict=True)]


def _cost(found: Sequence[tuple[int, float] | None]) -> float:
    """The mean gap, where a missing text is as bad as one at twice the greatest distance."""
    return sum(gap if (gap := item and item[1]) is not None else 2 * NEAR for item in found) / max(len(found), 1)


def _beside(box: Box, nodes: Sequence[Node], row: Sequence[Region], unit: float, side: int) -> tuple[int, float] | None:
    """The nearest text on one side of a box, with no other box in between, and its gap in line heights."""
    found: list[tuple[float, int]] = []
    for i, node in enumerate(nodes):
        text = node.boxes[0]
        if not text.top - 0.3 * unit < box.center[1] < text.bottom + 0.3 * unit:
            continue
        gap = (text.x0 - box.x1 if side > 0 else box.x0 - text.x1) / unit
        if -0.3 < gap <= NEAR and not _between(box, text, row):
            found.append((max(gap, 0.0), i))
    return (best[1], best[0]) if (best := min(found, default=None)) else None


def _between(box: Box, text: Box, row: Sequence[Region]) -> bool:
    low, high = min(box.center[0], text.center[0]), max(box.center[0], text.center[0])
    return any(
        low < other.box.center[0] < high and other.box != box and not text.holds(other.box.center) for other in row
    )


def _option(region: Region, first: int | None, nodes: Sequence[Node], unit: float, others: Sequence[Box]) -> Option:
    if first is None:
        return Option(region, "", (), region.box)
    lines = [first]
    while (more := _next_line(lines, nodes, region, unit)) is not None:
        if any(_on_level(nodes[more], other, 0.0) for other in others):
            break
        lines.append(more)
    text = " ".join(nodes[i].text for i in lines)
    return Option(region, text, tuple(lines), Box.around(nodes[i].box for i in lines))


def _next_line(lines: list[int], nodes: Sequence[Node], region: Region, unit: float) -> int | None:
    """The line right below that starts where the option's text starts, not below the box itself."""
    last = nodes[lines[-1]].boxes[-1]
    for i, node in enumerate(nodes):
        gap = node.boxes[0].top - last.bottom
        level = abs(node.boxes[0].x0 - nodes[lines[0]].boxes[0].x0) < 0.4 * unit
        if level and -0.4 * unit < gap < 0.45 * unit and i not in lines and node.boxes[0].top > last.top:
            joins = node.boxes[0].x0 >= region.box.x1 and not node.text.rstrip().endswith(":")
            return i if joins and len(lines) < 4 else None
    return None


def _grouped(options: Sequence[Option], unit: float) -> list[Group]:
    """Options on one line, or stacked in a column with at most three lines between."""
    groups: list[list[Option]] = []
    for option in options:
        home = next((group for group in groups if any(_together(option, other, unit) for other in group)), None)
        if home is None:
            groups.append([option])
        else:
            home.append(option)
    return [Group(tuple(group)) for group in groups]


def _together(a: Option, b: Option, unit: float) -> bool:
    one, two = a.region.box, b.region.box
    if abs(one.center[1] - two.center[1]) < 0.6 * max(one.height, two.height):
        return True
    stacked = abs(one.center[0] - two.center[0]) < 0.5 * unit
    gap = max(one.top, two.top) - min(max(one.bottom, a.box.bottom), max(two.bottom, b.box.bottom))
    return stacked and gap < 2.0 * unit and _kin(a, b)


def _kin(a: Option, b: Option) -> bool:
    """Yes below yes, or below a box without text, belongs to two questions."""
    if (not a.text and _says_yes_or_no(b)) or (not b.text and _says_yes_or_no(a)):
        return False
    return a.text.casefold() != b.text.casefold() and not (_says_yes_or_no(a) and _says_yes_or_no(b))


def _says_yes_or_no(option: Option) -> bool:
    return normalize(option.text, "boolean") is not None and bool(option.text)


def _question(group: Group, nodes: Sequence[Node], unit: float, taken: set[int]) -> int | None:
    """What asks: the text to the left on the first line, or the nearest text above that ends like a question."""
    first = min(group.options, key=lambda o: (round(o.region.box.top / unit), o.region.box.x0))
    start = min(first.region.box.x0, first.box.x0)
    free = [i for i in range(len(nodes)) if i not in taken]
    left = [(start - nodes[i].box.x1, i) for i in free if _on_level(nodes[i], first.region.box, unit)
            and nodes[i].box.x1 <= start + 0.5 * unit]  # fmt: skip
    if left and min(left)[0] < (20 if len(group.options) < 2 else 40) * unit:
        return min(left)[1]
    if len(group.options) < 2:
        return None
    above = [(first.region.box.top - nodes[i].box.bottom, i) for i in free if _is_above(nodes[i], first, start, unit)]
    return min(above)[1] if above and min(above)[0] < 2.0 * unit else None


def _on_level(node: Node, box: Box, unit: float) -> bool:
    return node.box.top - 0.3 * unit < box.center[1] < node.box.bottom + 0.3 * unit


def _is_above(node: Node, first: Option, start: float, unit: float) -> bool:
    over = node.box.x0 < first.box.x1 + unit and node.box.x1 > start - unit
    return over and -0.3 * unit < first.region.box.top - node.box.bottom and likeness(node.text).words <= 25


def checkbox_fields(page: Page, groups: Sequence[Group], nodes: Sequence[Node]) -> list[Field]:
    """A choice for each group with a question (yes and no as boolean); a check box of its own for each other option."""
    fields: list[Field] = []
    for group in groups:
        if group.question is not None and len(group.options) > 1:
            fields.append(_choice(page, group, nodes[group.question]))
        else:
            question = nodes[group.question].text if group.question is not None else ""
            fields += [_single(page, option, question) for option in group.options if option.text or question]
    return fields


def _choice(page: Page, group: Group, question: Node) -> Field:
    chosen = [option for option in group.options if option.region.state]
    value = "; ".join(option.text for option in chosen if option.text)
    yes_no = all(_says_yes_or_no(option) for option in group.options if option.text)
    normal = normalize(value, "boolean") if yes_no and value else value or None
    box = Box.around(option.region.box for option in chosen or group.options)
    confidence = 0.9 * min(option.region.confidence for option in group.options)
    if len(chosen) > 1 and (yes_no or group.options[0].region.kind == "radio"):
        confidence *= 0.5  # only one can be meant
    label = question.text.strip(" :")
    source = _source(page, value, box)
    return Field(label, value, page.number, box, confidence, "boolean" if yes_no else "choice", normal, label,
                 question.box, (source,))  # fmt: skip


def _single(page: Page, option: Option, question: str) -> Field:
    """A check box alone; yes or no alone, where the other one was not found, answers the question before it."""
    label = question.strip(" :")
    if label and _says_yes_or_no(option) and option.region.state:
        normal = normalize(option.text, "boolean")
        return replace(option_field(page, option, label), value=option.text, type="boolean", normal=normal)
    if label and (_says_yes_or_no(option) or not option.text):
        return option_field(page, option, label)
    return option_field(page, option, option.text.strip(" :"))


def option_field(page: Page, option: Option, key: str) -> Field:
    """One check box as a field: selected or unselected."""
    value = "selected" if option.region.state else "unselected"
    normal = "true" if option.region.state else "false"
    confidence = 0.9 * option.region.confidence
    return Field(key, value, page.number, option.region.box, confidence, "checkbox", normal, key, option.box,
                 (_source(page, value, option.region.box),))  # fmt: skip


def _source(page: Page, value: str, box: Box) -> Source:
    return Source("ocr" if page.text_source == "ocr" else "printed", value, page.number, box)
