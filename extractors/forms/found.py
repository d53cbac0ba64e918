"""What a finder says about one page, and what a finder is: the rules and the learned model have the same door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol, Self

from extractors.types import Entity, Example, Page


@dataclass(frozen=True, slots=True)
class Link:
    """The entity at index `question` asks for the entity at index `answer`."""

    question: int
    answer: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """Entities of one page in reading order, and the links between them."""

    entities: tuple[Entity, ...] = ()
    links: tuple[Link, ...] = ()


class Finder(Protocol):
    """Finds headers, questions, answers and their links on pages.

    `kind` names the class in `family.FINDERS`; `name` goes into every row. `given` holds, for each page, entities whose
    words are known and whose kind is not (the setting in which FUNSD labels and links are measured); they come back in
    the same order with kinds.
    """

    kind: ClassVar[str]
    name: str

    def find(self, pages: Sequence[Page], given: Sequence[Sequence[Entity]] | None = None) -> list[Found]: ...

    def fit(self, examples: Sequence[Example], minutes: float | None = None, seed: int | None = None) -> None:
        """Learn from linked entities, from the present state on, for at most so many minutes."""
        ...

    def complete(self, examples: Sequence[Example], minutes: float | None = None) -> bool:
        """Learn from linked entities that were kept to measure on as well; False where that changes nothing."""
        ...

    def save(self, directory: Path) -> dict[str, Any]:
        """Write what does not fit into JSON to the directory; the rest is returned and kept in ``extractor.json``."""
        ...

    @classmethod
    def load(cls, directory: Path, state: dict[str, Any]) -> Self:
        """What `save` wrote and returned. Raises BadModel."""
        ...
