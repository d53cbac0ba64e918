"""Check boxes and radio buttons: from glyphs, drawings and widgets, and from the pixels of scans."""

import cv2
import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from extractors.read.checkboxes import drawn_boxes, glyph_boxes, squares, widget_boxes
from extractors.read.drawing import Shape
from extractors.read.ink import Ink
from extractors.read.inkboxes import scanned_boxes
from extractors.types import Box, Ruling, Widget, Word


def shape(x, y, side=10.0, lines=4, curves=0, stroked=True, ink=0.0):
    return Shape(Box(x, y, x + side, y + side), lines, curves, stroked, ink)


def test_glyphs_with_their_state():
    words = [Word("☐", Box(10, 10, 18, 20)), Word("☒Yes", Box(30, 10, 70, 20)), Word("\uf0fe", Box(90, 10, 98, 20))]
    assert [(r.kind, r.state) for r in glyph_boxes(words)] == [
        ("checkbox", False),
        ("checkbox", True),
        ("checkbox", True),
    ]
    assert glyph_boxes(words)[1].box.x1 < 45


def test_a_single_ring_is_a_bullet_and_two_are_radio_buttons():
    rings = [Word("○", Box(10, 10, 18, 20)), Word("◉", Box(50, 10, 58, 20))]
    assert glyph_boxes(rings[:1]) == []
    assert [r.state for r in glyph_boxes(rings)] == [False, True]


def test_letters_are_no_glyph_boxes():
    assert glyph_boxes([Word(text, Box(0, 0, 9, 9)) for text in ("o", "O", "D", "0", "X", "n", "Oder", "●")]) == []


def test_drawn_squares_and_what_ticks_them():
    frames = [shape(10, 10), shape(50, 10), shape(90, 10), shape(130, 10)]
    cross = Shape(Box(52, 12, 58, 18), 2, 0, True, 0.0)
    dot = Shape(Box(92, 12, 98, 18), 4, 0, False, 1.0)
    found = drawn_boxes([*frames, cross, dot], [Word("X", Box(132, 10, 138, 20))])
    assert sorted((r.box.x0, r.state) for r in found) == [(10, False), (50, True), (90, True), (130, True)]


def test_a_border_and_its_filling_are_one_box():
    assert len(drawn_boxes([shape(10, 10), shape(10.5, 10.5, 9)], [])) == 1


def test_combs_bullets_and_labels_are_no_boxes():
    comb = [shape(10 + 10 * i, 10) for i in range(5)]
    assert drawn_boxes(comb, []) == []
    assert drawn_boxes([shape(10, 10, 6, ink=1.0, stroked=False)], []) == []
    assert drawn_boxes([shape(10, 10, 20)], [Word("Page", Box(12, 14, 28, 24))]) == []


def test_circles_come_in_groups():
    ring = shape(10, 10, lines=0, curves=4)
    assert drawn_boxes([ring], []) == []
    assert [r.kind for r in drawn_boxes([ring, shape(50, 10, lines=0, curves=4)], [])] == ["radio", "radio"]


def test_four_lines_make_a_box():
    lines = [Box(10, 10, 20, 10), Box(10, 20, 20, 20), Box(10, 10, 10, 20), Box(20, 10, 20, 20)]
    assert squares([Ruling(box) for box in lines], 4, 20) == [Box(10, 10, 20, 20)]
    assert squares([Ruling(box) for box in lines[:3]], 4, 20) == []


def test_widgets_know_their_state():
    widgets = [
        Widget("a", "checkbox", Box(0, 0, 9, 9), value="Yes", on="Yes"),
        Widget("b", "checkbox", Box(20, 0, 29, 9), value="Off", on="Yes"),
        Widget("c", "radio", Box(40, 0, 49, 9), value="2", on="1"),
        Widget("c", "radio", Box(60, 0, 69, 9), value="2", on="2"),
        Widget("t", "text", Box(80, 0, 99, 9), value="x"),
    ]
    assert [(r.kind, r.state) for r in widget_boxes(widgets)] == [
        ("checkbox", True),
        ("checkbox", False),
        ("radio", False),
        ("radio", True),
    ]


# --- pixels ---------------------------------------------------------------------------------------------------------

SCALE = 150 / 72
LETTER = 18.0


def paper() -> np.ndarray:
    return np.full((1650, 1275), 250, np.uint8)


def box(gray: np.ndarray, x: int, y: int, side: int = 22, mark: str = "") -> None:
    cv2.rectangle(gray, (x, y), (x + side, y + side), 40, 2)
    if mark == "x":
        cv2.line(gray, (x + 4, y + 4), (x + side - 4, y + side - 4), 30, 2)
        cv2.line(gray, (x + side - 4, y + 4), (x + 4, y + side - 4), 30, 2)
    if mark == "tick":  # leaves the box
        cv2.line(gray, (x + 4, y + 10), (x + 10, y + side - 4), 30, 3)
        cv2.line(gray, (x + 10, y + side - 4), (x + side + 10, y - 10), 30, 3)


def ring(gray: np.ndarray, x: int, y: int, radius: int = 11, dot: bool = False) -> None:
    cv2.circle(gray, (x, y), radius, 40, 2, cv2.LINE_AA)
    if dot:
        cv2.circle(gray, (x, y), radius // 2, 30, -1, cv2.LINE_AA)


def ink(gray: np.ndarray) -> Ink:
    return Ink(gray, SCALE, 0.0, 0.0, LETTER)


def noisy(gray: np.ndarray, amount: float, seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, amount, gray.shape)
    return np.clip(cv2.GaussianBlur(gray, (3, 3), 0) + noise, 0, 255).astype(np.uint8)


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    st.lists(st.sampled_from(["", "x", "tick"]), min_size=1, max_size=4),
    st.integers(24, 40),
    st.floats(0, 8),
    st.integers(0, 99),
)
def test_boxes_of_any_size_under_noise(marks, side, amount, seed):
    gray = paper()[:700]
    for i, mark in enumerate(marks):
        box(gray, 200, 150 + 120 * i, side, mark)
        cv2.putText(gray, "option", (220 + side, 150 + 120 * i + side), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 40, 2)
    found = sorted(scanned_boxes(ink(noisy(gray, amount, seed)), []), key=lambda r: r.box.top)
    found = [region for region in found if region.box.x0 * SCALE < 215]
    assert [region.state for region in found] == [bool(mark) for mark in marks]
    assert all(abs(region.box.x0 * SCALE - 200) < 5 for region in found)


@pytest.mark.parametrize("font", [cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_TRIPLEX])
def test_letters_alone_are_no_boxes(font):
    """Round ones by their shape, all others because they were read."""
    gray, words = paper(), []
    for i, text in enumerate(["o", "O", "D", "0", "Q", "B", "E", "H", "8", "U", "n", "a"]):
        cv2.putText(gray, text, (120, 120 + 90 * i), font, 0.9, 40, 2, cv2.LINE_AA)
        words.append(Word(text, Box(56, (96 + 90 * i) / SCALE, 70, (124 + 90 * i) / SCALE)))
    assert [r.kind for r in scanned_boxes(ink(gray), words) if r.kind == "checkbox"] == []
    assert [r.kind for r in scanned_boxes(ink(gray[:250]), []) if r.kind == "checkbox"] == []


def test_table_cells_and_combs_are_no_boxes():
    gray = paper()
    for i in range(8):
        cv2.line(gray, (200, 200 + 30 * i), (410, 200 + 30 * i), 40, 2)
        cv2.line(gray, (200 + 30 * i, 200), (200 + 30 * i, 410), 40, 2)
    for i in range(6):
        box(gray, 300 + 26 * i, 700)
    assert scanned_boxes(ink(gray), []) == []


def test_rings_with_fellows_are_radio_buttons():
    gray = paper()
    ring(gray, 300, 300)
    ring(gray, 300, 350, dot=True)
    ring(gray, 800, 900)  # stands alone
    found = sorted(scanned_boxes(ink(gray), []), key=lambda r: r.box.top)
    assert [(r.kind, r.state) for r in found] == [("radio", False), ("radio", True)]


def test_rings_read_as_letters_of_words_are_letters():
    gray = paper()
    ring(gray, 300, 300)
    ring(gray, 300, 350)
    words = [Word("Foo", Box(130, 138, 155, 150)), Word("Foo", Box(130, 162, 155, 174))]
    assert scanned_boxes(ink(gray), words) == []


def test_a_box_beside_a_ruling_stands_by_itself():
    gray = paper()
    box(gray, 300, 300)
    cv2.line(gray, (100, 326), (1100, 326), 40, 2)
    assert [r.state for r in scanned_boxes(ink(gray), [])] == [False]


@pytest.mark.parametrize("degrees", [-1.5, 1.0])
def test_small_skew(degrees):
    gray = paper()
    for i in range(4):
        box(gray, 250, 300 + 80 * i, 26, "x" if i % 2 else "")
    turn = cv2.getRotationMatrix2D((637, 825), degrees, 1.0)
    turned = cv2.warpAffine(gray, turn, (1275, 1650), borderValue=(250.0,))
    found = sorted(scanned_boxes(ink(turned), []), key=lambda r: r.box.top)
    assert [r.state for r in found] == [False, True, False, True]
