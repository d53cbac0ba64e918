"""Many drawn lines, asked again and again which of them stand in a narrow stretch of the page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable

from extractors.types import Box


class Lines:
    """Boxes sorted by one number of theirs, `at`: finding those in a stretch costs a bisection, not a look at each."""

    def __init__(self, boxes: Iterable[Box], at: Callable[[Box], float]) -> None:
        self._boxes = list(boxes)
        places = sorted((at(box), i) for i, box in enumerate(self._boxes))
        self._values = [value for value, _ in places]
        self._order = [i for _, i in places]

    def __bool__(self) -> bool:
        return bool(self._boxes)

    def between(self, low: float, high: float) -> list[Box]:
        """The boxes with ``low <= at(box) <= high``, in the order in which they were given."""
        start, end = bisect_left(self._values, low), bisect_right(self._values, high)
        return [self._boxes[i] for i in sorted(self._order[start:end])] if end > start else []


def middle_x(box: Box) -> float:
    return (box.x0 + box.x1) / 2
