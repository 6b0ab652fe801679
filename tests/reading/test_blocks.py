"""Lines to blocks: headings, items and paragraphs, also where no place is known."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reading.blocks import to_blocks
from assistant.reading.model import Block, BlockKind, Line
from assistant.reading.pdf import lines_of
from assistant.reading.spans import clean


def _read(text: str) -> list[Block]:
    return [b for b in to_blocks([text], lines_of(1, text)) if b.kind is not BlockKind.FURNITURE]


def _shape(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in _read(text)]


def _set(*rows: tuple[str, float, float, float, bool]) -> list[tuple[str, str]]:
    text, lines = "", []
    for raw, x, y, size, bold in rows:
        lines.append(Line(1, len(text), len(text) + len(raw), raw, x, y, size, bold))
        text += raw + "\n"
    return [(b.kind.value, b.text) for b in to_blocks([text], lines)]


LONG = "Nämnden har under året följt upp verksamheten och funnit att den i allt väsentligt"


def test_items_without_glyph_after_a_lead_in() -> None:
    shape = _shape(
        f"{LONG}\nfungerar väl. Mot denna bakgrund rekommenderar vi nämnden\n"
        "att besluta om en plan för arbetet och följa upp den varje år i samband med budgeten\n"
        "och bokslutet, se avsnitt 3.1\n"
        "att utse en ansvarig, se avsnitt 3.2\n"
    )
    assert [kind for kind, _ in shape] == ["paragraph", "list_item", "list_item"]
    assert shape[1][1].endswith("och bokslutet, se avsnitt 3.1")


def test_lead_in_stays_a_paragraph() -> None:
    shape = _shape("Vi rekommenderar styrelsen att;\n• besluta om en plan\n• utse en ansvarig\n")
    assert [kind for kind, _ in shape] == ["paragraph", "list_item", "list_item"]


def test_glyphs_and_numbers() -> None:
    for mark in "•–—►o⎯➢-*":
        assert _read(f"{mark} utse en ansvarig\n")[0].marker == mark
    items = _read("1. anta planen,\n2. utse en ansvarig.\na) före maj\n")
    assert [(i.kind, i.number) for i in items] == [(BlockKind.LIST_ITEM, n) for n in ("1", "2", "a")]


def test_numbered_headings_have_levels() -> None:
    blocks = _read(f"3 Resultat\n3.1 Styrning\n{LONG}\nfungerar väl.\n3.1.1 Bedömning\n{LONG}\nfungerar väl.\n")
    assert [(b.number, b.level) for b in blocks if b.kind is BlockKind.HEADING] == [("3", 1), ("3.1", 2), ("3.1.1", 3)]


def test_wrapped_bold_heading_is_one() -> None:
    shape = _set(
        ("3.2 Kostnadsutveckling och ekonomisk uppföljning av samtliga", 70, 700, 13, True),
        ("verksamheter", 70, 685, 13, True),
        (LONG, 70, 665, 10.5, False),
        ("fungerar väl.", 70, 651, 10.5, False),
    )
    assert shape[0] == ("heading", "3.2 Kostnadsutveckling och ekonomisk uppföljning av samtliga verksamheter")
    assert [kind for kind, _ in shape] == ["heading", "paragraph"]


def test_short_line_between_sentences_is_a_heading_and_a_signature_is_not() -> None:
    shape = _shape(f"{LONG}\nfungerar väl.\nDokumentation\n{LONG}\nfungerar väl.\nKarin Åkermark\nOrdförande\n")
    assert [text for kind, text in shape if kind == "heading"] == ["Dokumentation"]


def test_hanging_indent_joins_and_outdent_ends() -> None:
    shape = _set(
        ("• utse en ansvarig som", 84, 700, 10.5, False),
        ("Nämnden känner väl", 92, 686, 10.5, False),
        ("Nämnden ska svara i maj.", 70, 672, 10.5, False),
    )
    assert [kind for kind, _ in shape] == ["list_item", "paragraph"]


@given(
    st.lists(
        st.sampled_from(["• a", "1 Mål", "1. b", "Nämnden", LONG, "12", "att c", "2021 3 4", "x-", "---", "§ 3"]),
        max_size=25,
    )
)
@settings(deadline=None)
def test_every_line_is_in_exactly_one_block(rows: list[str]) -> None:
    text = "\n".join(rows)
    lines = lines_of(1, text)
    blocks = to_blocks([text], lines)
    assert sorted(line.start for block in blocks for line in block.lines) == [line.start for line in lines]
    assert all(block.text == clean([text], block.spans) for block in blocks)
