"""What the assets share. A run opens the site once: its steps run in one process, with one page pool between them."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Self

from dagster import ConfigurableResource, InitResourceContext
from pydantic import PrivateAttr

from extractors.errors import Outage
from pipeline.locks import batch_lock
from pipeline.settings import Settings
from pipeline.site import Site, open_site

PARTITION = "dagster/partition"
LOCK_SECONDS = 60.0


class SettingsResource(ConfigurableResource):
    """Where things lie, for steps that need neither bucket nor database."""

    def settings(self) -> Settings:
        return Settings()


class SiteResource(ConfigurableResource):
    """Bucket, database, artifacts and page pool, opened at the first step. What is set here for one run (launchpad)
    stands before the environment; secrets (database address, passwords) stay in the environment and out of the UI."""

    bucket: str | None = None
    languages: list[str] | None = None
    workers: int | None = None
    preview: bool | None = None
    _site: Site | None = PrivateAttr(default=None)

    def settings(self) -> Settings:
        given: dict[str, Any] = {
            name: getattr(self, name)
            for name in ("bucket", "languages", "workers", "preview")
            if getattr(self, name) is not None
        }
        return Settings(**given)

    @contextmanager
    def yield_for_execution(self, context: InitResourceContext) -> Generator[Self, None, None]:
        run = context.dagster_run
        batch = run.tags.get(PARTITION) if run else None
        with open_site(self.settings()) as site, batch_lock(site.artifacts, batch or "none", LOCK_SECONDS) as mine:
            if batch and not mine:
                raise Outage(f"another process works on batch {batch}", "wait for it, or stop it")
            self._site = site
            yield self

    @property
    def site(self) -> Site:
        if self._site is None:
            raise RuntimeError("the site is open only while a run lasts")
        return self._site
