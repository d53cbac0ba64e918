"""Pictures of cards: upright, kept beside the pages, and every box finds its way back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from extractors.frames import displayed
from extractors.id_cards import IdCards
from extractors.id_cards.pictures import card_pictures, portraits
from extractors.id_cards.portraits import portrait
from extractors.id_cards.reader import shipped_reader
from extractors.id_cards.synthetic_cards import Hardness, photo
from extractors.types import Box, Document, Entity, Extraction, Page, Quad, Region, Transform
from pipeline.cards import keep_cards
from storage.artifacts import Artifacts

SIZE = (800, 600)
CORNERS = ((200.0, 100.0), (600.0, 160.0), (560.0, 420.0), (170.0, 350.0))


def stage(folder: Path, transform: Transform | None = None) -> tuple[Document, Extraction]:
    """A page of 400 x 300 points with a white card at an angle: a dark patch where its portrait is, a black corner."""
    flat = np.full((540, 856), 235, np.uint8)
    flat[60:290, 60:250] = 90
    flat[:40, :60] = 0
    source = np.array([[0, 0], [856, 0], [856, 540], [0, 540]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, np.array(CORNERS, np.float32))
    cover = cv2.warpPerspective(np.ones_like(flat), matrix, SIZE)
    page = np.where(cover > 0, cv2.warpPerspective(flat, matrix, SIZE), 150).astype(np.uint8)
    Image.fromarray(page).save(folder / "page.png")
    points = tuple((x / 2, y / 2) for x, y in CORNERS)
    quad = Quad(points)  # type: ignore[arg-type]
    document = Document("0" * 16, "a.png", (Page(1, 400, 300, image=str(folder / "page.png")),))
    if transform:
        document = replace(document, pages=(replace(document.pages[0], transform=transform),))
    card = Entity("card", "TD1", 1, (quad.box,), 0.9, quad)
    entities = (card, *portraits(document, [card]))
    return document, Extraction(document.id, "id_cards", "rules", entities=entities)


def test_the_card_is_made_upright_and_boxes_map_both_ways(tmp_path):
    (card,) = card_pictures(*stage(tmp_path))
    height, width = card.picture.shape
    assert width / height == pytest.approx(85.6 / 54, abs=0.01)
    assert card.picture[:10, :10].mean() < 60 and card.picture[-10:, -10:].mean() > 200
    corners = card.on_page(Box(0, 0, width, height)).points
    assert np.allclose(np.array(corners) * 2, CORNERS, atol=0.01)
    back = card.of_page(card.on_page(Box(20, 30, 25, 33)).box)
    assert back.holds((22.5, 31.5)) and back.area < 120


def test_the_portrait_is_found_on_the_card(tmp_path):
    (card,) = card_pictures(*stage(tmp_path))
    (part,) = card.parts
    scale = card.picture.shape[1] / 856
    assert part.kind == "portrait"
    assert part.box.iou(Box(60 * scale, 60 * scale, 250 * scale, 290 * scale)) > 0.8


def test_a_card_without_a_portrait_has_none():
    assert portrait(np.full((540, 856), 235, np.uint8)) is None


def test_parts_are_those_of_the_answer(tmp_path):
    document, answer = stage(tmp_path)
    answer = replace(answer, entities=answer.entities[:1])
    seen = Entity("portrait", "", 1, (Box(120, 80, 160, 130),))
    elsewhere = Entity("signature", "", 1, (Box(5, 5, 30, 15),))
    (card,) = card_pictures(document, replace(answer, entities=(*answer.entities, seen, elsewhere)))
    assert [part.kind for part in card.parts] == ["portrait"]
    assert card.on_page(card.parts[0].box).box.iou(seen.box) > 0.5


def test_cards_are_kept_with_the_way_back_to_the_page_as_displayed(tmp_path):
    frame = Transform(1, 0, 7, 0, 1, -3)
    document, answer = stage(tmp_path, frame)
    artifacts = Artifacts(tmp_path / "artifacts")
    kept = keep_cards(artifacts, document, answer)
    assert sorted(path.name for path in kept) == ["1.jpg", "1.json", "1.portrait.jpg"]
    facts = json.loads((artifacts.cards_folder(document.id) / "1.json").read_text())
    with Image.open(artifacts.cards_folder(document.id) / "1.jpg") as picture:
        assert list(picture.size) == facts["size"]
    assert (facts["page"], facts["format"], facts["parts"][0]["kind"]) == (1, "TD1", "portrait")
    start = np.array(facts["to_page"]) @ [0, 0, 1]
    shown = displayed(answer, document).entities[0].quad
    assert shown is not None
    assert np.allclose(start[:2] / start[2], shown.points[0], atol=0.01)
    assert np.allclose(shown.points[0], (CORNERS[0][0] / 2 + 7, CORNERS[0][1] / 2 - 3))


def test_answers_without_a_card_keep_nothing(tmp_path):
    document, answer = stage(tmp_path)
    artifacts = Artifacts(tmp_path / "artifacts")
    assert keep_cards(artifacts, document, replace(answer, entities=())) == []
    assert keep_cards(artifacts, document, replace(answer, family="forms")) == []
    assert not artifacts.cards_folder(document.id).exists()


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    sheets = [cv2.fillPoly(np.zeros((1200, 1200), np.uint8), [quad.astype(np.int32)], 1) for quad in (one, other)]
    return float((sheets[0] & sheets[1]).sum() / (sheets[0] | sheets[1]).sum())


@pytest.mark.skipif(shipped_reader() is None, reason="the line reader's weights are not installed")
def test_the_zone_tells_where_the_card_is(tmp_path):
    taken = photo(np.random.default_rng(51), 1000, Hardness(tilt=20.0, glare=0.0), "TD3")
    Image.fromarray(taken.picture).save(tmp_path / "1.png")
    height, width = taken.picture.shape[:2]
    page = Page(1, width, height, image=str(tmp_path / "1.png"))
    family = IdCards()
    (card,) = [e for e in family.predict([Document("0" * 16, "1", (page,))])[0].entities if e.kind == "card"]
    assert card.text == "TD3" and overlap(np.array(card.quad.points), taken.corners) > 0.8
    # with the edges that layout sees, turned any way
    ring = [tuple(map(float, taken.corners[i])) for i in (2, 3, 0, 1)]
    seen = Region("card", Quad(tuple(ring)).box, 0.6, quad=Quad(tuple(ring)))  # type: ignore[arg-type]
    document = Document("0" * 16, "1", (replace(page, regions=(seen,)),))
    (card,) = [e for e in family.predict([document])[0].entities if e.kind == "card"]
    assert np.allclose(card.quad.points, taken.corners)


@pytest.mark.skipif(shipped_reader() is None, reason="the line reader's weights are not installed")
def test_the_portrait_of_an_answer_has_its_corners_on_the_page(tmp_path):
    taken = photo(np.random.default_rng(55), 1000, Hardness(tilt=15.0, glare=0.0, noise=3.0), "TD3")
    Image.fromarray(taken.picture).save(tmp_path / "1.png")
    height, width = taken.picture.shape[:2]
    document = Document("0" * 16, "1", (Page(1, width, height, image=str(tmp_path / "1.png")),))
    answer = IdCards().predict([document])[0]
    (found,) = [entity for entity in answer.entities if entity.kind == "portrait"]
    flat = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    to_page = cv2.getPerspectiveTransform(flat, taken.corners.astype(np.float32))
    drawn = np.array([[[0.04, 0.2], [0.28, 0.2], [0.28, 0.68], [0.04, 0.68]]], np.float32)
    assert found.quad is not None
    assert overlap(np.array(found.quad.points), cv2.perspectiveTransform(drawn, to_page)[0]) > 0.8
    (card,) = card_pictures(document, answer)
    assert [part.kind for part in card.parts] == ["portrait"]
