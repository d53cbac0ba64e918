"""How documents are read: limits, languages, passwords."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, Self

_POSITIVE = (
    "max_bytes",
    "max_pages",
    "max_pixels",
    "seconds_per_page",
    "seconds_per_document",
    "image_dpi",
    "image_pixels",
)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Every value goes through JSON unchanged: ``ReadOptions.of(json.loads(json.dumps(asdict(options)))) == options``.

    `languages` are tesseract's names; `passwords` are tried in turn after the empty one. `max_bytes`, `max_pages`,
    `max_pixels` (of one image as it is stored), `seconds_per_page` and `seconds_per_document` (of all workers together,
    for reading its pages and again for answering) refuse with ``limit.*``. `image_dpi` is the resolution of the stored
    picture of a PDF page; scans keep their own up to `scan_dpi`, and no picture is larger than `image_pixels`. `ocr`:
    "auto" reads a page by OCR where its text layer is missing or bad, "always" ignores text layers, "never" leaves
    scans without words.
    `second_look` reads again what stayed uncertain: "network" by the line reader that is part of docrow, where it knows
    the languages (else as "tesseract"); "tesseract" by that program, cut out and enlarged; "none" not at all.
    `min_confidence` is what a word of usual length and height needs to be taken for one: with 0.5 pairs on scanned
    forms lose 0.01 F1, without any limit 0.02.
    `split_words` ends words of scans where annotators of scans often do: "Name/", "Phone"; not for families, since the
    texts of fields and cells would have spaces there.
    """

    languages: tuple[str, ...] = ("eng",)
    passwords: tuple[str, ...] = ()
    max_bytes: int = 500_000_000
    max_pages: int = 3_000
    max_pixels: int = 150_000_000
    seconds_per_page: float = 60.0
    seconds_per_document: float = 3600.0
    image_dpi: int = 150
    scan_dpi: int = 300
    image_pixels: int = 12_000_000
    image_quality: int = 85
    ocr: Literal["auto", "always", "never"] = "auto"
    min_confidence: float = 0.44
    second_look: Literal["network", "tesseract", "none"] = "network"
    split_words: bool = False

    def __post_init__(self) -> None:
        for name in _POSITIVE:
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be positive: {getattr(self, name)}")
        if not self.languages:
            raise ValueError("languages must name at least one language, such as eng")
        if self.ocr not in ("auto", "always", "never"):
            raise ValueError(f"ocr is auto, always or never: {self.ocr!r}")
        if self.second_look not in ("network", "tesseract", "none"):
            raise ValueError(f"second_look is network, tesseract or none: {self.second_look!r}")

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """From plain JSON values; lists become tuples. Raises ValueError for a name that is no option."""
        unknown = set(values) - {f.name for f in fields(cls)}
        if unknown:
            raise ValueError(f"no read option {', '.join(sorted(unknown))}")
        plain: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
        }
        return cls(**plain)
