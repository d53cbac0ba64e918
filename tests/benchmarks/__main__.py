"""`make bench`: every figure that docrow promises, measured on this machine.

Each ``bench_*.py`` beside this file has ``run(data, limit) -> list[Figure]``. ``python -m tests.benchmarks`` runs all
of them, or those named as arguments, and rewrites their sections of README.md here; with ``--limit`` it only prints.
"""

from __future__ import annotations

import argparse
import datetime
import importlib
import os
import time
from pathlib import Path

from filelock import FileLock

from tests.benchmarks.figures import Figure, machine, table

HERE = Path(__file__).parent
START, END = "<!-- figures -->", "<!-- end of figures -->"


def main() -> int:
    options = _arguments()
    data = os.environ.get("DOCROW_EVAL_DATA", "")
    if not data:
        print("set DOCROW_EVAL_DATA to the folder with the evaluation sets; tests/benchmarks/README.md lists them")
        return 2
    names = options.names or sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    for name in names:
        section = _section(name, Path(data), options.limit)
        print(section, flush=True)
        if options.limit is None:
            _keep(name, section)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="benchmarks to run; all when none is named")
    parser.add_argument("--limit", type=int, help="documents of each set, for a quick look")
    return parser.parse_args()


def _section(name: str, data: Path, limit: int | None) -> str:
    begin = time.perf_counter()
    figures: list[Figure] = importlib.import_module(f"tests.benchmarks.bench_{name}").run(data, limit)
    took = f"{datetime.date.today()}, {time.perf_counter() - begin:.0f} s, on {machine()}."
    return f"### {name}\n\n{table(figures)}\n\n{took}"


def _keep(name: str, section: str) -> None:
    """Put the section in its place, by name; a lock, because benchmarks may run side by side."""
    page = HERE / "README.md"
    with FileLock(page.with_suffix(".lock")):
        before, _, rest = page.read_text().partition(START)
        body, _, after = rest.partition(END)
        kept = {part.partition("\n")[0]: part.strip() for part in body.split("### ") if part.strip()}
        kept[name] = section.removeprefix("### ")
        text = "\n\n".join(f"### {kept[key]}" for key in sorted(kept))
        page.write_text(f"{before}{START}\n\n{text}\n\n{END}{after}")


if __name__ == "__main__":
    raise SystemExit(main())
