"""What is wrong with annotations, collected line by line before anything is trained on them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extractors.errors import BadAnnotations
from extractors.forms.segments import lines
from extractors.types import Box, Page

SLACK = 0.01
"""A box may stand out by this share of the page's longer side: scans and rounding."""


class Problems:
    """A list of lines ``where: what``."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, where: str, what: str) -> None:
        self.lines.append(f"{where}: {what}")

    def json(self, path: Path) -> dict[str, Any] | None:
        """The JSON object in a file, or None with the problem noted."""
        try:
            content = json.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            self.add(path.name, f"is not readable JSON ({type(error).__name__})")
            return None
        if not isinstance(content, dict):
            self.add(path.name, "is not a JSON object")
            return None
        return content

    def raise_if_any(self) -> None:
        """Raises BadAnnotations with every line."""
        if self.lines:
            count = len(self.lines)
            raise BadAnnotations(
                f"{count} problem{'s' * (count > 1)} in the annotations, the first: {self.lines[0]}",
                "correct or remove these annotations",
                tuple(self.lines),
            )


def box_of(values: Any, page: Page, where: str, problems: Problems) -> Box | None:
    """A box from four numbers, or None with the problem noted: not a box, inside out, or outside the page."""
    try:
        x0, top, x1, bottom = (float(value) for value in values)
        box = Box(x0, top, x1, bottom)
    except (TypeError, ValueError):
        problems.add(where, f"has no proper box: {values}")
        return None
    if outside(box, page):
        problems.add(where, f"points outside page {page.number} ({page.width:g} x {page.height:g}): {list(box)}")
        return None
    return box


def outside(box: Box, page: Page) -> bool:
    """Whether a box leaves the page by more than the slack."""
    frame = page.box.grow(SLACK * max(page.width, page.height))
    return box.x0 < frame.x0 or box.top < frame.top or box.x1 > frame.x1 or box.bottom > frame.bottom


def close(inner: Box, outer: Box) -> bool:
    """Whether most of a box lies in another."""
    return inner.covered_by(outer) > 0.5


def lines_of(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """One box for each line of words, whatever order the words are given in."""
    words = list(boxes)
    return tuple(Box.around(words[i] for i in line) for line in lines(words))
