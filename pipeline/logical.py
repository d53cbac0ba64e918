"""Logical tables: tables of the same header in any number of documents are one table to an analyst."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import Any

QUERY = """
SELECT t.document_id, t.header, t.caption, t.row_count - t.header_rows AS body_rows
FROM tables t JOIN extractions e ON e.id = t.extraction_id JOIN documents d ON d.id = t.document_id
WHERE e.live AND d.superseded_by IS NULL AND t.header_rows > 0
"""
NAME_WORDS = 6


@dataclass(frozen=True, slots=True)
class LogicalTable:
    """`name` is made of the header; `tables` and `rows` count over all its documents."""

    name: str
    columns: tuple[str, ...]
    documents: int
    tables: int
    rows: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def logical_tables(url: str) -> list[LogicalTable]:
    """The logical tables of the database, those of most documents first. Raises DatabaseDown."""
    from storage.query import read_only

    found: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    printed: dict[tuple[str, ...], tuple[str, ...]] = {}
    for document_id, header, _, rows in read_only(url, QUERY, max_rows=1_000_000).rows:
        columns = tuple(json.loads(header) if isinstance(header, str) else header)
        same = tuple(" ".join(column.casefold().split()) for column in columns)
        printed.setdefault(same, columns)
        found.setdefault(same, []).append((document_id, rows))
    taken: set[str] = set()
    listed = [
        LogicalTable(
            _name(printed[same], taken), printed[same], len({d for d, _ in own}), len(own), sum(n for _, n in own)
        )
        for same, own in found.items()
    ]
    return sorted(listed, key=lambda table: (-table.documents, -table.rows, table.name))


def _name(columns: tuple[str, ...], taken: set[str]) -> str:
    words = re.findall(r"\w+", " ".join(columns).casefold())[:NAME_WORDS]
    base = "_".join(words) or "table"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    taken.add(name)
    return name
