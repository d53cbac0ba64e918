"""What is learned: networks, how they are trained, and the directories they are shipped in. Knows arrays only."""

import os

# onnxruntime's Linux and macOS builds send facts about machine and models to their maker unless this is set before
# they are imported (its docs/Privacy.md).
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
