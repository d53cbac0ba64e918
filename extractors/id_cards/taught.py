"""What annotated cards show: each run of print with what it is, as the network learns it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from rapidfuzz import fuzz

from extractors.errors import BadAnnotations
from extractors.forms.teaching import disturbed
from extractors.id_cards.learning import Place, place_of
from extractors.id_cards.network import CAPTION, PrintNetwork, Sight
from extractors.types import Box, Document, Example, Field, Page, Word
from models.lessons import Lesson, Written, lesson_of_groups

UNKNOWN = -100
_MISREAD = 0.02
_HELD = 0.5
"""Share of a word inside an annotated box from which on it belongs to the value."""
_SEXES, _NAMES, _RENAMED = ("M", "F"), frozenset({"surname", "given_names", "birth_place"}), 0.3
"""What is exchanged on a card that is learned from, and how often names are."""
_SAYS = 70.0
"""How alike (0-100) a word and a part of the annotated value are, from which on the word says a part of it."""


@dataclass(frozen=True)
class Taught:
    """A page with what each of its runs is: `groups` the words of each run, `written` words with their truth, `keys`
    the field that each word is a value of, or nothing."""

    written: Written
    groups: tuple[tuple[int, ...], ...]
    keys: tuple[str, ...]

    def seen(self, random: Random) -> Lesson:
        """The page as another picture of another such card would show it."""
        from extractors.synthetic.noise import misread

        texts = [misread(random, _another(random, text, key), _MISREAD)
                 for text, key in zip(self.written.texts, self.keys, strict=True)]  # fmt: skip
        moved = replace(self.written, texts=texts, boxes=disturbed(self.written.boxes, random))
        return lesson_of_groups(moved, self.groups)


def taught_pages(example: Example, known: PrintNetwork, labels: Sequence[str]) -> Iterator[Taught]:
    """The pages of an annotated card that have values. What nobody annotated is as the network takes it, but no value
    of a key that stands elsewhere in the print; where it takes it for a value nobody annotated, nothing is taught."""
    placed = [(field, place) for field in example.answer.fields if is_printed(field) and (place := place_of(field))]
    keys = {field.key for field, _ in placed}
    for page in example.document.pages:
        here = [(field, place) for field, place in placed if place.page == page.number]
        sight = known.look(page)
        if here and sight is not None and (made := _taught(page, here, sight, keys, labels)) is not None:
            yield made


def _taught(
    page: Page, placed: Sequence[tuple[Field, Place]], sight: Sight, keys: set[str], labels: Sequence[str]
) -> Taught | None:
    kinds, owner = _annotated(page, placed)
    if not any(kinds[number] in keys for number in owner.values()):
        return None
    place = {id(word): i for i, word in enumerate(page.words)}
    groups = [tuple(place[id(word)] for word in run.words) for run in sight.runs]
    entity = [-1] * len(page.words)
    for run, group in enumerate(groups):
        for i in group:
            entity[i] = owner.get(i, len(kinds) + run)
    numbers = [labels.index(kind) for kind in kinds]
    numbers += [_guess(sight, run, keys, labels) for run in range(len(groups))]
    boxes = np.array([tuple(word.box) for word in page.words], np.float32) / page.width
    links = [(number, number - 1) for number, kind in enumerate(kinds) if kind.startswith(CAPTION)]
    links += _supposed(sight, [entity[group[0]] for group in groups], numbers, links, labels)
    written = Written([w.text for w in page.words], boxes, entity, [0] * len(entity), numbers, links)
    values = tuple(kinds[number] if number < len(kinds) and kinds[number] in keys else "" for number in entity)
    return Taught(written, tuple(_usual_first(group, entity) for group in groups), values)


def _annotated(page: Page, placed: Sequence[tuple[Field, Place]]) -> tuple[list[str], dict[int, int]]:
    """What is annotated on a page, each value followed by its caption where that has a box; and for each word that
    belongs to any of it, which."""
    kinds: list[str] = []
    owner: dict[int, int] = {}
    for field, place in placed:
        for i in _of_value(page.words, place):
            owner.setdefault(i, len(kinds))
        kinds.append(field.key)
        if field.key_box is not None and field.page == page.number:
            for i in _inside(page.words, field.key_box):
                owner.setdefault(i, len(kinds))
            kinds.append(f"{CAPTION}:{field.key}")
    return kinds, owner


def _supposed(
    sight: Sight, owners: Sequence[int], kinds: Sequence[int], links: Sequence[tuple[int, int]], labels: Sequence[str]
) -> list[tuple[int, int]]:
    """Captions that the network links to values where nobody annotated one; `owners`: the entity of each run."""
    announced = {value for _, value in links}
    found = {(owners[asks], owners[told]) for asks, told in np.argwhere(sight.links >= 0.5)}
    return sorted((asks, told) for asks, told in found if asks != told and told not in announced
                  and kinds[asks] != UNKNOWN and labels[kinds[asks]].startswith(CAPTION))  # fmt: skip


def _inside(words: Sequence[Word], box: Box) -> list[int]:
    room = box.grow(1.0)
    return [i for i, word in enumerate(words) if word.box.covered_by(room) >= _HELD]


def _of_value(words: Sequence[Word], place: Place) -> list[int]:
    """The words inside a value's box that say a part of it: other print may stand close. All where none does."""
    inside, said = _inside(words, place.box), _bare(place.text)
    saying = [i for i in inside if fuzz.partial_ratio(_bare(words[i].text), said) >= _SAYS]
    return saying or inside


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _guess(sight: Sight, run: int, keys: set[str], labels: Sequence[str]) -> int:
    likely = sight.names[int(sight.labels[run].argmax())]
    if likely.startswith(CAPTION) or likely == "other":
        return labels.index(likely)
    return labels.index("other") if likely in keys else UNKNOWN


def _usual_first(group: tuple[int, ...], entity: Sequence[int]) -> tuple[int, ...]:
    owners = [entity[i] for i in group]
    usual = max(owners, key=owners.count)
    return tuple(sorted(group, key=lambda i: (entity[i] != usual, i)))


def _another(random: Random, text: str, key: str) -> str:
    """What another card might show in place of a word, so that no number and no name is learned by heart."""
    if key == "sex" and text in _SEXES:
        return random.choice(_SEXES)
    if key in _NAMES and random.random() < _RENAMED and any(c.isalpha() for c in text):
        from extractors.id_cards.synthetic_print.people import made_up

        return made_up(random).upper() if text.isupper() else made_up(random)
    return "".join(random.choice("0123456789") if c.isdigit() and len(text) > 3 else c for c in text)


def is_printed(field: Field) -> bool:
    """Whether a field can be one of the print of the only card: not the zone's lines, not of a second card."""
    return field.key != "mrz" and "." not in field.key


def boxed(examples: Sequence[Example]) -> list[Example]:
    """The examples with values whose boxes hold words. Raises BadAnnotations with the list where boxes are given and
    none of them does."""
    found, problems = [], []
    for example in examples:
        places = [place for field in example.answer.fields if is_printed(field) and (place := place_of(field))]
        held = [_holds(example.document, place) for place in places]
        if any(held):
            found.append(example)
        elif held:
            problems.append(f"{example.document.key}: no box holds a word")
    if problems and not found:
        raise BadAnnotations("no annotated box holds a word", "check pages and units of the boxes", tuple(problems))
    return found


def _holds(document: Document, place: Place) -> bool:
    page = next((page for page in document.pages if page.number == place.page), None)
    return page is not None and any(word.box.covered_by(place.box) >= _HELD for word in page.words)
