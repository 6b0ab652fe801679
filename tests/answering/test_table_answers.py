"""Answers from tables: the cell whose headings and row say what the question says."""

from __future__ import annotations

import pytest
from answering_support import Doc, MadeContext, hit_of, made

from assistant.answering.composing import compose
from assistant.answering.evidence import Evidence, Outcome
from assistant.answering.facts import seek
from assistant.answering.frame import frame
from assistant.answering.scope import scope
from assistant.answering.tables import cell_evidence, rows_of, sentence
from assistant.answering.terms import stems_of
from assistant.types import TableCell

known_gap = pytest.mark.xfail(strict=True, reason="reported: not handled yet; remove the mark when it is")

YEARS = Doc(
    "y",
    """# 3 Avvikelser

| Typ av avvikelse | 2021 | 2022 | 2023 |
| Läkemedel | 355 | 402 | 388 |
| Fallolyckor | 421 | 440 | 463 |
| Utebliven insats | 190 | 163 | 131 |
| Hot och våld | 21 | 1 204 | 18 |""",
    title="Kvalitetsberättelse",
)
TWO_LEVELS = Doc(
    "t",
    """| | 2022 | 2022 | 2023 | 2023 |
| Beslut | Verkställda | Ej verkställda | Verkställda | Ej verkställda |
| Hemtjänst | 204 | 14 | 198 | 9 |
| Kontaktperson | 61 | 5 | 66 | 12 |""",
    headers=2,
    caption="Beslut enligt socialtjänstlagen",
)
YES_NO = Doc(
    "j",
    """| Granskad akt | 1 | 2 | 3 | 4 | 5 |
| Finns en genomförandeplan | Ja | Nej | Ja | Ja | Nej |
| Finns ett samtycke | Nej | Nej | Nej | Ja | Nej |""",
    caption="Granskade akter",
)
MEASURES = Doc(
    "m",
    """| Rekommendation | Åtgärd | Ansvarig | Klart senast |
| Revidera riktlinjen för inköp | Ny riktlinje tas fram | Inköpschefen | 2024-04-30 |
| Utbilda chefer i ekonomi | Webbutbildning köps in | Ekonomichefen | 2024-10-31 |
| Följ upp avtalstroheten | Mäts varje kvartal | Controllern | 2025-01-15 |""",
)


def found(question: str, *docs: Doc) -> tuple[MadeContext, Evidence | None]:
    context = made(*docs)
    asked = frame(question)
    where = scope(question, stems_of(question), context.library.parts)
    hits = [hit_of(context, part) for part in context.library.parts if part in where.part_ids]
    return context, cell_evidence(context, seek(context, asked.parts[0], asked, where), where, hits)


def said(question: str, *docs: Doc) -> str | None:
    """The cell's statement; it must have come through the citation check with its words on their page."""
    context, evidence = found(question, *docs)
    if evidence is None:
        return None
    composed = compose(context, Outcome((evidence,)))
    assert composed.dropped == 0
    (statement,) = composed.statements
    assert statement.checks.quote
    assert statement.checks.figures
    return evidence.text


@pytest.mark.parametrize(
    ("question", "row", "year", "value"),
    [
        ("Hur många läkemedelsavvikelser rapporterades 2023?", "Läkemedel", "2023", "388"),
        ("Hur många läkemedelsavvikelser rapporterades 2021?", "Läkemedel", "2021", "355"),
        ("Antal fallolyckor 2022?", "Fallolyckor", "2022", "440"),
        ("Hur många uteblivna insatser var det 2023?", "Utebliven insats", "2023", "131"),
        ("Hur många avvikelser om hot och våld rapporterades 2022?", "Hot och våld", "2022", "1 204"),
    ],
)
def test_a_figure_is_found_by_its_row_and_its_year(question: str, row: str, year: str, value: str) -> None:
    assert said(question, YEARS) == f"{row}, {year}: **{value}**"


@pytest.mark.parametrize(
    "question",
    [
        "Hur många läkemedelsavvikelser rapporterades 2019?",  # no such year
        "Hur många brandövningar hölls 2023?",  # no such row
        "Vem ansvarar för läkemedel 2023?",  # no such column
    ],
)
def test_what_the_table_does_not_hold_is_no_answer(question: str) -> None:
    assert found(question, YEARS)[1] is None


def test_headings_of_two_levels_tell_cells_apart() -> None:
    assert said("Hur många beslut om hemtjänst var ej verkställda 2023?", TWO_LEVELS) == (
        "Hemtjänst, 2023, Ej verkställda: **9**"
    )
    assert said("Hur många beslut om kontaktperson var ej verkställda 2022?", TWO_LEVELS) == (
        "Kontaktperson, 2022, Ej verkställda: **5**"
    )
    assert said("Hur många beslut om kontaktperson var verkställda 2022?", TWO_LEVELS) == (
        "Kontaktperson, 2022, Verkställda: **61**"
    )


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("I hur många akter fanns en genomförandeplan?", "Ja i **3 av 5**"),
        ("I hur många akter saknas en genomförandeplan?", "Nej i **2 av 5**"),
        ("I hur många akter saknades en genomförandeplan?", "Nej i **2 av 5**"),
        ("I hur många akter fanns det inte något samtycke?", "Nej i **4 av 5**"),
    ],
)
def test_yes_and_no_are_counted_and_the_negation_chooses(question: str, count: str) -> None:
    text = said(question, YES_NO)
    assert text is not None
    assert count in text


def test_a_count_says_that_it_is_one() -> None:
    _, evidence = found("I hur många akter fanns en genomförandeplan?", YES_NO)
    assert evidence is not None
    assert evidence.derived == ("3", "5")
    assert "räknat" in evidence.text


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Vem ansvarar för riktlinjen för inköp?", "Inköpschefen"),
        ("När ska chefernas utbildning i ekonomi vara klar?", "2024-10-31"),
        ("Vilka åtgärder vidtas för att följa upp avtalstroheten?", "Mäts varje kvartal"),
    ],
)
def test_a_column_answers_who_when_and_what(question: str, value: str) -> None:
    text = said(question, MEASURES)
    assert text is not None
    assert text.endswith(f"**{value}**")


def test_the_best_of_several_tables_answers() -> None:
    assert said("Hur många läkemedelsavvikelser rapporterades 2023?", MEASURES, TWO_LEVELS, YEARS, YES_NO) == (
        "Läkemedel, 2023: **388**"
    )


def test_what_proves_a_cell_holds_its_row_and_its_headings() -> None:
    many = "\n".join(f"| Rad nummer {i} med flera ord | {i + 200} | {i + 300} | {i + 400} |" for i in range(30))
    long = Doc("l", YEARS.text + "\n" + many)
    _, evidence = found("Hur många fallolyckor var det 2022?", long)
    assert evidence is not None
    assert evidence.text == "Fallolyckor, 2022: **440**"
    quoted = " ".join(q.text for q in evidence.quotes)
    assert "2022" in quoted
    assert "Fallolyckor | 421 | 440" in quoted
    assert "Rad nummer 7" not in quoted


def test_rows_come_in_order_of_row_and_column() -> None:
    table = hit_of(made(YEARS), "y:1").passage.table
    assert table is not None
    assert next([c.value for c in row] for row in rows_of(table).values()) == ["Läkemedel", "355", "402", "388"]


@pytest.mark.parametrize(
    ("row", "columns", "text"),
    [
        ("Fall", ("2022", "Antal"), "Fall, 2022, Antal: **4**"),
        ("", ("2022",), "2022: **4**"),
        ("Fall", ("Fall",), "Fall: **4**"),
        ("", (), "**4**"),
    ],
)
def test_a_cell_reads_as_a_statement(row: str, columns: tuple[str, ...], text: str) -> None:
    place = hit_of(made(YEARS), "y:1").passage.spans[0]
    assert sentence(TableCell(row, columns, " 4 ", place, 0, 1)) == text
