"""Pictures that are no good: a clear reason for each, nothing accepted that is wrong, bounded memory and time."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.id_cards import mrz_of_image
from extractors.id_cards.reader import read_zones, shipped_reader
from extractors.id_cards.reasons import REASONS
from extractors.id_cards.scan import line_reader
from extractors.id_cards.synthetic_cards import card

TODAY = date(2026, 6, 1)
pytestmark = pytest.mark.skipif(shipped_reader() is None, reason="the line reader's weights are not installed")


def told(tmp_path: Path, picture: np.ndarray) -> dict[str, Any]:
    Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)).save(tmp_path / "card.png")
    found = mrz_of_image(tmp_path / "card.png", TODAY)
    assert found["reason"] == REASONS[found["verdict"]]
    assert bool(found["reason"]) != found["accepted"]
    return found


def drawn(seed: int, format_: str = "TD3") -> tuple[np.ndarray, list[str]]:
    """A card of 900 pixels on a grey table."""
    picture, _, lines = card(np.random.default_rng(seed), format_)
    scale = 900 / picture.shape[1]
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return cv2.copyMakeBorder(small, 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=120), lines


def test_an_empty_page(tmp_path):
    found = told(tmp_path, np.full((800, 600), 250.0))
    assert found["verdict"] == "empty" and found["lines"] == []


def test_a_mirror_image(tmp_path):
    picture, _ = drawn(1)
    found = told(tmp_path, picture[:, ::-1])
    assert found["verdict"] == "mirrored" and found["lines"] == []


@pytest.mark.parametrize("side", [slice(None, 540), slice(440, None)])
def test_half_a_card(side, tmp_path):
    picture, _ = drawn(2)
    found = told(tmp_path, picture[:, side])
    assert not found["accepted"] and found["verdict"] in ("cut off", "no zone")


def test_the_half_without_the_zone(tmp_path):
    picture, _ = drawn(2)
    assert told(tmp_path, picture[: picture.shape[0] // 2])["verdict"] == "no zone"


def test_two_cards_of_which_one_lies_on_the_other(tmp_path):
    (below, hidden), (above, lines) = drawn(3), drawn(4)
    both = np.full((1100, 1500), 120.0)
    both[: below.shape[0], : below.shape[1]] = below
    both[380 : 380 + above.shape[0] - 80, 420 : 420 + above.shape[1] - 80] = above[40:-40, 40:-40]
    found = told(tmp_path, both)
    assert found["lines"] == lines
    zones = read_zones(np.clip(both, 0, 255).astype(np.uint8), line_reader())
    assert not any(zone.accepted and list(zone.lines) not in (lines, hidden) for zone in zones)


def test_a_photograph_of_a_screen(tmp_path):
    """Rows and columns of dots beat against the pixels; what is read may be illegible, never wrongly accepted."""
    for period, depth in ((2.3, 0.3), (3.1, 0.6), (1.7, 0.9)):
        picture, lines = drawn(5)
        rows, columns = np.indices(picture.shape)
        tilt = columns * np.cos(0.05) + rows * np.sin(0.05)
        grid = (1 + np.sin(2 * np.pi * tilt / period)) * (1 + np.sin(2 * np.pi * rows / (period * 1.03))) / 4
        found = told(tmp_path, picture * (1 - depth + depth * grid) * 1.2)
        assert found["lines"] == lines or not found["accepted"]
        assert depth > 0.3 or found["lines"] == lines


def test_a_zone_of_another_alphabet(tmp_path):
    page = Image.new("L", (900, 600), 235)
    try:
        face = ImageFont.truetype("DejaVuSansMono.ttf", 30)
    except OSError:
        pytest.skip("needs DejaVu Sans Mono")
    for row, text in enumerate(("ПАСПОРТЖЩЮЯБГДИЛ«ФЦЧШЭЪЫЙЛПЖЯБГ", "ΔΘΛΞΠΣΦΨΩΓΔΘΛΞΠΣΦΨΩΓΔΘΛΞΠΣΦΨΩΓ")):
        ImageDraw.Draw(page).text((30, 440 + 70 * row), text, font=face, fill=20)
    found = told(tmp_path, np.asarray(page))
    assert not found["accepted"] and not found["lines"] and "letters other than those" in found["reason"]


@pytest.mark.slow
@pytest.mark.parametrize(("mode", "suffix"), [("L", "png"), ("RGB", "jpg")])
def test_a_hundred_megapixels(mode, suffix, tmp_path):
    """In a process of its own, so that its memory can be seen: less than 900 MB, less than 60 s of processor time."""
    picture, lines = drawn(6)
    large = cv2.resize(np.clip(picture, 0, 255).astype(np.uint8), (11_500, 8_700), interpolation=cv2.INTER_LINEAR)
    Image.fromarray(large).convert(mode).save(tmp_path / f"large.{suffix}")
    del large
    code = (
        "import sys, resource; from extractors.id_cards import mrz_of_image; found = mrz_of_image(sys.argv[1]);"
        "use = resource.getrusage(resource.RUSAGE_SELF);"
        "print('|'.join(found['lines']), use.ru_maxrss // 1024, round(use.ru_utime + use.ru_stime, 1))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / f"large.{suffix}")], capture_output=True, text=True, check=True
    )
    text, megabytes, seconds = shown.stdout.split()
    assert text.split("|") == lines
    assert int(megabytes) < 900 and float(seconds) < 60
