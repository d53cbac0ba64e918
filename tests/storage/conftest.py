"""A migrated database in each dialect: made once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.database import connect, migrate
from tests.servers import PostgreSQL

DIALECTS = ("sqlite", "postgresql")


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def database(request: pytest.FixtureRequest, dialect: str, tmp_path: Path) -> str:
    """The URL of an empty database, once for each dialect."""
    if dialect == "sqlite":
        return f"sqlite:///{tmp_path}/docrow.db"
    return request.getfixturevalue("postgresql_url")


@pytest.fixture
def engine(request: pytest.FixtureRequest, dialect: str) -> Iterator[Engine]:
    """A migrated database, once for each dialect."""
    engine = connect(request.getfixturevalue(f"new_{dialect}")())
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite(new_sqlite: Callable[[], str]) -> Iterator[Engine]:
    engine = connect(new_sqlite())
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "docrow.db"
    engine = connect(str(path))
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def new_sqlite(sqlite_template: Path, tmp_path: Path) -> Callable[[], str]:
    return lambda: f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'docrow.db')}"


@pytest.fixture(scope="session")
def postgresql_template(postgresql: PostgreSQL) -> str:
    engine = connect(postgresql.create_database())
    migrate(engine)
    engine.dispose()
    return str(engine.url.database)


@pytest.fixture
def new_postgresql(postgresql: PostgreSQL, postgresql_template: str) -> Callable[[], str]:
    return lambda: postgresql.create_database(postgresql_template)
