"""One page as the forms family reads it: the finder's pairs, check boxes, and AcroForm fields brought together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from extractors.forms.acroform import acroform_fields, outside_widgets
from extractors.forms.checkboxes import Group, bind, checkbox_fields
from extractors.forms.found import Found
from extractors.forms.geometry import Node, line_height
from extractors.forms.labels import Labels
from extractors.forms.pairs import page_nodes
from extractors.forms.values import Value, page_values
from extractors.normalize import Hints, guess_type, normalize
from extractors.normalize.numbers import named_currencies
from extractors.types import Box, Field, Page, Source, ValueType

_BULLETS = " •·▪‣◦"
"""Signs that open the points of a list; alone they answer nothing."""


class PageReading:
    """Each part is computed when it is first asked for: `nodes`, `groups`, `labels`, `stored`."""

    def __init__(self, page: Page, found: Found, hints: Hints) -> None:
        self.page, self.found, self.hints = page, found, hints

    @property
    def source(self) -> str:
        """The kind of text of the page: ``text`` or ``ocr``."""
        return "ocr" if self.page.text_source == "ocr" else "text"

    @cached_property
    def nodes(self) -> list[Node]:
        return page_nodes(self.page)

    @cached_property
    def groups(self) -> list[Group]:
        return bind(self.page, self.nodes, line_height(self.nodes))

    @cached_property
    def labels(self) -> Labels:
        return Labels(self.nodes, line_height(self.nodes), self.groups)

    @cached_property
    def stored(self) -> list[Field]:
        """The AcroForm fields of the page."""
        return acroform_fields(self.page, self.hints, self.labels.of) if self.page.widgets else []

    def fields(self, threshold: float) -> list[Field]:
        """AcroForm values, then printed pairs and check boxes that do not stand at their places."""
        printed = [field for field in self._pairs() if field.confidence >= threshold]
        if any(region.state is not None for region in self.page.regions):
            marks = checkbox_fields(self.page, self.groups, self.nodes)
            printed = [*_no_options(printed, self.groups, self.nodes), *marks]
        if not self.page.widgets:
            return printed
        return self.stored + outside_widgets(self.page, printed, self.labels.of)

    def values(self) -> list[Value]:
        """Candidates for the fields of a schema."""
        return page_values(self.page, self.nodes, self.found, self.groups, self.stored)

    def _pairs(self) -> list[Field]:
        """A field for every linked question and answer."""
        return [
            self._pair(link.question, link.answer, link.confidence)
            for link in self.found.links
            if self.found.entities[link.question].kind == "question"
            and self.found.entities[link.answer].text.strip(_BULLETS)
        ]

    def _pair(self, question_index: int, answer_index: int, confidence: float) -> Field:
        question, answer = self.found.entities[question_index], self.found.entities[answer_index]
        label = question.text.strip(" :.…_*")
        type_, hints = self._type(label, answer.text)
        witness = Source(self.source, answer.text, self.page.number, answer.box, name=question.text)
        return Field(label or question.text, answer.text, self.page.number, answer.box, confidence, type_,
                     normalize(answer.text, type_, hints), label, question.box, (witness,))  # fmt: skip

    def _type(self, label: str, value: str) -> tuple[ValueType, Hints]:
        """The type by the value's look; an amount whose currency stands in the label (Total GBP) is money."""
        type_ = guess_type(value)
        if type_ in ("number", "integer") and (named := set(named_currencies(f"{label} 0"))):
            return "money", replace(self.hints, currency=named.pop()) if len(named) == 1 else self.hints
        return type_, self.hints


def _no_options(fields: Sequence[Field], groups: Sequence[Group], nodes: Sequence[Node]) -> list[Field]:
    """The pairs that do not take the text of an option, or the question of options, for label or value."""
    boxes = [option.box for group in groups for option in group.options if option.text]
    boxes += [nodes[group.question].box for group in groups if group.question is not None]
    return [f for f in fields if not any(own and _mostly_in(own, boxes) for own in (f.box, f.key_box))]


def _mostly_in(box: Box, others: Sequence[Box]) -> bool:
    return any(box.covered_by(other) > 0.7 for other in others)
