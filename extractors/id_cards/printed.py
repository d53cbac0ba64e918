"""The printed zone: captions in many languages, and the values below or beside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz

from extractors.id_cards import countries, dates
from extractors.id_cards.evidence import Evidence, value_type
from extractors.id_cards.transliterate import transliterate
from extractors.types import Box, Page, Word

_SIGNS = re.compile(r"[^\w()]+")
_NUMBERED = re.compile(r"^\s*\(?\d{1,2}[a-d]?[.)]?\s+(?=\D)")
NUMBERS = {
    "1": "surname", "2": "given_names", "3": "birth_date", "4a": "issue_date", "4b": "expiry_date",
    "4c": "issuing_authority", "4d": "personal_number", "5": "document_number", "8": "address",
}  # fmt: skip
_SEXES = {"MALE": "M", "FEMALE": "F", "K": "F", "W": "F", "H": "M", "HOMBRE": "M", "MUJER": "F"}


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one line without a wide gap."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        return Box.around(word.box for word in self.words)


@dataclass(frozen=True, slots=True)
class Caption:
    """A run that names a field; `rest` are the words behind the name on the same run."""

    key: str
    run: Run
    rest: Run | None
    score: float


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Without case, accents, numbering and punctuation."""
    text = _NUMBERED.sub("", text)
    split = unicodedata.normalize(
        "NFKD", text.casefold().replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("đ", "d")
    )
    bare = "".join(character for character in split if not unicodedata.combining(character))
    return " ".join(_SIGNS.split(bare)).strip()


def runs(words: Sequence[Word]) -> list[Run]:
    """Words joined along lines; a gap wider than one and a half heights divides."""
    rows: list[list[Word]] = []
    for word in sorted((w for w in words if w.text.strip()), key=lambda w: (w.box.center[1], w.box.x0)):
        row = next((row for row in reversed(rows[-6:]) if _level(row[-1].box, word.box)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    return [run for row in rows for run in _split(sorted(row, key=lambda w: w.box.x0))]


def _level(one: Box, other: Box) -> bool:
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return common > 0.5 * min(one.height, other.height)


def _split(row: list[Word]) -> Iterator[Run]:
    start = 0
    for index in range(1, len(row)):
        gap = row[index].box.x0 - row[index - 1].box.x1
        if gap > 1.5 * max(row[index].box.height, row[index - 1].box.height):
            yield Run(tuple(row[start:index]))
            start = index
    yield Run(tuple(row[start:]))


def evidence(
    page: Page, aliases: Mapping[str, Iterable[str]], threshold: float, today: date, month_first: bool = False
) -> list[Evidence]:
    """The fields that captions on the page name, at most one for each key."""
    all_runs = runs(page.words)
    captions = [caption for run in all_runs for caption in _captions(run, aliases, threshold)]
    taken = {id(caption.run) for caption in captions if caption.rest is None}
    free = [run for run in all_runs if id(run) not in taken]
    captions += _numbered(all_runs)
    found: dict[str, Evidence] = {}
    for caption in sorted(captions, key=lambda c: -c.score):
        if caption.key not in found and (value := _value(caption, free, today, month_first)):
            run, normal = value
            confidence = 0.8 * caption.score * min(word.confidence for word in run.words)
            name = caption.run.text
            found[caption.key] = Evidence(
                caption.key, run.text, normal, "printed", page.number, run.box, confidence,
                name=name, label=name, key_box=caption.run.box,
            )  # fmt: skip
    return list(found.values())


def _numbered(all_runs: Sequence[Run]) -> list[Caption]:
    """The numbers that licences after the model of the European Union (Directive 2006/126, annex I) and of Vienna print
    before values; only where at least five different ones stand on the page."""
    found = []
    for run in all_runs:
        number = run.words[0].text.strip(".:)").lower()
        if number in NUMBERS and len(run.words) > 1:
            found.append(Caption(NUMBERS[number], Run(run.words[:1]), Run(run.words[1:]), 0.9))
    return found if len({caption.key for caption in found}) >= 5 else []


def _captions(run: Run, aliases: Mapping[str, Iterable[str]], threshold: float) -> Iterator[Caption]:
    whole = _best(run.text, aliases, threshold)
    if whole:
        yield Caption(whole[0], run, None, whole[1])
        return
    for count in range(min(len(run.words) - 1, 6), 0, -1):
        name = Run(run.words[:count])
        found = _best(name.text, aliases, max(threshold, 0.92))
        if found and (name.text.rstrip().endswith((":", ".")) or len(plain(name.text)) > 2):
            yield Caption(found[0], name, Run(run.words[count:]), found[1] * 0.95)
            return


def _best(text: str, aliases: Mapping[str, Iterable[str]], threshold: float) -> tuple[str, float] | None:
    """The key whose alias a caption, or a part of it between slashes, is nearest to."""
    parts = {plain(part) for part in re.split(r"[/|·•;]", text)} - {""}
    best = max(
        ((key, _likeness(parts, names)) for key, names in aliases.items()), key=lambda item: item[1], default=("", 0.0)
    )
    return best if best[1] >= threshold else None


def _likeness(parts: set[str], names: Iterable[str]) -> float:
    scores = [1.0 if part == name else _fuzzy(part, name) for part in parts for name in names]
    return max(scores, default=0.0)


def _fuzzy(part: str, name: str) -> float:
    if min(len(part), len(name)) < 6 or abs(len(part) - len(name)) > 3:
        return 0.0
    return fuzz.ratio(part, name) / 100


def _value(caption: Caption, free: Sequence[Run], today: date, month_first: bool) -> tuple[Run, str] | None:
    candidates = [caption.rest] if caption.rest else []
    candidates += sorted((run for run in free if reachable(caption, run)), key=lambda run: distance(caption, run))[:3]
    for run in candidates:
        normal = normalise(caption.key, run.text.strip(" :."), today, month_first)
        if normal:
            return run, normal
    return None


def reachable(caption: Caption, run: Run) -> bool:
    label, box = caption.run.box, run.box
    height = max(label.height, box.height)
    below = box.center[1] - label.center[1] >= 0 and box.top - label.bottom < 1.6 * height and not _level(label, box)
    aligned = box.x0 < label.x1 and box.x1 > label.x0 - height
    beside = _level(label, box) and 0 <= box.x0 - label.x1 < 12 * height
    return run is not caption.run and ((below and aligned) or beside)


def distance(caption: Caption, run: Run) -> float:
    """Below and flush left comes first, then beside."""
    label, box = caption.run.box, run.box
    if _level(label, box):
        return (box.x0 - label.x1) + 2 * label.height
    return max(box.top - label.bottom, 0.0) + 0.5 * abs(box.x0 - label.x0)


def normalise(key: str, text: str, today: date, month_first: bool = False) -> str | None:
    """The printed text as a value of that key; None where it cannot be one."""
    if value_type(key) == "date":
        return dates.printed(text, today, month_first)
    if key == "sex":
        return _sex(text)
    if key in ("document_number", "personal_number"):
        bare = re.sub(r"[^A-Z0-9]", "", text.upper())
        return bare if 5 <= len(bare) <= 20 and sum(c.isdigit() for c in bare) >= 3 else None
    if key == "nationality":
        return _nationality(text)
    if key in ("surname", "given_names"):
        name = transliterate(text)
        return name if len(name) > 1 and not any(c.isdigit() for c in name) else None
    return " ".join(text.split()) if len(text) > 1 else None


def _sex(text: str) -> str | None:
    for part in re.split(r"[/\s]+", text.upper()):
        if part in ("M", "F", "X"):
            return part
    return _SEXES.get(text.strip().upper())


def _nationality(text: str) -> str | None:
    for part in re.split(r"[/\s(),]+", text.upper()):
        if len(part) == 3 and countries.known(part):
            return countries.normal(part)
    name = transliterate(text)
    return name if len(name) > 3 and text.isupper() and not any(c.isdigit() for c in name) else None
