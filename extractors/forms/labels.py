"""The printed label of a place: of an AcroForm widget, whose value is no part of the page's text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.forms.checkboxes import Group
from extractors.forms.geometry import Node
from extractors.forms.likeness import likeness
from extractors.types import Box


class Labels:
    """Finds labels among the nodes of one page. `unit` is the page's line height."""

    def __init__(self, nodes: Sequence[Node], unit: float, groups: Sequence[Group] = ()) -> None:
        self.nodes, self.unit = nodes, unit
        self.options = [(option.region.box, option, group) for group in groups for option in group.options]
        self.boxes = np.array([tuple(node.box) for node in nodes]).reshape(-1, 4)
        self.says = np.array([any(c.isalpha() for c in node.text) for node in nodes])
        self.likes = np.array([likeness(node.text, node.blank, node.bold).label for node in nodes])

    def of(self, box: Box) -> tuple[str, Box | None]:
        """Text and box of the label of a place; an empty text where nothing is near. A check box has its option's."""
        for place, option, group in self.options:
            if place.iou(box) > 0.3 and option.text:
                return option.text, option.box
            if place.iou(box) > 0.3 and group.question is not None:
                return self._node(group.question)
        best = self._best(box)
        return ("", None) if best is None else self._node(best)

    def _node(self, index: int) -> tuple[str, Box]:
        return self.nodes[index].text.strip(" :._"), self.nodes[index].box

    def _best(self, box: Box) -> int | None:
        """The highest score of: to the left on the same line, above or inside the top, and, less likely, below."""
        if not len(self.boxes):
            return None
        x0, top, x1, bottom = self.boxes.T / self.unit
        left, upper, right, lower = (value / self.unit for value in box)
        level = (top < lower) & (bottom > upper)
        beside = np.where(level & (x1 <= left + 0.5), np.exp(-np.maximum(left - x1, 0) / 5.0), 0.0)
        across = (np.minimum(x1, right) - np.maximum(x0, left) > 0) & (x0 < right)
        gap = np.abs(np.minimum(upper - bottom, 0) * 0.5 + np.maximum(upper - bottom, 0))
        over = np.where(across & (top < upper + 0.4) & (bottom < upper + 1.2), np.exp(-gap / 0.8), 0.0)
        shift = np.exp(-np.abs(x0 - left) / 10.0)
        under = np.where(
            across & (top > lower - 0.4) & (bottom > lower), np.exp(-np.maximum(top - lower, 0) / 0.4), 0.0
        )
        placed = np.maximum(beside, np.maximum(0.9 * over * shift, 0.35 * under * shift))
        score = placed * np.where(self.says, 0.4 + self.likes, 0.0)
        best = int(score.argmax())
        return best if score[best] > 0.08 else None
