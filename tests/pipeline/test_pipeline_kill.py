"""Killed with -9 at any moment and started again, a run leaves the same rows as one that was never killed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.settings import Settings
from tests.pipeline.fakes_pipeline import environment_of, fill_bucket, rows_of, settings_in

PROGRAM = [sys.executable, "-c", "from pipeline.cli import main; main()", "run", "--quiet"]
SET_ASIDE = 3


def start(settings: Settings) -> subprocess.Popen[bytes]:
    environment = os.environ | environment_of(settings)
    return subprocess.Popen(PROGRAM, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finish(settings: Settings) -> None:
    process = start(settings)
    _, said = process.communicate(timeout=100)
    # 3 where a document was set aside in this very run, 0 where that had happened before the kill
    assert process.returncode in (0, SET_ASIDE), said.decode()


def kill_after(settings: Settings, seconds: float) -> bool:
    """Whether it was still running when the time came."""
    process = start(settings)
    time.sleep(seconds)
    alive = process.poll() is None
    process.kill()
    process.communicate(timeout=60)
    return alive


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill_bucket(tmp_path_factory.mktemp("bucket"), forms=4)


def deployment(folder: Path, bucket: Path) -> Settings:
    """Batches of two objects, so that kills fall between batches as well as inside."""
    return settings_in(folder, bucket=str(bucket), batch_size=2)


@pytest.fixture(scope="module")
def unkilled(
    bucket: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, list[tuple[object, ...]]], float]:
    """The rows of a run that nobody disturbed, and how many seconds it took."""
    settings = deployment(tmp_path_factory.mktemp("unkilled"), bucket)
    began = time.monotonic()
    finish(settings)
    rows = rows_of(settings)
    assert len(rows["documents"]) == 5
    assert rows["fields"]
    assert rows["cells"]
    return rows, time.monotonic() - began


def test_killed_four_times_in_a_row(bucket, unkilled, tmp_path):
    rows, seconds = unkilled
    settings, chance = deployment(tmp_path, bucket), random.Random(4)
    killed = [kill_after(settings, chance.uniform(0.3, 0.9) * seconds) for _ in range(4)]
    assert any(killed)
    finish(settings)
    assert rows_of(settings) == rows


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("moment", range(20))
def test_killed_at_a_random_moment(bucket, unkilled, tmp_path, moment):
    rows, seconds = unkilled
    settings = deployment(tmp_path, bucket)
    kill_after(settings, random.Random(moment).uniform(0.0, 1.0) * seconds)
    finish(settings)
    assert rows_of(settings) == rows
