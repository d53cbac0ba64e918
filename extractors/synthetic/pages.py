"""Whole pages: a letterhead or title, a body of blocks in one to three columns, small print, stamps."""

from __future__ import annotations

from random import Random

from extractors.synthetic import asides, blocks, letters, office
from extractors.synthetic.blocks import Block
from extractors.synthetic.sheet import Sheet, Style
from extractors.synthetic.values import Values
from extractors.synthetic.vocabulary import DOMAINS, LANGUAGES, vocabulary
from extractors.synthetic.writer import Writer

_BODY: dict[str, tuple[tuple[Block, float], ...]] = {
    "business": (
        (blocks.pairs, 6),
        (blocks.stacked, 1),
        (blocks.boxed, 1),
        (blocks.table, 2),
        (blocks.choices, 1.2),
        (blocks.remarks, 2),
        (blocks.approvals, 1.5),
        (blocks.names, 1.0),
        (blocks.question_list, 0.5),
        (blocks.instructions, 0.4),
        (blocks.numbered_answers, 0.9),
        (blocks.signed, 0.8),
        (letters.memo, 1.2),
        (office.ratings, 0.8),
        (office.number_columns, 0.9),
        (office.lists, 1.3),
        (office.blanks, 0.7),
        (office.captions, 1.0),
        (office.grouped, 2.2),
        (office.numbered, 0.8),
        (office.close_stack, 1.2),
        (office.marked_row, 1.5),
        (letters.addressee, 0.3),
        (letters.prose, 0.3),
        (office.comments, 2.0),
        (asides.remarked, 0.9),
        (asides.asked_below, 1.6),
    ),
    "invoice": (
        (blocks.pairs, 4),
        (blocks.stacked, 1.5),
        (blocks.boxed, 1.5),
        (blocks.table, 4),
        (blocks.remarks, 0.5),
        (office.number_columns, 0.5),
        (letters.addressee, 0.5),
    ),
    "receipt": ((blocks.pairs, 4), (blocks.table, 4)),
    "form": (
        (blocks.pairs, 3),
        (blocks.stacked, 3),
        (blocks.boxed, 3),
        (blocks.table, 1),
        (blocks.choices, 2.5),
        (blocks.remarks, 1),
        (blocks.question_list, 1.5),
        (blocks.approvals, 0.7),
        (blocks.instructions, 0.4),
        (blocks.numbered_answers, 0.3),
        (blocks.signed, 0.5),
        (office.number_columns, 0.3),
        (office.captions, 0.8),
        (office.grouped, 0.8),
        (office.close_stack, 1.0),
        (office.marked_row, 1.0),
        (office.blanks, 0.4),
        (office.comments, 0.6),
        (office.numbered, 0.4),
        (asides.remarked, 0.7),
        (asides.asked_below, 1.0),
    ),
}


def draw_sheet(random: Random) -> Sheet:
    """One page of a random kind, language and look."""
    language = random.choices(LANGUAGES, (0.67, 0.13, 0.1, 0.1))[0]
    domain = "business" if random.random() < 0.5 else random.choice(DOMAINS)
    narrow = domain == "receipt" and random.random() < 0.8
    width, height = (random.uniform(200, 320), random.uniform(400, 900)) if narrow else _paper(random)
    sheet = Sheet(random, draw_style(random, narrow), width, height, DOMAINS.index(domain))
    strange = random.choices((0.0, 0.1, 0.3, 0.8), (4, 4, 2, 0.6))[0]
    writer = Writer(sheet, vocabulary(language), Values(random, language), domain, strange)
    margin = width * random.uniform(0.03, 0.14)
    bottom = height * random.uniform(0.35, 0.97)
    y = _top(writer, margin, height * random.uniform(0.02, 0.1), width - 2 * margin)
    _body(writer, margin, y, width - 2 * margin, bottom)
    _extras(writer, margin, bottom)
    return sheet


def _paper(random: Random) -> tuple[float, float]:
    draw = random.random()
    if draw < 0.88:
        return (612.0, 792.0) if random.random() < 0.5 else (595.0, 842.0)
    return (792.0, 612.0) if draw < 0.95 else (random.uniform(300, 700), random.uniform(300, 900))


def draw_style(random: Random, narrow: bool) -> Style:
    """The habits of whoever designed a page."""
    mono = random.random() < 0.35
    size = random.uniform(7.5, 12.5) * (0.85 if narrow else 1.0)
    cases = ("as is", "as is", "title", "upper", "upper", "sentence", "lower")
    weights = (4, 0, 1, 3, 1, 1, 0.15)
    return Style(
        size=size,
        mono=mono,
        value_mono=mono if random.random() < 0.6 else random.random() < 0.6,
        value_size=size * random.uniform(0.85, 1.25),
        leading=random.uniform(1.05, 1.5),
        label_case=random.choices(cases, weights)[0],
        value_case="upper" if random.random() < 0.33 else "as is",
        colon=random.choices((0.97, 0.8, 0.4, 0.0), (4, 2, 2, 4))[0],
        fill=random.choices((1.0, 0.9, 0.7, 0.35), (3, 5, 3, 1))[0],
        numbered=random.random() < 0.12,
        spacing=random.choice((1.1, 1.3, 1.6, 2.0, 2.6)),
        gap=random.uniform(3, 18),
        leader=random.choice(("", "", "_", ".", " .")),
    )


def _top(w: Writer, x: float, y: float, width: float) -> float:
    """Letterhead, title and the line of references that stands above most forms."""
    r, sheet = w.random, w.sheet
    if w.chance(0.45):
        y = (letters.logo if w.chance(0.4) else _letterhead)(w, x, y, width)
    if w.chance(0.85):
        title = w.words.title(r)
        title = w.cased(title, r.choice(("as is", "upper", "title")))
        if w.chance(0.25):
            above = [w.values.draw(kind) for kind in ("company", "department", "city")[: r.choice((1, 1, 2, 3))]]
            title = "\n".join(w.cased(text, "upper") for text in above) + f"\n{title}"
        scale = r.uniform(1.0, 1.9)
        wide = max(sheet.width_of(part, scale=scale) for part in title.split("\n"))
        left = r.choice(
            (x, x + max(0.0, (width - wide) / 2), x + max(0.0, (width - wide) / 2), x + max(0.0, width - wide))
        )
        placed = w.header(title, (left, y), width, scale=scale)
        y = placed.top + sheet.line * scale * (title.count("\n") + 1 + int(wide > width)) + r.uniform(2, 20)
        if w.chance(0.25):
            y = _subtitle(w, x, y, width)
    return y + r.uniform(0, 12)


def _subtitle(w: Writer, x: float, y: float, width: float) -> float:
    """A line or two under the title: a second heading, a place and date, an instruction."""
    draw = w.random.random()
    if draw < 0.35:
        text = w.words.heading(w.random)
    elif draw < 0.7:
        text = w.random.choice(w.words.sentences)
    else:
        text = f"{w.values.draw('date')}, {w.values.draw('city')}"
    centre = x + max(0.0, (width - w.sheet.width_of(text)) / 2)
    (w.header if draw < 0.35 else w.other)(text, (w.random.choice((x, centre, centre)), y), width)
    return y + w.sheet.line * (1 + int(w.sheet.width_of(text) > width)) + w.random.uniform(2, 14)


def _letterhead(w: Writer, x: float, y: float, width: float) -> float:
    """The sender's name and address: nobody asks for them."""
    r, sheet = w.random, w.sheet
    centred = w.chance(0.4)
    lines = [w.values.draw("company")]
    lines += w.values.draw("address").split("\n") if w.chance(0.7) else []
    lines += [w.values.draw("phone")] if w.chance(0.3) else []
    name_is_header = w.chance(0.5)
    for i, text in enumerate(lines):
        text = w.cased(text, "upper") if w.chance(0.4) else text
        scale = r.uniform(1.0, 1.6) if i == 0 else 0.85
        left = x + max(0.0, (width - sheet.width_of(text, scale=scale)) / 2) if centred else x
        (w.header if name_is_header and i == 0 else w.other)(text, (left, y), width, scale=scale)
        y += sheet.line * scale
    return y + sheet.line * 0.5


def _body(w: Writer, x: float, y: float, width: float, bottom: float) -> None:
    """Bands of one to three columns until the page is full."""
    kind = w.domain if w.domain in _BODY else "form"
    makers, weights = zip(*_BODY[kind], strict=True)
    favourites = w.random.choices(makers, weights, k=w.random.randint(1, 4))
    headed = w.random.choice((0.0, 0.2, 0.4, 0.8))
    for _ in range(24):
        if y > bottom - 30 or len(w.sheet.marks) > 330:
            return
        if w.chance(headed):
            y = blocks.section(w, x, y, width)
        if w.chance(0.09):
            y = blocks.paragraph(w, x, y, width)
        count = w.random.choices((1, 2, 3), (6, 3, 0.7))[0] if width > 380 else 1
        column = width / count
        lowest = y
        for i in range(count):
            maker = w.random.choice(favourites) if w.chance(0.8) else w.random.choices(makers, weights)[0]
            if count == 3 and maker is blocks.table:
                maker = blocks.pairs
            lowest = max(lowest, maker(w, x + i * column, y, column - (10 if count > 1 else 0)))
        y = lowest + w.random.uniform(2, 18)


def _extras(w: Writer, x: float, bottom: float) -> None:
    """Page numbers, form numbers, stamps and codes at the edges; small print at the foot."""
    r, sheet = w.random, w.sheet
    office_like = w.domain == "business"
    if w.chance(0.2 if office_like else 0.05):
        letters.fax_line(w)
    if w.chance(0.32 if office_like else 0.12):
        letters.stamps(w)
    taken = max((mark.bottom for mark in sheet.marks), default=bottom)
    y = max(taken + 8, bottom + 4)
    if w.chance(0.3):
        y = blocks.paragraph(w, x, y, sheet.width - 2 * x)
    for _ in range(r.choice((0, 1, 1, 2))):
        text = r.choice(w.words.small) if w.chance(0.6) else w.values.draw("code")
        w.other(text, (r.uniform(x, sheet.width * 0.75), y + r.uniform(0, 25)), scale=r.uniform(0.7, 1.1))
        y += sheet.line * 2
    if w.chance(0.3):
        w.other(str(r.randrange(10**6, 10**9)), (sheet.width * r.uniform(0.7, 0.85), y + 10), scale=r.uniform(0.9, 1.3))
    if w.chance(0.35):
        _sideways(w)
    if w.chance(0.08):
        for _ in range(r.randint(3, 9)):
            w.other(w.values.draw("name"), (x, y))
            y += sheet.line
    if w.chance(0.15):
        w.other(r.choice(w.words.small), (sheet.width * r.uniform(0.6, 0.8), sheet.height * 0.01), scale=0.9)
    if w.chance(0.2):
        for _ in range(r.randint(1, 4)):
            text = w.values.draw(r.choice(("integer", "name", "code", "word", "date")))
            w.other(text, (r.uniform(0.03, 0.85) * sheet.width, y), scale=r.uniform(0.7, 1.2))
            y += sheet.line * r.choice((0, 1.2))


def _sideways(w: Writer) -> None:
    """A number stamped upright along the edge: one tall, narrow word."""
    sheet, r = w.sheet, w.random
    placed = w.other(
        str(r.randrange(10**5, 10**10)), (sheet.width * r.uniform(0.9, 0.97), sheet.height * r.uniform(0.2, 0.85))
    )
    mark = sheet.marks[-1]
    mark.x1, mark.bottom = mark.x0 + sheet.style.size, mark.top + max(placed.x1 - placed.x0, 20)
