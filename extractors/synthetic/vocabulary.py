"""Labels, headings and sentences of a language, unpacked once."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from random import Random
from types import ModuleType

LANGUAGES = ("en", "de", "fr", "es")
DOMAINS = (
    "invoice",
    "receipt",
    "tax",
    "insurance",
    "medical",
    "application",
    "bank",
    "customs",
    "hr",
    "utility",
    "business",
)
Label = tuple[str, str]
"""What is printed, and the type of its value (a name that `values` knows)."""

_GRAMMAR = {
    "en": (
        ("Name of {party}", "name"),
        ("{Party} name", "name"),
        ("{Party}'s address", "address"),
        ("{Party} phone", "phone"),
        ("Address of {party}", "address"),
        ("Signature of {party}", "name"),
        ("{Party} signature", "name"),
        ("{Party} ID", "code"),
        ("{Thing} no.", "code"),
        ("{Thing} number", "code"),
        ("{Thing} #", "code"),
        ("{Thing} date", "date"),
        ("Date of {event}", "date"),
        ("{Event} date", "date"),
        ("Place of {event}", "city"),
        ("Time of {event}", "time"),
        ("Number of {many}", "integer"),
        ("No. of {many}", "integer"),
        ("Total {many}", "integer"),
        ("Type of {thing}", "phrase"),
        ("{Thing} amount", "money"),
        ("{Thing} description", "phrase"),
        ("{Thing} type", "phrase"),
        ("Total {thing} cost", "money"),
        ("Reason for {event}", "phrase"),
        ("Has the {party} signed?", "yesno"),
        ("Was the {thing} received?", "yesno"),
        ("{Thing} title", "phrase"),
        ("{Thing} approved by", "name"),
    ),
    "de": (
        ("Name des {party}", "name"),
        ("Anschrift des {party}", "address"),
        ("Unterschrift {party}", "name"),
        ("{thing}nummer", "code"),
        ("{thing}-Nr.", "code"),
        ("{thing}datum", "date"),
        ("Datum der {event}", "date"),
        ("Tag der {event}", "date"),
        ("Ort der {event}", "city"),
        ("Anzahl {many}", "integer"),
        ("Zahl der {many}", "integer"),
        ("Telefon des {party}", "phone"),
    ),
    "fr": (
        ("Nom du {party}", "name"),
        ("Adresse du {party}", "address"),
        ("Signature du {party}", "name"),
        ("N° de {thing}", "code"),
        ("Date de {event}", "date"),
        ("Lieu de {event}", "city"),
        ("Nombre de {many}", "integer"),
        ("Montant de {thing}", "money"),
        ("Téléphone du {party}", "phone"),
        ("Type de {thing}", "phrase"),
    ),
    "es": (
        ("Nombre del {party}", "name"),
        ("Dirección del {party}", "address"),
        ("Firma del {party}", "name"),
        ("N.º de {thing}", "code"),
        ("Fecha de {event}", "date"),
        ("Lugar de {event}", "city"),
        ("Número de {many}", "integer"),
        ("Importe de {thing}", "money"),
        ("Teléfono del {party}", "phone"),
        ("Tipo de {thing}", "phrase"),
    ),
}


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language; `labels` by domain."""

    language: str
    labels: dict[str, tuple[Label, ...]]
    columns: tuple[Label, ...]
    rows: tuple[str, ...]
    titles: tuple[str, ...]
    sections: tuple[str, ...]
    options: tuple[str, ...]
    groups: tuple[str, ...]
    sentences: tuple[str, ...]
    small: tuple[str, ...]
    parties: tuple[str, ...]
    things: tuple[str, ...]
    events: tuple[str, ...]
    many: tuple[str, ...]

    def label(self, random: Random, domain: str) -> Label:
        """A label of the domain, now and then of another one, or made up by the language's grammar."""
        draw = random.random()
        if draw < 0.2:
            return self.compose(random)
        chosen = domain if draw < 0.85 else random.choice(DOMAINS)
        return random.choice(self.labels[chosen])

    def compose(self, random: Random) -> Label:
        pattern, kind = random.choice(_GRAMMAR[self.language])
        party, thing, event = random.choice(self.parties), random.choice(self.things), random.choice(self.events)
        many = random.choice(self.many)
        text = pattern.format(
            party=party,
            Party=party.capitalize(),
            thing=thing,
            Thing=thing.capitalize(),
            event=event,
            Event=event.capitalize(),
            many=many,
        )
        return text, kind


@cache
def vocabulary(language: str) -> Vocabulary:
    words = importlib.import_module(f"extractors.synthetic.words.{language}")
    plain = ("rows", "titles", "sections", "options", "groups", "sentences", "small", "parties", "things", "events")
    lists = {name: _list(words, name) for name in plain}
    labels = {domain: _labels(text) for domain, text in words.LABELS.items()}
    return Vocabulary(language, labels, columns=_labels(words.COLUMNS), many=_list(words, "quantities"), **lists)


def _list(words: ModuleType, name: str) -> tuple[str, ...]:
    return tuple(item for line in getattr(words, name.upper()).splitlines() for item in line.split("|") if item)


def _labels(text: str) -> tuple[Label, ...]:
    items = (item.rpartition("=") for line in text.splitlines() for item in line.split("|") if item)
    return tuple((label, kind) for label, _, kind in items)
