"""Where this docrow is deployed: environment variables ``DOCROW_*`` (or lines of ``.env``), each with a local default.

This is the one file that names the environment, and nothing reads it at import time: call `Settings()`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

if TYPE_CHECKING:
    from extractors.read.options import ReadOptions


class Settings(BaseSettings):
    """Raises pydantic's ValidationError, naming the variable, where a value cannot be used."""

    model_config = SettingsConfigDict(env_prefix="DOCROW_", env_file=".env", extra="ignore", frozen=True)

    bucket: str = "data/bucket"
    """A folder, or an address such as s3://bucket/prefix or gs://bucket/prefix."""
    bucket_options: dict[str, object] = Field(default_factory=dict)
    """JSON passed to the file system, such as {"endpoint_url": "http://localhost:9000"} for a server of your own."""
    database: SecretStr = SecretStr("sqlite:///data/docrow.sqlite")
    """SQLAlchemy URL; sqlite:///file or postgresql+psycopg://user:password@host/database."""
    artifacts: Path = Path("data/artifacts")
    """Originals, page images and readings, named by content."""
    annotations: Path = Path("data/annotations")
    """Training data, a folder for each family."""
    models: Path = Path("data/models")
    """Where `train` puts new models."""
    languages: Annotated[tuple[str, ...], NoDecode] = ("eng",)
    """OCR languages as tesseract names them, by commas."""
    pdf_passwords: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    """Passwords to try on encrypted PDFs, by commas, or a JSON list where one holds a comma."""
    batch_size: int = Field(default=100, ge=1, le=10_000)
    """Objects of the bucket in one batch, which is one Dagster partition and one run."""
    workers: int = Field(default=0, ge=0, le=256)
    """Processes that read pages; 0: one for each core."""
    look_seconds: int = Field(default=30, ge=1)
    """Seconds between two looks at the bucket."""
    max_bytes: int | None = Field(default=None, ge=1)
    max_pages: int | None = Field(default=None, ge=1)
    max_pixels: int | None = Field(default=None, ge=1)
    seconds_per_page: float | None = Field(default=None, gt=0)
    seconds_per_document: float | None = Field(default=None, gt=0)
    preview: bool = False
    """Show what was read in Dagster's metadata (never for id_cards)."""

    @field_validator("languages", "pdf_passwords", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if value.lstrip().startswith("["):
            return tuple(json.loads(value))
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @property
    def database_url(self) -> str:
        return self.database.get_secret_value()

    @property
    def processes(self) -> int:
        """`workers`, or the cores this process may use."""
        from extractors.read.pool import available_cores

        return self.workers or available_cores()

    def read_options(self) -> ReadOptions:
        """How documents are read; limits that are not set keep the reader's own."""
        from extractors.read.options import ReadOptions

        limits = {
            name: getattr(self, name)
            for name in ("max_bytes", "max_pages", "max_pixels", "seconds_per_page", "seconds_per_document")
            if getattr(self, name) is not None
        }
        passwords = tuple(password.get_secret_value() for password in self.pdf_passwords)
        return ReadOptions(languages=self.languages, passwords=passwords, **limits)
