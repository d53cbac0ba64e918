"""Forms, invoices and a receipt. All persons, companies and numbers are specimens."""

from __future__ import annotations

import numpy as np
from reportlab.lib.colors import HexColor

from making.sample import Sample
from making.scanner import jpeg, photograph, rasterise, scan, scanned_pdf
from making.sheet import FAINT, Sheet

PDF, JPEG = "application/pdf", "image/jpeg"
SHADE = HexColor("#eef2f7")


def samples() -> list[Sample]:
    return [acroform(), flattened(), medical_scan(), two_columns(), turned_scan(), invoice(), facture(), receipt()]


def acroform() -> Sample:
    sheet = Sheet(title="Course registration")
    sheet.bold(56, 70, "Course registration", 20)
    sheet.text(56, 90, "Riverside Adult College, specimen form R-12", 9, ink=FAINT)
    form = sheet.canvas.acroForm
    texts = {
        "full_name": ("Full name", "Anna Specimen"),
        "email": ("E-mail address", "anna.specimen@example.org"),
        "phone": ("Telephone", "+44 20 7946 0123"),
        "date_of_birth": ("Date of birth", "12 August 1984"),
    }
    for i, (name, (label, value)) in enumerate(texts.items()):
        y = 130 + 40 * i
        sheet.text(56, y, label)
        form.textfield(
            name=name, tooltip=label, value=value, x=200, y=sheet.height - y - 6, width=300, height=20,
            fontSize=10, borderWidth=1, forceBorder=True,
        )  # fmt: skip
    sheet.text(56, 290, "Membership number")
    form.textfield(
        name="member", tooltip="Membership number", value="20461735", x=200, y=sheet.height - 296, width=200, height=20,
        fontSize=10, maxlen=8, fieldFlags="comb", borderWidth=1, forceBorder=True,
    )  # fmt: skip
    sheet.text(56, 330, "Course")
    form.choice(
        name="course", tooltip="Course", value="Bookbinding", options=["Bookbinding", "Pottery", "Spanish A1"],
        x=200, y=sheet.height - 336, width=200, height=20, fontSize=10, borderWidth=1, forceBorder=True,
    )  # fmt: skip
    sheet.text(56, 370, "Payment")
    for i, (value, label) in enumerate((("card", "Card"), ("cash", "Cash"), ("invoice", "Invoice"))):
        form.radio(
            name="payment", tooltip="Payment", value=value, selected=value == "invoice", x=200 + 90 * i,
            y=sheet.height - 374, size=14, buttonStyle="circle", shape="circle", borderWidth=1, forceBorder=True,
        )  # fmt: skip
        sheet.text(218 + 90 * i, 370, label)
    for i, (name, label, on) in enumerate(
        (("first_time", "This is my first course", True), ("newsletter", "Send me the newsletter", False))
    ):
        form.checkbox(
            name=name, tooltip=label, checked=on, x=56, y=sheet.height - 414 - 24 * i, size=13, buttonStyle="cross",
            borderWidth=1, forceBorder=True,
        )  # fmt: skip
        sheet.text(78, 411 + 24 * i, label)
    fields = {name: value for name, (_, value) in texts.items()}
    fields |= {"member": "20461735", "course": "Bookbinding", "payment": "invoice"}
    fields |= {"first_time": "true", "newsletter": "false"}
    shows = "AcroForm with text, comb, choice, radio buttons and check boxes, filled"
    return Sample("forms/registration.pdf", sheet.pdf(), PDF, shows, fields=fields)


REGISTRATION = {
    "Full name": "Anna Specimen",
    "E-mail address": "anna.specimen@example.org",
    "Telephone": "+44 20 7946 0123",
    "Date of birth": "12 August 1984",
    "Membership number": "20461735",
    "Course": "Bookbinding",
}


def flattened() -> Sample:
    sheet = Sheet(title="Course registration")
    sheet.bold(56, 70, "Course registration", 20)
    for i, (label, value) in enumerate(REGISTRATION.items()):
        y = 130 + 34 * i
        sheet.text(56, y, f"{label}:")
        sheet.box(196, y - 14, 300, 20)
        sheet.text(202, y, value, font="Courier")
    for i, (label, on) in enumerate((("First course", True), ("Newsletter", False), ("Student rate", True))):
        sheet.tick(56 + 150 * i, 350, 11, on)
        sheet.text(73 + 150 * i, 359, label)
    fields = {**REGISTRATION, "First course": "true", "Newsletter": "false", "Student rate": "true"}
    shows = "the same form flattened: values in boxes, check boxes drawn with lines"
    return Sample("forms/registration-flattened.pdf", sheet.pdf(), PDF, shows, fields=fields)


HISTORY = {
    "Patient name": "Robert Sample",
    "Date of birth": "03/11/1961",
    "Insurance number": "SP 4471 2098",
    "Family doctor": "Dr. M. Placeholder",
    "Weight": "78 kg",
    "Height": "181 cm",
}
QUESTIONS = {
    "Do you smoke": True,
    "Do you take any medicine": False,
    "Are you allergic to penicillin": True,
    "Have you had surgery before": False,
}


def medical_scan() -> Sample:
    sheet = Sheet(title="Patient questionnaire")
    sheet.bold(70, 80, "Patient questionnaire", 18)
    for i, (label, value) in enumerate(HISTORY.items()):
        y = 130 + 34 * i
        sheet.text(70, y, f"{label}:", 11)
        sheet.line(200, y + 3, 480, y + 3)
        sheet.text(206, y, value, 11, "Courier-Bold")
    for i, (question, answer) in enumerate(QUESTIONS.items()):
        y = 360 + 32 * i
        sheet.text(70, y, f"{question}?", 11)
        for x, label, on in ((330, "Yes", answer), (410, "No", not answer)):
            sheet.tick(x, y - 10, 12, on)
            sheet.text(x + 19, y, label, 11)
    sheet.line(330, 560, 500, 560)
    sheet.text(330, 573, "Signature of the patient", 9)
    _signature(sheet, 345, 555)
    gray = scan(rasterise(sheet.pdf(), 200), seed=11, skew=1.4, noise=14, specks=500)
    fields = {**HISTORY, **{question: "Yes" if answer else "No" for question, answer in QUESTIONS.items()}}
    shows = "noisy scan, skewed by 1.4 degrees: underlined blanks, yes/no check boxes, a signature"
    return Sample("forms/questionnaire-scan.pdf", scanned_pdf([gray], 200, 40), PDF, shows, fields=fields)


def _signature(sheet: Sheet, x: float, y: float) -> None:
    random = np.random.default_rng(5)
    path = sheet.canvas.beginPath()
    path.moveTo(x, sheet.height - y)
    for i in range(9):
        dx, up = 13 * (i + 1), random.uniform(-4, 22, 3)
        path.curveTo(x + dx - 14, sheet.height - y + up[0], x + dx + 4, sheet.height - y + up[1], x + dx, sheet.height - y + up[2])  # fmt: skip  # noqa: E501
    sheet.canvas.setLineWidth(1.3)
    sheet.canvas.drawPath(path)


ANMELDUNG = (
    {"Nachname": "Mustermann", "Vorname": "Erika", "Geburtsdatum": "12.08.1984", "Geburtsort": "Köln"},
    {"Staatsangehörigkeit": "deutsch", "Familienstand": "verheiratet", "Einzugsdatum": "01.03.2026",
     "Telefon": "030 5550199"},
    {"Straße": "Birkenweg 14", "PLZ": "10551", "Ort": "Berlin", "Etage": "3. OG links"},
)  # fmt: skip


def _anmeldung() -> Sheet:
    sheet = Sheet(title="Anmeldung")
    sheet.bold(56, 76, "Anmeldung einer Wohnung", 18)
    sheet.text(56, 94, "Muster einer Meldebehörde, alle Angaben erfunden", 9, ink=FAINT)
    pairs = [pair for group in ANMELDUNG for pair in group.items()]
    for i, (label, value) in enumerate(pairs):
        x, y = 56 + 250 * (i % 2), 140 + 30 * (i // 2)
        sheet.bold(x, y, label)
        sheet.text(x + 112, y, value)
    return sheet


def two_columns() -> Sample:
    fields = {label: value for group in ANMELDUNG for label, value in group.items()}
    shows = "German label form in two columns, no colons and no lines"
    return Sample("forms/anmeldung.pdf", _anmeldung().pdf(), PDF, shows, fields=fields, languages=("deu", "eng"))


BESCHEID = {
    "Aktenzeichen": "MB 2026/0417",
    "Name": "Mustermann, Erika",
    "Anschrift": "Birkenweg 14, 10551 Berlin",
    "Gebühr": "12,50 EUR",
    "Ausgestellt am": "22.08.2026",
}


def turned_scan() -> Sample:
    sheet = Sheet(title="Meldebescheinigung")
    sheet.bold(70, 90, "Meldebescheinigung", 20)
    for i, (label, value) in enumerate(BESCHEID.items()):
        sheet.text(70, 150 + 32 * i, f"{label}:", 12)
        sheet.text(200, 150 + 32 * i, value, 12)
    lines = (
        "Hiermit wird bescheinigt, dass die oben genannte Person unter der angegebenen",
        "Anschrift gemeldet ist. Diese Bescheinigung ist ein Muster ohne rechtliche Wirkung",
        "und dient allein dazu, das Lesen gedrehter Seiten zu zeigen.",
    )
    for i, line in enumerate(lines):
        sheet.text(70, 350 + 16 * i, line, 11)
    gray = np.rot90(scan(rasterise(sheet.pdf(), 200), seed=23, skew=-0.6, noise=7), 1)
    data = scanned_pdf([np.ascontiguousarray(gray)], 200, 40)
    shows = "German scan that lies on its side, 90 degrees"
    return Sample("forms/meldebescheinigung-turned.pdf", data, PDF, shows, fields=BESCHEID, languages=("deu", "eng"))


def _lines(sheet: Sheet, y: float, rows: list[list[str]], columns: tuple[float, ...], ends: tuple[bool, ...]) -> None:
    for i, row in enumerate(rows):
        for text, x, end in zip(row, columns, ends, strict=True):
            draw = sheet.right if end else sheet.text
            draw(x, y + 20 * i, text, font="Helvetica-Bold" if i == 0 else "Helvetica")
    sheet.line(56, y + 6, 540, y + 6)


ITEMS = [
    ["Item", "Quantity", "Unit price", "Amount"],
    ["Oak shelf, 80 cm", "4", "34.50", "138.00"],
    ["Wall bracket", "8", "6.25", "50.00"],
    ["Wood oil, 500 ml", "2", "11.90", "23.80"],
    ["Delivery", "1", "15.00", "15.00"],
]


def invoice() -> Sample:
    sheet = Sheet(title="Invoice")
    sheet.bold(56, 80, "Northlight Joinery Ltd", 16)
    sheet.text(56, 96, "7 Harbour Lane, Sampleton SA1 4PL", 9, ink=FAINT)
    sheet.bold(420, 80, "INVOICE", 20)
    facts = {
        "Invoice number": "INV-2026-0381", "Invoice date": "14 July 2026", "Due date": "13 August 2026",
        "Customer number": "C-10472",
    }  # fmt: skip
    for i, (label, value) in enumerate(facts.items()):
        sheet.text(340, 120 + 16 * i, f"{label}:")
        sheet.right(540, 120 + 16 * i, value)
    for i, line in enumerate(("Ms Anna Specimen", "22 Example Road", "Sampleton SA3 9QT")):
        sheet.text(56, 130 + 14 * i, line)
    _lines(sheet, 240, ITEMS, (56, 360, 450, 540), (False, True, True, True))
    sheet.line(340, 334, 540, 334)
    totals = {"Subtotal": "226.80", "VAT 20 %": "45.36", "Total GBP": "272.16"}
    for i, (label, value) in enumerate(totals.items()):
        sheet.text(360, 352 + 18 * i, label, font="Helvetica-Bold" if i == 2 else "Helvetica")
        sheet.right(540, 352 + 18 * i, value, font="Helvetica-Bold" if i == 2 else "Helvetica")
    sheet.text(56, 440, "Please pay by bank transfer within 30 days, quoting the invoice number.", 9)
    shows = "invoice: labels on the right, line items without rulings, totals below"
    return Sample("forms/invoice.pdf", sheet.pdf(), PDF, shows, fields={**facts, **totals}, tables=(ITEMS,))


LIGNES = [
    ["Désignation", "Qté", "Prix unitaire", "Montant"],
    ["Pain de campagne", "40", "3,20", "128,00"],
    ["Brioche aux amandes", "25", "4,60", "115,00"],
    ["Croissant", "120", "1,10", "132,00"],
    ["Livraison", "1", "18,50", "18,50"],
]


def facture() -> Sample:
    sheet = Sheet(title="Facture")
    sheet.bold(56, 80, "Boulangerie Exemple SARL", 16)
    sheet.text(56, 96, "3, rue du Modèle, 69002 Lyon", 9, ink=FAINT)
    facts = {"Facture n°": "F-2026-117", "Date": "05/06/2026", "Échéance": "05/07/2026", "Client": "Hôtel du Spécimen"}
    for i, (label, value) in enumerate(facts.items()):
        sheet.text(56, 140 + 18 * i, f"{label} :")
        sheet.text(150, 140 + 18 * i, value)
    widths, heights = (220, 70, 100, 90), [22.0] * len(LIGNES)
    sheet.box(56, 240, sum(widths), 22, SHADE, 0)
    sheet.grid(56, 240, widths, heights)
    for i, row in enumerate(LIGNES):
        y = 255 + 22 * i
        sheet.text(62, y, row[0], font="Helvetica-Bold" if i == 0 else "Helvetica")
        for j in (1, 2, 3):
            sheet.right(56 + sum(widths[: j + 1]) - 6, y, row[j], font="Helvetica-Bold" if i == 0 else "Helvetica")
    totals = {"Total HT": "393,50 €", "TVA 5,5 %": "21,64 €", "Total TTC": "415,14 €"}
    for i, (label, value) in enumerate(totals.items()):
        sheet.text(380, 380 + 18 * i, f"{label} :")
        sheet.right(536, 380 + 18 * i, value)
    fields = {**facts, **totals}
    shows = "French invoice: accents, decimal commas, a ruled table of items"
    return Sample(
        "forms/facture.pdf", sheet.pdf(), PDF, shows, fields=fields, tables=(LIGNES,), languages=("fra", "eng")
    )


def receipt() -> Sample:
    sheet = Sheet((230, 420), "Receipt")
    sheet.middle(115, 40, "CORNER GROCER", 15, "Courier-Bold")
    sheet.middle(115, 56, "18 Market Square, Sampleton", 8.5, "Courier")
    rows = [("Date: 22/08/2026", "17:42"), ("Receipt: 004417", "Till 2")]
    for i, (left, end) in enumerate(rows):
        sheet.text(18, 82 + 14 * i, left, 10, "Courier")
        sheet.right(212, 82 + 14 * i, end, 10, "Courier")
    items = (("Apples 1 kg", "2.40"), ("Rye bread", "3.15"), ("Butter 250 g", "2.85"), ("Coffee beans", "7.90"))
    for i, (item, price) in enumerate(items):
        sheet.text(18, 128 + 18 * i, item, 11, "Courier")
        sheet.right(212, 128 + 18 * i, price, 11, "Courier")
    sheet.line(18, 200, 212, 200)
    totals = (("Total", "16.30"), ("Cash", "20.00"), ("Change", "3.70"))
    for i, (label, amount) in enumerate(totals):
        sheet.text(18, 222 + 20 * i, label, 13, "Courier-Bold")
        sheet.right(212, 222 + 20 * i, amount, 13, "Courier-Bold")
    sheet.middle(115, 300, "Thank you for your visit", 10, "Courier")
    page = np.repeat(rasterise(sheet.pdf(), 300)[..., None], 3, axis=2)
    picture = photograph(page, ((250, 130), (1010, 90), (1060, 1520), (190, 1490)), (1250, 1640), seed=31)
    fields = {"Date": "22/08/2026", "Receipt": "004417", **dict(totals)}
    shows = "photograph of a receipt on a table: perspective, shadow, uneven light"
    return Sample("forms/receipt-photo.jpg", jpeg(picture, 62), JPEG, shows, fields=fields)
