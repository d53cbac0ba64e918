"""What forms say about their own questions: remarks in brackets that ask nothing, and headings that read like questions
over what is asked in earnest."""

from __future__ import annotations

from extractors.synthetic.blocks import bottom_of
from extractors.synthetic.sheet import ANSWER
from extractors.synthetic.writer import Writer

_REMARKS = (
    "if any", "optional", "please print", "see below", "attach list", "in full", "where needed", "check all that apply",
    "mark one", "use reverse side if required", "for office use", "give details", "enclose a copy", "yes / no",
    "as of today", "per unit", "estimated", "to the nearest dollar", "day/month/year", "in thousands", "at most one",
)  # fmt: skip
_LEADS = ("Please", "Kindly", "Also", "For each case", "Then")


def remarked(w: Writer, x: float, y: float, width: float) -> float:
    """Labels with their values, and remarks behind, under or above them that ask nothing."""
    r, sheet = w.random, w.sheet
    behind, apart = w.chance(0.5), w.chance(0.3)
    for _ in range(r.randint(2, 6)):
        text, kind = w.label()
        if apart and w.chance(0.4):
            placed = w.other(_remark(w), (x + r.choice((0.0, 10.0)), y), width, scale=r.uniform(0.7, 1.0))
            y = bottom_of(w, placed.entity) + r.uniform(0, 3)
        question = w.question(w.styled(text), (x, y), width * 0.5)
        at = question.x1 + sheet.style.gap
        if behind and w.chance(0.6):
            at = w.other(_remark(w), (at, y), max(x + width - at, 40), scale=r.uniform(0.75, 1.0)).x1 + 8
        w.fill(kind, (at, y), max(x + width - at, 50), question)
        y = bottom_of(w, question.entity) + r.uniform(0.5, 4)
        if not behind and w.chance(0.5):
            placed = w.other(_remark(w), (x + r.choice((0.0, 12.0)), y), width, scale=r.uniform(0.7, 1.0))
            y = bottom_of(w, placed.entity) + r.uniform(1, 6)
    return y + sheet.line * 0.5


def _remark(w: Writer) -> str:
    text = w.random.choice(_REMARKS) if w.words.language == "en" and w.chance(0.7) else w.random.choice(w.words.small)
    text = text.strip("()")
    return f"({w.cased(text, w.random.choice(('as is', 'as is', 'title', 'upper')))})" if w.chance(0.85) else text


def asked_below(w: Writer, x: float, y: float, width: float) -> float:
    """A heading in the words of a question (numbered, with a colon, with a remark of how to answer) over options,
    labels or short rows that are what is asked."""
    r, sheet = w.random, w.sheet
    numbered, start, mark = w.chance(0.5), r.randint(1, 12), r.choice(("{}.", "{})", "({})", "{}"))
    for number in range(r.randint(1, 4)):
        text = _heading(w)
        head = w.header(f"{mark.format(start + number)} {text}" if numbered else text, (x, y), width)
        y = bottom_of(w, head.entity) + r.uniform(0, sheet.line * 0.5)
        below = r.choice((_options, _options, _labels))
        y = below(w, (x + r.choice((0.0, 10.0, 24.0)), y), width - 24) + sheet.line * r.uniform(0.1, 0.8)
    return y


def _heading(w: Writer) -> str:
    r = w.random
    text = r.choice((r.choice(w.words.groups), w.words.heading(r), w.label()[0]))
    if w.words.language == "en" and w.chance(0.2):
        text = f"{r.choice(_LEADS)} {text[0].lower()}{text[1:]}"
    text = w.cased(text.rstrip(":"), r.choice(("as is", "as is", "upper")))
    text = f"{text} {_remark(w)}" if w.chance(0.35) else text
    return text + r.choice((":", ":", "", "?", "."))


def _options(w: Writer, at: tuple[float, float], width: float) -> float:
    """Options across or down, of which one or two are marked before or behind."""
    (x, y), r, sheet = at, w.random, w.sheet
    chosen = r.sample(w.words.options, r.randint(2, 5))
    if w.chance(0.25):
        chosen = [w.label()[0] for _ in chosen]
    across, before, sign = w.chance(0.5), w.chance(0.6), r.choice(("X", "x", "✓", "[X]", "(X)", "XX", "_X_"))
    left, room = x, sheet.width_of(sign, value=True) + 6
    for text in chosen:
        if across and left > x and left + sheet.width_of(text) + room > x + width:
            left, y = x, y + sheet.line * 1.15
        option = w.question(text, (left + room if before else left, y), 300)
        if w.chance(0.35):
            answer = sheet.write(sign, (left if before else option.x1 + 4, y), ANSWER, 60, value=True)
            sheet.links.append((option.entity, answer.entity))
        left, y = (option.x1 + room + 10, y) if across else (x, y + sheet.line * 1.1)
    return y + (sheet.line if across else 0.0)


def _labels(w: Writer, at: tuple[float, float], width: float) -> float:
    (x, y), sheet = at, w.sheet
    for _ in range(w.random.randint(1, 4)):
        text, kind = w.label()
        question = w.question(w.styled(text), (x, y), width * 0.55)
        left = question.x1 + sheet.style.gap
        w.fill(kind, (left, y), max(x + width - left, 40), question)
        y = bottom_of(w, question.entity) + w.random.uniform(0.5, 4)
    return y
