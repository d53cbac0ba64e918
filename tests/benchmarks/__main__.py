"""`make bench`: every figure that docrow promises, measured on this machine.

Each ``bench_*.py`` beside this file has ``run(data, limit) -> list[Figure]``. ``python -m tests.benchmarks`` runs all of
them and rewrites the table in README.md here; names given as arguments run only those and print.
"""

from __future__ import annotations

import argparse
import datetime
import importlib
import os
import time
from pathlib import Path

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
    sections = [_section(name, Path(data), options.limit) for name in names]
    if not options.names and options.limit is None:
        _keep("\n\n".join(sections))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="benchmarks to run; all when none is named")
    parser.add_argument("--limit", type=int, help="documents of each set, for a quick look")
    return parser.parse_args()


def _section(name: str, data: Path, limit: int | None) -> str:
    begin = time.perf_counter()
    figures: list[Figure] = importlib.import_module(f"tests.benchmarks.bench_{name}").run(data, limit)
    text = f"### {name}\n\n{table(figures)}\n\nTook {time.perf_counter() - begin:.0f} s."
    print(text, flush=True)
    return text


def _keep(body: str) -> None:
    page = HERE / "README.md"
    before, _, rest = page.read_text().partition(START)
    _, _, after = rest.partition(END)
    head = f"Measured {datetime.date.today()} on {machine()}."
    page.write_text(f"{before}{START}\n{head}\n\n{body}\n{END}{after}")


if __name__ == "__main__":
    raise SystemExit(main())
