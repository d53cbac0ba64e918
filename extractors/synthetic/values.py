# ruff: noqa: E501
"""Plausible values by type: names and places from Faker (drawn once into pools), numbers and codes drawn here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

from extractors.synthetic.lists import FLOORS, LISTS, MONTHS, WORDS, lines, nouns, split, tokens
from extractors.synthetic.words import en, office

POOL = 1500
_LOCALES = {"en": ("en_US", "en_GB"), "de": ("de_DE", "de_AT"), "fr": ("fr_FR",), "es": ("es_ES",)}


@dataclass(frozen=True)
class _Pools:
    name: tuple[str, ...]
    first: tuple[str, ...]
    last: tuple[str, ...]
    company: tuple[str, ...]
    street: tuple[str, ...]
    city: tuple[str, ...]
    zip: tuple[str, ...]
    state: tuple[str, ...]
    country: tuple[str, ...]
    job: tuple[str, ...]
    phone: tuple[str, ...]
    email: tuple[str, ...]
    word: tuple[str, ...]
    iban: tuple[str, ...]


@cache
def _pools(language: str) -> _Pools:
    from faker import Faker

    drawn: dict[str, list[str]] = {name: [] for name in _Pools.__dataclass_fields__}
    for locale in _LOCALES[language]:
        fake = Faker(locale)
        fake.seed_instance(19)
        state = getattr(fake, "state", None) or getattr(fake, "region", None) or fake.city
        makers: dict[str, Callable[[], str]] = {
            "name": fake.name,
            "first": fake.first_name,
            "last": fake.last_name,
            "company": fake.company,
            "street": fake.street_address,
            "city": fake.city,
            "zip": fake.postcode,
            "state": state,
            "country": fake.country,
            "job": fake.job,
            "phone": fake.phone_number,
            "email": fake.email,
            "word": fake.word,
            "iban": fake.iban,
        }
        for name, maker in makers.items():
            drawn[name].extend(maker().replace("\n", " ") for _ in range(POOL // len(_LOCALES[language])))
    return _Pools(**{name: tuple(items) for name, items in drawn.items()})


class Values:
    """Draws values in one language; `style` of dates and numbers is fixed for a page, as on a real one."""

    def __init__(self, random: Random, language: str) -> None:
        self.random, self.language, self.pools = random, language, _pools(language)
        self.point = "." if language == "en" or random.random() < 0.15 else ","
        self.group = {".": ",", ",": random.choice((".", " "))}[self.point]
        self.symbol = random.choice(("$", "$", "$", "", "£", "€") if language == "en" else ("€", "€", "", "EUR"))
        self.symbol_first = language == "en"
        self.date_style = random.randrange(9)

    def draw(self, kind: str) -> str:
        """A value of the kind; raises KeyError for a kind that nobody makes."""
        maker = getattr(self, f"_{kind}", None)
        if maker is not None:
            return str(maker())
        if kind in LISTS:
            return self.random.choice(split(kind))
        if kind in WORDS:
            return self.random.choice(WORDS[kind][self.language].split())
        if kind not in _Pools.__dataclass_fields__:
            raise KeyError(f"no values of the kind {kind!r}")
        return str(self.random.choice(getattr(self.pools, kind)))

    def _name(self) -> str:
        r, pools = self.random, self.pools
        first, last, style = r.choice(pools.first), r.choice(pools.last), r.random()
        if style < 0.45:
            return f"{first} {last}"
        if style < 0.6:
            return f"{first[0]}. {last}" if r.random() < 0.6 else f"{first[0]}. {r.choice('ABCDEFGHJKLMRSTW')}. {last}"
        if style < 0.7:
            return f"{last}, {first}"
        return r.choice(
            (f"{first} {r.choice('ABCDEHJLMRSTW')}. {last}", r.choice(pools.name), last, f"Dr. {first} {last}")
        )

    def _doctor(self) -> str:
        r = self.random
        last = r.choice(self.pools.last)
        return r.choice(
            (f"Dr. {last}", f"Dr. {r.choice(self.pools.first)} {last}", f"{r.choice(self.pools.first)} {last}, M.D.")
        )

    def _company(self) -> str:
        r = self.random
        name = r.choice(self.pools.company)
        return (
            name
            if r.random() < 0.7
            else f"{r.choice(self.pools.last)} {r.choice(('Inc.', '& Co.', 'Corp.', 'Ltd.', 'Laboratories'))}"
        )

    def _citystate(self) -> str:
        r, p = self.random, self.pools
        if self.language == "en":
            return f"{r.choice(p.city)}, {r.choice(('NY', 'CA', 'TX', 'NC', 'OH', 'VA', 'KY', 'IL', 'FL', 'MA'))} {r.randrange(10000, 99999)}"
        return f"{r.choice(p.zip)} {r.choice(p.city)}"

    def _address(self) -> str:
        street = self.random.choice(self.pools.street)
        return f"{street}\n{self._citystate()}" if self.random.random() < 0.7 else f"{street}, {self._citystate()}"

    def _phone(self) -> str:
        r = self.random
        if self.language == "en" and r.random() < 0.85:
            a, b, c = r.randrange(200, 999), r.randrange(200, 999), r.randrange(10000)
            return r.choice(("({}) {}-{:04d}", "{}-{}-{:04d}", "{}/{}-{:04d}", "{} {} {:04d}", "({}){}-{:04d}")).format(
                a, b, c
            )
        return str(r.choice(self.pools.phone))

    def _date(self) -> str:
        r = self.random
        y, m, d = r.randrange(1950, 2026), r.randrange(1, 13), r.randrange(1, 29)
        month = MONTHS[self.language].split()[m - 1]
        if self.language == "en":
            forms = (
                f"{m}/{d}/{y % 100:02d}",
                f"{m:02d}/{d:02d}/{y}",
                f"{month} {d}, {y}",
                f"{month[:3]} {d}, {y}",
                f"{d} {month[:3]} {y}",
                f"{m}-{d}-{y % 100:02d}",
                f"{y}-{m:02d}-{d:02d}",
                f"{month} {y}",
                f"{d:02d}-{month[:3].upper()}-{y % 100:02d}",
            )
        else:
            sep = "." if self.language == "de" else "/"
            forms = (
                f"{d:02d}{sep}{m:02d}{sep}{y}",
                f"{d:02d}{sep}{m:02d}{sep}{y}",
                f"{d:02d}{sep}{m:02d}{sep}{y % 100:02d}",
                f"{d}. {month} {y}",
                f"{d} {month} {y}",
                f"{y}-{m:02d}-{d:02d}",
                f"{month} {y}",
                f"{d:02d}-{m:02d}-{y}",
                f"{d:02d}{sep}{m:02d}{sep}{y}",
            )
        return forms[self.date_style if r.random() < 0.85 else r.randrange(9)]

    def _number(self) -> str:
        r = self.random
        return self._decimal(r.choice((r.uniform(0, 10), r.uniform(0, 100), r.uniform(0, 3000))), r.randrange(4))

    def _decimal(self, value: float, digits: int) -> str:
        text = f"{value:,.{digits}f}"
        return text.translate({44: self.group, 46: self.point})

    def _integer(self) -> str:
        r = self.random
        top = r.choice((5, 20, 100, 1000, 50000, 2000000))
        return self._decimal(r.randrange(top), 0) if r.random() < 0.85 else str(r.randrange(top))

    def _money(self) -> str:
        r = self.random
        text = self._decimal(
            r.choice((r.uniform(0, 100), r.uniform(0, 5000), r.uniform(0, 200000))), 2 if r.random() < 0.8 else 0
        )
        if r.random() < 0.4 or not self.symbol:
            return text
        gap = "" if self.symbol in "$£" else " "
        return f"{self.symbol}{gap}{text}" if self.symbol_first else f"{text} {self.symbol}"

    def _code(self) -> str:
        r, n = self.random, self.random.randrange(1000000)
        letters = "".join(r.choice("ABCDEFGHJKLMNPRSTUVWXZ") for _ in range(r.randrange(1, 4)))
        forms = (
            str(n),
            f"{letters}-{n}",
            f"{n // 1000}-{n % 1000:03d}",
            f"{letters}{n}",
            f"{letters} {n % 10000}",
            f"{n % 1000}",
            f"{n % 100:02d}-{n:06d}-{letters}",
            f"{n}{r.randrange(10**5):05d}",
            f"#{n % 10000}",
            f"{n % 90 + 10}/{n % 9000}",
        )
        return r.choice(forms)

    def _words(self, low: int, high: int) -> str:
        r = self.random
        if self.language == "en" and r.random() < 0.6:
            pool = nouns(), tokens("adjectives")
            return " ".join(r.choice(pool[r.random() < 0.35]) for _ in range(r.randint(low, high)))
        return " ".join(r.choice(self.pools.word) for _ in range(r.randint(low, high)))

    def _phrase(self) -> str:
        text = self._words(1, self.random.choice((3, 4, 4, 7)))
        return text.capitalize() if self.random.random() < 0.6 else text.title()

    def _product(self) -> str:
        return (
            f"{self.draw('adjectives').title()} {self.draw('nouns')}" if self.random.random() < 0.5 else self._phrase()
        )

    def _clause(self) -> str:
        """Something that reads like English: a pattern with its places filled."""
        r, words = self.random, en
        pattern = r.choice(lines(words.CLAUSES))
        places = {
            "adj": self._adjectives(),
            "noun": self._nouns(),
            "noun2": self._nouns(),
            "verb": r.choice(lines(words.VERBS)),
            "verb2": r.choice(lines(words.VERBS2)),
            "verb3": r.choice(lines(words.VERBS3)),
        }
        for kind in ("city", "date", "company", "percent", "name", "integer", "duration"):
            if "{" + kind + "}" in pattern:
                places[kind] = self.draw(kind)
        text = pattern.format(**places)
        return text[0].upper() + text[1:]

    def _sentence(self) -> str:
        r = self.random
        if self.language == "en" and r.random() < 0.75:
            return ". ".join(self._clause() for _ in range(r.choice((1, 1, 2, 3)))) + r.choice((".", ".", ""))
        return ". ".join(self._words(4, 14).capitalize() for _ in range(r.choice((1, 1, 1, 2, 3)))) + r.choice(
            (".", ".", "")
        )

    def _time(self) -> str:
        r, h, m = self.random, self.random.randrange(24), self.random.randrange(60)
        return (
            f"{h % 12 + 1}:{m:02d} {r.choice(('AM', 'PM', 'a.m.', 'p.m.'))}"
            if self.language == "en" and r.random() < 0.6
            else f"{h:02d}:{m:02d}"
        )

    def _period(self) -> str:
        return f"{self._date()} {self.random.choice(('-', 'to', '–'))} {self._date()}"

    def _percent(self) -> str:
        return self._decimal(self.random.uniform(0, 100), self.random.randrange(3)) + self.random.choice(
            ("%", "%", " %", "")
        )

    def _year(self) -> str:
        return str(self.random.randrange(1950, 2027))

    def _month(self) -> str:
        return f"{self.random.choice(MONTHS[self.language].split())} {self._year()}"

    def _taxid(self) -> str:
        r = self.random
        return r.choice(
            (
                f"{r.randrange(10, 99)}-{r.randrange(10**6, 10**7)}",
                f"DE{r.randrange(10**8, 10**9)}",
                f"B{r.randrange(10**7, 10**8)}",
                f"{r.randrange(10**8, 10**9)}",
                f"{r.randrange(10, 99)}/{r.randrange(100, 999)}/{r.randrange(10000, 99999)}",
            )
        )

    def _ssn(self) -> str:
        r = self.random
        return f"{r.randrange(100, 999)}-{r.randrange(10, 99)}-{r.randrange(1000, 9999)}"

    def _vin(self) -> str:
        return "".join(self.random.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(17))

    def _plate(self) -> str:
        r = self.random
        return f"{''.join(r.choice('ABCDEFGHKLMNPRST') for _ in range(r.randrange(1, 4)))}-{r.choice('ABKMX')} {r.randrange(1, 9999)}"

    def _range(self) -> str:
        low = self.random.uniform(0, 50)
        return f"{self._decimal(low, 1)} - {self._decimal(low * 2 + 1, 1)}"

    def _floor(self) -> str:
        """Where in a house somebody lives."""
        r, (ways, sides) = self.random, FLOORS[self.language]
        way = r.choice(ways.split("|"))
        return way.format(n=r.randint(1, 9), side=r.choice(sides.split()), letter=r.choice("ABCD"))

    def _quantity(self) -> str:
        return f"{self._integer()} {self.draw('unit')}" if self.random.random() < 0.6 else self._integer()

    def _weight(self) -> str:
        return f"{self._number()} {self.random.choice(('kg', 'lbs', 'lb', 'g', 'mg', 'oz.'))}"

    def _height(self) -> str:
        r = self.random
        return r.choice(
            (
                f"{r.randrange(4, 7)}'{r.randrange(12)}\"",
                f"{r.randrange(140, 205)} cm",
                f"{r.randrange(4, 7)} ft {r.randrange(12)} in",
            )
        )

    def _bp(self) -> str:
        return f"{self.random.randrange(95, 180)}/{self.random.randrange(55, 110)}"

    def _temp(self) -> str:
        return f"{self._decimal(self.random.uniform(20, 250), 1)}{self.random.choice((' °C', '°F', ' F', ' C', ''))}"

    def _dose(self) -> str:
        return f"{self._number()} {self.random.choice(('mg', 'mg/kg', 'ml', 'mg/day', 'ppm', 'mg/l', 'µg', '%'))}"

    def _dim(self) -> str:
        r = self.random
        return (
            f"{self._number()} {r.choice(('x', 'X', 'by'))} {self._number()}"
            if r.random() < 0.5
            else f"{self._number()} {r.choice(('mm', 'in.', 'cm'))}"
        )

    def _rate(self) -> str:
        return self._decimal(self.random.uniform(0, 1), 4)

    def _sort(self) -> str:
        return "-".join(f"{self.random.randrange(100):02d}" for _ in range(3))

    def _ext(self) -> str:
        return str(self.random.randrange(100, 9999))

    def _initial(self) -> str:
        return self.random.choice("ABCDEFGHJKLMNPRSTW") + self.random.choice((".", ""))

    def _initials(self) -> str:
        return "".join(self.random.choice("ABCDEFGHJKLMNPRSTW") for _ in range(self.random.choice((2, 2, 3))))

    def _check(self) -> str:
        return self.random.choice(("X", "x", "X", "✓", "XX", "*", "-", "OK", "No", "Yes"))

    def _filler(self) -> str:
        """What is put where nothing else is to be said."""
        return self.random.choice(lines(office.FILLERS))

    def _duration(self) -> str:
        return f"{self.random.randrange(1, 60)} {self.random.choice(('months', 'years', 'days', 'Monate', 'mois', 'meses', 'weeks', 'yrs.'))}"

    def _band(self) -> str:
        """A class of ages, sizes or counts."""
        r, low = self.random, self.random.randrange(1, 90)
        return r.choice(
            (
                f"{low} - {low + r.randrange(1, 20)}",
                f"{low}-{low + 9}",
                f"{low}+",
                f"{low} & Over",
                f"Under {low}",
                f"{r.choice(('M', 'F'))} ({low})",
            )
        )

    def _weekday(self) -> str:
        month = self.random.choice(MONTHS[self.language].split())
        return self.random.choice(
            (
                f"{month[:3].upper()} {self.random.randrange(1, 31)}",
                month,
                f"Week {self.random.randrange(1, 53)}",
                self._date(),
            )
        )

    def _nouns(self) -> str:
        return self.random.choice(nouns())

    def _adjectives(self) -> str:
        return self.random.choice(tokens("adjectives"))
