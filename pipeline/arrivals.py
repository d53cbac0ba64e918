"""From what lies in the bucket to batches: what the sensor and `docrow run` share."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pipeline.locks import is_worked_on

if TYPE_CHECKING:
    from pipeline.site import Site
    from storage.bucket import Object


def listed(site: Site) -> list[Object]:
    """What lies in the bucket; docrow's own artifacts, should they lie below it, are not documents. Raises
    BucketDown."""
    root, own = site.bucket.url, str(site.artifacts.root)
    objects = site.bucket.list()
    if not own.startswith(f"{root}/"):
        return objects
    prefix = own[len(root) + 1 :] + "/"
    return [item for item in objects if not item.key.startswith(prefix)]


def take_new(site: Site, at_most: int) -> list[str]:
    """Look once; what is new and looked the same twice is claimed, in at most so many batches. Returns their ids."""
    from storage.keys import look, open_batch

    url, limit = site.bucket.url, site.settings.batch_size
    fresh = look(site.engine, url, listed(site), dt.datetime.now(dt.UTC))
    opened: list[str] = []
    while len(opened) < at_most and (batch := open_batch(site.engine, url, fresh, limit)):
        opened.append(batch)
    return opened


def abandoned(site: Site) -> list[str]:
    """Batches of this bucket that are not finished and that no process of this machine works on."""
    from storage.keys import open_batches

    waiting = open_batches(site.engine, site.bucket.url)
    return [batch for batch in waiting if not is_worked_on(site.artifacts, batch)]
