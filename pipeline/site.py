"""Everything one deployment works with, opened once: bucket, database, artifacts, page pool, reading options."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.library import live_models
from pipeline.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from extractors.read.options import ReadOptions
    from extractors.read.pool import PagePool
    from storage.artifacts import Artifacts
    from storage.bucket import Bucket


@dataclass(frozen=True)
class Site:
    """`models` names, for each family, the directory whose weights answer; None: as shipped."""

    settings: Settings
    bucket: Bucket
    engine: Engine
    artifacts: Artifacts
    pool: PagePool
    options: ReadOptions
    models: dict[str, Path | None]


@contextmanager
def open_site(settings: Settings, bucket: str | None = None) -> Iterator[Site]:
    """Open everything and close it again. `bucket` stands in for the one in the settings.

    Raises DatabaseDown or BucketDown where one of them cannot be reached.
    """
    from extractors.read.pool import PagePool
    from storage.artifacts import Artifacts

    options = settings.read_options()
    engine = open_database(settings)
    try:
        with PagePool(settings.processes) as pool:
            yield Site(
                settings,
                open_bucket(settings, bucket),
                engine,
                Artifacts(settings.artifacts.absolute()),
                pool,
                options,
                live_models(settings),
            )
    finally:
        engine.dispose()


def open_database(settings: Settings) -> Engine:
    """The database, brought to the newest tables. Raises DatabaseDown."""
    from storage.database import connect, migrate

    engine = connect(settings.database_url)
    migrate(engine)
    return engine


def open_bucket(settings: Settings, address: str | None = None) -> Bucket:
    """The bucket of the settings, or the one at `address`. Raises BucketDown."""
    from storage.bucket import Bucket

    if address is None and "bucket" not in settings.model_fields_set:
        Path(settings.bucket).mkdir(parents=True, exist_ok=True)  # docrow's own default, there from the first start
    return Bucket(address or settings.bucket, **settings.bucket_options)
