"""Labels, headings and sentences of a language, unpacked once."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from random import Random
from types import ModuleType

from extractors.synthetic.words import office

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


_TITLES = (
    "{Thing} {event} form",
    "Request for {thing} {event}",
    "Report of {thing} {event}",
    "{Party} {event} record",
    "{Thing} {event} authorization",
    "Notice of {thing} {event}",
    "{Party} {thing} summary",
    "Monthly report of {many}",
    "{Thing} and {thing2} {event} request",
    "{Event} of {many}",
)
_HEADINGS = (
    "{Event} of {thing}",
    "Number of {many} per {thing}",
    "{Thing} and {thing2}",
    "{Party} and {thing}",
    "Summary of {many}",
    "{Many} by {thing}",
    "To be completed by the {party}",
    "{Thing} {event}",
    "{Party} information",
    "{Many}",
    "Total {many} {event}",
    "{Event}",
    "{Thing}",
    "{Thing}s",
)


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
    starts: tuple[str, ...]
    ends: tuple[str, ...]

    def label(self, random: Random, domain: str) -> Label:
        """A label of the domain, now and then of another one, or made up by the language's grammar."""
        draw = random.random()
        if draw < 0.2:
            return self.compose(random)
        chosen = domain if draw < 0.85 else random.choice(DOMAINS)
        return random.choice(self.labels[chosen])

    def compose(self, random: Random) -> Label:
        pattern, kind = random.choice(_GRAMMAR[self.language])
        return self._filled(pattern, random), kind

    def title(self, random: Random) -> str:
        """The title of a page, one in four made up."""
        made = self.language == "en" and random.random() < 0.25
        return self._filled(random.choice(_TITLES), random).upper() if made else random.choice(self.titles)

    def heading(self, random: Random) -> str:
        """The heading of a part, one in four made up."""
        made = self.language == "en" and random.random() < 0.25
        return self._filled(random.choice(_HEADINGS), random) if made else random.choice(self.sections)

    def _filled(self, pattern: str, random: Random) -> str:
        """The pattern with a word at each of its places, which a capital letter begins where the place's name has
        one."""
        lists = {"party": self.parties, "event": self.events, "many": self.many}
        words = {
            name: random.choice(lists.get(name, self.things)) for name in ("party", "thing", "thing2", "event", "many")
        }
        return pattern.format(**words, **{name.capitalize(): word.capitalize() for name, word in words.items()})


@cache
def vocabulary(language: str) -> Vocabulary:
    words = importlib.import_module(f"extractors.synthetic.words.{language}")
    plain = ("rows", "titles", "sections", "options", "groups", "sentences", "small", "parties", "things", "events")
    lists = {name: _list(words, name) for name in plain}
    labels = {domain: _labels(text) for domain, text in words.LABELS.items()}
    columns = _labels(words.COLUMNS)
    if language == "en":
        more = ("rows", "titles", "sections", "options", "groups", "sentences", "small")
        lists |= {name: lists[name] + _list(office, name) for name in more}
        labels["business"] += _labels(office.LABELS)
        columns += _labels(office.COLUMNS)
    starts, ends = (_list(office, name) if language == "en" else lists["parties"] for name in ("starts", "ends"))
    return Vocabulary(language, labels, columns, many=_list(words, "quantities"), starts=starts, ends=ends, **lists)


def _list(words: ModuleType, name: str) -> tuple[str, ...]:
    return tuple(item for line in getattr(words, name.upper()).splitlines() for item in line.split("|") if item)


def _labels(text: str) -> tuple[Label, ...]:
    items = (item.rpartition("=") for line in text.splitlines() for item in line.split("|") if item)
    return tuple((label, kind) for label, _, kind in items)
