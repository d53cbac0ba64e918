"""What stands on pages and is no table: running text, lists, contents, forms with and without drawn boxes, addresses,
feet of letters in columns, signatures, charts. Every maker gets a page, a place and a width, and gives where it
ends."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from random import Random

from extractors.synthetic import blocks, letters, office, tables
from extractors.synthetic.pages import draw_style
from extractors.synthetic.sheet import ANSWER, Sheet, text_width
from extractors.synthetic.table_grids import Speech
from extractors.synthetic.table_layout import Written, wrap
from extractors.synthetic.vocabulary import DOMAINS
from extractors.synthetic.writer import Writer
from extractors.types import Box, Ruling, Word

Maker = Callable[["Pen", float, float, float], float]
FORM_BLOCKS = (
    blocks.pairs, blocks.pairs, blocks.stacked, blocks.stacked, blocks.boxed, blocks.choices, blocks.remarks,
    blocks.approvals, blocks.names, blocks.question_list, blocks.instructions, blocks.numbered_answers,
    blocks.signed, letters.memo, letters.addressee, office.lists, office.blanks, office.captions, office.grouped,
    office.numbered, office.close_stack, office.marked_row, office.comments,
)  # fmt: skip


ADDRESSED = (
    *(("company", "address", "phone"), ("name", "address"), ("code",), ("company", "address"), ("date", "city")),
    *(("name", "department", "phone"), ("taxid",), ("city", "region")),
)
"""What stands in a block of an address, by kinds of values."""


class Pen:
    """A page being written, with its texts and the size of its print."""

    def __init__(self, page: Written, speech: Speech, size: float, bottom: float) -> None:
        self.page, self.speech, self.size, self.bottom = page, speech, size, bottom

    @property
    def random(self) -> Random:
        return self.speech.random

    def text(self, text: str, x: float, y: float, width: float, scale: float = 1.0, align: str = "left",
             leading: float = 1.2, kind: str = "outside", justified: bool = False) -> float:  # fmt: skip
        """A paragraph; gives its bottom."""
        size = self.size * scale
        lines = [line for part in text.split("\n") for line in wrap(part, width, size, False)]
        for number, line in enumerate(lines):
            wide = text_width(line, size, False)
            at = {"left": x, "right": x + width - wide, "middle": x + (width - wide) / 2}[align]
            first = len(self.page.words)
            self.page.put(line, at, y, size, kind)
            if justified and number < len(lines) - 1 and wide > 0.8 * width:
                self._justify(first, width - wide)
            y += leading * size
        return y

    def _justify(self, first: int, room: float) -> None:
        own = self.page.words[first:]
        for number, word in enumerate(own):
            shift = room * number / max(1, len(own) - 1)
            moved = replace(word.box, x0=word.box.x0 + shift, x1=word.box.x1 + shift)
            self.page.words[first + number] = replace(word, box=moved)


def sentences(pen: Pen, count: int) -> str:
    """Running text, some of it with numbers."""
    r, speech = pen.random, pen.speech
    out = []
    for _ in range(count):
        draw = r.random()
        if draw < 0.5:
            out.append(r.choice(speech.words.sentences))
        elif draw < 0.8:
            out.append(speech.values.draw("sentence"))
        else:
            out.append(f"{speech.phrase(3, 9).capitalize()} {speech.values.draw('money')} {speech.phrase(2, 8)}.")
    return " ".join(out)


def prose(pen: Pen, x: float, y: float, width: float) -> float:
    r = pen.random
    leading, justified = r.uniform(1.1, 1.5), r.random() < 0.5
    for _ in range(r.randint(1, 3)):
        if r.random() < 0.15:
            y = heading(pen, x, y, width)
        y = pen.text(
            sentences(pen, r.randint(2, 7)), x, y, width, 1.0, "left", leading, justified=justified
        ) + r.uniform(2, 9)
    return y


def two_columns(pen: Pen, x: float, y: float, width: float) -> float:
    r = pen.random
    count, gap = r.choice((2, 2, 3)), r.uniform(10, 30)
    own = (width - gap * (count - 1)) / count
    return max(prose(pen, x + i * (own + gap), y + r.choice((0.0, 0.0, r.uniform(-4, 4))), own) for i in range(count))


def heading(pen: Pen, x: float, y: float, width: float) -> float:
    r = pen.random
    text = r.choice((pen.speech.words.heading(r), pen.speech.phrase(2, 6).capitalize(), pen.speech.words.title(r)))
    text = f"{r.choice(('1', '2.3', 'IV.', 'A.', '3.', 'Item 4.', 'Part II'))} {text}" if r.random() < 0.4 else text
    return pen.text(text, x, y, width, r.uniform(1.0, 1.5), r.choice(("left", "left", "middle"))) + r.uniform(2, 9)


def items(pen: Pen, x: float, y: float, width: float) -> float:
    """A list with bullets, numbers or letters, some of terms with what they mean."""
    r, speech = pen.random, pen.speech
    mark = r.choice(("•", "–", "-", "{}.", "({})", "{})", "{}.1", "[{}]", "a", "o", ""))
    indent, long = r.uniform(10, 40), r.random() < 0.5
    for number in range(1, r.randint(4, 14)):
        if y > pen.bottom:
            break
        own = f"({chr(96 + number)})" if mark == "a" else mark.format(number)
        pen.text(own, x, y, indent)
        text = sentences(pen, 1) if long else speech.phrase(2, 9).capitalize()
        y = pen.text(text, x + indent, y, width - indent) + r.choice((0.0, 2.0, 5.0))
    return y


def contents(pen: Pen, x: float, y: float, width: float) -> float:
    """A table of contents or an index: titles with page numbers at the right."""
    r, speech = pen.random, pen.speech
    leader, numbered, page = r.choice((".", " .", "", "_")), r.random() < 0.5, 1
    if r.random() < 0.6:
        y = pen.text(r.choice(("Contents", "Table of Contents", "INDEX", "Inhalt", "Sommaire")), x, y, width, 1.3) + 6
    for number in range(1, r.randint(6, 28)):
        if y > pen.bottom:
            break
        indent = r.choice((0, 0, 12, 24))
        label = r.choice((f"{number}.", f"Item {number}.", f"{number}.{r.randint(1, 9)}")) if numbered else ""
        pen.page.put(label, x, y, pen.size)
        left = x + indent + (40 if numbered else 0)
        right = pen.page.put(speech.phrase(1, 7).capitalize(), left, y, pen.size)
        page += r.choice((0, 1, 1, 2, 5, 12))
        last = str(page)
        at = x + width - text_width(last, pen.size, False)
        if leader and right < at - 12:
            step = text_width(leader, pen.size, False)
            pen.page.put((leader * int((at - right - 8) / step)).strip(), right + 3, y, pen.size)
        pen.page.put(last, at, y, pen.size)
        y += pen.size * r.choice((1.3, 1.3, 1.6))
    return y


def form(pen: Pen, x: float, y: float, width: float) -> float:
    """Some blocks of a form, with lines to write on or boxes drawn on some."""
    r, speech = pen.random, pen.speech
    sheet = Sheet(r, draw_style(r, False), 612.0, 792.0)
    writer = Writer(sheet, speech.words, speech.values, r.choice(DOMAINS), 0.2)
    drawn = r.choice(("", "", "under", "boxes", "between"))
    favourites = r.sample(FORM_BLOCKS, 3)
    for _ in range(r.randint(1, 5)):
        if y > pen.bottom - 40:
            break
        count = r.choices((1, 2, 3), (6, 3, 0.7))[0] if width > 300 else 1
        own = width / count
        starts = len(sheet.marks)
        ends = [r.choice(favourites)(writer, x + i * own, y, own - 8) for i in range(count)]
        if drawn == "between":
            pen.page.line(x, y - 3, x + width, y - 3)
            for i in range(1, count):
                pen.page.line(x + i * own - 4, y - 3, x + i * own - 4, max(ends))
        if len(sheet.marks) > starts:
            y = max(*ends, *(mark.bottom for mark in sheet.marks[starts:])) + r.uniform(2, 14)
    _copy(pen, sheet, drawn, x + width)
    return y


def _copy(pen: Pen, sheet: Sheet, drawn: str, right: float) -> None:
    for mark in sheet.marks:
        box = Box(mark.x0, mark.top, max(mark.x1, mark.x0 + 0.5), max(mark.bottom, mark.top + 0.5))
        pen.page.words.append(Word(mark.text, box, size=mark.bottom - mark.top))
        pen.page.owners.append((-1, -1))
        pen.page.kinds.append("outside")
        if drawn == "under" and sheet.kinds[mark.entity] == ANSWER:
            pen.page.line(mark.x0 - 2, mark.bottom + 1, min(right, mark.x1 + 40), mark.bottom + 1)
        if drawn == "boxes" and sheet.kinds[mark.entity] == ANSWER:
            pen.page.rulings += [Ruling(Box(mark.x0 - 3, t, mark.x1 + 30, t)) for t in (mark.top - 2, mark.bottom + 2)]
            pen.page.rulings += [Ruling(Box(s, mark.top - 2, s, mark.bottom + 2)) for s in (mark.x0 - 3, mark.x1 + 30)]


def boxed_form(pen: Pen, x: float, y: float, width: float) -> float:
    """A form as tax offices print them: bands of boxes, each with a small caption and what was written in it, and now
    and then instructions, choices or boxes for single letters."""
    r, speech = pen.random, pen.speech
    small, fill, side = r.uniform(0.6, 0.85), r.choice((1.0, 0.7, 0.3, 0.0)), r.random() < 0.3
    left = x + (18 if side else 0)
    top = y
    number = 1
    for _ in range(r.randint(3, 14)):
        if y > pen.bottom - 30:
            break
        pen.page.line(left, y, x + width, y)
        count = r.choices((1, 2, 3, 4), (5, 4, 2, 1))[0]
        cuts = (
            sorted(r.uniform(0.15, 0.85) for _ in range(count - 1))
            if r.random() < 0.7
            else [i / count for i in range(1, count)]
        )
        edges = [left + cut * (x + width - left) for cut in (0.0, *cuts, 1.0)]
        low = y + pen.size * 2.4
        for start, end in itertools.pairwise(edges):
            if end - start < 40:
                continue
            low = max(low, _box(pen, (start + 3, y + 2, end - start - 6), small, fill, number))
            number += 1
        for edge in edges[1:-1]:
            pen.page.line(edge, y, edge, low)
        y = low
    pen.page.line(left, y, x + width, y)
    if r.random() < 0.6:
        pen.page.line(left, top, left, y)
        pen.page.line(x + width, top, x + width, y)
    if side:
        pen.page.put(speech.phrase(1, 2), x, (top + y) / 2, pen.size * 0.8)
    return y + 6


def _box(pen: Pen, place: tuple[float, float, float], small: float, fill: float, number: int) -> float:
    """A box of such a form; gives its bottom."""
    r, speech = pen.random, pen.speech
    x, y, width = place
    label, kind = speech.words.label(r, r.choice(DOMAINS))
    label = f"{number} {label}" if r.random() < 0.5 else label
    if r.random() < 0.15:
        label += " " + r.choice(speech.words.sentences)
    y = pen.text(label, x, y, width, small, leading=1.1)
    draw = r.random()
    if draw < 0.12:  # choices
        for _ in range(r.randint(2, 6)):
            option = f"{r.choice(('☐', '□', '[ ]', '☒'))} {r.choice(speech.words.options)}"
            wide = text_width(option, pen.size * small, False)
            if x + wide > place[0] + width:
                x, y = place[0], y + 1.3 * pen.size
            pen.page.put(option, x, y, pen.size * small)
            x += wide + r.uniform(6, 20)
        return y + 1.6 * pen.size
    if draw < 0.2:  # letters in boxes of their own
        step = pen.size * 1.4
        for i, char in enumerate(str(r.randrange(10**8, 10**9))[: int(width / step)]):
            pen.page.put(char, x + i * step + 2, y, pen.size)
            pen.page.line(x + i * step, y - 1, x + i * step, y + 1.2 * pen.size)
        return y + 1.6 * pen.size
    if r.random() < fill:
        text = speech.values.draw(kind).replace("\n", ", ")
        y = pen.text(text, x + r.uniform(0, 8), y, width) - 0.2 * pen.size
    else:
        y += pen.size
    return y + r.uniform(1, 5)


def pairs(pen: Pen, x: float, y: float, width: float) -> float:
    """Labels and values at tab stops, in one to three columns, as heads of invoices and covers have."""
    r, speech = pen.random, pen.speech
    count = r.choice((1, 1, 2, 2, 3)) if width > 250 else 1
    own, lowest, step = width / count, y, r.uniform(1.15, 1.9)
    stop = r.uniform(0.25, 0.5)
    for i in range(count):
        at = y + r.choice((0.0, 0.0, r.uniform(0, 8)))
        colon = r.choice((":", ":", ":", "", " :"))
        for _ in range(r.randint(2, 9)):
            label, kind = speech.words.label(r, r.choice(DOMAINS))
            pen.page.put(label.rstrip(":") + colon, x + i * own, at, pen.size)
            if r.random() < 0.9:
                text = speech.values.draw(kind).split("\n")[0]
                left = max(x + i * own + stop * own, x + i * own + text_width(label, pen.size, False) + 10)
                pen.text(text, left, at, 10_000)
            at += step * pen.size
        lowest = max(lowest, at)
    return lowest + 4


def addresses(pen: Pen, x: float, y: float, width: float) -> float:
    """Blocks of names and addresses side by side, some with captions in brackets under them, as covers have."""
    r, speech = pen.random, pen.speech
    count, lowest, align = r.choice((1, 2, 2, 3, 4)), y, r.choice(("left", "left", "middle"))
    own = width / count
    captions = r.random() < 0.4
    titled = r.random() < 0.3
    for i in range(count):
        at = y + r.choice((0.0, 0.0, r.uniform(0, 5)))
        kinds = r.choice(ADDRESSED)
        if titled:
            at = pen.text(r.choice(speech.words.groups), x + i * own, at, own - 8, 1.0, align)
        for kind in kinds:
            at = pen.text(speech.values.draw(kind), x + i * own, at, own - 8, 1.0, align)
        if captions:
            at = pen.text(
                f"({speech.phrase(2, 6).capitalize()})",
                x + i * own,
                at + r.uniform(0, 4),
                own - 8,
                r.uniform(0.7, 1),
                align,
            )
        lowest = max(lowest, at)
    return lowest + r.uniform(2, 10)


def feet(pen: Pen, x: float, y: float, width: float) -> float:
    """The foot of a letter or invoice: company, bank and register in small columns."""
    r, speech = pen.random, pen.speech
    count, scale = r.choice((2, 3, 3, 4)), r.uniform(0.6, 0.9)
    if r.random() < 0.4:
        pen.page.line(x, y, x + width, y)
    kinds = ("company", "phone", "code", "taxid", "city", "name", "number")
    lowest = y
    rows = r.randint(2, 5)
    for i in range(count):
        at = y + 4
        for _ in range(rows):
            text = speech.values.draw(r.choice(kinds)).split("\n")[0]
            text = (
                f"{r.choice(('Tel.', 'Fax', 'IBAN', 'VAT No.', 'Bank', 'HRB', 'Web', 'Reg. no.'))}: {text}"
                if r.random() < 0.5
                else text
            )
            at = pen.text(text, x + i * width / count, at, 10_000, scale)
        lowest = max(lowest, at)
    return lowest


def signatures(pen: Pen, x: float, y: float, width: float) -> float:
    """Places to sign, side by side."""
    r, speech = pen.random, pen.speech
    count, lowest = r.choice((1, 2, 2, 3)), y
    lines = r.sample(("By:", "Name:", "Title:", "Date:", "Signature", "/s/", "Its:"), r.randint(2, 5))
    for i in range(count):
        at, left = y, x + i * width / count
        if r.random() < 0.7:
            at = pen.text(speech.values.draw("company").upper(), left, at, width / count - 10)
        for line in lines:
            filled = r.choice(("_______________", speech.values.draw("name"), speech.values.draw("date"), ""))
            pen.text(line, left, at, 60)
            pen.text(filled, left + 45, at, width / count - 60)
            if not filled:
                pen.page.line(left + 45, at + pen.size, left + width / count - 20, at + pen.size)
            at += pen.size * r.choice((1.4, 1.8, 2.4))
        lowest = max(lowest, at)
    return lowest + 4


def chart(pen: Pen, x: float, y: float, width: float) -> float:
    words: list[Word] = []
    rulings: list[Ruling] = []
    end = tables.draw_chart(pen.random, words, rulings, y)
    shift = x - 60
    for word in words:
        pen.page.words.append(replace(word, box=replace(word.box, x0=word.box.x0 + shift, x1=word.box.x1 + shift)))
        pen.page.owners.append((-1, -1))
        pen.page.kinds.append("outside")
    pen.page.rulings += [Ruling(replace(s.box, x0=s.box.x0 + shift, x1=s.box.x1 + shift)) for s in rulings]
    return end
