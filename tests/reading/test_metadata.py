"""Each document's facts come from its own words; what it does not say is None."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from reading_bundles import FILLER, Item, Sheet, body, make_pdf

from assistant.reading import read
from assistant.reading.places import bodies_in, body_of_administration, known_municipalities, municipalities_in
from assistant.settings import Settings
from assistant.types import DocumentKind as Kind
from assistant.types import Part


def lines(*texts: str) -> list[Item]:
    return [("line", text) for text in texts]


def parts(folder: Path, *sheets: Sheet) -> tuple[Part, ...]:
    return read(make_pdf(folder / "handling.pdf", list(sheets)), Settings()).parts


def test_there_are_290_municipalities() -> None:
    assert len(known_municipalities()) == 290


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kramfors kommuns revisorer vill veta mer", "Kramfors"),
        ("Filipstads kommun", "Filipstad"),
        ("Falu kommun", "Falun"),
        ("Göteborgs Stad", "Göteborg"),
        ("ÖSTRA GÖINGE KOMMUN", "Östra Göinge"),
        ("Upplands Väsby kommun", "Upplands Väsby"),
        ("Lindvalla kommun", "Lindvalla"),
        ("Norrviks kommun har i Norrvik", "Norrvik"),
        ("kommunen Ragunda", "Ragunda"),
        ("Region Gotland", "Gotland"),
    ],
)
def test_municipality_forms(text: str, name: str) -> None:
    assert list(municipalities_in(text)) == [name]


@pytest.mark.parametrize(
    "text", ["varje kommun", "Denna kommun", "Sveriges Kommuner och Regioner", "Region Stockholm", "Lena Falk"]
)
def test_words_that_name_no_municipality(text: str) -> None:
    assert not municipalities_in(text)


def test_bodies_are_normalised() -> None:
    text = (
        "Barn- och utbildningsnämndens svar, Socialnämndens arbetsutskott, nämnden, Socialstyrelsen, kommunstyrelsens"
    )
    assert [body for body, _, _ in bodies_in(text)] == [
        "barn- och utbildningsnämnden",
        "socialnämndens arbetsutskott",
        "kommunstyrelsen",
    ]
    assert [b for b, _, _ in bodies_in("Nämnden för vård och omsorg har")] == ["nämnden för vård och omsorg"]
    assert body_of_administration("inom socialförvaltningen") == "socialnämnden"


def test_report_from_its_cover(tmp_path: Path) -> None:
    cover = [("title", "Granskning av ekonomistyrning inom vård- och omsorgsnämnden"), ("h2", "Revisionsrapport")]
    who = lines("Norrviks kommun", "Mars 2024", "Karin Bergholt, projektledare")
    (part,) = parts(
        tmp_path,
        Sheet([*lines("www.pwc.se"), *cover, *who]),
        Sheet(body("Sammanfattning"), footer=["2"]),
        Sheet(body("Revisionsfrågor", "Revisionell bedömning"), footer=["3"]),
        Sheet(lines("2024-03-14", "Karin Bergholt", "Uppdragsledare"), footer=["4"]),
    )
    assert part.title == "Granskning av ekonomistyrning inom vård- och omsorgsnämnden"
    assert (part.kind, part.municipality, part.auditor) == (Kind.REPORT, "Norrvik", "PwC")
    assert (part.body, part.date, part.year) == ("vård- och omsorgsnämnden", date(2024, 3, 1), 2024)
    assert part.answer_due is None
    assert not part.follow_up


def test_letter_due_year_from_its_own_date(tmp_path: Path) -> None:
    who = lines("Revisorerna", "Storåkers kommun", "2024-05-20", "Missiv", "Till kommunstyrelsen")
    asks: list[Item] = [
        ("h2", "Granskning av kommunens krisberedskap"),
        ("p", "Vi har uppdragit åt EY att granska om kommunstyrelsen har en tillräcklig beredskap."),
        ("p", "Svaret ska ha inkommit till oss senast den 30 september."),
    ]
    (part,) = parts(tmp_path, Sheet([*who, *asks, *lines("För revisorerna", "Bo Ekhage")]))
    assert (part.kind, part.body, part.auditor) == (Kind.LETTER, "kommunstyrelsen", "EY")
    assert (part.date, part.answer_due) == (date(2024, 5, 20), date(2024, 9, 30))


def test_a_letter_does_not_take_the_date_of_the_reports_running_header(tmp_path: Path) -> None:
    header = ["Ekdala kommun", "Granskning av hemtjänsten", "2023-05-31"]
    letter: list[Item] = [
        *lines("Till: Omsorgsnämnden"),
        ("h2", "Revisionens granskning av hemtjänsten"),
        ("p", "Revisorerna har med stöd av Nordkontroll granskat hemtjänsten. Rapporten bifogas."),
        ("p", "Vi emotser omsorgsnämndens yttrande senast den 4 september 2023."),
    ]
    found = parts(
        tmp_path,
        Sheet(letter, header=header),
        *(Sheet(body(name, filler=6), header=header) for name in ("1 Sammanfattning", "2 Bakgrund", "3 Bedömning")),
    )
    assert [(part.kind, part.date) for part in found] == [(Kind.LETTER, None), (Kind.REPORT, date(2023, 5, 31))]
    assert found[0].answer_due == date(2023, 9, 4)
    assert found[1].answer_due is None
    assert found[0].auditor == "Nordkontroll"
    assert {part.municipality for part in found} == {"Ekdala"}


def test_facts_do_not_leak_between_neighbours(tmp_path: Path) -> None:
    reply: list[Item] = [("h1", "Svar på granskning av hemtjänsten"), ("p", "Omsorgsnämnden instämmer. " + FILLER)]
    box = lines(
        "Dokumentnamn",
        "Riktlinje för avgifter",
        "Giltig fr.o.m.",
        "2022-03-09",
        "Version",
        "2",
        "Diarienummer",
        "ON 2022/31",
    )
    first, second = parts(
        tmp_path,
        Sheet(reply, header=["Ekdala kommun", "Tjänsteskrivelse", "1 (1)"]),
        Sheet([*box, *body("Inledning")], header=["Riktlinje för avgifter", "1 (1)"]),
    )
    assert (first.kind, first.municipality, first.date, first.diarienummer) == (Kind.REPLY, "Ekdala", None, None)
    assert (second.kind, second.municipality) == (Kind.GUIDELINE, "Ekdala")  # the one fact that a bundle shares
    assert (second.date, second.diarienummer) == (date(2022, 3, 9), "ON 2022/31")


def test_an_empty_form_field_is_none(tmp_path: Path) -> None:
    box = lines(
        "Dokumentnamn", "Rutin för nycklar", "Giltig fr.o.m.", "2023-02-10", "Diarienummer", "[Diarienummer]", "Version"
    )
    (part,) = parts(tmp_path, Sheet([*box, *body("Syfte", "Ansvar")]))
    assert (part.kind, part.diarienummer, part.date) == (Kind.ROUTINE, None, date(2023, 2, 10))


def test_a_municipality_named_in_passing_is_not_its_own(tmp_path: Path) -> None:
    visit = ("p", "Under hösten gjordes ett studiebesök i Lunds kommun. Jämförelser har gjorts med flera kommuner.")
    (part,) = parts(
        tmp_path, Sheet([("title", "Kvalitetsberättelse 2023"), *lines("Omsorgsnämnden"), *body("Inledning"), visit])
    )
    assert (part.municipality, part.body, part.year) == (None, "omsorgsnämnden", 2023)


def test_minutes(tmp_path: Path) -> None:
    item = [
        ("h2", "§ 187"),
        *lines("Dnr KS 2023/311"),
        ("h2", "Svar på revisionsrapport om upphandling"),
        ("h2", "Beslut"),
    ]
    head = ["Ekdala kommun", "Kommunstyrelsen", "Sammanträdesprotokoll"]
    text: Item = ("p", "Kommunstyrelsen antar socialnämndens yttrande. Socialnämnden informeras.")
    (part,) = parts(tmp_path, Sheet([*lines("Sammanträdesdatum", "2023-11-28"), *item, text], header=head))
    assert (part.kind, part.body, part.diarienummer) == (Kind.MINUTES, "kommunstyrelsen", "KS 2023/311")
    assert (part.title, part.date) == ("§ 187 Svar på revisionsrapport om upphandling", date(2023, 11, 28))
    assert part.auditor is None


def test_follow_up_and_unlisted_firm(tmp_path: Path) -> None:
    cover = [
        ("title", "Uppföljande granskning av biståndshandläggning"),
        *lines("Revisionsrapport", "Grums kommun", "Granit Revision AB"),
    ]
    purpose: Item = (
        "p",
        "Granit Revision har på uppdrag av revisorerna följt upp om socialnämnden har genomfört rekommendationerna.",
    )
    (part,) = parts(
        tmp_path,
        Sheet([*cover, *lines("2024-10-03")]),
        Sheet([*body("1 Inledning", filler=6), purpose]),
        Sheet(body("2 Bedömning", filler=6)),
    )
    assert part.follow_up
    assert (part.auditor, part.body, part.date) == ("Granit Revision", "socialnämnden", date(2024, 10, 3))


def test_patient_safety_report(tmp_path: Path) -> None:
    cover = [("title", "Patientsäkerhetsberättelse 2023"), *lines("Ekdala kommun", "2024-02-28", "Eva Lind, MAS")]
    text: Item = ("p", "Vård- och omsorgsnämnden är vårdgivare och har det yttersta ansvaret.")
    (part,) = parts(tmp_path, Sheet(cover), Sheet([*body("Sammanfattning", "Patientsäkerhetsarbetets mål"), text]))
    assert (part.kind, part.date, part.year) == (Kind.PATIENT_SAFETY_REPORT, date(2024, 2, 28), 2023)
    assert part.body == "vård- och omsorgsnämnden"
