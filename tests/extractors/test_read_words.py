"""Words and rulings: which text layers are trusted, what OCR reads, and where it says it stands."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractors.errors import MissingLanguage, MissingProgram
from extractors.metrics.words import bag_score
from extractors.read import ocr
from extractors.read.ocr import default_ocr, null_ocr
from extractors.read.open import Document
from extractors.read.options import ReadOptions
from extractors.read.prepare import components, prepare
from extractors.read.scan import judged, read_scan, split_word
from extractors.read.second_look import merge, uncertain_areas
from extractors.read.textlayer import agreement, judge, plausible_share, unmapped_share
from extractors.read.upright import apply_turn, estimate, reading_size, turn
from extractors.read.words import page_words, read_words
from extractors.types import Box, Page, Word
from tests.extractors.reading import LINES, font, image_bytes, pdf_bytes, picture, scanned_pdf, stored

OPTIONS = ReadOptions()
TEXT = " ".join(LINES).split()


def crashing_ocr(image, languages, psm):
    raise AssertionError("this page needed no OCR")


def recall(page: Page, expected: list[str] = TEXT) -> float:
    return bag_score([(expected, [word.text for word in page.words])]).recall


def words(*texts: str) -> list[Word]:
    return [Word(text, Box(60.0 * i, 0, 60.0 * i + 50, 10)) for i, text in enumerate(texts)]


def test_a_good_text_layer_is_taken_without_ocr(tmp_path):
    page = read_words(stored(tmp_path, pdf_bytes([list(LINES)])), 1, OPTIONS, crashing_ocr)
    assert (page.text_source, recall(page)) == ("text", 1.0)
    first = page.words[0]
    assert first.text == "The"
    assert (first.box.x0, first.size) == (pytest.approx(72, abs=1), pytest.approx(12, abs=0.5))
    assert 700 < 792 - first.box.top < 715


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_boxes_are_on_the_page_as_displayed(tmp_path, rotate):
    page = read_words(stored(tmp_path, pdf_bytes([["corner"]], rotate=rotate)), 1, OPTIONS, crashing_ocr)
    x, y = page.words[0].box.center
    far = {90: (704, 90), 180: (520, 700), 270: (88, 522)}[rotate]
    assert (x, y) == (pytest.approx(far[0], abs=22), pytest.approx(far[1], abs=22))
    assert page.words[0].direction == rotate


def test_a_scan_is_read_by_ocr(tmp_path):
    page = page_words(stored(tmp_path, scanned_pdf(picture())), 1, OPTIONS, str(tmp_path))
    assert page.text_source == "ocr"
    assert recall(page) >= 0.95
    assert page.transform.is_identity


def test_a_true_layer_behind_a_scan_is_kept_and_a_false_one_is_not(tmp_path):
    true = page_words(stored(tmp_path, scanned_pdf(picture(), list(LINES))), 1, OPTIONS, str(tmp_path))
    assert (true.text_source, recall(true)) == ("text", 1.0)
    nonsense = ["Xqzt wvrk plmb hjkd fgtr bnsd qwpz vbxk lrtm"] * len(LINES)
    false = page_words(stored(tmp_path, scanned_pdf(picture(), nonsense)), 1, OPTIONS, str(tmp_path))
    assert false.text_source == "ocr"
    assert recall(false) >= 0.95


def test_a_layer_that_lies_elsewhere_needs_no_ocr_to_be_refused(tmp_path):
    document = stored(tmp_path, scanned_pdf(picture(), ["Stamp"]))
    options = replace(OPTIONS, second_look="none")
    assert read_words(document, 1, options, null_ocr).text_source == "none"


def test_pictures_between_text_are_read_too(tmp_path):
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "mixed.pdf"
    canvas = Canvas(str(path), pagesize=(612, 792))
    canvas.drawString(72, 740, "A letter with natural text above, and a picture of a printed notice below it.")
    canvas.drawImage(ImageReader(picture()), 72, 300, 400, 175)
    canvas.save()
    page = page_words(stored(tmp_path, path.read_bytes()), 1, OPTIONS, str(tmp_path))
    assert page.text_source == "mixed"
    assert recall(page) >= 0.9
    assert {word.source for word in page.words} == {"text", "ocr"}
    fox = next(word for word in page.words if word.text == "fox")
    assert 317 < fox.box.top < 492


def test_a_chart_is_not_read(tmp_path):
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    chart = Image.new("L", (1000, 700), 255)
    draw = ImageDraw.Draw(chart)
    for bar in range(12):
        draw.rectangle((70 + 75 * bar, 100 + 40 * bar, 110 + 75 * bar, 600), outline=0, width=3)
        draw.text((84 + 75 * bar, 610), str(bar), font=font(22), fill=0)
        draw.text((10, 90 + 42 * bar), f"{12 - bar}0", font=font(22), fill=0)
    path = tmp_path / "chart.pdf"
    canvas = Canvas(str(path), pagesize=(612, 792))
    canvas.drawString(72, 740, "Figure 1: sales by month, in thousands")
    canvas.drawImage(ImageReader(chart), 72, 300, 400, 280)
    canvas.save()
    assert read_words(stored(tmp_path, path.read_bytes()), 1, OPTIONS, crashing_ocr).text_source == "text"


def test_ocr_can_be_forced_or_forbidden(tmp_path):
    document = stored(tmp_path, pdf_bytes([list(LINES)]))
    assert page_words(document, 1, replace(OPTIONS, ocr="always"), "").text_source == "ocr"
    scan = stored(tmp_path, scanned_pdf(picture()))
    assert read_words(scan, 1, replace(OPTIONS, ocr="never"), crashing_ocr).text_source == "none"


def test_an_empty_page_is_empty(tmp_path):
    assert read_words(stored(tmp_path, pdf_bytes([[]])), 1, OPTIONS, crashing_ocr).words == ()
    blank = stored(tmp_path, image_bytes(Image.new("L", (800, 600), 255)))
    assert page_words(blank, 1, OPTIONS, "").text_source == "none"


LANGUAGES = {
    "deu": "Übergrößen müssen während der Prüfung schriftlich bestätigt werden",
    "fra": "Les élèves français préfèrent être évalués après la leçon",
    "spa": "El señor Muñoz pagó mañana según la información española",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_with_their_letters(tmp_path, language):
    if language not in ocr.installed_languages():
        pytest.skip(f"tesseract has no {language}")
    lines = (LANGUAGES[language],) * 3
    document = stored(tmp_path, image_bytes(picture(lines, 34, 1600)))
    page = page_words(document, 1, ReadOptions(languages=(language,)), "")
    assert recall(page, " ".join(lines).split()) >= 0.9


def test_a_missing_language_says_how_to_get_it(tmp_path):
    document = stored(tmp_path, image_bytes(picture()))
    with pytest.raises(MissingLanguage, match="apt-get install tesseract-ocr-tlh"):
        page_words(document, 1, ReadOptions(languages=("eng", "tlh")), "")


def test_a_missing_program_says_how_to_get_it(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    ocr.installed_languages.cache_clear()
    try:
        with pytest.raises(MissingProgram, match="apt-get install tesseract-ocr"):
            ocr.check_languages(("eng",))
    finally:
        ocr.installed_languages.cache_clear()


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_pages_on_their_side_or_head_are_turned(tmp_path, quarter):
    upright = picture()
    turned = upright.rotate(-quarter, expand=True)
    page = page_words(stored(tmp_path, image_bytes(turned)), 1, OPTIONS, "")
    assert recall(page) >= 0.9
    fox = next(word for word in page.words if word.text == "fox")
    x, y = page.transform.box(fox.box).center
    assert np.asarray(turned)[int(y) - 12 : int(y) + 12, int(x) - 12 : int(x) + 12].min() < 100
    assert reading_size(page) == upright.size


@pytest.mark.parametrize("angle", [-3.0, 2.0, 5.0])
def test_skew_is_found_and_boxes_map_back(tmp_path, angle):
    skewed = picture().rotate(-angle, expand=False, fillcolor=255, resample=Image.Resampling.BICUBIC)
    page = page_words(stored(tmp_path, image_bytes(skewed)), 1, OPTIONS, "")
    assert recall(page) >= 0.9
    found = np.degrees(np.arctan2(page.transform.d, page.transform.a))
    assert found == pytest.approx(angle, abs=0.4)
    fox = next(word for word in page.words if word.text == "fox")
    x, y = page.transform.box(fox.box).center
    assert np.asarray(skewed)[int(y) - 12 : int(y) + 12, int(x) - 12 : int(x) + 12].min() < 100


def test_a_straight_page_is_left_alone():
    boxes = prepare(np.asarray(picture())).boxes
    assert estimate(boxes) == (False, 0.0)


@pytest.mark.parametrize("quarter", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [0.0, 2.5])
def test_turned_pixels_and_turned_points_agree(quarter, skew):
    page = np.full((300, 200), 255, np.uint8)
    page[60:64, 30:34] = 0  # displayed (32, 62)
    transform = turn(200, 300, quarter, skew)
    y, x = np.argwhere(apply_turn(page, transform, 1.0) < 100).mean(axis=0) + 0.5
    assert transform.point((x, y)) == (pytest.approx(32, abs=1.2), pytest.approx(62, abs=1.2))


def test_ruling_lines_are_removed_and_returned():
    image = picture()
    draw = ImageDraw.Draw(image)
    for y in (50, 117, 177, 237):
        draw.line((40, y, 1050, y), fill=0, width=2)
    draw.line((40, 50, 40, 237), fill=0, width=2)
    scan = read_scan(np.asarray(image), *image.size, OPTIONS, default_ocr())
    across = [ruling for ruling in scan.rulings if ruling.horizontal]
    assert sorted(round(ruling.box.center[1]) for ruling in across) == pytest.approx([50, 117, 177, 237], abs=3)
    assert all(ruling.box.width > 950 for ruling in across)
    assert sum(not ruling.horizontal for ruling in scan.rulings) == 1
    assert bag_score([(TEXT, [word.text for word in scan.words])]).recall >= 0.9


def test_white_on_black_is_read():
    image = Image.fromarray(255 - np.asarray(picture()))
    scan = read_scan(np.asarray(image), *image.size, OPTIONS, default_ocr())
    assert bag_score([(TEXT, [word.text for word in scan.words])]).recall >= 0.95


def test_small_letters_are_enlarged_and_boxes_come_back():
    image = Image.new("L", (500, 60), 255)
    ImageDraw.Draw(image).text((100, 20), "Small letters in a large world", fill=0, font=font(11))
    scan = read_scan(np.asarray(image), 500, 60, OPTIONS, default_ocr())
    assert scan.words[0].text == "Small"
    assert scan.words[0].box.x0 == pytest.approx(100, abs=3)


def test_where_two_readings_meet_the_surer_stays():
    first = [Word("Tota1", Box(0, 0, 50, 10), 0.5), Word("sum", Box(60, 0, 90, 10), 0.95)]
    second = [Word("Total", Box(1, 0, 50, 10), 0.9), Word("sun", Box(60, 0, 90, 10), 0.6)]
    assert sorted(word.text for word in merge(first, second)) == ["Total", "sum"]


@pytest.mark.parametrize(
    "text",
    [
        "Der Vertrag wurde am 22.08.2026 über 1.250,00 € geschlossen (Az. 12-B/4711).",
        "Invoice INV-2026/0815 total: $1,234.56 due 30-Sep-2026 mail@example.org",
        "BALANCE SHEET AS AT 31 DECEMBER 2025 UNAUDITED",
        "Счёт оплачен полностью в срок",
    ],
)
def test_natural_text_is_plausible(text):
    assert judge(words(*text.split()), behind_scan=False) == "good"


@pytest.mark.parametrize(
    "text",
    ["(cid:12)(cid:44) (cid:3)(cid:9) (cid:1)", "\ue001\ue002\ue003 \ue004\ue005", "6#%!&] $=0@~ ^^)(&% @@1#% {}]+%"],
)
def test_garbage_is_bad(text):
    assert judge(words(*text.split()), behind_scan=False) == "bad"


def test_shares_and_agreement():
    assert unmapped_share(["(cid:7)a", "b\ufffd"]) == 0.5
    assert plausible_share([]) == 1.0
    assert agreement(words("Alpha", "beta"), words("alpha", "Beta")) == 1.0
    assert agreement(words("Alpha"), []) == 0.0


def test_bags_count_each_word_as_often_as_it_stands_there():
    score = bag_score([(["a", "a", "b"], ["a", "c"]), ([], [])])
    assert (score.recall, score.precision) == (pytest.approx(1 / 3), 0.5)
    assert bag_score([([], [])]).recall == 1.0


def test_documents_stay_as_they_were(tmp_path):
    document: Document = stored(tmp_path, pdf_bytes([list(LINES)]))
    before = document.pages[0]
    page_words(document, 1, OPTIONS, "")
    assert document.pages[0] is before
    assert before.words == ()


@pytest.mark.parametrize("engine", [ocr.tesseract, ocr.tesserocr_ocr])
def test_every_engine_reads_the_same_page(engine):
    if engine is ocr.tesserocr_ocr:
        pytest.importorskip("tesserocr")
    read = engine(np.asarray(picture()), ("eng",), 11)
    assert bag_score([(TEXT, [word.text for word in read])]).recall >= 0.95
    fox = next(word for word in read if word.text == "fox")
    assert 60 < fox.box.top < 100
    assert 0.5 < fox.confidence <= 1


def test_light_letters_on_dark_bars_are_read():
    page = Image.new("L", (1200, 900), 255)
    draw = ImageDraw.Draw(page)
    for number in range(8):
        draw.text((80, 250 + 60 * number), "ordinary text below the bars", font=font(28), fill=0)
    for top, shade, text in ((60, 25, "Quantity and amount"), (150, 140, "Heading of this section")):
        draw.rectangle((60, top, 1100, top + 60), fill=shade)
        draw.text((90, top + 12), text, font=font(28), fill=255)
    found = read_scan(np.asarray(page), 1200, 900, OPTIONS, default_ocr()).words
    head = [word.text for word in found if word.box.bottom < 220]
    assert head == ["Quantity", "and", "amount", "Heading", "of", "this", "section"]


def test_words_end_behind_hyphens_and_slashes_only_when_asked():
    def texts(text: str) -> list[str]:
        return [piece.text for piece in split_word(Word(text, Box(0, 0, 100, 10)))]

    assert texts("Name/Phone") == ["Name/", "Phone"]
    assert texts("10/11/87") == ["10/", "11/", "87"]
    assert texts("U.S.") == ["U.", "S."]
    assert texts("LD50(95%") == ["LD50", "(95%"]
    assert texts("name(s)") == ["name(s)"]
    assert texts("N/A") == ["N/A"]
    assert texts("w/o/Fee") == ["w/o/", "Fee"]
    assert texts("NAME:_Ronald") == ["NAME:", "Ronald"] and texts("___") == ["___"]
    assert texts("TOTAL:12") == ["TOTAL:", "12"] and texts("8:00") == ["8:00"]
    assert texts("(7=More)") == ["(7=", "More)"]
    assert texts("$1,234.50") == ["$", "1,234.50"]
    assert texts("#12") == ["#", "12"]
    left, right = split_word(Word("ab-cdefghi", Box(0, 0, 100, 10)))
    assert (left.box.x1, right.box.x0, right.box.x1) == (30, 30, 100)


def test_doubtful_words_are_kept_apart_and_what_lines_leave_is_not_kept():
    def reads(picture, languages, psm):
        height, width = picture.shape
        texts = (("whole", 0.9), ("vvrong", 0.2), ("|_", 0.1))
        return [
            Word(text, Box(0.2 * i * width, 0.1 * height, 0.2 * (i + 1) * width, 0.3 * height), sure, "ocr")
            for i, (text, sure) in enumerate(texts)
        ]

    image = np.asarray(picture())
    scan = read_scan(image, image.shape[1], image.shape[0], replace(OPTIONS, second_look="none"), reads)
    assert [word.text for word in scan.words] == ["whole"]
    assert [word.text for word in scan.doubtful] == ["vvrong"]
    assert scan.doubtful[0].box.x0 == pytest.approx(scan.words[0].box.x1, abs=1)


def test_short_words_and_odd_heights_must_be_surer():
    def word(text: str, confidence: float, height: float = 10) -> Word:
        return Word(text, Box(0, 0, 40, height), confidence, "ocr")

    sure = [word("certain", 0.9) for _ in range(5)]
    kept = [word("whole", 0.37), word("ab", 0.55), word("Heading", 0.37, 30), word("-", 0.85, 3)]
    dropped = [word("whole", 0.3), word("-", 0.7, 3), word("a", 0.55), word("ab", 0.6, 30), word("speck", 0.6, 4)]
    assert judged([*sure, *kept, *dropped], 0.4) == ([*sure, *kept], dropped)
    assert judged(dropped, 0.0) == (dropped, [])


def test_a_word_cut_at_the_wrong_place_is_read_again_as_one():
    page = prepare(np.asarray(picture()))
    letter = page.letter
    cut = [
        Word("2026041", Box(100, 100, 230, 130), 0.2, "ocr"),
        Word("7", Box(230 + 0.2 * letter, 100, 250, 130), 0.96, "ocr"),
        Word("next", Box(250 + 2 * letter, 100, 400, 130), 0.96, "ocr"),
    ]
    areas = uncertain_areas(replace(page, boxes=np.empty((0, 4))), cut)
    assert areas == [Box(100, 100, 250, 130)]


def test_large_letters_are_made_smaller_for_the_engine_and_boxes_come_back():
    image = np.full((900, 1400), 255, np.uint8)
    for row in range(8):
        for column in range(50):
            image[60 + 100 * row : 85 + 100 * row, 40 + 26 * column : 58 + 26 * column] = 0
    shapes = []

    def reads(picture, languages, psm):
        shapes.append(picture.shape)
        height, width = picture.shape
        return [Word("word", Box(width / 2, height / 2, width, height), 0.9, "ocr")]

    options = replace(OPTIONS, second_look="none")
    (word,) = read_scan(image, 700, 450, options, reads).words
    assert shapes[0][0] < 700
    assert (word.box.x0, word.box.top, word.box.x1, word.box.bottom) == pytest.approx((350, 225, 700, 450), abs=1)


def test_components_are_those_of_labels():
    rng = np.random.default_rng(3)
    mask = np.where(rng.random((80, 120)) < 0.3, 255, 0).astype(np.uint8)
    mask[20:40, 30:60] = 255
    mask[25:35, 35:55] = 0
    mask[28:31, 40:44] = 255
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    ours, theirs = components(mask), stats[1:]
    assert sorted(map(tuple, ours[:, :4])) == sorted(map(tuple, theirs[:, :4]))
    assert ours[:, 4].sum() >= theirs[:, 4].sum()
    assert len(components(np.zeros((9, 9), np.uint8))) == 0
    lone = np.zeros((9, 9), np.uint8)
    lone[2:7, 3:6] = 255
    assert components(lone).tolist() == [[3, 2, 3, 5, 15]]


def test_small_pages_are_turned_sharply(monkeypatch):
    page = np.full((200, 300), 255, np.uint8)
    page[:, ::6] = 0
    transform = turn(300, 200, 0, 0.5)
    sharp = apply_turn(page, transform, 1.0)[20:-20, 20:-20]
    monkeypatch.setattr("extractors.read.upright.SMALL", 0)
    soft = apply_turn(page, transform, 1.0)[20:-20, 20:-20]
    assert sharp.std() > 1.05 * soft.std()
