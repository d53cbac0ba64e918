"""Makes the sample documents: ``python sample_docs/make.py [folder]``. The same bytes every time,
with the same versions of reportlab, Pillow and OpenCV. Needs the font OCR-B (Debian: fonts-ocr-b) for the cards."""

from __future__ import annotations

import sys
from pathlib import Path

from making import cards, forms, refused, tables

HERE = Path(__file__).parent
START, END = "<!-- samples -->", "<!-- end of samples -->"


def main() -> int:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    samples = [*forms.samples(), *tables.samples(), *cards.samples(), *refused.samples()]
    for sample in samples:
        sample.write(root)
    if root == HERE:
        page = root / "README.md"
        before, _, rest = page.read_text(encoding="utf-8").partition(START)
        rows = "\n".join(f"| [{s.name}]({s.name}) | {s.shows} |" for s in samples)
        page.write_text(
            f"{before}{START}\n| document | what it shows |\n|---|---|\n{rows}\n{END}{rest.partition(END)[2]}"
        )
    print(f"{len(samples)} documents, {sum(len(s.data) for s in samples) / 1e6:.1f} MB in {root}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
