"""Tables: ruled, without rulings and with spanning headers, and one that goes over three pages."""

from __future__ import annotations

import numpy as np
from reportlab.lib.colors import HexColor

from making.sample import Sample
from making.sheet import FAINT, Sheet

PDF = "application/pdf"
SHADE = HexColor("#dbe4f0")


def samples() -> list[Sample]:
    return [ruled(), unruled(), three_pages(), zweisprachig()]


STATIONS = [
    ["Station", "Height (m)", "Rain (mm)", "Sunshine (h)", "Frost days"],
    ["Fell Top", "742", "2,310", "1,104", "88"],
    ["Harbour Point", "6", "812", "1,655", "19"],
    ["Old Mill", "121", "1,046", "1,390", "47"],
    ["Priory Field", "58", "934", "1,478", "35"],
    ["Western Isle", "15", "1,488", "1,221", "22"],
]


def ruled() -> Sample:
    sheet = Sheet(title="Weather stations")
    sheet.bold(56, 80, "Table 1. Weather stations, 2025", 12)
    widths = (130.0, 85, 85, 95, 85)
    sheet.box(56, 100, sum(widths), 24, SHADE, 0)
    sheet.grid(56, 100, widths, [24.0] * len(STATIONS))
    for i, row in enumerate(STATIONS):
        font = "Helvetica-Bold" if i == 0 else "Helvetica"
        sheet.text(62, 116 + 24 * i, row[0], font=font)
        for j in range(1, 5):
            sheet.right(56 + sum(widths[: j + 1]) - 6, 116 + 24 * i, row[j], font=font)
    sheet.text(56, 262, "Invented figures. Heights above mean sea level.", 8, ink=FAINT)
    return Sample(
        "tables/stations-ruled.pdf", sheet.pdf(), PDF, "fully ruled table with a header row", tables=(STATIONS,)
    )


RESULTS = [
    ["", "2025", "", "2024", ""],
    ["In thousands of euros", "Group", "Parent", "Group", "Parent"],
    ["Revenue", "48,210", "31,077", "45,902", "29,655"],
    ["Cost of sales", "(29,114)", "(18,960)", "(28,003)", "(18,214)"],
    ["Gross profit", "19,096", "12,117", "17,899", "11,441"],
    ["Distribution costs", "(4,870)", "(3,015)", "(4,655)", "(2,902)"],
    ["Administrative expenses", "(6,402)", "(4,188)", "(6,120)", "(4,006)"],
    ["Operating profit", "7,824", "4,914", "7,124", "4,533"],
    ["Finance costs", "(1,106)", "(790)", "(1,240)", "(866)"],
    ["Profit before tax", "6,718", "4,124", "5,884", "3,667"],
]


def unruled() -> Sample:
    sheet = Sheet(title="Income statement")
    sheet.bold(56, 80, "Consolidated income statement", 14)
    sheet.text(56, 98, "Specimen plc, year ended 31 December", 9, ink=FAINT)
    ends = (0.0, 310, 385, 465, 540)
    sheet.middle(330, 130, "2025", font="Helvetica-Bold")
    sheet.middle(485, 130, "2024", font="Helvetica-Bold")
    sheet.line(275, 134, 385, 134, 0.5)
    sheet.line(430, 134, 540, 134, 0.5)
    for i, row in enumerate(RESULTS[1:]):
        strong = i == 0 or row[0] in ("Gross profit", "Operating profit", "Profit before tax")
        font = "Helvetica-Bold" if strong else "Helvetica"
        sheet.text(56, 150 + 18 * i, row[0], font=font)
        for j in range(1, 5):
            sheet.right(ends[j], 150 + 18 * i, row[j], font=font)
    shows = "financial table without rulings: years span two columns each, negatives in brackets"
    return Sample("tables/income-unruled.pdf", sheet.pdf(), PDF, shows, tables=(RESULTS,))


def three_pages() -> Sample:
    random = np.random.default_rng(41)
    head = ["Article", "Description", "Stock", "Price (EUR)"]
    kinds = ("Hinge", "Handle", "Screw set", "Drawer rail", "Castor", "Lock", "Shelf pin", "Cable duct")
    kept = []
    for i in range(84):
        stock, price = random.integers(3, 900), random.integers(90, 9900) / 100
        kept.append([f"A-{1000 + 7 * i}", f"{kinds[i % 8]} no. {i + 1}", str(stock), f"{price:.2f}"])
    sheet = Sheet(title="Stock list")
    widths = (90.0, 210, 80, 100)
    for page in range(3):
        rows = [head, *kept[28 * page : 28 * page + 28]]
        sheet.text(56, 50, "Stock list, warehouse 2", 9, ink=FAINT)
        sheet.grid(56, 70, widths, [23.0] * len(rows), 0.5)
        for i, row in enumerate(rows):
            font = "Helvetica-Bold" if i == 0 else "Helvetica"
            y = 85 + 23 * i
            sheet.text(62, y, row[0], 9, font)
            sheet.text(152, y, row[1], 9, font)
            sheet.right(430, y, row[2], 9, font)
            sheet.right(530, y, row[3], 9, font)
        sheet.right(540, 800, f"Page {page + 1} of 3", 8)
        sheet.turn_over()
    shows = "one table over three pages, its header repeated on each"
    return Sample("tables/stock-three-pages.pdf", sheet.pdf(), PDF, shows, pages=3, tables=([head, *kept],))


HAUSHALT = [
    ["Titel", "Ansatz 2026", "Ist 2025", "Abweichung"],
    ["Personal", "1.284.000,00", "1.251.370,45", "2,6 %"],
    ["Mieten", "210.500,00", "208.911,20", "0,8 %"],
    ["Geräte", "96.000,00", "121.044,99", "-20,7 %"],
    ["Reisen", "18.200,00", "17.633,10", "3,2 %"],
]
BESUCHE = [
    ["Monat", "Besuche", "Führungen"],
    ["Januar", "4.120", "38"],
    ["Februar", "3.871", "35"],
    ["März", "5.266", "51"],
]


def zweisprachig() -> Sample:
    sheet = Sheet(title="Jahresbericht")
    sheet.bold(56, 80, "Jahresbericht des Mustermuseums", 14)
    sheet.text(56, 110, "Tabelle 1: Haushalt in Euro", 10)
    for i, row in enumerate(HAUSHALT):
        font = "Helvetica-Bold" if i == 0 else "Helvetica"
        sheet.text(62, 136 + 18 * i, row[0], font=font)
        for j, x in ((1, 280), (2, 400), (3, 500)):
            sheet.right(x, 136 + 18 * i, row[j], font=font)
    for y in (122, 141, 213):
        sheet.line(56, y, 506, y, 0.9)
    sheet.text(56, 250, "Der Rückgang bei den Geräten erklärt sich aus der Anschaffung der Klimaanlage im Vorjahr,", 10)
    sheet.text(56, 264, "die sich nicht wiederholt. Die Besuche haben im ersten Vierteljahr zugenommen.", 10)
    sheet.text(56, 300, "Tabelle 2: Besuche im ersten Vierteljahr", 10)
    sheet.grid(56, 310, (120.0, 90, 90), [20.0] * 4)
    for i, row in enumerate(BESUCHE):
        sheet.text(62, 324 + 20 * i, row[0], font="Helvetica-Bold" if i == 0 else "Helvetica")
        for j, x in ((1, 260), (2, 350)):
            sheet.right(x, 324 + 20 * i, row[j], font="Helvetica-Bold" if i == 0 else "Helvetica")
    shows = "German report with two tables, one with three lines only, one ruled; decimal commas"
    tables = (HAUSHALT, BESUCHE)
    return Sample("tables/jahresbericht.pdf", sheet.pdf(), PDF, shows, tables=tables, languages=("deu", "eng"))
