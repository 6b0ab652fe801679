"""What boards answered is linked to the right recommendation, with stance, measures, who and when."""

from __future__ import annotations

from datetime import date

import pytest
from made import Doc, read_made

from assistant.reading.spans import clean
from assistant.register.dates import dates
from assistant.register.records import extract
from assistant.register.responses import stance
from assistant.types import DocumentKind, ReadResult, Response, Stance

REPORT = Doc(
    """
# 1 Sammanfattning

Vi rekommenderar tekniska nämnden att:
• upprätta en plan för underhållet av gångbroar
• säkerställa att besiktningar av lekplatser dokumenteras
• se över avgifterna för parkering i centrum
""",
    body="tekniska nämnden",
)


def answered(reply: str, *others: ReadResult, **facts: object) -> dict[str, Response]:
    facts = {
        "kind": DocumentKind.REPLY,
        "body": "tekniska nämnden",
        "title": "Svar på granskning",
        "year": 2023,
        **facts,
    }
    results = [read_made("r", REPORT), read_made("y", Doc(reply, **facts)), *others]  # type: ignore[arg-type]
    pages = {p.id: r.file.pages for r in results for p in r.parts}
    found = extract(results).responses
    for response in found:
        for quote in (response.quote, *response.measures):
            assert clean(pages[quote.part_id], quote.spans) == quote.text
    assert len({r.recommendation_id for r in found}) == len(found)
    return {r.recommendation_id: r for r in found}


def test_paragraphs_that_restate_the_recommendation() -> None:
    found = answered("""
# Yttrande

Nämnden tackar för granskningen av kommunens anläggningar.

Avseende rekommendationen att se över avgifterna för parkering i centrum delar nämnden bedömningen. En ny taxa ska
lämnas till fullmäktige senast den 30 september 2024.

Arbetet görs av trafikingenjören.

När det gäller att upprätta en plan för underhållet av gångbroar avvaktar nämnden regionens besked.

Avslutningsvis vill nämnden framhålla att personalen gör ett gott arbete.
""")
    assert set(found) == {"r#1", "r#3"}
    fee = found["r#3"]
    assert fee.quote.text.startswith("Avseende rekommendationen att se över avgifterna")
    assert fee.stance is Stance.AGREES
    assert fee.due == date(2024, 9, 30)
    assert [m.text for m in fee.measures] == ["En ny taxa ska lämnas till fullmäktige senast den 30 september 2024."]
    assert found["r#1"].stance is Stance.UNSTATED
    assert found["r#1"].measures == ()


def test_numbered_headings() -> None:
    found = answered("""
# Svar på rekommendationerna

## Rekommendation 2: Lekplatser

Nämnden delar inte revisorernas bedömning. Besiktningarna dokumenteras redan.

## Rekommendation 1: Gångbroar

Nämnden instämmer delvis. En plan tas fram av gatuchefen under 2025.
""")
    assert [found[i].stance for i in ("r#1", "r#2")] == [Stance.PARTLY, Stance.DISAGREES]
    assert (found["r#1"].responsible, found["r#1"].due) == ("gatuchefen", date(2025, 12, 31))


def test_headings_that_only_name_the_matter() -> None:
    found = answered("""
# Yttrande

## Parkering i centrum

Nämnden instämmer.

## Lekplatser

Se nämndens tidigare skrivelse i ärendet.
""")
    assert {i: r.stance for i, r in found.items()} == {"r#3": Stance.AGREES, "r#2": Stance.UNSTATED}


def test_a_table_with_numbers_measures_who_and_when() -> None:
    found = answered("""
|Nr|Nämndens ställningstagande|Åtgärd|Ansvarig|Klart|
|1|Instämmer|En plan tas fram och beslutas av nämnden.|Gatuchef|2024-05-31|
|2|Instämmer inte|–|–|–|
""")
    assert found["r#1"].stance is Stance.AGREES
    assert (found["r#1"].responsible, found["r#1"].due) == ("Gatuchef", date(2024, 5, 31))
    assert [m.text for m in found["r#1"].measures] == ["En plan tas fram och beslutas av nämnden."]
    assert found["r#2"].stance is Stance.DISAGREES
    assert found["r#2"].responsible is None
    assert "r#3" not in found


def test_a_table_that_repeats_the_recommendations() -> None:
    found = answered("""
|Rekommendation|Nämndens svar|
|Se över avgifterna för parkering i centrum|Delar bedömningen. Taxan ses över under våren 2024.|
""")
    assert found["r#3"].due == date(2024, 5, 31)


def test_a_bundle_answers_its_own_report() -> None:
    text = "Nämnden delar uppfattningen att se över avgifterna för parkering i centrum."
    reply = Doc(text, kind=DocumentKind.REPLY, body="tekniska nämnden")
    found = extract([read_made("b", reply, REPORT)]).responses
    assert [(r.recommendation_id, r.quote.part_id) for r in found] == [("b#3", "b:1")]


@pytest.mark.parametrize("facts", [{"municipality": "Lindvalla"}, {"body": "skolnämnden"}, {"year": 2021}])
def test_who_cannot_have_answered(facts: dict[str, object]) -> None:
    assert answered("Nämnden delar bedömningen att se över avgifterna för parkering i centrum.", **facts) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nämnden delar revisorernas bedömning.", Stance.AGREES),
        ("Styrelsen instämmer i rekommendationen.", Stance.AGREES),
        ("Nämnden delar i huvudsak bedömningen.", Stance.PARTLY),
        ("Styrelsen instämmer delvis.", Stance.PARTLY),
        ("Nämnden delar inte bedömningen.", Stance.DISAGREES),
        ("Nämnden arbetar med frågan.", Stance.UNSTATED),
    ],
)
def test_stances(text: str, expected: Stance) -> None:
    assert stance(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("senast den 3 mars 2024", date(2024, 3, 3)),
        ("i februari 2024", date(2024, 2, 29)),
        ("2025-01-15", date(2025, 1, 15)),
        ("hösten 2024", date(2024, 11, 30)),
        ("kvartal 2 2025", date(2025, 6, 30)),
        ("vid utgången av 2026", date(2026, 12, 31)),
    ],
)
def test_dates(text: str, expected: date) -> None:
    assert [when for _, when in dates(text)] == [expected]


def test_a_date_that_does_not_exist_is_none() -> None:
    assert dates("den 31 juni 2024") == []
