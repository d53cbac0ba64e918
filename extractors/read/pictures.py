"""Image files: frames, EXIF orientation, resolution, and the limits that keep decompression bombs out."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from extractors.errors import Damaged, OverLimit
from extractors.read.options import ReadOptions

PLAUSIBLE_DPI = (50.0, 2_400.0)
_TURNED = (5, 6, 7, 8)
"""EXIF orientations that swap width and height (CIPA DC-008, 4.6.5)."""
_BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    struct.error,
    zlib.error,
)
"""What Pillow's decoders raise on broken files."""


def frame_sizes(data: bytes, key: str, options: ReadOptions) -> list[tuple[float, float]]:
    """Width and height in points of each frame as displayed. Raises Damaged or OverLimit."""
    sizes: list[tuple[float, float]] = []
    with _opened(data, key) as image:
        for index in range(_frames(image)):
            if index >= options.max_pages:
                return [*sizes, (1.0, 1.0)]  # one more than allowed, for the caller to refuse
            image.seek(index)
            _check_pixels(image, key, options)
            sizes.append(_size_in_points(image))
    return sizes


def read_frame(data: bytes, number: int, key: str, options: ReadOptions) -> Image.Image:
    """Frame `number` (from 1) upright, with square pixels, mode "1", "L" or "RGB". Raises Damaged or OverLimit."""
    with _opened(data, key) as image:
        image.seek(number - 1)
        _check_pixels(image, key, options)
        x_dpi, y_dpi = resolution(image)
        _draft(image, options.image_pixels)
        image.load()
        upright = _plain(ImageOps.exif_transpose(image))
        turned = _orientation(image) in _TURNED
    return _square(upright, *((y_dpi, x_dpi) if turned else (x_dpi, y_dpi)))


def resolution(image: Image.Image) -> tuple[float, float]:
    """Dots per inch across and down, before EXIF orientation; 72 where the file says nothing plausible."""
    x, y = _said_resolution(image)
    low, high = PLAUSIBLE_DPI
    if low <= x <= high and low <= y <= high and 0.4 <= x / y <= 2.5:
        return x, y
    return 72.0, 72.0


def is_stored_as_displayed(data: bytes, media_type: str, pixels: int) -> bool:
    """Whether the file itself can serve as the picture of its page: plain, upright, square pixels, not too large."""
    if media_type not in ("image/png", "image/jpeg"):
        return False
    with _opened(data, "") as image:
        x_dpi, y_dpi = resolution(image)
        plain = image.mode in ("1", "L", "RGB") and _frames(image) == 1 and "transparency" not in image.info
        return plain and _orientation(image) == 1 and x_dpi == y_dpi and image.width * image.height <= pixels


@contextmanager
def _opened(data: bytes, key: str) -> Iterator[Image.Image]:
    """Decoder errors inside the block become Damaged."""
    _register_heif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # DecompressionBombWarning: our own limit is stricter and refuses
            with Image.open(io.BytesIO(data)) as image:
                yield image
    except Image.DecompressionBombError as error:
        raise OverLimit(f"{key} has too many pixels", "make it smaller", code="limit.pixels") from error
    except _BROKEN as error:
        raise Damaged(f"{key} is an image that cannot be read", "store it again, or convert it to PNG") from error


def _register_heif() -> None:
    if "HEIF" not in Image.OPEN:
        import pi_heif

        pi_heif.register_heif_opener()


def _frames(image: Image.Image) -> int:
    """Pages of a TIFF; other formats show one picture (an animation its first, a HEIC its primary one)."""
    return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


def _check_pixels(image: Image.Image, key: str, options: ReadOptions) -> None:
    pixels = image.width * image.height
    if pixels > options.max_pixels:
        message = f"{key} has {pixels:,} pixels, the limit is {options.max_pixels:,}"
        raise OverLimit(message, "raise max_pixels or make it smaller", code="limit.pixels")


def _size_in_points(image: Image.Image) -> tuple[float, float]:
    x_dpi, y_dpi = resolution(image)
    width, height = image.width * 72 / x_dpi, image.height * 72 / y_dpi
    return (height, width) if _orientation(image) in _TURNED else (width, height)


def _orientation(image: Image.Image) -> int:
    if image.format == "PNG" and "exif" not in image.info:
        return 1  # Pillow would decode the whole picture in search of a chunk behind the pixels
    value = image.getexif().get(ExifTags.Base.Orientation, 1)
    return value if value in range(1, 9) else 1


def _said_resolution(image: Image.Image) -> tuple[float, float]:
    said = image.info.get("dpi")
    if not said or image.info.get("jfif_unit") == 0:
        return 0.0, 0.0
    try:
        return float(said[0]), float(said[1])
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0, 0.0


def _draft(image: Image.Image, pixels: int) -> None:
    """JPEG can be decoded at half, a quarter or an eighth of its size, which saves most of the time and memory."""
    shrink = (image.width * image.height / pixels) ** 0.5
    if image.format == "JPEG" and shrink > 2:
        image.draft(None, (int(image.width / shrink), int(image.height / shrink)))


def _plain(image: Image.Image) -> Image.Image:
    """On white, in 8 bits, mode "1", "L" or "RGB"."""
    if image.mode in ("1", "L", "RGB"):
        return image
    if image.mode in ("LA", "RGBA", "PA", "La", "RGBa") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        white = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(white, rgba).convert("RGB")
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image)
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    low, high = image.convert("F").getextrema()
    low, high = float(low), float(high)  # type: ignore[arg-type]
    top = 65_535.0 if high > 255 else 255.0
    return image.convert("F").point(lambda value: value * (255.0 / top)).convert("L")


def _square(image: Image.Image, x_dpi: float, y_dpi: float) -> Image.Image:
    """Fax pages have twice as many pixels across as down; the coarser direction is stretched."""
    if x_dpi == y_dpi:
        return image
    dpi = max(x_dpi, y_dpi)
    size = (max(1, round(image.width * dpi / x_dpi)), max(1, round(image.height * dpi / y_dpi)))
    return image.convert("L" if image.mode == "1" else image.mode).resize(size, Image.Resampling.BICUBIC)
