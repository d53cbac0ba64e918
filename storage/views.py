"""The views that analysts ask for by name, in both dialects.

They show one answer for each document and family: a person's where there is one, else that of the live model; and no
document whose place in the bucket another has taken. ``migrate`` makes them anew whenever their text here changed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, text

Kind = Literal["text", "integer", "number", "date", "time", "boolean", "json"]


@dataclass(frozen=True, slots=True)
class View:
    """`columns` in order, each with its kind; `sql` selects them, with {object} and {array} for the dialect's JSON."""

    name: str
    columns: dict[str, Kind]
    sql: str


_BOX: dict[str, Kind] = {"page": "integer", "x0": "number", "top": "number", "x1": "number", "bottom": "number"}
_LIVE = """documents d
JOIN extractions e ON e.document_id = d.id AND e.live
"""

LATEST_FIELDS = View(
    "latest_fields",
    {
        "document_id": "text",
        "document_key": "text",
        "family": "text",
        "model": "text",
        "key": "text",
        "label": "text",
        "value": "text",
        "normal": "text",
        "type": "text",
        "value_number": "number",
        "value_date": "date",
        "currency": "text",
        "confidence": "number",
        **_BOX,
        "sources": "json",
        "created": "time",
        "batch": "text",
        "extraction_id": "text",
        "ordinal": "integer",
    },
    f"""
SELECT f.document_id, d.key AS document_key, f.family, f.model, f.key, f.label, f.value, f.normal, f.type,
       f.value_number, f.value_date, f.currency, f.confidence, f.page, f.x0, f.top, f.x1, f.bottom, f.sources,
       e.created, e.batch, f.extraction_id, f.ordinal
FROM {_LIVE}JOIN fields f ON f.extraction_id = e.id
WHERE d.superseded_by IS NULL""",
)


def _row_object(value: str) -> str:
    """The JSON object of row `r` of table `t`: cells of the row, and those that reach down into it from above."""
    return f"""(SELECT {{object}}(x.column_name, x.v) FROM (
      SELECT c.column_name, {value} AS v, c.column_index FROM cells c
      WHERE c.table_id = t.id AND c.row_index = r.row_index
      UNION ALL
      SELECT c.column_name, {value} AS v, c.column_index FROM cells c
      WHERE c.table_id = t.id AND c.row_span > 1 AND c.row_index < r.row_index
        AND c.row_index >= t.header_rows AND c.row_index + c.row_span > r.row_index
      ORDER BY 3) x)"""


_ROWS = """(SELECT c.table_id, c.row_index, min(c.page) AS page FROM cells c GROUP BY c.table_id, c.row_index)"""

TABLE_ROWS = View(
    "table_rows",
    {
        "document_id": "text",
        "document_key": "text",
        "family": "text",
        "model": "text",
        "table_id": "text",
        "table_number": "integer",
        "caption": "text",
        "row_number": "integer",
        "page": "integer",
        "data": "json",
        "normal": "json",
        "created": "time",
        "batch": "text",
    },
    f"""
SELECT t.document_id, d.key AS document_key, t.family, t.model, t.id AS table_id, t.ordinal + 1 AS table_number,
       t.caption, r.row_index - t.header_rows + 1 AS row_number, r.page,
       {_row_object("c.value")} AS data,
       {_row_object("coalesce(c.normal, c.value)")} AS normal,
       e.created, e.batch
FROM {_LIVE}JOIN tables t ON t.extraction_id = e.id
JOIN {_ROWS} r ON r.table_id = t.id
WHERE d.superseded_by IS NULL AND r.row_index >= t.header_rows""",
)

_FIELDS_OBJECT = """(SELECT {object}(y.name, y.v) FROM (
      SELECT CASE WHEN z.n = 1 THEN z.key ELSE z.key || ' (' || z.n || ')' END AS name, z.v
      FROM (SELECT f.key, coalesce(f.normal, f.value) AS v, f.ordinal,
                   row_number() OVER (PARTITION BY f.key ORDER BY f.ordinal) AS n
            FROM fields f WHERE f.extraction_id = e.id) z
      ORDER BY z.ordinal) y)"""

_TABLES_ARRAY = f"""(SELECT {{array}}({{build}}('family', w.family, 'caption', w.caption, 'page', w.page,
                                           'rows', {{json}}(coalesce(w.data, {{no_array}}))))
    FROM (
      SELECT t.family, t.caption, t.page, (SELECT {{array}}({{json}}(v.data)) FROM (
        SELECT {_row_object("coalesce(c.normal, c.value)")} AS data
        FROM (SELECT DISTINCT row_index FROM cells WHERE table_id = t.id) r
        WHERE r.row_index >= t.header_rows ORDER BY r.row_index) v) AS data
      FROM extractions e JOIN tables t ON t.extraction_id = e.id
      WHERE e.document_id = d.id AND e.live ORDER BY t.family, t.ordinal) w)"""

DOCUMENT_JSON = View(
    "document_json",
    {
        "document_id": "text",
        "document_key": "text",
        "media_type": "text",
        "pages": "integer",
        "fields": "json",
        "tables": "json",
        "created": "time",
        "batch": "text",
    },
    f"""
SELECT d.id AS document_id, d.key AS document_key, d.media_type, d.pages,
       coalesce((SELECT {{object}}(u.family, {{json}}(u.data)) FROM (
         SELECT e.family, {_FIELDS_OBJECT} AS data
         FROM extractions e WHERE e.document_id = d.id AND e.live ORDER BY e.family) u
         WHERE u.data IS NOT NULL AND CAST(u.data AS TEXT) <> '{{{{}}}}'), {{no_object}}) AS fields,
       coalesce({_TABLES_ARRAY}, {{no_array}}) AS tables,
       d.created, d.batch
FROM documents d
WHERE d.superseded_by IS NULL""",
)

# CROSS JOIN, because SQLite keeps its order: from the few checks that failed to their documents, not the other way.
PROBLEM_DOCUMENTS = View(
    "problem_documents",
    {
        "document_id": "text",
        "document_key": "text",
        "problem": "text",
        "stage": "text",
        "code": "text",
        "message": "text",
        "remedy": "text",
        "created": "time",
        "batch": "text",
    },
    """
SELECT x.document_id, x.key AS document_key, 'failure' AS problem, x.stage, x.code, x.message, x.remedy, x.created,
       x.batch
FROM failures x WHERE x.resolved IS NULL
UNION ALL
SELECT d.id, d.key, 'check', e.family, c.name, c.detail, 'compare the values with the page', e.created, e.batch
FROM checks c CROSS JOIN extractions e CROSS JOIN documents d
WHERE NOT c.passed AND e.id = c.extraction_id AND e.live AND d.id = e.document_id AND d.superseded_by IS NULL
UNION ALL
SELECT d.id, d.key, 'empty', '', 'empty', 'no value was found', 'look at the page; its kind may need training',
       d.created, d.batch
FROM documents d
WHERE d.superseded_by IS NULL AND d.empty""",
)

VIEWS = {view.name: view for view in (LATEST_FIELDS, DOCUMENT_JSON, TABLE_ROWS, PROBLEM_DOCUMENTS)}
_JSON = {
    "sqlite": {
        "object": "json_group_object",
        "array": "json_group_array",
        "build": "json_object",
        "json": "json",
        "no_object": "json('{}')",
        "no_array": "json('[]')",
    },
    "postgresql": {
        "object": "json_object_agg",
        "array": "json_agg",
        "build": "json_build_object",
        "json": "to_json",
        "no_object": "CAST('{}' AS json)",
        "no_array": "CAST('[]' AS json)",
    },
}


def view_sql(view: View, dialect: str) -> str:
    """The SELECT of a view in "sqlite" or "postgresql"."""
    return view.sql.strip().format(**_JSON[dialect])


def create_views(connection: Connection) -> None:
    dialect = connection.dialect.name
    for view in VIEWS.values():
        connection.execute(text(f"CREATE VIEW {view.name} AS {_escaped(view_sql(view, dialect))}"))
        if dialect == "postgresql":
            connection.execute(text(f"COMMENT ON VIEW {view.name} IS '{_fingerprint(view, dialect)}'"))


def drop_views(connection: Connection) -> None:
    for name in VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))


def are_current(connection: Connection) -> bool:
    """Whether the database's views are those of this file."""
    dialect = connection.dialect.name
    if dialect == "sqlite":
        found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
        wanted = {v.name: f"CREATE VIEW {v.name} AS {view_sql(v, dialect)}" for v in VIEWS.values()}
    else:
        query = "SELECT relname, obj_description(oid) FROM pg_class WHERE relkind = 'v' AND relname = ANY(:names)"
        found = connection.execute(text(query), {"names": list(VIEWS)})
        wanted = {view.name: _fingerprint(view, dialect) for view in VIEWS.values()}
    return wanted.items() <= {row[0]: row[1] for row in found}.items()


def _fingerprint(view: View, dialect: str) -> str:
    return hashlib.sha256(view_sql(view, dialect).encode()).hexdigest()


def _escaped(sql: str) -> str:
    """SQLAlchemy's text() takes ``:name`` for a parameter."""
    return sql.replace(":", "\\:")
