"""Plain text and Markdown. Text gets the places of a typewriter page, so that blank lines and indents count."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.errors import ReadingError
from assistant.reading.blocks import to_blocks
from assistant.reading.headings import number_of
from assistant.reading.layout import bullet_pattern
from assistant.reading.model import Block, BlockKind, Line
from assistant.reading.spans import clean
from assistant.reading.tablegrid import Cell, make_table
from assistant.types import ProblemKind

Reading = tuple[tuple[str, ...], tuple[Block, ...], dict[str, str]]

_CELL = re.compile(r"\S+(?:[ \u00a0]{1,2}\S+)*")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-{3,})[ \t]*$")
_RULE = re.compile(r"^ {0,3}(?:[-*_][ \t]*){3,}$")
_BOLD = re.compile(r"^(\*\*|__)(?P<text>[^*_]+)\1:?$")
_DIVIDER = re.compile(r"^[ \t]*\|?[ \t:|-]*-[ \t:|-]*$")


def decode(data: bytes) -> str:
    """Text of a file in UTF-8 (with or without mark), UTF-16 with mark, or Windows-1252.

    Raises ReadingError for what is no text at all.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").replace("\r\n", "\n")
    if data.count(b"\0") > 0:
        raise ReadingError(
            "Filen innehåller inte text.", "Spara den som DOCX, PDF eller ren text.", ProblemKind.UNSUPPORTED
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(data: bytes) -> Reading:
    """A TXT file: pages (parted by form feeds), blocks and no properties."""
    pages = tuple(decode(data).split("\f"))
    lines: list[Line] = []
    for number, page in enumerate(pages, 1):
        start = 0
        for row, raw in enumerate(page.split("\n")):
            for match in _CELL.finditer(raw):
                lo, hi = start + match.start(), start + match.end()
                x = 5.0 * len(raw[: match.start()].expandtabs(8))
                lines.append(Line(number, lo, hi, match.group(), x, -12.0 * row, 10.0))
            start += len(raw) + 1
    return pages, to_blocks(pages, lines), {}


def read_markdown(data: bytes) -> Reading:
    """A Markdown file as one page, blocks, and the front matter's "key: value" lines as properties."""
    text = decode(data).replace("\f", "\n")
    lines, start = [], 0
    for raw in text.split("\n"):
        lines.append(Line(1, start, start + len(raw), raw))
        start += len(raw) + 1
    metadata, at = _front_matter(lines)
    blocks: list[Block] = []
    open_lines: list[Line] = []
    while at < len(lines):
        at = _step((text,), lines, at, blocks, open_lines)
    _close((text,), blocks, open_lines)
    return (text,), tuple(blocks), metadata


def _front_matter(lines: Sequence[Line]) -> tuple[dict[str, str], int]:
    if not lines or lines[0].text.strip() != "---":
        return {}, 0
    found: dict[str, str] = {}
    for at, line in enumerate(lines[1:60], 1):
        if line.text.strip() in ("---", "..."):
            return found, at + 1
        key, colon, value = line.text.partition(":")
        if colon:
            found[key.strip().lower()] = value.strip()
    return {}, 0


def _part(line: Line, start: int, end: int) -> Line:
    return Line(line.page, line.start + start, line.start + end, line.text[start:end])


def _trim(line: Line) -> Line:
    text = line.text
    return _part(line, len(text) - len(text.lstrip()), len(text.rstrip()))


def _step(pages: tuple[str, ...], lines: Sequence[Line], at: int, blocks: list[Block], open_lines: list[Line]) -> int:
    """Read one construct; returns where the next begins."""
    line = lines[at]
    text = line.text
    if not text.strip() or text.strip().startswith(("```", "~~~")):
        _close(pages, blocks, open_lines)
        return at + 1
    heading = _HEADING.match(text)
    if heading:
        _close(pages, blocks, open_lines)
        if heading.group(2):
            blocks.append(_heading(pages, _part(line, *heading.span(2)), len(heading.group(1))))
        return at + 1
    if open_lines and len(open_lines) == 1 and _UNDERLINE.match(text) and not _marked(open_lines[0]):
        title = open_lines.pop()
        blocks.append(_heading(pages, title, 1 if "=" in text else 2))
        return at + 1
    if _RULE.match(text):
        _close(pages, blocks, open_lines)
        return at + 1
    if "|" in text and at + 1 < len(lines) and _DIVIDER.match(lines[at + 1].text) and "|" in lines[at + 1].text:
        _close(pages, blocks, open_lines)
        return _table(pages, lines, at, blocks)
    trimmed = _trim(line)
    quote = re.match(r"^(?:>[ \t]?)+", trimmed.text)
    if quote:
        trimmed = _trim(_part(trimmed, quote.end(), len(trimmed.text)))
        if not trimmed.text:
            return at + 1
    if _marked(trimmed):
        _close(pages, blocks, open_lines)
    open_lines.append(trimmed)
    return at + 1


def _marked(line: Line) -> bool:
    return bool(bullet_pattern().match(line.text)) and not _BOLD.match(line.text)


def _heading(pages: tuple[str, ...], line: Line, level: int) -> Block:
    text = clean(pages, [line.span])
    return Block(BlockKind.HEADING, (line,), text, level, number_of(text))


def _close(pages: tuple[str, ...], blocks: list[Block], open_lines: list[Line]) -> None:
    if not open_lines:
        return
    first = open_lines[0]
    bold = _BOLD.match(first.text)
    if bold and len(open_lines) == 1 and len(first.text) < 100:
        blocks.append(Block(BlockKind.HEADING, (line := _part(first, *bold.span("text")),), clean(pages, [line.span])))
        open_lines.clear()
        return
    marker = bullet_pattern().match(first.text)
    kind = BlockKind.LIST_ITEM if marker else BlockKind.PARAGRAPH
    number = marker.group("number") or marker.group("letter") if marker else None
    text = clean(pages, [line.span for line in open_lines])
    shown = marker.group().strip() if marker else ""
    blocks.append(Block(kind, tuple(open_lines), text, None, number, shown))
    open_lines.clear()


def _table(pages: tuple[str, ...], lines: Sequence[Line], at: int, blocks: list[Block]) -> int:
    grid: list[list[Cell]] = []
    used: list[Line] = []
    end = at
    while end < len(lines) and "|" in lines[end].text:
        if end != at + 1:
            row = _cells(lines[end])
            grid.append([Cell((cell,) if cell.text else ()) for cell in row])
            used += [cell for cell in row if cell.text]
        end += 1
    width = max(len(row) for row in grid)
    grid = [[*row, *[Cell(())] * (width - len(row))] for row in grid]
    table = make_table(pages, grid, header_rows=1)
    blocks.append(Block(BlockKind.TABLE, tuple(used), clean(pages, [line.span for line in used]), table=table))
    return end


def _cells(line: Line) -> list[Line]:
    parts = [match.span() for match in re.finditer(r"(?:\\\||[^|])+", line.text)]
    cells = [_trim(_part(line, a, b)) for a, b in parts]
    if line.text.lstrip().startswith("|") and cells and not cells[0].text and line.text[:1] != "|":
        cells = cells[1:]
    while cells and not cells[-1].text and line.text.rstrip().endswith("|") and parts[-1][1] > len(line.text.rstrip()):
        cells = cells[:-1]
        parts = parts[:-1]
    return cells
