"""Scanned pages: drawn by pdfium and read by the tesseract program, where it is installed."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.reading.model import Line
from assistant.reading.pdfium import opened

_DPI = 300
_SECONDS = 90
_MIN_CONFIDENCE = 25.0  # Tesseract's 0..100; below it a word is mostly a speck or a line of the form


@dataclass(frozen=True, slots=True)
class Scan:
    """One page as read from its image: the text, and its lines with their place in points."""

    text: str
    lines: tuple[Line, ...]


@cache
def ocr_available() -> bool:
    """Whether tesseract with Swedish is installed."""
    if shutil.which("tesseract") is None:
        return False
    try:
        listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return "swe" in (listed.stdout + listed.stderr).split()


def ocr_pages(data: bytes, pages: Sequence[int]) -> dict[int, Scan]:
    """What stands on the given pages (1-based). A page that cannot be drawn or read is left out."""
    images = {}
    document = opened(data)
    try:
        workers = min(4, os.cpu_count() or 1)
        found: dict[int, Scan] = {}
        with ThreadPoolExecutor(workers) as pool:
            for batch in range(0, len(pages), workers * 2):  # bounded memory: a page image is some 8 MB
                for number in pages[batch : batch + workers * 2]:
                    drawn = _draw(document, number)
                    if drawn is not None:
                        images[number] = pool.submit(_read, number, *drawn)
                found |= {number: scan for number, job in images.items() if (scan := job.result()) is not None}
                images.clear()
        return found
    finally:
        document.close()


def _draw(document: Any, number: int) -> tuple[bytes, float] | None:
    """The page as PNG in grey, and its height in points."""
    try:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(_DPI / 72, 5000 / max(width, height, 1))
        image = page.render(scale=scale, grayscale=True).to_pil()
        buffer = io.BytesIO()
        image.save(buffer, "PNG", compress_level=1)
        return buffer.getvalue(), height
    except Exception:  # the caller reports the page as unread
        return None


def _read(number: int, image: bytes, height: float) -> Scan | None:
    command = ["tesseract", "stdin", "stdout", "-l", "swe", "--dpi", str(_DPI), "--psm", "3", "tsv"]
    try:
        done = subprocess.run(
            command,
            input=image,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return _scan(number, done.stdout.decode("utf-8", "replace"), height) if done.returncode == 0 else None


def _scan(number: int, tsv: str, height: float) -> Scan:
    """Tesseract's words as text and lines. Paragraphs are told apart by the lines' places, not by blank lines."""
    scale = 72 / _DPI
    words: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row.get("level") == "5" and (row.get("text") or "").strip() and float(row["conf"]) >= _MIN_CONFIDENCE:
            words.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(row)
    text, lines = "", []
    for group in words.values():
        line = " ".join(word["text"].strip() for word in group)
        low = max(int(word["top"]) + int(word["height"]) for word in group)
        tall = sorted(int(word["height"]) for word in group)[len(group) // 2]
        size = round(max(6.0, round(tall * scale * 1.25 * 2) / 2), 1)
        start = len(text)
        text += line + "\n"
        x = int(group[0]["left"]) * scale
        lines.append(Line(number, start, start + len(line), line, round(x, 1), round(height - low * scale, 1), size))
    return Scan(text, tuple(_evened(lines)))


def _evened(lines: Sequence[Line]) -> list[Line]:
    """Word heights wobble with the letters in them: sizes near the page's usual one are the usual one."""
    sizes = sorted(line.size or 0.0 for line in lines if len(line.text) > 20)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    return [
        Line(line.page, line.start, line.end, line.text, line.x, line.y, usual)
        if usual and line.size and abs(line.size - usual) <= 0.3 * usual
        else line
        for line in lines
    ]
