"""Memos and letters, and what is put on a page before or after them: a name in large type, stamps, the line that a fax
machine prints."""

from __future__ import annotations

from extractors.synthetic.blocks import bottom_of
from extractors.synthetic.writer import Writer

_MEMO = (
    ("To", "name"), ("From", "name"), ("Date", "date"), ("Subject", "phrase"), ("Re", "phrase"), ("cc", "name"),
    ("Company", "company"), ("Fax", "phone"), ("Fax No.", "phone"), ("Phone", "phone"), ("Pages", "integer"),
    ("Attn", "name"), ("Time", "time"), ("Copies to", "name"), ("Department", "department"), ("Location", "city"),
    ("From the desk of", "name"), ("Telephone", "phone"), ("File", "code"),
)  # fmt: skip
_CLOSINGS = ("Sincerely,", "Sincerely yours,", "Very truly yours,", "Best regards,", "Yours truly,", "Cordially,")


def memo(w: Writer, x: float, y: float, width: float) -> float:
    """TO, FROM, DATE and SUBJECT in one or two columns; under them perhaps the message, which nobody asks for."""
    r, sheet = w.random, w.sheet
    chosen = list(_MEMO[: r.randint(3, 5)]) + r.sample(_MEMO[5:], r.randint(0, 5))
    if w.chance(0.4):
        r.shuffle(chosen)
    columns = 2 if w.chance(0.35) and width > 300 else 1
    case, mark = r.choice(("upper", "upper", "as is")), r.choice((":", ":", ":", "", " -", "..."))
    tab = r.uniform(1.05, 2.2) * max(sheet.width_of(text.upper()) for text, _ in chosen)
    step = sheet.line * r.uniform(1.0, 2.6)
    for i, (text, kind) in enumerate(chosen):
        left = x + i % columns * width / columns
        question = w.question(w.cased(text, case) + mark, (left, y), width / columns)
        at = max(left + tab, question.x1 + 4) if w.chance(0.9) else question.x1 + 4
        w.fill(kind, (at, y + r.uniform(-2, 1)), max(width / columns - at + left, 50), question)
        if i % columns == columns - 1:
            y = max(bottom_of(w, question.entity), y + step)
    y += sheet.line * r.uniform(0.4, 2)
    return prose(w, x, y, width) if w.chance(0.25) else y


def prose(w: Writer, x: float, y: float, width: float) -> float:
    """Paragraphs of a letter, each of which is an entity of its own."""
    if w.chance(0.4):
        w.other(f"{w.random.choice(('Dear', 'Dear', 'Gentlemen:', 'To:'))} {w.values.draw('name')}:", (x, y))
        y += w.sheet.line * 1.5
    for _ in range(w.random.randint(1, 4)):
        text = " ".join(w.values.draw("sentence") for _ in range(w.random.randint(1, 4)))
        placed = w.other(text, (x, y), width * w.random.uniform(0.8, 1.0))
        y = bottom_of(w, placed.entity) + w.sheet.line * w.random.uniform(0.5, 1.2)
    return closing(w, x + w.random.choice((0.0, 0.5)) * width, y) if w.chance(0.35) else y


def closing(w: Writer, x: float, y: float) -> float:
    """A greeting, a scrawl, the name and the post, together or each alone."""
    name = w.values.draw("name")
    lines = [w.random.choice(_CLOSINGS), name, w.values.draw("job")]
    if w.chance(0.4):
        placed = w.other("\n".join(lines), (x, y))
        return bottom_of(w, placed.entity) + w.sheet.line
    for i, text in enumerate(lines):
        w.other(text, (x, y))
        y += w.sheet.line * (w.random.uniform(1.5, 3.0) if i == 0 else 1.1)
    return y + w.sheet.line * 0.5


def addressee(w: Writer, x: float, y: float, width: float) -> float:
    """Whom a letter goes to: lines that no label asks for, as one entity or several."""
    lines = [
        w.values.draw("name"),
        w.values.draw("job"),
        w.values.draw("company"),
        *w.values.draw("address").split("\n"),
    ]
    lines = [line for line in lines if w.chance(0.8)] or lines[:1]
    if w.chance(0.5):
        return bottom_of(w, w.other("\n".join(lines), (x, y), width).entity) + w.sheet.line
    for text in lines:
        w.other(text, (x, y), width)
        y += w.sheet.line
    return y + w.sheet.line * 0.6


def stamps(w: Writer) -> None:
    """What was stamped or scribbled across a page afterwards: dates, initials, a word in large type."""
    r, sheet = w.random, w.sheet
    for _ in range(r.choice((1, 1, 2, 3))):
        x, y = sheet.width * r.uniform(0.03, 0.85), sheet.height * r.uniform(0.0, 0.95)
        kind = r.choice(("date", "initials", "small", "initial", "small", "name", "integer", "code", "sign"))
        text = (
            r.choice(w.words.small)
            if kind == "small"
            else r.choice("*()-.,'|7/")
            if kind == "sign"
            else w.values.draw(kind)
        )
        w.other(w.cased(text, "upper") if w.chance(0.5) else text, (x, y), scale=r.choice((0.8, 1.0, 1.3, 2.2)))


def fax_line(w: Writer) -> None:
    """The line at the very top that the sending machine prints: date, time, number, name and page."""
    r, sheet, v = w.random, w.sheet, w.values
    page = r.randrange(1, 9)
    number = r.choice((f"P.{page:02d}", f"{page:03d}", f"PAGE {page}", f"{page:03d}/{page + 3:03d}", f"P. {page}"))
    parts = [v.draw("date"), v.draw("time"), r.choice(("FAX", "TEL", "FROM", "")) + " " + v.draw("phone")]
    parts += [w.cased(v.draw("company"), "upper"), number]
    if w.chance(0.3):
        r.shuffle(parts)
    kept = [part.strip() for part in parts if w.chance(0.8)]
    joined = [" ".join(kept)] if w.chance(0.3) else kept
    x, y = sheet.width * r.uniform(0.03, 0.2), sheet.height * r.uniform(0.0, 0.025)
    for part in joined:
        placed = w.other(part, (x, y), 0, scale=r.uniform(0.8, 1.1))
        x = placed.x1 + r.uniform(8, 60)
        if x > sheet.width * 0.9:
            return


def logo(w: Writer, x: float, y: float, width: float) -> float:
    """A name in large type, and small type under it that tells the trade, the town and the numbers."""
    r, sheet = w.random, w.sheet
    name = r.choice(
        (w.values.draw("last"), w.values.draw("company"), w.values.draw("brand"), "&".join(r.sample("ABCDKLMRT", 2)))
    )
    scale = r.uniform(1.3, 2.8)
    placed = (w.header if w.chance(0.5) else w.other)(
        w.cased(name, r.choice(("upper", "as is"))), (x, y), width, scale=scale
    )
    y = bottom_of(w, placed.entity) + 2
    for _ in range(r.randint(0, 3)):
        kind = r.choice(("city", "address", "phone", "street", "phrase"))
        lines = w.values.draw(kind)
        placed = w.other(lines, (x, y), width, scale=r.uniform(0.65, 0.9))
        y = bottom_of(w, placed.entity) + r.uniform(0, 4)
    return y + sheet.line * 0.5
