"""A page without a text layer: text drawn as pixels, a little askew, as an office scanner leaves it."""

from __future__ import annotations

import io
import textwrap
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SCANS = Path(__file__).parent / "texts"


def scanned_page(name: str, fonts: Path) -> io.BytesIO:
    """PNG (one bit a pixel, about 130 dpi) of the lines in `texts/<name>`."""
    page = Image.new("L", (1000, 1360), 250)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(fonts / "liberation/LiberationSerif-Regular.ttf"), 24)
    y = 60
    for line in (SCANS / name).read_text(encoding="utf8").splitlines():
        for piece in textwrap.wrap(line, 76) or [""]:
            draw.text((70, y), piece, fill=20, font=font)
            y += 34
    page = page.rotate(0.6, fillcolor=250, resample=Image.Resampling.BILINEAR)
    stream = io.BytesIO()
    page.point(lambda level: 255 if level > 140 else 0).convert("1").save(stream, "PNG", optimize=True)
    stream.seek(0)
    return stream
