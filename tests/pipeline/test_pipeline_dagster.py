"""The asset graph: its shape, one batch through it, what is retried, and how batches are found and never lost."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from dagster import (
    AssetKey,
    DagsterInstance,
    DagsterRunStatus,
    Definitions,
    ExecuteInProcessResult,
    RetryRequested,
    build_schedule_context,
    build_sensor_context,
)

from extractors.errors import DatabaseDown
from extractors.registry import FAMILIES
from extractors.types import Failure
from pipeline.arrivals import take_new
from pipeline.assets.ingest import BATCHES
from pipeline.batch import Batch, Member
from pipeline.definitions import definitions
from pipeline.locks import batch_lock
from pipeline.outages import retry_outages
from pipeline.resources import SiteResource
from pipeline.runs import Wanted, run_bucket
from pipeline.sensors import GRACE_SECONDS, bury_dead_runs, nightly, under_way
from pipeline.settings import Settings
from pipeline.site import open_site
from tests.pipeline.fakes_pipeline import Noting, environment_of, fill_bucket, rows_of, settings_in

ROOT = Path(__file__).parents[2]
SNAPSHOT = Path(__file__).with_name("graph.json")


@pytest.fixture
def deployed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = settings_in(tmp_path)
    fill_bucket(Path(settings.bucket), forms=2)
    for name, value in environment_of(settings).items():
        monkeypatch.setenv(name, value)
    return settings


def graph(defs: Definitions) -> dict[str, object]:
    """Assets with group and inputs, checks, jobs, sensors, schedules: what a person sees in the UI."""
    repository = defs.get_repository_def()
    assets = repository.asset_graph
    return {
        "assets": {
            key.to_user_string(): {
                "group": assets.get(key).group_name,
                "from": sorted(parent.to_user_string() for parent in assets.get(key).parent_keys),
                "partitioned": assets.get(key).is_partitioned,
            }
            for key in sorted(assets.get_all_asset_keys(), key=AssetKey.to_user_string)
        },
        "checks": sorted(f"{check.asset_key.to_user_string()}: {check.name}" for check in assets.asset_check_keys),
        "jobs": sorted(job.name for job in repository.get_all_jobs() if not job.name.startswith("__")),
        "sensors": sorted(sensor.name for sensor in repository.sensor_defs),
        "schedules": sorted(schedule.name for schedule in repository.schedule_defs),
    }


def test_the_graph_is_the_one_that_was_agreed(tmp_path):
    seen = graph(definitions(settings_in(tmp_path)))
    assert seen == json.loads(SNAPSHOT.read_text()), "if the change is meant: python -m tests.pipeline.graph_snapshot"


def test_every_family_of_the_registry_has_an_asset_and_a_model(tmp_path):
    assets = graph(definitions(settings_in(tmp_path)))["assets"]
    for family in FAMILIES:
        assert assets[family]["from"] == ["page_layout"]
        assert family in assets["records"]["from"]


def test_every_asset_and_check_says_what_it_is(tmp_path):
    assets = definitions(settings_in(tmp_path)).get_repository_def().asset_graph
    assert not [key for key in assets.get_all_asset_keys() if not assets.get(key).description]


@dataclass(frozen=True)
class Through:
    """One batch that went through the whole graph."""

    settings: Settings
    batch: str
    result: ExecuteInProcessResult


@pytest.fixture(scope="module")
def through(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Through]:
    settings = settings_in(tmp_path_factory.mktemp("through"))
    fill_bucket(Path(settings.bucket), forms=2)
    with pytest.MonkeyPatch.context() as patch, DagsterInstance.ephemeral() as instance:
        for name, value in environment_of(settings).items():
            patch.setenv(name, value)
        with open_site(settings) as site:
            take_new(site, 1)
            (batch,) = take_new(site, 1)
        instance.add_dynamic_partitions(BATCHES, [batch])
        job = definitions(settings).resolve_job_def("ingest")
        yield Through(settings, batch, job.execute_in_process(partition_key=batch, instance=instance))


def test_one_batch_from_the_bucket_to_rows(through):
    deployed, batch, result = through.settings, through.batch, through.result
    assert result.success
    events = {e.asset_key.to_user_string(): e for e in result.get_asset_materialization_events()}
    checks = {e.check_name: e for e in result.get_asset_check_evaluations()}
    rows = rows_of(deployed)
    assert {key: state for key, state, _ in rows["keys"]}["notes.txt"] == "failed"
    assert len(rows["documents"]) == 3
    assert rows["fields"]
    assert set(events) == {"documents", "page_images", "page_text", "page_layout", *FAMILIES, "records"}
    facts = events["records"].materialization.metadata
    assert facts["documents"].value == 3
    assert facts["fields"].value == len(rows["fields"])
    assert facts["set aside"].value == 1
    assert {name: check.passed for name, check in checks.items()} == {
        "every_document_read": True,
        "nothing_set_aside": False,
        "none_silently_empty": True,
        "totals_agree": True,
    }
    stored = json.loads((deployed.artifacts / "values" / "records" / f"{batch}.json").read_text())
    assert len(stored["members"]) == 3


def test_no_metadata_shows_what_stands_in_documents(through):
    told = repr([event.materialization.metadata for event in through.result.get_asset_materialization_events()])
    assert "Person 1" not in told
    assert "Bolt" not in told


def test_dagster_and_the_command_line_write_the_same_rows(through, tmp_path):
    other = settings_in(tmp_path / "other", bucket=through.settings.bucket)
    with open_site(other) as site:
        run_bucket(site, Wanted(), Noting())
    assert rows_of(other) == rows_of(through.settings)


def test_an_outage_asks_for_a_retry_and_a_bug_does_not():
    @retry_outages
    def down() -> None:
        raise DatabaseDown("the database does not answer")

    @retry_outages
    def bug() -> None:
        raise ZeroDivisionError

    with pytest.raises(RetryRequested) as caught:
        down()
    assert isinstance(caught.value.__cause__, DatabaseDown)
    with pytest.raises(ZeroDivisionError):
        bug()


def look(defs: Definitions, instance: DagsterInstance):
    """One tick of the sensor."""
    repository = defs.get_repository_def()
    sensor = repository.get_sensor_def("bucket")
    with build_sensor_context(
        instance=instance, repository_def=repository, resources={"site": SiteResource()}
    ) as context:
        return sensor(context)


def test_the_sensor_asks_for_one_run_for_each_batch_after_two_looks(deployed, monkeypatch):
    monkeypatch.setenv("DOCROW_BATCH_SIZE", "3")
    defs = definitions(Settings())
    with DagsterInstance.ephemeral() as instance:
        assert "nothing new" in look(defs, instance).skip_reason.skip_message
        second = look(defs, instance)
        assert len(second.run_requests) == 2
        (request,) = second.dynamic_partitions_requests
        assert [run.partition_key for run in second.run_requests] == request.partition_keys
        instance.add_dynamic_partitions(BATCHES, request.partition_keys)
        assert not look(defs, instance).run_requests


def test_a_batch_that_was_opened_and_never_asked_for_is_asked_for(deployed):
    defs = definitions(deployed)
    with open_site(deployed) as site:
        take_new(site, 1)
        (batch,) = take_new(site, 1)
        with DagsterInstance.ephemeral() as instance:
            with batch_lock(site.artifacts, batch) as mine:
                assert mine
                assert not look(defs, instance).run_requests
            assert [run.partition_key for run in look(defs, instance).run_requests] == [batch]


def test_the_night_sweeps_up_batches_that_were_never_finished(deployed):
    with open_site(deployed) as site, DagsterInstance.local_temp() as instance:
        take_new(site, 1)
        (batch,) = take_new(site, 1)
        instance.add_dynamic_partitions(BATCHES, [batch])
        resources, night = {"site": SiteResource()}, datetime(2026, 3, 1, 2)
        with build_schedule_context(instance, resources=resources, scheduled_execution_time=night) as context:
            assert [request.run_key for request in nightly(context)] == [f"{batch} 2026-03-01"]


def test_a_run_that_nobody_works_on_is_reported_as_failed(deployed):
    from dagster import DagsterEvent, DagsterEventType

    defs = definitions(deployed)
    with open_site(deployed) as site, DagsterInstance.ephemeral() as instance:
        tags = {"dagster/partition": "b1"}
        run = instance.create_run_for_job(defs.resolve_job_def("ingest"), tags=tags)
        for kind in (DagsterEventType.RUN_STARTING, DagsterEventType.RUN_START):
            instance.report_dagster_event(DagsterEvent(kind.value, run.job_name), run.run_id)
        assert under_way(instance) == {"b1"}
        later = time.time() + GRACE_SECONDS + 60
        with batch_lock(site.artifacts, "b1"):
            assert bury_dead_runs(instance, site, later) == []
        assert bury_dead_runs(instance, site, time.time()) == []
        assert bury_dead_runs(instance, site, later) == [run.run_id]
        assert instance.get_run_by_id(run.run_id).status == DagsterRunStatus.FAILURE


def test_a_batch_keeps_every_failure():
    batch = Batch("b", (Member("1" * 16, ("a",)), Member("2" * 16, ("b",))))
    failure = Failure("a", "page_text", "damaged", "m", "", "1" * 16)
    after = batch.without([failure])
    assert [member.id for member in after.members] == ["2" * 16]
    assert after.set_aside == batch.noting([failure]).set_aside == (failure,)
    assert len(batch.noting([failure]).members) == 2


def test_the_definitions_load_fast_and_light():
    """Compared with Dagster's own import, because machines differ."""
    code = (
        "import time, sys; a = time.process_time(); import dagster; b = time.process_time();"
        "import pipeline.definitions; c = time.process_time();"
        "print(b - a, c - b, *[m for m in ('torch', 'transformers', 'cv2', 'layoutparser', 'pdfplumber', 'scipy',"
        " 'onnxruntime', 'pypdfium2', 'sqlalchemy.orm') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    dagster, ours, *heavy = out.stdout.split()
    assert not heavy
    assert float(ours) < 0.5 * float(dagster)
