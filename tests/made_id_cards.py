"""Cards laid out after real documents, of persons nobody is: nothing of them is in the generator that the printed
zone's network learns from (`extractors.id_cards.synthetic_print`), so figures on them are of layouts, and for the
languages of `UNTAUGHT` of captions, that were never trained on.

A layout is a list of rows ``x y size text``, in millimetres of a card 85.6 wide; ``{key}`` in a text is a value, and
what follows a value on its row is another run. ``|`` parts lines.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random

from faker import Faker
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from extractors.id_cards.dates import printed
from extractors.id_cards.printed import normalise
from extractors.types import Box, Document, Example, Extraction, Field, Page, Word
from tests.made_id_layouts import GENERIC, LAYOUTS, ORDER, UNTAUGHT

TODAY = date(2026, 6, 1)
DOTS = 14
"""Pixels a millimetre."""
_VALUE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Printed:
    """A run of print: `key` of the value that it is, or nothing. Millimetres."""

    text: str
    x: float
    y: float
    size: float
    key: str = ""


def made(name: str, seed: int) -> list[Printed]:
    """The print of one card of a layout (a name of `LAYOUTS`, or a language of `UNTAUGHT` and a layout, as in
    ``is above``)."""
    random = Random(f"{name} {seed}")
    if name in LAYOUTS:
        locale, pattern, rows = LAYOUTS[name]
        return _filled(rows, _person(random, locale, pattern, ""))
    language, layout = name.split()
    locale, country, captions, nation = UNTAUGHT[language]
    pattern = random.choice(("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %m %Y"))
    person = _person(random, locale, pattern, nation)
    rows = GENERIC[layout].replace("{country}", country)
    for key, caption in zip(ORDER, captions.split(";"), strict=True):
        rows = rows.replace(f"{{c.{key}}}", caption)
    left = random.choice((4, 28, 32))
    places = {"{left}": left, "{mid}": left + 16, "{right}": left + 32}
    for place, at in places.items():
        rows = rows.replace(place, str(at))
    return _filled(rows, person)


def names() -> list[str]:
    """Every layout there is: those in languages that are taught, then those that are not."""
    return [*LAYOUTS, *(f"{language} {layout}" for language in UNTAUGHT for layout in GENERIC)]


@lru_cache(maxsize=32)
def _faker(locale: str) -> Faker:
    return Faker(locale)


def _person(random: Random, locale: str, pattern: str, nation: str) -> dict[str, str]:
    fake = _faker(locale)
    fake.seed_instance(random.randrange(10**9))
    issue = date(2016, 1, 1) + timedelta(days=random.randrange(3000))
    birth, expiry = issue - timedelta(days=random.randrange(6500, 26000)), issue + timedelta(days=3652)
    letters = "".join(random.choice("ABCEFGHJKLMNPRTUVWXYZ") for _ in range(3))
    digits = str(random.randrange(10**9, 10**10))
    street = fake.street_address().replace("\n", " ")
    return {
        "surname": fake.last_name().upper(), "given_names": fake.first_name().upper(),
        "birth_date": birth.strftime(pattern).upper(), "issue_date": issue.strftime(pattern).upper(),
        "expiry_date": expiry.strftime(pattern).upper(), "birth_place": fake.city().upper(), "sex": random.choice("MF"),
        "nationality": nation or random.choice(("MAR", "TUR", "IND", "BRA")),
        "document_number": random.choice((letters[0] + digits[:8], letters + digits[:6], digits[:9])),
        "personal_number": digits + "7", "issuing_authority": fake.city().upper(), "number": digits[3:],
        "address": f"{street}|{fake.postcode()} {fake.city()}".upper(),
    }  # fmt: skip


def _filled(rows: str, person: dict[str, str]) -> list[Printed]:
    found: list[Printed] = []
    for row in rows.strip().splitlines():
        x, y, size, text = row.split(" ", 3)
        found += _row(text, float(x), float(y), float(size), person)
    return found


def _row(text: str, x: float, y: float, size: float, person: dict[str, str]) -> Iterator[Printed]:
    fixed, _, key = text.partition("=")
    if key:
        mark = re.match(r"[\w.]+\.\s+", fixed)
        parts = [(mark.group(), ""), (fixed[mark.end() :], key)] if mark else [(fixed, key)]
    else:
        parts, at = [], 0
        for match in _VALUE.finditer(text):
            parts += [(text[at : match.start()], ""), (person[match.group(1)], match.group(1))]
            at = match.end()
        parts.append((text[at:], ""))
    glued = ""
    for part, own in parts:
        if not part.strip():
            x += _length(" ", size) if part else 0
            continue
        if not own and not part.startswith(" ") and glued:
            part = part.strip()
        yield from (Printed(line, x, y + 1.25 * size * n, size, own if own != "number" else "")
                    for n, line in enumerate(part.strip().split("|")))  # fmt: skip
        x, glued = x + _length(part.split("|")[-1] if not own else part.split("|")[0], size) + 0.3 * size, own


@lru_cache(maxsize=64)
def _font(pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype("DejaVuSans.ttf", pixels)


def _length(text: str, size: float) -> float:
    return _font(round(size * DOTS)).getlength(text) / DOTS


def page(prints: Sequence[Printed], image: str = "") -> Page:
    """The card as a page whose words are known, a point a pixel of a fifth of the picture."""
    words = tuple(word for own in prints for word, _ in _words(own))
    return Page(1, 85.6 * 5, 54.0 * 5, image=image, words=words, text_source="ocr")


def _words(own: Printed) -> Iterator[tuple[Word, str]]:
    x = own.x
    for token in own.text.split():
        wide = _length(token, own.size)
        box = Box(x * 5, own.y * 5, (x + wide) * 5, (own.y + own.size) * 5)
        yield Word(token, box, source="ocr"), own.key
        x += wide + _length(" ", own.size)


def answer(prints: Sequence[Printed], identity: str) -> Extraction:
    """The values as printed, with their boxes in the points of `page`."""
    fields = []
    for key in dict.fromkeys(own.key for own in prints if own.key):
        lines = [own for own in prints if own.key == key]
        boxes = [word.box for own in lines for word, _ in _words(own)]
        text = " ".join(own.text.strip(" ,") for own in lines)
        fields.append(Field(key, text, 1, Box.around(boxes), 1.0, normal=normal(key, text, prints)))
    return Extraction(identity, "id_cards", "made", tuple(fields))


def normal(key: str, text: str, prints: Sequence[Printed]) -> str | None:
    """The value as the family writes it; American dates are known by their state."""
    if key.endswith("_date"):
        return printed(text, TODAY, month_first=any(own.text.endswith(" USA") for own in prints))
    return normalise(key, text, TODAY)


def example(name: str, seed: int) -> Example:
    """One card as a document of words, and its answer."""
    prints = made(name, seed)
    identity = hashlib.sha256(f"{name} {seed}".encode()).hexdigest()[:16]
    return Example(Document(identity, f"{name}.png", (page(prints),)), answer(prints, identity))


def drawn(prints: Sequence[Printed], random: Random, dots: int = DOTS) -> Image.Image:
    """The card as a picture, a portrait of nobody on it, a little noisy."""
    wide, high = round(85.6 * DOTS), round(54 * DOTS)
    picture = Image.effect_noise((wide, high), 8).point(lambda p: 105 + p)
    pen = ImageDraw.Draw(picture)
    pen.ellipse([round(v * DOTS) for v in (7, 14, 23, 34)], fill=120)
    for own in prints:
        pen.text(
            (own.x * DOTS, own.y * DOTS),
            own.text,
            fill=random.randrange(10, 60),
            font=_font(round(own.size * DOTS)),
            anchor="la",
        )
    picture = picture.filter(ImageFilter.GaussianBlur(0.7))
    return picture.resize((wide * dots // DOTS, high * dots // DOTS))


def write(prints: Sequence[Printed], path: Path, random: Random) -> Path:
    drawn(prints, random).save(path)
    return path
