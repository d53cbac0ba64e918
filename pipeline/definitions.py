"""What `dagster dev` loads. Nothing heavy is imported before a step runs."""

from dagster import Definitions, in_process_executor

from pipeline.assets.extract import FAMILY_ASSETS, records
from pipeline.assets.ingest import PAGE_ASSETS
from pipeline.checks import CHECKS
from pipeline.io_manager import JsonFiles
from pipeline.resources import SiteResource
from pipeline.sensors import SCHEDULES, bucket_sensor, ingest
from pipeline.settings import Settings


def definitions(settings: Settings) -> Definitions:
    """The whole graph for one deployment."""
    return Definitions(
        assets=[*PAGE_ASSETS, *FAMILY_ASSETS, records],
        asset_checks=CHECKS,
        jobs=[ingest],
        sensors=[bucket_sensor(settings.look_seconds)],
        schedules=SCHEDULES,
        executor=in_process_executor,
        resources={
            "site": SiteResource(),
            "io_manager": JsonFiles(root=str(settings.artifacts.absolute() / "values")),
        },
    )


defs = definitions(Settings())
