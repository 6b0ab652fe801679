"""The JSON contract: what each object says, and where null stands."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from assistant import export
from assistant.types import (
    Answer,
    Checks,
    Citation,
    Coverage,
    DocumentKind,
    Hit,
    IndexReport,
    LeftOut,
    Part,
    Passage,
    PassageKind,
    Problem,
    ProblemKind,
    Quote,
    Recommendation,
    Refusal,
    Response,
    Role,
    Section,
    Span,
    Stance,
    Statement,
    Theme,
    Voice,
)


def part(part_id: str, kind: DocumentKind, paged: bool = True, day: date | None = None) -> Part:
    return Part(
        part_id, "ärende", "ärende", f"Titel {part_id}", kind, "Granvik", "vårdnämnden", day, None, None, "Ek Revision",
        2, 9, paged, year=2022,
    )  # fmt: skip


def section(section_id: str, part_id: str, number: str | None, heading: str) -> Section:
    return Section(section_id, part_id, number, heading, 1, Role.SUMMARY, Voice.AUDITOR, 2, (heading,))


def quote(part_id: str, section_id: str | None, page: int, text: str = "att följa upp avtalen") -> Quote:
    return Quote(part_id, section_id, page, text, (Span(page, 0, 10),))


REPORT = part("ärende:1", DocumentKind.REPORT, day=date(2023, 4, 5))
LETTER = part("ärende:2", DocumentKind.LETTER)
REPLY = part("ärende:3", DocumentKind.REPLY)
NOTE = part("ärende:4", DocumentKind.OTHER, paged=False)
PARTS = {one.id: one for one in (REPORT, LETTER, REPLY, NOTE)}
SECTIONS = {
    "s1": section("s1", "ärende:1", "1", "Sammanfattning"),
    "s2": section("s2", "ärende:1", None, "Våra råd"),
    "s3": section("s3", "ärende:3", "4", "Åtgärder"),
}


def test_part_row_has_iso_dates_and_pages() -> None:
    row = export.part_row(REPORT)
    assert (row["document"], row["part"], row["kind"]) == ("ärende", "Titel ärende:1", "revisionsrapport")
    assert (row["date"], row["answer_due"], row["pages"]) == ("2023-04-05", None, [2, 9])
    assert export.part_row(NOTE)["pages"] is None


def test_recommendation_row_names_places_themes_and_reply() -> None:
    places = (
        quote("ärende:1", "s1", 3),
        quote("ärende:1", "s2", 8),
        quote("ärende:2", None, 1),
        quote("ärende:3", "s3", 1),
    )
    themes = (Theme("Avtal", "ord", 0.9), Theme("Uppföljning", "ord", 0.6))
    one = Recommendation(
        "ärende#1", "ärende", "ärende:1", "Granvik", ("vårdnämnden",), 1, "följa upp", ("3.2",), places, themes
    )
    answer = Response("ärende#1", quote("ärende:3", "s3", 1, "Nämnden delar det."), Stance.AGREES, due=date(2024, 1, 2))
    row: dict[str, Any] = export.recommendation_row(one, PARTS, SECTIONS, answer)
    assert row["stated_in"] == ["1 Sammanfattning", "Våra råd", "missiv", "yttrande"]
    assert (row["theme"], row["themes"]) == ("Avtal", ["Avtal", "Uppföljning"])
    assert (row["page"], row["addressee"], row["sections"], row["status"]) == (3, "vårdnämnden", ["3.2"], None)
    assert row["response"]["stance"] == "delar"
    assert (row["response"]["section"], row["response"]["page"], row["response"]["due"]) == ("4", 1, "2024-01-02")


def test_recommendation_row_is_null_where_nothing_is_known() -> None:
    one = Recommendation("not#1", "not", "ärende:4", None, (), 1, "text", (), (quote("ärende:4", None, 1),))
    row = export.recommendation_row(one, PARTS, SECTIONS)
    unknown = ("municipality", "addressee", "theme", "page", "response", "status")
    assert [row[key] for key in unknown] == [None] * len(unknown)


def test_answer_object_is_the_contract() -> None:
    citation = Citation(
        1, "ärende", "Titel", "3.2", "3.2 Avtal", 4, 10, 30, "avtalen följs", "ärende:1", (Span(4, 10, 30),)
    )
    given = Answer(
        None, "Följs avtalen?", "Ja [1].", False, None,
        (Statement("Ja.", (1,), Checks(True, True, 1.0)),), (citation,),
        Coverage(3, (LeftOut("trasig.pdf", "filen är trasig"),)), 0.0123456,
    )  # fmt: skip
    assert export.answer_object(given) == {
        "id": None,
        "question": "Följs avtalen?",
        "answer": "Ja [1].",
        "refused": False,
        "reason": None,
        "statements": [{"text": "Ja.", "citations": [1], "checks": {"quote": True, "figures": True, "support": 1.0}}],
        "citations": [
            {
                "n": 1, "document": "ärende", "part": "Titel", "section": "3.2", "section_title": "3.2 Avtal",
                "page": 4, "start": 10, "end": 30, "quote": "avtalen följs",
            }
        ],
        "notes": [],
        "coverage": {"searched": 3, "left_out": [{"file": "trasig.pdf", "reason": "filen är trasig"}]},
        "seconds": 0.0123,
    }  # fmt: skip


def test_a_refusal_says_why() -> None:
    refused = Answer(None, "Vem vann?", "Det framgår inte.", True, Refusal.NO_EVIDENCE, (), (), Coverage(0), 0.0)
    row = export.answer_object(refused)
    assert (row["refused"], row["reason"]) == (True, "no_evidence")


def test_hits_have_no_page_where_the_format_has_none() -> None:
    passage = Passage("p", "ärende", "ärende:4", None, PassageKind.PROSE, "Text.", (Span(1, 0, 5),), 1)
    row = export.search_object([Hit(passage, NOTE, None, 0.91234567)], "fråga", 7)
    assert row == {
        "id": 7,
        "question": "fråga",
        "results": [
            {
                "document": "ärende",
                "part": "Titel ärende:4",
                "section": None,
                "page": None,
                "text": "Text.",
                "score": 0.9123,
            }
        ],
    }  # fmt: skip


def test_index_object_lists_problems_with_advice() -> None:
    problem = Problem("trasig.pdf", ProblemKind.BROKEN, "Filen är trasig.", "Spara om den.")
    row = export.index_object(IndexReport(("a.pdf",), (), (), 2, (problem,), 4, 50, 1.23456))
    assert row["problems"] == [
        {"file": "trasig.pdf", "kind": "broken", "reason": "Filen är trasig.", "advice": "Spara om den.", "pages": []}
    ]
    assert (row["unchanged"], row["seconds"]) == (2, 1.235)
    json.dumps(row)
