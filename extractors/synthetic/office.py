"""What stood on the desks of offices between the typewriter and the fax: ratings, close columns of numbers, lists,
sentences with blanks, questions answered at length."""

from __future__ import annotations

from extractors.synthetic.blocks import bottom_of, section
from extractors.synthetic.sheet import ANSWER, Placed
from extractors.synthetic.vocabulary import Label
from extractors.synthetic.writer import Writer


def comments(w: Writer, x: float, y: float, width: float) -> float:
    """A question answered at length: paragraphs, points or single lines under or beside it, each an answer."""
    r, sheet = w.random, w.sheet
    texts = [label for labels in w.words.labels.values() for label in labels if label[1] == "sentence"]
    question = w.question(w.styled(r.choice(texts)[0] if w.chance(0.6) else w.label()[0]), (x, y), width * 0.5)
    beside, sign = w.chance(0.3), r.choice(("", "", "{}. ", "- ", "{}) "))
    at = question.x1 + sheet.style.gap if beside else x + r.choice((0.0, 0.0, 12.0, 30.0))
    y = y if beside else bottom_of(w, question.entity) + r.uniform(0, 8)
    room, single = max(x + width - at, 80), w.chance(0.4)
    for number in range(r.randint(1, 5) if w.chance(sheet.style.fill) else 0):
        text = sign.format(number + 1) + w.value("clause" if single and w.words.language == "en" else "sentence")
        placed = w.answer(text, (at, y), room, question)
        y = bottom_of(w, placed.entity) + r.choice((1.0, 1.0, 4.0, 9.0))
    return max(y, bottom_of(w, question.entity)) + sheet.line * 0.6


def ratings(w: Writer, x: float, y: float, width: float) -> float:
    """Rows to be rated by a mark in one of several close columns: row and column ask, the mark answers."""
    r, sheet = w.random, w.sheet
    heads = r.sample(w.words.options, r.randint(2, 6)) if w.chance(0.6) else list("12345")[: r.randint(2, 5)]
    scale, first = r.uniform(0.7, 1.0), width * r.uniform(0.3, 0.55)
    cell = (width - first) / len(heads)
    over = w.header if w.chance(0.5) else w.question
    if w.chance(0.5):
        over(w.styled(w.random.choice(w.words.groups), 0.3), (x, y), first - 6)
    asked = [w.question(text, (x + first + i * cell, y), cell - 2, scale=scale) for i, text in enumerate(heads)]
    y = bottom_of(w, asked[0].entity) + r.uniform(1, 6)
    mark, every = r.choice(("X", "x", "X", "✓", "XX", "1", "*")), w.chance(0.12)
    for _ in range(r.randint(2, 9)):
        text = w.label()[0] if w.chance(0.6) else r.choice(w.words.rows)
        row = w.question(w.styled(text, 0.2), (x, y), first - 6)
        chosen = range(len(heads)) if every else ([r.randrange(len(heads))] if w.chance(sheet.style.fill) else [])
        for i in chosen:
            left = x + first + i * cell + r.uniform(0, 0.6) * cell
            answer(w, mark if not every or w.chance(0.5) else w.value("integer"), (left, y), asked[i], row)
        y = bottom_of(w, row.entity) + r.uniform(0.5, 5)
    return y + sheet.line * 0.5


def answer(w: Writer, text: str, at: tuple[float, float], *questions: Placed) -> None:
    """A short answer that is never wrapped."""
    w.answer(text, at, 400, *questions)


def number_columns(w: Writer, x: float, y: float, width: float) -> float:
    """Columns of numbers that stand as close as a word's space or two, right-aligned, under short heads."""
    r, sheet = w.random, w.sheet
    count, scale = r.randint(3, 9), r.uniform(0.75, 1.0)
    size = sheet.style.value_size * scale
    first = width * r.uniform(0.18, 0.42)
    kinds = [r.choice(("integer", "number", "percent", "money", "short", "short")) for _ in range(count)]
    cell = min((width - first) / count, size * r.uniform(2.6, 6.0))
    y = _over(w, (x + first, y), cell * count)
    heads, asks = _heads(w, (x + first, y, cell), count, scale), w.chance(0.75)
    y = max((bottom_of(w, one.entity) for one in heads if one), default=y) + r.uniform(1, 5)
    small, section_share = w.chance(0.15), r.choice((0.0, 0.0, 0.12))
    for number in range(r.choice((2, 3, 4, 5, 6, 8, 12))):
        if w.chance(section_share):
            y = section(w, x, y, first)
        if small:
            w.other(f"({number + 1})", (x - 18, y), 20, scale=scale)
        row = _row_head(w, (x, y), first - 4, scale)
        asked = [row] if row and asks else []
        y = _numbers(w, (x + first, y, cell), kinds, heads, asked, scale) + size * r.uniform(0.1, 0.6)
    return y + sheet.line * 0.5


def _over(w: Writer, at: tuple[float, float], width: float) -> float:
    """A head over several columns, which asks or only heads."""
    if not w.chance(0.35):
        return at[1]
    text = w.label()[0] if w.chance(0.5) else w.words.heading(w.random)
    wide = w.sheet.width_of(text)
    write = w.header if w.chance(0.7) else w.question
    placed = write(text, (at[0] + max(0.0, (width - wide) / 2), at[1]), max(width, 60))
    return bottom_of(w, placed.entity) + w.random.uniform(1, 4)


def _heads(w: Writer, place: tuple[float, float, float], count: int, scale: float) -> list[Placed | None]:
    x, y, cell = place
    if w.chance(0.15):
        return [None] * count
    texts = [w.random.choice(w.words.columns)[0] for _ in range(count)]
    if w.chance(0.3):
        texts = [w.value(w.random.choice(("year", "weekday", "band", "level"))) for _ in range(count)]
    low = cell / max(w.sheet.width_of("Average"), 1)
    scale = min(scale, max(low, 0.55))
    return [w.question(w.styled(t, 0.03), (x + i * cell, y), cell - 2, scale=scale) for i, t in enumerate(texts)]


_ROW_KINDS = ("product", "state", "city", "region", "job", "brand", "weekday", "month", "name", "department", "band")


def _row_head(w: Writer, at: tuple[float, float], width: float, scale: float) -> Placed | None:
    if w.chance(0.06):
        return None
    draw = w.random.random()
    text = (
        w.random.choice(w.words.rows)
        if draw < 0.5
        else w.label()[0]
        if draw < 0.7
        else w.value(w.random.choice(_ROW_KINDS))
    )
    return w.question(w.styled(text, 0.1), at, width, scale=scale)


def _numbers(
    w: Writer,
    place: tuple[float, float, float],
    kinds: list[str],
    heads: list[Placed | None],
    rows: list[Placed],
    scale: float,
) -> float:
    x, y, cell = place
    for i, kind in enumerate(kinds):
        if w.chance(0.08):
            continue
        text = str(w.random.randrange(0, 100)) if kind == "short" else w.value(kind)
        if w.chance(0.05):
            text = w.random.choice(("({})", "{}*", "+{}", "-{}", "<{}")).format(text)
        wide = w.sheet.width_of(text, value=True, scale=scale)
        if wide > cell - 1.5:
            text = text[: max(1, int(len(text) * (cell - 1.5) / wide))].rstrip(".,-$ ") or "0"
            wide = w.sheet.width_of(text, value=True, scale=scale)
        head = heads[i]
        asking = [*([head] if head else []), *rows]
        w.answer(text, (x + (i + 1) * cell - wide - 1, y), 400, *asking, scale=scale)
    return y + w.sheet.style.value_size * scale


def lists(w: Writer, x: float, y: float, width: float) -> float:
    """Heads with a list of answers under each; no row asks, and cells are names, products, codes and notes."""
    r, sheet = w.random, w.sheet
    count = r.randint(1, 4)
    cell, scale = width / count, r.uniform(0.8, 1.0)
    columns = [r.choice(w.words.columns) if w.chance(0.4) else w.label() for _ in range(count)]
    heads = [w.question(w.styled(t, 0.2), (x + i * cell, y), cell - 6) for i, (t, _) in enumerate(columns)]
    y = max(bottom_of(w, one.entity) for one in heads) + r.uniform(1, 7)
    kinds = [r.choice((kind, "phrase", "product", "name", "company", "code")) for _, kind in columns]
    numbered = w.chance(0.15)
    for number in range(r.randint(2, 8)):
        bottom = y + sheet.line * scale
        if numbered:
            w.other(f"{number + 1}{r.choice(('.', ')'))}", (x - 16, y), 20)
        for i, kind in enumerate(kinds):
            if w.chance(0.85):
                placed = w.answer(w.value(kind, lines=False), (x + i * cell, y), cell - 4, heads[i], scale=scale)
                bottom = max(bottom, bottom_of(w, placed.entity))
        y = bottom + r.uniform(0, 5)
    return y + sheet.line * 0.5


def blanks(w: Writer, x: float, y: float, width: float) -> float:
    """Sentences to be completed: what is printed asks, what was put in answers, what closes asks for nothing."""
    r, sheet = w.random, w.sheet
    for _ in range(r.randint(1, 4)):
        at = x
        for _ in range(r.randint(1, 3)):
            text = r.choice(w.words.starts) if w.chance(0.75) else w.label()[0].lower()
            if at + sheet.width_of(text) + 60 > x + width:
                break
            question = w.question(text, (at, y), x + width - at)
            at = question.x1 + r.uniform(3, 14)
            kind = r.choice(("name", "date", "money", "company", "integer", "phrase", "city", "number"))
            placed = w.fill(kind, (at, y - r.uniform(0, 2)), max(x + width - at, 40), question)
            at = (placed.x1 if placed else at + r.uniform(20, 90)) + r.uniform(3, 12)
            y = max(y, bottom_of(w, question.entity) - sheet.line)
        if w.chance(0.4) and at + 50 < x + width:
            w.other(r.choice(w.words.ends), (at, y), x + width - at)
        y += sheet.line * r.uniform(1.0, 2.0)
    return y + sheet.line * 0.5


def captions(w: Writer, x: float, y: float, width: float) -> float:
    """Lines that were written on, each with its caption in brackets or small type under it."""
    r, sheet = w.random, w.sheet
    count = r.randint(1, 3)
    cell, brackets, small = width / count, w.chance(0.5), r.uniform(0.7, 1.0)
    for _ in range(r.randint(1, 4)):
        deepest = y + sheet.line * 2
        for i in range(count):
            text, kind = w.label()
            text = w.styled(text, 0.05)
            text = f"({text})" if brackets else text
            left = x + i * cell
            over = sheet.width_of(text, scale=small)
            centred = left + max(0.0, (cell - 10 - over) / 2) * r.choice((0, 1))
            question = w.question(text, (centred, y + sheet.line * r.uniform(0.95, 1.3)), cell - 8, scale=small)
            kind = "name" if kind in ("address", "sentence") else kind
            w.fill(kind, (left + r.uniform(0, 0.3) * cell, y), cell - 8, question)
            deepest = max(deepest, bottom_of(w, question.entity))
        y = deepest + r.uniform(3, 14)
    return y


def grouped(w: Writer, x: float, y: float, width: float) -> float:
    """Heads that look like labels, over labels that are indented under them."""
    r, sheet = w.random, w.sheet
    colon, case = w.chance(0.6), r.choice(("upper", "as is", "title"))
    letters, same = w.chance(0.25), w.chance(0.3)
    repeated = [w.label() for _ in range(r.randint(1, 3))]
    for number in range(r.randint(1, 4)):
        text = w.words.heading(r) if w.chance(0.4) else w.label()[0]
        text = w.cased(text, case).rstrip(":") + (":" if colon else "")
        if letters:
            text = f"{r.choice(('{}.', '{})')).format('ABCD'[number])} {text}"
        head = w.header(text, (x, y), width)
        y = bottom_of(w, head.entity) + sheet.line * r.uniform(0.1, 0.7)
        indent = r.choice((0.0, 8.0, 18.0, 40.0))
        for label, kind in repeated if same else [w.label() for _ in range(r.randint(1, 5))]:
            y = _line(w, (x + indent, y), width - indent, (label, kind))
        y += sheet.line * r.uniform(0.2, 1.0)
    return y


def _line(w: Writer, at: tuple[float, float], width: float, label: Label) -> float:
    x, y = at
    question = w.question(w.styled(label[0]), at, width * 0.6)
    left = question.x1 + w.sheet.style.gap * w.random.choice((0.7, 1, 2))
    placed = w.fill(label[1], (left, y), max(x + width - left, 40), question)
    if placed and w.chance(0.06):
        w.other(w.random.choice(w.words.ends), (placed.x1 + 8, y), 90)
    return bottom_of(w, question.entity) + w.random.uniform(0.5, 4)


def numbered(w: Writer, x: float, y: float, width: float) -> float:
    """Numbers or letters that stand apart from the questions they count."""
    r = w.random
    style = r.choice(("{}.", "({})", "{})", "{}"))
    letters, start, apart = w.chance(0.3), r.randint(1, 30), r.uniform(14, 40)
    kind = w.other if w.chance(0.8) else w.question
    for number in range(r.randint(2, 8)):
        sign = style.format("ABCDEFGHIJ"[number] if letters else start + number)
        kind(sign, (x, y), apart)
        y = _line(w, (x + apart, y), width - apart, w.label()) + r.uniform(0, 6)
    return y


def close_stack(w: Writer, x: float, y: float, width: float) -> float:
    """Cells whose value touches the label above it, of the same size and face, cell upon cell."""
    r, sheet = w.random, w.sheet
    count = max(1, min(r.randint(1, 5), int(width / 70)))
    cell, tight = width / count, r.uniform(-0.5, 1.5)
    for _ in range(r.randint(2, 5)):
        deepest = y
        for i in range(count):
            text, kind = w.label()
            question = w.question(w.styled(text, sheet.style.colon * 0.4), (x + i * cell, y), cell - 5)
            under = bottom_of(w, question.entity) + tight
            w.fill(kind, (x + i * cell + r.choice((0, 0, 4)), under), max(cell - 5, 61), question)
            deepest = max(deepest, bottom_of(w, question.entity))
        y = deepest + sheet.line * r.uniform(0.15, 0.6)
    return y


def marked_row(w: Writer, x: float, y: float, width: float) -> float:
    """A question with its options on the line, each with a line or a bracket for its mark, most of them empty."""
    r, sheet = w.random, w.sheet
    empty = r.choice(("___", "____", "( )", "[ ]", "", "", "_"))
    full = r.choice(("X", "_X_", "(X)", "x", "[X]", "__X__", "✓"))
    behind, joined = w.chance(0.6), w.chance(0.3)
    for _ in range(r.randint(1, 6)):
        text = w.label()[0] if w.chance(0.5) else r.choice(w.words.groups)
        group = w.question(w.styled(text), (x, y), width * 0.5)
        at = max(group.x1 + r.uniform(5, 30), x + width * r.choice((0.0, 0.3, 0.5)))
        options = (
            ["Yes", "No"] if w.chance(0.5) and w.words.language == "en" else r.sample(w.words.options, r.randint(2, 4))
        )
        chosen = r.randrange(len(options)) if w.chance(0.8) else -1
        for i, option in enumerate(options):
            at = _marked(w, (at, y), option, full if i == chosen else empty, behind, joined and i != chosen)
            if at > x + width - 20:
                break
        y = max(bottom_of(w, group.entity), y + sheet.line) + r.uniform(0, 7)
    return y


def _marked(w: Writer, at: tuple[float, float], option: str, mark: str, behind: bool, joined: bool) -> float:
    """One option; an empty mark is part of it or is not read, a full one answers it. Gives where the next may start."""
    x, y = at
    wide = max(w.sheet.width_of(mark, value=True), 8) + 3
    filled = any(c in mark.upper() for c in "X✓")
    if joined and mark and not filled:
        return w.question(f"{option} {mark}" if behind else f"{mark} {option}", at, 300).x1 + 12
    asked = w.question(option, (x if behind else x + wide, y), 300)
    if filled:
        placed = w.sheet.write(mark, (asked.x1 + 3 if behind else x, y), ANSWER, 60, value=True)
        w.sheet.links.append((asked.entity, placed.entity))
    elif mark and w.chance(0.35):
        w.other(mark, (asked.x1 + 3 if behind else x, y), 60)
    return asked.x1 + (wide if behind else 0) + w.random.uniform(6, 30)
