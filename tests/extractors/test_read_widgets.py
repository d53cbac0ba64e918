"""AcroForm widgets against PDFs made here, and against another reader on evaluation data."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.errors import Encrypted
from extractors.read.widgets import NOWHERE, read_widgets
from extractors.types import Box


def filled() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    form = canvas.acroForm
    form.textfield(
        name="name", tooltip="Your name", value="Ada Lovelace", x=50, y=742, width=200, height=20, borderWidth=0
    )
    form.checkbox(name="agree", tooltip="I agree", checked=True, x=50, y=700, size=12)
    form.checkbox(name="spam", checked=False, x=50, y=680, size=12)
    form.radio(name="sex", value="f", selected=True, x=50, y=660, size=12)
    form.radio(name="sex", value="m", selected=False, x=80, y=660, size=12)
    form.choice(name="town", value="London", options=[("London", "London"), ("Paris", "Paris")], x=50, y=620, width=80)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def changed(data: bytes, change) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_every_kind_with_name_value_tooltip_and_place():
    (widgets,) = read_widgets(filled()).values()
    by_name = {w.name: w for w in widgets}
    name, agree = by_name["name"], by_name["agree"]
    assert (name.kind, name.value, name.tooltip) == ("text", "Ada Lovelace", "Your name")
    assert name.box == Box(50, 80, 250, 100)
    assert agree.kind == "checkbox" and agree.on and agree.value == agree.on
    assert by_name["spam"].value == "Off"
    assert by_name["town"].kind == "choice" and by_name["town"].value == "London"
    assert by_name["town"].options == ("London", "Paris")
    radios = [w for w in widgets if w.name == "sex"]
    assert {w.on for w in radios} == {"f", "m"} and {w.value for w in radios} == {"f"}


def rotated(pdf):
    pdf.pages[0].Rotate = 90


def cropped(pdf):
    pdf.pages[0].CropBox = [40, 100, 500, 800]


@pytest.mark.parametrize(("change", "wanted"), [(rotated, Box(742, 50, 762, 250)), (cropped, Box(10, 38, 210, 58))])
def test_boxes_are_on_the_page_as_displayed(change, wanted):
    (widgets,) = read_widgets(changed(filled(), change)).values()
    assert widgets[0].box == wanted


def test_values_are_inherited_and_several_choices_are_lines():
    def change(pdf):
        fields = pdf.Root.AcroForm.Fields
        kid = fields[0]
        parent = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="person", V="from above", Kids=[kid]))
        del kid["/FT"], kid["/V"]
        kid.Parent = parent
        fields[0] = parent
        town = next(f for f in fields if f.get("/FT") == "/Ch")
        town.V = pikepdf.Array(["Paris", "London"])

    (widgets,) = read_widgets(changed(filled(), change)).values()
    values = {w.name: w.value for w in widgets}
    assert values["person.name"] == "from above"
    assert values["town"] == "Paris\nLondon"


def test_fields_on_no_page_keep_their_value_and_forgotten_widgets_are_found():
    def change(pdf):
        fields = pdf.Root.AcroForm.Fields
        fields.append(pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="hidden", V="kept")))
        del fields[0]

    (widgets,) = read_widgets(changed(filled(), change)).values()
    by_name = {w.name: w for w in widgets}
    assert by_name["hidden"].value == "kept" and by_name["hidden"].box == NOWHERE
    assert by_name["name"].value == "Ada Lovelace"


def test_a_field_tree_with_a_loop_ends():
    def change(pdf):
        field = pdf.Root.AcroForm.Fields[0]
        field.Kids = pikepdf.Array([field])

    assert read_widgets(changed(filled(), change))


def test_no_form_no_widgets_and_damage_is_nothing():
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.showPage()
    canvas.save()
    assert read_widgets(out.getvalue()) == {}
    assert read_widgets(b"%PDF-1.7 and nothing more") == {}


def test_the_password_opens_and_a_wrong_one_is_said():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(filled())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="secret"))
    assert read_widgets(out.getvalue(), "secret")
    with pytest.raises(Encrypted):
        read_widgets(out.getvalue(), "wrong")


def test_values_of_a_dynamic_xfa_form():
    data = b"""<xdp xmlns="http://ns.adobe.com/xdp/"><xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/">
    <xfa:data><form><person><given>Ada</given><empty/></person></form></xfa:data></xfa:datasets></xdp>"""

    def change(pdf):
        pdf.Root.AcroForm = pikepdf.Dictionary(
            Fields=[], XFA=pikepdf.Array([pikepdf.String("datasets"), pdf.make_stream(data)])
        )

    assert [(w.name, w.value) for w in read_widgets(changed(filled(), change))[1]][-1] == ("form.person.given", "Ada")


def pdfium_values(path: Path) -> dict[str, str]:
    """What PDFium's form module says about text and choice fields."""
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    found = {}
    for page in document:
        for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
            annotation = pdfium.FPDFPage_GetAnnot(page, index)
            kind = pdfium.FPDFAnnot_GetFormFieldType(document.formenv, annotation)
            if kind in (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX):
                name = _text(pdfium.FPDFAnnot_GetFormFieldName, document.formenv, annotation)
                found[name] = _text(pdfium.FPDFAnnot_GetFormFieldValue, document.formenv, annotation)
            pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def _text(function, form, annotation) -> str:
    import ctypes

    size = function(form, annotation, None, 0)
    buffer = ctypes.create_string_buffer(size)
    function(form, annotation, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


@pytest.mark.data
def test_every_stored_text_is_what_another_reader_says():
    data = os.environ.get("DOCROW_EVAL_DATA")
    if not data:
        pytest.skip("DOCROW_EVAL_DATA does not name the evaluation data")
    compared = 0
    for path in sorted(Path(data, "acroform").glob("*.pdf")):
        ours = {w.name: w.value or "" for own in read_widgets(path.read_bytes()).values() for w in own}
        for name, value in pdfium_values(path).items():
            if value:
                assert ours[name].replace("\r", "\n") == value.replace("\r\n", "\n").replace("\r", "\n"), (
                    f"{path.name}: {name}"
                )
                compared += 1
    assert compared > 25
