"""The family on pages: zones as text and as pictures, barcodes, captions, learning, saving."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractors.errors import BadModel, Damaged, OverLimit
from extractors.id_cards import IdCards, mrz_of_image
from extractors.id_cards.layouts import ALPHABET
from extractors.id_cards.printed import plain, runs
from extractors.id_cards.reader import shipped_reader
from extractors.id_cards.synthetic import atlas, fonts
from extractors.id_cards.synthetic_cards import Hardness, photo
from extractors.metrics.id_cards import evaluate_aamva, evaluate_mrz, score
from extractors.types import Box, Document, Example, Extraction, Field, Page, Region, Word

TODAY = date(2026, 6, 1)
ZONE = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
needs_reader = pytest.mark.skipif(shipped_reader() is None, reason="the line reader's weights are not installed")
DATA = Path(os.environ.get("DOCROW_EVAL_DATA", "/nonexistent"))
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="set DOCROW_EVAL_DATA to the evaluation data")


def words(text, x, y, size=10.0):
    found = []
    for token in text.split():
        found.append(Word(token, Box(x, y, x + 0.55 * size * len(token), y + size)))
        x += 0.55 * size * (len(token) + 0.6)
    return found


def document(*found, regions=(), image=""):
    page = Page(1, 600, 800, image=image, words=tuple(w for line in found for w in line), regions=tuple(regions))
    return Document("0" * 16, "card.pdf", (page,))


def read(doc, family=None):
    extraction = (family or IdCards(today=TODAY)).predict([doc])[0]
    return {field.key: field for field in extraction.fields}, {check.name: check for check in extraction.checks}


def typed_zone():
    return [words(text, 30, 700 + 20 * row) for row, text in enumerate(ZONE)]


def test_a_zone_in_the_text_layer():
    fields, checks = read(document(*typed_zone()))
    assert fields["document_number"].normal == "L898902C3" and fields["birth_date"].normal == "1974-08-12"
    assert fields["document_number"].sources[0].check is True
    assert checks["verdict"].passed is True
    number, zone = fields["document_number"].box, fields["mrz"].box
    assert number.covered_by(zone) > 0.99 and number.x0 == pytest.approx(30, abs=1)


def test_print_and_zone_are_compared():
    printed = [
        words("Surname / Nom", 200, 100, 6),
        words("ERIKSSON", 200, 110),
        words("Date of birth", 200, 140, 6),
        words("12 AUG 1974", 200, 150),
    ]
    fields, checks = read(document(*typed_zone(), *printed))
    assert {source.kind for source in fields["surname"].sources} == {"mrz", "printed"}
    assert checks["agree.surname"].passed and checks["agree.birth_date"].passed
    other = [*printed[:3], words("13 AUG 1974", 200, 150)]
    _, checks = read(document(*typed_zone(), *other))
    assert checks["agree.birth_date"].passed is False and checks["verdict"].passed is False


def licence_page(born="12311971", expires="08162030", **more):
    elements = [
        "DCSSAMPLE",
        "DACMORRIS",
        "DADT",
        f"DBB{born}",
        "DBC1",
        "DAQS12345678",
        "DAJMA",
        "DCGUSA",
        f"DBA{expires}",
    ]
    payload = "@\n\x1e\rANSI 636002080001DL00310200DL" + "\n".join(elements) + "\r"
    return document(regions=[Region("barcode", Box(50, 50, 250, 100), text=payload, format="PDF417")], **more)


def test_a_licence_by_its_barcode():
    fields, checks = read(licence_page())
    assert fields["document_type"].normal == "driver_licence" and fields["surname"].value == "SAMPLE"
    assert fields["expiry_date"].normal == "2030-08-16" and fields["sex"].normal == "M"
    assert fields["document_number"].sources[0].name == "DAQ"
    assert checks["not_expired"].passed and checks["verdict"].passed is None


def test_the_back_of_a_licence_tells_how_its_front_writes_dates():
    """11/03/1979 is the third of November there; nothing on the front says so."""
    front = document(
        words("Family name", 200, 100, 6), words("SAMPLE", 200, 110),
        words("Given names", 200, 130, 6), words("MORRIS T", 200, 140),
        words("Date of birth", 200, 160, 6), words("11/03/1979", 200, 170),
        words("Expires", 320, 160, 6), words("11/03/2031", 320, 170),
        words("Issued", 200, 190, 6), words("02/04/2023", 200, 200),
    ).pages[0]  # fmt: skip
    back = replace(licence_page("11031979", "11032031").pages[0], number=2)
    fields, checks = read(replace(document(), pages=(front, back)))
    assert checks["agree.birth_date"].passed and checks["agree.expiry_date"].passed
    assert fields["issue_date"].normal == "2023-02-04" and checks["verdict"].passed
    assert fields["birth_date"].page == 2 and fields["birth_date"].label == "Date of birth"
    assert fields["birth_date"].key_box is None, "the caption stands on another page than the barcode"
    back = replace(licence_page("03111979", "03112031").pages[0], number=2)
    fields, _ = read(replace(document(), pages=(front, back)))
    assert fields["issue_date"].normal == "2023-04-02"


PRINTED = [
    words("NACHNAME", 200, 100, 6), words("MUSTERMANN", 200, 110),
    words("Vornamen", 200, 130, 6), words("ERIKA", 200, 140),
    words("Geburtsdatum", 200, 160, 6), words("12.08.1964", 200, 170),
    words("Staatsangehörigkeit", 320, 160, 6), words("DEU", 320, 170),
    words("Gültig bis", 200, 190, 6), words("31.10.2031", 200, 200),
    words("Passnummer:", 200, 220, 8), words("T22000129", 270, 220, 8),
]  # fmt: skip


def test_a_card_by_its_captions_alone():
    fields, checks = read(document(*PRINTED))
    assert {key: field.normal for key, field in fields.items()} == {
        "surname": "MUSTERMANN", "given_names": "ERIKA", "birth_date": "1964-08-12", "nationality": "DEU",
        "expiry_date": "2031-10-31", "document_number": "T22000129",
    }  # fmt: skip
    assert fields["surname"].label == "NACHNAME" and fields["surname"].key_box is not None
    assert checks["verdict"].passed is None


def test_the_numbers_of_a_european_licence():
    lines = ["1. DUPONT", "2. JEAN PIERRE", "3. 04.02.1990 LYON", "4a. 01.03.2019", "4b. 28.02.2034", "5. 13AA00002"]
    card = [words(text, 200, 100 + 20 * row) for row, text in enumerate(lines)]
    fields, _ = read(document(*card, regions=[Region("figure", Box(40, 100, 140, 230))]))
    assert {key: field.normal for key, field in fields.items()} == {
        "surname": "DUPONT",
        "given_names": "JEAN PIERRE",
        "birth_date": "1990-02-04",
        "birth_place": "LYON",
        "issue_date": "2019-03-01",
        "expiry_date": "2034-02-28",
        "document_number": "13AA00002",
    }


def test_portrait_and_signature_have_boxes():
    regions = [
        Region("figure", Box(40, 100, 140, 230)),
        Region("signature", Box(200, 300, 300, 330)),
        Region("figure", Box(0, 0, 600, 100)),
    ]
    found = IdCards(today=TODAY).predict([document(*typed_zone(), regions=regions)])[0]
    assert [(entity.kind, entity.box) for entity in found.entities] == [
        ("portrait", regions[0].box),
        ("signature", regions[1].box),
    ]


def test_a_letter_is_no_card():
    letter = [
        words("Dear Sir, the surname of the applicant is missing.", 50, 50),
        words("Name", 50, 90),
        words("Smith", 50, 104),
    ]
    fields, checks = read(document(*letter))
    assert not fields and not checks


def test_captions_are_learned_and_kept(tmp_path):
    strange = [words("Klingon name", 200, 100, 6), words("WORF", 200, 112), *PRINTED[2:]]
    doc = document(*strange)
    family = IdCards(today=TODAY)
    assert "klingon name" not in family.aliases["surname"]
    box = Box.around(word.box for word in strange[1])
    answer = Extraction(doc.id, "id_cards", "person", (Field("surname", "WORF", 1, box, 1.0, normal="WORF"),))
    family.fit([Example(doc, answer)])
    assert "klingon name" in family.aliases["surname"] and family.name.endswith("+captions")
    assert read(doc, family)[0]["surname"].normal == "WORF"
    family.save(tmp_path)
    again = IdCards.load(tmp_path)
    assert again.predict([doc]) == family.predict([doc])


@pytest.mark.parametrize("content", ["", "{}", '{"family": "forms"}', "[1]"])
def test_a_broken_model_is_refused(tmp_path, content):
    (tmp_path / "extractor.json").write_text(content)
    with pytest.raises(BadModel, match=r"extractor\.json"):
        IdCards.load(tmp_path)


def test_runs_end_at_wide_gaps():
    line = words("Surname", 10, 10) + words("Given names", 200, 10)
    assert [run.text for run in runs(line)] == ["Surname", "Given names"]
    assert plain("3. Prénom(s):") == "prenom(s)"


def test_scores():
    one = Extraction("0", "id_cards", "m", (Field("surname", "A", 1, None, 1.0), Field("sex", "F", 1, None, 1.0)))
    other = replace(one, fields=one.fields[:1])
    assert score([one], [one]).values["field_f1"] == 1.0
    assert score([one], [other]).values == {
        "field_f1": pytest.approx(2 / 3),
        "recall": 0.5,
        "precision": 1.0,
        "document_exact": 0.0,
    }
    assert score([replace(one, fields=())], [replace(one, fields=())]).values["document_exact"] == 1.0


def test_a_picture_without_a_zone(tmp_path):
    Image.fromarray(np.random.default_rng(0).integers(150, 256, (300, 400), dtype=np.uint8)).save(
        tmp_path / "noise.png"
    )
    found = mrz_of_image(tmp_path / "noise.png")
    assert found["lines"] == [] and found["fields"] == {} and not found["accepted"]


def test_files_that_are_no_pictures(tmp_path, monkeypatch):
    (tmp_path / "x.png").write_bytes(b"not a picture")
    with pytest.raises(Damaged):
        mrz_of_image(tmp_path / "x.png")
    Image.new("L", (50, 50)).save(tmp_path / "large.png")
    monkeypatch.setattr("extractors.id_cards.scan.MOST_PIXELS", 100)
    with pytest.raises(OverLimit) as caught:
        mrz_of_image(tmp_path / "large.png")
    assert caught.value.code == "limit.pixels"


@needs_reader
@pytest.mark.skipif(not any(font.startswith("OCRB") for font in fonts()), reason="needs fonts-ocr-b")
def test_photographs_are_read_exactly_and_never_wrongly_accepted(tmp_path):
    right = 0
    for seed in range(4):
        taken = photo(np.random.default_rng(100 + seed), 1200, Hardness(tilt=20.0, glare=0.0))
        Image.fromarray(taken.picture).save(tmp_path / "photo.png")
        found = mrz_of_image(tmp_path / "photo.png", TODAY)
        right += tuple(found["lines"]) == taken.lines
        assert tuple(found["lines"]) == taken.lines or not found["accepted"]
    assert right >= 3


@needs_reader
def test_a_strip_with_one_line(tmp_path):
    text = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
    ink = np.pad(
        np.concatenate([atlas(fonts()[0])[ALPHABET.index(character)] for character in text], axis=1), ((4, 4), (20, 20))
    )
    Image.fromarray((240 - 220 * ink).astype(np.uint8)).save(tmp_path / "line.png")
    assert mrz_of_image(tmp_path / "line.png")["lines"] == [text]


@needs_reader
def test_boxes_lie_on_the_page(tmp_path):
    taken = photo(np.random.default_rng(7), 1200, Hardness(turn=5.0, tilt=5.0, glare=0.0, blur=0.3))
    Image.fromarray(taken.picture).save(tmp_path / "1.png")
    height, width = taken.picture.shape[:2]
    page = Page(1, width / 2, height / 2, image=str(tmp_path / "1.png"))  # 144 pixels an inch
    fields, _ = read(Document("0" * 16, "1.png", (page,)))
    assert fields["mrz"].value == "\n".join(taken.lines)
    card = Box(*(taken.corners.min(axis=0) / 2), *(taken.corners.max(axis=0) / 2))
    assert all(field.box.covered_by(card) > 0.95 for field in fields.values())


@needs_data
@pytest.mark.data
def test_every_expected_value_of_the_payloads():
    found, errors = evaluate_aamva(DATA / "aamva")
    assert found.values["fields"] == 1.0, errors


@needs_data
@needs_reader
@pytest.mark.data
def test_real_cards():
    found = evaluate_mrz(DATA / "mrz_cards", TODAY)
    assert not found.wrong
    assert found.exact == found.known
    assert found.valid >= 13 and found.accepted >= 10


@pytest.mark.skipif(shipped_reader() is None, reason="the line reader's weights are not installed")
def test_the_answer_is_plain_json(tmp_path):
    taken = photo(np.random.default_rng(7), 1000, Hardness(turn=5.0, tilt=5.0, glare=0.0))
    Image.fromarray(taken.picture).save(tmp_path / "1.png")
    found = json.loads(json.dumps(mrz_of_image(tmp_path / "1.png")))
    assert set(found) >= {"format", "lines", "checks", "fields"}
