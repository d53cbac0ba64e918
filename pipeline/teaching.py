"""Annotated documents to a model directory, with the figures that decide whether it may go live."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from extractors.base import Extractor
from extractors.registry import FAMILIES, make_extractor
from pipeline.learning import configured, read_examples, split, taught
from pipeline.library import live_models, model_directory
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Course:
    """The annotations of one family: how many documents may be learned from, and how many only measure."""

    family: str
    folder: str
    format: str
    learned: int
    held_out: int


@dataclass(frozen=True, slots=True)
class Courses:
    """All annotations there are."""

    courses: tuple[Course, ...] = ()

    def of(self, family: str) -> Course | None:
        """The largest course of a family; None where there is none."""
        own = [course for course in self.courses if course.family == family]
        return max(own, key=lambda course: course.learned, default=None)


@dataclass(frozen=True, slots=True)
class Graduate:
    """A model that was made: where it lies, its figures beside the live model's on the held-out documents,
    and the pictures drawn of them."""

    family: str
    directory: str
    learned: int
    held_out: int
    seconds: float
    figures: dict[str, float]
    live: dict[str, float]
    plots: tuple[str, ...] = ()


def find_courses(settings: Settings) -> Courses:
    """Every folder family/format below the annotations, read and checked. Raises BadAnnotations with all problems."""
    found: list[Course] = []
    for family in FAMILIES:
        for folder in sorted(path for path in (settings.annotations / family).glob("*") if path.is_dir()):
            learned, held_out = split(read_examples(family, folder, folder.name, settings))
            if learned:
                found.append(Course(family, str(folder), folder.name, len(learned), len(held_out)))
    return Courses(tuple(found))


def teach(course: Course, out: Path, base: str | None, minutes: float | None, settings: Settings) -> Graduate:
    """Fit, save, and measure beside the live model. Raises BadAnnotations, BadModel."""
    began = time.monotonic()
    learned, held_out = split(read_examples(course.family, Path(course.folder), course.format, settings))
    live = make_extractor(course.family, live_models(settings)[course.family])
    start = model_directory(base, settings) if base else None

    def make() -> Extractor:
        return configured(make_extractor(course.family, start), minutes=minutes)

    _, score, plots = taught(make, learned, held_out, out)
    before = dict(live.evaluate(held_out).values) if held_out else {}
    seconds = round(time.monotonic() - began, 1)
    pictures = tuple(str(path) for path in plots)
    return Graduate(course.family, str(out), len(learned), len(held_out), seconds, dict(score.values), before, pictures)
