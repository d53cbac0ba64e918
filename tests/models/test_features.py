"""The arrays the encoder sees: what must not matter does not change them, and what must matter does."""

import numpy as np
import pytest

from models.batches import by_size, pad_nodes, teach
from models.features import (
    LEAN,
    NODE_FEATURES,
    PAIR_FEATURES,
    describe,
    hashed_grams,
    pair_features,
    shape_features,
)
from models.lessons import Written, lesson

TEXTS = ["Invoice No.:", "4711", "Total", "12,50 EUR"]
BOXES = np.array(
    [[0.1, 0.1, 0.3, 0.12], [0.32, 0.1, 0.4, 0.12], [0.1, 0.2, 0.2, 0.22], [0.32, 0.2, 0.5, 0.22]], np.float32
)


def written():
    texts = ["Name:", "Ada", "Lovelace", "Date"]
    boxes = np.array(
        [[0.1, 0.1, 0.2, 0.12], [0.3, 0.1, 0.35, 0.12], [0.36, 0.1, 0.5, 0.12], [0.1, 0.2, 0.2, 0.22]], np.float32
    )
    return Written(texts, boxes, [0, 1, 1, 2], [0, 0, 0, 0], [1, 2, 1], [(0, 1)])


def test_shapes():
    nodes = describe(TEXTS, BOXES)
    assert nodes.features.shape == (4, NODE_FEATURES)
    assert pair_features(BOXES).shape == (PAIR_FEATURES, 4, 4)
    assert np.isfinite(nodes.features).all()
    assert np.isfinite(pair_features(BOXES)).all()


def test_an_empty_page_has_arrays_too():
    nodes = describe([], np.zeros((0, 4), np.float32))
    assert len(nodes) == 0
    assert nodes.features.shape == (0, NODE_FEATURES)


def test_case_and_digits_do_not_change_the_grams_but_letters_do():
    upper, lower, other = hashed_grams(["TOTAL 12", "total 98", "total xy"])
    assert (upper == lower).all()
    assert (upper != other).any()


def test_grams_stay_inside_their_text():
    alone = set(hashed_grams(["total"])[0])
    beside = set(hashed_grams(["amount", "total", "due"])[1])
    assert alone - {0} == beside - {0}


def test_texts_and_boxes_must_be_as_many():
    with pytest.raises(ValueError, match="3 texts for 4 boxes"):
        describe(TEXTS[:3], BOXES)


def test_a_pair_seen_from_the_other_side_is_mirrored():
    pairs = pair_features(BOXES)
    assert np.allclose(pairs[:2, 0, 1], -pairs[:2, 1, 0])
    assert pairs[12, 1, 0] == 1  # the label is the nearest at the left of its value
    assert pairs[13, 0, 1] == 1
    assert pairs[14, 2, 0] == 1


def test_grains():
    assert len(lesson(written(), "entities").nodes) == 3
    assert len(lesson(written(), "words").nodes) == 4
    assert list(lesson(written(), "entities").labels) == [1, 2, 1]


def test_padding_keeps_every_page_as_it_was():
    small, large = lesson(written(), "entities"), lesson(written(), "words")
    batch = teach([small, large])
    assert batch["mask"].sum(axis=1).tolist() == [3, 4]
    assert batch["labels"][0].tolist()[3] == -100
    assert batch["links"][0].sum() == 1
    assert batch["links"][1].sum() == 2  # the label asks both words of its value
    assert (batch["features"][0, :3] == small.nodes.features).all()
    assert not pad_nodes([small.nodes, large.nodes])["pairs"][0, :, 3].any()


def test_batches_hold_every_page_once():
    pages = [lesson(written(), grain) for grain in ("entities", "words", "runs") for _ in range(5)]
    batches = list(by_size(pages, 12))
    assert sorted(id(page) for batch in batches for page in batch) == sorted(map(id, pages))
    assert max(len(batch) * max(len(page.nodes) for page in batch) for batch in batches) <= 12


def test_the_nearest_at_the_left_sees_back_at_the_right() -> None:
    left, right, under = (0.1, 0.1, 0.2, 0.12), (0.3, 0.1, 0.4, 0.12), (0.1, 0.2, 0.2, 0.22)
    planes = pair_features(np.array([left, right, under], np.float32))
    at_left, at_right, above, below = planes[12:16]
    assert at_left[1, 0] == at_right[0, 1] == 1
    assert above[2, 0] == below[0, 2] == 1
    assert planes[12:16].sum() == 4


def test_overlaps_are_shares_of_the_smaller_one_and_a_box_without_width_shares_nothing_across() -> None:
    random = np.random.default_rng(8)
    boxes = np.sort(random.uniform(0, 1, (12, 2, 2)), axis=1).reshape(12, 4).astype(np.float32)
    boxes[3, 2], boxes[7, 3] = boxes[3, 0], boxes[7, 1]
    planes = pair_features(boxes)
    for plane, low, high in ((planes[8], boxes[:, 1], boxes[:, 3]), (planes[9], boxes[:, 0], boxes[:, 2])):
        shared = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)
        least = np.maximum(np.minimum(high[:, None] - low[:, None], high - low), 1e-4)
        assert np.allclose(plane, np.clip(shared / least, -1, 1), atol=1e-3)


def test_the_nearest_are_those_of_all_pairs_looked_at_one_by_one() -> None:
    random = np.random.default_rng(9)
    corners = random.uniform(0, 1, (40, 2))
    boxes = np.concatenate([corners, corners + random.uniform(0.02, 0.2, (40, 2))], axis=1).astype(np.float32)
    planes = pair_features(boxes)
    rows, columns = planes[8] > 0.4, (planes[9] > 0.2) & (planes[8] <= 0.4)
    for k, related, low, high in ((12, rows, 0, 2), (14, columns, 1, 3)):
        middles = boxes[:, low] + boxes[:, high]
        for i in range(40):
            before = np.flatnonzero(related[i] & (middles < middles[i]))
            gaps = np.maximum(boxes[i, low] - boxes[before, high], 0)
            nearest = before[gaps <= gaps.min(initial=9) + 1e-3]
            assert np.flatnonzero(planes[k, i]).tolist() == nearest.tolist()
            after = np.flatnonzero(related[i] & (middles > middles[i]))
            gaps = np.maximum(boxes[after, low] - boxes[i, high], 0)
            nearest = after[gaps <= gaps.min(initial=9) + 1e-3]
            assert np.flatnonzero(planes[k + 1, i]).tolist() == nearest.tolist()


def test_lean_pair_features_are_some_of_them():
    boxes = np.sort(np.random.default_rng(4).uniform(0, 1, (9, 2, 2)), axis=1).reshape(9, 4).astype(np.float32)
    assert np.array_equal(pair_features(boxes, lean=True), pair_features(boxes)[list(LEAN)])


def test_shapes_count_signs_of_every_script():
    whole = shape_features(["Åb 2²-"])[0]
    assert np.allclose(whole[2:6], np.array([1, 1, 2, 1]) / 6)
    assert np.array_equal(shape_features(["Åb 2²-", "x"])[0], whole)


def test_pair_distances_are_signed_logarithms_and_gaps_are_those_of_neighbours():
    boxes = np.random.default_rng(4).uniform(0, 1, (30, 2)).astype(np.float32)
    boxes = np.concatenate([boxes, boxes + np.float32(0.04)], axis=1)
    planes = pair_features(boxes)
    apart = boxes[None, :, 0] - boxes[:, None, 0]
    assert np.allclose(planes[2], np.sign(apart) * np.log1p(40 * np.abs(apart)), atol=1e-5)
    assert np.allclose(planes[2], -planes[2].T)
    alone = pad_nodes([describe(["a"] * 30, boxes)])["pairs"]
    assert np.array_equal(alone[0], planes)
    beside = pad_nodes([describe(["a"] * 30, boxes), describe(["a"], boxes[:1])])["pairs"]
    assert np.array_equal(beside[0], planes) and not beside[1, :, 1:].any()
