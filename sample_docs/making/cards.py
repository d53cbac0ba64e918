"""Identity documents of people who do not exist, of the state of Utopia (UTO, ICAO Doc 9303) and a specimen licence."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from making.sample import Sample
from making.scanner import jpeg, photograph, scanned_pdf

PDF, JPEG = "application/pdf", "image/jpeg"
OCR_B = Path("/usr/share/fonts/opentype/ocr-b/OCRB.otf")
DPI = 300
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def samples() -> list[Sample]:
    return [passport(), identity_card(), visa(), licence()]


def check_digit(text: str) -> str:
    """ICAO Doc 9303-3, 4.9."""
    values = (ALPHABET.index(c) if c in ALPHABET else 0 for c in text)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


def checked(text: str) -> str:
    return text + check_digit(text)


def filled(text: str, length: int) -> str:
    return text.replace(" ", "<").ljust(length, "<")[:length]


class Card:
    """A card being printed, in millimetres from the top left."""

    def __init__(self, width: float, height: float, tint: tuple[int, int, int]) -> None:
        self.scale = DPI / 25.4
        w, h = round(width * self.scale), round(height * self.scale)
        self.image = Image.fromarray(_guilloche(w, h, tint))
        self.draw = ImageDraw.Draw(self.image)

    def text(self, x: float, y: float, text: str, size: float, colour: str = "#1b2733") -> None:
        """`size` in points; (x, y) is the left end of the base line."""
        font = ImageFont.load_default(size=size * DPI / 72)
        self.draw.text((x * self.scale, y * self.scale), text, fill=colour, font=font, anchor="ls")

    def labelled(self, x: float, y: float, label: str, value: str) -> None:
        """A small caption and the value below it."""
        self.text(x, y, label, 5.2, "#4b6584")
        self.text(x, y + 3.7, value, 8.6)

    def zone(self, y: float, lines: list[str]) -> None:
        """The machine readable zone: OCR-B, ten characters an inch, lines 6.35 mm apart, on white."""
        font = ImageFont.truetype(_ocr_b(), size=round(3.7 * self.scale))
        left = (self.image.width / self.scale - len(lines[0]) * 2.54) / 2
        top = (y - 5) * self.scale
        self.draw.rectangle((0, top, self.image.width, self.image.height), fill="#f7f8f5")
        for i, line in enumerate(lines):
            for j, character in enumerate(line):
                place = ((left + 2.54 * (j + 0.5)) * self.scale, (y + 6.35 * i) * self.scale)
                self.draw.text(place, character, fill="#101418", font=font, anchor="ms")

    def portrait(self, x: float, y: float, w: float, h: float) -> None:
        """Nobody: a silhouette."""
        x0, y0, x1, y1 = (v * self.scale for v in (x, y, x + w, y + h))
        self.draw.rectangle((x0, y0, x1, y1), fill="#cfd8dc", outline="#90a4ae", width=3)
        cx, r = (x0 + x1) / 2, 0.23 * (x1 - x0)
        self.draw.ellipse((cx - r, y0 + 0.18 * (y1 - y0), cx + r, y0 + 0.6 * (y1 - y0)), fill="#78909c")
        self.draw.pieslice((x0 + 4, y0 + 0.62 * (y1 - y0), x1 - 4, y1 + 0.6 * (y1 - y0)), 180, 360, fill="#607d8b")
        self.draw.rectangle((x0, y1, x1, y1 + 0.35 * (y1 - y0)), fill="#f1f4f3")

    def specimen(self, x: float, y: float, size: float = 13) -> None:
        self.text(x, y, "SPECIMEN", size, "#c98b8b")

    @property
    def pixels(self) -> np.ndarray:
        return np.asarray(self.image)


def _ocr_b() -> str:
    if not OCR_B.exists():
        raise SystemExit("the font OCR-B is missing: apt-get install fonts-ocr-b")
    return str(OCR_B)


def _guilloche(width: int, height: int, tint: tuple[int, int, int]) -> np.ndarray:
    """A pale ground of fine crossing waves."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    waves = np.sin(x / 9 + 6 * np.sin(y / 70)) + np.sin(y / 8 + 5 * np.sin(x / 90))
    strength = 0.1 + 0.035 * (waves > 1.15)
    ground = 255 - strength[..., None] * (255 - np.array(tint, np.float32))
    return ground.astype(np.uint8)


def _fields(surname: str, given: str, number: str, birth: str, sex: str, expiry: str) -> dict[str, str]:
    return {
        "surname": surname, "given_names": given, "document_number": number, "nationality": "UTO",
        "birth_date": birth, "sex": sex, "expiry_date": expiry, "issuing_country": "UTO",
    }  # fmt: skip


def passport() -> Sample:
    number, birth, expiry = checked("L8471036<"), checked("840812"), checked("340621")
    personal = checked(filled("", 14))[:14] + "0"
    lines = [filled("P<UTOMARSHFIELD<<IMOGEN<ROSE", 44), f"{number}UTO{birth}F{expiry}{personal}"]
    lines[1] += check_digit(number + birth + expiry + personal)
    card = Card(125, 88, (120, 150, 190))
    card.text(8, 9, "UTOPIA", 13, "#27496d")
    card.text(96, 9, "PASSPORT", 9, "#27496d")
    card.portrait(8, 14, 32, 42)
    facts = (
        (46, 17, "Type", "P"), (62, 17, "Code of issuing state", "UTO"), (94, 17, "Passport no.", "L8471036"),
        (46, 26, "Surname", "MARSHFIELD"), (46, 34, "Given names", "IMOGEN ROSE"), (46, 42, "Nationality", "UTOPIAN"),
        (46, 50, "Date of birth", "12 AUG 1984"), (82, 50, "Sex", "F"), (94, 50, "Place of birth", "ZENITH"),
        (46, 58, "Date of issue", "22 JUN 2024"), (82, 58, "Date of expiry", "21 JUN 2034"),
    )  # fmt: skip
    for fact in facts:
        card.labelled(*fact)
    card.specimen(92, 36)
    card.zone(74, lines)
    picture = photograph(card.pixels, ((150, 140), (1500, 95), (1535, 1065), (115, 1085)), (1650, 1200), seed=51)
    fields = _fields("MARSHFIELD", "IMOGEN ROSE", "L8471036", "1984-08-12", "F", "2034-06-21")
    shows = "photograph of a passport page, TD3 machine readable zone"
    return Sample("id_cards/passport-td3.jpg", jpeg(picture, 68), JPEG, shows, fields=fields)


def identity_card() -> Sample:
    number, birth, expiry = checked("T22000129"), checked("910225"), checked("320831")
    first = filled("IDUTO" + number, 30)
    second = filled(f"{birth}M{expiry}UTO", 29)
    lines = [first, second, filled("OAKENSHAW<<JONAS", 30)]
    lines[1] += check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    card = Card(85.6, 53.98, (150, 175, 120))
    card.text(4, 7, "UTOPIA   IDENTITY CARD (BACK)", 8, "#3d5a2a")
    card.labelled(4, 14, "Residence", "4 Lighthouse Row, Port Zenith")
    card.labelled(4, 23, "Authority", "City of Port Zenith")
    card.specimen(50, 22)
    card.zone(36, lines)
    ground = np.full((900, 1300, 3), 243, np.uint8)
    h, w = card.pixels.shape[:2]
    ground[120 : 120 + h, 150 : 150 + w] = card.pixels
    turn = cv2.getRotationMatrix2D((650, 450), 2.0, 1.0)
    picture = cv2.warpAffine(ground, turn, (1300, 900), borderValue=(243, 243, 243))
    fields = _fields("OAKENSHAW", "JONAS", "T22000129", "1991-02-25", "M", "2032-08-31")
    shows = "identity card on a flat-bed scanner, TD1 machine readable zone of three lines"
    return Sample("id_cards/identity-card-td1.jpg", jpeg(picture, 72, DPI), JPEG, shows, fields=fields)


def visa() -> Sample:
    number, birth, expiry = checked("V3300417<"), checked("770309"), checked("270228")
    lines = [filled("V<UTOHOLLOWAY<<TAMSIN<GRACE", 44), filled(f"{number}UTO{birth}F{expiry}", 44)]
    card = Card(120, 80, (190, 140, 150))
    card.text(8, 10, "UTOPIA   VISA", 13, "#7b3045")
    card.portrait(8, 15, 26, 34)
    facts = (
        (40, 18, "Valid from", "01 MAR 2026"), (76, 18, "Until", "28 FEB 2027"), (40, 27, "Number of entries", "MULT"),
        (76, 27, "Visa no.", "V3300417"), (40, 36, "Surname", "HOLLOWAY"), (40, 45, "Given names", "TAMSIN GRACE"),
        (90, 36, "Sex", "F"), (90, 45, "Nationality", "UTO"), (40, 54, "Date of birth", "09 MAR 1977"),
    )  # fmt: skip
    for fact in facts:
        card.labelled(*fact)
    card.specimen(80, 57)
    card.zone(67, lines)
    page = np.full((1750, 1600, 3), 250, np.uint8)
    h, w = card.pixels.shape[:2]
    page[180 : 180 + h, 90 : 90 + w] = card.pixels
    noise = np.random.default_rng(61).normal(0, 5, page.shape[:2])[..., None]
    scanned = np.clip(page.astype(np.float32) * 0.96 + noise, 0, 255).astype(np.uint8)
    fields = _fields("HOLLOWAY", "TAMSIN GRACE", "V3300417", "1977-03-09", "F", "2027-02-28")
    shows = "scan of a passport page with a visa sticker, MRV-A machine readable zone"
    return Sample("id_cards/visa-mrv-a.pdf", scanned_pdf([scanned], DPI, 50), PDF, shows, fields=fields)


ELEMENTS = {
    "DAQ": "S4471209", "DCS": "PENHALLOW", "DDE": "N", "DAC": "MERRICK", "DDF": "N", "DAD": "JAMES", "DDG": "N",
    "DCA": "D", "DCB": "NONE", "DCD": "NONE", "DBD": "06062023", "DBB": "11031979", "DBA": "11032031", "DBC": "1",
    "DAU": "071 in", "DAY": "GRN", "DAG": "18 SPECIMEN AVENUE", "DAI": "ANYTOWN", "DAJ": "VA", "DAK": "000000000  ",
    "DCF": "20260822004417", "DCG": "USA",
}  # fmt: skip


def payload() -> str:
    """AAMVA DL/ID card design standard 2020, annex D: header, one DL subfile."""
    body = "DL" + "\n".join(key + value for key, value in ELEMENTS.items()) + "\r"
    return f"@\n\x1e\rANSI 636000100001DL0031{len(body.encode()):04d}{body}"


def licence() -> Sample:
    front = Card(85.6, 53.98, (130, 160, 200))
    front.text(4, 7, "VIRGINIA   DRIVER'S LICENSE", 9, "#27496d")
    front.portrait(4, 11, 24, 31)
    facts = (
        (32, 13, "4d Customer identifier", "S4471209"), (32, 21, "1 Family name", "PENHALLOW"),
        (32, 29, "2 Given names", "MERRICK JAMES"), (32, 37, "3 Date of birth", "11/03/1979"),
        (58, 37, "4b Expires", "11/03/2031"), (32, 45, "4a Issued", "06/06/2023"), (58, 45, "9 Class", "D"),
    )  # fmt: skip
    for fact in facts:
        front.labelled(*fact)
    front.specimen(56, 16)
    back = Card(85.6, 53.98, (200, 200, 200))
    back.text(4, 7, "Restrictions: NONE    Endorsements: NONE", 7)
    code = zxingcpp.create_barcode(payload(), zxingcpp.BarcodeFormat.PDF417)
    bars = Image.fromarray(np.array(zxingcpp.write_barcode_to_image(code, scale=3, add_quiet_zones=True)))
    back.image.paste(bars.convert("RGB"), (round(4 * back.scale), round(14 * back.scale)))
    pages = [_on_scanner(card, 70 + i) for i, card in enumerate((front, back))]
    fields = {
        "surname": "PENHALLOW", "given_names": "MERRICK JAMES", "document_number": "S4471209",
        "birth_date": "1979-11-03", "expiry_date": "2031-11-03", "issue_date": "2023-06-06", "sex": "M",
        "street_address": "18 SPECIMEN AVENUE", "city": "ANYTOWN", "jurisdiction": "VA", "vehicle_class": "D",
        "eye_color": "green", "issuing_country": "USA",
    }  # fmt: skip
    shows = "driver's licence: print on the front, PDF417 (AAMVA) on the back"
    return Sample("id_cards/licence-front-back.pdf", scanned_pdf(pages, DPI, 60), PDF, shows, pages=2, fields=fields)


def _on_scanner(card: Card, seed: int) -> np.ndarray:
    h, w = card.pixels.shape[:2]
    ground = np.full((h + 240, w + 260, 3), 246, np.uint8)
    ground[120 : 120 + h, 130 : 130 + w] = card.pixels
    noise = np.random.default_rng(seed).normal(0, 4, ground.shape[:2])[..., None]
    return np.clip(ground.astype(np.float32) + noise, 0, 255).astype(np.uint8)
