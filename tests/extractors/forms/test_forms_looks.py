"""How words look: bold, underlined, boxed; the same at any scale; nothing where there is no picture."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors.forms.looks import LOOKS, MEASURES, page_looks
from extractors.types import Box, Page, Word
from models.features import NODE_FEATURES, describe
from models.narrowing import seeing
from models.segment_encoder import SegmentEncoder, SegmentEncoderConfig

TEXTS = ("Surname", "Hanover", "Address", "Telephone", "Birthday", "Amounts")
BOLD, UNDERLINED, BOXED = 1, 2, 3
THICK, FOOT, SIDES = 1, 26, slice(32, 34)
"""Which measures tell how thick strokes are, of a line at the foot, and of lines at both sides."""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """Six words in a column on white: the second bold, the third on a line, the fourth in a frame."""
    image = Image.new("L", (600, 800), 255)
    draw, words = ImageDraw.Draw(image), []
    for i, text in enumerate(TEXTS):
        top = 60 + 60 * i
        draw.text((60, top), text, 0, ImageFont.load_default(20), stroke_width=int(i == BOLD))
        x0, y0, x1, y1 = draw.textbbox((60, top), text, ImageFont.load_default(20))
        words.append(Word(text, Box(x0, y0, x1, y1)))
        if i == UNDERLINED:
            draw.line((50, y1 + 3, 400, y1 + 3), 0, 2)
        if i == BOXED:
            draw.rectangle((48, y0 - 14, x1 + 12, y1 + 14), outline=0, width=2)
    path = tmp_path_factory.mktemp("looks") / "page.png"
    image.save(path)
    return Page(1, 600, 800, str(path), tuple(words))


def test_type_and_lines_are_seen(page):
    looks = page_looks(page, page.words)
    assert looks.shape == (6, LOOKS)
    assert looks.dtype == np.float32
    assert np.isfinite(looks).all()
    assert (looks[:, -1] == 1).all()
    against = looks[:, :MEASURES]
    assert against[:, THICK].argmax() == BOLD
    assert against[:, FOOT].argmax() == UNDERLINED
    assert (against[:, SIDES].argmax(axis=0) == BOXED).all()


def test_the_scale_of_the_picture_says_little(page, tmp_path):
    large = tmp_path / "large.png"
    with Image.open(page.image) as image:
        image.resize((1800, 2400), Image.Resampling.LANCZOS).save(large)
    near, far = page_looks(page, page.words), page_looks(replace(page, image=str(large)), page.words)
    assert np.median(np.abs(near - far)) < 0.5
    assert far[:, FOOT].argmax() == UNDERLINED


def test_without_a_picture_nothing_is_seen(page):
    assert page_looks(replace(page, image=""), page.words) is None
    assert page_looks(replace(page, image="/nowhere/page.png"), page.words) is None
    assert page_looks(page, ()) is None


def test_words_at_the_edge_and_beyond_do_no_harm(page):
    odd = [Word("x", Box(590, 790, 640, 830)), Word("y", Box(5, 5, 5, 5)), *page.words]
    assert np.isfinite(page_looks(page, odd)).all()


def test_a_network_that_can_see_answers_as_before_until_it_learns():
    import torch

    sizes = {"width": 24, "layers": 1, "heads": 2, "grams_width": 8, "pair_width": 6, "head_width": 4}
    network = SegmentEncoder(SegmentEncoderConfig(**sizes, buckets=64, forward_width=32)).eval()
    sighted = seeing(network, LOOKS).eval()
    boxes = np.array([[0.1, 0.1, 0.2, 0.12], [0.3, 0.1, 0.4, 0.12]], np.float32)
    looks = np.random.default_rng(1).normal(size=(2, LOOKS)).astype(np.float32)
    from models.batches import pad_nodes

    page = describe(["Name:", "Ada"], boxes, looks=looks)
    assert page.features.shape == (2, NODE_FEATURES + LOOKS)
    page = replace(page, grams=page.grams % 64)

    def labels(own, width):
        arrays = {name: torch.from_numpy(array) for name, array in pad_nodes([page], features=width).items()}
        with torch.no_grad():
            return own(**arrays).labels.numpy()

    plain = labels(network, NODE_FEATURES)
    assert np.allclose(plain, labels(sighted, NODE_FEATURES + LOOKS), atol=1e-5)
    with torch.no_grad():
        sighted.looks.outward.weight.normal_()
    assert not np.allclose(plain, labels(sighted, NODE_FEATURES + LOOKS), atol=1e-2)
    assert np.allclose(plain, labels(sighted, NODE_FEATURES), atol=1e-5), "nothing was seen"
