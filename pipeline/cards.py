"""What `docrow mrz` tells: the machine-readable zone of a card and the verdict of every check digit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pipeline.work import Answer

NOTHING: dict[str, Any] = {"format": None, "lines": [], "checks": {}, "fields": {}, "valid": None}


def zone_json(told: Answer) -> dict[str, Any]:
    """``format``, ``lines``, ``checks`` (name: right or not), ``fields`` and ``valid`` (every check digit is right) of
    the first zone; ``lines`` is empty where there is none."""
    from extractors.id_cards.mrz import parse

    for extraction in told.extractions:
        for field in extraction.fields:
            zone = parse(field.value.split(), dt.date.today()) if field.key == "mrz" else None
            if zone is not None:
                fields = {name: item.normal or item.value for name, item in zone.fields.items()}
                found = {"format": zone.format, "lines": list(zone.lines), "checks": zone.checks, "fields": fields}
                return found | {"valid": zone.valid}
    return dict(NOTHING)
