"""Blocks as JSON, to compare with the golden files."""

from __future__ import annotations

from typing import Any

from assistant.reading.model import Block, RawDocument


def as_json(document: RawDocument) -> list[dict[str, Any]]:
    """The blocks of a document as plain values; empty fields are left out, to keep the files readable."""
    return [_block(block) for block in document.blocks]


def _block(block: Block) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": block.kind.value, "pages": sorted({line.page for line in block.lines})}
    found["text"] = block.text
    for name in ("level", "number", "marker"):
        value = getattr(block, name)
        if value not in (None, ""):
            found[name] = value
    if block.table is not None:
        found["caption"] = block.table.caption
        found["header"] = [list(row) for row in block.table.header]
        found["cells"] = [[cell.row, " > ".join(cell.columns), cell.value] for cell in block.table.cells]
    return found
