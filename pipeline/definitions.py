"""What `dagster dev` loads. Nothing heavy is imported before a step runs."""

import gc

from dagster import Definitions, in_process_executor

from pipeline.assets.extract import FAMILY_ASSETS, records
from pipeline.assets.ingest import PAGE_ASSETS
from pipeline.assets.train import TRAIN_ASSETS, TRAIN_CHECKS, train
from pipeline.checks import CHECKS
from pipeline.io_manager import JsonFiles
from pipeline.resources import SettingsResource, SiteResource
from pipeline.sensors import SCHEDULES, bucket_sensor, ingest
from pipeline.settings import Settings


def definitions(settings: Settings) -> Definitions:
    """The whole graph for one deployment."""
    return Definitions(
        assets=[*PAGE_ASSETS, *FAMILY_ASSETS, records, *TRAIN_ASSETS],
        asset_checks=[*CHECKS, *TRAIN_CHECKS],
        jobs=[ingest, train],
        sensors=[bucket_sensor(settings.look_seconds)],
        schedules=SCHEDULES,
        executor=in_process_executor,
        resources={
            "site": SiteResource(),
            "settings": SettingsResource(),
            "io_manager": JsonFiles(root=str(settings.artifacts.absolute() / "values")),
        },
    )


defs = definitions(Settings())

gc.freeze()  # all this lives as long as the process: looking through it for garbage at the end took a third of loading
