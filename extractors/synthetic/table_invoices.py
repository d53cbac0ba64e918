"""Invoices, statements, price lists and lists of addresses: what is counted or listed as a table, amid heads, totals
and feet of letters that stand as close to it and are none."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractors.synthetic import beside_tables as beside
from extractors.synthetic.beside_tables import Maker, Pen
from extractors.synthetic.sheet import text_width
from extractors.synthetic.table_grids import Entry, Plan, Speech, cased
from extractors.synthetic.table_layout import Look, Setter, draw_look

UNKNOWN = "unknown"
"""What may be a table to one reader and none to another: totals apart from what they add up."""
LAYOUTS = tuple(
    """pos qty desc disc price amount|desc qty price tax amount|qty desc price amount|desc qty price amount|
    desc amount|date desc amount|code desc qty unit price amount|desc qty price|pos desc qty unit price amount|
    pos code desc qty price disc tax amount|date desc debit credit balance|date code desc amount balance|
    desc unit price|code desc price|desc tax amount|qty code desc amount|date desc qty price amount|
    code desc date qty amount|pos desc amount|desc qty amount""".split("|")  # noqa: SIM905
)
HEADINGS: dict[str, dict[str, str]] = {
    "en": {
        "pos": "Pos.|#|No.|Line|Item|Ln", "qty": "Qty|Quantity|Units|Hours|QTY|Pieces|Nights",
        "desc": "Description|Item|Product|Service|Details|DESCRIPTION|Item description|Activity|Product or service",
        "disc": "Discount|Disc. %|Discount %|Rebate",
        "price": "Unit price|Price|Rate|Price per unit|UNIT PRICE|Unit cost",
        "amount": "Amount|Total|Line total|Net amount|AMOUNT|Total price|Amount due|Extended price",
        "tax": "VAT|Tax|VAT %|Tax rate|GST", "unit": "Unit|UOM|Per|Pack", "date": "Date|Service date|Delivered|Posted",
        "code": "SKU|Code|Item no.|Part no.|Article|Reference|Product ID", "debit": "Debit|Paid out|Withdrawals",
        "credit": "Credit|Paid in|Deposits", "balance": "Balance|Running balance",
    },
    "de": {
        "pos": "Pos.|Nr.|Lfd. Nr.|#", "qty": "Menge|Anzahl|Stück|Std.", "disc": "Rabatt|Rabatt %|Nachlass",
        "desc": "Beschreibung|Bezeichnung|Artikel|Leistung|Artikelbezeichnung|Text", "unit": "Einheit|ME|Einh.",
        "price": "Einzelpreis|Preis|E-Preis|Preis je Einheit netto|EP in EUR", "tax": "MwSt.|USt. %|MwSt. in %",
        "amount": "Gesamt|Betrag|Gesamtpreis|Zeilenbetrag netto|Summe|Betrag EUR", "date": "Datum|Lieferdatum|Tag",
        "code": "Art.-Nr.|Artikelnummer|Bestellnr.", "debit": "Soll", "credit": "Haben", "balance": "Saldo",
    },
    "fr": {
        "pos": "N°|Ligne|Pos.", "qty": "Qté|Quantité|Nombre", "disc": "Remise|Remise %", "unit": "Unité|U.",
        "desc": "Désignation|Description|Libellé|Prestation", "price": "P.U. HT|Prix unitaire|Prix",
        "tax": "TVA|Taux TVA", "amount": "Montant|Total HT|Montant HT|Montant TTC", "date": "Date|Date de livraison",
        "code": "Réf.|Référence|Code",
        "debit": "Débit", "credit": "Crédit", "balance": "Solde",
    },
    "es": {
        "pos": "N.º|Línea|Pos.", "qty": "Cant.|Cantidad|Uds.", "disc": "Dto.|Descuento %", "unit": "Unidad|Ud.",
        "desc": "Descripción|Concepto|Artículo", "price": "Precio|P. unitario|Precio unidad", "tax": "IVA|IVA %",
        "amount": "Importe|Total|Importe neto", "date": "Fecha", "code": "Ref.|Código|Referencia", "debit": "Cargo",
        "credit": "Abono", "balance": "Saldo",
    },
}  # fmt: skip
SUMS: dict[str, tuple[str, str, str]] = {
    "en": ("Subtotal|Net total|Total excl. VAT|Sub-total", "VAT|Sales tax|Tax|Shipping|GST",
           "Total|Amount due|Total due|Grand total|Balance due"),
    "de": ("Zwischensumme|Nettobetrag|Summe netto", "MwSt. 19 %|zzgl. USt.|Versand",
           "Gesamtbetrag|Rechnungsbetrag|Total EUR|Summe"),
    "fr": ("Total HT|Sous-total", "TVA 20 %|Port", "Total TTC|Net à payer|Total facture"),
    "es": ("Base imponible|Subtotal", "IVA 21 %|Portes", "Total|Total factura|Total a pagar"),
}  # fmt: skip
TITLES = {"en": "Invoice|INVOICE|Tax invoice|Statement|Receipt|Order confirmation|Quotation|Delivery note|Credit note",
          "de": "Rechnung|Angebot|Lieferschein|Gutschrift|Auftragsbestätigung", "fr": "Facture|Devis|FACTURE|Avoir",
          "es": "Factura|Presupuesto|FACTURA|Albarán"}  # fmt: skip
AMOUNTS = ("price", "amount", "debit", "credit", "balance")


@dataclass
class Bill:
    """What is charged: the kinds of its columns, and rows of texts by kind; `symbol` stands with every amount."""

    speech: Speech
    kinds: list[str]
    symbol: str = ""
    total: float = 0.0
    rows: list[dict[str, str]] = field(default_factory=list)

    def amount(self, value: float, digits: int = 2) -> str:
        values = self.speech.values
        text = f"{value:,.{digits}f}".translate({44: values.group, 46: values.point})
        gap = "" if self.symbol in "$£" else " "
        return f"{self.symbol}{gap}{text}" if values.symbol_first else f"{text}{gap}{self.symbol}"


def draw_bill(speech: Speech) -> Bill:
    r = speech.random
    symbol = speech.values.symbol if r.random() < 0.5 else ""
    bill = Bill(speech, r.choice(LAYOUTS).split(), symbol)
    most, blank, free = r.choice((0, 0, 1, 2, 4)), r.choice(("", "", *bill.kinds[1:-1])), r.random() < 0.1
    balance = r.uniform(0, 5000)
    for number in range(1, 1 + r.choice((1, 1, 2, 3, 3, 4, 5, 6, 8, 10, 14, 20, 28))):
        quantity = r.choice((1, 1, 2, 3, 5, 10, r.randint(1, 400)))
        price = 0.0 if free and r.random() < 0.3 else round(r.choice((r.uniform(1, 60), r.uniform(20, 3000))), 2)
        amount = round(quantity * price, 2)
        balance += amount
        bill.total += amount
        paid = r.random() < 0.5
        row = {
            "pos": f"{number}{r.choice(('', '', '.'))}", "qty": str(quantity), "price": bill.amount(price),
            "desc": _item(speech, r.randint(0, most)), "amount": bill.amount(amount), "balance": bill.amount(balance),
            "tax": r.choice(("19 %", "20%", "7 %", "21%", "0%")), "disc": r.choice(("", "-", "5", "10 %", "25%")),
            "code": speech.values.draw("code"), "unit": speech.values.draw("unit"), "date": speech.values.draw("date"),
            "debit": bill.amount(price) if paid else "", "credit": "" if paid else bill.amount(price),
        }  # fmt: skip
        bill.rows.append({**row, **({blank: ""} if blank not in ("", "desc") else {})})
    return bill


def _item(speech: Speech, more: int) -> str:
    """What is sold, and lines that say more of it: numbers, times, places."""
    r, values = speech.random, speech.values
    first = r.choice((values.draw("product"), speech.phrase(1, 5), speech.phrase(3, 8), values.draw("clause")))
    lines = [first[:1].upper() + first[1:]]
    for _ in range(more):
        said = (
            f"{values.draw('word').capitalize()}: {values.draw('code')}",
            values.draw("period"),
            speech.phrase(1, 5).capitalize(),
            f"{r.choice(('Serial no.', 'Order', 'S/N', 'Contract No.', 'Ref.', 'incl.'))} {values.draw('code')}",
            f"{r.randint(1, 9)} x {r.uniform(1, 90):.2f}",
            f"({speech.phrase(1, 4)})",
        )
        lines.append(r.choice(said))
    return "\n".join(lines)


def bill_plan(bill: Bill) -> Plan:
    """The bill as a grid: headings, rows, lines over some of them, totals below them now and then."""
    r, kinds = bill.speech.random, bill.kinds
    plan = Plan(len(kinds), numeric=[kind not in ("desc", "code", "date", "unit") for kind in kinds])
    words, bold = HEADINGS[bill.speech.words.language], r.random() < 0.6
    if r.random() < 0.93:
        case = r.choice(("", "", "", "upper"))
        for column, kind in enumerate(kinds):
            text = cased(r.choice(words[kind].split("|")), case)
            if kind in AMOUNTS and r.random() < 0.15:
                text += r.choice((" EUR", " (USD)", " excl. VAT", " €", "\nEUR", " ohne MwSt."))
            plan.entries.append(Entry(text, 0, column, "header", bold=bold))
        plan.rows = plan.header_rows = 1
    at = kinds.index("desc")
    for number, row in enumerate(bill.rows):
        if r.random() < 0.06 and number < len(bill.rows):
            text = r.choice((bill.speech.phrase(1, 4).capitalize(), f"Contract No. {bill.speech.values.draw('code')}"))
            plan.entries.append(Entry(text, plan.rows, at, "section" if at == 0 else "value", bold=r.random() < 0.5))
            plan.rows += 1
        for column, kind in enumerate(kinds):
            if row[kind]:
                plan.entries.append(Entry(row[kind], plan.rows, column, "stub" if column == 0 else "value"))
        plan.rows += 1
    return plan


def sums(bill: Bill) -> list[tuple[str, str]]:
    """Labels and amounts that end a bill, the last their sum."""
    r = bill.speech.random
    before, extra, last = (r.choice(text.split("|")) for text in SUMS[bill.speech.words.language])
    more = round(bill.total * r.choice((0.07, 0.19, 0.2, 0.21, 0.05)), 2)
    end = (last + r.choice(("", "", ":")), bill.amount(bill.total + more))
    draw = r.random()
    if draw < 0.3:
        return [(last, bill.amount(bill.total))]
    middle = [(extra, bill.amount(more))]
    if draw > 0.85:
        middle.append((r.choice(("Shipping", "Fees", "Discount", "Paid")), bill.amount(0)))
    return [(before, bill.amount(bill.total)), *middle, end]


def add_sums(plan: Plan, bill: Bill) -> None:
    """The sums as the last rows of the grid, their labels under the description or right before the amounts."""
    r, bold, last = bill.speech.random, bill.speech.random.random() < 0.5, plan.columns - 1
    at = r.choice((0, bill.kinds.index("desc"), max(0, last - 1), max(0, last - 1)))
    at = min(at, last - 1)
    for label, amount in sums(bill):
        plan.entries.append(Entry(label, plan.rows, at, "stub" if at == 0 else "value", bold=bold))
        plan.entries.append(Entry(amount, plan.rows, last, "value", bold=bold))
        plan.totals.add(plan.rows)
        plan.rows += 1


def line_items(pen: Pen, x: float, y: float, width: float) -> float:
    """A bill and its sums, which are rows of it or stand apart below."""
    r = pen.random
    bill = draw_bill(pen.speech)
    plan = bill_plan(bill)
    if bill.kinds[-1] == "amount" and (within := r.random()) < 0.5:
        add_sums(plan, bill)
    end = Setter(pen.page, r, plan, _look(pen, plan), x, width).set(y, pen.bottom)
    if end is None:
        return beside.prose(pen, x, y, width)
    if bill.kinds[-1] == "amount" and 0.5 <= within < 0.85:
        end = _apart(pen, sums(bill), x, end + r.choice((r.uniform(6, 16), r.uniform(16, 90))), width)
    return end + r.uniform(2, 10)


def _look(pen: Pen, plan: Plan) -> Look:
    """As tables of invoices look: mostly of the size of the letter, amounts in the first line of an item."""
    r = pen.random
    look = draw_look(r, plan)
    style = r.choices(("grid", "rows", "head", "plain", "heads only", "box", "columns"), (2, 2, 3, 3, 2, 1, 0.5))[0]
    upright = r.choices(("top", "middle", "bottom"), (8, 1.5, 0.5))[0]
    leading = r.choice((look.leading, look.leading, r.uniform(1.3, 1.9)))
    size = look.size if r.random() < 0.3 else pen.size
    room = look.room if r.random() < 0.6 else r.uniform(0.2, 3.0)
    return replace(look, size=size, style=style, upright=upright, leading=leading, hanging=0.0, room=room, mono=False)


def _apart(pen: Pen, lines: list[tuple[str, str]], x: float, y: float, width: float) -> float:
    """Sums right under the last columns, or boxed; whether they are a table nobody says."""
    r = pen.random
    wide, right, step = r.uniform(0.25, 0.5) * width, x + width, r.uniform(1.2, 2.2) * pen.size
    drawn, bold, aligned = r.choice(("", "", "rows", "last")), r.random() < 0.4, r.random() < 0.3
    for number, (label, amount) in enumerate(lines):
        if drawn == "rows" or (drawn == "last" and number == len(lines) - 1):
            pen.page.line(right - wide, y - 2, right, y - 2)
        left = right - wide
        if aligned:
            left = max(left, right - 0.4 * wide - text_width(label, pen.size, False) - 8)
        pen.page.put(label, left, y, pen.size, UNKNOWN, bold=bold)
        at = right - text_width(amount, pen.size, False) * (1.06 if bold else 1.0)
        pen.page.put(amount, at, y, pen.size, UNKNOWN, bold=bold)
        y += step
    return y


def invoice(pen: Pen, x: float, y: float, width: float) -> float:
    """A whole letter with a bill: its head, particulars, the bill, what is said of paying, its foot."""
    r = pen.random
    gap = r.choice((r.uniform(3, 10), r.uniform(8, 30), r.uniform(20, 60)))
    y = _head(pen, x, y, width) + gap
    y = line_items(pen, x, y, width) + r.choice((gap, r.uniform(4, 40)))
    after: list[Maker] = [_terms, beside.prose, beside.pairs, _captioned, beside.signatures, line_items]
    for _ in range(r.choice((0, 1, 1, 2, 3))):
        if y < pen.bottom - 60:
            y = r.choices(after, (3, 2, 1.5, 1, 0.4, 0.5))[0](pen, x, y, width) + r.uniform(4, 30)
    if r.random() < 0.7:
        close = r.random() < 0.4
        y = beside.feet(pen, x, y if close else max(y, pen.bottom), width)
    return max(y, pen.bottom)


def _head(pen: Pen, x: float, y: float, width: float) -> float:
    """Who writes to whom about what: two blocks side by side or one under another, then a title with particulars."""
    r, title = pen.random, pen.random.choice(TITLES[pen.speech.words.language].split("|"))
    if r.random() < 0.6:
        pen.text(r.choice((pen.speech.values.draw("company"), title)), x, y, width, r.uniform(1.4, 3.0),
                 r.choice(("left", "left", "right")))  # fmt: skip
        y += 3.2 * pen.size
    left, right = r.choice(((beside.addresses, beside.pairs), (beside.addresses, beside.addresses),
                            (_terms, beside.addresses), (beside.addresses, _terms)))  # fmt: skip
    cut, shift = r.uniform(0.45, 0.62), r.choice((0.0, 0.0, r.uniform(-8, 8)))
    if r.random() < 0.75:
        y = max(
            left(pen, x, y, cut * width - 10), right(pen, x + cut * width, max(0, y + shift), (1 - cut) * width - 4)
        )
    if r.random() < 0.7:
        y += r.uniform(2, 40)
        pen.text(title, x, y, width, r.uniform(1.0, 1.9))
        y += 2.1 * pen.size
    if r.random() < 0.75:
        y = r.choice((beside.pairs, beside.pairs, _captioned, _terms, beside.boxed_form))(pen, x, y, width)
    return y


def _terms(pen: Pen, x: float, y: float, width: float) -> float:
    """Labels and short values, one pair to a line, as terms of payment stand."""
    r, speech = pen.random, pen.speech
    stop, step, bold, colon = r.uniform(0.3, 0.55) * width, r.uniform(1.15, 2.0), r.random() < 0.3, r.choice(("", ":"))
    drawn = r.random() < 0.15
    for _ in range(r.randint(2, 6)):
        label, kind = speech.words.label(r, r.choice(("invoice", "bank", "receipt")))
        text = speech.values.draw(kind).split("\n")[0]
        wide = text_width(label, pen.size, False)
        pen.page.put(label.rstrip(":") + colon, x, y, pen.size, bold=bold)
        pen.page.put(text, x + max(stop, wide + 10), y, pen.size)
        if drawn:
            pen.page.line(x, y + 1.2 * pen.size, x + width, y + 1.2 * pen.size)
        y += step * pen.size
    return y


def _captioned(pen: Pen, x: float, y: float, width: float) -> float:
    """Particulars side by side, each under its caption, in one or two rows."""
    r, speech = pen.random, pen.speech
    count, bold = r.randint(2, 5), r.random() < 0.6
    for _ in range(r.choice((1, 1, 2, 3))):
        lowest = y
        for number in range(count):
            label, kind = speech.words.label(r, r.choice(("invoice", "receipt", "bank", "business")))
            left, own = x + number * width / count, width / count - 8
            pen.page.put(
                label if text_width(label, pen.size, False) < own else label[:12], left, y, pen.size, bold=bold
            )
            if r.random() < 0.92:
                lowest = max(lowest, pen.text(speech.values.draw(kind), left, y + 1.25 * pen.size, own))
        y = max(lowest, y + 2.5 * pen.size) + r.uniform(2, 12)
    return y


def price_list(pen: Pen, x: float, y: float, width: float) -> float:
    """Goods or services with a price each, with or without headings, mostly without lines."""
    r, speech = pen.random, pen.speech
    bill = Bill(speech, r.choice(("desc price", "desc unit price", "code desc price", "desc desc price")).split())
    bill.symbol = speech.values.symbol if r.random() < 0.5 else ""
    plan = Plan(len(bill.kinds), numeric=[kind == "price" for kind in bill.kinds])
    words = HEADINGS[speech.words.language]
    if r.random() < 0.6:
        plan.entries = [
            Entry(r.choice(words[kind].split("|")), 0, i, "header", bold=True) for i, kind in enumerate(bill.kinds)
        ]
        plan.rows = plan.header_rows = 1
    told = r.random() < 0.4
    for _ in range(r.randint(3, 30)):
        if r.random() < 0.08:
            plan.entries.append(
                Entry(speech.phrase(1, 3).capitalize(), plan.rows, 0, "section", 1, plan.columns, 0, True)
            )
            plan.sections.add(plan.rows)
            plan.rows += 1
        for column, kind in enumerate(bill.kinds):
            shown = {
                "desc": speech.values.draw("sentence") if told and column else _item(speech, int(r.random() < 0.2)),
                "price": bill.amount(r.uniform(1, 900)),
            }
            text = shown.get(kind) or speech.values.draw(kind)
            plan.entries.append(Entry(text, plan.rows, column, "stub" if column == 0 else "value"))
        plan.rows += 1
    return (Setter(pen.page, r, plan, _look(pen, plan), x, width).set(y, pen.bottom) or y) + r.uniform(3, 12)


def address_list(pen: Pen, x: float, y: float, width: float) -> float:
    """People or firms, one to a row, with where they are and how to reach them; no numbers to count."""
    r, speech = pen.random, pen.speech
    kinds = [r.choice(("name", "company"))]
    kinds += r.sample(("address", "street", "city", "phone", "job", "region", "date", "code"), r.randint(2, 5))
    kinds += ["email"] * (len(kinds) < 4 and r.random() < 0.4)
    plan = Plan(len(kinds), numeric=[False] * len(kinds))
    if r.random() < 0.65:
        plan.entries = [Entry(kind.capitalize() if r.random() < 0.7 else speech.heading(), 0, i, "header", bold=True)
                        for i, kind in enumerate(kinds)]  # fmt: skip
        plan.rows = plan.header_rows = 1
    for _ in range(r.choice((3, 4, 6, 8, 12, 18, 25))):
        for column, kind in enumerate(kinds):
            if column == 0 or r.random() < 0.96:
                text = speech.values.draw(kind)
                plan.entries.append(Entry(text, plan.rows, column, "stub" if column == 0 else "value"))
        plan.rows += 1
    return (Setter(pen.page, r, plan, _look(pen, plan), x, width).set(y, pen.bottom) or y) + r.uniform(3, 12)
