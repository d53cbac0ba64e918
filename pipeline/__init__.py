"""How things are wired: Dagster, the command line, the flow from a bucket to rows."""

import gc

gc.set_threshold(50_000, 20, 20)
"""Imports and pages make objects that live on; looking through all of them for garbage after every 700 new ones is a
sixth of start-up."""
