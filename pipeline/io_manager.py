"""Values between assets as JSON files that a person can read: one for each asset and partition."""

import json
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from dagster import ConfigurableIOManager, InputContext, OutputContext

from extractors.codec import decode, encode


class JsonFiles(ConfigurableIOManager):
    """``root/asset/partition.json``. Written beside and renamed, so that a kill never leaves half a value."""

    root: str

    def handle_output(self, context: OutputContext, obj: Any) -> None:
        path = self._path(context)
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False, suffix=".part") as file:
            json.dump(encode(obj), file, ensure_ascii=False)
        Path(file.name).replace(path)
        context.add_output_metadata({"value": str(path)})

    def load_input(self, context: InputContext) -> Any:
        """The value, of the type that the asset annotates. Raises FileNotFoundError where it was never written."""
        kind = context.dagster_type.typing_type
        return decode(kind, json.loads(self._path(context).read_text(encoding="utf-8")))

    def _path(self, context: InputContext | OutputContext) -> Path:
        name = context.partition_key if context.has_partition_key else "value"
        return Path(self.root, *context.asset_key.path, f"{name}.json")
