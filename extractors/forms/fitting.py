"""Fine-tuning the segment encoder on annotated documents, and making a model directory of it."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from extractors.base import check_training
from extractors.forms.anew import as_read
from extractors.forms.kinds import supported
from extractors.forms.learned import LearnedOptions, decode_links, plain
from extractors.forms.memory import NOTHING, Memory
from extractors.forms.studies import Studied, Study, study_together
from extractors.forms.teaching import KINDS, Material, check, texts_of
from extractors.read.pool import available_cores
from extractors.types import Example
from models.calibration import expected_error, fit_isotonic, fit_temperature, softmax
from models.lessons import Lesson, Written, lesson
from models.library import CARD, find, read_card

if TYPE_CHECKING:
    from models.compress import Change
    from models.features import Nodes
    from models.runtime import Scores
    from models.segment_encoder import SegmentEncoder
    from models.training import TrainOptions

ENCODER = "encoder.fp16.safetensors"
INT8 = "encoder.int8.onnx"
CONFIG = "config.json"
LOG = "log.json"
"""What was noted while learning, step by step, for drawing."""


def load_network(directory: Path, number: int = 0) -> SegmentEncoder:
    """The encoder of a model directory, to learn on; of several that answer together, one. Raises BadModel where it
    does not fit."""
    from safetensors.torch import load_file

    from extractors.errors import BadModel
    from models.compress import KNOWN
    from models.segment_encoder import SegmentEncoder, SegmentEncoderConfig

    encoder, sizes = numbered(ENCODER, number), numbered(CONFIG, number)
    config = SegmentEncoderConfig(**json.loads((directory / sizes).read_text()))
    network = SegmentEncoder(config)
    state = {name: tensor.float() for name, tensor in load_file(directory / encoder).items()}
    try:
        network.load_state_dict({KNOWN: network.state_dict()[KNOWN], **state})
    except RuntimeError as error:
        raise BadModel(f"{directory / encoder} does not fit {sizes}", "copy the model's directory anew") from error
    return network


def load_networks(directory: Path, alone: bool = False) -> list[SegmentEncoder]:
    """The networks that learn together: all of the directory, or its only one with the companion that its card names,
    where there are cores for two and it is not to learn `alone`."""
    count = 1
    while (directory / numbered(CONFIG, count)).is_file():
        count += 1
    found = [load_network(directory, number) for number in range(count)]
    companion = read_card(directory).get("companion") if (directory / CARD).is_file() else None
    if companion and count == 1 and not alone and available_cores() > 1:
        found.append(load_network(find(str(companion)).directory))
    return found


def numbered(name: str, number: int) -> str:
    """What a file is called for the first, second, ... network of a directory."""
    return f"{number + 1}.{name}" if number else name


SEED = 7
TOGETHER = 30
"""From so many documents on a companion learns too; with fewer, starting it and writing it take longest."""
MOST_THREADS = 4
"""Cores that one small network keeps busy; one more makes its lessons."""
FIRST, WHOLE = 0.52, 0.86
"""The shares of the time after which the pages are learned that nothing is measured on, and after which the others are
too; the rest is for writing the model and measuring it."""
ON, ON_RATE = 0.5, 3e-4
"""How long and how fast is learned on when the pages that were measured on are learned from too: a share of the steps
for all pages, and the rate."""


@dataclass(frozen=True)
class Taught:
    """What a network was fine-tuned on, so that it can learn on, and how long that took."""

    material: Material
    seed: int
    seconds: float = 0.0


def plan(pages: int, unfreeze: int = -1, minutes: float = 5.0, seed: int = SEED) -> TrainOptions:
    """Options for so many annotated pages: enough passes for few, not too many for many."""
    from models.training import TrainOptions

    steps = int(np.clip(pages * 6, 60, 800))
    return TrainOptions(
        steps=steps,
        minutes=minutes,
        learning_rate=4e-4,
        hold=0.1,
        warmup=20,
        nodes=800,
        seed=seed,
        unfreeze=unfreeze,
        evaluate_every=max(steps // 8, 10),
        text_dropout=0.3,
        parts_dropout=0.15,
        threads=min(max(available_cores() // 2, 1), MOST_THREADS),
        workers=1,
    )


def fine_tune(
    base: Path,
    examples: Sequence[Example],
    target: Path,
    options: TrainOptions | None = None,
    minutes: float = 5.0,
    seed: int = SEED,
) -> Taught:
    """Fine-tune the model of `base` on the examples and write a complete model directory to `target`. Some documents
    are held out for most of the way, to calibrate on and to report; then they are learned from too (mistakes logged
    after that are on known pages). Returns what it learned from. Raises BadAnnotations where there is too little,
    MissingLibrary."""
    from extractors.errors import BadAnnotations

    check_training()
    from models.training import BadTraining, held_out_by_hash

    check(examples)
    networks, began = load_networks(base, alone=len(examples) < TOGETHER), time.monotonic()
    kept = held_out_by_hash([example.document.id for example in examples])
    learned, held = (_material([e for e, out in zip(examples, kept, strict=True) if out == side])
                     for side in (False, True))  # fmt: skip
    if not learned.pages:
        raise BadAnnotations("no annotated page has words", "annotate pages whose words are known, or read them first")
    left = max(FIRST * minutes - (time.monotonic() - began) / 60, minutes / 3.5)
    networks = [taught_to_see(network, learned.pages) for network in networks]
    options = options or plan(len(learned.pages) + len(held.pages), minutes=left, seed=seed)
    try:
        studied = _studied(networks, learned, held, options, target)
    except BadTraining as error:
        raise BadAnnotations(str(error)) from error
    (target / LOG).write_text(json.dumps(studied[0].log) + "\n")
    _write_studied(studied, base, target, held, Memory.read(base) + remembered(learned))
    return Taught(learned + held, options.seed, time.monotonic() - began)


def _studied(
    networks: Sequence[SegmentEncoder], learned: Material, held: Material, options: TrainOptions, target: Path
) -> list[Studied]:
    """All networks taught the same; while they learn, checkpoints lie in `target`."""
    return study_together(
        [
            Study(network, learned, held, options, target / "steps" / str(number))
            for number, network in enumerate(networks)
        ]
    )


def _write_studied(studied: Sequence[Studied], base: Path, target: Path, measured: Material, memory: Memory) -> None:
    """Write a model directory, calibrated on pages that the networks had not seen before; nor are they in `memory`."""
    (memory + remembered(measured)).write(target)
    card, networks = _told(base, studied[0].log), [one.network for one in studied]
    write_model(networks, target, measured.pages, card, [one.before for one in studied], memory)


def remembered(material: Material) -> Memory:
    """The texts of annotated pages, in both their readings."""
    pages = [*material.pages, *(own.written for own in material.scanned)]
    texts = [texts_of(page) for page in pages]
    return Memory.of((list(own.values()), [page.kinds[i] for i in own]) for own, page in zip(texts, pages, strict=True))


def taught_to_see(network: SegmentEncoder, pages: Sequence[Written]) -> SegmentEncoder:
    """The network, able to learn how words look where the pictures of the pages are there."""
    from models.narrowing import seeing

    looks = next((page.looks.shape[1] for page in pages if page.looks is not None), 0)
    return seeing(network, looks) if looks and not network.config.looks else network


SUMMARY = "Fine-tuned on a user's own annotated documents."


def learn_on(base: Path, taught: Taught, examples: Sequence[Example], target: Path, minutes: float = 5.0) -> None:
    """Learn on from the fine-tuned model of `base` with examples that it was measured on and has not learned from, and
    write it to `target`; what it was before is calibrated on them first. `minutes`: for both, a fifteenth of them at
    least for this."""
    began = time.monotonic() - taught.seconds
    new = _material(examples)
    material = taught.material + new
    usual = plan(len(material.pages), seed=taught.seed + 1)
    steps = max(int(usual.steps * ON), 20)
    left = max(WHOLE * minutes - (time.monotonic() - began) / 60, minutes / 15)
    options = replace(usual, steps=steps, minutes=left, learning_rate=ON_RATE, hold=0.0, save_every=steps)
    studied = _studied(load_networks(base), material, Material([], []), options, target)
    (target / LOG).write_text((base / LOG).read_text())
    _write_studied(studied, base, target, new, Memory.read(base))


def _material(examples: Sequence[Example]) -> Material:
    """The pages, and where their words were given, as OCR reads them: what is met in use."""
    return Material.of(examples, as_read(examples))


def _told(base: Path, log: Sequence[dict[str, float]]) -> dict[str, Any]:
    """What the card of a fine-tuned model says beside its figures: it takes in what its base does."""
    known = read_card(base) if (base / CARD).is_file() else {}
    return {"summary": SUMMARY, "intake": known.get("intake", {}), "log": log[-1:]}


def write_model(
    networks: Sequence[SegmentEncoder],
    target: Path,
    held: Sequence[Written],
    card: dict[str, Any],
    before: Sequence[SegmentEncoder] = (),
    memory: Memory = NOTHING,
) -> dict[str, Any]:
    """Export networks that answer together (or one alone), calibrate on held-out pages and seal a model directory.
    `before`: the networks that have not seen these pages, where those to write have; `memory` has not either."""
    from models.card import artifact, write
    from models.compress import joint_answers
    from models.runtime import EncoderRuntime

    lessons = [lesson(page, "entities") for page in held]
    pages = [one.nodes for one in lessons]
    target.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(target / "steps", ignore_errors=True)
    changes = [_export(network, target, number, pages[:20]) for number, network in enumerate(networks)]
    paths = [target / numbered(INT8, number) for number in range(len(networks))]
    scores = joint_answers(before, pages) if before else EncoderRuntime(paths, threads=1).run(pages)
    recalled = [_recalling(*one, memory) for one in zip(scores, held, lessons, strict=True)]
    calibration, result = calibrate(recalled, lessons)
    parameters = sum(p.numel() for network in networks for p in network.parameters())
    (target / "metrics.json").write_text(json.dumps(result, indent=1) + "\n")
    content = {
        "family": "forms",
        "variant": target.name,
        "version": 1,
        "predict": [path.name for path in paths] if len(paths) > 1 else INT8,
        "sees": any(network.config.looks for network in networks),
        **card,
        "calibration": calibration,
        "artifact": {**card.get("artifact", {}), **artifact(paths, parameters), **_changed(changes)},
        "result": {**card.get("result", {}), **result},
    }
    return write(target, content)


def _recalling(scores: Scores, page: Written, own: Lesson, memory: Memory) -> Scores:
    """The scores of a page's entities together with what is remembered of their texts."""
    texts = texts_of(page)
    odds = memory.odds([texts[entity] for entity in own.owner])
    return replace(scores, labels=(scores.labels + odds).astype(np.float32))


def _export(network: SegmentEncoder, target: Path, number: int, samples: list[Nodes]) -> tuple[Change, Change]:
    """Write the files of one network, and what exporting it and making it 8-bit changed."""
    from models.compress import FLOAT, change, export, save_half

    with TemporaryDirectory(dir=target) as folder:
        export(network, Path(folder))
        changes = change(network, Path(folder, FLOAT), samples), change(network, Path(folder, INT8), samples)
        Path(folder, INT8).replace(target / numbered(INT8, number))
    save_half(network, target / numbered(ENCODER, number))
    (target / numbered(CONFIG, number)).write_text(json.dumps(config_of(network), indent=1) + "\n")
    return changes


def _changed(changes: Sequence[tuple[Change, Change]]) -> dict[str, str]:
    float_change, int8_change = (max(own, key=lambda one: one.largest) for own in zip(*changes, strict=True))
    return {
        "export_float": f"largest probability difference {float_change.largest:.2g}",
        "export_int8": f"largest probability difference {int8_change.largest:.2g}, "
        f"{int8_change.labels_changed:.2%} of labels changed",
    }


def config_of(network: SegmentEncoder) -> dict[str, Any]:
    """The sizes that make the network again."""
    names = (
        "width", "layers", "heads", "grams_width", "buckets", "pieces", "pieces_width", "pair_width", "head_width",
        "forward_width", "lean", "dropout", "labels", "page_classes", "looks",
    )  # fmt: skip
    return {name: getattr(network.config, name) for name in names}


def calibrate(scores: Sequence[Scores], lessons: Sequence[Lesson]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The finder's state with calibration fitted on one half of the pages, and the expected calibration error on the
    other; then fitted on all."""
    cases = [_cases(one, own) for one, own in zip(lessons, scores, strict=True)]
    halves = cases[::2], cases[1::2] or cases[::2]
    temperature, links = _fit(halves[0])
    labels, truth = (np.concatenate([case[i] for case in halves[1]]) for i in (0, 1))
    shown = softmax(labels, temperature)
    raw, right = (np.concatenate([case[i] for case in halves[1]]) for i in (2, 3))
    result = {
        **_figures(cases),
        "label_calibration_error": round(expected_error(shown.max(1), shown.argmax(1) == truth), 4),
        "link_calibration_error": round(expected_error(links(raw), right), 4),
    }
    temperature, links = _fit(cases)
    options = LearnedOptions(label_temperature=temperature, links=links)
    return plain(options), result


def _figures(cases: Sequence[tuple[np.ndarray, ...]]) -> dict[str, Any]:
    """Precision and coverage of each kind with entities given, and of links, over the held-out pages."""
    kinds, truth = (np.concatenate([case[i] for case in cases]) for i in (0, 1))
    found = kinds.argmax(1)
    figures: dict[str, Any] = {}
    for number, kind in enumerate(KINDS):
        right = int(((found == number) & (truth == number)).sum())
        precision = right / max(int((found == number).sum()), 1)
        figures[kind] = {
            "precision": round(precision, 4),
            "coverage": round(right / max(int((truth == number).sum()), 1), 4),
        }
    hits, wanted = np.concatenate([case[3] for case in cases]), sum(int(case[4]) for case in cases)
    right = int(hits.sum())
    figures["label_f1"], figures["link_f1"] = _label_f1(found, truth), round(2 * right / max(len(hits) + wanted, 1), 4)
    figures["link"] = {"precision": round(right / max(len(hits), 1), 4), "coverage": round(right / max(wanted, 1), 4)}
    return {"held_out_pages": len(cases), **figures}


def _label_f1(found: np.ndarray, truth: np.ndarray) -> float:
    """Micro F1 over headers, questions and answers."""
    other = KINDS.index("other")
    right = int(((found == truth) & (truth != other)).sum())
    return round(2 * right / max(int((found != other).sum() + (truth != other).sum()), 1), 4)


def _fit(cases: Sequence[tuple[np.ndarray, ...]]) -> tuple[float, Any]:
    labels, truth, raw, right = (np.concatenate([case[i] for case in cases]) for i in range(4))
    return fit_temperature(labels, truth), fit_isotonic(list(raw), list(right))


def _cases(one: Lesson, scores: Any) -> tuple[np.ndarray, ...]:
    """Label logits and truth, and for each link that would be given its raw probability and whether it is right."""
    logits = supported(scores.labels, scores.links)
    kinds = logits.argmax(1)
    asking, answering = np.flatnonzero(kinds == 1), np.flatnonzero(kinds == 2)
    place = {int(entity): i for i, entity in enumerate(one.owner)}
    right = {(place[q], place[a]) for q, a in one.links if q in place and a in place}
    pairs: list[tuple[tuple[int, int], float]] = []
    if len(asking) and len(answering):
        pairs = decode_links(scores.links[np.ix_(asking, answering)], asking, answering, LearnedOptions())
    raw = np.array([p for _, p in pairs], np.float64)
    return (
        logits,
        np.asarray(one.labels),
        raw,
        np.array([pair in right for pair, _ in pairs], bool),
        np.array(len(right)),
    )


def with_unfreeze(options: TrainOptions, layers: int) -> TrainOptions:
    """The same, but only the last `layers` layers and the heads learn."""
    return replace(options, unfreeze=layers)


__all__ = ["calibrate", "fine_tune", "load_network", "load_networks", "plan", "with_unfreeze", "write_model"]
