"""PDF files opened once per process: PDFium for pages, sizes and pictures, pdfplumber for what is drawn on them."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import pdfplumber
import pikepdf
import pypdfium2
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException
from PIL.Image import Image

from extractors.errors import Damaged, Encrypted
from extractors.read.options import ReadOptions
from extractors.types import Document

PLUMBER_ERRORS = (
    PSException,
    PDFException,
    PdfminerException,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    ZeroDivisionError,
    OverflowError,
    NotImplementedError,
    RecursionError,
    EOFError,
    OSError,
)
"""What pdfminer raises on broken files: most of it by stumbling, not by design."""

logging.getLogger("pypdfium2").setLevel(logging.ERROR)  # it warns of every XFA form that it draws by its AcroForm

_UNSAID = 2  # FPDF_ERR_FILE, which a file in memory cannot give
_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
_SECURITY_ERROR = 5  # FPDF_ERR_SECURITY


class Pdf:
    """An open file. `password` is the one that opened it; `native` is the PDFium document; `drawn` is the number, scale
    and picture of the page that was drawn last, as long as it stays open."""

    def __init__(self, data: bytes, key: str, passwords: tuple[str, ...]) -> None:
        self.data = data
        self.native, self.password = _open_native(data, key, passwords)
        if self.native.get_formtype() != pypdfium2.raw.FORMTYPE_NONE:
            self.native.init_forms()  # before any page is loaded, or field values are not drawn
        self._page: tuple[int, pypdfium2.PdfPage] | None = None
        self.drawn: tuple[int, float, Image] | None = None

    def page(self, number: int) -> pypdfium2.PdfPage:
        """The page of that number, which stays open until another is asked for: every step on a page needs it, and
        loading means parsing all that is drawn on it. Raises PdfiumError where PDFium cannot load it."""
        if self._page is None or self._page[0] != number:
            self._close_page()
            self._page = (number, self.native[number - 1])
        return self._page[1]

    def _close_page(self) -> None:
        if self._page is not None:
            self._page[1].close()
            self._page = self.drawn = None

    @cached_property
    def plumber(self) -> PDF:
        """Raises one of PLUMBER_ERRORS where pdfminer cannot make sense of the file."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return pdfplumber.open(io.BytesIO(self.data), password=self.password)

    def close(self) -> None:
        if "plumber" in self.__dict__:
            self.plumber.close()
        self._close_page()
        self.native.close()


def _open_native(data: bytes, key: str, passwords: tuple[str, ...]) -> tuple[pypdfium2.PdfDocument, str]:
    """PDFium's document and its password; what PDFium refuses, qpdf may repair or decrypt."""
    refusal: pypdfium2.PdfiumError | None = None
    for password in ("", *passwords):
        _forget_last_error()
        try:
            return pypdfium2.PdfDocument(data, password=password or None), password
        except pypdfium2.PdfiumError as error:
            refusal = refusal or error
            if error.err_code != _PASSWORD_ERROR:
                break
    repaired = _repaired(data, passwords)
    if repaired is not None:
        return repaired, ""
    raise _cannot_open(key, refusal, b"/Encrypt" in data) from refusal


def _forget_last_error() -> None:
    """PDFium keeps one last error for the whole process and does not always set it where it refuses a file, so the
    reason of an earlier file would be given for this one. Opening no file at all sets `_UNSAID`."""
    pypdfium2.raw.FPDF_LoadDocument(b"", None)


def _repaired(data: bytes, passwords: tuple[str, ...]) -> pypdfium2.PdfDocument | None:
    """The file as qpdf rewrites it, without encryption; None where it cannot, or nothing is left."""
    for password in ("", *passwords):
        out = io.BytesIO()
        try:
            with pikepdf.open(io.BytesIO(data), password=password) as pdf:
                pdf.save(out)
            document = pypdfium2.PdfDocument(out.getvalue())
            return document if len(document) else None
        except pikepdf.PasswordError:
            continue
        except (pikepdf.PdfError, pypdfium2.PdfiumError, RuntimeError, ValueError, TypeError):
            return None
    return None


def _cannot_open(key: str, error: pypdfium2.PdfiumError | None, encrypted: bool) -> Damaged | Encrypted:
    """PDFium sometimes refuses without saying why; an encrypted file then mostly lacks its password."""
    code = error.err_code if error else _UNSAID
    if code == _PASSWORD_ERROR or (encrypted and code == _UNSAID):
        remedy = "give its password in DOCROW_PDF_PASSWORDS, or store a decrypted copy (qpdf --decrypt in.pdf out.pdf)"
        return Encrypted(f"{key} is encrypted", remedy)
    if code == _SECURITY_ERROR:
        return Encrypted(f"{key} is encrypted in a way that cannot be opened", "store a decrypted copy")
    return Damaged(f"{key} is a PDF that cannot be read", "store it again, or repair it (qpdf in.pdf out.pdf)")


_open_files: dict[tuple[str, str, tuple[str, ...]], Pdf] = {}


@contextmanager
def opened(document: Document, options: ReadOptions) -> Iterator[Pdf]:
    """The document's file; the last one used stays open, because the next page is mostly of the same document."""
    where = (document.id, document.source, options.passwords)
    if where not in _open_files:
        close_all()
        _open_files[where] = Pdf(source_bytes(document), document.key, options.passwords)
    try:
        yield _open_files[where]
    except MemoryError:
        close_all()
        raise


def close_all() -> None:
    """Closes what `opened` keeps."""
    while _open_files:
        _open_files.popitem()[1].close()


def source_bytes(document: Document) -> bytes:
    """The stored original. Raises FileNotFoundError where it is not: that is no property of the document."""
    if not document.source:
        raise ValueError(f"{document.key}: the document was opened, but its bytes were stored nowhere")
    if "://" in document.source:
        import fsspec

        with fsspec.open(document.source, "rb") as remote:
            return bytes(remote.read())
    return Path(document.source).read_bytes()
