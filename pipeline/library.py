"""Which model answers for a family, and what models there are: the shipped ones, and one's own below DOCROW_MODELS.

A model of one's own lies in ``DOCROW_MODELS/family/variant`` and answers once ``DOCROW_MODELS/library.toml`` says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from extractors.errors import BadModel
from extractors.registry import FAMILIES, make_extractor
from pipeline.settings import Settings

EXTRACTOR, CARD = "extractor.json", "card.json"
REMEDY = "docrow models list shows those there are"


def live_models(settings: Settings) -> dict[str, Path | None]:
    """The model directory of each family that answers now; None where the family answers as shipped. Raises BadModel
    where one's own library names a model that is not there."""
    return {family: _own_live(family, settings.models) for family in FAMILIES}


def _own_live(family: str, own: Path) -> Path | None:
    from models import library

    if not (own / "library.toml").is_file():
        return None
    try:
        variant = library.live(family, own)
    except KeyError:
        return None
    directory = own.absolute() / family / variant
    if (directory / EXTRACTOR).is_file():
        return directory
    with _bad_weights():
        return library.find(f"{family}/{variant}").directory


def model_directory(name: str, settings: Settings) -> Path:
    """The directory of a model by path or by name (family/variant). Raises BadModel."""
    from models import library

    for path in (Path(name), settings.models / name):
        if (path / EXTRACTOR).is_file():
            return path
    with _bad_weights():
        return library.find(name, settings.models).directory


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """A family as `docrow families` lists it."""

    family: str
    does: str
    model: str
    directory: str | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


DOES = {
    "forms": "keys and values: AcroForm fields, labels with their values, check boxes",
    "tables": "tables as grids of typed cells, ruled or not, across pages",
    "id_cards": "passports, visas, cards, licences: machine-readable zone, barcode, print",
}


def describe_families(settings: Settings) -> list[FamilyFacts]:
    """Every family with what answers for it now. Raises BadModel."""
    live = live_models(settings)
    return [
        FamilyFacts(family, DOES.get(family, ""), make_extractor(family, path).name, str(path) if path else None)
        for family, path in live.items()
    ]


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """A model as `docrow models list` shows it. `live`: it answers for its family now."""

    name: str
    family: str
    live: bool
    bytes: int
    directory: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def known_models(settings: Settings) -> list[ModelFacts]:
    """Every model directory, one's own first. Raises BadModel for a card that cannot be read."""
    from models import library

    live = live_models(settings)
    rows: list[ModelFacts] = []
    for path in sorted(settings.models.glob(f"*/*/{EXTRACTOR}")):
        family = path.parent.parent.name
        rows.append(_facts(path.parent, family, live.get(family) == path.parent.absolute()))
    with _bad_weights():
        for model in library.models():
            chosen = live.get(model.family)
            answers = chosen == model.directory if chosen else _shipped_live(model.family) == model.variant
            rows.append(_facts(model.directory, model.family, answers))
    return rows


def _shipped_live(family: str) -> str | None:
    from models import library

    try:
        return library.live(family)
    except KeyError:
        return None


def _facts(directory: Path, family: str, live: bool) -> ModelFacts:
    size = sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
    return ModelFacts(f"{family}/{directory.name}", family, live, size, str(directory))


def model_card(name: str, settings: Settings) -> str:
    """The card that `save` wrote; what is known of a model without one. Raises BadModel."""
    directory = model_directory(name, settings)
    for file in ("card.md", CARD, EXTRACTOR):
        if (directory / file).is_file():
            return (directory / file).read_text(encoding="utf-8")
    raise BadModel(f"{directory} has no card", "save the model again")


def use(name: str, settings: Settings) -> str:
    """Let a model of the library, one's own or a shipped one, answer for its family from now on, once it is verified;
    its name. Raises BadModel."""
    from models import library

    directory = model_directory(name, settings).absolute()
    family, variant = _family(directory), directory.name
    own = settings.models.absolute()
    if directory.parent not in (own / family, library.SHIPPED / family):
        raise BadModel(f"{directory} lies outside the library", f"copy it to {own / family}")
    _verified(name, directory)
    library.make_live(family, variant, own)
    return f"{family}/{variant}"


def back(family: str, settings: Settings) -> str:
    """Let the model answer again that answered before the last `use`; its name. Raises BadModel where there is none."""
    from models import library

    with _bad_weights():
        return f"{family}/{library.roll_back(family, settings.models)}"


def verify(name: str | None, settings: Settings) -> Iterator[str]:
    """Check every model, or the one named, file by file: a line for each that is whole. Raises BadModel at the first
    that is not."""
    if name is not None:
        yield _verified(name, model_directory(name, settings))
        return
    for row in known_models(settings):
        yield _verified(row.name, Path(row.directory))


def _verified(name: str, directory: Path) -> str:
    from models import library

    said = "loads"
    if (directory / CARD).is_file():
        with _bad_weights():
            said = f"{len(library.verify(directory)['files'])} files have their sha256"
    if (directory / EXTRACTOR).is_file():
        make_extractor(_family(directory), directory)
    return f"{name}: {said}"


def _family(directory: Path) -> str:
    path = directory / EXTRACTOR
    try:
        family = json.loads(path.read_text(encoding="utf-8"))["family"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadModel(f"{path} cannot be read", "train again, or copy the model anew") from error
    if family not in FAMILIES:
        raise BadModel(f"{directory} is of no family docrow knows: {family!r}", "remove it")
    return str(family)


@contextmanager
def _bad_weights() -> Iterator[None]:
    """What the library of models raises, as an error of docrow."""
    from models.library import BadWeights

    try:
        yield
    except BadWeights as error:
        raise BadModel(str(error), "copy the model anew") from error
    except KeyError as error:
        raise BadModel(str(error.args[0]), REMEDY) from error
