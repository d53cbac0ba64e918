"""The one interface of every model family."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar, Self

from extractors.errors import BadOption, MissingLibrary
from extractors.types import Document, Example, Extraction, Page


@dataclass(frozen=True, slots=True)
class Score:
    """Figures by name (``link_f1``, ``adjacency_f1`` ...), each 0-1 with 1 best, over `documents`; nothing expected
    and nothing found counts as perfect. `details`: what a person looks at beside them, as plain JSON: figures by field,
    ``reliability`` and ``confusion`` for drawing."""

    values: Mapping[str, float]
    documents: int
    details: Mapping[str, Any] = field(default_factory=dict)


TRAINING = ("torch", "transformers", "accelerate")
"""What networks are trained with, and no answer needs."""


def check_training() -> None:
    """Raises MissingLibrary where networks cannot be trained."""
    if missing := [name for name in TRAINING if find_spec(name) is None]:
        raise MissingLibrary(f"training needs {', '.join(missing)}", "pip install 'docrow[train]'")


class Extractor(ABC):
    """One family: reads documents, can learn from examples, lives in a directory.

    Options are fields of the extractor and are kept in its ``extractor.json``; they are not arguments of the verbs.
    """

    family: ClassVar[str]
    name: str
    """Which weights or rules answered; goes into every row."""

    @abstractmethod
    def predict(self, documents: Sequence[Document]) -> list[Extraction]:
        """One Extraction for each document, order kept; documents are not changed."""

    @abstractmethod
    def fit(self, examples: Sequence[Example]) -> None:
        """Learn from the present weights on. Raises BadAnnotations where there is too little to learn from."""

    def complete(self, examples: Sequence[Example]) -> bool:
        """Learn from the documents that were kept to measure on as well, before it is used. False where the family has
        nothing more to learn from them."""
        return False

    @abstractmethod
    def evaluate(self, examples: Sequence[Example]) -> Score:
        """Compare `predict` with the answers."""

    @abstractmethod
    def save(self, directory: Path) -> None:
        """Write weights, options, metrics and card; `load` makes an extractor that predicts the same."""

    @classmethod
    @abstractmethod
    def load(cls, directory: Path) -> Self:
        """Raises BadModel with the file's name where something is missing, altered or of another version."""

    def configure(self, **options: object) -> None:
        """Set options by the names that the command line gives them. Raises BadOption for one that this family does not
        have."""
        for name in options:
            raise BadOption(f"{self.family} takes no --{name}", f"leave out --{name}")

    def pages(self, document: Document) -> list[Page]:
        """The pages that routing gave to this family; all of them where the document was never routed."""
        return [page for page in document.pages if page.families is None or self.family in page.families]
