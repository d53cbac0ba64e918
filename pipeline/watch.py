"""Who watches a run: told what comes in, what is being read, what is done. Silent here; `docrow run` draws a bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

from extractors.types import Document, Failure, Page

if TYPE_CHECKING:
    from extractors.errors import DocumentError
    from extractors.read.pool import PagePool

Item = TypeVar("Item")
Result = TypeVar("Result")


class Watch:
    """Sees nothing and says nothing."""

    def expect(self, objects: int) -> None:
        """So many objects more are to be read."""

    def opened(self, document: Document) -> None:
        """The document's pages are known."""

    def reading(self, key: str) -> None:
        """The reader is at this document."""

    def page(self) -> None:
        """One page more is read."""

    def done(self, document: Document) -> None:
        """The document's rows are written."""

    def set_aside(self, failure: Failure) -> None:
        """Nothing more will come of this object."""


@dataclass(frozen=True)
class _Counting:
    """A page pool that tells of every page it has read."""

    pool: PagePool
    seen: Callable[[], None]

    def map(
        self, function: Callable[[Item], Result], items: Iterable[Item], seconds: float | None = None
    ) -> Iterator[Result | DocumentError]:
        for result in self.pool.map(function, items, seconds):
            if isinstance(getattr(result, "page", None), Page):
                self.seen()
            yield result


def watched(pool: PagePool, watch: Watch) -> PagePool:
    """The pool, with its pages counted."""
    return cast("PagePool", cast("Any", _Counting(pool, watch.page)))
