"""The printed label of a place: of an AcroForm widget, whose value is no part of the page's text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractors.forms.checkboxes import Group
from extractors.forms.geometry import Node
from extractors.forms.likeness import likeness
from extractors.forms.vocabulary import fold, label_words
from extractors.types import Box


class Labels:
    """Finds labels among the nodes of one page. `unit` is the page's line height."""

    def __init__(self, nodes: Sequence[Node], unit: float, groups: Sequence[Group] = ()) -> None:
        self.nodes, self.unit = nodes, unit
        self.options = [(option.region.box, option, group) for group in groups for option in group.options]
        self.boxes = np.array([tuple(node.box) for node in nodes]).reshape(-1, 4)
        self.says = np.array([_says(node.text) for node in nodes])
        self.sizes = np.array([round(node.size * 2) for node in nodes])
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
        """A label of several lines with all of them: right above and below, in the same column and type."""
        lines = [index]
        while (up := self._tight(lines[0], -1)) is not None and up not in lines and len(lines) < 4:
            lines.insert(0, up)
        while (down := self._tight(lines[-1], 1)) is not None and down not in lines and len(lines) < 4:
            lines.append(down)
        text = " ".join(self.nodes[i].text for i in lines)
        return text.strip(" :._"), Box.around(self.nodes[i].box for i in lines)

    def _tight(self, index: int, way: int) -> int | None:
        """The line of the same block right below (way 1) or above (-1)."""
        x0, top, _, bottom = self.boxes.T / self.unit
        gap = top - bottom[index] if way > 0 else top[index] - bottom
        level = np.abs(x0 - x0[index]) < 0.5
        fits = level & (np.abs(gap) < 0.35) & (np.arange(len(x0)) != index) & (self.sizes == self.sizes[index])
        return int(np.argmax(fits)) if fits.any() else None

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
        score = placed * self.says * (0.4 + self.likes)
        best = int(score.argmax())
        return best if score[best] > 0.08 else None


def _says(text: str) -> float:
    """Text without letters labels nothing; very short text that is no known word hardly anything."""
    if not any(character.isalpha() for character in text):
        return 0.0
    return 1.0 if len(text) > 3 or fold(text) in label_words() else 0.4
