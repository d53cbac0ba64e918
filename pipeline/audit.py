"""Questions that the asset checks ask about a batch: is everything there, and do the totals agree?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from extractors.registry import FAMILIES
from extractors.types import Extraction
from pipeline.batch import Batch, Member

if TYPE_CHECKING:
    from pipeline.site import Site


def batch_keys(site: Site, batch: str) -> set[str]:
    """The keys that were claimed for the batch."""
    from storage.keys import batch_keys

    return {item.key for item in batch_keys(site.engine, batch)}


def empty_members(site: Site, batch: Batch) -> list[tuple[str, str]]:
    """Key and reason of every document that was read and gave nothing."""
    reasons = ((member, _emptiness(site, member)) for member in batch.members)
    return [(member.keys[0], reason) for member, reason in reasons if reason]


def _emptiness(site: Site, member: Member) -> str:
    document = site.artifacts.load_document(member.id)
    if not any(page.words or page.widgets for page in document.pages):
        return "no words on any page"
    if not any(e.fields or e.tables or e.entities for e in _answers(site, member)):
        return "words, but no values"
    return ""


def _answers(site: Site, member: Member) -> list[Extraction]:
    families = [family for family in FAMILIES if site.artifacts.has_extraction(member.id, family)]
    return [site.artifacts.load_extraction(member.id, family) for family in families]


def answered_totals(site: Site, batch: Batch) -> dict[str, int]:
    """Fields and cells that the families answered, by the artifacts."""
    totals: Counter[str] = Counter(documents=len(batch.members), fields=0, cells=0)
    failed = {(failure.document_id, failure.stage) for failure in batch.set_aside}
    for member in batch.members:
        for extraction in _answers(site, member):
            if (member.id, extraction.family) in failed:
                continue
            totals["fields"] += len(extraction.fields)
            totals["cells"] += sum(len(table.cells) for table in extraction.tables)
    return dict(totals)


def written_totals(site: Site, batch: Batch) -> dict[str, int]:
    """Fields and cells of the same documents and models that stand in the database."""
    from sqlmodel import Session, col, func, select

    from storage.tables import CellRow, DocumentRow, FieldRow

    totals: Counter[str] = Counter(documents=0, fields=0, cells=0)
    with Session(site.engine) as session:
        for member in batch.members:
            found = select(func.count()).select_from(DocumentRow).where(col(DocumentRow.id) == member.id)
            totals["documents"] += session.exec(found).one()
            models = {extraction.model for extraction in _answers(site, member)}
            for name, row in (("fields", FieldRow), ("cells", CellRow)):
                mine = (col(row.document_id) == member.id) & col(row.model).in_(models)
                totals[name] += session.exec(select(func.count()).select_from(row).where(mine)).one()
    return dict(totals)
