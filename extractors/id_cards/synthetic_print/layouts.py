"""Where documents print what: stacks, columns, tables of captions, numbered licences, American licences, visas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from extractors.id_cards.synthetic_print.captions import KEYS, languages
from extractors.id_cards.synthetic_print.people import number
from extractors.id_cards.synthetic_print.sheet import CAPTION, OTHER, Sheet
from extractors.id_cards.synthetic_print.style import TOGETHER, Issue, draw_style, resized

_SHORT = frozenset(
    {
        "sex",
        "nationality",
        "birth_date",
        "issue_date",
        "expiry_date",
        "height",
        "eyes",
        "type",
        "blood",
        "document_number",
        "another_date",
        "marital",
        "card_number",
    }
)
_OTHERS = (
    "height",
    "eyes",
    "type",
    "religion",
    "marital",
    "father",
    "mother",
    "profession",
    "blood",
    "birth_name",
    "remarks",
    "signature",
    "card_number",
    "another_date",
    "card_number",
)
_ORDERS = (
    "surname given_names nationality birth_date sex birth_place issue_date issuing_authority expiry_date",
    "surname given_names sex nationality birth_date birth_place document_number expiry_date",
    "document_number surname given_names nationality birth_date personal_number sex birth_place issue_date expiry_date "
    "issuing_authority",
    "surname given_names birth_date birth_place nationality sex address issue_date expiry_date issuing_authority",
    "personal_number surname given_names birth_date sex address issue_date",
    "given_names surname birth_date sex birth_place address document_number issue_date expiry_date",
    "surname given_names birth_date nationality expiry_date document_number",
    "document_number expiry_date surname given_names sex birth_date birth_place nationality personal_number "
    "issuing_authority issue_date address",
    "surname given_names birth_place birth_date address personal_number",
)
AMERICAN = {
    "document_number": ("4d", "DL; DLN; LIC#; ID; DL NO.; LIC; ID NO; DL/ID; LICENSE NO; CUSTOMER ID"),
    "birth_date": ("3", "DOB; DOB; BIRTH DATE; DATE OF BIRTH"),
    "expiry_date": ("4b", "EXP; EXP; EXPIRES; EXP DATE"),
    "issue_date": ("4a", "ISS; ISS; ISSUED; ISS DATE; ISSUE DATE"),
    "surname": ("1", "LN; LAST NAME; ; "),
    "given_names": ("2", "FN; FIRST NAME; ; "),
    "address": ("8", "; ; ADDRESS; ADD"),
    "sex": ("15", "SEX; SEX; GENDER"),
    "height": ("16", "HGT; HT; HEIGHT"),
    "eyes": ("18", "EYES; EYE"),
    "type": ("9", "CLASS; CLASS; TYPE"),
    "remarks": ("12", "REST; RESTR; RESTRICTIONS"),
    "another_number": ("5", "DD; DOC; DCN; AUDIT"),
}
"""Number of the field (AAMVA DL/ID card design standard, annex A) and captions in use."""


def draw(random: Random) -> tuple[Sheet, str]:
    """A card's face and what kind of document it is."""
    kind, layout = random.choices(
        [("card", listed), ("licence", numbered), ("licence", american), ("passport", passport), ("visa", visa)],
        (0.42, 0.15, 0.14, 0.22, 0.07),
    )[0]
    sheet = Sheet(random, random.choice((63.0, 63.0, 70.0, 158.0)), random.uniform(0.48, 0.68))
    layout(random, sheet)
    return sheet, kind


def heading(issue: Issue, x: float, y: float) -> float:
    """The country and what the document is called."""
    random, style = issue.random, issue.style
    for key in random.sample(("country", "title"), random.choice((1, 2, 2))):
        texts = [random.choice(languages()[tongue][key]) for tongue in style.tongues if key in languages()[tongue]]
        text = random.choice((" / ", " ", "\n", " - ")).join(texts)
        text = text.upper() if random.random() < 0.6 else text
        size = random.uniform(1.6, 4.0)
        issue.sheet.put(text, x + random.uniform(0, 20), y, size)
        y = issue.sheet.below(text, y, size) + random.uniform(0, 1.5)
    if random.random() < 0.15:
        issue.sheet.put("SPECIMEN", random.uniform(0, 70), random.uniform(10, 50), random.uniform(2, 6))
    return y


def _lone_number(issue: Issue, keys: Sequence[str]) -> None:
    """The document's number in a corner, often without a caption; or some other number there."""
    random = issue.random
    if random.random() < 0.35:
        own = "document_number" not in keys
        text = issue.value("document_number") if own else number(random)
        at = random.choice(((98, 3), (98, 8), (98, 56), (30, 58)))
        issue.sheet.put_right(text, at[0], at[1], random.uniform(1.6, 3.2), "document_number" if own else OTHER)


def order(random: Random) -> list[str]:
    """The fields of one document in their order, some left out, others between them."""
    keys = random.choice(_ORDERS).split()
    if random.random() < 0.25:
        random.shuffle(keys)
    keys = [key for key in keys if random.random() < 0.9 or key in ("surname", "birth_date")]
    if random.random() < 0.3:
        keys.insert(random.randrange(len(keys) + 1), random.choice(KEYS))
    for key in random.sample(_OTHERS, random.choices((0, 1, 2, 3, 4), (3, 3, 2, 1, 1))[0]):
        keys.insert(random.randrange(len(keys) + 1), key)
    for key, (first, second) in TOGETHER.items():
        if random.random() < 0.12 and first in keys and second in keys:
            keys[keys.index(first)] = key
            keys.remove(second)
    return list(dict.fromkeys(keys))


def rows(random: Random, keys: Sequence[str]) -> list[list[str]]:
    """Fields that stand beside each other: short ones, up to three."""
    found: list[list[str]] = []
    together = random.choice((0.0, 0.4, 0.7))
    for key in keys:
        short = key in _SHORT and bool(found) and len(found[-1]) < 3 and set(found[-1]) <= _SHORT
        if short and random.random() < together:
            found[-1].append(key)
        else:
            found.append([key])
    return found


def listed(random: Random, sheet: Sheet) -> None:
    """An identity or residence card: one list, or two side by side, beside a portrait."""
    issue = Issue(random, sheet, draw_style(random))
    keys, left = order(random), random.choice((3.0, 30.0, 33.0, 38.0, 45.0))
    top = heading(issue, random.uniform(2, 25), random.uniform(1, 5)) + random.uniform(0, 4)
    _lone_number(issue, keys)
    if random.random() < 0.08:
        top = _bare_head(issue, keys, left, top)
    if random.random() < 0.2 and issue.style.where != "left":
        half = len(keys) // 2
        _stack(issue, keys[:half], left, top, (98 - left) / 2)
        _stack(issue, keys[half:], left + (98 - left) / 2, top, (98 - left) / 2)
    else:
        _stack(issue, keys, left, top, 98 - left)


def _bare_head(issue: Issue, keys: list[str], left: float, y: float) -> float:
    """Name, and perhaps address, without captions above the rest."""
    size, x = issue.style.large * 1.1, left
    for key in ("given_names", "surname") if issue.random.random() < 0.5 else ("surname", "given_names"):
        issue.sheet.put(issue.value(key), x, y, size, key)
        y = issue.sheet.below(issue.value(key), y, size)
    if "address" in keys:
        issue.sheet.put(issue.value("address"), x, y, issue.style.large, "address")
        y = issue.sheet.below(issue.value("address"), y, issue.style.large)
    keys[:] = [key for key in keys if key not in ("surname", "given_names", "address", "names")] or ["birth_date"]
    return y + issue.random.uniform(0.5, 3)


def passport(random: Random, sheet: Sheet) -> None:
    """A data page: type, state and number on top, then the fields of ICAO 9303-4."""
    issue = Issue(random, sheet, draw_style(random))
    sheet.height = 70.0
    left, top = random.choice((30.0, 33.0, 36.0)), heading(issue, 3, random.uniform(1, 3))
    code = "".join(random.choice("ABDEFGILMNOPRSTUZ") for _ in range(3))
    x, y = left, top
    for key, width in (("type", 8), ("code", 14), ("document_number", 30)):
        issue.person["code"] = code
        bottom = issue.show(key, x, top, "above")
        x, y = x + width + random.uniform(0, 8), max(y, bottom)
    keys = [key for key in order(random) if key not in ("document_number", "type")]
    _stack(issue, keys, left, y + random.uniform(0, 1.5), 98 - left)


def _stack(issue: Issue, keys: Sequence[str], left: float, top: float, wide: float) -> None:
    random, style = issue.random, issue.style
    tabs = [left, left + wide * random.uniform(0.28, 0.5), left + wide * random.uniform(0.6, 0.78)]
    tab, gap, y = left + random.uniform(12, 28), random.uniform(0.2, 2.2), top
    for row in rows(random, keys):
        bottoms = []
        for number_, key in enumerate(row):
            where = "" if number_ == 0 or style.where != "left" else "inline"
            bottoms.append(issue.show(key, tabs[number_], y, where, tab))
        y = max(bottoms) + gap


def numbered(random: Random, sheet: Sheet) -> None:
    """A licence of the European model (Directive 2006/126/EC, annex I) or of Vienna: numbers before values."""
    issue = Issue(random, sheet, resized(draw_style(random), 1.3))
    top = heading(issue, random.uniform(10, 40), random.uniform(1, 4)) + random.uniform(0, 2)
    dot, left = random.choice((".", ".", "", ")", ":")), random.choice((28.0, 31.0, 34.0))
    apart = random.choice((0.0, 0.0, 1.5, 3.0))
    y, last, side = top, 0.0, random.random() < 0.5
    named = random.random() < 0.15
    plan = [
        ("1", "surname"),
        ("2", "given_names"),
        ("3", "birth_date"),
        ("4a", "issue_date"),
        ("4c", "issuing_authority"),
        ("4b", "expiry_date"),
        ("4d", "personal_number"),
        ("5", "document_number"),
        ("7", "signature"),
        ("8", "address"),
        ("9", "type"),
    ]
    if random.random() < 0.3:
        plan[4], plan[5] = plan[5], plan[4]
    for at, (mark, key) in enumerate(plan):
        if key in ("address", "personal_number", "type", "signature") and random.random() < 0.35:
            continue
        beside = side and mark in ("4c", "4d") and plan[at - 1][0] in ("4a", "4b")
        x, line = (left + random.uniform(30, 36), y - last) if beside else (left, y)
        last = _marked(issue, mark + dot, key, x, line, apart, named) - line
        y = line + last + (random.uniform(0, 1.2) if not beside else 0)


def _marked(issue: Issue, mark: str, key: str, x: float, y: float, apart: float, named: bool) -> float:
    """A number, then the value; the place of birth follows the date of birth without a number."""
    style, sheet = issue.style, issue.sheet
    kind = key if key in KEYS else OTHER
    label = f"{CAPTION}:{key}" if key in KEYS else CAPTION
    mark = f"{mark} {issue.caption(key)}" if named else mark
    mark = mark.replace("\n", " ")
    caption = sheet.put(mark, x, y, style.large * 0.85, label)
    start, value = x + sheet.width(mark, style.large * 0.85) + apart, issue.value(key)
    if not value:
        return sheet.below(mark, y, style.large)
    sheet.link(caption, sheet.put(value, start, y, style.large, kind))
    if key == "birth_date":
        place = issue.value("birth_place")
        spot = start + sheet.width(value, style.large) if issue.random.random() < 0.8 else start
        line = y if spot > start else sheet.below(value, y, style.large)
        sheet.put(place, spot, line, style.large, "birth_place")
        return sheet.below(value, line, style.large)
    return sheet.below(value, y, style.large)


def american(random: Random, sheet: Sheet) -> None:
    """A licence or card after AAMVA: numbers and abbreviations, name and address often without a caption."""
    style = draw_style(random)
    issue = Issue(random, sheet, resized(style, 1.2), american=random.random() < 0.9)
    issue.person |= {"another_number": number(random), "sex": random.choice("MFX"), "document_number": number(random)}
    state = random.choice(
        ("CALIFORNIA", "Texas", "NEW YORK STATE", "USA UTOPIA", "Ontario", "Queensland", "NSW", "Examplia USA")
    )
    sheet.put(state, random.uniform(2, 30), 2, random.uniform(2.5, 5))
    sheet.put(
        random.choice(("DRIVER LICENSE", "Driver's Licence", "IDENTIFICATION CARD", "LEARNER PERMIT")), 45, 3, 2.6
    )
    marks, names = random.random() < 0.6, random.random() < 0.75
    block = random.sample(["document_number", "expiry_date", "birth_date", "issue_date", "type"], 5)
    body = ["surname", "given_names", "address"] if random.random() < 0.8 else ["given_names", "surname", "address"]
    tail = random.sample(["sex", "height", "eyes", "remarks", "another_number"], 5)
    keys = random.choice((block + body + tail, block[:3] + body + block[3:] + tail, body + block + tail))
    _american_rows(issue, keys, marks, names, random.choice((30.0, 33.0, 36.0)), random.uniform(8, 12))


def _american_rows(issue: Issue, keys: Sequence[str], marks: bool, names: bool, left: float, y: float) -> None:
    random, above = issue.random, issue.random.random() < 0.2
    x, step = left, issue.style.large * random.uniform(1.3, 1.8) * (2 if above else 1)
    for key in keys:
        text = issue.value(key)
        wide = key in ("surname", "given_names", "address") or x > 70
        if x > left and (wide or random.random() < 0.4):
            x, y = left, y + step
        end = _american_field(issue, key, text, x, y, marks, names, above)
        x, y = (left, y + step * (1 + 0.7 * text.count("\n"))) if wide else (end + random.uniform(1.5, 6), y)


def _american_field(
    issue: Issue, key: str, text: str, x: float, y: float, marks: bool, names: bool, above: bool
) -> float:
    mark, captions = AMERICAN[key]
    name = (
        issue.random.choice(captions.split("; ")) if names or key not in ("surname", "given_names", "address") else ""
    )
    caption = " ".join(part for part in (mark if marks else "", name + (issue.style.colon if name else "")) if part)
    kind, label = (key, f"{CAPTION}:{key}") if key in KEYS else (OTHER, CAPTION)
    size, sheet = issue.style.large, issue.sheet
    small = size * issue.random.choice((0.7, 0.8, 1.0))
    made = sheet.put(caption, x, y, small, label) if caption else None
    start = x + sheet.width(caption, small) if caption and not above else x
    line = y + small * 1.2 if above else y
    sheet.link(made, sheet.put(text, start, line, size, kind))
    return start + sheet.width(text, size)


def visa(random: Random, sheet: Sheet) -> None:
    """A visa (EC 1683/95 and others): validity, entries, then the holder; numbers of other documents too."""
    issue = Issue(random, sheet, draw_style(random))
    other = {
        "from": ("FROM", "VON", "DU", "DEL", "Issue Date"),
        "entries": ("NUMBER OF ENTRIES", "NOMBRE D'ENTREES", "Entries"),
        "stay": ("DURATION OF STAY", "DAUER DES AUFENTHALTS", "DUREE DU SEJOUR"),
        "passport": ("NUMBER OF PASSPORT", "PASSEPORT", "Passport Number"),
        "for": ("VALID FOR", "GÜLTIG FÜR", "VALABLE POUR", "Visa Type / Class"),
    }
    issue.person |= {
        "from": issue.person["issue_date"],
        "entries": random.choice(("MULT", "01", "02", "M")),
        "passport": number(random),
        "stay": random.choice(("90", "030 DAYS", "15")),
        "for": random.choice(("SCHENGEN STATES", "R B1/B2", "ETATS SCHENGEN")),
    }
    top, y = heading(issue, random.uniform(2, 40), 2), 0.0
    keys = [
        "for",
        "from",
        "expiry_date",
        "type",
        "entries",
        "stay",
        "issuing_authority",
        "issue_date",
        "passport",
        "surname",
        "given_names",
        "birth_date",
        "sex",
        "nationality",
        "remarks",
    ]
    keys = [key for key in keys if random.random() < 0.8]
    y = top + 2
    for row in rows(random, keys):
        bottoms = [_visa_field(issue, key, 28 + 24 * at, y, other) for at, key in enumerate(row)]
        y = max(bottoms) + random.uniform(0.2, 1.5)
    sheet.put_right(
        issue.value("document_number"), 98, random.choice((3, 8, 40)), random.uniform(2, 3.5), "document_number"
    )


def _visa_field(issue: Issue, key: str, x: float, y: float, other: dict[str, tuple[str, ...]]) -> float:
    if key not in other:
        return issue.show(key, x, y, "", x + 18)
    name = issue.sheet.put(issue.random.choice(other[key]), x, y, issue.style.small, CAPTION)
    line = issue.sheet.below("", y, issue.style.small)
    issue.sheet.link(name, issue.sheet.put(issue.value(key), x, line, issue.style.large, OTHER))
    return issue.sheet.below("", line, issue.style.large)


LAYOUTS: dict[str, Callable[[Random, Sheet], None]] = {
    "listed": listed,
    "numbered": numbered,
    "american": american,
    "passport": passport,
    "visa": visa,
}
