"""Files are known by content, opened within limits, or refused by code."""

import io
import json
import zipfile
from dataclasses import asdict

import numpy as np
import pikepdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extractors.errors import Damaged, DocumentError, Encrypted, OverLimit, Unsupported
from extractors.read.images import LONGEST_SIDE, load_image, page_image, pixels_per_point
from extractors.read.open import open_document
from extractors.read.options import ReadOptions
from extractors.read.pictures import read_frame
from tests.extractors.reading import image_bytes, pdf_bytes, picture, stored

OPTIONS = ReadOptions()


def office(folder):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/main.xml", "<x/>")
    return out.getvalue()


def plain_zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("scan.pdf", pdf_bytes([["inside"]]))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\x00" * 900, "empty"),
        (office("word"), "docx"),
        (office("xl"), "xlsx"),
        (office("ppt"), "pptx"),
        (plain_zip(), "zip"),
        (b"\xef\xbb\xbf <!DOCTYPE html><html><body>%PDF is a format</body></html>", "html"),
        (b"From: a@example.org\r\nTo: b@example.org\r\nSubject: scan\r\n\r\nsee below", "email"),
        (b"GIF89a" + bytes(20), "gif"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"), "doc"),
        (b"just a note\nof two lines\n", "text"),
        (bytes(range(256)) * 4, "unknown"),
    ],
)
def test_what_is_no_document_is_refused_by_its_own_code(data, code):
    with pytest.raises(Unsupported) as caught:
        open_document(data, "in/letter.pdf", OPTIONS)
    assert caught.value.code == f"unsupported.{code}"
    assert caught.value.remedy


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_images_are_known_by_content(kind):
    data = image_bytes(Image.new("RGB", (300, 200), "white"), kind, dpi=(72, 72))
    document = open_document(data, "wrong.pdf", OPTIONS)
    assert document.media_type == f"image/{kind.lower()}"
    assert [(round(page.width), round(page.height)) for page in document.pages] == [(300, 200)]


def test_resolution_gives_points_and_is_ignored_where_it_is_nonsense():
    image = Image.new("L", (600, 300), 255)
    good = open_document(image_bytes(image, "PNG", dpi=(300, 300)), "a", OPTIONS).pages[0]
    assert (round(good.width), round(good.height)) == (144, 72)
    silly = open_document(image_bytes(image, "PNG", dpi=(1, 1)), "a", OPTIONS).pages[0]
    assert (silly.width, silly.height) == (600, 300)


def test_fax_pages_get_square_pixels(tmp_path):
    fax = stored(tmp_path, image_bytes(Image.new("1", (1728, 1100), 1), "TIFF", dpi=(204, 98)))
    page = page_image(fax, 1, OPTIONS, str(tmp_path / "pages"))
    pixels = load_image(page)
    assert pixels.shape[0] / pixels.shape[1] == pytest.approx(page.height / page.width, rel=0.01)


def test_exif_orientation_turns_page_and_picture(tmp_path):
    image = Image.new("RGB", (400, 200), "white")
    image.paste("black", (0, 0, 100, 50))
    exif = Image.Exif()
    exif[0x0112] = 6  # displayed after a quarter turn clockwise: the black corner goes to the top right
    document = stored(tmp_path, image_bytes(image, "JPEG", exif=exif.tobytes(), quality=95))
    page = page_image(document, 1, OPTIONS, str(tmp_path / "pages"))
    pixels = load_image(page)
    assert (page.width, page.height) == (200, 400)
    assert pixels.shape[:2] == (400, 200)
    assert pixels[20, 180].max() < 60
    assert pixels[20, 20].min() > 200


def test_every_frame_of_a_tiff_is_a_page(tmp_path):
    frames = [Image.new("L", (100 + 10 * i, 80), 255 - 40 * i) for i in range(4)]
    data = image_bytes(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    document = stored(tmp_path, data)
    assert [page.width for page in document.pages] == [100, 110, 120, 130]
    last = load_image(page_image(document, 4, OPTIONS, str(tmp_path / "pages")))
    assert abs(int(np.median(last)) - 135) < 3
    with pytest.raises(OverLimit) as caught:
        open_document(data, "a", ReadOptions(max_pages=3))
    assert caught.value.code == "limit.pages"


def test_pixels_per_point_is_the_scale_of_the_picture(tmp_path):
    page = page_image(stored(tmp_path, pdf_bytes([["one"]])), 1, OPTIONS, str(tmp_path))
    assert pixels_per_point(page, load_image(page)) == pytest.approx(150 / 72, rel=0.01)


def test_a_page_longer_than_any_picture_is_drawn_smaller(tmp_path):
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(1, 60_000))
    canvas.drawString(0, 7_000, "a long strip")
    canvas.save()
    page = page_image(stored(tmp_path, buffer.getvalue()), 1, OPTIONS, str(tmp_path / "pages"))
    assert 0 < max(load_image(page).shape) <= LONGEST_SIDE


def test_pdf_pages_have_their_displayed_size():
    page = open_document(pdf_bytes([["one"]], rotate=90), "a", OPTIONS).pages[0]
    assert (page.width, page.height) == (792, 612)


def test_passwords_are_tried_and_missed():
    data = pdf_bytes([["secret"]], password="sesame")
    with pytest.raises(Encrypted) as caught:
        open_document(data, "in/locked.pdf", ReadOptions(passwords=("wrong",)))
    assert "DOCROW_PDF_PASSWORDS" in caught.value.remedy
    assert len(open_document(data, "a", ReadOptions(passwords=("wrong", "sesame"))).pages) == 1


def test_limits_refuse_with_their_codes():
    with pytest.raises(OverLimit) as caught:
        open_document(pdf_bytes([["one"]] * 3), "a", ReadOptions(max_pages=2))
    assert caught.value.code == "limit.pages"
    with pytest.raises(OverLimit) as caught:
        open_document(pdf_bytes([["one"]]), "a", ReadOptions(max_bytes=100))
    assert caught.value.code == "limit.bytes"
    with pytest.raises(OverLimit) as caught:
        open_document(image_bytes(Image.new("1", (3000, 3000))), "a", ReadOptions(max_pixels=1_000_000))
    assert caught.value.code == "limit.pixels"


@pytest.mark.parametrize("keep", [0.05, 0.3, 0.6, 0.9, 0.98])
def test_truncated_files_are_read_or_refused_but_never_a_bug(keep, tmp_path):
    whole = [pdf_bytes([list("abc")] * 3), image_bytes(picture(), "JPEG"), image_bytes(picture(), "PNG")]
    for data in whole:
        try:
            document = stored(tmp_path, data[: int(len(data) * keep)])
            page_image(document, 1, OPTIONS, str(tmp_path))
        except DocumentError as error:
            assert error.code in ("damaged", "unsupported.unknown", "unsupported.text")


def test_a_picture_whose_pixels_are_garbage_is_damaged():
    data = bytearray(image_bytes(picture()))
    start = data.index(b"IDAT") + 4
    data[start : start + 200] = b"\xff" * 200
    assert open_document(bytes(data), "a", OPTIONS).pages[0].width > 20
    with pytest.raises(Damaged):
        read_frame(bytes(data), 1, "a", OPTIONS)


def test_the_same_content_has_the_same_id_whatever_the_key():
    data = pdf_bytes([["one"]])
    first, second = (open_document(data, key, OPTIONS) for key in ("a", "../b c'd.pdf"))
    assert first.id == second.id
    assert len(first.id) == 16


def test_options_go_through_json_and_refuse_nonsense():
    options = ReadOptions(languages=("deu", "eng"), passwords=("x",), max_pages=7)
    assert ReadOptions.of(json.loads(json.dumps(asdict(options)))) == options
    with pytest.raises(ValueError, match="max_pagse"):
        ReadOptions.of({"max_pagse": 1})
    with pytest.raises(ValueError, match="ocr"):
        ReadOptions.of({"ocr": "maybe"})


def test_the_reason_of_an_earlier_file_is_not_given_for_the_next():
    """PDFium sets no error where the page tree has another name; what it said last was that a password lacks."""
    pagez = rewritten(pdf_bytes([["x"]])).replace(b"/Pages", b"/Pagez")
    with pytest.raises(Encrypted):
        open_document(rewritten(pdf_bytes([["x"]]), "secret"), "locked.pdf", OPTIONS)
    with pytest.raises(Damaged):
        open_document(pagez, "pagez.pdf", OPTIONS)


def rewritten(data, password=""):
    out = io.BytesIO()
    encryption = pikepdf.Encryption(owner=password, user=password) if password else False
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, encryption=encryption)
    return out.getvalue()
