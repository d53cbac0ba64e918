"""The first schema: tables, and full-text search over the values of fields and cells.

SQLite: two FTS5 tables that hold no text of their own (external content). `storage.search` fills them in one statement
for each answer (a trigger for each row costs ten times as much); what is deleted leaves them by trigger. PostgreSQL:
GIN indexes over the same words, folded by `docrow_fold` as FTS5 folds them: no case, no accents, no punctuation.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Moment = sa.DateTime(timezone=True)
Json = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SEARCHED = {"fields": ("value", "normal"), "cells": ("value", "normal")}
FOLD = r"""
CREATE FUNCTION docrow_fold(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT regexp_replace(regexp_replace(lower(normalize(left(given, 50000), NFKD)), '[\u0300-\u036f]', '', 'g'),
  '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u20a0-\u20cf\u3000-\u303f]+', ' ', 'g')
$$"""


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def upgrade() -> None:
    _batches()
    _documents()
    _failures()
    _extractions()
    _keys()
    _pages()
    _entities()
    _fields()
    _tables()
    _cells()
    _checks()
    if op.get_bind().dialect.name == "sqlite":
        _search_sqlite()
    else:
        _search_postgresql()


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in SEARCHED if sqlite else ():
        op.execute(f"DROP TABLE search_{name}")
    for name in (
        "checks",
        "cells",
        "tables",
        "fields",
        "entities",
        "pages",
        "keys",
        "extractions",
        "failures",
        "documents",
        "batches",
    ):
        op.drop_table(name)
    if not sqlite:
        op.execute("DROP FUNCTION docrow_fold")


def _search_sqlite() -> None:
    for name, columns in SEARCHED.items():
        index, listed = f"search_{name}", ", ".join(columns)
        tokens = "tokenize = 'unicode61 remove_diacritics 2'"
        op.execute(
            f"CREATE VIRTUAL TABLE {index} USING fts5({listed}, content = '{name}', content_rowid = 'id', {tokens})"
        )
        old = ", ".join(f"old.{column}" for column in columns)
        remove = f"INSERT INTO {index}({index}, rowid, {listed}) VALUES ('delete', old.id, {old});"
        op.execute(f"CREATE TRIGGER {index}_delete AFTER DELETE ON {name} BEGIN {remove} END")


def _search_postgresql() -> None:
    op.execute(sa.text(FOLD.replace(":", r"\:")))
    for name in SEARCHED:
        words = "to_tsvector('simple', docrow_fold(value || ' ' || coalesce(normal, '')))"
        op.execute(f"CREATE INDEX search_{name} ON {name} USING gin ({words})")


def _batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.Column("created", Moment, nullable=False),
        sa.Column("finished", Moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
    )
    op.create_index("ix_batches_state", "batches", ["state"])


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=True),
        sa.Column("superseded_by", sa.String(length=16), nullable=True),
        sa.Column("empty", sa.Boolean(), nullable=False),
        sa.Column("created", Moment, nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"], name="fk_documents_batch_batches", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["superseded_by"], ["documents.id"], name="fk_documents_superseded_by_documents", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    op.create_index("ix_documents_created", "documents", ["created"])
    op.create_index("ix_documents_empty", "documents", ["superseded_by"], **_where("empty"))
    op.create_index("ix_documents_key", "documents", ["key"], postgresql_using="hash")
    op.create_index("ix_documents_superseded_by", "documents", ["superseded_by"], **_where("superseded_by IS NOT NULL"))


def _failures() -> None:
    op.create_table(
        "failures",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=True),
        sa.Column("created", Moment, nullable=False),
        sa.Column("resolved", Moment, nullable=True),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"], name="fk_failures_batch_batches", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_failures"),
    )
    op.create_index("ix_failures_key_id", "failures", ["key_id"])
    op.create_index("ix_failures_open", "failures", ["document_id"], **_where("resolved IS NULL"))


def _extractions() -> None:
    op.create_table(
        "extractions",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=True),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("links", Json, nullable=True),
        sa.Column("created", Moment, nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"], name="fk_extractions_batch_batches", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_extractions_document_id_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_extractions"),
        sa.UniqueConstraint("document_id", "family", "model", name="uq_extractions_document_id_family_model"),
    )
    op.create_index("ix_extractions_live", "extractions", ["document_id", "family"], **_where("live"))


def _keys() -> None:
    op.create_table(
        "keys",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("modified", Moment, nullable=True),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=True),
        sa.Column("content", sa.String(length=16), nullable=True),
        sa.Column("document_id", sa.String(length=16), nullable=True),
        sa.Column("first_seen", Moment, nullable=False),
        sa.Column("gone", Moment, nullable=True),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"], name="fk_keys_batch_batches", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_keys_document_id_documents", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_keys"),
    )
    op.create_index("ix_keys_batch", "keys", ["batch"])
    op.create_index("ix_keys_bucket_state", "keys", ["bucket", "state"])
    op.create_index("ix_keys_content", "keys", ["content"])
    op.create_index("ix_keys_document_id", "keys", ["document_id"])


def _pages() -> None:
    op.create_table(
        "pages",
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("width", sa.Float(), nullable=False),
        sa.Column("height", sa.Float(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("text_source", sa.String(length=16), nullable=False),
        sa.Column("image", sa.Text(), nullable=False),
        sa.Column("families", Json, nullable=True),
        sa.Column("transform", Json, nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_pages_document_id_documents", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", "number", name="pk_pages"),
    )


def _entities() -> None:
    op.create_table(
        "entities",
        sa.Column("extraction_id", sa.String(length=16), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("x0", sa.Float(), nullable=True),
        sa.Column("top", sa.Float(), nullable=True),
        sa.Column("x1", sa.Float(), nullable=True),
        sa.Column("bottom", sa.Float(), nullable=True),
        sa.Column("boxes", Json, nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_entities_document_id_documents", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["extraction_id"], ["extractions.id"], name="fk_entities_extraction_id_extractions", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("extraction_id", "ordinal", name="pk_entities"),
    )
    op.create_index("ix_entities_document_id", "entities", ["document_id"])


def _fields() -> None:
    op.create_table(
        "fields",
        sa.Column("id", Serial, nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("extraction_id", sa.String(length=16), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("normal", sa.Text(), nullable=True),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("value_number", sa.Float(), nullable=True),
        sa.Column("value_date", sa.Date(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("x0", sa.Float(), nullable=True),
        sa.Column("top", sa.Float(), nullable=True),
        sa.Column("x1", sa.Float(), nullable=True),
        sa.Column("bottom", sa.Float(), nullable=True),
        sa.Column("key_box", Json, nullable=True),
        sa.Column("sources", Json, nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_fields_document_id_documents", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["extraction_id"], ["extractions.id"], name="fk_fields_extraction_id_extractions", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_fields"),
        sa.UniqueConstraint("extraction_id", "ordinal", name="uq_fields_extraction_id_ordinal"),
    )
    op.create_index("ix_fields_document_id_key", "fields", ["document_id", "key"])
    op.create_index("ix_fields_key_date", "fields", ["key", "value_date"], **_where("value_date IS NOT NULL"))
    op.create_index("ix_fields_key_number", "fields", ["key", "value_number"])
    op.create_index(
        "ix_fields_normal",
        "fields",
        ["normal"],
        postgresql_using="hash",
        postgresql_where=sa.text("normal IS NOT NULL"),
        sqlite_where=sa.text("normal IS NOT NULL"),
    )
    op.create_index("ix_fields_value", "fields", ["value"], postgresql_using="hash")


def _tables() -> None:
    op.create_table(
        "tables",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("extraction_id", sa.String(length=16), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("column_count", sa.Integer(), nullable=False),
        sa.Column("header_rows", sa.Integer(), nullable=False),
        sa.Column("header", Json, nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("x0", sa.Float(), nullable=True),
        sa.Column("top", sa.Float(), nullable=True),
        sa.Column("x1", sa.Float(), nullable=True),
        sa.Column("bottom", sa.Float(), nullable=True),
        sa.Column("parts", Json, nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_tables_document_id_documents", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["extraction_id"], ["extractions.id"], name="fk_tables_extraction_id_extractions", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_tables"),
        sa.UniqueConstraint("extraction_id", "ordinal", name="uq_tables_extraction_id_ordinal"),
    )
    op.create_index("ix_tables_document_id", "tables", ["document_id"])


def _cells() -> None:
    op.create_table(
        "cells",
        sa.Column("id", Serial, nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("table_id", sa.String(length=24), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("row_index", sa.Integer(), nullable=False),
        sa.Column("column_index", sa.Integer(), nullable=False),
        sa.Column("row_span", sa.Integer(), nullable=False),
        sa.Column("column_span", sa.Integer(), nullable=False),
        sa.Column("header", sa.Boolean(), nullable=False),
        sa.Column("column_name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("normal", sa.Text(), nullable=True),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("value_number", sa.Float(), nullable=True),
        sa.Column("value_date", sa.Date(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("x0", sa.Float(), nullable=True),
        sa.Column("top", sa.Float(), nullable=True),
        sa.Column("x1", sa.Float(), nullable=True),
        sa.Column("bottom", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_cells_document_id_documents", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["table_id"], ["tables.id"], name="fk_cells_table_id_tables", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_cells"),
    )
    op.create_index("ix_cells_document_id", "cells", ["document_id"])
    op.create_index("ix_cells_place", "cells", ["table_id", "row_index", "column_index"])
    op.create_index("ix_cells_spanning", "cells", ["table_id"], **_where("row_span > 1"))


def _checks() -> None:
    op.create_table(
        "checks",
        sa.Column("extraction_id", sa.String(length=16), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("table_id", sa.String(length=24), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_checks_document_id_documents", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["extraction_id"], ["extractions.id"], name="fk_checks_extraction_id_extractions", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["table_id"], ["tables.id"], name="fk_checks_table_id_tables", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("extraction_id", "ordinal", name="pk_checks"),
    )
    op.create_index("ix_checks_document_id", "checks", ["document_id"])
    op.create_index("ix_checks_failed", "checks", ["document_id"], **_where("NOT passed"))
    op.create_index("ix_checks_table_id", "checks", ["table_id"])
