"""Group "train": annotated documents become a model directory for each family, compared with the live model on a test
set that no model ever learns from. Nothing goes live here."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dagster import (
    AssetCheckResult,
    AssetChecksDefinition,
    AssetExecutionContext,
    AssetIn,
    AssetKey,
    AssetsDefinition,
    AssetSelection,
    Config,
    MetadataValue,
    Output,
    PythonObjectDagsterType,
    asset,
    asset_check,
    define_asset_job,
    in_process_executor,
    make_python_type_usable_as_dagster_type,
)

from extractors.registry import FAMILIES
from pipeline.facts import rows
from pipeline.plots import as_markdown
from pipeline.resources import SettingsResource
from pipeline.teaching import Course, Courses, Graduate

for kind in (Courses, Graduate):
    make_python_type_usable_as_dagster_type(kind, PythonObjectDagsterType(kind, name=kind.__name__))

FIGURES = ("figure", "this model", "live model")
TOLERANCE = 0.002
"""By so much a figure may fall below the live model's and still count as no worse: less than one field in 500."""


class Teaching(Config):
    """How a model is made; shown in the launchpad."""

    base: str | None = None
    """The model to start from; None: as shipped."""
    minutes: float | None = None
    """Stop after this long, for families that take long."""


@asset(group_name="train", kinds={"python"})
def annotations(settings: SettingsResource) -> Output[Courses]:
    """The annotated documents below DOCROW_ANNOTATIONS/family/format, checked, and which of them are held out."""
    from pipeline.teaching import find_courses

    courses = find_courses(settings.settings())
    table = [(c.family, c.format, c.learned, c.held_out) for c in courses.courses]
    facts = {"documents": sum(c.learned + c.held_out for c in courses.courses)}
    columns = ("family", "format", "to learn from", "held out")
    return Output(courses, metadata={**facts, "annotations": rows(columns, table)})


def model_asset(family: str) -> AssetsDefinition:
    """The asset that fits, measures and saves a family's next model."""

    @asset(
        name=f"{family}_model",
        description=f"The {family} family after learning from its annotations, as a directory. Skipped without any.",
        ins={"annotations": AssetIn("annotations")},
        group_name="train",
        kinds={"python"},
        output_required=False,
    )
    def model(
        context: AssetExecutionContext, annotations: Courses, settings: SettingsResource, config: Teaching
    ) -> Iterator[Output[Graduate]]:
        from pipeline.teaching import teach

        course: Course | None = annotations.of(family)
        if course is None:
            context.log.info(f"no annotations for {family}")
            return
        out = settings.settings().models / family / context.run.run_id[:8]
        graduate = teach(course, out, config.base, config.minutes, settings.settings())
        yield Output(graduate, metadata=_facts(graduate))

    return model


def _facts(graduate: Graduate) -> dict[str, Any]:
    names = sorted(set(graduate.figures) | set(graduate.live))
    table = [(name, _shown(graduate.figures.get(name)), _shown(graduate.live.get(name))) for name in names]
    return {
        "directory": graduate.directory,
        "learned from": graduate.learned,
        "held out": graduate.held_out,
        "seconds": graduate.seconds,
        "figures": rows(FIGURES, table),
        **{Path(path).stem: MetadataValue.md(as_markdown(Path(path))) for path in graduate.plots},
    }


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def model_check(family: str) -> AssetChecksDefinition:
    """A model that is worse than the live one is not to be promoted."""

    @asset_check(
        asset=AssetKey(f"{family}_model"),
        name="no_worse_than_live",
        description="No figure on the held-out documents is below the live model's.",
    )
    def check(graduate: Graduate) -> AssetCheckResult:
        worse = [(name, graduate.figures.get(name, 0.0), live) for name, live in graduate.live.items()]
        worse = [row for row in worse if row[1] < row[2] - TOLERANCE]
        facts: dict[str, Any] = {"held out": graduate.held_out, "worse": rows(FIGURES, worse)}
        return AssetCheckResult(passed=graduate.held_out > 0 and not worse, metadata=facts)

    return check


train = define_asset_job(
    "train",
    AssetSelection.groups("train"),
    description="Learn from the annotations, and compare with the live models.",
    executor_def=in_process_executor,
    tags={"docrow/train": "models"},
)
TRAIN_ASSETS = [annotations, *(model_asset(family) for family in FAMILIES)]
TRAIN_CHECKS = [model_check(family) for family in FAMILIES]
