"""Whoever fills in a synthetic page: labels, values, questions and answers put on a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from extractors.synthetic.sheet import ANSWER, HEADER, OTHER, QUESTION, Placed, Sheet
from extractors.synthetic.values import Values
from extractors.synthetic.vocabulary import Label, Vocabulary

At = tuple[float, float]
_KINDS = (
    "phrase",
    "number",
    "money",
    "date",
    "name",
    "code",
    "sentence",
    "integer",
    "company",
    "quantity",
    "word",
    "yesno",
)


@dataclass
class Writer:
    """A sheet with the words and habits to fill it. Every method gives what it put down."""

    sheet: Sheet
    words: Vocabulary
    values: Values
    domain: str
    strange: float = 0.1
    """Share of labels that no vocabulary holds, so that the place has to tell."""

    @property
    def random(self) -> Random:
        return self.sheet.random

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def label(self) -> Label:
        if self.chance(self.strange):
            kind = self.random.choice(_KINDS)
            return self.values.draw(
                self.random.choice(("phrase", "phrase", "product", "brand", "code", "region"))
            ), kind
        return self.words.label(self.random, self.domain)

    def cased(self, text: str, case: str) -> str:
        if case == "upper":
            return text.upper()
        if case == "lower":
            return text.lower()
        if case == "title" and text.isupper():
            return text.title()
        if case == "title":
            return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))
        if case == "sentence" and text.isupper():
            return text.capitalize()
        return text

    def styled(self, text: str, colon: float | None = None) -> str:
        """A label as this page prints it: its case, and perhaps a colon."""
        style = self.sheet.style
        text = self.cased(text, style.label_case)
        share = style.colon if colon is None else colon
        if text[-1] not in "?:#." and self.chance(share):
            return text + ("" if not self.chance(0.08) else " ") + ":"
        if text[-1] == "." and self.chance(share * 0.6):
            return text + ":"
        return text

    def value(self, kind: str, lines: bool = True) -> str:
        text = self.values.draw(kind)
        if not lines:
            text = text.replace("\n", ", ")
        return self.cased(text, self.sheet.style.value_case)

    def question(self, text: str, at: At, limit: float = 0.0, scale: float = 1.0) -> Placed:
        return self.sheet.write(text, at, QUESTION, limit, scale=scale)

    def header(self, text: str, at: At, limit: float = 0.0, scale: float = 1.0) -> Placed:
        return self.sheet.write(text, at, HEADER, limit, scale=scale)

    def other(self, text: str, at: At, limit: float = 0.0, scale: float = 1.0) -> Placed:
        return self.sheet.write(text, at, OTHER, limit, scale=scale)

    def answer(self, text: str, at: At, limit: float, *questions: Placed, scale: float = 1.0) -> Placed:
        """An answer, linked to each of its questions."""
        placed = self.sheet.write(text, at, ANSWER, limit, value=True, scale=scale)
        self.sheet.links.extend((question.entity, placed.entity) for question in questions)
        return placed

    def fill(self, kind: str, at: At, limit: float, *questions: Placed, scale: float = 1.0) -> Placed | None:
        """An answer of the kind, or a blank left open (None)."""
        if not self.chance(self.sheet.style.fill):
            return None
        if self.words.language == "en" and self.chance(0.04):
            kind = "filler"
        text = self.value(kind, lines=limit > 60)
        return self.answer(text, at, limit, *questions, scale=scale)
