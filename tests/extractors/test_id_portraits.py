"""Portraits on cards: found by their shade, size and place; nothing is found on cards without one."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image

from extractors.id_cards import IdCards
from extractors.id_cards.outline import SIZES
from extractors.id_cards.portraits import portrait
from extractors.id_cards.synthetic import background
from extractors.types import Box
from tests.made_id_cards import TODAY, example

DOTS = 6  # pixels per millimetre
PLACE = (8.0, 17.0, 27.0, 34.0)  # left, upper edge, width, height in millimetres


def blank(seed, format_):
    """A card with a title, captions, values and a zone; no portrait."""
    wide, high = SIZES[format_]
    random = np.random.default_rng(seed)
    paper = background(random, (round(high * DOTS), round(wide * DOTS)))
    paper = np.clip(paper.mean() + 0.3 * (paper - paper.mean()), 120, 255).astype(np.uint8)
    card = cv2.cvtColor(paper, cv2.COLOR_GRAY2RGB)
    card[..., 2] = np.clip(card[..., 2].astype(int) - 20, 0, 255)
    rows = [(4, "REPUBLIC OF NOWHERE", 0.9), *((15 + 7 * row, "CAPTION value 12.03.1987", 0.5) for row in range(6))]
    for y, text, size in rows:
        if y < high - 24:
            cv2.putText(
                card, text, (round(40 * DOTS), (y + 3) * DOTS), 1, size * DOTS / 3, (30, 30, 40), 2, cv2.LINE_AA
            )
    for row in range(2):
        place = (3 * DOTS, round((high - 13 + 6.4 * row) * DOTS))
        cv2.putText(card, "P<XYZ<<ABC<DEF<<<<<<<<<<<<<<<", place, 1, 0.5 * DOTS, (20, 20, 20), 2, cv2.LINE_AA)
    return card


def head(card, left, top, wide, high, skin=(205, 165, 140), hair=(70, 50, 40), clothes=(60, 70, 110)):
    """Clothes, hair and face on the card's own paper, without a frame."""

    def at(x, y):
        return round((left + x * wide) * DOTS), round((top + y * high) * DOTS)

    def axes(x, y):
        return round(x * wide * DOTS), round(y * high * DOTS)

    cv2.ellipse(card, at(0.5, 1.0), axes(0.5, 0.3), 0, 180, 360, clothes, -1)
    cv2.ellipse(card, at(0.5, 0.38), axes(0.32, 0.38), 0, 0, 360, hair, -1)
    cv2.ellipse(card, at(0.5, 0.45), axes(0.22, 0.27), 0, 0, 360, skin, -1)


@pytest.mark.parametrize("format_", ["TD2", "TD3", "MRV-A"])
@pytest.mark.parametrize("grey", [False, True])
def test_a_head_without_a_frame_is_found(format_, grey):
    for seed in range(4):
        card = blank(seed, format_)
        head(card, *PLACE)
        seen = cv2.cvtColor(card, cv2.COLOR_RGB2GRAY) if grey else card
        found = portrait(seen, format_)
        assert found is not None
        left, top, wide, high = (value * DOTS for value in PLACE)
        assert found[0].iou(Box(left, top, left + wide, top + high)) > 0.55
        assert 0.5 < found[1] <= 0.95


@pytest.mark.parametrize("scale", [0.25, 1.0])
def test_the_box_is_in_the_pixels_of_the_picture(scale):
    card = blank(1, "TD3")
    head(card, *PLACE)
    found = portrait(cv2.resize(card, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), "TD3")
    left, top, wide, high = (value * DOTS * scale for value in PLACE)
    assert found is not None and found[0].iou(Box(left, top, left + wide, top + high)) > 0.55


@pytest.mark.parametrize("format_", sorted(SIZES))
def test_print_is_no_portrait(format_):
    assert all(portrait(blank(seed, format_), format_) is None for seed in range(10, 16))


def test_neither_bars_nor_a_stamp_nor_a_block_of_print_are_portraits():
    bars = blank(2, "TD3")
    for x in range(8, 36, 2):
        bars[20 * DOTS : 52 * DOTS, x * DOTS : x * DOTS + DOTS] = 20
    stamp = blank(3, "TD3")
    cv2.circle(stamp, (20 * DOTS, 35 * DOTS), 6 * DOTS, (40, 40, 90), -1)
    print_ = blank(4, "TD3")
    for row in range(10):
        cv2.putText(print_, "LONG VALUES HERE", (6 * DOTS, (20 + 4 * row) * DOTS), 1, DOTS / 4, (20, 20, 20), 2)
    assert portrait(bars, "TD3") is None
    assert portrait(stamp, "TD3") is None
    assert portrait(print_, "TD3") is None


@pytest.mark.parametrize("shown", [True, False])
def test_on_a_picture_that_a_card_without_corners_fills(shown, tmp_path):
    """A scan of a licence's front, cut to the card: nothing but its print says that it is one."""
    card = blank(5, "TD1")
    if shown:
        head(card, *PLACE)
    Image.fromarray(card).save(tmp_path / "card.png")
    one = example("californian licence", 3)
    scale = card.shape[1] / one.document.pages[0].width
    page = replace(one.document.pages[0], image=str(tmp_path / "card.png"), height=card.shape[0] / scale)
    answer = IdCards(today=TODAY).predict([replace(one.document, pages=(page,))])[0]
    assert {field.key for field in answer.fields} > {"surname", "birth_date"}
    found = [entity for entity in answer.entities if entity.kind == "portrait"]
    assert len(found) == shown and not any(entity.kind == "card" for entity in answer.entities)
    if shown:
        left, top, wide, high = (value * DOTS / scale for value in PLACE)
        assert found[0].box.iou(Box(left, top, left + wide, top + high)) > 0.5
