"""The section tree: numbers, roles, levels, and which section a citation names."""

from __future__ import annotations

import pytest

from assistant.reading.model import Block, BlockKind, Line
from assistant.reading.sections import citation_section, role_of, sections_of
from assistant.types import DocumentKind, Part, Role, Section, Voice

PART = Part("f:1", "f", "f", "t", DocumentKind.REPORT, None, None, None, None, None, None, 1, 1, True)
TEXT = "Nämnden har under året följt upp verksamheten vid fyra tillfällen och begärt kompletteringar två gånger."


def block(text: str, level: int | None = None, kind: BlockKind = BlockKind.HEADING, size: float = 12.0) -> Block:
    number = text.split(" ", 1)[0].rstrip(".") if text[0].isdigit() else None
    return Block(kind, (Line(1, 0, len(text), text, size=size),), text, level, number)


def tree(*headings: Block) -> list[Section]:
    blocks = [b for heading in headings for b in (heading, block(TEXT, kind=BlockKind.PARAGRAPH))]
    return sections_of(blocks, PART)[0]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Sammanfattning", Role.SUMMARY),
        ("Revisionell bedömning", Role.ASSESSMENT),
        ("Vår bedömning", Role.ASSESSMENT),
        ("Bedömning – Organisation", Role.ASSESSMENT),
        ("Sammanfattande bedömning", Role.CONCLUSION),
        ("Svar på revisionsfrågorna", Role.CONCLUSION),
        ("Slutsats och rekommendationer", Role.CONCLUSION),
        ("Rekommendationer", Role.RECOMMENDATIONS),
        ("Iakttagelser och bedömningar", Role.OBSERVATION),
        ("Noteringar", Role.OBSERVATION),
        ("Granskningens resultat", Role.OBSERVATION),
        ("Syfte och revisionsfrågor", Role.AUDIT_QUESTIONS),
        ("Bedömningsgrunder", Role.CRITERIA),
        ("Uppdrag", Role.PURPOSE),
        ("Bakgrund", Role.BACKGROUND),
        ("Ansvarig nämnd", Role.SCOPE),
        ("Beslut", Role.DECISION),
        ("Yttrande", Role.REPLY),
        ("Bilaga: Stickprover", Role.ATTACHMENT),
        ("Mål och riktlinjer för verksamheten", Role.OTHER),
        ("Skyddsbedömning", Role.OTHER),
    ],
)
def test_roles(heading: str, role: Role) -> None:
    assert role_of(heading, Role.OTHER) is role


def test_numbers_make_the_tree_and_roles_are_inherited() -> None:
    sections = tree(
        block("3 Resultat av granskningen"),
        block("3.1 Styrning"),
        block("Delegation", size=10),
        block("3.1.1 Bedömning"),
    )
    assert [s.path for s in sections] == [("3",), ("3", "3.1"), ("3", "3.1", "Delegation"), ("3", "3.1", "3.1.1")]
    assert [s.role for s in sections] == [Role.OBSERVATION, Role.OBSERVATION, Role.OBSERVATION, Role.ASSESSMENT]
    assert {s.voice for s in sections} == {Voice.AUDITOR}


def test_a_citation_names_the_nearest_numbered_section() -> None:
    sections = tree(block("3.3 Uppföljning"), block("3.3.1 Kvalitet"), block("Avvikelsehantering"), block("4 Slutsats"))
    by_id = {s.id: s for s in sections}
    assert [citation_section(s, by_id).label for s in sections] == ["3.3", "3.3.1", "3.3.1", "4"]


def test_a_citation_under_a_template_heading_names_the_chapter() -> None:
    chapters = [
        b for name in ("SAMVERKAN", "RISKER", "EGENKONTROLL") for b in (block(name, 2), block("NÄMNDENS ARBETE", 2))
    ]
    sections = tree(*chapters)
    by_id = {s.id: s for s in sections}
    cited = [citation_section(s, by_id).label for s in sections if s.heading == "NÄMNDENS ARBETE"]
    assert cited == ["SAMVERKAN", "RISKER", "EGENKONTROLL"]


def test_sibling_template_headings_do_not_nest() -> None:
    names = ("Prognos", "Uppsikt", "Attest")
    sections = tree(
        *(b for n in names for b in (block(n, 1), block("Iakttagelser", 2), block("Revisionell bedömning", 2)))
    )
    assert {s.path[:-1] for s in sections if s.heading == "Revisionell bedömning"} == {(n,) for n in names}


def test_a_heading_broken_over_two_lines_is_one() -> None:
    blocks = [block("INLEDNING", 2), block("NÄMNDENS ARBETE MED", 2), block("KVALITET", 2)]
    blocks.append(block(TEXT, kind=BlockKind.PARAGRAPH))
    _, section = sections_of(blocks, PART)[0]
    assert section.heading == "NÄMNDENS ARBETE MED KVALITET"


def test_two_headings_of_one_look_stay_two() -> None:
    blocks = [block("INLEDNING", 2), block("ANSVAR", 2), block(TEXT, kind=BlockKind.PARAGRAPH)]
    assert [s.heading for s in sections_of(blocks, PART)[0]] == ["INLEDNING", "ANSVAR"]


def test_appendix_letter_and_footnote_mark() -> None:
    sections = tree(block("1 Nyckeltal2"), block("A Bilaga: Stickprover"))
    assert [(s.number, s.heading) for s in sections] == [("1", "Nyckeltal"), ("A", "Bilaga: Stickprover")]
    assert sections[1].role is Role.ATTACHMENT


def test_cover_lines_are_no_sections() -> None:
    blocks = [block("Granskning av hemtjänsten", 1), block("Ekdala kommun", 2), block("1 Sammanfattning")]
    blocks.append(block(TEXT, kind=BlockKind.PARAGRAPH))
    sections, owner = sections_of(blocks, PART)
    assert [s.label for s in sections] == ["1"]
    assert owner == [None, None, sections[0].id, sections[0].id]
