"""Pictures of a training for people: does more help, are the probabilities true, what is mistaken for what.

Drawn with matplotlib of the extra ``train``; nothing is drawn where it is not installed.
"""

from __future__ import annotations

import base64
import importlib.util
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FOLDER = "plots"
LOG = "log.json"
"""Where a family that learns by steps leaves its log: a list of objects with ``step`` and figures."""
SIZE, DPI = (5.2, 3.6), 110
Points = Sequence[tuple[float, Mapping[str, float]]]


def draw_training(directory: Path, details: Mapping[str, Any], by_documents: Points) -> list[Path]:
    """Whatever there is to draw of a model that was made, as PNG files in its directory. `details`: of its Score on
    held-out documents; `by_documents`: figures after learning from so many documents."""
    if importlib.util.find_spec("matplotlib") is None:
        return []
    drawn = []
    steps = read_log(directory / LOG)
    if steps:
        drawn.append(_picture(directory, "learning_curve", _draw_curve, steps, "step"))
    elif by_documents:
        drawn.append(_picture(directory, "learning_curve", _draw_curve, by_documents, "documents learned from"))
    if details.get("reliability"):
        drawn.append(_picture(directory, "reliability", _draw_reliability, details["reliability"]))
    if details.get("confusion"):
        drawn.append(_picture(directory, "confusion", _draw_confusion, details["confusion"]))
    if details.get("fields"):
        drawn.append(_picture(directory, "fields", _draw_fields, details["fields"]))
    return drawn


def read_log(path: Path) -> list[tuple[float, dict[str, float]]]:
    """Steps with the losses and scores that were noted at them; nothing without a log."""
    if not path.is_file():
        return []
    points: dict[float, dict[str, float]] = {}
    for entry in json.loads(path.read_text(encoding="utf-8")):
        noted = {k: v for k, v in entry.items() if k.endswith(("loss", "f1")) and k != "train_loss"}
        points.setdefault(float(entry.get("step", 0)), {}).update(noted)
    return sorted(point for point in points.items() if point[1])


def as_markdown(path: Path) -> str:
    """A picture that Dagster's pages show without fetching anything."""
    content = base64.b64encode(path.read_bytes()).decode()
    return f"![{path.stem}](data:image/png;base64,{content})"


def _picture(directory: Path, name: str, draw: Any, *content: Any) -> Path:
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, dpi=DPI, layout="constrained")
    draw(figure.add_subplot(), *content)
    path = directory / FOLDER / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Software": None})
    return path


def _draw_curve(axes: Axes, points: Points, unit: str) -> None:
    """Losses on an axis of their own, because they are no shares."""
    names = list(dict.fromkeys(name for _, figures in points for name in figures))
    losses = [name for name in names if name.endswith("loss")]
    shares = [name for name in names if name not in losses]
    other = axes.twinx() if losses and shares else axes
    for number, name in enumerate(names):
        known = [(x, figures[name]) for x, figures in points if name in figures]
        style = {"linestyle": "--"} if name in losses else {"marker": "o", "markersize": 4}
        (other if name in losses else axes).plot(*zip(*known, strict=True), label=name, color=f"C{number}", **style)
    if shares:
        axes.set_ylim(0, 1.02)
        axes.set_ylabel("held-out documents")
    if losses:
        other.set_ylabel("loss")
    axes.set_xlabel(unit)
    axes.set_title("Learning curve")
    handles = [line for own in {id(a): a for a in (axes, other)}.values() for line in own.get_lines()]
    axes.legend(handles=handles, fontsize=7)


def _draw_reliability(axes: Axes, bins: Sequence[Sequence[float]]) -> None:
    """Mean confidence against share right, the number of fields at each point."""
    axes.plot((0, 1), (0, 1), color="0.7", linewidth=1)
    axes.plot([own[0] for own in bins], [own[1] for own in bins], marker="o")
    for confidence, right, count in bins:
        axes.annotate(f"{int(count)}", (confidence, right), textcoords="offset points", xytext=(4, -10), fontsize=7)
    axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="confidence", ylabel="share right", title="Reliability")


def _draw_confusion(axes: Axes, table: Mapping[str, Mapping[str, int]]) -> None:
    names = list(table)
    shares = [[table[a][b] / max(sum(table[a].values()), 1) for b in names] for a in names]
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for row, truth in enumerate(names):
        for column, found in enumerate(names):
            color = "white" if shares[row][column] > 0.6 else "black"
            axes.text(column, row, str(table[truth][found]), ha="center", va="center", color=color, fontsize=8)
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks(range(len(names)), names)
    axes.set(xlabel="found", ylabel="annotated", title="Confusion")


def _draw_fields(axes: Axes, fields: Mapping[str, Mapping[str, float]]) -> None:
    names = sorted(fields, key=lambda name: fields[name]["f1"])
    axes.barh(range(len(names)), [fields[name]["f1"] for name in names])
    axes.set_yticks(range(len(names)), [name[:28] for name in names], fontsize=7)
    axes.set(xlim=(0, 1), xlabel="F1 on held-out documents", title="Fields")
