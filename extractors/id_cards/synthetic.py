"""Pictures of machine readable lines that nobody issued: random values, OCR-B and other fonts, hard degradations.

Everything is drawn from a `numpy.random.Generator`, so a seed gives the same lines. Glyphs are rendered once for each
font; a line costs a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extractors.id_cards import countries, synthetic_wear
from extractors.id_cards.layouts import ALPHABET
from extractors.id_cards.mrz import compose

Array = np.ndarray
CELL = (22, 36)
"""Width (the pitch) and height in pixels of a glyph cell; 9303-3 asks 2.54 mm pitch, about 2.4 mm capitals."""
FONTS = (
    "OCRB.otf",
    "OCRBS.otf",
    "DejaVuSansMono.ttf",
    "LiberationMono-Regular.ttf",
    "LiberationMono-Bold.ttf",
    "DejaVuSansMono-Bold.ttf",
    "DejaVuSansCondensed.ttf",
    "LiberationSansNarrow-Regular.ttf",
)
"""What lines are printed in: OCR-B, other fonts of fixed pitch, and two that are none, set at fixed pitch."""
SMALL, SMALL_SHARE = (6.5, 13.0), 0.4
"""Heights in pixels of lines whose characters are four to eight pixels wide, and how many of all lines are such."""
_CODES = sorted(code.ljust(3, "<") for code in countries.CODES)
_NAMES = """
MUELLER SMITH GARCIA ROSSI NOVAK KOWALSKI JENSEN SILVA DUBOIS IVANOV TANAKA WANG NGUYEN KIM SINGH OKAFOR HASSAN YILMAZ
PAPADOPOULOS HANSEN KAYA ZHANG LEWANDOWSKA OBRIEN MACDONALD VANDERBERG SCHWARZ FEIJOO QUISPE XU WOJCIK JUHASZ ANNA
MARIA JOHN PETER LUCA ELENA KATARZYNA ZOFIA MOHAMMED FATIMA HIROSHI YUKI IGOR OLGA JOSE PILAR GUSTAV FREYA KWAME
WILLIAM BJORK XIAO QIN VIKTOR ZELDA HUGO JACQUES
""".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Line:
    """`picture` (H, W) uint8; `centers` the x of each character's centre in it, in pixels."""

    picture: Array
    text: str
    centers: Array


def zone(random: np.random.Generator, format_: str = "") -> tuple[str, list[str]]:
    """A format and the lines of a random zone with right check digits."""
    format_ = format_ or str(random.choice(["TD1", "TD2", "TD3", "TD3", "MRV-A", "MRV-B", "FRA"]))
    code = str(random.choice(_CODES))
    values = {
        "issuing_country": code,
        "birth_date": _day(random),
        "sex": str(random.choice(list("MF<"), p=[0.48, 0.48, 0.04])),
    }
    values |= {"document_type": _type(random, format_), "document_number": _number(random, format_)}
    if format_ == "FRA":
        values |= {"issuing_country": "FRA", "surname": _names(random, 1)[:25], "given_names": _names(random, 1)[:14]}
        return format_, compose(format_, values)
    nationality = code if random.random() < 0.7 else str(random.choice(_CODES))
    values |= {"nationality": nationality, "expiry_date": _day(random)}
    width = {"TD1": 30, "TD2": 31, "MRV-B": 31}.get(format_, 39)
    values["names"] = (_names(random, 2) + "<<" + _names(random, 3))[:width].rstrip("<")
    room = {"TD1": ("optional_data", 15), "TD2": ("optional_data", 7), "TD3": ("personal_number", 14)}
    name, most = room.get(format_, ("optional_data", 8 if format_ == "MRV-B" else 16))
    if random.random() < 0.5 and len(values["document_number"]) <= 9:
        values[name] = _letters(random, int(random.integers(1, most + 1)))
    return format_, compose(format_, values)


def _type(random: np.random.Generator, format_: str) -> str:
    first = {"TD1": "IAC", "TD2": "IAC", "TD3": "P", "FRA": "I"}.get(format_, "V")
    second = "D" if format_ == "FRA" else str(random.choice(list("<<<<DPRS")))
    return str(random.choice(list(first))) + second


def _number(random: np.random.Generator, format_: str) -> str:
    if format_ == "FRA":
        return "".join(str(random.integers(10)) for _ in range(12))
    long = format_ in ("TD1", "TD2") and random.random() < 0.06
    length = int(random.integers(10, 13)) if long else int(random.choice([7, 8, 9, 9, 9, 9]))
    letters = int(random.choice([0, 1, 2, 9], p=[0.25, 0.3, 0.3, 0.15]))
    return (_letters(random, min(letters, length)) + "".join(str(random.integers(10)) for _ in range(length)))[:length]


def _letters(random: np.random.Generator, count: int) -> str:
    return "".join(ALPHABET[random.integers(36)] for _ in range(count))


def _day(random: np.random.Generator) -> str:
    return f"{random.integers(100):02}{random.integers(1, 13):02}{random.integers(1, 29):02}"


def _names(random: np.random.Generator, most: int) -> str:
    return "<".join(_name(random) for _ in range(int(random.integers(1, most + 1))))


def _name(random: np.random.Generator) -> str:
    if random.random() < 0.4:
        return str(random.choice(_NAMES))
    return "".join(ALPHABET[10 + random.integers(26)] for _ in range(int(random.integers(1, 12))))


def line_text(random: np.random.Generator) -> str:
    """One line of a random zone, or, every fifth time, characters in any order."""
    if random.random() < 0.2:
        count = int(random.choice([30, 36, 44]))
        return "".join(ALPHABET[i] for i in random.integers(0, 37, count))
    _, lines = zone(random)
    return str(lines[int(random.integers(len(lines)))])


@cache
def atlas(font: str) -> Array:
    """(37, height, width) ink 0-1 of every character in its cell, 3 cells high so that nothing is cut."""
    width, height = CELL
    size = height
    face = ImageFont.truetype(font, size)
    face = ImageFont.truetype(font, round(size * width / max(face.getlength(character) for character in "AMW")))
    base = face.getbbox("H", anchor="ls")
    cells = []
    for character in ALPHABET:
        cell = Image.new("L", (width, height), 0)
        x, y = width / 2, (height - base[1]) / 2
        ImageDraw.Draw(cell).text((x, y), character, font=face, fill=255, anchor="ms")
        cells.append(np.asarray(cell, np.float32) / 255)
    return np.stack(cells)


@cache
def capitals(font: str) -> tuple[float, float]:
    """Where capitals begin and end in the height of a cell."""
    rows = np.flatnonzero(atlas(font)[ALPHABET.index("H")].max(axis=1) > 0.5)
    return float(rows[0]), float(rows[-1] + 1)


@cache
def fonts() -> tuple[str, ...]:
    """Those of FONTS that this machine has. Raises FileNotFoundError where it has none (Debian: fonts-ocr-b)."""
    found = tuple(font for font in FONTS if _has(font))
    if not found:
        raise FileNotFoundError("no OCR-B font found; on Debian or Ubuntu: apt-get install fonts-ocr-b")
    return found


def _has(font: str) -> bool:
    try:
        ImageFont.truetype(font, 10)
    except OSError:
        return False
    return True


def ink(text: str, font: str) -> Array:
    """(height, count * pitch) ink 0-1 of a text at fixed pitch."""
    glyphs = atlas(font)
    return np.concatenate([glyphs[ALPHABET.index(character)] for character in text], axis=1)


def line(random: np.random.Generator, text: str = "") -> Line:
    """A degraded picture of one line as a zone finder would cut it out, between 6 and 64 pixels high."""
    text = text or line_text(random)
    available = fonts()
    sharp = [f for f in available if f.startswith("OCRB")]
    font = str(random.choice(sharp if sharp and random.random() < 0.8 else list(available)))
    sheet, origin = _sheet(random, text, font)
    if random.random() < 0.05:
        sheet = synthetic_wear.marked(random, sheet, text, origin[0], CELL[0], origin[1] + capitals(font)[0])
    sheet = _weight(random, sheet)
    if random.random() < 0.12:
        top, bottom = capitals(font)
        sheet = synthetic_wear.trimmed(random, sheet, origin[1] + top, origin[1] + bottom)
    picture, centers = _cut(random, sheet, origin, len(text))
    if random.random() < 0.15:
        picture = synthetic_wear.bent(random, picture)
    return Line(_spoil(random, picture), text, centers)


def _sheet(random: np.random.Generator, text: str, font: str) -> tuple[Array, tuple[int, int]]:
    """Ink of the line with neighbours above and below, and where the line's cell begins."""
    width, height = CELL
    step = int(height * random.uniform(1.25, 2.0))
    margin = 4 * width
    sheet = np.zeros((height + 2 * step, len(text) * width + 2 * margin), np.float32)
    for row in range(3):
        if row != 1 and random.random() < 0.4:
            continue
        words = text if row == 1 else "".join(ALPHABET[i] for i in random.integers(0, 37, len(text)))
        top = row * step
        sheet[top : top + height, margin : margin + len(text) * width] = ink(words, font)
    if random.random() < 0.15:
        _rule(random, sheet)
    return sheet, (margin, step)


def _rule(random: np.random.Generator, sheet: Array) -> None:
    """A frame or the card's edge beside the text."""
    x = int(random.choice([random.integers(0, 60), sheet.shape[1] - random.integers(1, 60)]))
    cv2.line(sheet, (x, 0), (x + int(random.integers(-5, 6)), sheet.shape[0]), 1.0, int(random.integers(1, 5)))


def _weight(random: np.random.Generator, sheet: Array) -> Array:
    """Thinner or fatter strokes, broken ink."""
    choice = random.random()
    if choice < 0.25:
        sheet = cv2.dilate(sheet, np.ones((2, 2), np.uint8))
    elif choice < 0.35:
        sheet = cv2.erode(sheet, np.ones((2, 2), np.uint8))
    if random.random() < 0.15:
        holes = cv2.resize(
            random.random((sheet.shape[0] // 3, sheet.shape[1] // 3)).astype(np.float32), sheet.shape[::-1]
        )
        sheet = sheet * (holes > random.uniform(0.1, 0.4))
    return sheet


def _cut(random: np.random.Generator, sheet: Array, origin: tuple[int, int], count: int) -> tuple[Array, Array]:
    """The crop that a finder would make, at the resolution of the photograph; and the centres of the characters."""
    width, height = CELL
    capital = height * 0.62
    tall = capital / random.uniform(0.42, 0.78)
    middle = origin[1] + height / 2 + random.normal(0, 0.07) * tall
    left = origin[0] - random.uniform(0.0, 2.2) * width
    right = origin[0] + count * width + random.uniform(0.0, 2.2) * width
    top, bottom = middle - tall / 2, middle + tall / 2
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
    slope = random.normal(0, 0.08, 2) * tall
    corners[[0, 3], 1] += slope[0]
    corners[[1, 2], 1] += slope[1]
    corners[:, 0] += random.normal(0, 0.12) * tall * np.asarray([-1, -1, 1, 1])
    corners[[0, 3], 1] += random.normal(0, 0.04) * tall * np.asarray([-1, 1])
    least, most = SMALL if random.random() < SMALL_SHARE else (8, 56)
    rows = float(np.exp(random.uniform(np.log(least), np.log(most))))
    columns = rows * (right - left) / tall * random.uniform(0.85, 1.18)
    size = (max(round(columns), 40), max(round(rows), 6))
    target = np.asarray([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    shrink = tall / size[1]
    if shrink > 1:
        sheet = cv2.GaussianBlur(sheet, (0, 0), 0.42 * shrink)
    picture = cv2.warpPerspective(sheet, matrix, size, flags=cv2.INTER_LINEAR)
    middles = [[[origin[0] + (i + 0.5) * width, origin[1] + height / 2]] for i in range(count)]
    points = np.array(middles, np.float32)
    return picture, cv2.perspectiveTransform(points, matrix)[:, 0, 0]


def _spoil(random: np.random.Generator, mask: Array) -> Array:
    """Ink on a printed background, then what camera and file do to it."""
    paper = background(random, mask.shape)
    dark = random.uniform(0, 90)
    strength = random.uniform(0.45, 1.0)
    picture = paper * (1 - mask * strength) + dark * mask * strength
    if random.random() < 0.1:
        picture = synthetic_wear.crossed(random, picture)
    picture = _blur(random, picture)
    if random.random() < 0.1:
        picture = synthetic_wear.shaded(random, picture)
    if random.random() < 0.07:
        picture = synthetic_wear.screened(random, picture)
    if random.random() < 0.15:
        picture = picture + _glare(random, mask.shape)
    # what a pixel says of a character grows with its share of it: the same grain blots a small one out
    grain = 9 if mask.shape[0] > SMALL[1] else 5
    picture = picture + random.normal(0, 1, mask.shape) * abs(random.normal(0, grain))
    if random.random() < 0.12:
        picture = synthetic_wear.sharpened(random, picture)
    if random.random() < 0.2:
        picture = synthetic_wear.enlarged(random, picture)
    if random.random() < 0.05:
        picture = synthetic_wear.thresholded(random, picture)
    if random.random() < 0.04:
        picture = 255 - picture
    return _file(random, np.clip(picture, 0, 255).astype(np.uint8))


def background(random: np.random.Generator, shape: Sequence[int]) -> Array:
    """(H, W) float32 paper: shade, security print of waves and lines, fibres."""
    rows, columns = np.indices(tuple(shape), dtype=np.float32)
    paper = np.full(tuple(shape), random.uniform(130, 255), np.float32)
    paper += random.normal(0, 25) * (columns / shape[1] - 0.5) + random.normal(0, 12) * (rows / shape[0] - 0.5)
    for _ in range(int(random.integers(0, 4))):
        period, angle, bend = random.uniform(3, 40), random.uniform(0, np.pi), random.uniform(0, 6)
        along = columns * np.cos(angle) + rows * np.sin(angle)
        across = rows * np.cos(angle) - columns * np.sin(angle)
        wave = np.sin(2 * np.pi * (along + bend * np.sin(across / random.uniform(4, 40))) / period)
        paper += random.uniform(2, 26) * (wave if random.random() < 0.5 else (wave > 0.6))
    if random.random() < 0.3:
        coarse = random.normal(0, 1, (max(shape[0] // 6, 2), max(shape[1] // 6, 2))).astype(np.float32)
        paper += random.uniform(2, 16) * cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return paper


def _blur(random: np.random.Generator, picture: Array) -> Array:
    choice = random.random()
    scale = picture.shape[0] / 24
    if choice < 0.45:
        return cv2.GaussianBlur(picture, (0, 0), random.uniform(0.3, 1.15) * max(scale, 0.45))
    if choice < 0.6:
        length = max(int(random.uniform(1.5, 4.0) * scale), 2)
        kernel = np.eye(length) if random.random() < 0.5 else np.ones((1, length))
        return cv2.filter2D(picture, -1, kernel / kernel.sum())
    return picture


def _glare(random: np.random.Generator, shape: Sequence[int]) -> Array:
    rows, columns = np.indices(tuple(shape), dtype=np.float32)
    x, y, wide = random.uniform(0, shape[1]), random.uniform(0, shape[0]), random.uniform(1, 6) * shape[0]
    return np.asarray(random.uniform(40, 160) * np.exp(-((columns - x) ** 2 + 4 * (rows - y) ** 2) / (2 * wide**2)))


def _file(random: np.random.Generator, picture: Array) -> Array:
    if random.random() < 0.6:
        least = 20 if picture.shape[0] > SMALL[1] else 45
        _, stored = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(least, 96))])
        return np.asarray(cv2.imdecode(stored, cv2.IMREAD_GRAYSCALE))
    return picture


def lines(seed: int) -> Iterator[Line]:
    """Endless degraded lines."""
    random = np.random.default_rng(seed)
    while True:
        yield line(random)
