"""How one document prints: languages, case, captions, sizes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from extractors.id_cards.synthetic_print.captions import KEYS, languages
from extractors.id_cards.synthetic_print.people import bare, made_up, values
from extractors.id_cards.synthetic_print.sheet import CAPTION, OTHER, Sheet

TOGETHER = {
    "names": ("surname", "given_names"),
    "birth": ("birth_place", "birth_date"),
    "issue": ("issuing_authority", "issue_date"),
}
"""Captions of two values at once."""
COMMON = {"en": 4, "de": 4, "fr": 4, "es": 4, "it": 2, "pt": 2, "nl": 2, "pl": 2}
"""Languages that are drawn so many times as often as others."""


@dataclass(frozen=True)
class Style:
    """`tongues`: one to three languages; `case` of captions; `join` between languages; `where` the caption of a value
    stands; `missing`: share of captions that are not printed, `strange`: share that no list holds."""

    tongues: tuple[str, ...]
    case: str
    join: str
    colon: str
    where: str
    small: float
    large: float
    capital: bool
    plain: bool
    missing: float
    strange: float
    numbered: bool


def draw_style(random: Random) -> Style:
    """The languages of a document and its way of printing."""
    known = list(languages())
    first = random.choices(known, [COMMON.get(tongue, 1) for tongue in known])[0]
    others = [tongue for tongue in random.sample(known, 2) if tongue != first]
    second = "en" if first != "en" and random.random() < 0.7 else others[0]
    third = (others[0],) if random.random() < 0.15 and others[0] not in (first, second) else ()
    tongues = (first,) if random.random() < 0.45 else (first, second, *third)
    small = random.uniform(1.2, 2.2)
    return Style(
        tongues=tongues,
        case=random.choice(("as is", "as is", "upper", "lower")),
        join=random.choice((" / ", "/", " / ", "\n", "  ", " - ", " · ", "/ ")),
        colon=random.choice(("", "", "", ":", " :", ".")),
        where=random.choices(("above", "left", "inline", "below"), (0.55, 0.22, 0.15, 0.08))[0],
        small=small,
        large=small * random.uniform(1.0, 1.9),
        capital=random.random() < 0.75,
        plain=random.random() < 0.2,
        missing=random.choice((0.0, 0.0, 0.05, 0.15, 0.4, 1.0)) if random.random() < 0.6 else 0.0,
        strange=random.choice((0.0, 0.0, 0.0, 0.3, 1.0)),
        numbered=random.random() < 0.1,
    )


def strange_caption(random: Random, text: str) -> str:
    """A caption in a language that nobody taught: as many words, as long, in the same case."""
    words = [made_up(random) for _ in range(min(max(1, len(text.split())), 3))]
    return " ".join(words).capitalize()


class Issue:
    """One document that is being printed: the sheet, the style, the person."""

    def __init__(self, random: Random, sheet: Sheet, style: Style, american: bool = False) -> None:
        self.random, self.sheet, self.style = random, sheet, style
        self.person = values(random, style.tongues[0], american)
        self.strangeness: dict[str, str] = {}
        self.count = 0
        self.parted = random.uniform(0.3, 1.2) if random.random() < 0.25 else 0.0
        """How far a colon of its own stands before values whose captions stand before them; 0 for none."""

    def value(self, key: str) -> str:
        """What is printed for a key, in the document's case."""
        text = self.person[key]
        text = text.upper() if self.style.capital else text
        return bare(text) if self.style.plain else text

    def caption(self, key: str) -> str:
        """What announces a key; nothing where this document does not say."""
        if self.random.random() < self.style.missing:
            return ""
        texts = [text for tongue in self.style.tongues if (text := self._in(tongue, key))]
        text = self.style.join.join(dict.fromkeys(texts))
        self.count += 1
        text = f"{self.count}. {text}" if self.style.numbered and text else text
        text = text.upper() if self.style.case == "upper" else text.lower() if self.style.case == "lower" else text
        return (bare(text) if self.style.plain else text) + (self.style.colon if text else "")

    def _in(self, tongue: str, key: str) -> str:
        known = languages()[tongue].get(key)
        if not known:
            return ""
        chosen = known[
            self.random.randrange(min(len(known), 3))
            if self.random.random() < 0.6
            else self.random.randrange(len(known))
        ]
        if self.random.random() >= self.style.strange:
            return chosen
        return self.strangeness.setdefault(f"{tongue} {key}", strange_caption(self.random, chosen))

    def show(self, key: str, x: float, y: float, where: str = "", tab: float = 0.0) -> float:
        """Print a caption and its value; returns where the next may begin. `tab`: where values begin whose captions
        stand before them."""
        where, caption = where or self.style.where, self.caption(key)
        if key in TOGETHER:
            return self._both(caption, key, x, y)
        value, kind = self.value(key), key if key in KEYS else OTHER
        put = {"above": self._above, "below": self._below, "left": self._left, "inline": self._inline}[where]
        return put(caption, value, kind, x, y, tab)

    def _both(self, caption: str, key: str, x: float, y: float) -> float:
        """Two values below one caption: on one line, or below each other."""
        random, style, sheet = self.random, self.style, self.sheet
        name = self._named(caption, OTHER, x, y, style.small)
        y = sheet.below(caption, y, style.small, 1.15) + random.uniform(0.0, 0.5) if caption else y
        first, second = TOGETHER[key] if key == "names" or random.random() < 0.6 else TOGETHER[key][::-1]
        sign = "," if random.random() < 0.6 else ""
        lines = key == "names" and random.random() < 0.4
        text = self.value(first) + sign
        sheet.link(name, sheet.put(text, x, y, style.large, first))
        start, line = (x, sheet.below(text, y, style.large)) if lines else (x + sheet.width(text, style.large), y)
        sheet.link(name, sheet.put(self.value(second), start, line, style.large, second))
        return sheet.below(self.value(second), line, style.large)

    def _named(self, caption: str, kind: str, x: float, y: float, size: float) -> int | None:
        label = f"{CAPTION}:{kind}" if kind in KEYS else CAPTION
        return self.sheet.put(caption, x, y, size, label, 1.15) if caption else None

    def _above(self, caption: str, value: str, kind: str, x: float, y: float, tab: float) -> float:
        style, name = self.style, self._named(caption, kind, x, y, self.style.small)
        y = self.sheet.below(caption, y, style.small, 1.15) + self.random.uniform(0.0, 0.5) if caption else y
        if value:
            self.sheet.link(name, self.sheet.put(value, x + self.random.choice((0, 0, 0, 1.0)), y, style.large, kind))
        return self.sheet.below(value, y, style.large)

    def _below(self, caption: str, value: str, kind: str, x: float, y: float, tab: float) -> float:
        style = self.style
        made = self.sheet.put(value, x, y, style.large, kind) if value else None
        y = self.sheet.below(value, y, style.large)
        self.sheet.link(self._named(caption, kind, x, y, style.small), made)
        return self.sheet.below(caption, y, style.small, 1.15) if caption else y

    def _left(self, caption: str, value: str, kind: str, x: float, y: float, tab: float) -> float:
        name = self._named(caption, kind, x, y, self.style.small)
        end = max(tab, x + self.sheet.width(caption, self.style.small) + 1) if caption else tab or x
        if self.parted:
            self.sheet.put(":", end - 0.8 * self.style.small, y, self.style.small, CAPTION)
            end += self.parted * self.style.small
        if value:
            self.sheet.link(name, self.sheet.put(value, end, y - 0.15, self.style.large, kind))
        return max(self.sheet.below(caption, y, self.style.small, 1.15), self.sheet.below(value, y, self.style.large))

    def _inline(self, caption: str, value: str, kind: str, x: float, y: float, tab: float) -> float:
        caption = caption.replace("\n", " ")
        name = self._named(caption, kind, x, y, self.style.large)
        end = x + self.sheet.width(caption, self.style.large) if caption else x
        if value:
            self.sheet.link(name, self.sheet.put(value, end, y, self.style.large, kind))
        return self.sheet.below(value, y, self.style.large)


def resized(style: Style, by: float) -> Style:
    """The same style, larger or smaller."""
    return replace(style, small=style.small * by, large=style.large * by)
