"""Which sentences are evidence, and what they say of the matter."""

from __future__ import annotations

import pytest

from assistant.drafting.drafting import plan_draft, write_draft
from assistant.drafting.evidence import status_of
from assistant.drafting.model import Status
from assistant.retrieval.library import Library
from assistant.types import DocumentKind, Part


def part(kind: DocumentKind) -> Part:
    return Part("a:1", "a", "a", "Titel", kind, "Askebro", "socialnämnden", None, None, None, None, 1, 1, True)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Under året har enheterna utbildats i den nya rutinen.", Status.DONE),
        ("Arbetet med en gemensam mall pågår och redovisas i höst.", Status.ONGOING),
        ("Under 2031 ska en ny modell för ärendefördelning införas.", Status.PLANNED),
        ("Kontrollen visade att tolv av tjugo planer var aktuella.", Status.RESULT),
        ("Resultatet följs upp för varje grupp sedan i maj.", Status.ONGOING),
        ("Enligt 3 kap. 3 § socialtjänstlagen ska insatser vara av god kvalitet.", None),
        ("Med avvikelse menas en händelse som inte är önskvärd.", None),
        ("För mer information hänvisas till verksamhetsberättelsen.", None),
        ("Hur har arbetet utvecklats under året?", None),
        ("Riktlinjen gäller för alla nämnder och bolag.", None),
    ],
)
def test_what_a_sentence_of_a_quality_report_says(text: str, status: Status | None) -> None:
    assert status_of(text, part(DocumentKind.QUALITY_REPORT)) is status


def test_a_routine_regulates_and_never_plans() -> None:
    text = "Enhetschefen ansvarar för att resultatet ska följas upp varje månad."
    assert status_of(text, part(DocumentKind.ROUTINE)) is Status.RULES


def test_a_table_row_with_a_measure_is_evidence(sample_library: Library) -> None:
    planned = plan_draft(sample_library, "norrsala-2024-hemtjanst")
    rows = [f for f in planned.plan.items[3].evidence if "/rad" in f.id]
    assert [f.text.split(":")[0] for f in rows] == ["Läkemedelsdelegering"]
    assert "Automatisk påminnelse infördes i maj 2024." in rows[0].text
    draft = write_draft(planned)
    assert draft.check.ok
    assert any("Läkemedelsdelegering: " in b.text for b in draft.slots["yttrande"] if hasattr(b, "text"))


def test_a_row_of_figures_is_no_evidence(sample_library: Library) -> None:
    planned = plan_draft(sample_library, "norrsala-2024-hemtjanst")
    assert not any("355" in f.text for item in planned.plan.items for f in item.evidence)
