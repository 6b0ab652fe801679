"""The plan: what is to be answered, by whom, on what grounds, and what is missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.drafting.drafting import plan_draft
from assistant.drafting.model import Choices, Own, Status
from assistant.drafting.plan import missing
from assistant.drafting.sources import hidden
from assistant.errors import InputError
from assistant.retrieval.library import Library
from assistant.types import DocumentKind, Stance


def plan_of(library: Library, document: str, body: str | None = None, **given: object):
    return plan_draft(library, document, body, **given).plan  # type: ignore[arg-type]


def test_every_recommendation_to_the_body_is_planned_in_order(sample_library: Library) -> None:
    plan = plan_of(sample_library, "norrsala-2024-hemtjanst")
    mine = [r.id for r in sample_library.recommendations if r.document == "norrsala-2024-hemtjanst"]
    assert [item.recommendation.id for item in plan.items] == mine
    assert [item.number for item in plan.items] == list(range(1, len(mine) + 1))


def test_only_the_bodys_own_recommendations_are_planned(sample_library: Library) -> None:
    board = plan_of(sample_library, "lindvalla-2023-informationssakerhet", "Kommunstyrelsen")
    school = plan_of(sample_library, "lindvalla-2023-informationssakerhet", "barn- och utbildningsnämnden")
    ids = [{i.recommendation.id for i in plan.items} for plan in (board, school)]
    assert ids[0]
    assert ids[1]
    assert not ids[0] & ids[1]


def test_a_recommendation_that_only_the_letter_states_is_planned_with_a_doubt(sample_library: Library) -> None:
    plan = plan_of(sample_library, "askebro-2023-placerade-barn")
    last = plan.items[-1]
    assert {sample_library.parts[q.part_id].kind for q in last.stated} & {DocumentKind.LETTER}
    assert any("bara i missivet" in doubt for doubt in last.doubts)
    assert any(doubt.startswith("Missivet har sex") for doubt in plan.doubts)


def test_a_letter_in_a_file_of_its_own_gives_the_date(sample_library: Library) -> None:
    plan = plan_of(sample_library, "norrsala-2024-hemtjanst")
    assert plan.letter is not None
    assert plan.answer_due == date(2024, 9, 30)


@pytest.mark.parametrize(("today", "passed"), [(date(2024, 9, 30), False), (date(2024, 10, 1), True)])
def test_a_day_gone_by_is_a_doubt(sample_library: Library, today: date, passed: bool) -> None:
    plan = plan_of(sample_library, "norrsala-2024-hemtjanst", today=today)
    assert any("har passerat" in doubt for doubt in plan.doubts) is passed


def test_evidence_is_the_bodys_own_and_says_what_is_under_way(sample_library: Library) -> None:
    plan = plan_of(sample_library, "norrsala-2024-hemtjanst")
    facts = [fact for item in plan.items for fact in item.evidence]
    assert facts
    assert {sample_library.parts[f.part_id].municipality for f in facts} == {"Norrsala"}
    followed = [f for f in plan.items[0].evidence if "följs resultatet upp för varje hemtjänstgrupp" in f.text]
    assert followed
    assert followed[0].status is Status.ONGOING


def test_an_unknown_municipality_is_never_evidence(sample_library: Library) -> None:
    for document in ("norrsala-2024-hemtjanst", "askebro-2023-placerade-barn"):
        assert all(part.municipality for part in plan_of(sample_library, document).searched)


def test_what_is_left_out_is_not_used(sample_library: Library) -> None:
    name = "lindvalla-2025-handlingar-skolfranvaro"
    reply = next(p for p in sample_library.parts.values() if p.document == name and p.kind is DocumentKind.REPLY)
    with_reply = plan_of(sample_library, name)
    without = plan_of(sample_library, name, without=[reply.id])
    assert any(item.reply for item in with_reply.items)
    assert not any(f.part_id == reply.id for item in without.items for f in item.evidence)
    assert all(item.reply is None or item.reply.quote.part_id != reply.id for item in without.items)
    assert len(without.items) == len(with_reply.items)


def test_other_municipalities_answers_are_from_other_municipalities(sample_library: Library) -> None:
    found = [
        (plan.municipality, one.municipality)
        for name in ("askebro-2025-uppfoljande-granskning", "vasterhamra-2025-upphandling")
        for plan in [plan_of(sample_library, name)]
        for item in plan.items
        for one in item.precedents
    ]
    assert found
    assert all(mine != other and other for mine, other in found)


def test_gaps_close_with_the_drafters_words(sample_library: Library) -> None:
    item = plan_of(sample_library, "norrsala-2024-hemtjanst").items[0]
    assert missing(item, Choices()) == ("ställningstagande", "åtgärd", "ansvarig", "klart senast")
    own = Own(Stance.AGREES, None, "Ny bemanningsplan", "Enhetschefen", None)
    assert missing(item, Choices({item.recommendation.id: own})) == ("klart senast",)
    nothing_left = Choices(left_out=frozenset(fact.id for fact in item.evidence))
    assert "nuläge" in missing(item, nothing_left)


def test_a_new_report_is_read_and_kept_apart(sample_library: Library, root: Path, tmp_path: Path) -> None:
    text = (
        "Granskning av bygglov\n\nRevisionsrapport\n\nMyrkulla kommun\n\nRevisorerna har granskat byggnadsnämnden.\n\n"
        "1 Sammanfattning\n\nVi bedömer att handläggningen av bygglov inte är tillräckligt snabb.\n\n"
        "Vi rekommenderar byggnadsnämnden att:\n\n• säkerställa att bygglov handläggs inom lagstadgad tid,\n\n"
        "• ta fram en rutin för mottagande av ansökningar.\n"
    )
    path = tmp_path / "myrkulla-bygglov.txt"
    path.write_text(text, encoding="utf-8")
    before = set(sample_library.parts)
    plan = plan_of(sample_library, str(path), "byggnadsnämnden")
    assert [item.recommendation.text.strip(" ,.") for item in plan.items] == [
        "säkerställa att bygglov handläggs inom lagstadgad tid",
        "ta fram en rutin för mottagande av ansökningar",
    ]
    assert set(sample_library.parts) == before


@pytest.mark.parametrize(
    ("document", "body", "words"),
    [
        ("finns-inte", None, "Ingen indexerad handling"),
        ("norrsala-2024-kvalitetsberattelse", None, "inga rekommendationer"),
        ("norrsala-2024-hemtjanst", "Kulturnämnden", "ingen rekommendation till kulturnämnden"),
        ("lindvalla-2023-informationssakerhet", None, "--body"),
        ("mapp/borta.pdf", None, "finns inte"),
    ],
)
def test_bad_requests_say_what_to_do(sample_library: Library, document: str, body: str | None, words: str) -> None:
    with pytest.raises(InputError) as error:
        plan_of(sample_library, document, body)
    assert words in str(error.value)


def test_a_scan_is_refused(sample_library: Library, root: Path) -> None:
    settings = sample_library.settings.model_copy(update={"ocr": False})
    blind = Library(
        settings, sample_library.register, sample_library.lexical, sample_library.dense, sample_library.encoder
    )
    with pytest.raises(Exception, match=r"textlager|skann|text"):
        plan_of(blind, str(root / "tests" / "fixtures" / "scan-only.pdf"))


def test_evidence_of_another_municipality_is_refused(sample_library: Library, sample_corpus: Path) -> None:
    foreign = sample_corpus / "askebro-2024-svar-placerade-barn.docx"
    with pytest.raises(InputError, match="Askebro"):
        plan_of(sample_library, "norrsala-2024-hemtjanst", evidence=[foreign])


def test_a_name_that_hides_nothing_is_refused(sample_library: Library) -> None:
    with pytest.raises(InputError, match="Ingen handling"):
        hidden(sample_library, ["det här finns inte"])
