"""Alembic's entry. The connection comes from `storage.database.migrate`, inside its transaction; started by hand
(``alembic -x url=sqlite:///docrow.db -c storage/migrations/alembic.ini ...``) it opens its own."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from storage.tables import Row
from storage.views import create_views, drop_views


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        include_name=lambda name, kind, parents: kind != "table" or not str(name).startswith("search_"),
    )
    drop_views(connection)  # a table that a view reads cannot be altered
    context.run_migrations()
    create_views(connection)


def _main() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        _run(given)
        return
    from storage.database import connect, writing

    with writing(connect(context.get_x_argument(as_dictionary=True)["url"])) as connection:
        _run(connection)


_main()
