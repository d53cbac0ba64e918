"""Pieces of forms: each writes into a column from (x, y), `width` wide, and returns where the next may start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.synthetic.sheet import ANSWER, Placed
from extractors.synthetic.vocabulary import Label
from extractors.synthetic.writer import Writer

Block = Callable[[Writer, float, float, float], float]


def pairs(w: Writer, x: float, y: float, width: float) -> float:
    """Labels with their values beside them: right behind, at a tab stop, or behind a leader."""
    r, sheet, style = w.random, w.sheet, w.sheet.style
    labels = [w.label() for _ in range(r.randint(2, 9))]
    texts = [w.styled(text) for text, _ in labels]
    tab = min(max(sheet.width_of(text) for text in texts) + style.gap * r.choice((1, 1, 2, 4)), width * 0.6)
    aligned, right = w.chance(0.6), w.chance(0.12)
    number = r.randint(1, 20) if style.numbered else 0
    for (_, kind), text in zip(labels, texts, strict=True):
        if number:
            text, number = f"{number}. {text}", number + 1
        start = x + max(tab - style.gap - sheet.width_of(text), 0) if right else x
        question = w.question(text, (start, y), min(width * 0.55, tab if aligned else width))
        at = max(x + tab, question.x1 + 3) if aligned else question.x1 + style.gap * r.choice((1, 1, 1, 3))
        y = _beside(w, kind, question, at, y, x + width)
    return y


def _beside(w: Writer, kind: str, question: Placed, at: float, y: float, right: float) -> float:
    """The value of a question on its line (or under it where there is no room), and the y of the next line."""
    sheet, style = w.sheet, w.sheet.style
    if style.leader and w.chance(0.15):
        count = int((right - at) / max(sheet.width_of(style.leader), 1))
        if count > 3:
            w.other(style.leader * min(count, 40), (at, y + sheet.line * 0.12))
    placed = w.fill(kind, (at, y + w.random.uniform(-1.5, 1.0)), max(right - at, 30), question)
    bottom = max(question.bottom, placed.bottom if placed else 0)
    bottom = max(bottom, bottom_of(w, question.entity))
    return bottom + sheet.line * (style.spacing - 1) + 1.5


def bottom_of(w: Writer, entity: int) -> float:
    """The bottom of what was written since the entity began."""
    lowest = 0.0
    for mark in reversed(w.sheet.marks):
        if mark.entity < entity:
            break
        lowest = max(lowest, mark.bottom)
    return lowest


def stacked(w: Writer, x: float, y: float, width: float) -> float:
    """A row of captions with the values above or below them, as over (or under) a line to write on."""
    r, sheet = w.random, w.sheet
    below = w.chance(0.35)
    for _ in range(r.randint(1, 4)):
        count = max(1, min(r.randint(1, 4), int(width / 80)))
        cell, lowest = width / count, y
        for i in range(count):
            text, kind = w.label()
            if below and kind in ("address", "sentence", "phrase"):
                kind = "name"
            left, limit = x + i * cell + r.uniform(0, 3), cell - 8
            small = r.uniform(0.7, 1.0)
            top = y + sheet.line * 1.05 if below else y
            question = w.question(w.styled(text, w.sheet.style.colon * 0.5), (left, top), limit, scale=small)
            under = bottom_of(w, question.entity) + r.uniform(0.5, 3.0)
            w.fill(kind, (left + r.uniform(0, 6), y if below else under), max(limit, 61 if not below else 40), question)
            lowest = max(lowest, bottom_of(w, question.entity))
        y = lowest + sheet.line * 0.6
    return y


def boxed(w: Writer, x: float, y: float, width: float) -> float:
    """A printed grid: each cell has a small caption at its top left and the value under or beside it."""
    r, sheet = w.random, w.sheet
    caption = r.uniform(0.6, 0.95)
    beside = w.chance(0.3)
    number = r.randint(1, 60) if w.chance(0.4) else 0
    for _ in range(r.randint(2, 6)):
        cuts = sorted(r.uniform(0.15, 0.85) for _ in range(r.randint(0, 3)))
        edges = [0.0, *[c for i, c in enumerate(cuts) if not i or c - cuts[i - 1] > 0.14], 1.0]
        lowest = y
        for left, right in pairwise(edges):
            text, kind = w.label()
            text = w.styled(text, sheet.style.colon * 0.4)
            if number:
                text, number = f"{number} {text}" if w.chance(0.7) else f"{number}. {text}", number + 1
            start, limit = x + left * width + 2.5, (right - left) * width - 5
            question = w.question(text, (start, y), limit, scale=caption)
            bottom = bottom_of(w, question.entity)
            if beside and question.x1 + 40 < start + limit:
                w.fill(kind, (question.x1 + 5, y), start + limit - question.x1 - 5, question)
            else:
                w.fill(kind, (start + r.uniform(0, 8), bottom + r.uniform(0, 4)), limit, question)
            lowest = max(lowest, bottom_of(w, question.entity), bottom + sheet.line)
        y = lowest + r.uniform(2, 9)
    return y


@dataclass(frozen=True)
class _Table:
    """How one table asks: its columns, their heads (None: nothing printed), what its rows begin with ("": with an
    answer), whether the row's head is a question of its cells too, and the scale of its type."""

    columns: Sequence[Label]
    heads: Sequence[Placed | None]
    rows: str
    rows_ask: bool
    scale: float
    numbered: bool


def table(w: Writer, x: float, y: float, width: float) -> float:
    """A small table: column heads ask, cells answer; the first column may ask too, or alone."""
    r, sheet = w.random, w.sheet
    columns = r.sample(w.words.columns, max(2, min(r.randint(2, 7), int(width / 55))))
    cell = width / len(columns)
    headless = w.chance(0.18)
    rows = r.choice(_ROW_KINDS) if headless or w.chance(0.5) else ""
    scale = min(1.0, cell / 60) * r.uniform(0.8, 1.0)
    if headless and w.chance(0.6):
        y = section(w, x, y, width)
    elif not headless and w.chance(0.12):
        over = w.header(w.styled(w.label()[0], 0.2), (x + cell * r.uniform(0, len(columns) / 2), y), width / 2)
        y = bottom_of(w, over.entity) + 2
    first = len(sheet.kinds)
    heads: list[Placed | None] = []
    for i, (text, _) in enumerate(columns):
        if headless or (rows and i == 0 and w.chance(0.5)):
            heads.append(None)
            continue
        heads.append(w.question(w.styled(text, 0.05), (x + i * cell + _pad(w, cell), y), cell - 4, scale=scale))
    if len(sheet.kinds) > first:
        y = bottom_of(w, first) + r.uniform(1, 6)
    plan = _Table(columns, heads, rows, headless or w.chance(0.7), scale, w.chance(0.08))
    for number in range(r.randint(1, 9)):
        if plan.numbered:
            w.other(r.choice(("{}", "{}.", "({})")).format(number + 1), (x - 14, y), 14, scale=scale)
        y = _table_row(w, (x, y, cell), plan) + r.uniform(0.5, 5)
    return _totals(w, x, y, width) if w.chance(0.4) else y + sheet.line * 0.5


_ROW_KINDS = (
    "word", "word", "phrase", "brand", "product", "date", "year", "region", "name", "code", "state", "band", "weekday",
)  # fmt: skip


def _pad(w: Writer, cell: float) -> float:
    return w.random.uniform(0, 0.25) * cell


def _table_row(w: Writer, place: tuple[float, float, float], plan: _Table) -> float:
    x, y, cell = place
    lowest, row_head = y + w.sheet.line * plan.scale, None
    for i, (_, kind) in enumerate(plan.columns):
        if w.chance(0.06) and i:
            continue
        left = x + i * cell + (0 if i == 0 else _pad(w, cell))
        if plan.rows and i == 0:
            text = w.random.choice(w.words.rows) if plan.rows == "word" else w.value(plan.rows)
            row_head = w.question(w.styled(text, 0.1), (left, y), cell - 4, scale=plan.scale)
            lowest = max(lowest, bottom_of(w, row_head.entity))
            continue
        asking = [plan.heads[i], row_head if plan.rows_ask else None]
        placed = w.fill(kind, (left, y), cell - 3, *[one for one in asking if one], scale=plan.scale)
        if placed:
            lowest = max(lowest, bottom_of(w, placed.entity))
    return lowest


def _totals(w: Writer, x: float, y: float, width: float) -> float:
    """Sums at the right under a table."""
    sheet = w.sheet
    money = [item for item in w.words.labels["invoice"] if item[1] == "money"]
    for text, kind in w.random.sample(money, w.random.randint(1, 4)):
        left = x + width * w.random.uniform(0.5, 0.6)
        question = w.question(w.styled(text), (left, y), width * 0.25)
        w.fill(kind, (x + width * 0.82, y), width * 0.2, question)
        y = max(bottom_of(w, question.entity), y + sheet.line) + 2
    return y


def choices(w: Writer, x: float, y: float, width: float) -> float:
    """A group of check boxes; an option asks, its mark answers."""
    r, sheet = w.random, w.sheet
    headed = w.chance(0.4)
    for _ in range(r.randint(1, 3)):
        wide = min(width * 0.45, 150)
        title = w.styled(r.choice(w.words.groups))
        group = w.header(title, (x, y), wide) if headed else w.question(title, (x, y), wide)
        across, before = w.chance(0.7), w.chance(0.65)
        left, top = (group.x1 + 10, y) if across and w.chance(0.8) else (x + 8, bottom_of(w, group.entity) + 3)
        start, empty, square = left, r.choice(("", "", "☐", "[ ]", "( )", "___", "O", "□")), r.random() < 0.5
        full = r.choice(("X", "x", "☒", "[X]", "(X)", "✓", "_X_", "XX", "☑"))
        yes = r.choice(w.words.options)
        options = r.sample(w.words.options, r.randint(2, 5)) if w.chance(0.6) else [yes, r.choice(w.words.options)]
        if w.chance(0.2):
            options = [f"{i}. {text}" for i, text in enumerate(options, 1)]
        if w.chance(0.15):
            options = [w.cased(w.values.draw("phrase"), sheet.style.label_case) for _ in options]
        if w.chance(0.25):  # the box is read as part of the option
            sign = r.choice(("☐", "[ ]", "( )", "<>", "O", "□", "__"))
            options, empty = [f"{sign} {text}" for text in options], ""
        for option in options:
            need = sheet.width_of(option) + 34
            if across and left + need > x + width and left > start:
                left, top = start, top + sheet.line * 1.15
            left, top = _option(w, (left, top), option, full if w.chance(0.3) else empty, before, square)
            if not across:
                left, top = start, top + sheet.line * 1.1
        y = max(top + sheet.line, bottom_of(w, group.entity)) + sheet.line * 0.5
    return y


def _option(
    w: Writer, at: tuple[float, float], text: str, mark: str, before: bool, square: bool
) -> tuple[float, float]:
    """One option with its mark; the mark is left out of the words where a drawn box (a region) shows it."""
    sheet, (x, y) = w.sheet, at
    size = sheet.width_of("X") + 2
    drawn = square and mark in ("", "X", "x", "✓", "☒", "☐")
    if (before and not mark) or (drawn and before):
        sheet.checks.append((x, y, x + size, y + size, bool(mark) and mark != "☐"))
    if before:
        option = w.question(text, (x + size + 5 + (sheet.width_of(mark) if len(mark) > 1 else 0), y))
        mark_at = x
    else:
        option = w.question(text, (x, y))
        mark_at = option.x1 + 4
    if mark and not (mark == "☐" and drawn):
        w.sheet.write(mark, (mark_at, y), ANSWER, value=True)
        w.sheet.links.append((option.entity, len(sheet.kinds) - 1))
    return max(option.x1, mark_at + size) + w.random.uniform(6, 22), y


def paragraph(w: Writer, x: float, y: float, width: float) -> float:
    """Running text: instructions, declarations, small print."""
    sentences = [w.random.choice(w.words.sentences) for _ in range(w.random.choice((1, 1, 2, 3, 5)))]
    if w.chance(0.4):
        sentences = [w.values.draw("sentence") for _ in sentences]
    text = " ".join(sentences)
    placed = w.other(
        w.cased(text, "upper") if w.chance(0.28) else text, (x, y), width, scale=w.random.uniform(0.75, 1.0)
    )
    return bottom_of(w, placed.entity) + w.sheet.line * 0.7


def section(w: Writer, x: float, y: float, width: float) -> float:
    """A heading over what follows."""
    text = w.words.heading(w.random) if w.chance(0.7) else w.words.title(w.random)
    if w.chance(0.3):
        text = w.values.draw("phrase") if w.chance(0.5) else w.label()[0]
    text = w.cased(text, w.random.choice(("as is", "as is", "upper")))
    if w.chance(0.3):
        text += ":"
    scale = w.random.choice((1.0, 1.0, 1.15, 1.3))
    at = x + max(0.0, (width - w.sheet.width_of(text, scale=scale)) / 2) if w.chance(0.3) else x
    placed = w.header(text, (at, y), width, scale=scale)
    return bottom_of(w, placed.entity) + w.sheet.line * 0.5


def remarks(w: Writer, x: float, y: float, width: float) -> float:
    """A question with its long answer behind or under it."""
    sentences = [label for labels in w.words.labels.values() for label in labels if label[1] == "sentence"]
    text = w.random.choice(sentences)[0] if w.chance(0.8) else w.label()[0]
    question = w.question(w.styled(text), (x, y), width)
    if w.chance(w.sheet.style.fill):
        lines = "\n".join(w.value("sentence") for _ in range(w.random.choice((1, 1, 2, 3))))
        if w.chance(0.5):
            w.answer(lines, (question.x1 + w.sheet.style.gap, y), max(width - question.x1 + x - 10, 60), question)
        else:
            indent = w.random.choice((0.0, 0.0, 20.0))
            w.answer(lines, (x + indent, bottom_of(w, question.entity) + 3), width - indent, question)
    return bottom_of(w, question.entity) + w.sheet.line * 0.8


def question_list(w: Writer, x: float, y: float, width: float) -> float:
    """Whole-sentence questions with short answers at the right margin, or behind."""
    asked = [label for labels in w.words.labels.values() for label in labels if label[1] == "yesno"]
    number = 1 if w.chance(0.5) else 0
    for _ in range(w.random.randint(1, 5)):
        text, kind = w.random.choice(asked) if w.chance(0.6) else w.words.compose(w.random)
        text = w.styled(text, 0.2)
        text, number = (f"{number}. {text}", number + 1) if number else (text, 0)
        question = w.question(text, (x, y), width * 0.7)
        at = x + width * 0.8 if w.chance(0.6) else question.x1 + w.sheet.style.gap
        w.fill(kind, (at, y), max(x + width - at, 40), question)
        y = bottom_of(w, question.entity) + w.sheet.line * 0.4
    return y


def approvals(w: Writer, x: float, y: float, width: float) -> float:
    """Who signed, and when: rows of role, name and date, or captions under lines."""
    roles = [label for label in w.words.labels["business"] if label[1] == "name"]
    if w.chance(0.35):
        return _signature_lines(w, x, y, width)
    dated = w.chance(0.7)
    date = w.random.choice(
        [t for labels in w.words.labels.values() for t, kind in labels if kind == "date" and len(t) < 10]
    )
    for _ in range(w.random.randint(1, 5)):
        question = w.question(w.styled(w.random.choice(roles)[0]), (x, y), width * 0.35)
        at = max(question.x1 + 5, x + width * 0.25)
        w.fill("name", (at, y), width * 0.35, question)
        if dated:
            second = w.question(w.styled(date), (x + width * 0.65, y), width * 0.15)
            w.fill("date", (second.x1 + 5, y), width * 0.3, second)
        y = bottom_of(w, question.entity) + w.sheet.line * w.random.uniform(0.3, 1.2)
    return y


def _signature_lines(w: Writer, x: float, y: float, width: float) -> float:
    cell = width / 2
    texts = [("Signature", "name"), ("Date", "date")] if w.words.language == "en" else [w.label(), w.label()]
    for i, (text, kind) in enumerate(texts):
        question = w.question(w.styled(text, 0.1), (x + i * cell + 4, y + w.sheet.line * 1.2), cell - 10, scale=0.8)
        w.fill(kind, (x + i * cell + 8, y), cell - 10, question)
    return y + w.sheet.line * 3


def names(w: Writer, x: float, y: float, width: float) -> float:
    """One question with several answers under each other: copies to, attendees, distribution."""
    roles = [label for label in w.words.labels["business"] if label[1] == "name"]
    question = w.question(w.styled(w.random.choice(roles)[0]), (x, y), width * 0.4)
    beside = w.chance(0.6)
    at = question.x1 + w.sheet.style.gap if beside else x + w.random.choice((0, 15))
    top = y if beside else bottom_of(w, question.entity) + 2
    kind = w.random.choice(("name", "name", "company", "phrase", "city"))
    columns, count = w.random.choice((1, 1, 1, 2, 3)), w.random.randint(2, 6)
    cell = max((x + width - at) / columns, 50)
    for i in range(count * columns):
        left = at + i % columns * cell
        w.answer(w.value(kind), (left, top), cell - 4, question)
        if i % columns == columns - 1:
            top = bottom_of(w, question.entity) + 1.5
    return top + w.sheet.line * 0.5


def instructions(w: Writer, x: float, y: float, width: float) -> float:
    """Terms that are explained, or notes in brackets: nobody fills these in."""
    for _ in range(w.random.randint(1, 4)):
        text, _ = w.label()
        term = w.question(w.styled(text, 0.5), (x, y), width * 0.4)
        note = w.values.draw("phrase") if w.chance(0.5) else w.random.choice(w.words.sentences)
        w.other(f"({note})" if w.chance(0.4) else f"- {note}", (term.x1 + 5, y), max(x + width - term.x1 - 5, 60))
        y = bottom_of(w, term.entity) + w.sheet.line * 0.3
    return y


def numbered_answers(w: Writer, x: float, y: float, width: float) -> float:
    """A question answered by points, each an answer of its own."""
    text, _ = w.label()
    question = w.question(w.styled(text), (x, y), width)
    top, style = bottom_of(w, question.entity) + 3, w.random.choice(("{}.", "{})", "-", "({})"))
    kind = w.random.choice(("phrase", "sentence", "name"))
    for number in range(1, w.random.randint(2, 5)):
        w.answer(f"{style.format(number)} {w.value(kind)}", (x + 6, top), width - 10, question)
        top = bottom_of(w, question.entity) + 2
    return top + w.sheet.line * 0.5


def signed(w: Writer, x: float, y: float, width: float) -> float:
    """A scrawl behind a question, with the name typed under it."""
    roles = [label for label in w.words.labels["business"] if label[1] == "name"]
    cell = width / w.random.choice((1, 2, 2))
    for i in range(int(width / cell)):
        left = x + i * cell
        question = w.question(w.styled(w.random.choice(roles)[0]), (left, y + 6), cell * 0.5)
        at = question.x1 + 6
        if w.chance(0.6):
            scrawl = "".join(w.random.choice("aeilmnorstuvwJRSMWBL.") for _ in range(w.random.randint(3, 10)))
            w.answer(scrawl, (at, y - 2), 200, question, scale=w.random.uniform(1.2, 2.2))
        name = w.value("name")
        if w.chance(0.5):
            w.answer(name, (at, y + w.sheet.line * 2), cell, question)
        elif w.chance(0.5):
            w.question(name, (at, y + w.sheet.line * 2), cell)
    return y + w.sheet.line * 4
