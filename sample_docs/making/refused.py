"""Files that must be refused, each with its own code."""

from __future__ import annotations

import io
import zipfile

from reportlab.lib.pdfencrypt import StandardEncryption

from making.forms import invoice
from making.sample import Sample
from making.sheet import Sheet

PDF = "application/pdf"


def samples() -> list[Sample]:
    return [locked(), cut_off(), disguised()]


def locked() -> Sample:
    lock = StandardEncryption("open sesame", ownerPassword="owner", canPrint=1, strength=128)
    sheet = Sheet(title="Confidential", encrypt=lock)
    sheet.bold(56, 80, "Confidential specimen", 16)
    sheet.text(56, 110, "Reference: SP-4471")
    shows = 'PDF with the password "open sesame"'
    return Sample("refused/locked.pdf", sheet.pdf(), PDF, shows, refused="encrypted")


def cut_off() -> Sample:
    whole = invoice().data
    shows = "the first 700 bytes of a PDF, as a broken upload leaves them"
    return Sample("refused/cut-off.pdf", whole[:700], PDF, shows, refused="damaged")


DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>A letter, not a PDF.</w:t></w:r></w:p></w:body></w:document>"
)
TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def disguised() -> Sample:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", DOCUMENT)):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    shows = "a Word document that calls itself .pdf: content decides"
    return Sample("refused/letter.pdf", data.getvalue(), media, shows, refused="unsupported.docx")
