"""Label and value pairs by rules of geometry; a finder without weights."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.forms.found import Found, Link
from extractors.forms.segments import Segment, segment
from extractors.types import Entity, Example, Page


class RuleFinder:
    """Pairs by colon and nearness."""

    name = "forms-rules-1"

    def find(self, pages: Sequence[Page], given: Sequence[Sequence[Entity]] | None = None) -> list[Found]:
        return [_find(page) for page in pages]

    def fit(self, examples: Sequence[Example]) -> None:
        return None

    def state(self) -> dict[str, object]:
        return {}

    def restore(self, state: dict[str, object]) -> None:
        return None


def _find(page: Page) -> Found:
    segments = segment(page.words, page.rulings)
    links = []
    kinds = ["other"] * len(segments)
    for i, label in enumerate(segments):
        if label.text.endswith(":") and (value := _right(i, segments)) is not None:
            kinds[i], kinds[value] = "question", "answer"
            links.append(Link(i, value, 0.7))
    entities = (Entity(kind, s.text, page.number, (s.box,)) for kind, s in zip(kinds, segments, strict=True))
    return Found(tuple(entities), tuple(links))


def _right(i: int, segments: Sequence[Segment]) -> int | None:
    label = segments[i].box
    level = [
        j
        for j, other in enumerate(segments)
        if j != i and other.box.x0 >= label.x1 - 2 and other.box.top < label.center[1] < other.box.bottom
    ]
    nearest = min(level, key=lambda j: segments[j].box.x0, default=None)
    return None if nearest is None or segments[nearest].text.endswith(":") else nearest
