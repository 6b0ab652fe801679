"""The footnotes part of a Word file: what Word and LibreOffice need of it, as bytes in and bytes out."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def _w(tag: str) -> str:
    return f"{{{W}}}{tag}"


def next_id(blob: bytes | None) -> int:
    """The first free footnote id of a footnotes part; 1 for a new one (−1 and 0 are the separators)."""
    if blob is None:
        return 1
    ids = [int(n.get(_w("id"), "0")) for n in etree.fromstring(blob).iter(_w("footnote"))]
    return max([0, *ids]) + 1


def with_notes(blob: bytes | None, notes: Sequence[tuple[int, str]], text_style: str, mark_style: str) -> bytes:
    """The part with `notes` (id, text) added; a new part gets Word's two separators first.

    `text_style` and `mark_style` are ids of the document's styles for the note and for its number.
    """
    root = etree.fromstring(blob) if blob else etree.Element(_w("footnotes"), nsmap={"w": W})
    if not [n for n in root if n.get(_w("type")) == "separator"]:
        root.insert(0, _separator(0, "continuationSeparator"))
        root.insert(0, _separator(-1, "separator"))
    for number, words in notes:
        root.append(_note(number, words, text_style, mark_style))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _separator(number: int, kind: str) -> etree._Element:
    note = etree.Element(_w("footnote"), {_w("type"): kind, _w("id"): str(number)})
    paragraph = etree.SubElement(note, _w("p"))
    properties = etree.SubElement(paragraph, _w("pPr"))
    etree.SubElement(properties, _w("spacing"), {_w("after"): "0", _w("line"): "240", _w("lineRule"): "auto"})
    etree.SubElement(etree.SubElement(paragraph, _w("r")), _w(kind))
    return note


def _note(number: int, words: str, text_style: str, mark_style: str) -> etree._Element:
    note = etree.Element(_w("footnote"), {_w("id"): str(number)})
    paragraph = etree.SubElement(note, _w("p"))
    etree.SubElement(etree.SubElement(paragraph, _w("pPr")), _w("pStyle"), {_w("val"): text_style})
    mark = etree.SubElement(paragraph, _w("r"))
    etree.SubElement(etree.SubElement(mark, _w("rPr")), _w("rStyle"), {_w("val"): mark_style})
    etree.SubElement(mark, _w("footnoteRef"))
    text = etree.SubElement(etree.SubElement(paragraph, _w("r")), _w("t"))
    text.set(_XML_SPACE, "preserve")
    text.text = " " + _xml_safe(words)
    return note


def _xml_safe(words: str) -> str:
    """The words without control characters, which XML cannot hold."""
    return "".join(c for c in words if c >= " " or c in "\t\n")
