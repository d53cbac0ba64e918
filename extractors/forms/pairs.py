"""Label and value pairs by rules of geometry; a finder without weights.

A label asks for the next thing on its line, for what stands below it, or, where it is printed under a line, for what
stands on that line. Every candidate gets a score from how much the label looks like one, how near the value is and
whether its type is what the label asks for; the best candidates win, and each value answers one label.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Literal, Self

import numpy as np

from extractors.forms.bearings import evened
from extractors.forms.checkboxes import bind
from extractors.forms.found import Found, Link
from extractors.forms.geometry import Neighbours, Node, neighbours, prose
from extractors.forms.likeness import Likeness, likeness
from extractors.forms.segments import SegmentOptions, segment
from extractors.forms.vocabulary import asked_type
from extractors.lines import Lines, middle_x
from extractors.types import Box, Entity, Example, Page

Way = Literal["right", "below", "above"]


@dataclass(frozen=True, slots=True)
class RuleOptions:
    """Lengths in line heights. `label`: from which likeness on text may ask for a value; `lone`: from which it is a
    question without any answer; `accept`: the least score of a pair; `far` and `deep`: at which gap beside and below
    a score has fallen to 1/e; `line` and `run`: the widest gap between lines and
    within a line of one value;
    `slope` and `offset`: from the log odds of a score to those of a probability."""

    label: float = 0.3
    lone: float = 0.45
    accept: float = 0.2
    far: float = 12.0
    deep: float = 2.5
    line: float = 0.8
    run: float = 1.2
    slope: float = 1.0
    offset: float = 0.0
    segments: SegmentOptions = field(default_factory=SegmentOptions)


@dataclass(frozen=True, slots=True)
class Candidate:
    """The node `question` may ask for the node `answer`."""

    question: int
    answer: int
    way: Way
    score: float


class RuleFinder:
    """Pairs by rules; `fit` sets the thresholds that answer the examples best."""

    kind: ClassVar[str] = "rules"
    name = "forms-rules-1"

    def __init__(self, options: RuleOptions | None = None) -> None:
        self.options = options or RuleOptions()

    def find(self, pages: Sequence[Page], given: Sequence[Sequence[Entity]] | None = None) -> list[Found]:
        if given is None:
            return [PagePairs(page, page_nodes(page, self.options.segments), self.options).found() for page in pages]
        return [
            PagePairs(page, _given_nodes(own), self.options, given=True).found()
            for page, own in zip(pages, given, strict=True)
        ]

    def complete(self, examples: Sequence[Example], minutes: float | None = None) -> bool:
        return False

    def fit(self, examples: Sequence[Example], minutes: float | None = None, seed: int | None = None) -> None:
        """Choose the thresholds, and calibrate the scores, that answer the examples best."""
        from extractors.forms.tuning import tune

        self.options = tune(self.options, examples, lambda options, pages: RuleFinder(options).find(pages), minutes)

    def save(self, directory: Path) -> dict[str, Any]:
        return asdict(self.options)

    @classmethod
    def load(cls, directory: Path, state: dict[str, Any]) -> Self:
        values = dict(state)
        return cls(RuleOptions(segments=SegmentOptions(**values.pop("segments")), **values))


def page_nodes(page: Page, options: SegmentOptions | None = None) -> list[Node]:
    """The segments of a page as nodes; bold says something only where most of the page is not."""
    marks = [region.box for region in page.regions if region.kind in ("checkbox", "radio")]
    segments = segment(evened(page.words), page.rulings, options, marks)
    mostly_bold = sum(s.bold for s in segments) > 0.65 * len(segments)
    return [
        Node(s.text, (s.box,), s.size, s.bold and not mostly_bold, s.blank, s.words) for s in segments if s.text.strip()
    ]


def _given_nodes(entities: Sequence[Entity]) -> list[Node]:
    return [Node(e.text, e.boxes, float(np.median([box.height for box in e.boxes]))) for e in entities]


class PagePairs:
    """The pairs of one page, with every step kept: `nodes`, `likes`, `near`, `candidates`, `links`, `lines`."""

    def __init__(self, page: Page, nodes: Sequence[Node], options: RuleOptions, given: bool = False) -> None:
        self.page, self.nodes, self.options, self.given = page, nodes, options, given
        self.near = neighbours(nodes, page.rulings)
        self.blank = [node.blank or self._drawn_blank(node) for node in nodes]
        self.prose = prose(nodes, self.near)
        self.likes = [self._likeness(i) for i in range(len(nodes))]
        self.listed = self._label_lists()
        self.candidates = sorted(self._candidates(), key=lambda c: -c.score)
        self.links: list[Candidate] = []
        self.role = {} if given else self._options()
        self._assign()
        self.lines = {} if given else {c.answer: self._further_lines(c) for c in self.links}

    def found(self) -> Found:
        absorbed = {k for lines in self.lines.values() for k in lines}
        places: dict[int, int] = {}
        entities: list[Entity] = []
        for i, node in enumerate(self.nodes):
            if i not in absorbed:
                places[i] = len(entities)
                entities.append(self._entity(i, node))
        links = [Link(places[c.question], places[c.answer], self._chance(c.score)) for c in self.links]
        return Found(tuple(entities), tuple(links))

    def _chance(self, score: float) -> float:
        score = min(max(score, 0.01), 0.99)
        odds = math.log(score / (1 - score)) * self.options.slope + self.options.offset
        return 1 / (1 + math.exp(-odds))

    def _entity(self, i: int, node: Node) -> Entity:
        nodes = [node, *(self.nodes[k] for k in self.lines.get(i, ()))]
        text = " ".join(n.text for n in nodes)
        return Entity(self._kind(i), text, self.page.number, tuple(box for n in nodes for box in n.boxes))

    def _kind(self, i: int) -> str:
        if i in self.role:
            return self.role[i]
        like = self.likes[i]
        if like.label >= self.options.lone:
            return "question"
        if _is_heading(self.nodes[i], like, self.near.unit):
            return "header"
        return "answer" if like.type != "text" else "other"

    def _candidates(self) -> Iterator[Candidate]:
        for i, like in enumerate(self.likes):
            j = self.near.next_right(i)
            if (
                j is not None
                and not _asks(self.likes[j])
                and max(like.label, self.listed.get(i, 0)) >= self.options.label
            ):
                yield Candidate(i, j, "right", self._right_score(i, j))
            if like.label < self.options.label:
                continue
            if (j := self.near.next_below(i)) is not None and not _asks(self.likes[j]):
                yield Candidate(i, j, "below", self._below_score(i, j))
            if (j := self._on_the_line_above(i)) is not None and not _asks(self.likes[j]):
                yield Candidate(i, j, "above", 0.7 * like.label * self._fit(i, j))

    def _likeness(self, i: int) -> Likeness:
        """Lines of running text ask for nothing, unless they end in a colon."""
        like = likeness(self.nodes[i].text, self.blank[i], self.nodes[i].bold)
        return replace(like, label=like.label * (0.5 if like.colon else 0.3)) if i in self.prose else like

    def _options(self) -> dict[int, str]:
        """The texts of check boxes, and what they answer: they ask, and nothing but the box's state answers them."""
        groups = bind(self.page, self.nodes, self.near.unit)
        texts = {i for group in groups for option in group.options for i in option.nodes}
        return dict.fromkeys(texts | {group.question for group in groups if group.question is not None}, "question")

    def _drawn_blank(self, node: Node) -> bool:
        """Whether a ruling line to write on begins right after the text, at its foot."""
        box, unit = node.boxes[-1], self.near.unit
        return any(
            -1.0 * unit < line.x0 - box.x1 < 2.0 * unit
            and line.x1 > box.x1 + 2.0 * unit
            and abs(line.center[1] - box.bottom) < 0.6 * unit
            for line in self._starting.between(box.x1 - unit, box.x1 + 2.0 * unit)
        )

    def _label_lists(self) -> dict[int, float]:
        """Nodes that begin a line of just two, in a column of such lines whose second nodes align too: a list of
        labels and values, even without colons; likewise bold nodes before others. The score grows with the list."""
        rows = [
            (i, j)
            for i, like in enumerate(self.likes)
            if like.type == "text" and like.words <= 6 and i not in self.prose and _has_letters(self.nodes[i])
            and self.near.next_left(i) is None
            and (j := self.near.next_right(i)) is not None and self.near.next_right(j) is None
        ]  # fmt: skip
        rows += [pair for pair in self._bold_labels() if pair not in rows]
        support = {i: sum(self._aligned((i, j), other) for other in rows) for i, j in rows}
        return {i: min(0.25 + 0.07 * count, 0.6) for i, count in support.items() if count >= 3}

    def _bold_labels(self) -> list[tuple[int, int]]:
        """Bold text with text behind it that is not, anywhere on a line: labels and values of several columns."""
        pairs = [(i, self.near.next_right(i)) for i, node in enumerate(self.nodes) if node.bold]
        return [
            (i, j)
            for i, j in pairs
            if j is not None and not self.nodes[j].bold and self.likes[i].type == "text" and self.likes[i].words <= 6
        ]

    def _aligned(self, a: tuple[int, int], b: tuple[int, int]) -> bool:
        unit = self.near.unit
        left, right = (self.nodes[a[0]].box, self.nodes[b[0]].box), (self.nodes[a[1]].box, self.nodes[b[1]].box)
        level = abs(left[0].x0 - left[1].x0) < 0.5 * unit
        return level and min(abs(right[0].x0 - right[1].x0), abs(right[0].x1 - right[1].x1)) < 0.7 * unit

    def _right_score(self, i: int, j: int) -> float:
        like, gap = self.likes[i], float(self.near.right[i, j])
        if i in self.listed:
            return max(like.label, self.listed[i]) * self._fit(i, j)
        far = self.options.far * (2.0 if like.colon or self.blank[i] else 1.0)
        return like.label * math.exp(-gap / far) * self._fit(i, j)

    def _below_score(self, i: int, j: int) -> float:
        gap, left = float(self.near.below[i, j]), self.nodes[j].boxes[0].x0 - self.nodes[i].box.x0
        aligned = 1.0 if abs(left) < self.near.unit else 0.7
        caption = 1.2 if self.nodes[i].size < 0.85 * self.nodes[j].size else 1.0
        empty = 0.3 if self.blank[i] else 1.0  # the place for the value is drawn beside the label
        boxed = self._tops_a_box(self.nodes[i].boxes[0])
        base, deep = (1.0, 2 * self.options.deep) if boxed else (0.65, self.options.deep)
        return min(base * empty * self.likes[i].label * math.exp(-gap / deep) * aligned * caption, 1.0) * self._fit(
            i, j
        )

    def _tops_a_box(self, box: Box) -> bool:
        """Whether text stands right under the upper border of a box, in its left half: a caption."""
        unit = self.near.unit
        return any(_is_border(line, self._uprights) for line in self._lines_above(box, unit))

    def _fit(self, i: int, j: int) -> float:
        """How well the second text answers the first: not a label itself, and of the type that is asked for."""
        value, asked = self.likes[j], asked_type(self.nodes[i].text)
        fit = (1.0 - 0.8 * value.label) * (0.4 if j in self.prose else 1.0)
        if value.type == "text" or asked is None:
            return fit
        numeric = value.type in ("number", "integer", "money", "percent")
        agrees = value.type == asked or (numeric and asked in ("money", "number", "code"))
        return min(fit * (1.15 if agrees else 0.85), 1.0)

    def _on_the_line_above(self, i: int) -> int | None:
        """The text on a ruling line under which this label is printed; a border of a box is no such line."""
        box, unit = self.nodes[i].boxes[0], self.near.unit
        for line in self._lines_above(box, unit):
            j = self.near_above(line, i)
            if j is not None and not _is_border(line, self._uprights):
                return j
        return None

    @cached_property
    def _starting(self) -> Lines:
        """Level rulings by where they begin."""
        return Lines((r.box for r in self.page.rulings if r.horizontal), lambda box: box.x0)

    @cached_property
    def _floors(self) -> Lines:
        """Level rulings by how low they are."""
        return Lines((r.box for r in self.page.rulings if r.horizontal), lambda box: box.bottom)

    @cached_property
    def _uprights(self) -> Lines:
        return Lines((r.box for r in self.page.rulings if not r.horizontal), middle_x)

    def _lines_above(self, box: Box, unit: float) -> list[Box]:
        """Level rulings over most of the box, close above its top."""
        near = self._floors.between(box.top - 0.9 * unit, box.top + 0.3 * unit)
        return [line for line in near if -0.3 * unit < box.top - line.bottom < 0.9 * unit and _spans(line, box)]

    def near_above(self, line: Box, i: int) -> int | None:
        """The node that stands on a line, nearest to the label's left edge."""
        unit = self.near.unit
        standing = [
            j
            for j, node in enumerate(self.nodes)
            if j != i and -0.4 * unit < line.top - node.boxes[-1].bottom < 1.0 * unit and _spans(line, node.boxes[-1])
        ]
        return min(standing, key=lambda j: abs(self.nodes[j].box.x0 - self.nodes[i].box.x0), default=None)

    def _assign(self) -> None:
        for candidate in self.candidates:
            if candidate.score < self.options.accept:
                break
            if candidate.question in self.role or candidate.answer in self.role:
                continue
            self.role[candidate.question], self.role[candidate.answer] = "question", "answer"
            self.links.append(replace(candidate, score=min(candidate.score, 0.99)))

    def _further_lines(self, link: Candidate) -> list[int]:
        """The nodes that go on with an answer: right behind it, and on the lines below it."""
        lines: list[int] = []
        last = link.answer
        while (k := self.near.next_right(last)) is not None and self._runs_on(last, k):
            lines.append(k)
            self.role[k] = "answer"
            last = k
        last = link.answer
        while (k := self.near.next_below(last)) is not None and self._goes_on(link, last, k):
            lines.append(k)
            self.role[k] = "answer"
            last = k
        return lines

    def _runs_on(self, last: int, k: int) -> bool:
        """A gap a little wider than between words, with nothing that asks or is asked for behind it."""
        text = self.likes[last].type == "text" and self.likes[k].type == "text"
        return text and k not in self.role and self.likes[k].label < 0.5 and self.near.right[last, k] < self.options.run

    def _goes_on(self, link: Candidate, last: int, k: int) -> bool:
        if k in self.role or self.likes[k].label >= 0.5 or self.near.below[last, k] > self.options.line:
            return False
        start = self.nodes[link.answer].box.x0
        if abs(self.nodes[k].box.x0 - start) > self.near.unit or self.likes[k].type not in ("text", "code"):
            return False
        beside = self.near.next_left(k)
        return beside is None or self.nodes[beside].box.x1 < self.nodes[link.question].box.x0


def _has_letters(node: Node) -> bool:
    """Bullets and the like begin lines and name nothing."""
    return any(character.isalpha() for character in node.text)


def _asks(like: Likeness) -> bool:
    return like.colon and like.label >= 0.6


def _is_heading(node: Node, like: Likeness, unit: float) -> bool:
    """Short text in capitals, bold or larger type that ends like no sentence."""
    if like.words > 12 or like.type != "text" or node.text.rstrip().endswith((".", ",")):
        return False
    return (like.caps and like.words >= 2) or node.bold or node.box.height > 1.4 * unit * len(node.boxes)


def _spans(line: Box, box: Box) -> bool:
    """Whether a line runs over most of a box's width."""
    return min(line.x1, box.x1) - max(line.x0, box.x0) > 0.6 * min(box.width, line.width)


def _is_border(line: Box, uprights: Lines) -> bool:
    """Whether upright rulings meet the line at one of its ends: then it belongs to a box or a grid."""
    level = line.center[1]
    return any(
        abs(upright.center[0] - end) < 3.0 and upright.top - 3.0 <= level <= upright.bottom + 3.0
        for end in (line.x0, line.x1)
        for upright in uprights.between(end - 3.0, end + 3.0)
    )


__all__ = ["Candidate", "Neighbours", "PagePairs", "RuleFinder", "RuleOptions"]
