"""Recommendations in every firm's layout, each once, with its addressee, sections and all places that state it."""

from __future__ import annotations

import pytest
from made import Doc, read_made

from assistant.reading.spans import clean
from assistant.register.leads import bare, opens, pointed
from assistant.register.records import extract
from assistant.types import DocumentKind, ReadResult, Recommendation


def found(*results: ReadResult) -> list[Recommendation]:
    records = list(extract(results).recommendations)
    pages = {part.id: result.file.pages for result in results for part in result.parts}
    for record in records:
        for quote in record.stated_in:
            assert clean(pages[quote.part_id], quote.spans) == quote.text
            assert quote.page == quote.spans[0].page
    return records


def texts(*results: ReadResult) -> list[str]:
    return [r.text for r in found(*results)]


KPMG = """
# 1 Sammanfattning

Vi har granskat hur nämnden följer upp köpta platser.

Utifrån vår bedömning och slutsats rekommenderar vi äldrenämnden:
att se över avtalen med utförare och ta fram en modell för hur de ska följas upp, se
avsnitt 3.1 och 3.2
att säkerställa att brister som framkommer vid besök leder till krav på rättelse, se avsnitt 3.2
att utbilda handläggarna i avtalsuppföljning, se avsnitt 3.3.

# 2 Bakgrund

Granskningen avser besvara följande revisionsfrågor:
— Finns det en plan för uppföljning av avtal?
— Följs planen?
\f
# 3.2 Besök hos utförare

Enheten har tre mål för året:
— att besöka alla utförare varje år
— att svara på klagomål inom en vecka

# 4 Slutsats och rekommendationer

Utifrån vår bedömning och slutsats rekommenderar vi äldrenämnden:
att se över avtalen med utförare och ta fram en modell för hur de ska följas upp, se
avsnitt 3.1 och 3.2
att säkerställa att brister som framkommer vid besök leder till krav på rättelse, se avsnitt 3.2
att utbilda handläggarna i avtalsuppföljning, se avsnitt 3.3.
"""


def test_items_without_bullets_end_where_the_next_att_begins() -> None:
    records = found(read_made("k", Doc(KPMG, body="äldrenämnden")))
    assert [r.text for r in records] == [
        "att se över avtalen med utförare och ta fram en modell för hur de ska följas upp",
        "att säkerställa att brister som framkommer vid besök leder till krav på rättelse",
        "att utbilda handläggarna i avtalsuppföljning",
    ]
    assert [r.sections for r in records] == [("3.1", "3.2"), ("3.2",), ("3.3",)]
    assert {r.addressees for r in records} == {("äldrenämnden",)}
    assert [r.id for r in records] == ["k#1", "k#2", "k#3"]
    assert all([q.page for q in r.stated_in] == [1, 2] for r in records)


def test_a_line_that_only_wraps_before_att_stays_in_its_item() -> None:
    text = """
Vi rekommenderar äldrenämnden:
att ta fram en plan som visar hur bemanningen på särskilt boende ska kunna stärkas och
att beskriva den för personalen
att följa upp planen
"""
    assert texts(read_made("k", Doc(text))) == [
        "att ta fram en plan som visar hur bemanningen på särskilt boende ska kunna stärkas och att beskriva den för"
        " personalen",
        "att följa upp planen",
    ]


def test_two_bodies_have_a_list_each_and_the_numbers_run_on() -> None:
    text = """
# Rekommendationer

Vi rekommenderar kommunstyrelsen att:
► Fastställa en modell för uppsikten över bolagen.
► Begära in riskanalyser från samtliga nämnder.

Vi rekommenderar tekniska nämnden att:
► Dokumentera de kontroller som görs vid mottagning av varor.
"""
    records = found(read_made("e", Doc(text, body="kommunstyrelsen")))
    assert [(r.number, r.addressees) for r in records] == [
        (1, ("kommunstyrelsen",)),
        (2, ("kommunstyrelsen",)),
        (3, ("tekniska nämnden",)),
    ]


def test_one_list_to_two_bodies() -> None:
    text = (
        "Mot bakgrund av granskningen rekommenderas kommunstyrelsen och kultur- och fritidsnämnden att\n• anta en plan"
    )
    assert found(read_made("e", Doc(text)))[0].addressees == ("kommunstyrelsen", "kultur- och fritidsnämnden")


def test_the_same_wording_to_two_bodies_is_two_recommendations() -> None:
    text = """
Vi rekommenderar kommunstyrelsen att:
► Anta en plan för kontinuitet i driften.

Vi rekommenderar miljönämnden att:
► Anta en plan för kontinuitet i driften.
"""
    assert [r.addressees for r in found(read_made("e", Doc(text)))] == [("kommunstyrelsen",), ("miljönämnden",)]


def test_a_table_gives_priority_and_leaves_out_its_number() -> None:
    text = """
# 5 Rekommendationer

Rekommendationerna till kommunstyrelsen framgår av tabellen.

|Nr|Rekommendation|Prioritet|Ansvarig|
|1|Inför en kontroll av bisysslor vid anställning.|Hög|HR-chef|
|2|Arkivera avtalen på ett ställe (avsnitt 4.2).|Låg|Kanslichef|
"""
    one, two = found(read_made("d", Doc(text, body="kommunstyrelsen")))
    assert (one.text, one.priority, one.responsible) == (
        "Inför en kontroll av bisysslor vid anställning.",
        "Hög",
        "HR-chef",
    )
    assert (two.text, two.sections, two.number) == ("Arkivera avtalen på ett ställe", ("4.2",), 2)
    assert two.stated_in[0].text == "Arkivera avtalen på ett ställe (avsnitt 4.2)."


def test_a_table_that_was_read_as_lines() -> None:
    text = """
# Rekommendationer

Nr
Rekommendation
Prioritet
1
Inför en kontroll av bisysslor vid
anställning.
Hög
2
Arkivera avtalen på ett ställe.
Låg
"""
    records = found(read_made("d", Doc(text)))
    assert [(r.text, r.priority) for r in records] == [
        ("Inför en kontroll av bisysslor vid anställning.", "Hög"),
        ("Arkivera avtalen på ett ställe.", "Låg"),
    ]


def test_a_table_names_its_addressees() -> None:
    text = """
|Rekommendation|Riktas till|
|Inför en kontroll av bisysslor.|Kommunstyrelsen|
|Redovisa sjukfrånvaron per enhet.|Omsorgsnämnden|
"""
    assert [r.addressees for r in found(read_made("d", Doc(text)))] == [("kommunstyrelsen",), ("omsorgsnämnden",)]


def test_a_question_table_with_a_column_of_recommendations() -> None:
    text = """
|Revisionsfråga|Bedömning|Rekommendation|
|Finns en plan för krisövningar?|Delvis uppfyllt|Anta en plan för krisövningar under mandatperioden.|
|Är planen känd?|Uppfyllt|–|
"""
    assert texts(read_made("p", Doc(text))) == ["Anta en plan för krisövningar under mandatperioden."]


def test_bullets_under_a_heading_without_any_lead() -> None:
    text = """
# Rekommendationer till miljönämnden

• Ta fram en tillsynsplan som bygger på risk.
• Nämnden bör följa upp avgifterna varje år.

# Metod

• Dokumentstudier av planer och protokoll
• Intervjuer med miljöchefen
"""
    records = found(read_made("p", Doc(text, body=None)))
    assert [r.text for r in records] == [
        "Ta fram en tillsynsplan som bygger på risk.",
        "Nämnden bör följa upp avgifterna varje år.",
    ]
    assert {r.addressees for r in records} == {("miljönämnden",)}


def test_sentences_that_say_what_the_board_ought_to_do_under_the_heading() -> None:
    text = "# Rekommendationer\n\nNämnden bör anta en tillsynsplan. Nämnden bör även följa upp avgifterna varje år."
    assert len(found(read_made("p", Doc(text)))) == 2


def test_headings_per_body_under_the_heading() -> None:
    text = """
# 6 Rekommendationer

## Kommunstyrelsen

• Anta en policy för representation.

## Byggnadsnämnden

• Följ upp handläggningstiderna för bygglov.
"""
    assert [r.addressees for r in found(read_made("p", Doc(text)))] == [("kommunstyrelsen",), ("byggnadsnämnden",)]


def test_sentences_within_assessments_are_the_lists_recommendations_stated_again() -> None:
    text = """
# 1 Sammanfattning

Vi rekommenderar kommunstyrelsen att;
• utveckla rapporteringen av sjukfrånvaro så att den visar orsaker, se avsnitt 3.1.
• överväga behovet av rehabiliteringsstöd, se avsnitt 3.1.

# 3.1 Sjukfrånvaro

# Vår bedömning

Vi bedömer att rapporteringen är tunn. Vi rekommenderar kommunstyrelsen att utveckla rapporteringen av
sjukfrånvaro så att den visar orsaker. Vi rekommenderar kommunstyrelsen att överväga behovet av rehabiliteringsstöd.
"""
    records = found(read_made("r", Doc(text, body="kommunstyrelsen")))
    assert [len(r.stated_in) for r in records] == [2, 2]
    assert records[0].stated_in[1].text.startswith("Vi rekommenderar kommunstyrelsen att utveckla")
    assert records[0].text == "utveckla rapporteringen av sjukfrånvaro så att den visar orsaker"


def test_sentences_alone_are_recommendations() -> None:
    text = """# Bedömning

Vi rekommenderar därför att nämnden tar fram en bemanningsplan.
Mot den bakgrunden rekommenderas skolnämnden att se över skolskjutsen."""
    records = found(read_made("r", Doc(text)))
    assert [r.text for r in records] == ["nämnden tar fram en bemanningsplan.", "se över skolskjutsen."]
    assert [r.addressees for r in records] == [("socialnämnden",), ("skolnämnden",)]


@pytest.mark.parametrize(
    "text",
    [
        "Socialstyrelsen rekommenderar att alla journaler granskas minst en gång per år.",
        "Granskningen har lett till flera rekommendationer som nämnden ska besvara senast i mars.",
        "Granskningen ska besvara följande revisionsfrågor:\n• Finns rutiner för rekommendationer?\n• Är de kända?",
        "I rutinen rekommenderas att två medarbetare deltar vid varje hembesök.",
        "# Rekommendationer\n\nNedan redovisas hur revisionens rekommendationer har hanterats.",
        "# Mål\n\n• Säkerställa en god arbetsmiljö för alla anställda\n• Utveckla samverkan med regionen",
    ],
)
def test_what_is_not_a_recommendation(text: str) -> None:
    assert texts(read_made("n", Doc(text))) == []


@pytest.mark.parametrize("kind", [DocumentKind.ROUTINE, DocumentKind.QUALITY_REPORT, DocumentKind.EMAIL])
def test_documents_that_recommend_nothing_of_their_own(kind: DocumentKind) -> None:
    assert texts(read_made("n", Doc("Vi rekommenderar nämnden att:\n• anta en plan för arkivet", kind=kind))) == []


REPORT = Doc("""
# 1 Sammanfattning

Vi rekommenderar nämnden att:
• Inför ett ordnat arbetssätt för att planera och kontrollera att besiktning sker enligt gällande rutiner.
• Inför ett ordnat arbetssätt för att planera och kontrollera att avgifter tas ut enligt gällande taxa.
""")
LETTER = Doc(
    """
Vi rekommenderar socialnämnden att:
• Ändra reglementet så att ansvaret för larm framgår.
• Inför ett ordnat arbetssätt för att planera och kontrollera att besiktning sker enligt gällande rutin.
• Inför ett ordnat arbetssätt för att planera och kontrollera att avgifter tas ut enligt taxan.
""",
    kind=DocumentKind.LETTER,
    title="Missiv",
)
REPLY = Doc(
    """
Revisorernas rekommendationer till nämnden är:
• Ändra reglementet så att ansvaret för larm framgår.
• Inför ett ordnat arbetssätt för att planera och kontrollera att besiktning sker enligt gällande rutiner.
""",
    kind=DocumentKind.REPLY,
    title="Yttrande",
)


@pytest.mark.parametrize("together", [True, False])
def test_a_letter_that_asks_for_more_and_a_reply_that_repeats(together: bool) -> None:
    files = (
        [read_made("a", LETTER, REPORT, REPLY)]
        if together
        else [read_made("l", LETTER), read_made("a", REPORT), read_made("y", REPLY)]
    )
    records = found(*files)
    kinds = {part.id: part.kind for file in files for part in file.parts}
    assert len(records) == 3
    places = {r.text.split()[-1]: [kinds[q.part_id] for q in r.stated_in] for r in records}
    assert places == {
        "rutiner.": [DocumentKind.REPORT, DocumentKind.LETTER, DocumentKind.REPLY],
        "taxa.": [DocumentKind.REPORT, DocumentKind.LETTER],
        "framgår.": [DocumentKind.LETTER, DocumentKind.REPLY],
    }
    extra = next(r for r in records if r.text.startswith("Ändra"))
    assert extra.number == 3
    assert kinds[extra.part_id] is DocumentKind.LETTER
    assert extra.addressees == ("socialnämnden",)


def test_a_letter_of_another_municipality_is_another_matter() -> None:
    other = Doc(
        REPORT.text.replace("1 Sammanfattning", "Skrivelse"), kind=DocumentKind.LETTER, municipality="Lindvalla"
    )
    assert len(found(read_made("a", REPORT), read_made("l", other))) == 4


def test_a_reply_alone_holds_what_nothing_else_holds() -> None:
    records = found(read_made("y", REPLY))
    assert [r.number for r in records] == [1, 2]


def test_a_follow_up_creates_only_what_it_recommends_itself() -> None:
    text = """
# 1 Sammanfattning

Av de två rekommendationer som lämnades 2021 är en åtgärdad. Vi rekommenderar nämnden att:
• fullfölja arbetet med taxan.

# 2 Tidigare granskning

I granskningen från 2021 rekommenderades nämnden att:
• se över taxan för tillsyn.
• anta en tillsynsplan för perioden.

|Rekommendation 2021|Status|
|Se över taxan för tillsyn.|Delvis genomförd|
|Anta en tillsynsplan för perioden.|Åtgärdad|
"""
    assert texts(read_made("u", Doc(text, follow_up=True))) == ["fullfölja arbetet med taxan."]


def test_a_list_in_a_word_file_has_no_bullets_in_its_text() -> None:
    text = "# Rekommendationer\n\nVi rekommenderar nämnden att:\nanta en tillsynsplan\nfölja upp taxan varje år"
    result = read_made("w", Doc(text), suffix=".docx")
    assert texts(result) == ["anta en tillsynsplan", "följa upp taxan varje år"]


def test_a_list_that_runs_over_a_page_end() -> None:
    lead = "Vi rekommenderar nämnden att:"
    text = lead + "\n• anta en plan som beskriver hur tillsynen\n\fska bedrivas under året\n\n• följa upp taxan"
    assert texts(read_made("o", Doc(text))) == [
        "anta en plan som beskriver hur tillsynen ska bedrivas under året",
        "följa upp taxan",
    ]


@pytest.mark.parametrize(
    ("text", "bare_text", "sections"),
    [
        ("anta en plan, se avsnitt 3.2 och 3.3.", "anta en plan", ("3.2", "3.3")),
        ("anta en plan (avsnitt 4.1)", "anta en plan", ("4.1",)),
        ("anta en plan. Se kapitel 5.", "anta en plan", ("5",)),
        ("anta en plan (3.1, 3.4)", "anta en plan", ("3.1", "3.4")),
        ("anta en plan för 2024.", "anta en plan för 2024.", ()),
        ("följa 6 kap. 6 §", "följa 6 kap. 6 §", ()),
    ],
)
def test_pointers_to_sections(text: str, bare_text: str, sections: tuple[str, ...]) -> None:
    assert pointed(text) == (bare_text, sections)


def test_items_lose_what_ties_them_to_the_next() -> None:
    assert [bare(t) for t in ("anta en plan; och", "anta en plan, samt", "anta en plan;", "anta en plan.")] == [
        "anta en plan",
        "anta en plan",
        "anta en plan",
        "anta en plan.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Utifrån granskningen rekommenderar vi nämnden att:", True),
        ("Vi rekommenderar kommunstyrelsen", True),
        ("Granskningen har resulterat i följande rekommendationer:", True),
        ("Vi har följt upp tidigare rekommendationer:", False),
        ("Granskningen ska besvara följande frågor:", False),
        ("Vi rekommenderar kommunstyrelsen att anta en plan.", False),
    ],
)
def test_what_introduces_a_list(text: str, expected: bool) -> None:
    assert opens(text) is expected


def test_numbers_on_lines_of_their_own() -> None:
    text = """
# Rekommendationer

Följande rekommendationer lämnas till nämnden:

1.
Anta en plan för tillsyn.
2.
Följ upp taxan för livsmedel varje år.
"""
    assert texts(read_made("d", Doc(text))) == ["Anta en plan för tillsyn.", "Följ upp taxan för livsmedel varje år."]


def test_bullets_read_as_a_table_of_two_columns() -> None:
    text = "Vi rekommenderar nämnden att:\n\n|•|Anta en plan för tillsyn.|\n|•|Följa upp taxan för livsmedel.|"
    assert texts(read_made("d", Doc(text))) == ["Anta en plan för tillsyn.", "Följa upp taxan för livsmedel."]


def test_sentences_of_one_paragraph_that_resemble_each_other_are_two() -> None:
    text = """# Rekommendationer

Nämnden bör följa upp avgifterna för bygglov varje år. Nämnden bör följa upp avgifterna för livsmedel varje år.
"""
    assert len(found(read_made("d", Doc(text)))) == 2


def test_an_agency_is_no_addressee() -> None:
    text = "Socialstyrelsen har meddelat föreskrifter. Vi rekommenderar nämnden att anta en plan för tillsyn."
    assert found(read_made("d", Doc(text, body="miljönämnden")))[0].addressees == ("miljönämnden",)
    assert found(read_made("d", Doc(text, body=None)))[0].addressees == ("nämnden",)
