"""What travels between the assets: names of documents, never the documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractors.types import Failure


@dataclass(frozen=True, slots=True)
class Member:
    """One document of a batch: its id and every key of the batch where this content was found."""

    id: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that go on, and what was set aside on the way here: one bad document never stops the others."""

    id: str
    members: tuple[Member, ...] = ()
    set_aside: tuple[Failure, ...] = ()

    def without(self, failures: Iterable[Failure]) -> Batch:
        """The batch after a step: documents that failed leave, and their failures are kept."""
        failures = tuple(failures)
        gone = {failure.document_id for failure in failures}
        members = tuple(member for member in self.members if member.id not in gone)
        return replace(self, members=members, set_aside=self.set_aside + failures)

    def noting(self, failures: Iterable[Failure]) -> Batch:
        """The batch after a family's step: a document that one family could not answer stays for the others."""
        return replace(self, set_aside=self.set_aside + tuple(failures))
