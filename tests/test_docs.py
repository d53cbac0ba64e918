"""Documentation that lies fails here: every command and family is in the README, and its commands run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from extractors.registry import FAMILIES
from pipeline.cli.app import app
from pipeline.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
COMMANDS = set(get_command(app).commands)  # type: ignore[attr-defined]


def test_every_command_is_in_the_readme():
    assert {name for name in COMMANDS if f"docrow {name}" not in README} == set()


def test_the_readme_names_no_command_that_is_not():
    assert set(re.findall(r"`docrow ([a-z]+)", README)) - COMMANDS == set()


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_in_the_readme(family):
    assert f"`{family}`" in README


def test_every_make_target_in_the_readme_is_in_the_makefile():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z-]+)", README, re.MULTILINE)) - targets == set()


def test_every_setting_is_in_the_example_environment():
    example = (ROOT / ".env.example").read_text()
    assert {name for name in Settings.model_fields if f"DOCROW_{name.upper()}=" not in example} == set()


@pytest.mark.parametrize("page", [*sorted(ROOT.glob("*/README.md")), ROOT / "README.md"], ids=str)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def shell_lines() -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    return [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_the_readme_commands_run(tmp_path):
    (tmp_path / "my-bucket").mkdir()
    shutil.copy(ROOT / "sample_docs/forms/invoice.pdf", tmp_path / "my-bucket/letter.pdf")
    env = {name: value for name, value in os.environ.items() if not name.startswith("DOCROW_")}
    env["PYTHONPATH"] = str(ROOT)
    assert len(shell_lines()) >= 3
    for line in shell_lines():
        program, *arguments = shlex.split(line)
        assert program == "docrow"
        command = [sys.executable, "-m", "pipeline.cli", *arguments]
        out = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
        assert out.returncode == 0, f"{line}: {out.stderr}"
    assert (tmp_path / "page.png").stat().st_size > 10_000
