"""New objects in the bucket become a batch, a batch becomes one run, and no batch is forgotten."""

from collections.abc import Iterator

from dagster import (
    AssetSelection,
    DagsterInstance,
    DagsterRunStatus,
    DefaultScheduleStatus,
    DefaultSensorStatus,
    RunRequest,
    RunsFilter,
    ScheduleDefinition,
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
from pipeline.resources import SiteResource

BATCHES_A_LOOK = 10
"""More than this many batches are not opened at one look, so that a look stays short."""

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
        DOCROW_BATCH_SIZE. What has been seen is kept in the table `keys`, so late copies are never lost. Every batch
        that is not finished is asked for again: the run key lets each through only once."""
        from pipeline.arrivals import abandoned, take_new

        take_new(site.site, BATCHES_A_LOOK)
        waiting = abandoned(site.site)
        known = set(context.instance.get_dynamic_partitions(BATCHES))
        requests = [RunRequest(run_key=batch, partition_key=batch) for batch in waiting]
        new = [batch for batch in waiting if batch not in known]
        return SensorResult(
            run_requests=requests,
            dynamic_partitions_requests=[batches.build_add_request(new)] if new else [],
        )

    return look_at_bucket


@schedule(job=ingest, cron_schedule="0 2 * * *", default_status=DefaultScheduleStatus.RUNNING)
def nightly(context: ScheduleEvaluationContext, site: SiteResource) -> Iterator[RunRequest]:
    """Every night: batches that were never finished, because every try met an outage, are run again."""
    from pipeline.arrivals import abandoned

    night = f"{context.scheduled_execution_time:%Y-%m-%d}"
    at_work = under_way(context.instance)
    for batch in abandoned(site.site):
        if batch not in at_work and context.instance.has_dynamic_partition(BATCHES, batch):
            yield RunRequest(run_key=f"{batch} {night}", partition_key=batch, tags={"docrow/sweep": night})


def under_way(instance: DagsterInstance) -> set[str]:
    """The batches that a run is waiting for or working on."""
    unfinished = [DagsterRunStatus.QUEUED, DagsterRunStatus.STARTING, DagsterRunStatus.STARTED]
    runs = instance.get_runs(RunsFilter(job_name="ingest", statuses=unfinished))
    return {run.tags["dagster/partition"] for run in runs if "dagster/partition" in run.tags}


SCHEDULES: list[ScheduleDefinition] = [nightly]
