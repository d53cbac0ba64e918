"""How good a forms answer is, measured as FUNSD and SROIE are.

Conventions for "nothing there", in every figure: nothing expected and nothing found is 1; something expected and
nothing found, or the reverse, is 0. All figures are micro averages over the documents given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz.distance import Levenshtein

from extractors.types import Entity, Extraction, Field

LABELS = ("header", "question", "answer")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were expected, found, and right."""

    expected: int = 0
    found: int = 0
    right: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.expected + other.expected, self.found + other.found, self.right + other.right)

    def plain(self) -> dict[str, float]:
        """For JSON: how many were expected, and the three figures."""
        figures = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {"expected": self.expected, **{name: round(value, 4) for name, value in figures.items()}}

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else float(not self.expected)

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else float(not self.found)

    @property
    def f1(self) -> float:
        if not self.expected and not self.found:
            return 1.0
        return 2 * self.right / (self.expected + self.found)


def total(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def entity_counts(expected: Extraction, found: Extraction, places: bool = True) -> Counts:
    """Headers, questions and answers with exactly the same words and the same label (order of words and other
    entities left out). With `places` the two boxes must also overlap by half; without, when frames differ, equal
    texts are counted as often as they occur."""
    wanted, got = _labelled(expected), _labelled(found)

    def same(a: Entity, b: Entity) -> bool:
        return _bag(a) == _bag(b) and (not places or (a.page == b.page and a.box.iou(b.box) >= 0.5))

    return _match(wanted, got, same, _bag)


def label_counts(expected: Sequence[Entity], found: Sequence[Entity]) -> Counts:
    """Micro over header, question and answer where the same entities were given to both, in the same order.
    Raises ValueError when they are not as many."""
    pairs = [(a.kind, b.kind) for a, b in zip(expected, found, strict=True)]
    return Counts(
        sum(a in LABELS for a, _ in pairs),
        sum(b in LABELS for _, b in pairs),
        sum(a == b and a in LABELS for a, b in pairs),
    )


def link_counts(expected: Extraction, found: Extraction) -> Counts:
    """Directed links question to answer; a link counts as found when its ends have these labels. Entities are the
    same in both answers, in the same order."""
    wanted, got = question_links(expected), question_links(found)
    return Counts(len(wanted), len(got), len(wanted & got))


def pair_counts(expected: Extraction, found: Extraction) -> Counts:
    """Linked texts of question and answer, each compared without case and spaces and within 1 edit in 10."""
    wanted, got = _pairs(expected), _pairs(found)
    return _match(wanted, got, lambda a, b: _near(a[0], b[0]) and _near(a[1], b[1]), None)


def field_counts(expected: Extraction, found: Extraction) -> Counts:
    """Fields of the same key with exactly the same value, spaces left out (digits in boxes are read as 1 2 3 and as
    123); marks (check box, yes and no) by their state."""
    return _match(expected.fields, found.fields, same_field, lambda field: field.key)


def same_field(a: Field, b: Field) -> bool:
    if a.key != b.key:
        return False
    if "".join(a.value.split()) == "".join(b.value.split()):
        return True
    marks = ("checkbox", "boolean")
    return a.type in marks and b.type in marks and a.normal is not None and a.normal == b.normal


def question_links(answer: Extraction) -> set[tuple[int, int]]:
    """The links that go from a question to an answer."""
    kinds = [entity.kind for entity in answer.entities]
    return {(q, a) for q, a in answer.links if kinds[q] == "question" and kinds[a] == "answer"}


def _labelled(answer: Extraction) -> list[Entity]:
    return [entity for entity in answer.entities if entity.kind in LABELS]


def _bag(entity: Entity) -> Hashable:
    return entity.kind, tuple(sorted(entity.text.split()))


def _pairs(answer: Extraction) -> list[tuple[str, str]]:
    texts = [entity.text for entity in answer.entities]
    return [(_squash(texts[q]), _squash(texts[a])) for q, a in sorted(question_links(answer))]


def _squash(text: str) -> str:
    return "".join(text.split()).casefold()


def _near(a: str, b: str) -> bool:
    longer = max(len(a), len(b))
    return abs(len(a) - len(b)) * 10 <= longer and Levenshtein.distance(a, b) * 10 <= longer


def _match(
    wanted: Sequence[T], got: Sequence[T], same: Callable[[T, T], bool], bucket: Callable[[T], Hashable] | None
) -> Counts:
    """Each found thing answers at most one expected thing; `bucket` is equal wherever `same` can hold."""
    free: dict[Hashable, list[T]] = {}
    for item in got:
        free.setdefault(bucket(item) if bucket else None, []).append(item)
    right = 0
    for item in wanted:
        candidates = free.get(bucket(item) if bucket else None, [])
        hit = next((n for n, candidate in enumerate(candidates) if same(item, candidate)), None)
        if hit is not None:
            candidates.pop(hit)
            right += 1
    return Counts(len(wanted), len(got), right)


def reliability(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[list[float]]:
    """For a reliability diagram: mean confidence, share right and number of each bin of equal width that has any."""
    held: dict[int, list[tuple[float, bool]]] = {}
    for confidence, is_right in zip(confidences, right, strict=True):
        held.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, is_right))
    return [
        [round(sum(c for c, _ in own) / len(own), 4), round(sum(r for _, r in own) / len(own), 4), len(own)]
        for _, own in sorted(held.items())
    ]


def calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: the mean distance of confidence and share right, over bins of equal width weighted
    by how many fall in each (Guo et al., 2017). Nothing at all is 0."""
    sums: Counter[int] = Counter()
    gaps: dict[int, float] = {}
    for confidence, is_right in zip(confidences, right, strict=True):
        place = min(int(confidence * bins), bins - 1)
        sums[place] += 1
        gaps[place] = gaps.get(place, 0.0) + confidence - is_right
    return sum(abs(gap) for gap in gaps.values()) / max(sum(sums.values()), 1)
