"""Persons nobody is, and what documents print about them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from extractors.id_cards.dates import MONTHS
from extractors.id_cards.synthetic_print.captions import languages

LOCALES = {
    "en": "en_GB en_US en_IE en_IN en_NZ tw_GH yo_NG zu_ZA", "de": "de_DE de_AT de_CH", "fr": "fr_FR fr_CH fr_CA",
    "es": "es_ES es_MX es_AR es_CO es_CL", "it": "it_IT", "pt": "pt_PT pt_BR", "nl": "nl_NL nl_BE", "pl": "pl_PL",
    "cs": "cs_CZ", "sk": "sk_SK", "sl": "sl_SI", "hr": "hr_HR", "ro": "ro_RO", "hu": "hu_HU", "sv": "sv_SE",
    "da": "da_DK", "no": "no_NO", "fi": "fi_FI", "et": "et_EE", "lv": "lv_LV", "lt": "lt_LT", "tr": "tr_TR",
    "el": "el_GR", "ru": "uk_UA ru_RU bg_BG",
}  # fmt: skip
_OFFICES = {
    "en": "HM Passport Office; Department of State; {city}; Ministry of Interior; DVLA; Registrar of Persons; IPS",
    "de": "Stadt {city}; Landratsamt {city}; {city}; Bezirkshauptmannschaft {city}; Landeshauptstadt {city}; BMI",
    "fr": "Préfecture de {city}; Sous-préfecture de {city}; {city}; Mairie de {city}; Ministère de l'Intérieur",
    "es": "DGP; {city}; Registro Civil; Ministerio del Interior; Jefatura de {city}; Dirección General",
    "it": "Questura di {city}; Ministro Affari Esteri; Comune di {city}; MIT-UCO; {city}",
    "pt": "SEF; IMT {city}; Conservatória {city}; DETRAN {city}; {city}",
    "nl": "Burgemeester van {city}; Gemeente {city}; {city}; RDW",
    "pl": "Prezydent m. {city}; Wójt gminy {city}; Wojewoda {city}; Starosta {city}",
}
_SEXES = {
    "en": "Male/Female", "de": "männlich/weiblich", "fr": "Masculin/Féminin", "es": "Hombre/Mujer", "it": "M/F",
    "pl": "M/K", "tr": "E/K", "pt": "Masculino/Feminino", "hu": "F/N", "ro": "M/F",
}  # fmt: skip
_SYLLABLES = " ".join((
    "ba be bo da de do fa fi ga go ha hu ka ke ko la le li lo ma me mi mo na ne no pa pe ra re ri ro sa se",
    "si so ta te ti to va ve vi wa ya yu za zo an en in on ar er or al el ol sch str gr kr br tr ek ak ik",
    "ov ev",
)).split()  # fmt: skip
POOL = 150


@dataclass(frozen=True, slots=True)
class Pool:
    """Names, towns and streets of one country."""

    surnames: Sequence[str]
    given: Sequence[tuple[str, str]]
    cities: Sequence[str]
    streets: Sequence[str]
    codes: Sequence[str]


@lru_cache(maxsize=64)
def pool(locale: str) -> Pool:
    """Raises ImportError without the extra `train`."""
    from faker import Faker

    fake = Faker(locale)
    for provider in fake.factories[0].providers:
        if isinstance(getattr(provider, "cities", None), list):
            provider.cities = sorted(provider.cities)  # Italian ones come out of a set, in another order each time
    fake.seed_instance(5)
    return Pool(
        [fake.last_name() for _ in range(POOL)],
        [(fake.first_name_male(), fake.first_name_female()) for _ in range(POOL)],
        [fake.city() for _ in range(POOL)],
        [fake.street_address() for _ in range(POOL // 2)],
        [fake.postcode() for _ in range(POOL // 2)],
    )


def made_up(random: Random) -> str:
    """A word that no list holds."""
    return "".join(random.choice(_SYLLABLES) for _ in range(random.randint(2, 4))).capitalize()


def values(random: Random, language: str, american: bool = False) -> dict[str, str]:
    """What one person's document prints, key by key; those that are not fields to be told from them."""
    own = pool(random.choice(LOCALES.get(language, "en_GB").split()))
    female = random.random() < 0.5
    issue = date(2004, 1, 1) + timedelta(days=random.randrange(8_000))
    birth = issue - timedelta(days=random.randrange(5_800 if random.random() < 0.9 else 100, 29_000))
    expiry = issue.replace(day=min(issue.day, 28)) + timedelta(days=round(365.25 * random.choice((2, 4, 5, 8, 10, 15))))
    written = date_style(random, language, american)
    city = _word(random, own.cities)
    table = languages().get(language) or languages()["en"]
    found = {
        "surname": _surname(random, own), "given_names": _given(random, own, female),
        "birth_date": written(birth), "issue_date": written(issue), "expiry_date": written(expiry),
        "birth_place": _place(random, own, city), "sex": _sex(random, language, female),
        "nationality": random.choice(table["nation"]),
        "document_number": number(random), "personal_number": _personal(random, birth),
        "issuing_authority": _office(random, language, _word(random, own.cities)),
        "address": _address(random, own),
    }  # fmt: skip
    return {**found, **_others(random, own, written)}


def _word(random: Random, among: Sequence[str]) -> str:
    return random.choice(among) if random.random() < 0.85 else made_up(random)


def _surname(random: Random, own: Pool) -> str:
    first = _word(random, own.surnames)
    draw = random.random()
    if draw < 0.1:
        return f"{first}{random.choice(('-', ' '))}{_word(random, own.surnames)}"
    return (
        f"{random.choice(('de la', 'van der', 'von', 'di', 'O', 'Mc', 'El', 'dos'))} {first}" if draw < 0.14 else first
    )


def _given(random: Random, own: Pool, female: bool) -> str:
    count = random.choices((1, 2, 3), (0.5, 0.4, 0.1))[0]
    return " ".join(
        random.choice(own.given)[female] if random.random() < 0.9 else made_up(random) for _ in range(count)
    )


def _place(random: Random, own: Pool, city: str) -> str:
    draw = random.random()
    if draw < 0.65:
        return city
    if draw < 0.85:
        return f"{city}{random.choice((', ', ' ', ' - ', ' / '))}{_word(random, own.cities)}"
    return f"{city} ({random.choice('ABCDEFGMNRT')}{random.choice('ADEILMNORTUV')})"


def _sex(random: Random, language: str, female: bool) -> str:
    letter = "MF"[female]
    draw = random.random()
    if draw < 0.7:
        return letter
    own = _SEXES.get(language, "M/F").split("/")[female]
    return own if draw < 0.85 else f"{own}/{letter}" if len(own) == 1 else own


def _office(random: Random, language: str, city: str) -> str:
    return random.choice(_OFFICES.get(language, "{city}; Min. {city}; {city} {number}").split("; ")).format(
        city=city, number=random.randrange(1, 999)
    )


def _address(random: Random, own: Pool) -> str:
    """Lines, parted by line breaks."""
    street, town = (
        random.choice(own.streets).replace("\n", " "),
        f"{random.choice(own.codes)} {_word(random, own.cities)}",
    )
    parts = [street, town] if random.random() < 0.85 else [street, made_up(random), town]
    return "\n".join(parts) if random.random() < 0.7 else ", ".join(parts)


def number(random: Random) -> str:
    """A number of a document, of any of the patterns that issuers use."""
    pattern = random.choice(
        (
            "A0000000",
            "AA0000000",
            "000000000",
            "A00000000",
            "AAA000000",
            "00AA00000",
            "A0A0A0A0A",
            "0000000000",
            "AAAAA000000AA0AA",
            "A000-000-00-000-0",
            "AA 0000000",
            "00000000000",
            "A00 000 000",
            "000 000 000",
            "00-00-0000",
            "AA-000000",
            "A0000000000000",
            "00000/00/0000",
            "IAAA0A00A0",
            "0A00AA000",
            "AA000000AA",
            "N000000000000",
            "00000000 A",
            "0000 0000 0000",
            "AAA 00000 0",
        )
    )
    return _filled(random, pattern)


def _filled(random: Random, pattern: str) -> str:
    made = {"A": "ABCDEFGHJKLMNPRSTUVWXYZ", "0": "0123456789"}
    return "".join(random.choice(made[sign]) if sign in made else sign for sign in pattern)


def _personal(random: Random, birth: date) -> str:
    draw, six = random.random(), birth.strftime("%y%m%d")
    if draw < 0.35:
        sign = random.choice(("-", "/", "", " ", "+"))
        return f"{six}{sign}{_filled(random, random.choice(('0000', '000', '000A', '00000')))}"
    return _filled(
        random,
        random.choice(
            (
                "00000000000",
                "00000000A",
                "000.0000.0000.00",
                "0000000000000",
                "000.000.000-00",
                "AAAA000000AAAAAA00",
                "000000000",
                "00 00 00-000.00",
                "0 0000 00000 00",
                "A0000000A",
                "756.0000.0000.00",
                "AAAAAA00A00A000A",
            )
        ),
    )


def _others(random: Random, own: Pool, written: DateStyle) -> dict[str, str]:
    day = date(2000, 1, 1) + timedelta(days=random.randrange(9_000))
    return {
        "height": random.choice(("1,78 m", "172 cm", "165", "5'-08\"", "1.80", "180 CM", "5 FT 11 IN")),
        "eyes": random.choice(("BRO", "BLU", "brown", "BLAU", "MARRON", "GRN", "verde", "niebieskie", "BRAUN")),
        "type": random.choice(("P", "ID", "PA", "C", "AM, B", "AM/B1/B", "D", "B1", "PP", "V", "A1/A/B/BE", "R")),
        "religion": random.choice(("Islam", "Christian", "HINDU", "KATOLIK")),
        "marital": random.choice(("Single", "MARRIED", "ledig", "CASADA", "S", "célibataire", "BELUM KAWIN")),
        "father": f"{random.choice(own.given)[0]}{random.choice(('', ' ' + random.choice(own.surnames)))}",
        "mother": f"{random.choice(own.given)[1]}{random.choice(('', ' ' + random.choice(own.surnames)))}",
        "profession": random.choice(("STUDENT", "Engineer", "Lehrer", "EMPLEADO", "Farmer", "Ingénieur")),
        "blood": random.choice(("A+", "O", "B Rh+", "AB-", "0 NEG")), "birth_name": random.choice(own.surnames),
        "remarks": random.choice(("NONE", "01.06", "NO RESTRICTIONS", "70", "-", "B 01", "Erwerbstätigkeit gestattet")),
        "another_date": written(day), "signature": "", "card_number": number(random),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How one document writes dates."""

    pattern: str
    months: tuple[str, ...]
    second: tuple[str, ...] = ()

    def __call__(self, day: date) -> str:
        name = self.months[day.month - 1]
        if self.second:
            name = f"{name}/{self.second[day.month - 1]}"
        return day.strftime(self.pattern).replace("@", name)


def date_style(random: Random, language: str, american: bool = False) -> DateStyle:
    """`@` in a pattern is the month's name."""
    if american:
        return DateStyle(random.choice(("%m/%d/%Y", "%m/%d/%Y", "%m-%d-%Y", "@ %d, %Y")), _months(random, language))
    numbers = (
        "%d.%m.%Y",
        "%d/%m/%Y",
        "%d %m %Y",
        "%d-%m-%Y",
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%d. %m. %Y",
        "%d.%m.%y",
        "%Y.%m.%d",
    )
    names = ("%d @ %Y", "%d @ %Y", "%d @ %y", "%d-@-%Y", "%d @. %Y", "%d%m%Y", "%d@%Y", "%Y @ %d")
    own, second = _months(random, language), random.random() < 0.3
    return DateStyle(
        random.choice(numbers if random.random() < 0.6 else names), own, _months(random, "en") if second else ()
    )


def _months(random: Random, language: str) -> tuple[str, ...]:
    """Names of the twelve months, three letters or whole, in one case."""
    nth = random.randrange(12)
    short = random.random() < 0.75
    rows = [MONTHS[month].split() for month in range(1, 13)]
    picked = [
        row[nth % len(row)] if language != "en" else next((n for n in row if len(n) == 3), row[0]) for row in rows
    ]
    names = [name[:3] if short else name for name in picked]
    return tuple(names if random.random() < 0.6 else [name.capitalize() for name in names])


def bare(text: str) -> str:
    """Without accents, as many printers and OCR leave it."""
    split = unicodedata.normalize("NFKD", text)
    return "".join(c for c in split if not unicodedata.combining(c))


def zone_lines(random: Random, person: Mapping[str, str]) -> list[str]:
    """Lines that look like a machine-readable zone; nothing is right about their digits."""
    name = f"{bare(person['surname']).upper()}<<{bare(person['given_names']).upper()}".replace(" ", "<").replace(
        "-", "<"
    )
    name = "".join(c if c.isascii() and (c.isalpha() or c == "<") else "" for c in name)
    code = _filled(random, "AAA")
    rest = "".join(c for c in person["document_number"].upper() if c.isalnum())[:9].ljust(9, "<")
    digits = _filled(random, f"0{code}0000000F0000000")
    if random.random() < 0.5:
        return [f"P<{code}{name}".ljust(44, "<")[:44], f"{rest}{digits}".ljust(44, "<")[:44]]
    return [f"ID{code}{rest}0".ljust(30, "<"), digits.ljust(29, "<") + "4", name.ljust(30, "<")[:30]]
