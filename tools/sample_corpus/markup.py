"""The markup of `texts/`: plain Swedish prose that an editor can read, parsed into blocks.

A file begins with TOML between `+++` lines (`file`, `layout`, …). `::: part` opens a constituent document with its
own TOML (running header and footer, layout), closed by `:::`. Then, block by block, with blank lines between:

    # Heading … #### Heading     - bullet     * item without mark ("att …")     1. numbered item
    > boxed text                 ^ caption    [^3]: footnote, called as [^3]    \\ ends a line early
    | a | b |                    table; rows above the `|---|--|` row are header, dashes give relative widths,
                                 a cell "<" belongs to the cell on its left
    ::: name argument            a directive: title, subtitle, small, pagebreak, landscape, portrait, toc, space, scan
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Block:
    """`kind`: heading, paragraph, bullet, plain (item without mark), number, box, caption, note, table, or a directive.

    `level` is the heading's level or a numbered item's number; `mark` a footnote's mark.
    """

    kind: str
    text: str = ""
    level: int = 0
    mark: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    header_rows: int = 0
    widths: tuple[int, ...] = ()
    children: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class SamplePart:
    """One constituent document: its furniture (TOML as written) and its blocks."""

    furniture: dict[str, str]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class SampleDocument:
    meta: dict[str, str]
    parts: tuple[SamplePart, ...] = field(default=())


def read(path: Path) -> SampleDocument:
    """The document in a text file. Raises `ValueError` where the front matter or a part is not closed."""
    _, head, body = path.read_text(encoding="utf8").split("+++\n", 2)
    chunks = re.split(r"^::: part\n(.*?)^:::\n", body, flags=re.MULTILINE | re.DOTALL)
    if len(chunks) < 3 or chunks[0].strip():
        raise ValueError(f"{path}: the text must begin with a '::: part' that is closed by ':::'")
    parts = [
        SamplePart(tomllib.loads(furniture), blocks(text))
        for furniture, text in zip(chunks[1::2], chunks[2::2], strict=True)
    ]
    return SampleDocument(tomllib.loads(head), tuple(parts))


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text, in order."""
    found: list[Block] = []
    for chunk in re.split(r"\n\s*\n", text.strip("\n")):
        if chunk.strip():
            found.extend(_chunk(chunk.strip("\n").splitlines()))
    return tuple(found)


def _chunk(lines: list[str]) -> list[Block]:
    first = lines[0]
    if first.startswith("|"):
        return [_table(lines)]
    if first.startswith(">"):
        return [Block("box", children=blocks("\n".join(line[1:].removeprefix(" ") for line in lines)))]
    joined: list[str] = []
    for line in lines:
        if joined and not re.match(r"(#+|[-*^]|\d+\.|\[\^\w+\]:|:::) ", line):
            separator = "\n" if joined[-1].endswith("\\") else " "
            joined[-1] = joined[-1].removesuffix("\\").rstrip() + separator + line.strip()
        else:
            joined.append(line)
    return [_line(line) for line in joined]


def _line(line: str) -> Block:
    if line.startswith("::: "):
        name, _, argument = line[4:].partition(" ")
        return Block(name, argument.strip())
    if heading := re.match(r"(#+) (.*)", line):
        return Block("heading", heading[2], level=len(heading[1]))
    if note := re.match(r"\[\^(\w+)\]: (.*)", line):
        return Block("note", note[2], mark=note[1])
    if number := re.match(r"(\d+)\. (.*)", line):
        return Block("number", number[2], level=int(number[1]))
    for sign, kind in (("- ", "bullet"), ("* ", "plain"), ("^ ", "caption")):
        if line.startswith(sign):
            return Block(kind, line[2:])
    return Block("paragraph", line)


def _table(lines: list[str]) -> Block:
    rows = [tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in lines]
    rule = next(i for i, row in enumerate(rows) if all(set(cell) == {"-"} for cell in row))
    widths = tuple(len(cell) for cell in rows[rule])
    return Block("table", rows=tuple(rows[:rule] + rows[rule + 1 :]), header_rows=rule, widths=widths)
