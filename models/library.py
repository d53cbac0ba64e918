"""Where weights live: a model is a directory whose card names every file with its sha256, and nothing else is loaded.

``card.json`` of a model: ``family``, ``variant``, ``version``, ``format``, ``predict`` (the ONNX file that answers, or
files that answer together), ``files`` (name to sha256) and what `models.card` adds. ``library.toml`` beside this file
says which model of a family is live; a library of one's own (a folder with models in ``<family>/<variant>``) comes
before the shipped one.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "weights"
FORMAT = 1
CARD = "card.json"
LOADABLE = frozenset({".onnx", ".safetensors", ".json", ".md", ".toml", ".txt", ".png"})


class BadWeights(Exception):
    """A model's file is missing, altered, of another version or of a kind that is never loaded; names the file."""


@dataclass(frozen=True, slots=True)
class Model:
    """One model of the library: its directory and its card."""

    family: str
    variant: str
    directory: Path
    card: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.family}/{self.variant}"


def sha256(path: Path) -> str:
    """The hash of a file, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def read_card(directory: Path) -> dict[str, Any]:
    """The machine-readable card. Raises BadWeights."""
    path = directory / CARD
    try:
        card = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise BadWeights(f"{path}: cannot be read") from error
    if not isinstance(card, dict) or card.get("format") != FORMAT:
        found = card.get("format") if isinstance(card, dict) else None
        raise BadWeights(f"{path}: format {found}, this version reads {FORMAT}")
    return card


def verify(directory: Path) -> dict[str, Any]:
    """The card, once every file it names has its hash, and no file of a kind that is never loaded lies beside them.
    Raises BadWeights with the file's name."""
    card = read_card(directory)
    files = card.get("files")
    if not isinstance(files, dict) or not files:
        raise BadWeights(f"{directory / CARD}: names no files")
    for path in sorted(directory.rglob("*")):
        if path.is_file() and path.suffix.lower() not in LOADABLE:
            raise BadWeights(f"{path}: {path.suffix or 'a file without ending'} is never loaded (pickle can run code)")
    for name, digest in files.items():
        path = directory / name
        if path.resolve().parent != directory.resolve():
            raise BadWeights(f"{path}: outside the model's directory")
        if not path.is_file():
            raise BadWeights(f"{path}: missing")
        if sha256(path) != digest:
            raise BadWeights(f"{path}: altered or truncated, its sha256 is not the one on the card")
    return card


def networks(directory: Path, card: Mapping[str, Any]) -> tuple[Path, ...]:
    """The ONNX files of a model that answer, together where there are several. Raises BadWeights for one that the card
    has no hash of."""
    named = card["predict"]
    names = [named] if isinstance(named, str) else list(named)
    for name in names:
        if name not in card.get("files", {}):
            raise BadWeights(f"{directory / str(name)}: answers, but is not among the files of the card")
    return tuple(directory / name for name in names)


def seal(directory: Path, card: Mapping[str, Any], leave_out: Sequence[str] = ()) -> dict[str, Any]:
    """Write the card with the hash of every file in the directory but itself and those left out."""
    without = {CARD, "card.md", *leave_out}
    names = sorted(path.name for path in directory.iterdir() if path.is_file() and path.name not in without)
    sealed = {**card, "format": FORMAT, "files": {name: sha256(directory / name) for name in names}}
    (directory / CARD).write_text(json.dumps(sealed, indent=1, ensure_ascii=False) + "\n")
    return sealed


def models(own: Path | None = None) -> list[Model]:
    """Every model there is, one's own before the shipped ones; cards only, nothing is verified."""
    return [model for root in (own, SHIPPED) if root is not None for model in _models(root)]


def _models(root: Path) -> Iterator[Model]:
    for path in sorted(root.glob(f"*/*/{CARD}")):
        card = read_card(path.parent)
        yield Model(path.parent.parent.name, path.parent.name, path.parent, card)


def live(family: str, own: Path | None = None) -> str:
    """The name of the variant that answers for a family: the one in ``library.toml``."""
    for root in (own, Path(__file__).parent):
        path = root / "library.toml" if root is not None else None
        if path is not None and path.is_file():
            variant = tomllib.loads(path.read_text()).get("live", {}).get(family)
            if variant:
                return str(variant)
    raise KeyError(f"no live model for {family!r}")


def find(name: str, own: Path | None = None) -> Model:
    """The model ``family/variant``, or the live one of ``family``. Raises KeyError with the names there are."""
    family, _, variant = name.partition("/")
    variant = variant or live(family, own)
    for model in models(own):
        if (model.family, model.variant) == (family, variant):
            return model
    known = ", ".join(model.name for model in models(own)) or "none"
    raise KeyError(f"no model {family}/{variant}; there are: {known}")


def roll_back(family: str, own: Path) -> str:
    """Make the previous variant live again and return its name. Raises KeyError where there is none."""
    path = own / "library.toml"
    previous = tomllib.loads(path.read_text()).get("previous", {}) if path.is_file() else {}
    if family not in previous:
        raise KeyError(f"no previous model for {family!r} in {path}")
    make_live(family, previous[family], own)
    return str(previous[family])


def make_live(family: str, variant: str, own: Path) -> None:
    """Write into one's own library which variant answers, and which one did before."""
    path = own / "library.toml"
    content = tomllib.loads(path.read_text()) if path.is_file() else {}
    tables = {name: dict(content.get(name, {})) for name in ("live", "previous")}
    tables["previous"][family] = live(family, own)
    tables["live"][family] = variant
    own.mkdir(parents=True, exist_ok=True)
    text = "\n".join(
        f"[{name}]\n" + "".join(f'{k} = "{v}"\n' for k, v in table.items()) for name, table in tables.items()
    )
    fresh = path.with_suffix(".new")
    fresh.write_text(text)
    fresh.replace(path)
