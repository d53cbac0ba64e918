"""Everything on a document that could be the value of a schema field, with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractors.forms.cells import Cells
from extractors.forms.checkboxes import Group
from extractors.forms.found import Found
from extractors.forms.geometry import Neighbours, Node, neighbours, prose
from extractors.forms.likeness import has_remark
from extractors.forms.strips import ends, inner, stacks
from extractors.normalize import guess_type
from extractors.normalize.dates import without_time
from extractors.types import Box, Field, Page, ValueType

Kind = Literal["pair", "line", "part", "block", "row", "cut", "stack", "mark", "choice", "acroform"]
_LINES, _ROW, _PART, _LONG = 6, 4, 6, 7
_HAS_DIGIT = re.compile(r"\d")
_TYPED = ("date", "money", "number", "integer", "percent", "code")


@dataclass(frozen=True, slots=True)
class Value:
    """A candidate. `question` is the label that asks for it by rule or model, `trust` how surely; `left`, `above`
    and `after` are the texts before, above and behind it; `name` the AcroForm name; `running`: out of running text
    or of a label with remarks; `bare`: without the time or currency that stands with it;
    `linked`: to its question by the finder: a label left of it says the same once more;
    `lines`: the texts of its lines where it has several;
    `cut`: < and > where its lines have more words before and behind.
    `place`: left edge and middle as shares of the page."""

    text: str
    kind: Kind
    page: int
    box: Box | None
    type: ValueType
    place: tuple[float, float]
    size: float = 1.0
    question: str = ""
    trust: float = 0.0
    left: str = ""
    above: str = ""
    after: str = ""
    name: str = ""
    running: bool = False
    bare: bool = False
    cut: str = ""
    linked: bool = False
    lines: tuple[str, ...] = ()


def page_values(
    page: Page, nodes: Sequence[Node], found: Found, groups: Sequence[Group], stored: Sequence[Field]
) -> list[Value]:
    """All candidates of a page; the same text at the same place may come as several kinds."""
    near = neighbours(nodes, page.rulings)
    around = Surroundings(page, nodes, near)
    asked = [*_pairs(page, found, around), *_asked(around, Cells(nodes, page.rulings, near.unit), groups)]
    values = [*asked, *(bare for value in asked if (bare := bare_of(value)))]
    for i in range(len(nodes)):
        values.append(around.value([i], "line"))
        if i in around.running and nodes[i].text.count(" ") >= 5:
            continue
        values += _parts(around, i)
        values += _blocks(around, i)
        values += _rows(around, i)
    values += _further(around, values)
    values += [_mark(page, option.region.state, option.region.box, option.text, _question(group, nodes))
               for group in groups for option in group.options]  # fmt: skip
    values += [_choice(page, group, nodes) for group in groups if group.question is not None]
    return values + _stored(page, stored, near.unit)


class Surroundings:
    """Looks up what stands left of and above a node."""

    def __init__(self, page: Page, nodes: Sequence[Node], near: Neighbours) -> None:
        self.page, self.nodes, self.near = page, nodes, near
        self.tokens = [node.text.split() for node in nodes]
        self.lefts = [self.left(i) for i in range(len(nodes))]
        self.aboves = [self.above(i) for i in range(len(nodes))]
        self.afters = [self.after(i) for i in range(len(nodes))]
        remarks = {i for i, node in enumerate(nodes) if has_remark(node.text)}
        self.running = prose(nodes, near) | remarks | set(_hanging(nodes, near))

    def left(self, i: int) -> str:
        j = self.near.next_left(i)
        return self._label(j) if j is not None and self.near.right[j, i] < 25 else ""

    def _label(self, i: int) -> str:
        """The text of a line, behind up to two lines that stand tight above it in its column and size."""
        text, last = self.nodes[i].text, i
        for _ in range(2):
            j = self.near.next_above(last)
            if j is None or self.near.below[j, last] > 0.6 or not self._same_block(j, last):
                break
            text, last = f"{self.nodes[j].text} {text}", j
        return text

    def _same_block(self, i: int, j: int) -> bool:
        a, b = self.nodes[i], self.nodes[j]
        return abs(a.box.x0 - b.box.x0) < 0.5 * self.near.unit and abs(a.size - b.size) < 0.15 * a.size

    def above(self, i: int) -> str:
        j = self.near.next_above(i)
        return self.nodes[j].text if j is not None and self.near.below[j, i] < 2.5 else ""

    def after(self, i: int) -> str:
        j = self.near.next_right(i)
        if j is not None and self.near.right[i, j] < 10:
            return self.nodes[j].text
        j = self.near.next_below(i)
        return self.nodes[j].text if j is not None and self.near.below[i, j] < 2.5 else ""

    def of(self, boxes: Sequence[Box]) -> tuple[str, str, str]:
        """What stands left of, above and behind something that has a box on each of its lines."""
        first, last = self._at(boxes[0]), self._at(boxes[-1])
        left, above = ("", "") if first is None else (self.lefts[first], self.aboves[first])
        return left, above, "" if last is None else self.afters[last]

    def _at(self, box: Box) -> int | None:
        """The node that has most of a box; None where none has any."""
        shared = [node.box.covered_by(box) * node.box.area for node in self.nodes]
        best = max(range(len(shared)), key=shared.__getitem__, default=None)
        return best if best is not None and shared[best] else None

    def value(self, lines: Sequence[int], kind: Kind, start: int = 0, end: int | None = None) -> Value:
        """The candidate made of nodes (lines of a block, pieces of a row), from a token of the first to before a token
        of the last one."""
        first, last = self.tokens[lines[0]], self.tokens[lines[-1]]
        stop = len(last) if end is None else end
        texts = [self.nodes[k].text for k in lines]
        before, behind = " ".join(first[:start]), " ".join(last[stop:])
        boxes = [self.nodes[k].box for k in lines]
        if len(lines) == 1:
            texts, boxes = [" ".join(first[start:stop])], [_part_box(self.nodes[lines[0]], start, stop)]
        else:
            texts[0], texts[-1] = " ".join(first[start:]), " ".join(last[:stop])
        box = Box.around(boxes) if len(boxes) > 1 else boxes[0]
        text = " ".join(texts)
        place = (box.x0 / self.page.width, box.center[1] / self.page.height)
        size = self.nodes[lines[0]].size / self.near.unit
        return Value(text, kind, self.page.number, box, guess_type(text), place, size, "", 0.0,
                     f"{self.lefts[lines[0]]} {before}".strip(), self.aboves[lines[0]],
                     f"{behind} {self.afters[lines[-1]]}".strip(), running=lines[0] in self.running,
                     cut="<" * bool(before) + ">" * bool(behind), lines=_lines(texts, boxes))  # fmt: skip


def _lines(texts: Sequence[str], boxes: Sequence[Box]) -> tuple[str, ...]:
    """Texts of one line put together; none where all stand on one."""
    found: list[str] = []
    for n, (text, box) in enumerate(zip(texts, boxes, strict=True)):
        if n and box.center[1] < boxes[n - 1].bottom:
            found[-1] += f" {text}"
        else:
            found.append(text)
    return tuple(found) if len(found) > 1 else ()


def _hanging(nodes: Sequence[Node], near: Neighbours) -> Iterator[int]:
    """Long lines with another one tight below that begins further left: sentences behind a word that is set apart."""
    for i, node in enumerate(nodes):
        j = near.next_below(i)
        if j is None or near.below[i, j] > 0.6 or min(node.text.count(" "), nodes[j].text.count(" ")) < _LONG:
            continue
        if nodes[j].box.x0 < node.box.x0:
            yield from (i, j)


def _pairs(page: Page, found: Found, around: Surroundings) -> Iterator[Value]:
    for link in found.links:
        question, answer = found.entities[link.question], found.entities[link.answer]
        if answer.page != page.number:
            continue
        box = answer.box
        place = (box.x0 / page.width, box.center[1] / page.height)
        size = answer.boxes[0].height / around.near.unit
        left, above, after = around.of(answer.boxes)
        yield Value(answer.text, "pair", page.number, box, guess_type(answer.text), place, size, question.text,
                    link.confidence, left, above, after, linked=True)  # fmt: skip


def _asked(around: Surroundings, cells: Cells, groups: Sequence[Group]) -> Iterator[Value]:
    """Values of ruled cells and combs, with their captions."""
    options = {i for group in groups for option in group.options for i in option.nodes}
    for asked, comb in (*((one, False) for one in cells.asked()), *((one, True) for one in cells.combs())):
        caption = " ".join(around.nodes[i].text for i in asked.caption)
        if not options.isdisjoint(asked.value) or not any(c.isalpha() for c in caption):
            continue
        value = replace(around.value(asked.value, "pair"), question=caption, trust=asked.trust)
        if comb:
            text = _comb_text(around, asked.value)
            value = replace(value, text=text, type=guess_type(text))
        yield value


def bare_of(value: Value) -> Value | None:
    """A date without the time of day behind it, an amount without its currency; None where there is neither."""
    text = value.text
    if value.type == "date":
        text = without_time(text)
    elif value.type == "money":
        text = _CURRENCY.sub("", text)
    if text == value.text or not text or value.box is None:
        return None
    start, step = value.text.find(text), value.box.width / len(value.text)
    x0 = value.box.x0 + start * step
    cut = "<" * (start > 0) + ">" * (start + len(text) < len(value.text))
    return replace(value, text=text, box=replace(value.box, x0=x0, x1=x0 + len(text) * step), bare=True, cut=cut)


_CURRENCY = re.compile(r"^[^\W\d]{1,4}\.?\s*(?=\d)|^[$€£¥]\s*(?=\d)|(?<=\d)\s*(?:[^\W\d]{1,4}|[$€£¥])$")
"""Letters or a sign before the digits or behind them."""


def _comb_text(around: Surroundings, nodes: Sequence[int]) -> str:
    """The characters by their place; dashes between the boxes and the boxes' borders are printed."""
    words = [around.page.words[k] for i in nodes for k in around.nodes[i].words]
    ordered = sorted(words, key=lambda word: word.box.center[0])
    return "".join(c for word in ordered for c in word.text if c.isalnum())


def _parts(around: Surroundings, i: int) -> Iterator[Value]:
    """Typed runs of words inside a line (``Invoice 4711 of 3 May 2020``), and its pieces between commas, brackets and
    the like (``Acme Ltd (Reg. 123)``)."""
    tokens = around.tokens[i]
    if not 2 <= len(tokens) <= 25:
        return
    spans = {span for span in _pieces(tokens) if span != (0, len(tokens))} | set(_typed(tokens))
    for start, end in sorted(spans):
        yield around.value([i], "part", start, end)


def _typed(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + _PART, len(tokens)) + 1):
            own = tokens[start:end]
            if end - start < len(tokens) and _HAS_DIGIT.search(" ".join(own)) and guess_type(" ".join(own)) in _TYPED:
                yield start, end


def _pieces(tokens: Sequence[str]) -> list[tuple[int, int]]:
    """All runs between places where a line may be cut: before an opening bracket, after punctuation."""
    cuts = _cuts(tokens)
    return [(a, b) for n, a in enumerate(cuts) for b in cuts[n + 1 :]] if len(cuts) <= 7 else [(0, len(tokens))]


def _cuts(tokens: Sequence[str]) -> list[int]:
    cuts = {0, len(tokens)}
    for n, token in enumerate(tokens):
        if n and token[0] in "([<":
            cuts.add(n)
        if token[-1] in ">,;:-" or (token[-1] in ")]" and "(" not in token[1:]):
            cuts.add(n + 1)
    return sorted(cuts)


def _part_box(node: Node, start: int, end: int) -> Box:
    """Shares of the line's box by number of characters."""
    tokens = node.text.split()
    if (start, end) == (0, len(tokens)):
        return node.box
    step = node.box.width / max(len(node.text), 1)
    begin = len(" ".join(tokens[:start])) + (start > 0)
    x0 = node.box.x0 + begin * step
    return Box(x0, node.box.top, min(x0 + len(" ".join(tokens[start:end])) * step, node.box.x1), node.box.bottom)


def _blocks(around: Surroundings, i: int) -> Iterator[Value]:
    """Two to six lines below each other that share an edge or their middle, with less than a line between; also with
    the last line cut short."""
    lines = [i]
    while len(lines) < _LINES and (j := around.near.next_below(lines[-1])) is not None:
        last, box = around.nodes[lines[-1]].box, around.nodes[j].box
        offset = min(abs(last.x0 - box.x0), abs(last.center[0] - box.center[0]), abs(last.x1 - box.x1))
        if around.near.below[lines[-1], j] > 1.0 or offset > 1.5 * around.near.unit:
            return
        lines.append(j)
        cuts = _cuts(around.tokens[j])
        for end in cuts[1:] if len(cuts) <= 5 else cuts[-1:]:
            yield around.value(lines, "block", 0, end)


def _further(around: Surroundings, known: Sequence[Value]) -> Iterator[Value]:
    """Beginnings and endings of lines, and lines of several pieces below each other; nothing that is known."""
    seen = {(value.text, value.box) for value in known}
    for i, tokens in enumerate(around.tokens):
        spans = () if i in around.running and len(tokens) > 8 else ends(len(tokens))
        values = [around.value([i], "cut", start, end) for start, end in spans]
        yield from (value for value in values if (value.text, value.box) not in seen)
        yield from (_inside(around, i, start, end) for start, end in inner(around.nodes[i].text))
    for stack in stacks(around.nodes, around.near):
        value = around.value([i for strip in stack for i in strip], "stack")
        if (value.text, value.box) not in seen:
            yield value


def _inside(around: Surroundings, i: int, start: int, end: int) -> Value:
    """A part of a line that begins or ends inside a word."""
    whole, node = around.value([i], "cut"), around.nodes[i]
    text, step = node.text[start:end].strip(), node.box.width / max(len(node.text), 1)
    box = replace(node.box, x0=node.box.x0 + start * step, x1=node.box.x0 + end * step)
    place = (box.x0 / around.page.width, box.center[1] / around.page.height)
    left, after = f"{whole.left} {node.text[:start]}".strip(), f"{node.text[end:]} {whole.after}".strip()
    cut = "<" * (start > 0) + ">" * (end < len(node.text))
    return replace(whole, text=text, box=box, type=guess_type(text), place=place, left=left, after=after, cut=cut)


def _rows(around: Surroundings, i: int) -> Iterator[Value]:
    """Short pieces beside each other that may be one value: digits in boxes, amounts apart from their currency."""
    pieces = [i]
    while len(pieces) < 3 * _ROW and (j := around.near.next_right(pieces[-1])) is not None:
        if around.near.right[pieces[-1], j] > 4 or len(around.nodes[j].text) > 12 or len(around.nodes[i].text) > 12:
            return
        pieces.append(j)
        yield around.value(pieces, "row")


def _question(group: Group, nodes: Sequence[Node]) -> str:
    return nodes[group.question].text if group.question is not None else ""


def _mark(page: Page, state: bool | None, box: Box, option: str, question: str) -> Value:
    text = "selected" if state else "unselected"
    place = (box.x0 / page.width, box.center[1] / page.height)
    return Value(text, "mark", page.number, box, "checkbox", place, 1.0, option, 0.9, question)


def _choice(page: Page, group: Group, nodes: Sequence[Node]) -> Value:
    chosen = [option for option in group.options if option.region.state]
    box = Box.around(option.region.box for option in chosen or group.options)
    place = (box.x0 / page.width, box.center[1] / page.height)
    text = "; ".join(option.text for option in chosen)
    return Value(text, "choice", page.number, box, "choice", place, 1.0, _question(group, nodes), 0.9)


def _stored(page: Page, stored: Sequence[Field], unit: float) -> list[Value]:
    """AcroForm values, and runs of them on one line: numbers are often split over several fields, and a field of
    digits that stands in such a run is then less likely a value by itself."""
    placed = sorted((own for own in stored if own.box and own.type not in ("checkbox", "choice", "signature")),
                    key=lambda own: own.box.x0 if own.box else 0.0)  # fmt: skip
    runs: list[list[Field]] = []
    for start, first in enumerate(placed):
        run = [first]
        for other in placed[start + 1 :]:
            if _continues(run[-1].box, other.box, unit):
                run = [*run, other]
                runs.append(run)
    parts = {own.key for run in runs if all(own.value.isdigit() for own in run) for own in run}
    values = [_from_field(page, own, own.value, 0.85 if own.key in parts else 1.0) for own in stored]
    return values + [_from_field(page, run[0], " ".join(own.value for own in run), 1.0) for run in runs]


def _continues(a: Box | None, b: Box | None, unit: float) -> bool:
    if a is None or b is None:
        return False
    return abs(a.center[1] - b.center[1]) < 0.4 * min(a.height, b.height) and -1 < b.x0 - a.x1 < 3 * unit


def _from_field(page: Page, own: Field, text: str, trust: float) -> Value:
    place = (own.box.x0 / page.width, own.box.center[1] / page.height) if own.box else (0.0, 0.0)
    mark = own.type == "checkbox"
    value = ("selected" if own.normal == "true" else "unselected") if mark else text
    type_: ValueType = "checkbox" if mark else guess_type(text)
    return Value(value, "acroform", page.number, own.box, type_, place, 1.0, own.label, trust, name=own.key)
