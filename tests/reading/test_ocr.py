"""Tesseract's words as lines."""

from __future__ import annotations

from assistant.reading.ocr import _scan

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def _word(line: int, left: int, top: int, text: str, conf: float = 96.0) -> str:
    return f"5\t1\t1\t1\t{line}\t1\t{left}\t{top}\t90\t40\t{conf}\t{text}\n"


def test_words_become_lines_with_places_in_points() -> None:
    tsv = HEAD + _word(1, 300, 600, "Nämnden") + _word(1, 500, 600, "beslutar") + _word(2, 300, 660, "idag.")
    scan = _scan(2, tsv, 842.0)
    assert scan.text == "Nämnden beslutar\nidag.\n"
    first = scan.lines[0]
    assert (first.page, first.x) == (2, 72.0)
    assert first.y is not None
    assert abs(first.y - (842 - 640 * 72 / 300)) < 0.1
    assert scan.text[scan.lines[1].start : scan.lines[1].end] == "idag."


def test_specks_are_left_out() -> None:
    assert _scan(1, HEAD + _word(1, 10, 10, "|", 5.0), 842.0).text == ""
