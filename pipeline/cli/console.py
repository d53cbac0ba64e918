"""Where the commands print: results on stdout, everything said to a person on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def results() -> Console:
    from rich.console import Console

    return Console()


def errors() -> Console:
    from rich.console import Console

    return Console(stderr=True)


def print_json(value: Any) -> None:
    """Indented JSON in UTF-8 whatever the locale says."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False, indent=2, default=str).encode() + b"\n")
    sys.stdout.buffer.flush()


def grid(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> Table:
    """A table for a person; what stands in documents is never taken for Rich markup."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(Text(str(column)), overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    return table
