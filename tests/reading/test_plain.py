"""Text and Markdown files."""

from __future__ import annotations

import pytest

from assistant.reading.model import BlockKind
from assistant.reading.plain import decode, read_markdown, read_text
from assistant.reading.spans import clean

SWEDISH = "Nämnden går på möte – på ön."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert decode(SWEDISH.encode(encoding)) == SWEDISH


def test_form_feed_parts_pages() -> None:
    pages, blocks, _ = read_text("Första sidan.\fAndra sidan.".encode())
    assert len(pages) == 2
    assert [b.page for b in blocks] == [1, 2]


def test_text_with_blank_lines_headings_and_lists() -> None:
    text = "1 Inledning\n\nNämnden har ansvar för badet och har under året\nföljt upp det.\n\n- prover\n- skyltar\n"
    pages, blocks, _ = read_text(text.encode())
    assert [b.kind.value for b in blocks] == ["heading", "paragraph", "list_item", "list_item"]
    assert all(b.text == clean(pages, b.spans) for b in blocks)


def test_markdown() -> None:
    text = (
        "---\ntitle: Plan\n---\n# Plan\n\nBadet är\nöppet.\n\n## 2.1 Mål\n\n* ett\n* två\n\n"
        "| Gård | 2022 |\n|---|---|\n| Udden | 14 |\n"
    )
    pages, blocks, metadata = read_markdown(text.encode())
    assert metadata == {"title": "Plan"}
    assert [(b.kind.value, b.level, b.number) for b in blocks[:3]] == [
        ("heading", 1, None), ("paragraph", None, None), ("heading", 2, "2.1"),
    ]  # fmt: skip
    table = blocks[-1].table
    assert blocks[-1].kind is BlockKind.TABLE
    assert table is not None
    assert [(c.row, c.columns, c.value) for c in table.cells][1] == ("Udden", ("2022",), "14")
    assert all(b.text == clean(pages, b.spans) for b in blocks)
