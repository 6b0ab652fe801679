"""Pieces of a Word file's XML: a paragraph's words, a row's cells, the notes."""

from __future__ import annotations

from typing import Any

from lxml import etree

from assistant.reading.docxstyles import qn

SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:txbxContent"), qn("w:pPr"), qn("w:rPr")}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def paragraph_text(paragraph: Any) -> str:
    """The words of a w:p in the accepted view: insertions in, deletions out; text boxes are read apart."""
    parts: list[str] = []
    stack = [paragraph]
    while stack:
        element = stack.pop()
        tag = element.tag
        if tag in SKIPPED or tag == FALLBACK:
            continue
        if tag == qn("w:t"):
            parts.append(element.text or "")
        elif tag == qn("w:tab"):
            parts.append("\t")
        elif tag in (qn("w:br"), qn("w:cr")):
            parts.append("\n")
        elif tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif tag == qn("w:sym"):
            parts.append("•")
        else:
            stack.extend(reversed(element))
    return "".join(parts)


def owner(element: Any, tag: str) -> Any:
    """The nearest element of the tag that holds this one."""
    return next(parent for parent in element.iterancestors() if parent.tag == tag)


def row_cells(row: Any) -> list[tuple[Any, int, str | None]]:
    """(cell, columns spanned, "restart"/"continue"/None for a vertical merge) of each cell in the row."""
    found = []
    for cell in row.iter(qn("w:tc")):
        if owner(cell, qn("w:tr")) is not row:
            continue
        properties = cell.find(qn("w:tcPr"))
        span, merged = 1, None
        if properties is not None:
            grid = properties.find(qn("w:gridSpan"))
            span = min(200, max(1, int(grid.get(qn("w:val")) or 1))) if grid is not None else 1
            merge = properties.find(qn("w:vMerge"))
            merged = None if merge is None else merge.get(qn("w:val")) or "continue"
        found.append((cell, span, merged))
    return found


def cell_text(cell: Any) -> str:
    """The words of a cell, one line a paragraph; empty paragraphs left out."""
    return "\n".join(text for p in cell.iter(qn("w:p")) if (text := paragraph_text(p)).strip())


def notes_of(document: Any) -> dict[tuple[str, str | None], str]:
    """Texts of footnotes and endnotes by kind and id."""
    found: dict[tuple[str, str | None], str] = {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1].rstrip("s")
        if kind not in ("footnote", "endnote") or relation.is_external:
            continue
        root = etree.fromstring(relation.target_part.blob, parser)
        for note in root.iter(qn(f"w:{kind}")):
            if note.get(qn("w:type")) in ("separator", "continuationSeparator", "continuationNotice"):
                continue
            text = "\n".join(paragraph_text(p).strip() for p in note.iter(qn("w:p")))
            found[kind, note.get(qn("w:id"))] = text.strip()
    return found
