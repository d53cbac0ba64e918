"""Running text set aside before tables are looked for: paragraphs, bulleted lists, numbered headings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

from extractors.tables.runs import Line, Run, cut_row
from extractors.types import Word

PROSE_GAP = 1.3
"""Justified text has wider spaces than table cells: font sizes between words of one piece of prose."""
BULLET = re.compile(
    r"^(?:[•●▪■□◦‣∙·►▶➢✓✔–—*o§\uf0a7\uf0b7\uf0d8-]|\(?(?:[ivx]{1,4}|[a-zA-Z]|\d{1,2})[).]|\d{1,2}(?:\.\d{1,2})+\.?)$"
)


def set_prose_aside(
    rows: Sequence[Sequence[Word]], cuts: Sequence[tuple[float, float, float]] = ()
) -> tuple[list[Word], list[Run]]:
    """The words that may stand in tables, and the runs of running text, of words put in rows.

    A paragraph is three lines or more of several words, close under each other with one left edge, most of them full.
    """
    runs = [run for row in rows for run in cut_row(row, PROSE_GAP, cuts).runs]
    prose = [run for chain in _chains(runs) if _is_paragraph(chain) for run in chain]
    taken = {id(word) for run in prose for word in run.words}
    return [word for row in rows for word in row if id(word) not in taken], prose


def _chains(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs that follow each other like lines of a paragraph. Open chains are kept by where their last run begins,
    because the lines of a paragraph begin close to each other."""
    order = sorted(runs, key=lambda r: r.box.top)
    reach = 4.0 * max((run.size for run in runs), default=1.0) + 1.0
    chains: list[list[Run]] = []
    shelves: dict[int, list[int]] = defaultdict(list)
    for run in order:
        shelf = int(run.box.x0 // reach)
        near = sorted({i for k in (shelf - 1, shelf, shelf + 1) for i in shelves[k]}, reverse=True)
        close = [i for i in near if run.box.top - chains[i][-1].box.bottom < 1.7 * run.size]
        found = next((i for i in close if _follows(chains[i], run)), None)
        if found is None:
            found = len(chains)
            chains.append([])
        chains[found].append(run)
        shelves[shelf] = [i for i in shelves[shelf] if i in close and i != found] + [found]
    return chains


def _follows(chain: Sequence[Run], run: Run) -> bool:
    above = chain[-1]
    if run.box.top < above.box.top + 0.5 * run.size or not 0.85 < run.size / above.size < 1.18:
        return False
    shift = run.box.x0 - above.box.x0
    indent = 4.0 * run.size if len(chain) == 1 else 1.0
    if len(chain) > 1 and len(run.words) > 1 and 0 < shift < 4 * run.size and len(above.words) > 1:
        indent = 4.0 * run.size
    return -indent <= shift <= max(1.0, min(indent, 4.0 * run.size))


def _is_paragraph(chain: Sequence[Run]) -> bool:
    if len(chain) < 3 or median(len(run.words) for run in chain) < 4:
        return False
    words = [word for run in chain for word in run.words]
    if sum(any(ch.isdigit() for ch in word.text) for word in words) > 0.3 * len(words):
        return False
    left, right = min(run.box.x0 for run in chain), max(run.box.x1 for run in chain)
    full = sum(run.box.x1 > right - 0.2 * (right - left) for run in chain)
    goes_on = sum(run.text[:1].islower() for run in chain)
    return full >= 0.6 * len(chain) and goes_on >= 0.3 * len(chain)


def is_list(lines: Iterable[Line]) -> bool:
    """Most lines of several runs begin with a bullet, a letter or a number of a list."""
    several = [line for line in lines if len(line.runs) > 1]
    marked = sum(bool(BULLET.match(line.runs[0].text)) and len(line.runs) == 2 for line in several)
    return bool(several) and marked >= 0.6 * len(several)
