"""The tables. Boxes are in points on the page as displayed, origin top left; times are UTC; confidences are 0-1.

``fields`` and ``cells`` repeat document, family and model on every row on purpose: an analyst asks one table and gets
an answer. What a run replaces hangs on ``extractions``, one row for each (document, family, model).
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from storage.rows import HASH_ID

DOCUMENT_ID = 16
TABLE_ID = 24

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
Serial = BigInteger().with_variant(Integer, "sqlite")
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Moment(TypeDecorator[dt.datetime]):
    """A time with its zone. SQLite keeps no zone, so it is given UTC and gives back UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time needs its zone: {value}")
        moment = value.astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Row(SQLModel):
    """What all tables share: one metadata, one way to name constraints."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


def _where(condition: str) -> dict[str, Any]:
    """The keywords of an index over only the rows that meet the condition, in both dialects."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def _reference(target: str, length: int, null: bool = False, cascade: bool = True, primary: bool = False) -> Any:
    link = ForeignKey(target, ondelete="CASCADE" if cascade else "SET NULL")
    return Column(String(length), link, nullable=null, primary_key=primary)


class BatchRow(Row, table=True):
    """Objects that were claimed together. `state`: open, done, problems (some set aside) or failed (stopped)."""

    __tablename__ = "batches"
    id: str = Field(sa_column=Column(String(40), primary_key=True))
    bucket: str = Field(sa_column=Column(Text, nullable=False))
    state: str = Field(sa_column=Column(String(16), nullable=False, index=True))
    objects: int = Field(sa_column=Column(Integer, nullable=False))
    created: dt.datetime = Field(sa_column=Column(Moment, nullable=False))
    finished: dt.datetime | None = Field(default=None, sa_column=Column(Moment))


class DocumentRow(Row, table=True):
    """One content, by the first 16 hex digits of its sha256. `key` is where it was found first (`keys` has all);
    `superseded_by` names the document that took its place in the bucket; `empty`: no live answer holds a value."""

    __tablename__ = "documents"
    __table_args__ = (
        Index("ix_documents_key", "key", postgresql_using="hash"),
        Index("ix_documents_empty", "superseded_by", **_where("empty")),
        Index("ix_documents_superseded_by", "superseded_by", **_where("superseded_by IS NOT NULL")),
    )
    id: str = Field(sa_column=Column(String(DOCUMENT_ID), primary_key=True))
    key: str = Field(sa_column=Column(Text, nullable=False))
    media_type: str = Field(sa_column=Column(Text, nullable=False))
    size: int = Field(sa_column=Column(BigInteger, nullable=False))
    pages: int = Field(sa_column=Column(Integer, nullable=False))
    source: str = Field(sa_column=Column(Text, nullable=False))
    batch: str | None = Field(default=None, sa_column=_reference("batches.id", 40, null=True, cascade=False))
    superseded_by: str | None = Field(
        default=None,
        sa_column=Column(String(DOCUMENT_ID), ForeignKey("documents.id", ondelete="SET NULL")),
    )
    empty: bool = Field(sa_column=Column(Boolean, nullable=False))
    created: dt.datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
    digest: str = Field(sa_column=Column(String(HASH_ID), nullable=False))


class KeyRow(Row, table=True):
    """What has been seen of one object in the bucket: the truth of what is new, never a time cursor.

    `version` is the object as last seen and `looks` how often running it was seen so; `taken` is the version that was
    claimed last. `state`: seen, claimed (by `batch`), done or failed. `content` is the id of the bytes as last read,
    `document_id` the document whose rows stand for this key. `gone` says since when the object is no longer listed.
    """

    __tablename__ = "keys"
    __table_args__ = (Index("ix_keys_bucket_state", "bucket", "state"),)
    id: str = Field(sa_column=Column(String(HASH_ID), primary_key=True))
    bucket: str = Field(sa_column=Column(Text, nullable=False))
    key: str = Field(sa_column=Column(Text, nullable=False))
    size: int = Field(sa_column=Column(BigInteger, nullable=False))
    etag: str = Field(sa_column=Column(Text, nullable=False))
    modified: dt.datetime | None = Field(default=None, sa_column=Column(Moment))
    version: str = Field(sa_column=Column(Text, nullable=False))
    looks: int = Field(sa_column=Column(Integer, nullable=False))
    taken: str | None = Field(default=None, sa_column=Column(Text))
    state: str = Field(sa_column=Column(String(16), nullable=False))
    batch: str | None = Field(
        default=None, sa_column=Column(String(40), ForeignKey("batches.id", ondelete="SET NULL"), index=True)
    )
    content: str | None = Field(default=None, sa_column=Column(String(DOCUMENT_ID), index=True))
    document_id: str | None = Field(
        default=None,
        sa_column=Column(String(DOCUMENT_ID), ForeignKey("documents.id", ondelete="SET NULL"), index=True),
    )
    first_seen: dt.datetime = Field(sa_column=Column(Moment, nullable=False))
    gone: dt.datetime | None = Field(default=None, sa_column=Column(Moment))


class PageRow(Row, table=True):
    """One page. `doubtful`: how many more words OCR was too unsure of; `transform` is (a, b, c, d, e, f) from the
    reading frame to the page as displayed; null: identity."""

    __tablename__ = "pages"
    document_id: str = Field(sa_column=_reference("documents.id", DOCUMENT_ID, primary=True))
    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    width: float = Field(sa_column=Column(Float, nullable=False))
    height: float = Field(sa_column=Column(Float, nullable=False))
    words: int = Field(sa_column=Column(Integer, nullable=False))
    doubtful: int = Field(sa_column=Column(Integer, nullable=False, server_default="0"))
    text_source: str = Field(sa_column=Column(String(16), nullable=False))
    image: str = Field(sa_column=Column(Text, nullable=False))
    families: Any = Field(default=None, sa_column=Column(Json))
    transform: Any = Field(default=None, sa_column=Column(Json))


class ExtractionRow(Row, table=True):
    """One answer of one model of one family about one document. `live`: the answer that the views show; `found`:
    its fields, tables and entities. `created` is when this very content was first written, by the batch named."""

    __tablename__ = "extractions"
    __table_args__ = (
        UniqueConstraint("document_id", "family", "model"),
        Index("ix_extractions_live", "document_id", "family", **_where("live")),
    )
    id: str = Field(sa_column=Column(String(DOCUMENT_ID), primary_key=True))
    document_id: str = Field(sa_column=_reference("documents.id", DOCUMENT_ID))
    family: str = Field(sa_column=Column(Text, nullable=False))
    model: str = Field(sa_column=Column(Text, nullable=False))
    live: bool = Field(sa_column=Column(Boolean, nullable=False))
    batch: str | None = Field(default=None, sa_column=_reference("batches.id", 40, null=True, cascade=False))
    found: int = Field(sa_column=Column(Integer, nullable=False))
    links: Any = Field(default=None, sa_column=Column(Json))
    created: dt.datetime = Field(sa_column=Column(Moment, nullable=False))
    digest: str = Field(sa_column=Column(String(HASH_ID), nullable=False))


class FieldRow(Row, table=True):
    """A key and its value. `value` is as printed, `normal` normalised; `value_number`, `value_date` and `currency` hold
    what `normal` says where SQL is to compare it. `sources` lists the witnesses with text, page, box and check."""

    __tablename__ = "fields"
    __table_args__ = (
        UniqueConstraint("extraction_id", "ordinal"),
        Index("ix_fields_document_id_key", "document_id", "key"),
        Index("ix_fields_key_number", "key", "value_number"),
        Index("ix_fields_key_date", "key", "value_date", **_where("value_date IS NOT NULL")),
        Index("ix_fields_value", "value", postgresql_using="hash"),
        Index("ix_fields_normal", "normal", postgresql_using="hash", **_where("normal IS NOT NULL")),
    )
    id: int | None = Field(default=None, sa_column=Column(Serial, primary_key=True))
    document_id: str = Field(sa_column=_reference("documents.id", DOCUMENT_ID))
    extraction_id: str = Field(sa_column=_reference("extractions.id", DOCUMENT_ID))
    ordinal: int = Field(sa_column=Column(Integer, nullable=False))
    family: str = Field(sa_column=Column(Text, nullable=False))
    model: str = Field(sa_column=Column(Text, nullable=False))
    key: str = Field(sa_column=Column(Text, nullable=False))
    label: str = Field(sa_column=Column(Text, nullable=False))
    value: str = Field(sa_column=Column(Text, nullable=False))
    normal: str | None = Field(default=None, sa_column=Column(Text))
    type: str = Field(sa_column=Column(String(16), nullable=False))
    value_number: float | None = Field(default=None, sa_column=Column(Float))
    value_date: dt.date | None = Field(default=None, sa_column=Column(Date))
    currency: str | None = Field(default=None, sa_column=Column(String(3)))
    confidence: float = Field(sa_column=Column(Float, nullable=False))
    page: int = Field(sa_column=Column(Integer, nullable=False))
    x0: float | None = Field(default=None, sa_column=Column(Float))
    top: float | None = Field(default=None, sa_column=Column(Float))
    x1: float | None = Field(default=None, sa_column=Column(Float))
    bottom: float | None = Field(default=None, sa_column=Column(Float))
    key_box: Any = Field(default=None, sa_column=Column(Json))
    sources: Any = Field(default=None, sa_column=Column(Json))


class EntityRow(Row, table=True):
    """A run of words that means one thing: header, question, answer or other. `boxes` has one box for each line."""

    __tablename__ = "entities"
    __table_args__ = (Index("ix_entities_document_id", "document_id"),)
    extraction_id: str = Field(sa_column=_reference("extractions.id", DOCUMENT_ID, primary=True))
    ordinal: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    document_id: str = Field(sa_column=_reference("documents.id", DOCUMENT_ID))
    family: str = Field(sa_column=Column(Text, nullable=False))
    model: str = Field(sa_column=Column(Text, nullable=False))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    text: str = Field(sa_column=Column(Text, nullable=False))
    confidence: float = Field(sa_column=Column(Float, nullable=False))
    page: int = Field(sa_column=Column(Integer, nullable=False))
    x0: float | None = Field(default=None, sa_column=Column(Float))
    top: float | None = Field(default=None, sa_column=Column(Float))
    x1: float | None = Field(default=None, sa_column=Column(Float))
    bottom: float | None = Field(default=None, sa_column=Column(Float))
    boxes: Any = Field(default=None, sa_column=Column(Json))


class TableRow(Row, table=True):
    """A table. Page and box are those of its first part, `parts` has all. The first `header_rows` rows are headers;
    `header` names every column: the header cells above it, joined by " / ", made unique."""

    __tablename__ = "tables"
    __table_args__ = (UniqueConstraint("extraction_id", "ordinal"), Index("ix_tables_document_id", "document_id"))
    id: str = Field(sa_column=Column(String(TABLE_ID), primary_key=True))
    document_id: str = Field(sa_column=_reference("documents.id", DOCUMENT_ID))
    extraction_id: str = Field(sa_column=_reference("extractions.id", DOCUMENT_ID))
    ordinal: int = Field(sa_column=Column(Integer, nullable=False))
    family: str = Field(sa_column=Column(Text, nullable=False))
    model: str = Field(sa_column=Column(Text, nullable=False))
    caption: str = Field(sa_column=Column(Text, nullable=False))
    row_count: int = Field(sa_column=Column(Integer, nullable=False))
    column_count: int = Field(sa_column=Column(Integer, nullable=False))
    header_rows: int = Field(sa_column=Column(Integer, nullable=False))
    header: Any = Field(default=None, sa_column=Column(Json))
    confidence: float = Field(sa_column=Column(Float, nullable=False))
    page: int | None = Field(default=None, sa_column=Column(Integer))
    x0: float | None = Field(default=None, sa_column=Column(Float))
    top: float | None = Field(default=None, sa_column=Column(Float))
    x1: float | None = Field(default=None, sa_column=Column(Float))
    bottom: float | None = Field(default=None, sa_column=Column(Float))
    parts: Any = Field(default=None, sa_column=Column(Json))


class CellRow(Row, table=True):
    """A cell; rows and columns count from 0. `column_name` is the name that the table's header gives its column."""

    __tablename__ = "cells"
    __table_args__ = (
        Index("ix_cells_place", "table_id", "row_index", "column_index"),
        Index("ix_cells_spanning", "table_id", **_where("row_span > 1")),
        Index("ix_cells_document_id", "document_id"),
    )
    id: int | None = Field(default=None, sa_column=Column(Serial, primary_key=True))
    document_id: str = Field(sa_column=_reference("documents.id", DOCUMENT_ID))
    table_id: str = Field(sa_column=_reference("tables.id", TABLE_ID))
    family: str = Field(sa_column=Column(Text, nullable=False))
    model: str = Field(sa_column=Column(Text, nullable=False))
    row_index: int = Field(sa_column=Column(Integer, nullable=False))
    column_index: int = Field(sa_column=Column(Integer, nullable=False))
    row_span: int = Field(sa_column=Column(Integer, nullable=False))
    column_span: int = Field(sa_column=Column(Integer, nullable=False))
    header: bool = Field(sa_column=Column(Boolean, nullable=False))
    column_name: str = Field(sa_column=Column(Text, nullable=False))
    value: str = Field(sa_column=Column(Text, nullable=False))
    normal: str | None = Field(default=None, sa_column=Column(Text))
    type: str = Field(sa_column=Column(String(16), nullable=False))
    value_number: float | None = Field(default=None, sa_column=Column(Float))
    value_date: dt.date | None = Field(default=None, sa_column=Column(Date))
    currency: str | None = Field(default=None, sa_column=Column(String(3)))
    confidence: float = Field(sa_column=Column(Float, nullable=False))
    page: int = Field(sa_column=Column(Integer, nullable=False))
    x0: float | None = Field(default=None, sa_column=Column(Float))
    top: float | None = Field(default=None, sa_column=Column(Float))
    x1: float | None = Field(default=None, sa_column=Column(Float))
    bottom: float | None = Field(default=None, sa_column=Column(Float))


class CheckRow(Row, table=True):
    """A fact that was tested, of a table where `table_id` is set. `passed` is null where it could not be tested."""

    __tablename__ = "checks"
    __table_args__ = (
        Index("ix_checks_document_id", "document_id"),
        Index("ix_checks_table_id", "table_id"),
        Index("ix_checks_failed", "document_id", **_where("NOT passed")),
    )
    extraction_id: str = Field(sa_column=_reference("extractions.id", DOCUMENT_ID, primary=True))
    ordinal: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    document_id: str = Field(sa_column=_reference("documents.id", DOCUMENT_ID))
    table_id: str | None = Field(default=None, sa_column=_reference("tables.id", TABLE_ID, null=True))
    name: str = Field(sa_column=Column(Text, nullable=False))
    passed: bool | None = Field(default=None, sa_column=Column(Boolean))
    detail: str = Field(sa_column=Column(Text, nullable=False))


class FailureRow(Row, table=True):
    """Why a document was set aside. `document_id` need not be in `documents`: it may never have been opened.
    `resolved` is when the same object, or a later one under its key, was written after all."""

    __tablename__ = "failures"
    __table_args__ = (Index("ix_failures_open", "document_id", **_where("resolved IS NULL")),)
    id: str = Field(sa_column=Column(String(HASH_ID), primary_key=True))
    bucket: str = Field(sa_column=Column(Text, nullable=False))
    key: str = Field(sa_column=Column(Text, nullable=False))
    key_id: str = Field(sa_column=Column(String(HASH_ID), nullable=False, index=True))
    document_id: str = Field(sa_column=Column(String(DOCUMENT_ID), nullable=False))
    stage: str = Field(sa_column=Column(Text, nullable=False))
    code: str = Field(sa_column=Column(Text, nullable=False))
    message: str = Field(sa_column=Column(Text, nullable=False))
    remedy: str = Field(sa_column=Column(Text, nullable=False))
    batch: str | None = Field(default=None, sa_column=_reference("batches.id", 40, null=True, cascade=False))
    created: dt.datetime = Field(sa_column=Column(Moment, nullable=False))
    resolved: dt.datetime | None = Field(default=None, sa_column=Column(Moment))
