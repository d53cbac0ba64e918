"""From clean pages to what scanners and telephones make of them; every random number comes from a seed."""

from __future__ import annotations

import io
from collections.abc import Sequence

import cv2
import numpy as np
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader

from making.sheet import Sheet


def rasterise(pdf: bytes, dpi: int = 150, page: int = 0) -> np.ndarray:
    """(H, W) uint8 gray."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    picture = document[page].render(scale=dpi / 72, grayscale=True, may_draw_forms=True).to_numpy()
    return np.array(picture).reshape(picture.shape[:2])


def scan(gray: np.ndarray, seed: int, skew: float = 0.0, noise: float = 8.0, specks: int = 200) -> np.ndarray:
    """Skewed by degrees, a little blurred, on paper that is not white, with sensor noise and specks of dust."""
    random = np.random.default_rng(seed)
    height, width = gray.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    page = cv2.warpAffine(gray, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255.0,)).astype(np.float32)
    page = cv2.GaussianBlur(page, (3, 3), 0.7) * 0.92 + 12
    page += random.normal(0, noise, page.shape)
    for x, y in random.integers((0, 0), (width, height), (specks, 2)):
        page[y : y + 2, x : x + 2] = random.integers(60, 160)
    return np.clip(page, 0, 255).astype(np.uint8)


def photograph(
    page: np.ndarray, corners: Sequence[tuple[float, float]], size: tuple[int, int], seed: int
) -> np.ndarray:
    """A page (H, W, 3) RGB lying on a table, seen at an angle: its corners (top left, top right, bottom right, bottom
    left) come to `corners` of a picture of `size` (width, height), under uneven light."""
    random = np.random.default_rng(seed)
    width, height = size
    h, w = page.shape[:2]
    source = np.array([(0, 0), (w, 0), (w, h), (0, h)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, np.array(corners, np.float32))
    table = _table(random, size)
    seen = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((h, w), 255, np.uint8), matrix, size)
    shadow = cv2.GaussianBlur(cv2.warpAffine(mask, np.float32([[1, 0, 9], [0, 1, 12]]), size), (31, 31), 0) / 255.0
    picture = table * (1 - 0.45 * shadow[..., None])
    soft = cv2.GaussianBlur(mask, (3, 3), 0)[..., None] / 255.0
    picture = picture * (1 - soft) + seen.astype(np.float32) * soft
    light = np.linspace(1.0, 0.84, width)[None, :, None] * np.linspace(0.92, 1.0, height)[:, None, None]
    picture = cv2.GaussianBlur(picture * light, (3, 3), 0.6) + random.normal(0, 4, (height, width, 1))
    return np.clip(picture, 0, 255).astype(np.uint8)


def _table(random: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    """Wood, more or less."""
    height = size[1]
    grain = cv2.resize(random.normal(0, 1, (height // 3, 12)).astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    return np.clip(np.array([126, 92, 64], np.float32) + 12 * grain[..., None], 0, 255)


def jpeg(pixels: np.ndarray, quality: int = 70, dpi: int = 0) -> bytes:
    data = io.BytesIO()
    extra = {"dpi": (dpi, dpi)} if dpi else {}
    Image.fromarray(pixels).save(data, "JPEG", quality=quality, optimize=True, **extra)
    return data.getvalue()


def scanned_pdf(pages: Sequence[np.ndarray], dpi: int, quality: int = 55) -> bytes:
    """A PDF of pictures alone, as scanners write it."""
    height, width = (72 * side / dpi for side in pages[0].shape[:2])
    sheet = Sheet((width, height), "Scan")
    for pixels in pages:
        height, width = (72 * side / dpi for side in pixels.shape[:2])
        sheet.canvas.setPageSize((width, height))
        sheet.height = height
        sheet.picture(ImageReader(io.BytesIO(jpeg(pixels, quality))), 0, 0, width, height)
        sheet.turn_over()
    return sheet.pdf()
