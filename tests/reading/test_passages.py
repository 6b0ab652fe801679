"""Passages tie every word to the page it stands on, keep lists whole and stay within their section."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_bundles import FILLER, Item, Sheet, body, make_pdf

from assistant.reading import read
from assistant.reading.model import Block, BlockKind, Line
from assistant.reading.passages import WORDS, Numbering, passages_of
from assistant.reading.spans import clean
from assistant.settings import Settings
from assistant.types import (
    DocumentKind,
    Footnote,
    Part,
    Passage,
    PassageKind,
    ReadResult,
    SourceFile,
    Span,
    Table,
    TableCell,
)

PART = Part("f:1", "f", "f", "t", DocumentKind.REPORT, None, None, None, None, None, None, 1, 1, True)
START = "Detta är det inledande stycket, som står före allt annat och talar om vad avsnittet handlar om."


def blocks_of(*content: tuple[BlockKind, str]) -> tuple[SourceFile, list[Block]]:
    """A file of one page whose blocks are the given texts; "|" parts a block's lines."""
    page, blocks = "", []
    for kind, text in content:
        lines = []
        for piece in text.split("|"):
            lines.append(Line(1, len(page), len(page) + len(piece), piece))
            page += piece + "\n"
        spans = [line.span for line in lines]
        number = text.split(" ", 1)[0] if kind is BlockKind.FOOTNOTE else None
        blocks.append(Block(kind, tuple(lines), clean([page], spans), number=number))
    return SourceFile("f", "f", "f.pdf", "", ".pdf", (page,), True), blocks


def cut(*content: tuple[BlockKind, str]) -> tuple[list[Passage], list[Footnote]]:
    file, blocks = blocks_of((BlockKind.PARAGRAPH, START), *content)
    passages, notes = passages_of(blocks, [None] * len(blocks), PART, file, Numbering("f"))
    return passages[1:], notes


def sentences(n: int) -> str:
    return " ".join(
        f"Under kvartal {i} redovisades elva ärenden för nämnden, varav två återremitterades." for i in range(n)
    )


def test_a_list_keeps_its_lead_in_and_later_groups_have_it_as_context() -> None:
    items = [
        (BlockKind.LIST_ITEM, f"• punkt {i} som innehåller ungefär tio ord om arbetet framöver i år") for i in range(14)
    ]
    found, _ = cut((BlockKind.PARAGRAPH, "Vi rekommenderar nämnden att:"), *items)
    assert [p.kind for p in found] == [PassageKind.LIST, PassageKind.LIST]
    assert found[0].text.startswith("Vi rekommenderar nämnden att: • punkt 0")
    assert found[1].text.startswith("•")
    assert found[1].context == "Vi rekommenderar nämnden att:"
    assert sum(p.text.count("•") for p in found) == 14


def test_a_finished_sentence_before_a_list_is_no_lead_in() -> None:
    found, _ = cut(
        (BlockKind.PARAGRAPH, "Nämnden har ett ansvar för detta."), (BlockKind.LIST_ITEM, "• den första punkten")
    )
    assert [p.kind for p in found] == [PassageKind.PROSE, PassageKind.LIST]


def test_long_paragraphs_are_cut_at_sentence_ends() -> None:
    (found, _) = cut((BlockKind.PARAGRAPH, sentences(24)))
    assert len(found) >= 2
    assert all(p.text.startswith("Under") and p.text.endswith(".") for p in found)
    assert all(len(p.text.split()) <= 1.25 * WORDS for p in found)
    assert " ".join(p.text for p in found) == sentences(24)


def test_a_paragraph_broken_in_mid_sentence_is_one_passage() -> None:
    found, _ = cut(
        (BlockKind.PARAGRAPH, "Flera föräldrar säger att de sällan har blivit"),
        (BlockKind.FOOTNOTE, "7 Enligt årets enkät."),
        (BlockKind.PARAGRAPH, "bemötta med tålamod av kansliet."),
    )
    prose = [p for p in found if p.kind is PassageKind.PROSE]
    assert [p.text for p in prose] == [
        "Flera föräldrar säger att de sällan har blivit bemötta med tålamod av kansliet."
    ]
    assert len(prose[0].spans) == 2


def test_words_broken_at_line_ends_are_joined_and_the_span_is_verbatim() -> None:
    (passage,), _ = cut(
        (BlockKind.PARAGRAPH, "Uppföljningen av kvalitets- och patient-|säkerhetsarbetet är svag och sällan gjord.")
    )
    assert "kvalitets- och patientsäkerhetsarbetet" in passage.text
    assert len(passage.spans) == 1


def test_signatures_stand_together() -> None:
    found, _ = cut(
        (BlockKind.PARAGRAPH, "Ekdala 2024-03-01"),
        (BlockKind.PARAGRAPH, "Bo Ekhage"),
        (BlockKind.PARAGRAPH, "Ordförande"),
    )
    assert [(p.kind, p.text) for p in found] == [(PassageKind.HEADING, "Ekdala 2024-03-01 Bo Ekhage Ordförande")]


def test_a_footnote_is_tied_to_the_passage_that_calls_it() -> None:
    found, notes = cut(
        (BlockKind.PARAGRAPH, "Nämnden beslutade 20218 om en plan som ännu gäller för alla enheter."),
        (BlockKind.PARAGRAPH, "Planen omfattar 8 mål och har följts upp av kansliet vid två tillfällen."),
        (BlockKind.FOOTNOTE, "8 Protokoll 2021-03-24."),
    )
    assert [note.called_from for note in notes] == [found[0].id]
    assert found[0].footnotes == ("8",)
    assert found[1].footnotes == ()


def test_furniture_and_contents_are_left_out() -> None:
    found, _ = cut((BlockKind.FURNITURE, "Ekdala kommun"), (BlockKind.CONTENTS, "1 Sammanfattning ..... 2"))
    assert found == []


def test_a_large_table_is_cut_between_rows_and_each_part_knows_its_columns() -> None:
    page, lines, cells = "Krav\nSvar\n", [Line(1, 0, 4, "Krav"), Line(1, 5, 9, "Svar")], []
    for row in range(30):
        for column, text in enumerate((f"Finns det en beslutad rutin för område {row}?", "Delvis")):
            span = Span(1, len(page), len(page) + len(text))
            lines.append(Line(1, span.start, span.end, text))
            cells.append(TableCell(f"område {row}", (("Krav", "Svar")[column],), text, span, row, column))
            page += text + "\n"
    table = Table((("Krav", "Svar"),), tuple(cells))
    text = clean([page], [line.span for line in lines])
    start = Line(1, len(page), len(page) + len(START), START)
    blocks = [Block(BlockKind.PARAGRAPH, (start,), START), Block(BlockKind.TABLE, tuple(lines), text, table=table)]
    file = SourceFile("f", "f", "f.pdf", "", ".pdf", (page + START,), True)
    passages, _ = passages_of(blocks, [None, None], PART, file, Numbering("f"))
    parts = [p for p in passages if p.kind is PassageKind.TABLE]
    assert len(parts) > 1
    assert all("Krav Svar" in p.context for p in parts)
    assert parts[0].text.startswith("Krav Svar Finns det en beslutad rutin för område 0?")
    assert [c.row_index for p in parts for c in (p.table.cells if p.table else ())] == [
        i for i in range(30) for _ in "ab"
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.FOOTNOTE, BlockKind.FURNITURE]),
            st.text(alphabet="abåÅ1 .-•:\u00ad|\u00a0", min_size=1, max_size=120).filter(
                lambda t: t.strip(" |\u00a0\u00ad")
            ),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_text_is_what_the_spans_say_for_any_blocks(content: list[tuple[BlockKind, str]]) -> None:
    file, blocks = blocks_of(*content)
    passages, _ = passages_of(blocks, [None] * len(blocks), PART, file, Numbering("f"))
    for passage in passages:
        assert passage.text == clean(file.pages, passage.spans)
        assert passage.page == passage.spans[0].page
    assert len({p.id for p in passages}) == len(passages)


def check(result: ReadResult) -> None:
    sections = {section.id: section for section in result.sections}
    parts = {part.id: part for part in result.parts}
    assert len({p.id for p in result.passages}) == len(result.passages)
    for passage in result.passages:
        assert passage.text == clean(result.file.pages, passage.spans)
        part = parts[passage.part_id]
        if part.paged:
            assert all(part.first_page <= span.page <= part.last_page for span in passage.spans)
        if passage.section_id is not None:
            assert sections[passage.section_id].part_id == passage.part_id


def test_every_passage_of_a_bundle_stays_in_its_part_and_section(tmp_path: Path) -> None:
    letter: list[Item] = [("line", "Till: Socialnämnden"), ("p", "Vi emotser svar senast 2024-03-01. " + FILLER)]
    header = ["Ekdala kommun", "Granskning av hemtjänsten"]
    chapters = ["1 Sammanfattning", "2 Bakgrund", "3 Slutsats"]
    sheets = [Sheet(letter, header=header), *(Sheet(body(name), header=header) for name in chapters)]
    result = read(make_pdf(tmp_path / "bunt.pdf", sheets), Settings())
    check(result)
    assert not any("Granskning av hemtjänsten" in p.text for p in result.passages)


def test_the_real_files_keep_every_offset(shared_corpus: Path) -> None:
    for path in sorted(shared_corpus.iterdir()):
        check(read(path, Settings()))


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_the_sample_keeps_every_offset(sample_corpus: Path, suffix: str) -> None:
    for path in sorted(sample_corpus.glob(f"*{suffix}")):
        check(read(path, Settings()))
