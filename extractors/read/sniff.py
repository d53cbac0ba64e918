"""What a file is, by its content; names and extensions are never looked at."""

from __future__ import annotations

import io
import re
import zipfile

from extractors.errors import Unsupported

PDF = "application/pdf"

_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"%!PS", "postscript"),
    (b"GIF8", "gif"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"PAR1", "parquet"),
    (b"AT&TFORM", "djvu"),
)
_MAIL = re.compile(
    rb"(?im)^(?:from|to|subject|date|received|return-path|message-id|mime-version|delivered-to|reply-to|content-type): "
)
_HTML = re.compile(rb"(?i)<(?:!doctype\s+html|html|head|body|script|table|div|p|title|meta)\b")
_REMEDIES = {
    "docx": "print or export it to PDF",
    "xlsx": "print or export it to PDF; tables in it need no reading",
    "pptx": "print or export it to PDF",
    "doc": "print or export it to PDF",
    "xls": "print or export it to PDF",
    "ppt": "print or export it to PDF",
    "html": "print it to PDF",
    "email": "store its attachments as files of their own",
    "zip": "unpack it into the bucket",
    "gzip": "unpack it into the bucket",
    "7z": "unpack it into the bucket",
    "rar": "unpack it into the bucket",
    "empty": "the upload may have failed; store the file again",
    "gif": "convert it to PNG",
    "svg": "convert it to PDF",
    "postscript": "convert it with ps2pdf",
}


def media_type(data: bytes, key: str) -> str:
    """The media type of a file that docrow reads. Raises Unsupported with a code for everything else."""
    found = _readable(data)
    if found:
        return found
    raise refusal(_kind(data), key)


def refusal(kind: str, key: str) -> Unsupported:
    """The error for a kind of file that is not read: ``unsupported.<kind>``."""
    said = "is empty" if kind == "empty" else f"is not a document that docrow reads ({kind})"
    remedy = _REMEDIES.get(kind, "docrow reads PDF, PNG, JPEG, TIFF, BMP, WebP and HEIC")
    return Unsupported(f"{key} {said}", remedy, code=f"unsupported.{kind}")


def _readable(data: bytes) -> str | None:
    head = data[:16]
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head[:4] in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"):
        return "image/tiff"
    if (
        head.startswith(b"BM")
        and len(data) > 26
        and data[14:18] in (b"\x0c\0\0\0", b"(\0\0\0", b"8\0\0\0", b"l\0\0\0", b"|\0\0\0")
    ):
        return "image/bmp"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "image/heic"
    return PDF if _is_pdf(data) else None


def _is_pdf(data: bytes) -> bool:
    """The header within the first 1,024 bytes (ISO 32000-1, annex H.3), or a body without header that has objects and a
    trailer: such files are opened by every reader."""
    if data[:64].lstrip(b"\x00\xef\xbb\xbf \r\n\t").startswith((b"PK\x03\x04", b"<", b"From ")):
        return False
    if b"%PDF-" in data[:1024]:
        return True
    return re.search(rb"\d+ \d+ obj\b", data[:4096]) is not None and b"/Type" in data and b"endobj" in data


def _kind(data: bytes) -> str:
    text = data[:4096].lstrip(b"\x00\xef\xbb\xbf \r\n\t")
    if not text and not data.strip(b"\x00 \r\n\t"):
        return "empty"
    for magic, kind in _REFUSED:
        if data.startswith(magic):
            return kind
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(data)
    if data[257:262] == b"ustar":
        return "tar"
    if data[4:8] == b"ftyp":
        return "video"
    return _text_kind(text)


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "zip"
    folders = {name.split("/")[0] for name in names}
    if "[Content_Types].xml" in names:
        return next(
            (kind for folder, kind in (("word", "docx"), ("xl", "xlsx"), ("ppt", "pptx")) if folder in folders), "zip"
        )
    return _open_document_kind(data) if "mimetype" in names else "zip"


def _open_document_kind(data: bytes) -> str:
    """OpenDocument and EPUB store their media type first and uncompressed."""
    start = data[:200]
    kinds = {b"opendocument.text": "odt", b"opendocument.spreadsheet": "ods", b"opendocument.presentation": "odp"}
    return next((kind for name, kind in kinds.items() if name in start), "epub" if b"epub" in start else "zip")


def _ole_kind(data: bytes) -> str:
    """Compound files name their streams in UTF-16: [MS-CFB] 2.6.1."""
    kinds = {
        "WordDocument": "doc",
        "Workbook": "xls",
        "PowerPoint Document": "ppt",
        "__substg1.0_": "email",
        "EncryptedPackage": "office_encrypted",
    }
    return next((kind for name, kind in kinds.items() if name.encode("utf-16-le") in data), "ole")


def _text_kind(text: bytes) -> str:
    low = text[:1024].lower()
    if low.startswith(b"<svg") or (low.startswith(b"<?xml") and b"<svg" in low):
        return "svg"
    if low.startswith(b"<") and _HTML.search(text[:2048]):
        return "html"
    if low.startswith(b"<?xml"):
        return "xml"
    if low.startswith(b"from ") or len(_MAIL.findall(text)) >= 2:
        return "email"
    return "text" if _is_text(text) else "unknown"


def _is_text(text: bytes) -> bool:
    if not text:
        return False
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in text)
    try:
        text[: max(len(text) - 4, 1)].decode("utf-8")
    except UnicodeDecodeError:
        return False
    return controls == 0
