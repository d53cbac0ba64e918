"""A document and what is really in it, as its maker knows it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Sample:
    """`name` is folder and file name. `fields` maps a key to its value as printed; `tables` are grids of cell texts,
    a spanning cell has its text in its first place and nothing in the others; `refused` is the code of the refusal."""

    name: str
    data: bytes
    media_type: str
    shows: str
    pages: int = 1
    fields: dict[str, str] = field(default_factory=dict)
    tables: tuple[list[list[str]], ...] = ()
    languages: tuple[str, ...] = ("eng",)
    refused: str = ""

    def expected(self, floor: dict[str, float]) -> dict[str, Any]:
        """What stands in the file beside the document."""
        if self.refused:
            return {"media_type": self.media_type, "refused": self.refused}
        return {
            "media_type": self.media_type,
            "pages": self.pages,
            "languages": list(self.languages),
            "fields": self.fields,
            "tables": [{"rows": rows} for rows in self.tables],
            "floor": floor,
        }

    def write(self, root: Path) -> None:
        """Document and answer side by side. The floor is measured by the golden test and is kept."""
        path = root / self.name
        answer = path.with_suffix(".expected.json")
        kept = json.loads(answer.read_text(encoding="utf-8")).get("floor", {}) if answer.exists() else {}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.data)
        text = json.dumps(self.expected(kept), ensure_ascii=False, indent=1)
        answer.write_text(text + "\n", encoding="utf-8")
