"""New objects in the bucket become a batch, a batch becomes one run, and no batch is forgotten."""

import time
from collections.abc import Iterator

from dagster import (
    AssetSelection,
    DagsterInstance,
    DagsterRunStatus,
    DefaultScheduleStatus,
    DefaultSensorStatus,
    RunRequest,
    RunsFilter,
    ScheduleEvaluationContext,
    SensorDefinition,
    SensorEvaluationContext,
    SensorResult,
    define_asset_job,
    in_process_executor,
    schedule,
    sensor,
)

from pipeline.assets.ingest import BATCHES, batches
from pipeline.resources import PARTITION, SiteResource
from pipeline.site import Site

BATCHES_A_LOOK = 10
"""More than this many batches are not opened at one look, so that a look stays short."""
GRACE_SECONDS = 120.0
"""A run that has started holds the lock of its batch by then, or it is dead."""
UNFINISHED = [DagsterRunStatus.QUEUED, DagsterRunStatus.STARTING, DagsterRunStatus.STARTED]

ingest = define_asset_job(
    "ingest",
    AssetSelection.groups("ingest", "extract"),
    description="One batch from the bucket to rows, in one process with one page pool.",
    partitions_def=batches,
    executor_def=in_process_executor,
    tags={"docrow/ingest": "batch"},
)


def bucket_sensor(seconds: int) -> SensorDefinition:
    """The sensor that looks at the bucket every so many seconds."""

    @sensor(name="bucket", job=ingest, minimum_interval_seconds=seconds, default_status=DefaultSensorStatus.RUNNING)
    def look_at_bucket(context: SensorEvaluationContext, site: SiteResource) -> SensorResult:
        """Objects that are new or changed, and of the same size at two looks, become batches of at most
        DOCROW_BATCH_SIZE. What has been seen is kept in the table `keys`, so late copies are never lost. A batch that
        was opened and never asked for (a kill between the two, or `docrow run` was stopped) is asked for, too."""
        from pipeline.arrivals import abandoned, take_new

        take_new(site.site, BATCHES_A_LOOK)
        bury_dead_runs(context.instance, site.site, time.time())
        known = set(context.instance.get_dynamic_partitions(BATCHES))
        new = [batch for batch in abandoned(site.site) if batch not in known]
        if not new:
            return SensorResult(skip_reason=f"nothing new in {site.site.bucket.url}")
        return SensorResult(
            run_requests=[RunRequest(run_key=batch, partition_key=batch, tags=_tags(site.site)) for batch in new],
            dynamic_partitions_requests=[batches.build_add_request(new)],
        )

    return look_at_bucket


def _tags(site: Site) -> dict[str, str]:
    return {"docrow/bucket": site.bucket.url}


@schedule(job=ingest, cron_schedule="0 2 * * *", default_status=DefaultScheduleStatus.RUNNING)
def nightly(context: ScheduleEvaluationContext, site: SiteResource) -> Iterator[RunRequest]:
    """Every night: batches that were never finished, because every try met an outage or a bug, are run again."""
    from pipeline.arrivals import abandoned

    night = f"{context.scheduled_execution_time:%Y-%m-%d}"
    at_work = under_way(context.instance)
    for batch in abandoned(site.site):
        if batch not in at_work and context.instance.has_dynamic_partition(BATCHES, batch):
            yield RunRequest(run_key=f"{batch} {night}", partition_key=batch, tags={"docrow/sweep": night})


def under_way(instance: DagsterInstance) -> set[str]:
    """The batches that a run is waiting for or working on."""
    runs = instance.get_runs(RunsFilter(job_name=ingest.name, statuses=UNFINISHED))
    return {run.tags[PARTITION] for run in runs if PARTITION in run.tags}


def bury_dead_runs(instance: DagsterInstance, site: Site, now: float) -> list[str]:
    """Report runs as failed that Dagster believes at work while nobody holds their batch, and return their ids.

    Dagster notices by itself that a run's process was killed, as long as the server that started it lives; when both
    went (a power cut, kill -9 of everything) the run would stay "started" for ever. `run_retries` in dagster.yaml then
    takes it up again.
    """
    from pipeline.locks import is_worked_on

    started = RunsFilter(job_name=ingest.name, statuses=[DagsterRunStatus.STARTED])
    dead: list[str] = []
    for record in instance.get_run_records(started):
        run, batch = record.dagster_run, record.dagster_run.tags.get(PARTITION)
        if batch and now - (record.start_time or now) > GRACE_SECONDS and not is_worked_on(site.artifacts, batch):
            instance.report_run_failed(run, "the run's process is gone: nobody holds the lock of its batch")
            dead.append(run.run_id)
    return dead


SCHEDULES = [nightly]
