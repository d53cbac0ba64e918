"""PDF pages that come out the same, byte for byte, every time. Units are points, and y counts from the top."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import Color, HexColor, black, white
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

INK, FAINT, BLUE = HexColor("#1f2937"), HexColor("#9ca3af"), HexColor("#1d4ed8")


class Sheet:
    """A canvas with the origin at the top left."""

    def __init__(self, size: tuple[float, float] = A4, title: str = "", encrypt: Any = None) -> None:
        self.width, self.height = size
        self._file = io.BytesIO()
        self.canvas = Canvas(self._file, pagesize=size, invariant=1, encrypt=encrypt)
        self.canvas.setTitle(title)
        self.canvas.setAuthor("docrow sample_docs/make.py")

    def text(self, x: float, y: float, text: str, size: float = 10, font: str = "Helvetica", ink: Color = INK) -> None:
        """`y` is the base line."""
        self.canvas.setFillColor(ink)
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, text)

    def bold(self, x: float, y: float, text: str, size: float = 10, ink: Color = INK) -> None:
        self.text(x, y, text, size, "Helvetica-Bold", ink)

    def right(self, x: float, y: float, text: str, size: float = 10, font: str = "Helvetica") -> None:
        """The text ends at `x`."""
        self.text(x - stringWidth(text, font, size), y, text, size, font)

    def middle(self, x: float, y: float, text: str, size: float = 10, font: str = "Helvetica") -> None:
        self.text(x - stringWidth(text, font, size) / 2, y, text, size, font)

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.7, ink: Color = INK) -> None:
        self.canvas.setStrokeColor(ink)
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def box(self, x: float, y: float, w: float, h: float, fill: Color | None = None, width: float = 0.8) -> None:
        self.canvas.setStrokeColor(INK if width else white)
        self.canvas.setLineWidth(width)
        self.canvas.setFillColor(fill or white)
        self.canvas.rect(x, self.height - y - h, w, h, stroke=int(width > 0), fill=int(fill is not None))

    def tick(self, x: float, y: float, side: float = 10, on: bool = False) -> None:
        """A check box whose top left corner is (x, y), with a cross when it is on."""
        self.box(x, y, side, side, width=0.9)
        if on:
            self.line(x + 2, y + 2, x + side - 2, y + side - 2, 1.3, black)
            self.line(x + side - 2, y + 2, x + 2, y + side - 2, 1.3, black)

    def picture(self, image: Any, x: float, y: float, w: float, h: float) -> None:
        """A Pillow image or an ImageReader."""
        self.canvas.drawImage(image, x, self.height - y - h, w, h)

    def grid(self, x: float, y: float, widths: Sequence[float], heights: Sequence[float], width: float = 0.7) -> None:
        """All lines of a table."""
        for i in range(len(heights) + 1):
            level = y + sum(heights[:i])
            self.line(x, level, x + sum(widths), level, width)
        for i in range(len(widths) + 1):
            across = x + sum(widths[:i])
            self.line(across, y, across, y + sum(heights), width)

    def turn_over(self) -> None:
        self.canvas.showPage()

    def pdf(self) -> bytes:
        self.canvas.save()
        return self._file.getvalue()
