"""Write the snapshot of the asset graph anew: ``python -m tests.pipeline.graph_snapshot``."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from pipeline.definitions import definitions
from tests.pipeline.fakes_pipeline import settings_in
from tests.pipeline.test_pipeline_dagster import SNAPSHOT, graph

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        SNAPSHOT.write_text(json.dumps(graph(definitions(settings_in(Path(folder)))), indent=1) + "\n")
