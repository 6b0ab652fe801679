"""Every recommendation has a theme, with its reason; what fits none is named by its own words."""

from __future__ import annotations

import pytest

from assistant.register.cues import table
from assistant.register.themes import assign_themes, by_words, own_name, theme_names, themes
from assistant.types import Recommendation


def recommendation(text: str, number: int = 1) -> Recommendation:
    return Recommendation(f"d#{number}", "d", "d:1", "Norrsala", (), number, text, (), ())


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Säkerställ att avvikelserapporteringen omfattar alla enheter", "Avvikelser, klagomål och lex Sarah"),
        ("ta fram en lathund för biståndshandläggare", "Riktlinjer och rutiner"),
        ("uppdatera kvalitetsledningssystemet", "Ledningssystem för kvalitetsarbetet"),
        ("anta mål som går att mäta", "Mål och måluppfyllelse"),
        ("se till att målen är kända", "Mål och måluppfyllelse"),
        ("fastställ en åtgärdsplan för väntelistan", "Handlingsplaner och tidplaner"),
        ("stärk samverkan med vårdcentralerna", "Samverkan"),
        ("se över vidaredelegationen", "Delegation och beslutanderätt"),
        ("förkorta handläggningstiderna för bygglov", "Handläggningstider och skyndsamhet"),
        ("gör barnkonsekvensanalyser", "Barnrätt"),
        ("anta en plan för återläsning av säkerhetskopior", "Informationssäkerhet och dataskydd"),
        ("följ upp att beslut verkställs", "Verkställighet av beslut"),
    ],
)
def test_the_words_decide_the_theme(text: str, theme: str) -> None:
    assert theme in [t.name for t in by_words(text)]


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("analysera avvikelser mot budget", "Avvikelser, klagomål och lex Sarah"),
        ("utse en inköpssamordnare", "Samverkan"),
        ("informera målsmännen", "Mål och måluppfyllelse"),
        ("se över schemat för att säkerställa kvalitet och rättssäkerhet", "Rättssäkerhet och likvärdighet"),
    ],
)
def test_what_a_word_does_not_mean_here(text: str, theme: str) -> None:
    assert theme not in [t.name for t in by_words(text)]


def test_a_recommendation_may_have_several_themes_with_their_reasons() -> None:
    found = {t.name: t for t in by_words("utveckla uppföljning och analys av avvikelser samt följ upp egenkontrollen")}
    assert set(found) == {
        "Uppföljning och analys",
        "Avvikelser, klagomål och lex Sarah",
        "Egenkontroll och intern kontroll",
    }
    assert found["Uppföljning och analys"].reason == "orden ”uppföljning”, ”analys”, ”följ upp”"
    assert found["Uppföljning och analys"].score > found["Egenkontroll och intern kontroll"].score


def test_what_fits_none_is_named_by_its_own_words_and_grouped() -> None:
    texts = ["måla om gymnastiksalen i rött", "måla om gymnastiksalen i blått och rött", "sälj brandbilen"]
    one, two, three = assign_themes([recommendation(t, i) for i, t in enumerate(texts, 1)])
    assert one.themes[0].own
    assert one.themes[0].name == two.themes[0].name == "Måla om gymnastiksalen i rött"
    assert three.themes[0].name == "Sälj brandbilen"


def test_the_name_is_what_it_is_about_without_the_verb() -> None:
    text = "Upprätta en beskriven ordning för utlåning av båtar för att fler ska kunna låna"
    assert own_name(text) == "Beskriven ordning för utlåning av båtar"


def test_likeness_decides_only_where_no_word_does() -> None:
    axis = {name: i for i, name in enumerate(theme_names())}

    def encode(texts: list[str]) -> list[list[float]]:
        return [
            [1.0 if i == axis.get(t.split(".")[0], axis["Klimat och miljö"]) else 0.0 for i in range(len(axis))]
            for t in texts
        ]

    plain, worded = assign_themes([recommendation("sälj brandbilen"), recommendation("stärk samverkan", 2)], encode)
    assert [t.name for t in plain.themes] == ["Klimat och miljö"]
    assert plain.themes[0].reason == "liknar temats beskrivning (1,00)"
    assert [t.name for t in worded.themes] == ["Samverkan"]


def test_the_table_is_whole() -> None:
    rows = table("themes")["theme"]
    assert len({row["name"] for row in rows}) == len(rows) == len(themes())
    assert all(row["description"].endswith(".") and row["words"] for row in rows)


@pytest.mark.parametrize(
    ("text", "themes_of"),
    [
        ("uppdatera rutinerna för uppföljning av elevers resultat", {"Riktlinjer och rutiner"}),
        ("stärk samverkan med polisen och se till att den utvärderas", {"Samverkan", "Uppföljning och analys"}),
        ("säkerställ att samverkan sker och följs upp", {"Samverkan"}),
        ("diarieför ärenden enligt gällande rutiner", {"Dokumentation och ärendehantering"}),
        ("arbeta enligt gällande rutiner", {"Riktlinjer och rutiner"}),  # nothing else to be about
    ],
)
def test_what_stands_beside_the_subject_is_no_theme(text: str, themes_of: set[str]) -> None:
    assert {theme.name for theme in by_words(text)} == themes_of
