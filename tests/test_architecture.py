"""The house rules that a reader relies on: arrows between packages point one way, and start-up stays light."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "models": set(),
    "extractors": {"models"},
    "storage": {"extractors.types", "extractors.codec", "extractors.errors"},
    "pipeline": {"models", "extractors", "storage"},
}
HEAVY = ("torch", "transformers", "layoutparser", "cv2", "pdfplumber")


def python_files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_arrows_never_point_back(package):
    for path in python_files(package):
        for name in imported(path):
            root = name.split(".")[0]
            if root not in MAY_IMPORT or root == package or name in MAY_IMPORT:
                continue
            allowed = MAY_IMPORT[package]
            fits = root in allowed or any(name == a or name.startswith(f"{a}.") for a in allowed)
            assert fits or _only_names_what_is_allowed(name, allowed), f"{path}: {package} imports {name}"


def _only_names_what_is_allowed(name: str, allowed: set[str]) -> bool:
    return any(a.startswith(f"{name}.") for a in allowed)


@pytest.mark.parametrize("module", ["pipeline.definitions", "pipeline.cli", "extractors.registry", "storage.records"])
def test_start_up_loads_nothing_heavy(module):
    code = f"import sys, {module}; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.split() == []


USES_A_NETWORK = """
from models.runtime import new_session
from models.library import SHIPPED
new_session(str(SHIPPED / "forms" / "fast" / "encoder.int8.onnx"))
"""


def test_nothing_is_kept_to_be_sent(tmp_path):
    """onnxruntime keeps what it tells its maker in a folder of the user."""
    quiet = ("ORT_", "CI", "GITHUB_", "XDG_")  # some of these keep it quiet by themselves
    environment = {name: value for name, value in os.environ.items() if not name.startswith(quiet)}
    subprocess.run(
        [sys.executable, "-c", USES_A_NETWORK], cwd=ROOT, env=environment | {"HOME": str(tmp_path)}, check=True
    )
    assert not list(tmp_path.rglob("*"))


def test_onnxruntime_is_only_met_through_models():
    """Whose `__init__` keeps it from telling its maker of what it does."""
    others = [path for package in set(MAY_IMPORT) - {"models"} for path in python_files(package)]
    assert not [path for path in others if any(name.split(".")[0] == "onnxruntime" for name in imported(path))]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_files_stay_readable(package):
    long = {str(path): n for path in python_files(package) if (n := path.read_text().count("\n")) > 450}
    assert not long


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_nothing_unsafe_or_unfinished(package):
    words = ("shell=" + "True", "pickle.load", "sys.path", "raise NotImplemented" + "Error", "TO" + "DO", "FIX" + "ME")
    found = [(str(p), word) for p in python_files(package) for word in words if word in p.read_text()]
    assert not found


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_every_package_has_a_readme(package):
    assert (ROOT / package / "README.md").read_text().startswith("# ")
