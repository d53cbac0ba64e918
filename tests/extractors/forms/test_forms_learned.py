"""The learned finder: taught on a few small forms it answers others like them, and lives in a directory."""

import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractors.errors import BadAnnotations, BadModel
from extractors.forms import Forms
from extractors.forms.fitting import CONFIG, ENCODER, config_of, fine_tune, load_networks, numbered, write_model
from extractors.forms.kinds import supported
from extractors.forms.learned import LearnedFinder, LearnedOptions, Reading, _Node, described, page_nodes
from extractors.forms.teaching import check, passes, segment_lesson, written_pages
from extractors.read.pool import available_cores
from extractors.types import Box, Document, Entity, Example, Extraction, Page, Word
from models.calibration import softmax
from models.library import find, verify
from models.runtime import EncoderRuntime, Scores

pytestmark = pytest.mark.timeout(400)
LABELS = ("Name:", "Date of birth:", "Account no.:", "Total due:", "Telephone:")
VALUES = ("Ada Lovelace", "1815-12-10", "4711 0815", "12.50 EUR", "0221 123")


def form(number):
    """A form of three rows, a label and a value in each, its entities marked by a person."""
    random = np.random.default_rng(number)
    words, entities, links = [], [], []
    for row in range(3):
        top = 60.0 + 40 * row + float(random.uniform(0, 8))
        for kind, text, x in (("question", random.choice(LABELS), 60.0), ("answer", random.choice(VALUES), 260.0)):
            own = []
            for part in str(text).split():
                own.append(Word(part, Box(x, top, x + 6.0 * len(part), top + 10)))
                x += 6.0 * len(part) + 4
            words += own
            entities.append(Entity(kind, str(text), 1, (Box.around(word.box for word in own),)))
        links.append((2 * row, 2 * row + 1))
    key = f"{number:016x}"
    document = Document(key, key, (Page(1, 600, 800, words=tuple(words), text_source="text"),))
    return Example(document, Extraction(key, "forms", "person", entities=tuple(entities), links=tuple(links)))


def pictured(example, folder):
    """The same with a picture of its page, values bolder than labels."""
    page = example.document.pages[0]
    image = Image.new("L", (600, 800), 255)
    for entity in example.answer.entities:
        (box,) = entity.boxes
        ImageDraw.Draw(image).text((box.x0, box.top), entity.text, 0, stroke_width=int(entity.kind == "answer"))
    path = folder / f"{example.document.id}.png"
    image.save(path)
    return replace(example, document=replace(example.document, pages=(replace(page, image=str(path)),)))


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    import torch

    from models.compress import save_half
    from models.segment_encoder import SegmentEncoder, SegmentEncoderConfig
    from models.training import TrainOptions

    base, target = tmp_path_factory.mktemp("base"), tmp_path_factory.mktemp("target")
    torch.manual_seed(7)  # the networks one starts from are drawn here, before training sets its own seed
    for number, width in enumerate((32, 24)):
        network = SegmentEncoder(
            SegmentEncoderConfig(width=width, layers=1, heads=2, grams_width=16, pair_width=8, dropout=0.0)
        )
        save_half(network, base / numbered(ENCODER, number))
        (base / numbered(CONFIG, number)).write_text(json.dumps(config_of(network)))
    options = TrainOptions(
        steps=150,
        learning_rate=4e-3,
        warmup=5,
        nodes=60,
        threads=1,
        evaluate_every=50,
        text_dropout=0.0,
        save_every=150,
    )
    fine_tune(base, [pictured(form(number), base) for number in range(12)], target, options)
    return target


def test_it_answers_forms_it_has_not_seen(trained):
    unseen = [form(number) for number in range(100, 106)]
    extractor = Forms(finder=LearnedFinder(trained))
    assert extractor.evaluate(unseen).values["entity_f1"] > 0.9
    found = extractor.predict([example.document for example in unseen])
    assert [one.document_id for one in found] == [example.document.id for example in unseen]
    assert {"question", "answer"} >= {entity.kind for entity in found[0].entities}
    assert all(0 <= field.confidence <= 1 for one in found for field in one.fields)


def test_taught_on_pictures_it_sees_and_does_without(trained, tmp_path):
    finder = LearnedFinder(trained)
    assert finder.sees
    examples = [pictured(form(number), tmp_path) for number in range(600, 606)]
    assert Forms(finder=finder).evaluate(examples).values["entity_f1"] > 0.9
    page = examples[0].document.pages[0]
    blind = finder.find([replace(page, image="")])[0].entities
    seen = finder.find([page])[0].entities
    assert [entity.text for entity in blind] == [entity.text for entity in seen]
    assert [entity.confidence for entity in blind] != [entity.confidence for entity in seen]


def test_networks_that_learned_together_answer_together(trained):
    together = LearnedFinder(trained)
    assert [path.name for path in together.runtime.paths] == ["encoder.int8.onnx", "2.encoder.int8.onnx"]
    assert [network.config.width for network in load_networks(trained)] == [32, 24]
    page = form(700).document.pages[0]
    nodes = [described(page_nodes(page), page.width)]
    alone = [EncoderRuntime(path).run(nodes)[0] for path in together.runtime.paths]
    (both,) = together.runtime.run(nodes)
    assert softmax(both.labels) == pytest.approx(np.mean([softmax(one.labels) for one in alone], axis=0), abs=1e-5)


def test_the_live_model_learns_together_with_its_companion():
    live = find("forms")
    companion = find(live.card["companion"])
    found = [network.config.layers for network in load_networks(live.directory)]
    own = [json.loads((one.directory / CONFIG).read_text())["layers"] for one in (live, companion)]
    assert found == (own if available_cores() > 1 else own[:1])
    assert len(load_networks(live.directory, alone=True)) == 1


def test_given_entities_get_kinds_and_links(trained):
    example = form(200)
    given = [replace(entity, kind="") for entity in example.answer.entities]
    labelled = Forms(finder=LearnedFinder(trained)).label([example.document], [given])[0]
    assert [entity.kind for entity in labelled.entities] == ["question", "answer"] * 3
    assert set(labelled.links) == set(example.answer.links)


def test_save_and_load_predict_the_same(trained, tmp_path):
    extractor, documents = Forms(finder=LearnedFinder(trained)), [form(300).document]
    extractor.save(tmp_path)
    again = Forms.load(tmp_path)
    assert again.predict(documents) == extractor.predict(documents)
    again.save(tmp_path / "copy")
    assert Forms.load(tmp_path / "copy").name == extractor.name


@pytest.mark.parametrize("name", ["encoder.int8.onnx", ENCODER, CONFIG])
def test_altered_weights_are_refused_with_the_files_name(trained, tmp_path, name):
    Forms(finder=LearnedFinder(trained)).save(tmp_path)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(BadModel, match=name.replace(".", r"\.")):
        Forms.load(tmp_path)


def test_it_learns_on_from_what_it_was_measured_on(trained):
    from extractors.forms.fitting import Taught
    from extractors.forms.teaching import Material

    known, measured = [form(number) for number in range(12)], [form(number) for number in range(400, 406)]
    extractor = Forms(finder=LearnedFinder(trained))
    before = extractor.finder.directory
    assert not extractor.complete(measured)  # nothing was learned yet
    extractor.finder.taught = Taught(Material.of(known), seed=3)
    assert extractor.complete(measured)
    assert extractor.finder.directory != before
    assert extractor.finder.name.endswith("+tuned")
    assert extractor.evaluate([form(number) for number in range(500, 504)]).values["entity_f1"] > 0.9


def test_texts_of_all_annotated_pages_are_remembered(trained):
    from extractors.forms.memory import Memory

    finder = LearnedFinder(trained)
    assert len(finder.memory.pages) == 12  # those held out to calibrate on among them
    assert finder.memory.odds(["TOTAL DUE", "4711 0815"]).argmax(axis=1).tolist() == [1, 2]
    page = form(800).document.pages[0]
    sure = finder.find([page])[0].entities
    finder.memory = Memory()
    without = finder.find([page])[0].entities
    assert [entity.text for entity in sure] == [entity.text for entity in without]
    assert [entity.confidence for entity in sure] != [entity.confidence for entity in without]


def test_the_card_says_what_was_measured(trained):
    text = (trained / "card.md").read_text()
    for part in ("parameters", "cold start", "ms 120 nodes", "calibration error", "export int8"):
        assert part in text


def test_a_network_is_written_to_a_new_directory(trained, tmp_path):
    """As the first step of making all weights does."""
    pages = [page for number in range(2) for _, page in written_pages(form(number))]
    write_model(load_networks(trained)[:1], tmp_path / "build" / "new", pages, {})
    verify(tmp_path / "build" / "new")


def test_an_empty_page_has_no_answer(trained):
    found = LearnedFinder(trained).find([Page(1, 100, 100), form(1).document.pages[0]])
    assert found[0].entities == ()
    assert found[1].entities


def test_too_little_to_learn_from_is_refused():
    with pytest.raises(BadAnnotations, match="at least 3"):
        check([form(0), form(1)])
    one_kind = [
        replace(
            e, answer=replace(e.answer, entities=tuple(x for x in e.answer.entities if x.kind == "answer"), links=())
        )
        for e in map(form, range(4))
    ]
    with pytest.raises(BadAnnotations, match="only one kind"):
        check(one_kind)


def test_segments_with_one_mind_become_one_entity():
    same = np.full((3, 3), -5.0)
    same[0, 1] = same[1, 0] = 5.0
    labels = np.array([[0, 0, 9, 0], [0, 0, 8, 0], [0, 9, 0, 0]], np.float32)
    boxes = [Box(0, 0, 50, 10), Box(0, 12, 40, 22), Box(0, 40, 30, 50)]
    nodes = [_Node(text, (box,)) for text, box in zip(("first line", "second", "Name:"), boxes, strict=True)]
    found = Reading(nodes, Scores(labels, np.full((3, 3), -9.0), same, np.zeros(1)), 1, LearnedOptions()).found()
    assert [(e.kind, e.text, len(e.boxes)) for e in found.entities] == [
        ("answer", "first line second", 2),
        ("question", "Name:", 1),
    ]


def test_who_surely_asks_is_a_question_and_who_is_asked_an_answer():
    labels = np.array([[-9, 0.0, 0.6, -9], [-9, 0.5, 0.0, -9], [4, 0, 0, 0]], np.float32)
    links = np.full((3, 3), -9.0)
    np.fill_diagonal(links, 9.0)
    assert supported(labels, links).argmax(axis=1).tolist() == [2, 1, 0], "nothing is asked: the labels stay"
    links[0, 1] = 6.0
    assert supported(labels, links).argmax(axis=1).tolist() == [1, 2, 0]
    assert softmax(supported(labels, links)).sum(axis=1) == pytest.approx(1.0, abs=1e-6)
    assert supported(labels[:0], links[:0, :0]).shape == (0, 4)


def test_lessons_keep_what_belongs_together():
    from random import Random

    ((_, written),) = written_pages(form(7))
    assert written.links == [(0, 1), (2, 3), (4, 5)]
    made = segment_lesson(written)
    assert made is not None
    assert sorted(set(made.labels.tolist())) == [1, 2]
    assert len(list(passes([written] * 5, Random(1)))) == 5


def test_fields_alone_can_be_learned_from():
    from extractors.types import Field

    example = form(8)
    pairs = [(example.answer.entities[q], example.answer.entities[a]) for q, a in example.answer.links]
    fields = tuple(Field("x", a.text, 1, a.box, 1.0, label=q.text, key_box=q.box) for q, a in pairs)
    ((_, written),) = written_pages(
        replace(example, answer=replace(example.answer, entities=(), links=(), fields=fields))
    )
    assert written.kinds == [1, 2, 1, 2, 1, 2]
