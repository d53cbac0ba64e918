"""The words and ruling lines of a page: from its text layer where that is good, by OCR where not, page by page."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extractors.read.charts import is_chart
from extractors.read.drawn import Drawn, read_drawn
from extractors.read.images import find_page, render_page, scan_pixels
from extractors.read.ocr import Ocr, default_ocr
from extractors.read.options import ReadOptions
from extractors.read.pdf import Pdf, opened, source_bytes
from extractors.read.pictures import read_frame
from extractors.read.prepare import find_ink, prepare, without_fillings
from extractors.read.scan import SPARSE, read_scan, tidy
from extractors.read.shrink import shrunk_by
from extractors.read.sniff import PDF
from extractors.read.textlayer import Verdict, agreement, ink_covered, judge, sample_band
from extractors.types import Box, Document, Page, TextSource, Transform, Word

Pixels = NDArray[np.uint8]

SAMPLE_AGREES = 0.7
"""Agreement with OCR from which on a doubtful text layer is kept."""
INK_COVERED = 0.5
"""Share of the letters on the picture that a text layer behind it must cover to be looked at closer."""
EDGE = 0.012
"""Share of the page's height above and below the sample where lines may be cut."""
CUT = 6.0
"""Points read to the right of the sample, so that a word which goes on there is seen to do so."""
COARSE = 2_000
"""Pixels of the longer side of a page from which its letters are found on half of them."""
OCR_DPI = 200
"""Resolution at which a page of a PDF is drawn for OCR, unless its scan has a better one."""
SMALL_PICTURE, SMALL_ON_TEXT_PAGE, TEXT_PAGE_WORDS = 0.04, 0.35, 40
"""Share of the page below which a picture is not searched for text; a page with so many words of its own is illustrated
by its pictures, and only a large one may be a scan."""
IN_PICTURES = 0.6
"""Confidence that a word in a picture needs to be believed."""
MOST_OCR_PIXELS = 9_000_000
_FEWEST_LETTERS = 24
"""Components like letters that a picture must have before it is read."""


def page_words(document: Document, number: int, options: ReadOptions, folder: str) -> Page:
    """PageStep: sets words, rulings, text_source and transform. Raises Damaged, OverLimit, MissingProgram or
    MissingLanguage."""
    return read_words(document, number, options, default_ocr())


def read_words(document: Document, number: int, options: ReadOptions, ocr: Ocr) -> Page:
    """The same with an OCR engine of choice."""
    page = find_page(document, number)
    if document.media_type != PDF:
        image = read_frame(source_bytes(document), number, document.key, options)
        return _scanned(page, np.asarray(image.convert("L")), options, ocr)
    with opened(document, options) as pdf:
        return _pdf_words(pdf, page, options, ocr)


def _pdf_words(pdf: Pdf, page: Page, options: ReadOptions, ocr: Ocr) -> Page:
    behind_scan = scan_pixels(pdf, page.number) > 0
    drawn, verdict = _layer(pdf, page, behind_scan)
    if options.ocr == "always":
        verdict = "none"
    if options.ocr == "never":
        return _from_layer(page, drawn)
    if verdict == "doubtful":
        verdict = "good" if _sample_agrees(pdf, page, drawn, options, ocr) else "bad"
    if verdict != "good":
        return _scanned_pdf(pdf, page, drawn, options, ocr)
    more, doubtful = _words_in_pictures(pdf, page, drawn, options, ocr)
    source: TextSource = "mixed" if more else "text"
    words = (*drawn.words, *more)
    return replace(_from_layer(page, drawn), words=words, doubtful=tuple(doubtful), text_source=source)


def _layer(pdf: Pdf, page: Page, behind_scan: bool) -> tuple[Drawn, Verdict]:
    """What PDFium reads, and how good it is; where it is garbage, what pdfplumber reads: they know other fonts."""
    drawn = read_drawn(pdf, page) or Drawn()
    verdict = judge(drawn.words, behind_scan)
    if verdict != "bad":
        return drawn, verdict
    from extractors.read.plumb import plumbed_words

    words = plumbed_words(pdf, page)
    second = judge(words, behind_scan)
    return (replace(drawn, words=words), second) if second in ("good", "doubtful") else (drawn, verdict)


def _from_layer(page: Page, drawn: Drawn) -> Page:
    source: TextSource = "text" if drawn.words else "none"
    return replace(page, words=drawn.words, rulings=drawn.rulings, text_source=source, transform=Transform())


def _scanned(page: Page, gray: Pixels, options: ReadOptions, ocr: Ocr) -> Page:
    if options.ocr == "never":
        return page
    scan = read_scan(gray, page.width, page.height, options, ocr)
    source: TextSource = "ocr" if scan.words else "none"
    return replace(
        page,
        words=scan.words,
        doubtful=scan.doubtful,
        rulings=scan.rulings,
        transform=scan.transform,
        text_source=source,
    )


def _scanned_pdf(pdf: Pdf, page: Page, drawn: Drawn, options: ReadOptions, ocr: Ocr) -> Page:
    """By OCR; a page with nothing on it is not even drawn large."""
    gray = _drawn_gray(pdf, page, _ocr_scale(pdf, page))
    if int(gray.min()) > 200:
        return replace(_from_layer(page, drawn), words=(), text_source="none")
    read = _scanned(page, gray, options, ocr)
    return replace(read, rulings=(*drawn.rulings, *read.rulings)) if read.transform.is_identity else read


def _ocr_scale(pdf: Pdf, page: Page) -> float:
    own = scan_pixels(pdf, page.number) / max(page.width, page.height)
    scale = own if own * 72 >= 100 else OCR_DPI / 72
    return float(min(scale, (MOST_OCR_PIXELS / (page.width * page.height)) ** 0.5))


def _drawn_gray(pdf: Pdf, page: Page, scale: float) -> Pixels:
    return np.asarray(render_page(pdf, page.number, scale, gray=True))


def _sample_agrees(pdf: Pdf, page: Page, drawn: Drawn, options: ReadOptions, ocr: Ocr) -> bool:
    """Whether the layer lies where the ink is, and says what OCR reads in a band of the page."""
    gray = _drawn_gray(pdf, page, _ocr_scale(pdf, page))
    coarse = shrunk_by(gray, 0.5) if max(gray.shape) > COARSE else gray
    letters = find_ink(coarse).boxes * (page.width / coarse.shape[1])
    if ink_covered(drawn.words, letters) < INK_COVERED:
        return False
    band = sample_band(drawn.words, page.height)
    if band is None:
        return False
    inner = band.grow(0, -EDGE * page.height)
    read = _read_part(gray, band.grow(CUT, 0), page, options, ocr)
    ours = [word for word in read if word.confidence >= options.min_confidence and _is_whole(word, inner)]
    theirs = [word for word in drawn.words if _is_whole(word, inner)]
    return agreement(theirs, ours) >= SAMPLE_AGREES


def _is_whole(word: Word, part: Box) -> bool:
    """Whether a word lies in a part of the page, and is not cut off at its right edge."""
    return part.holds(word.box.center) and word.box.x1 <= part.x1


def _words_in_pictures(
    pdf: Pdf, page: Page, drawn: Drawn, options: ReadOptions, ocr: Ocr
) -> tuple[list[Word], list[Word]]:
    """The words in pictures on a page with a text layer, where that layer says nothing and letters can be seen; and
    the doubtful ones."""
    smallest = SMALL_ON_TEXT_PAGE if len(drawn.words) >= TEXT_PAGE_WORDS else SMALL_PICTURE
    parts = [box for box in drawn.pictures if box.area > smallest * page.box.area and _is_silent(box, drawn.words)]
    found: list[Word] = []
    doubtful: list[Word] = []
    if not parts:
        return found, doubtful
    gray = _drawn_gray(pdf, page, _ocr_scale(pdf, page))
    for box in parts[:6]:
        taken = (*drawn.words, *found)
        words = _read_part(gray, box, page, options, ocr, picture=True)
        free = [word for word in words if not _taken(word.box, taken)]
        found += [word for word in free if word.confidence >= IN_PICTURES]
        doubtful += [word for word in free if word.confidence < IN_PICTURES]
    return found, doubtful


def _is_silent(box: Box, words: tuple[Word, ...]) -> bool:
    return sum(box.holds(word.box.center) for word in words) < 3


def _taken(box: Box, words: tuple[Word, ...]) -> bool:
    return any(box.covered_by(word.box) > 0.3 for word in words)


def _read_part(
    gray: Pixels, part: Box, page: Page, options: ReadOptions, ocr: Ocr, picture: bool = False
) -> list[Word]:
    """The words of a part of the page, boxes on the page; of a `picture` none where it is a chart, and none of what is
    filled in it."""
    scale = gray.shape[1] / page.width
    x0, top = max(int(part.x0 * scale), 0), max(int(part.top * scale), 0)
    piece = gray[top : max(int(part.bottom * scale), top + 1), x0 : max(int(part.x1 * scale), x0 + 1)]
    whole = np.ascontiguousarray(piece)
    plain = without_fillings(whole) if picture else whole
    ink = find_ink(plain)
    if picture and is_chart(whole, ink):
        return []
    prepared = prepare(plain, ink)
    if len(prepared.boxes) < _FEWEST_LETTERS:
        return []
    factor = prepared.scale * scale
    found = tidy(ocr(prepared.gray, options.languages, SPARSE))
    return [_moved(word, factor, x0 / scale, top / scale) for word in found]


def _moved(word: Word, factor: float, x: float, y: float) -> Word:
    b = word.box
    box = Box(x + b.x0 / factor, y + b.top / factor, x + b.x1 / factor, y + b.bottom / factor)
    return replace(word, box=box, size=round(box.height, 1))
