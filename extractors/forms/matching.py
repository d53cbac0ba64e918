"""The fields of a schema on a document: a ranker for each field, learned aliases, one place for one value."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.forms import calibrating
from extractors.forms.calibrating import Surety
from extractors.forms.evidence import Background, Seen, Sheet
from extractors.forms.learning import Shown, learn
from extractors.forms.naming import alike
from extractors.forms.places import Form
from extractors.forms.ranker import FieldRanker
from extractors.forms.schema import Schema, SchemaField
from extractors.forms.values import Value
from extractors.forms.vocabulary import fold
from extractors.normalize import Hints, normalize
from extractors.types import Field, Source

Taught = tuple[Sheet, tuple[Seen, tuple[NDArray[np.float64], float]], Sequence[Field]]
"""A document to learn from: its candidates, their traits and how common these are, and the right answers."""
_FOLDS = 5
_OFFERED, _LEFT = 20, 0.02
_LEAST = 0.2
"""A value is answered from this probability on, a further one of a repeated field likewise."""


@dataclass(slots=True)
class SchemaReader:
    """Answers a schema from candidates. `threshold`: the least probability of an answer."""

    schema: Schema
    threshold: float = _LEAST
    rankers: dict[str, FieldRanker] = field(default_factory=dict)
    background: Background = field(default_factory=Background)
    surety: Surety = field(default_factory=Surety)
    form: Form = field(default_factory=Form)

    def __post_init__(self) -> None:
        for wanted in self.schema.fields:
            self.rankers.setdefault(wanted.name, FieldRanker(wanted, self.schema.names(wanted)))

    def answer(self, values: Sequence[Value], hints: Hints, source: Mapping[int, str]) -> list[Field]:
        """The fields found, in the schema's order. `source`: the kind of text of each page (text, ocr)."""
        found: dict[str, list[Field]] = defaultdict(list)
        sheet = Sheet(values, self.form.laid(values))
        seen = self.background.seen(sheet) if self.background.columns else None
        for chance, wanted, value in self._picked(sheet, seen):
            known = source.get(value.page, "text")
            sure = self.surety(chance, self.rankers[wanted.name].asked)
            found[wanted.name].append(to_field(wanted, value, sure, hints, known))
        return [own for wanted in self.schema.fields for own in found[wanted.name]]

    def _picked(self, sheet: Sheet, seen: Seen | None) -> list[tuple[float, SchemaField, Value]]:
        """The answers with their chances: the likeliest first, one for a field, no place twice."""
        picked: list[tuple[float, SchemaField, Value]] = []
        offers = [offer for wanted in self.schema.fields if (offer := self._offer(wanted, sheet, seen)).chances]
        while offers:
            chance, number = max((offer.best()[0], -n) for n, offer in enumerate(offers))
            if chance < self.threshold:
                break
            first = offers[-number]
            value = first.best()[1]
            picked.append((chance, first.wanted, value))
            left = [own.without(value) for own in offers if own is not first or own.wanted.repeated]
            offers = [offer for offer in left if offer.chances]
        return picked

    def _offer(self, wanted: SchemaField, sheet: Sheet, seen: Seen | None) -> Offer:
        """The likeliest candidates of a field."""
        ranker = self.rankers[wanted.name]
        chosen = ranker.candidates(sheet)
        chances = ranker.chances(sheet, chosen, seen, self.background)
        each = _each(chances[:-1], 1 - float(chances[:-1].sum())) if wanted.repeated else chances[:-1]
        ranked = np.argsort(-each, kind="stable")[:_OFFERED].tolist()
        return Offer(wanted, tuple(sheet.values[chosen[i]] for i in ranked), tuple(float(each[i]) for i in ranked))

    def asked(self, schema: Schema) -> SchemaReader:
        """A reader of another schema that keeps what is known of fields of the same name and type."""
        known = {own.name: own for own in self.schema.fields}
        rankers = {}
        for wanted in schema.fields:
            old = known.get(wanted.name)
            if old is not None and old.type == wanted.type:
                aliases = tuple(dict.fromkeys((*wanted.aliases, *old.aliases)))
                ranker, wanted = self.rankers[wanted.name], replace(wanted, aliases=aliases)
                rankers[wanted.name] = replace(ranker, wanted=wanted, names=schema.names(wanted))
        fields = tuple(rankers[own.name].wanted if own.name in rankers else own for own in schema.fields)
        return SchemaReader(
            replace(schema, fields=fields), self.threshold, rankers, self.background, self.surety, self.form
        )

    def learn(self, documents: Sequence[Sequence[Value]], answers: Sequence[Sequence[Field]]) -> dict[str, int]:
        """Learn every field from candidates and right answers, and what chances are worth from answers on documents
        that were left out. Returns for each field from how many documents."""
        self.form = Form.learned(documents)
        sheets = [Sheet(values, self.form.laid(values)) for values in documents]
        self.background = Background.learned(sheets)
        seen = [(self.background.seen(sheet), self.background.share(sheet)) for sheet in sheets]
        taught = list(zip(sheets, seen, answers, strict=True))
        self.surety = self._tried(taught)
        counts = self._learn(taught)
        self.schema = replace(self.schema, fields=tuple(self.rankers[own.name].wanted for own in self.schema.fields))
        return counts

    def _learn(self, taught: Sequence[Taught]) -> dict[str, int]:
        counts = {}
        for wanted in self.schema.fields:
            self.rankers[wanted.name], counts[wanted.name] = self._learn_field(wanted, taught)
        return counts

    def _tried(self, taught: Sequence[Taught]) -> Surety:
        """What the chances are worth of a reader that learned from the other documents."""
        folds = min(_FOLDS, len(taught))
        chances: list[float] = []
        right: list[bool] = []
        for k in range(folds) if folds > 1 else ():
            reader = SchemaReader(self.schema, self.threshold, background=self.background)
            reader._learn([own for n, own in enumerate(taught) if n % folds != k])
            for sheet, (seen, _), fields in taught[k::folds]:
                picked = reader._picked(sheet, seen)
                chances += [chance for chance, _, _ in picked]
                right += [bool(right_ones(wanted, [value], fields)) for _, wanted, value in picked]
        return calibrating.fit(chances, right) if chances else self.surety

    def _learn_field(
        self,
        wanted: SchemaField,
        taught: Sequence[Taught],
    ) -> tuple[FieldRanker, int]:
        """Documents on which no candidate says the annotated value are left out for this field."""
        ranker = FieldRanker(wanted, self.schema.names(wanted), count=1.0)
        shown = []
        for sheet, (traits, share), fields in taught:
            chosen = ranker.candidates(sheet)
            right = right_ones(wanted, [sheet.values[n] for n in chosen], fields)
            if chosen and right is not None:
                shown.append(Shown(sheet, chosen, right, traits.of(chosen), share))
        wanted = replace(wanted, aliases=_aliases(wanted, ranker.names, shown))
        ranker = FieldRanker(wanted, self.schema.names(wanted))
        if shown:
            learn(ranker, shown, self.background)
        return ranker, sum(bool(document.right) for document in shown)

    def plain(self) -> dict[str, Any]:
        rankers = {name: ranker.plain() for name, ranker in self.rankers.items()}
        return {"schema": self.schema.plain(), "threshold": self.threshold, "rankers": rankers,
                "background": self.background.plain(), "surety": self.surety.plain,
                "form": self.form.plain()}  # fmt: skip

    @classmethod
    def of(cls, plain: dict[str, Any]) -> SchemaReader:
        schema = Schema.of(plain["schema"])
        wanted = {own.name: own for own in schema.fields}
        rankers = {
            name: FieldRanker.of(wanted[name], schema.names(wanted[name]), own)
            for name, own in plain["rankers"].items()
        }
        surety = Surety.of(plain.get("surety", ()))
        return cls(
            schema,
            plain["threshold"],
            rankers,
            Background.of(plain["background"]),
            surety,
            Form.of(plain.get("form", {})),
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """Candidates of a field with their chances; `whole`: what all of them and nothing add up to, less than 1 once some
    are the values of other fields."""

    wanted: SchemaField
    values: tuple[Value, ...]
    chances: tuple[float, ...]
    whole: float = 1.0

    def best(self) -> tuple[float, Value]:
        """The likeliest candidate; candidates that say the same add up."""
        mass: dict[Any, float] = defaultdict(float)
        for value, chance in zip(self.values, self.chances, strict=True):
            mass[_saying(value)] += chance
        value = max(self.values, key=lambda own: mass[_saying(own)])
        return min(mass[_saying(value)] / self.whole, 1.0), value

    def without(self, taken: Value) -> Offer:
        """What is left where the place of a value is taken; the chances of what stood there go to the rest."""
        kept = [n for n, value in enumerate(self.values) if not _taken(value, taken)]
        chances = tuple(self.chances[n] for n in kept)
        lost = 0.0 if self.wanted.repeated else sum(self.chances) - sum(chances)
        return Offer(self.wanted, tuple(self.values[n] for n in kept), chances, max(self.whole - lost, _LEFT))


def _each(chances: Any, nothing: float) -> Any:
    """Chances of repeated values: each against nothing alone, not against the other values."""
    return chances / (chances + max(nothing, 1e-9))


def _saying(value: Value) -> Any:
    """What makes two candidates the same answer: the text, for marks also the place."""
    if value.type == "checkbox":
        return value.page, value.box
    return "".join(value.text.split())


def _taken(value: Value, other: Value) -> bool:
    """Whether two values stand on one place."""
    own, box = value.box, other.box
    if own is None or box is None or value.page != other.page:
        return False
    return max(own.covered_by(box), box.covered_by(own)) > 0.5


def right_ones(wanted: SchemaField, values: Sequence[Value], answers: Sequence[Field]) -> list[int] | None:
    """Which candidates are the annotated value: of the same text, and at its place where one is known. An empty list
    where the document has no such value; None where no candidate says it."""
    own = [answer for answer in answers if answer.key == wanted.name]
    if not own:
        return []
    hits: list[int] = []
    for answer in own:
        hits += _hits(answer, values)
    return hits or None


def _hits(answer: Field, values: Sequence[Value]) -> list[int]:
    text = "".join(answer.value.split())
    if answer.type in ("checkbox", "boolean"):
        text = "selected" if normalize(answer.value, "checkbox") == "true" else "unselected"
    same = [i for i, value in enumerate(values) if "".join(value.text.split()) == text]
    if answer.box is None:
        return same
    box = answer.box.grow(4.0)
    there = [i for i in same if (own := values[i].box) and values[i].page == answer.page and own.overlap(box)]
    return there if there or answer.type in ("checkbox", "boolean") else same


def _aliases(wanted: SchemaField, names: Sequence[str], documents: Sequence[Shown]) -> tuple[str, ...]:
    """The schema's aliases and the labels that stand at right values of at least two documents (or of the only one)."""
    counts: Counter[str] = Counter()
    for document in documents:
        values = [document.sheet.values[document.chosen[i]] for i in document.right]
        labels = {fold(text) for value in values for text in _labels(value) if text}
        counts.update(label for label in sorted(labels) if 2 <= len(label) <= 60 and any(c.isalpha() for c in label))
    least = 2 if sum(bool(own.right) for own in documents) > 1 else 1
    new = [label for label, count in counts.most_common(8) if count >= least and alike(names, label) < 0.95]
    return (*wanted.aliases, *new)


def _labels(value: Value) -> tuple[str, ...]:
    """What may name a value; the question before a check box names all of its options alike."""
    return (value.question,) if value.kind == "mark" else (value.question, value.left)


def to_field(wanted: SchemaField, value: Value, chance: float, hints: Hints, source: str) -> Field:
    """The schema's name and type, the printed value, and where it comes from; AcroForm values as they are stored."""
    type_ = wanted.type
    normal = normalize(value.text, type_, hints)
    kind = "acroform" if value.kind == "acroform" else source
    witness = Source(kind, value.text, value.page, value.box, name=value.name or value.question)
    label = value.question or value.left or value.above
    confidence = float(np.clip(chance, 0.0, 0.999))
    return Field(wanted.name, value.text, value.page, value.box, confidence, type_, normal, label.strip(" :"),
                 None, (witness,))  # fmt: skip
