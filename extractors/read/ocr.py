"""The one door to the OCR engine: pixels in, words with boxes in those pixels out."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.errors import Damaged, MissingLanguage, MissingProgram, OverLimit
from extractors.types import Box, Word

Pixels = NDArray[np.uint8]
Ocr = Callable[[Pixels, tuple[str, ...], int], list[Word]]
"""``ocr(image, languages, psm)``: the image (H, W) gray, boxes of the words in its pixels. Raises MissingProgram or
MissingLanguage."""

CALL_SECONDS = 50
_ONE_THREAD = "OMP_THREAD_LIMIT"
_NO_NEGATIVE = "tessedit_do_invert"
"""Off: doubtful lines are not read again as light on dark; `prepare` has turned those."""
_NO_TABLES = "textord_tabfind_find_tables"
"""Off: a thirtieth of its time; sparse text comes out the same."""


def default_ocr() -> Ocr:
    """tesserocr, which keeps its model loaded, where it is installed, its network by onnxruntime; else the tesseract
    program."""
    if not find_spec("tesserocr") or not language_folder():
        return tesseract
    from extractors.read.line_ocr import line_ocr

    return line_ocr


def tesseract(image: Pixels, languages: tuple[str, ...], psm: int) -> list[Word]:
    """The tesseract program through pytesseract, on one thread: 6.7 times faster under load than with its own."""
    import pytesseract
    from PIL import Image

    check_languages(languages)
    os.environ[_ONE_THREAD] = "1"
    picture = Image.fromarray(image)
    picture.format = "PPM"  # what pytesseract hands over; compressing a PNG costs as much as reading a paragraph
    try:
        table = pytesseract.image_to_data(
            picture,
            "+".join(languages),
            f"--psm {psm} --dpi 300 -c {_NO_NEGATIVE}=0 -c {_NO_TABLES}=0",
            timeout=CALL_SECONDS,
        )
    except pytesseract.TesseractNotFoundError as error:
        raise missing_program() from error
    except pytesseract.TesseractError as error:
        raise Damaged("tesseract could not read a picture of this page", "look at the picture of the page") from error
    except RuntimeError as error:  # pytesseract's word for its timeout
        message = f"OCR took longer than {CALL_SECONDS} s"
        raise OverLimit(message, "make the scan smaller", code="limit.seconds") from error
    return [word for line in table.splitlines()[1:] if (word := _word(line))]


def tesserocr_ocr(image: Pixels, languages: tuple[str, ...], psm: int) -> list[Word]:
    """The tesseract library in this process: a page takes two thirds of the program's time."""
    from PIL import Image

    check_languages(languages)
    engine = tesserocr_engine(languages)
    engine.SetPageSegMode(psm)
    engine.SetImage(Image.fromarray(image))
    engine.SetSourceResolution(300)
    with native_errors_hidden():
        table = engine.GetTSVText(0)
    engine.Clear()
    return [word for line in table.splitlines() if (word := _word(line))]


@contextmanager
def native_errors_hidden() -> Iterator[None]:
    """Leptonica writes harmless complaints of its own to file descriptor 2; Python's errors come as exceptions."""
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)


@functools.lru_cache(maxsize=1)
def tesserocr_engine(languages: tuple[str, ...]) -> Any:
    """The library with its language data, kept for the next page."""
    os.environ[_ONE_THREAD] = "1"  # read when the library is loaded
    import tesserocr

    engine = tesserocr.PyTessBaseAPI(path=language_folder(), lang="+".join(languages))
    engine.SetVariable(_NO_NEGATIVE, "0")
    engine.SetVariable(_NO_TABLES, "0")
    return engine


@functools.cache
def language_folder() -> str:
    """Where the language data lies: TESSDATA_PREFIX, or what the program says in the first line of its list."""
    if os.environ.get("TESSDATA_PREFIX"):
        return os.environ["TESSDATA_PREFIX"]
    if shutil.which("tesseract") is None:
        raise missing_program()
    found = re.search(r'"(.+)"', _said_of_languages())
    return found.group(1) if found else ""


def _word(line: str) -> Word | None:
    """A row of tesseract's table: level page block par line word left top width height confidence text."""
    cells = line.split("\t")
    if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
        return None
    left, top, width, height = (int(cell) for cell in cells[6:10])
    confidence = min(max(float(cells[10]) / 100, 0.0), 1.0)
    return Word(cells[11].strip(), Box(left, top, left + width, top + height), confidence, "ocr")


def missing_program() -> MissingProgram:
    return MissingProgram(
        "tesseract is not installed",
        "install it: apt-get install tesseract-ocr (Debian, Ubuntu) or brew install tesseract (macOS)",
    )


def check_languages(languages: tuple[str, ...]) -> None:
    """Raises MissingProgram or MissingLanguage with the command that installs what is missing."""
    absent = [language for language in languages if language not in installed_languages()]
    if absent:
        packages = " ".join(f"tesseract-ocr-{language.lower().replace('_', '-')}" for language in absent)
        raise MissingLanguage(
            f"tesseract has no language data for {', '.join(absent)}",
            f"install it: apt-get install {packages} (Debian, Ubuntu) or brew install tesseract-lang (macOS)",
        )


@functools.cache
def installed_languages() -> frozenset[str]:
    """The languages tesseract has. Raises MissingProgram (and looks again the next time)."""
    if not shutil.which("tesseract"):
        raise missing_program()
    return frozenset(line.strip() for line in _said_of_languages().splitlines()[1:] if line.strip())


@functools.cache
def _said_of_languages() -> str:
    """What the program lists: a line that names its folder, then a language a line. Asked once; pytesseract would
    import pandas for it, half a second for every worker."""
    said = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False, timeout=20)
    return said.stdout or said.stderr


def null_ocr(image: Pixels, languages: tuple[str, ...], psm: int) -> list[Word]:
    """An engine that never finds a word."""
    return []
