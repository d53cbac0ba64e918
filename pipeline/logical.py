"""Logical tables: tables of the same header in any number of documents are one table to an analyst."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from typing import Any

from extractors.errors import BadQuery

QUERY = """
SELECT t.id, t.document_id, t.header, t.row_count - t.header_rows AS body_rows
FROM tables t JOIN extractions e ON e.id = t.extraction_id JOIN documents d ON d.id = t.document_id
WHERE e.live AND d.superseded_by IS NULL AND t.header_rows > 0
ORDER BY d.key, t.document_id, t.ordinal
"""
NAME_WORDS = 6
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class LogicalTable:
    """`name` is made of the header; `tables` and `rows` count over all its documents; `members` has the header of each
    table as it writes it, by the table's id."""

    name: str
    columns: tuple[str, ...]
    documents: int
    tables: int
    rows: int
    members: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "members"}


def logical_tables(url: str) -> list[LogicalTable]:
    """The logical tables of the database, those of most documents first. Raises DatabaseDown."""
    from storage.query import read_only

    found: dict[tuple[str, ...], list[tuple[str, str, tuple[str, ...], int]]] = {}
    for table_id, document_id, header, rows in read_only(url, QUERY, max_rows=1_000_000).rows:
        columns = tuple(json.loads(header) if isinstance(header, str) else header)
        found.setdefault(tuple(map(_alike, columns)), []).append((table_id, document_id, columns, rows))
    taken: set[str] = set()
    listed = [_logical(own, taken) for own in found.values()]
    return sorted(listed, key=lambda table: (-table.documents, -table.rows, table.name))


def find_logical(url: str, name: str) -> LogicalTable:
    """The logical table of that name. Raises BadQuery with the names there are, DatabaseDown."""
    from storage.export import ALL, exportable

    found = {table.name: table for table in logical_tables(url)}
    if name not in found:
        listed = ", ".join([*found][:MOST_NAMED])
        views = f"there are {', '.join(exportable())}, and {ALL}"
        raise BadQuery(f"no view, table or logical table {name!r}", f"{views}; logical tables: {listed or 'none yet'}")
    return found[name]


def _alike(column: str) -> str:
    return " ".join(column.casefold().split())


def _logical(own: list[tuple[str, str, tuple[str, ...], int]], taken: set[str]) -> LogicalTable:
    columns = own[0][2]
    documents = {document_id for _, document_id, _, _ in own}
    members = {table_id: header for table_id, _, header, _ in own}
    return LogicalTable(_name(columns, taken), columns, len(documents), len(own), sum(row[3] for row in own), members)


def _name(columns: tuple[str, ...], taken: set[str]) -> str:
    words = re.findall(r"\w+", " ".join(columns).casefold())[:NAME_WORDS]
    base = "_".join(words) or "table"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    taken.add(name)
    return name
