"""A migrated database in each dialect, and documents to write into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.database import connect, migrate

DIALECTS = ("sqlite", "postgresql")


@pytest.fixture(params=DIALECTS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once for each dialect."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/docrow.db"
    return request.getfixturevalue("postgresql_url")


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = connect(database)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path}/only.db")
    migrate(engine)
    yield engine
    engine.dispose()
