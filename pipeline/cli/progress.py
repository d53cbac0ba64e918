"""The progress bar of `docrow run`: pages, pages per second, what is being read."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from extractors.types import Document, Failure
from pipeline.watch import Watch

NAME_WIDTH = 40


class Silent(Watch):
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return


class Bar(Watch):
    """On a terminal a bar that moves; in a log file nothing until the summary."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self.progress = Progress(
            TextColumn("{task.fields[name]}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("pages, {task.fields[speed]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self.task = self.progress.add_task("read", total=0, name="opening", speed="")
        self.began: float | None = None
        self.pages = 0
        self.total = 0

    def __enter__(self) -> Self:
        self.progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.stop()

    def opened(self, document: Document) -> None:
        self.total += len(document.pages)
        self.progress.update(self.task, total=self.total)

    def reading(self, key: str) -> None:
        self.began = self.began or time.monotonic()
        self.progress.update(self.task, name=_short(key))

    def page(self) -> None:
        self.pages += 1
        seconds = time.monotonic() - (self.began or time.monotonic())
        speed = f"{self.pages / seconds:.1f}/s" if seconds > 1 else ""
        self.progress.update(self.task, completed=self.pages, speed=speed)

    def set_aside(self, failure: Failure) -> None:
        line = f"set aside: {failure.key}: {failure.code}: {failure.message}"
        if not self.progress.disable:
            self.progress.console.print(Text(line), soft_wrap=True)


def _short(key: str) -> str:
    return key if len(key) <= NAME_WIDTH else f"…{key[1 - NAME_WIDTH :]}"
