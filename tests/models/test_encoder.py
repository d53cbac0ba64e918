"""The segment encoder learns, is exported without change, and is refused when its files are not what the card says."""

import json
import subprocess
import sys
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from models.lessons import Written, lesson
from models.library import BadWeights, find, networks, seal, verify
from models.runtime import INPUTS

pytestmark = pytest.mark.timeout(400)
ROOT = Path(__file__).parents[2]
WORDS = ("Name:", "Date:", "Total", "Sum", "Amount", "Street:", "City", "Phone:")


def pages(count=8):
    """Pages of labels with a value at the right; which word asks is a matter of text, not of place."""
    random = np.random.default_rng(3)
    made = []
    for _ in range(count):
        texts, boxes, kinds, links = [], [], [], []
        for row in range(4):
            y = 0.1 + 0.05 * row
            texts += [str(random.choice(WORDS)), str(random.integers(100, 9999))]
            boxes += [[0.1, y, 0.2, y + 0.015], [0.3, y, 0.4, y + 0.015]]
            kinds += [1, 2]
            links.append((2 * row, 2 * row + 1))
        places = list(range(len(texts)))
        made.append(Written(texts, np.array(boxes, np.float32), places, [0] * len(texts), kinds, links))
    return [lesson(page, "entities") for page in made]


def tiny(**sizes):
    import torch

    from models.segment_encoder import SegmentEncoder, SegmentEncoderConfig

    torch.manual_seed(7)
    return SegmentEncoder(
        SegmentEncoderConfig(
            width=32, layers=1, heads=2, grams_width=16, buckets=512, pair_width=8, dropout=0.0, **sizes
        )
    )


def learned(tmp_path, network=None, **changes):
    from models.training import TrainOptions, train

    network = network or tiny()
    lessons = pages()
    values = {"steps": 120, "learning_rate": 1e-2, "warmup": 5, "text_dropout": 0.0, "nodes": 64}
    options = TrainOptions(**{**values, "threads": 1, "save_every": 1000, **changes})
    return network, lessons, train(network, lambda number: lessons, options, tmp_path)


@pytest.fixture(autouse=True)
def few_buckets(monkeypatch):
    monkeypatch.setattr("models.features.hashed_grams.__defaults__", (512, 72))


def test_a_tiny_network_learns_eight_pages_by_heart(tmp_path):
    import torch

    from models.batches import teach

    network, lessons, log = learned(tmp_path)
    network.eval()
    arrays = teach(lessons)
    with torch.no_grad():
        out = network(**{name: torch.from_numpy(arrays[name]) for name in INPUTS})
    assert (out.labels.argmax(-1).numpy() == arrays["labels"]).all()
    assert ((out.links > 0).numpy() == arrays["links"]).all()
    assert log[0]["loss"] > 4 * log[-2]["loss"]


def test_training_is_seeded(tmp_path):
    first, second = (learned(tmp_path / name, steps=6)[2] for name in "ab")
    assert [entry.get("loss") for entry in first] == [entry.get("loss") for entry in second]


def test_only_the_heads_and_last_layers_learn_when_asked(tmp_path):
    import torch

    network = tiny()
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    learned(tmp_path, network, steps=4, unfreeze=0)
    moved = {
        name.split(".")[0] for name, tensor in network.state_dict().items() if not torch.equal(tensor, before[name])
    }
    assert "label" in moved and "pair" in moved
    assert not moved & {"grams", "text", "shape", "geometry", "bias", "layers"}


def test_padding_does_not_change_the_answer():
    import torch

    from models.batches import pad_nodes

    network, (one, *_) = tiny().eval(), pages(1)
    arrays = pad_nodes([one.nodes])
    wide = {
        name: np.pad(a, [(0, 0)] + [(0, 3) if size == len(one.nodes) else (0, 0) for size in a.shape[1:]])
        for name, a in arrays.items()
    }
    with torch.no_grad():
        alone = network(**{name: torch.from_numpy(a) for name, a in arrays.items()})
        padded = network(**{name: torch.from_numpy(a) for name, a in wide.items()})
    assert torch.allclose(alone.labels, padded.labels[:, : len(one.nodes)], atol=1e-5)
    assert torch.allclose(alone.links, padded.links[:, : len(one.nodes), : len(one.nodes)], atol=1e-5)


def test_save_and_load_give_the_same_network(tmp_path):
    import torch

    from models.segment_encoder import SegmentEncoder

    network = tiny()
    network.save_pretrained(tmp_path)
    again = SegmentEncoder.from_pretrained(tmp_path)
    assert all(
        torch.equal(a, b) for a, b in zip(network.state_dict().values(), again.state_dict().values(), strict=True)
    )
    assert not list(tmp_path.glob("*.bin"))


def test_exported_networks_answer_like_the_network(tmp_path):
    from models.compress import FLOAT, INT8, change, export

    network, lessons, _ = learned(tmp_path / "steps", steps=30)
    export(network, tmp_path)
    nodes = [one.nodes for one in lessons]
    assert change(network, tmp_path / FLOAT, nodes).largest < 1e-4
    assert change(network, tmp_path / INT8, nodes).largest < 0.1
    assert (tmp_path / INT8).stat().st_size < (tmp_path / FLOAT).stat().st_size


def test_lean_networks_are_exported_and_run_on_fewer_pair_features(tmp_path):
    from models.compress import FLOAT, INT8, change, export
    from models.features import LEAN

    network, lessons, _ = learned(tmp_path / "steps", tiny(lean=True, forward_width=40), steps=30)
    assert network.geometry[0].weight.shape[1] == len(LEAN)
    export(network, tmp_path)
    nodes = [one.nodes for one in lessons]
    assert change(network, tmp_path / FLOAT, nodes).largest < 1e-4
    assert change(network, tmp_path / INT8, nodes).largest < 0.1


def test_narrowing_takes_the_weakest_units_away():
    """With units that do nothing, as many as are taken away, answers stay the same."""
    import torch

    from models.batches import pad_nodes
    from models.narrowing import narrowed

    network, half = tiny().eval(), slice(0, None, 2)
    with torch.no_grad():
        network.layers[0].forward_out.weight[:, half] = 0
        network.geometry[0].weight[half], network.geometry[0].bias[half] = 0, 0
        network.pair.score.weight[:, half] = 0
    smaller = narrowed(network, {"forward_width": 48, "pair_width": 4, "head_width": 8}).eval()
    arrays = {name: torch.from_numpy(array) for name, array in pad_nodes([pages(1)[0].nodes]).items()}
    with torch.no_grad():
        before, after = network(**arrays), smaller(**arrays)
    for name in ("labels", "links", "same"):
        assert torch.allclose(getattr(before, name), getattr(after, name), atol=1e-5), name
    with pytest.raises(ValueError, match="width"):
        narrowed(network, {"width": 16})


def test_the_first_layers_are_kept():
    """A last layer that changes nothing may be left out."""
    import torch

    from models.batches import pad_nodes
    from models.narrowing import narrowed
    from models.segment_encoder import SegmentEncoder, SegmentEncoderConfig

    torch.manual_seed(7)
    sizes = {"width": 32, "layers": 3, "heads": 2, "grams_width": 16, "buckets": 512, "pair_width": 8}
    network = SegmentEncoder(SegmentEncoderConfig(**sizes)).eval()
    with torch.no_grad():
        for part in (network.layers[2].attention.out, network.layers[2].forward_out):
            part.weight.zero_()
            part.bias.zero_()
    smaller = narrowed(network, {"layers": 2}).eval()
    arrays = {name: torch.from_numpy(array) for name, array in pad_nodes([pages(1)[0].nodes]).items()}
    with torch.no_grad():
        before, after = network(**arrays), smaller(**arrays)
    assert len(smaller.layers) == 2
    for name in ("labels", "links", "same"):
        assert torch.allclose(getattr(before, name), getattr(after, name), atol=1e-5), name


def test_longer_vectors_of_pieces_count_for_nothing_at_first():
    import torch

    from models.narrowing import knowing

    network = tiny(pieces_width=24)
    wider = knowing(network, 40)
    assert wider.pieces.weight.shape[1] == wider.config.pieces_width == 40
    assert torch.equal(wider.pieces.weight[:, :24], network.pieces.weight)
    assert torch.equal(wider.meaning[1].weight[:, :24], network.meaning[1].weight)
    assert not wider.meaning[1].weight[:, 24:].any()
    assert torch.equal(wider.label[0].weight, network.label[0].weight)


def test_parts_of_texts_are_left_out_while_learning_only():
    import torch

    network = tiny(parts_dropout=0.5, text_dropout=0.0)
    numbers = torch.arange(1, 33).reshape(1, 1, 32)
    whole = network.grams.weight[1:33].mean(0)
    torch.manual_seed(3)
    assert not torch.allclose(network.train()._bag(network.grams, numbers)[0, 0], whole, atol=1e-4)
    assert torch.allclose(network.eval()._bag(network.grams, numbers)[0, 0], whole, atol=1e-6)


def test_runtime_keeps_the_order_and_answers_empty_pages(tmp_path):
    from models.compress import FLOAT, export
    from models.features import describe
    from models.runtime import EncoderRuntime

    lessons = pages(3)
    export(tiny(), tmp_path)
    runtime = EncoderRuntime(tmp_path / FLOAT)
    empty = describe([], np.zeros((0, 4), np.float32))
    small = describe(["Name:"], np.array([[0.1, 0.1, 0.2, 0.12]], np.float32))
    together = runtime.run([lessons[0].nodes, empty, small, lessons[1].nodes])
    assert [len(scores.labels) for scores in together] == [8, 0, 1, 8]
    assert np.allclose(together[3].links, runtime.run([lessons[1].nodes])[0].links, atol=1e-4)


def test_several_networks_answer_together(tmp_path):
    """A network of other sizes beside the first; the mean of what each says alone."""
    from models.calibration import softmax
    from models.compress import FLOAT, export
    from models.runtime import EncoderRuntime

    nodes = [one.nodes for one in pages(2)]
    for name, network in (("a", tiny()), ("b", tiny(lean=True, head_width=8))):
        export(network, tmp_path / name)
    paths = [tmp_path / name / FLOAT for name in "ab"]
    one, other, both = (EncoderRuntime(given).run(nodes)[1] for given in (paths[0], paths[1], paths))
    assert np.allclose(softmax(both.labels), (softmax(one.labels) + softmax(other.labels)) / 2, atol=1e-5)
    assert np.allclose(both.links, (one.links + other.links) / 2, atol=1e-5)
    assert not np.allclose(one.links, other.links, atol=1e-2)


def test_networks_that_the_card_has_no_hash_of_do_not_answer(tmp_path):
    with pytest.raises(BadWeights, match=r"other\.onnx"):
        networks(tmp_path, {"predict": ["encoder.onnx", "../other.onnx"], "files": {"encoder.onnx": ""}})
    assert networks(tmp_path, {"predict": "a.onnx", "files": {"a.onnx": ""}}) == (tmp_path / "a.onnx",)


def test_large_pages_are_read_in_windows_that_overlap():
    from models.features import describe
    from models.runtime import Scores, joined, part_of, windows

    count = 25
    boxes = np.array([[0.1, 0.02 * i, 0.2, 0.02 * i + 0.015] for i in range(count)], np.float32)
    page = describe([f"line {i}" for i in range(count)], boxes)
    places = windows(page, most=10)
    assert sorted(set(np.concatenate(places))) == list(range(count))
    assert max(map(len, places)) == 10
    scores = []
    for place in places:
        assert len(part_of(page, place)) == len(place)
        near = np.abs(place[:, None] - place[None]).astype(np.float32)
        scores.append(Scores(np.eye(count, dtype=np.float32)[place], -near, -near, np.zeros(3, np.float32)))
    whole = joined(count, places, scores)
    assert (whole.labels.argmax(1) == np.arange(count)).all()
    assert all(whole.links[i, i + 3] == -3 for i in range(count - 4))
    assert whole.links[0, 24] == -20


def test_held_out_documents_do_not_change_when_others_come():
    from models.training import BadTraining, held_out_by_hash

    keys = [f"{n:016x}" for n in range(60)]
    kept = {key for key, out in zip(keys, held_out_by_hash(keys), strict=True) if out}
    fewer = {key for key, out in zip(keys[:40], held_out_by_hash(keys[:40]), strict=True) if out}
    assert kept & set(keys[:40]) == fewer
    assert 2 <= len(kept) <= 20
    assert sum(held_out_by_hash(keys[:3])) == 1
    with pytest.raises(BadTraining, match="at least 3"):
        held_out_by_hash(keys[:2])


def model(folder):
    (folder / "encoder.int8.onnx").write_bytes(b"weights")
    seal(folder, {"family": "forms", "variant": "test"})
    return folder


def test_sealed_models_verify(tmp_path):
    assert verify(model(tmp_path))["variant"] == "test"


@pytest.mark.parametrize("content", [b"weightz", b"weigh", b""])
def test_altered_weights_are_refused_by_name(tmp_path, content):
    (model(tmp_path) / "encoder.int8.onnx").write_bytes(content)
    with pytest.raises(BadWeights, match=r"encoder\.int8\.onnx: altered or truncated"):
        verify(tmp_path)


def test_missing_weights_are_refused_by_name(tmp_path):
    (model(tmp_path) / "encoder.int8.onnx").unlink()
    with pytest.raises(BadWeights, match=r"encoder\.int8\.onnx: missing"):
        verify(tmp_path)


def test_pickle_is_refused(tmp_path):
    (model(tmp_path) / "weights.bin").write_bytes(b"x")
    with pytest.raises(BadWeights, match="never loaded"):
        verify(tmp_path)


def test_other_formats_and_paths_outside_are_refused(tmp_path):
    card = json.loads((model(tmp_path) / "card.json").read_text())
    (tmp_path / "card.json").write_text(json.dumps(card | {"format": 99}))
    with pytest.raises(BadWeights, match="format 99"):
        verify(tmp_path)
    (tmp_path / "card.json").write_text(json.dumps(card | {"files": {"../x.onnx": "0"}}))
    with pytest.raises(BadWeights, match="outside"):
        verify(tmp_path)


def test_a_library_of_ones_own_comes_first_and_rolls_back(tmp_path):
    from models.library import live, make_live, roll_back

    (tmp_path / "forms" / "mine").mkdir(parents=True)
    model(tmp_path / "forms" / "mine")
    before = live("forms", tmp_path)
    make_live("forms", "mine", tmp_path)
    assert find("forms", tmp_path).variant == "mine"
    assert roll_back("forms", tmp_path) == before
    with pytest.raises(KeyError, match="there are"):
        find("forms/none", tmp_path)


def test_inference_loads_no_torch():
    modules = "import sys, models.runtime, models.library, models.card"
    code = f"{modules}; print('torch' in sys.modules, 'transformers' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["False", "False"]


def test_time_limit_stops_training(tmp_path):
    _, _, log = learned(tmp_path, steps=100_000, minutes=0.02)
    assert log[-1]["epoch"] < 100_000


def test_resumes_from_the_last_checkpoint(tmp_path):
    from models.training import TrainOptions, train

    lessons, options = pages(), TrainOptions(steps=8, save_every=4, nodes=64, warmup=1)
    train(tiny(), lambda number: lessons, TrainOptions(steps=4, save_every=4, nodes=64, warmup=1), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint-4"]
    train(tiny(), lambda number: islice(lessons, 8), options, tmp_path, resume=True)
    assert (tmp_path / "checkpoint-8").is_dir()


def test_no_thread_is_waited_for_that_openmp_does_not_grant(monkeypatch):
    """What OCR in the same process sets; without a look at it the first step of training never ends."""
    import torch

    from models.training import set_threads

    before = torch.get_num_threads()
    try:
        monkeypatch.setenv("OMP_THREAD_LIMIT", "1")
        set_threads(2)
        assert torch.get_num_threads() == 1
        monkeypatch.delenv("OMP_THREAD_LIMIT")
        set_threads(2)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
