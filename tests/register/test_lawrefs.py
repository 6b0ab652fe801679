"""Law references: which statute, chapter and section, and whether the number fits the name."""

from __future__ import annotations

from datetime import date

import pytest
from made import Doc, read_made

from assistant.reading.spans import clean
from assistant.register.lawrefs import statutes
from assistant.register.records import extract
from assistant.types import LawReference


def cited(text: str, year: int | None = 2023) -> list[LawReference]:
    result = read_made("l", Doc(text, year=year))
    found = list(extract([result]).law_references)
    for reference in found:
        assert clean(result.file.pages, reference.quote.spans) == reference.quote.text
    return found


@pytest.mark.parametrize(
    ("text", "statute", "chapter", "section", "sfs", "quote"),
    [
        ("I 5 kap. 1 § skollagen (2010:800)", "skollagen", "5", "1", "2010:800", "5 kap. 1 § skollagen (2010:800)"),
        ("Enligt 11 kap. 1–2 §§ SoL ska", "socialtjänstlagen", "11", "1–2", None, "11 kap. 1–2 §§ SoL"),
        ("Av KL (2017:725) 6 kap. 6 § följer", "kommunallagen", "6", "6", "2017:725", "KL (2017:725) 6 kap. 6 §"),
        ("Kommunallagen 6 kap § 6 gäller.", "kommunallagen", "6", "6", None, "Kommunallagen 6 kap § 6"),
        ("Prövning enligt 3 a § SoF görs.", "socialtjänstförordningen", None, "3 a", None, "3 a § SoF"),
        (
            "Lag (1990:52) med särskilda bestämmelser om vård av unga gäller.",
            "lagen med särskilda bestämmelser om vård av unga", None, None, "1990:52",
            "Lag (1990:52) med särskilda bestämmelser om vård av unga",
        ),
        (
            "Arbetet styrs av 3 kap. 1 § SOSFS 2011:9.",
            "Socialstyrelsens föreskrifter och allmänna råd om ledningssystem för systematiskt kvalitetsarbete",
            "3", "1", "SOSFS 2011:9", "3 kap. 1 § SOSFS 2011:9",
        ),
        ("Enligt skollagen ska elever gå i skolan.", "skollagen", None, None, None, "skollagen"),
    ],
)  # fmt: skip
def test_where_a_law_is_cited(
    text: str, statute: str, chapter: str | None, section: str | None, sfs: str | None, quote: str
) -> None:
    (found,) = cited(text)
    assert (found.statute, found.chapter, found.section, found.sfs, found.quote.text) == (
        statute,
        chapter,
        section,
        sfs,
        quote,
    )
    assert not found.wrong_sfs


def test_a_number_that_is_not_the_laws() -> None:
    (found,) = cited("Socialtjänstlagen (2011:453) är ett kriterium.")
    assert found.wrong_sfs
    assert (found.sfs, found.right_sfs, found.replaced_by) == ("2011:453", "2001:453", "2025:400")


def test_what_is_in_force_depends_on_when_the_document_was_written() -> None:
    assert [cited("Se kommunallagen.", year)[0].right_sfs for year in (2016, 2023, None)] == [
        "1991:900",
        "2017:725",
        "2017:725",
    ]
    (found,) = cited("Enligt socialtjänstlagen (2025:400) ska", 2025)
    assert (found.right_sfs, found.replaced_by, found.wrong_sfs) == ("2025:400", None, False)


def test_a_law_that_the_table_lacks_is_named_as_written() -> None:
    (found,) = cited("Se lagen (1992:1574) om bostadsanpassningsbidrag.")
    assert (found.statute, found.sfs, found.wrong_sfs, found.right_sfs) == (
        "lagen om bostadsanpassningsbidrag",
        "1992:1574",
        False,
        None,
    )


def test_an_abbreviation_alone_is_a_reference_where_something_follows_from_it() -> None:
    assert [r.quote.text for r in cited("Insatser enligt SoL och LSS ges i hemmet.")] == ["SoL", "LSS"]
    assert [r.quote.text for r in cited("Kriterier är kommunallagen, LVM och LVU.")] == ["kommunallagen", "LVM", "LVU"]
    assert cited("Handläggarna inom LSS är två.") == []


def test_a_statute_and_its_abbreviation_are_one_reference() -> None:
    (found,) = cited("Socialtjänstlagen (2001:453), SoL, gäller.")
    assert found.quote.text == "Socialtjänstlagen (2001:453)"


@pytest.mark.parametrize(
    ("text", "chapter", "section", "sfs", "quote"),
    [
        ("Enligt SOFS (2011:9) ska egenkontroll ske.", None, None, "SOSFS 2011:9", "SOFS (2011:9)"),
        ("Enligt (2011:9) ska arbetet dokumenteras.", None, None, "2011:9", "(2011:9)"),
        ("Av 26 kap. 1 § lag om (2009:400) följer.", "26", "1", "2009:400", "26 kap. 1 § lag om (2009:400)"),
        (
            "SOSFS 2011:9 Socialstyrelsens föreskrifter och allmänna råd om ledningssystem för systematiskt "
            "kvalitetsarbete.", None, None, "SOSFS 2011:9",
            "SOSFS 2011:9 Socialstyrelsens föreskrifter och allmänna råd om ledningssystem för systematiskt "
            "kvalitetsarbete",
        ),
    ],
)  # fmt: skip
def test_numbers_written_carelessly_are_found(
    text: str, chapter: str | None, section: str | None, sfs: str, quote: str
) -> None:
    (found,) = cited(text)
    assert (found.chapter, found.section, found.sfs, found.quote.text) == (chapter, section, sfs, quote)
    assert not found.wrong_sfs


def test_a_number_without_its_series_is_not_wrong() -> None:
    name = "Socialstyrelsens föreskrifter och allmänna råd om ledningssystem för systematiskt kvalitetsarbete"
    (found,) = cited(f"{name} (2011:9) gäller.")
    assert (found.sfs, found.wrong_sfs) == ("2011:9", False)


def test_registration_numbers_in_brackets_are_no_statutes() -> None:
    assert cited("Ärendet (2022:314) och granskningen (REV/2011:9) är avslutade.") == []


def test_the_section_belongs_to_the_statute_that_follows_it() -> None:
    found = cited("Uppgifter enligt offentlighets- och sekretesslagen, 15 kap. 1 § SoL eller 29 § LSS återförs.")
    assert [(r.abbreviation, r.chapter, r.section) for r in found] == [
        ("OSL", None, None),
        ("SoL", "15", "1"),
        ("LSS", None, "29"),
    ]


def test_the_table_is_in_order() -> None:
    for statute in statutes():
        days = [(first, last) for _, first, last in statute.numbers]
        assert days == sorted(days, key=lambda d: d[0])
        assert not statute.numbers[-1][2] or statute.name in ("personuppgiftslagen", "lagen om kommunal redovisning")
    by_name = {s.name: s for s in statutes()}
    assert by_name["socialtjänstlagen"].in_force(date(2025, 6, 30)) == "2001:453"
    assert by_name["socialtjänstlagen"].in_force(date(2025, 7, 1)) == "2025:400"
