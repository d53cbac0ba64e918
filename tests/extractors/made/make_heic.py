"""Makes ``note.heic`` beside it: ``python make_heic.py``, where pillow-heif is installed.

pillow-heif bundles an encoder under the GPL and is therefore no dependency of the project, not even of its tests; the
picture that it wrote is kept instead. docrow reads HEIC with pi-heif, which only decodes.
"""

from pathlib import Path

import pillow_heif
from PIL import Image, ImageDraw, ImageFont


def main() -> None:
    picture = Image.new("RGB", (640, 240), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(36)
    draw.text((40, 50), "Invoice number: 4711", fill="black", font=font)
    draw.text((40, 130), "Total: 12.50 EUR", fill="black", font=font)
    pillow_heif.register_heif_opener()
    picture.save(Path(__file__).with_name("note.heic"), quality=60)


if __name__ == "__main__":
    main()
