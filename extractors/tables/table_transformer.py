"""The Table Transformer door: any ``TableTransformerForObjectDetection`` checkpoint finds tables, or reads structure.

One checkpoint detects tables on the picture of a page, another rows, columns and spans on the picture of a table;
where one of the two is missing, the rules do its part. Needs the extra ``train`` (torch and transformers), and timm for
checkpoints with a backbone of timm. Only safetensors are loaded, never pickle; nothing is downloaded but a checkpoint
that is named ``owner/name`` and does not lie on the disk.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from extractors.errors import BadModel
from extractors.tables.detected import COLUMN, ROW, TABLE, TABLES, Detection, detected_grid, detected_table, distinct
from extractors.tables.page import PageOptions, PageReading, page_tables
from extractors.tables.region import region_table
from extractors.tables.turned import back, turned_box, turned_page
from extractors.types import Box, Document, Page, Table

Pixels = NDArray[np.uint8]
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of ImageNet, for checkpoints that do not say their own."""
AROUND = 10.0
"""Points of the page shown around a table: training pictures of structure have such a margin."""
CONFIG, PREPARING = "config.json", "preprocessor_config.json"
REMEDY = "name a directory or hub checkpoint (owner/name) with config.json and model.safetensors"


class Checkpoint:
    """One network. `source`: a local directory, or ``owner/name`` on the hub; `side`: the longer side in pixels of its
    pictures, where the checkpoint does not say. Raises BadModel where it is no Table Transformer that can be loaded."""

    def __init__(self, source: str, side: int) -> None:
        self.source, self.name = source, Path(source).name
        local = Path(source).exists() or source.count("/") != 1 or source.startswith((".", "/", "~"))
        self.model: Any = _loaded(source, local)
        self.labels = {int(number): str(label).lower() for number, label in self.model.config.id2label.items()}
        self.preparing = _preparing(source, local)
        self.longest, self.shortest = _sides(self.preparing, side)

    @property
    def reads_structure(self) -> bool:
        return {ROW, COLUMN} <= set(self.labels.values())

    @property
    def finds_tables(self) -> bool:
        return TABLE in self.labels.values() and not self.reads_structure

    def detect(self, pixels: Pixels, place: Box, least: float) -> list[Detection]:
        """What is seen with a score of `least` or more in a picture, (H, W) or (H, W, 3), of `place` on the page. Boxes
        are in points of the page, cut at the picture's edge."""
        import torch

        with torch.no_grad():
            out = self.model(pixel_values=torch.from_numpy(self._prepared(pixels)))
        scores = out.logits[0].softmax(-1)[:, :-1].numpy()  # (queries, labels); the last label is "nothing"
        found: list[Detection] = []
        for own, (x, y, width, height) in zip(scores, out.pred_boxes[0].numpy(), strict=True):
            label = int(own.argmax())
            if own[label] >= least and label in self.labels:
                edges = np.clip((x - width / 2, y - height / 2, x + width / 2, y + height / 2), 0.0, 1.0)
                found.append(Detection(self.labels[label], _part(place, edges.tolist()), float(own[label])))
        return found

    def _prepared(self, pixels: Pixels) -> NDArray[np.float32]:
        """The picture as the network takes it: (1, 3, H, W), scaled to its size, in units of deviation."""
        import cv2

        height, width = pixels.shape[:2]
        scale = min(self.longest / max(height, width), self.shortest / min(height, width))
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        scaled = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        colours = np.repeat(scaled[:, :, None], 3, axis=2) if scaled.ndim == 2 else scaled
        mean, std = (np.asarray(self.preparing.get(f"image_{n}", d), np.float32) for n, d in _USUAL)
        return np.ascontiguousarray(((colours / np.float32(255) - mean) / std).transpose(2, 0, 1)[None], np.float32)

    def save(self, directory: Path) -> None:
        self.model.save_pretrained(directory, safe_serialization=True)
        (directory / PREPARING).write_text(json.dumps(self.preparing, indent=1, sort_keys=True) + "\n", "utf-8")


_USUAL = (("mean", MEAN), ("std", STD))


class TableTransformer:
    """Finds tables by `detection` and reads their structure by `structure`; at least one of them. Detections of tables
    with a score below `least_table`, and of their parts below `least_part`, do not count. Raises BadModel."""

    kind: ClassVar[str] = "table-transformer"

    def __init__(
        self, detection: str | None = None, structure: str | None = None, least_table: float = 0.7,
        least_part: float = 0.5,
    ) -> None:  # fmt: skip
        if not (detection or structure):
            raise BadModel("no checkpoint is named", "name one for detection, one for structure, or both")
        self.detection = Checkpoint(detection, 800) if detection else None
        self.structure = Checkpoint(structure, 1000) if structure else None
        if self.detection and not self.detection.finds_tables:
            raise BadModel(f"{detection} does not find tables", f"it needs the label {TABLE!r}, and none of rows")
        if self.structure and not self.structure.reads_structure:
            raise BadModel(f"{structure} does not read structure", f"it needs the labels {ROW!r} and {COLUMN!r}")
        self.least_table, self.least_part = least_table, least_part

    @property
    def name(self) -> str:
        return "tables-tt-" + "+".join(own.name for own in (self.detection, self.structure) if own)

    def tables(self, page: Page, document: Document, options: PageOptions) -> list[Table]:
        """The tables of a page, top to bottom; those of the rules where there is no picture to look at."""
        pixels = _pixels(page, document)
        if pixels is None:
            return page_tables(page, options)
        found = self._found(page, pixels, options)
        return sorted(found, key=lambda table: (table.parts[0].box.top, table.parts[0].box.x0))

    def _found(self, page: Page, pixels: Pixels, options: PageOptions) -> list[Table]:
        """No word is in two tables: where regions overlap, it stays with the surer one."""
        if self.detection is None:
            ruled = page_tables(page, options)
            parts = [(table, Detection(TABLE, table.parts[0].box, table.confidence)) for table in ruled]
            return [self._read(page, pixels, part, options) or table for table, part in parts]
        tables: list[Table] = []
        for one in self._regions(page, pixels):
            table = self._read(page, pixels, one, options) or self._by_rules(page, one, options)
            if table is not None:
                tables.append(table)
                held = table.parts[0].box
                page = replace(page, words=tuple(w for w in page.words if not held.holds(w.box.center)))
        return tables

    def _regions(self, page: Page, pixels: Pixels) -> list[Detection]:
        """Where tables are, surest first, grown around the words whose centres they hold."""
        assert self.detection is not None
        seen = self.detection.detect(pixels, _shown(page, pixels), self.least_table)
        return [replace(one, box=_grown(page, one.box)) for one in distinct([d for d in seen if d.label in TABLES])]

    def _by_rules(self, page: Page, one: Detection, options: PageOptions) -> Table | None:
        turn = _turn(page, one)
        if not turn:
            table = region_table(page, one.box, options)
            return replace(table, confidence=one.confidence) if table else None
        turned = turned_page(page, turn)
        lying = region_table(turned, turned_box(one.box, page, turn), options)
        return replace(back(lying, turned, turn), confidence=one.confidence) if lying else None

    def _read(self, page: Page, pixels: Pixels, one: Detection, options: PageOptions) -> Table | None:
        """The table as the structure checkpoint sees it; None without such a checkpoint, or where it sees no grid."""
        if self.structure is None:
            return None
        turn, region = _turn(page, one), one.box
        lying = page
        if turn:
            pixels, lying = np.rot90(pixels, turn // 90), turned_page(page, turn)
            region = turned_box(one.box, page, turn)
        place = region.grow(AROUND).overlap(_shown(lying, pixels))
        if place is None or place.area == 0:
            return None
        parts = self.structure.detect(_cropped(pixels, place, lying), place, self.least_part)
        made = detected_grid(parts, [w for w in lying.words if w.text.strip() and region.holds(w.box.center)])
        if made is None:
            return None
        table = detected_table(PageReading(lying, options), made, region, one.confidence)
        return back(table, lying, turn) if turn else table

    def save(self, directory: Path) -> dict[str, Any]:
        """The checkpoints as safetensors in ``detection/`` and ``structure/``."""
        state: dict[str, Any] = {"least_table": self.least_table, "least_part": self.least_part}
        for role, own in (("detection", self.detection), ("structure", self.structure)):
            if own is not None:
                own.save(directory / role)
                state |= {role: role, f"{role}_name": own.name}
        return state

    @classmethod
    def load(cls, directory: Path, state: dict[str, Any]) -> Self:
        """From what `save` told, or from what a person wrote: ``detection`` and ``structure`` name folders of the
        directory, other directories, or checkpoints of the hub."""
        options = {name: float(state[name]) for name in ("least_table", "least_part") if name in state}
        made = cls(_source(directory, state.get("detection")), _source(directory, state.get("structure")), **options)
        for role in ("detection", "structure"):
            if f"{role}_name" in state:
                getattr(made, role).name = str(state[f"{role}_name"])
        return made

    @classmethod
    def of_directory(cls, directory: Path) -> Self:
        """From a checkpoint's own directory, its labels telling what it is for, or one with ``detection/`` and
        ``structure/``. Raises BadModel."""
        if not (directory / CONFIG).is_file():
            own = {role: role for role in ("detection", "structure") if (directory / role / CONFIG).is_file()}
            return cls.load(directory, own)
        labels = {str(label).lower() for label in _labels(directory / CONFIG)}
        return cls(structure=str(directory)) if ROW in labels else cls(detection=str(directory))


def holds_checkpoint(directory: Path) -> bool:
    """Whether `TableTransformer.of_directory` has something to load."""
    return any((directory / own / CONFIG).is_file() for own in ("", "detection", "structure"))


def _source(directory: Path, named: str | None) -> str | None:
    return str(directory / named) if named and (directory / named).is_dir() else named


def _labels(config: Path) -> Sequence[str]:
    try:
        return tuple(json.loads(config.read_text(encoding="utf-8")).get("id2label", {}).values())
    except (OSError, ValueError, AttributeError) as error:
        raise BadModel(f"{config} cannot be read", "copy the checkpoint anew") from error


def _loaded(source: str, local: bool) -> Any:
    """The network, all of whose weights are in the checkpoint. Raises BadModel."""
    try:
        from huggingface_hub.errors import StrictDataclassError
        from safetensors import SafetensorError
        from transformers import AutoConfig, TableTransformerConfig, TableTransformerForObjectDetection
    except ImportError as error:
        raise BadModel("Table Transformer needs torch and transformers", "pip install 'docrow[train]'") from error
    try:
        config = AutoConfig.from_pretrained(source, local_files_only=local)
        if not isinstance(config, TableTransformerConfig):
            raise ValueError(f"it is of type {config.model_type}")
        made: Any = TableTransformerForObjectDetection.from_pretrained(
            source, config=config, use_safetensors=True, local_files_only=local, output_loading_info=True
        )
    except ImportError as error:
        raise BadModel(f"{source} needs timm for its backbone", "pip install timm") from error
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError, StrictDataclassError) as error:
        raise BadModel(f"{source} is no Table Transformer checkpoint that can be loaded", REMEDY) from error
    model, told = made
    if missing := told["missing_keys"]:
        raise BadModel(f"{source} lacks {len(missing)} of its weights", REMEDY)
    return model.eval()


def _preparing(source: str, local: bool) -> dict[str, Any]:
    """How the checkpoint says that its pictures are made; empty where it does not."""
    from transformers.utils.hub import cached_file

    path = cached_file(source, PREPARING, local_files_only=local, _raise_exceptions_for_missing_entries=False)
    try:
        return dict(json.loads(Path(path).read_text(encoding="utf-8"))) if path else {}
    except ValueError as error:
        raise BadModel(f"{source}: {PREPARING} cannot be read", "copy the checkpoint anew") from error


def _sides(preparing: dict[str, Any], usual: int) -> tuple[float, float]:
    """The most pixels of the longer and of the shorter side: ``size`` as a number, or by its edges."""
    size = preparing.get("size")
    edges = size if isinstance(size, dict) else {"shortest_edge": size or None}
    shortest = edges.get("shortest_edge") or edges.get("height") or float("inf")
    longest = edges.get("longest_edge") or preparing.get("max_size") or edges.get("width")
    if longest is None:
        longest = usual if shortest == float("inf") else max(usual, 1.666 * shortest)
    return float(longest), float(shortest)


def _pixels(page: Page, document: Document) -> Pixels | None:
    """The page's picture in the reading frame; drawn anew where the stored one is gone. None where there is nothing to
    draw. Raises DocumentError."""
    from extractors.read.images import load_image, page_image
    from extractors.read.options import ReadOptions

    if page.image and Path(page.image).is_file():
        return load_image(page)
    if not document.source or not Path(document.source).is_file():
        return None
    with TemporaryDirectory(prefix="docrow-") as folder:
        drawn = page_image(replace(document, pages=(page,)), page.number, ReadOptions(), folder)
        return load_image(drawn)


def _shown(page: Page, pixels: Pixels) -> Box:
    """What a picture in the reading frame shows, in points."""
    scale = max(pixels.shape[:2]) / max(page.width, page.height)
    return Box(0.0, 0.0, pixels.shape[1] / scale, pixels.shape[0] / scale)


def _cropped(pixels: Pixels, place: Box, page: Page) -> Pixels:
    scale = max(pixels.shape[:2]) / max(page.width, page.height)
    x0, top, x1, bottom = (round(edge * scale) for edge in place)
    return np.ascontiguousarray(pixels[top : max(bottom, top + 1), x0 : max(x1, x0 + 1)])


def _part(place: Box, edges: Sequence[float]) -> Box:
    """A part of a place, by shares (0-1) of its width and height."""
    x0, top, x1, bottom = edges
    return Box(
        place.x0 + x0 * place.width,
        place.top + top * place.height,
        place.x0 + max(x0, x1) * place.width,
        place.top + max(top, bottom) * place.height,
    )


def _grown(page: Page, region: Box) -> Box:
    return Box.around([region, *(word.box for word in page.words if region.holds(word.box.center))])


def _turn(page: Page, one: Detection) -> int:
    """The direction of most words of a table: 0 for one that stands."""
    inside = Counter(word.direction for word in page.words if one.box.holds(word.box.center))
    return max(inside, key=lambda turn: inside[turn], default=0)
