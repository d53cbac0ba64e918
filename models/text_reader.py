"""Making the weights that read lines of text: PaddleOCR's PP-OCRv6 small recogniser, cut down to Latin letters.

``python -m models.text_reader SOURCE DIRECTORY``: SOURCE is ``PP-OCRv6_rec_small.onnx`` as the wheel of rapidocr 3.10.0
holds it (or that wheel itself), DIRECTORY where ``text_reader.onnx`` goes. The network stays as it is; of its 18,708
characters those of Latin scripts are kept, a sixth of the time less, and weights are stored in half the bytes and
widened when they are loaded. Needs the extra ``train`` for its onnx.
"""

from __future__ import annotations

import argparse
import hashlib
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SHA256 = "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"
"""Of the source: https://github.com/RapidAI/RapidOCR, MODEL_LICENSES.md, section 6."""
MEMBER = "rapidocr/models/PP-OCRv6_rec_small.onnx"
SIGNS = "–—―‖‘’“”†‡•‥…‰′″‹›€™←→≠≤≥☐☑☒✓✔"
SMALLEST = 256
"""Arrays with fewer numbers stay as they are."""


def source_bytes(path: Path) -> bytes:
    """The network as published. Raises ValueError for anything else."""
    data = zipfile.ZipFile(path).read(MEMBER) if zipfile.is_zipfile(path) else path.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise ValueError(f"{path} does not hold {MEMBER} of rapidocr 3.10.0")
    return data


def is_latin(character: str) -> bool:
    """Whether it stands in texts of Latin scripts: Unicode's blocks up to Latin Extended-B, and common signs."""
    return len(character) == 1 and (ord(character) < 0x250 or character in SIGNS)


def make_smaller(model: Any) -> Any:
    """The same onnx model with fewer classes and half-precision weights. Its last layer's weights are its only arrays
    whose last side has one number for every class: characters, the blank before them, the space after them."""
    from onnx import helper

    characters = {entry.key: entry.value for entry in model.metadata_props}["character"].splitlines()
    kept = [i for i, character in enumerate(characters) if is_latin(character)]
    classes = np.array([0, *(i + 1 for i in kept), len(characters) + 1])
    casts, arrays = [], []
    for array in model.graph.initializer:
        stored, cast = _stored(array, classes, len(characters) + 2)
        arrays.append(stored)
        casts += [cast] if cast is not None else []
    nodes = [*casts, *model.graph.node]
    del model.graph.initializer[:], model.graph.node[:], model.metadata_props[:]
    model.graph.initializer.extend(arrays)
    model.graph.node.extend(nodes)
    model.graph.output[0].type.tensor_type.shape.dim[2].dim_value = len(classes)
    helper.set_model_props(model, {"character": "\n".join(characters[i] for i in kept)})
    return model


def _stored(array: Any, classes: NDArray[np.int64], many: int) -> tuple[Any, Any]:
    """(the array to store, the node that widens it or None)."""
    from onnx import TensorProto, helper, numpy_helper

    values = numpy_helper.to_array(array)
    if values.ndim and values.shape[-1] == many:
        values = np.ascontiguousarray(values[..., classes])
    if values.dtype != np.float32 or values.size < SMALLEST:
        return numpy_helper.from_array(values, array.name), None
    name = f"{array.name}.half"
    widen = helper.make_node("Cast", [name], [array.name], to=TensorProto.FLOAT)
    return numpy_helper.from_array(values.astype(np.float16), name), widen


def main() -> None:
    import onnx

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("directory", type=Path)
    arguments = parser.parse_args()
    model = make_smaller(onnx.load_from_string(source_bytes(arguments.source)))
    arguments.directory.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(arguments.directory / "text_reader.onnx"))


if __name__ == "__main__":
    main()
