"""Bundles in the layouts of several firms and municipalities are divided, and single documents are left whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from reading_bundles import FILLER, Item, Sheet, body, make_pdf

from assistant.reading import read
from assistant.settings import Settings
from assistant.types import DocumentKind as Kind
from assistant.types import ReadResult


def lines(*texts: str) -> list[Item]:
    return [("line", text) for text in texts]


def read_sheets(folder: Path, sheets: list[Sheet]) -> ReadResult:
    return read(make_pdf(folder / "bunt.pdf", sheets), Settings())


def shape(result: ReadResult) -> list[tuple[Kind, int, int]]:
    return [(part.kind, part.first_page, part.last_page) for part in result.parts]


def report(name: str, header: list[str], chapters: int = 4, counted: bool = False) -> list[Sheet]:
    """A numbered report: cover, contents list, chapters."""
    titles = ["Sammanfattning", "Bakgrund", "Resultat av granskningen", "Slutsats och rekommendationer"][:chapters]
    contents = [("h1", "Innehållsförteckning"), *lines(*(f"{i} {t} ........ {i + 2}" for i, t in enumerate(titles, 1)))]
    cover: list[Item] = [("title", name), *lines("Revisionsrapport", "Ekdala kommun", "KPMG AB", "2023-05-31")]
    sheets = [Sheet(cover), Sheet(contents, header=header)]
    for i, title in enumerate(titles, 1):
        items = body(f"{i} {title}") + body(f"{i}.1 Bedömning", level="h2")
        sheets.append(Sheet(items, header=header))
    if counted:
        for i, sheet in enumerate(sheets, 1):
            sheet.footer = [f"Sida {i} ({len(sheets)})"]
    return sheets


LETTER: list[Item] = [
    *lines("2023-06-14", "Till: Socialnämnden", "För kännedom: Kommunfullmäktige"),
    ("h1", "Granskning av hemtjänsten"),
    ("p", "Revisorerna har med stöd av KPMG granskat hemtjänsten och överlämnar härmed rapporten."),
    ("p", "Vi emotser nämndens yttrande senast den 20 oktober 2023."),
    *lines("För revisorerna i Ekdala kommun", "Bo Ekhage", "Ordförande"),
]


def test_a_report_with_cover_contents_and_appendix_is_one_document(tmp_path: Path) -> None:
    header = ["Ekdala kommun", "Granskning av hemtjänsten"]
    sheets = report("Granskning av hemtjänsten", header)
    appendix = [("h1", "Bilaga 1. Enkätfrågor"), *(("li", f"Fråga {i} om besöken i hemmet") for i in range(8))]
    sheets.append(Sheet(appendix, header=header))
    assert shape(read_sheets(tmp_path, sheets)) == [(Kind.REPORT, 1, 7)]


def test_unnumbered_report_with_logo_cover_is_one_document(tmp_path: Path) -> None:
    sheets = [
        Sheet(
            [*lines("www.pwc.se"), ("title", "Granskning av ekonomistyrning"), *lines("Revisionsrapport", "Mars 2024")]
        ),
        Sheet(body("Sammanfattning"), footer=["2"]),
        Sheet(body("Inledning") + body("Syfte och revisionsfrågor", level="h2"), footer=["3"]),
        Sheet(body("Iakttagelser") + body("Revisionell bedömning", level="h2"), footer=["4"]),
        Sheet(body("Samlad bedömning"), footer=["5"]),
        Sheet(lines("2024-03-14", "Karin Bergholt", "Uppdragsledare"), footer=["6"]),
    ]
    assert shape(read_sheets(tmp_path, sheets)) == [(Kind.REPORT, 1, 6)]


def test_left_and_right_pages_may_have_different_headers(tmp_path: Path) -> None:
    odd, even = ["Ekdala kommun", "Granskning av intern kontroll"], ["Deloitte AB", "April 2021"]
    chapters = [
        "1 Sammanfattning",
        "2 Syfte och revisionsfrågor",
        "3 Metod",
        "4 Iakttagelser",
        "5 Bedömning",
        "6 Slutsats",
    ]
    sheets = [Sheet(body(name), header=even if i % 2 else odd) for i, name in enumerate(chapters)]
    assert shape(read_sheets(tmp_path, sheets)) == [(Kind.REPORT, 1, 6)]


def test_letter_and_report_with_one_running_header_are_two(tmp_path: Path) -> None:
    header = ["Ekdala kommun", "Granskning av hemtjänsten", "2023-05-31"]
    sheets = [Sheet(LETTER, header=header)]
    chapters = ("1 Sammanfattning", "2 Bakgrund", "3 Bedömning")
    sheets += [Sheet(body(name, filler=6), header=header) for name in chapters]
    assert shape(read_sheets(tmp_path, sheets)) == [(Kind.LETTER, 1, 1), (Kind.REPORT, 2, 4)]


def test_letter_before_an_unnumbered_report(tmp_path: Path) -> None:
    first = [("title", "Granskning av hemtjänsten"), *lines("Ekdala kommun", "Revisionsrapport, 3 maj 2023")]
    sheets = [Sheet(LETTER), Sheet(first + body("Sammanfattning"), header=["Deloitte AB"])]
    sheets += [Sheet(body(name), header=["Deloitte AB"]) for name in ("Revisionsfrågor", "Iakttagelser")]
    assert shape(read_sheets(tmp_path, sheets)) == [(Kind.LETTER, 1, 1), (Kind.REPORT, 2, 4)]


def test_a_second_page_with_signatures_only_stays_with_its_letter(tmp_path: Path) -> None:
    sheets = [Sheet([*LETTER[:-3], ("p", FILLER)]), Sheet(LETTER[-3:]), Sheet(LETTER)]
    assert shape(read_sheets(tmp_path, sheets)) == [(Kind.LETTER, 1, 2), (Kind.LETTER, 3, 3)]


def test_page_counts_that_start_again_divide_an_agenda_item(tmp_path: Path) -> None:
    head = ["Ekdala kommun", "Kommunledningskontoret"]
    proposal = [("h1", "Svar på revisionsrapport om upphandling"), ("h2", "Förslag till beslut"), ("p", FILLER)]
    minutes = [("h2", "§ 187"), *lines("Dnr KS 2023/311"), ("h2", "Svar på revisionsrapport om upphandling")]
    sheets = [
        Sheet(proposal, header=[*head, "TJÄNSTESKRIVELSE", "1 (2)"]),
        Sheet(
            [("p", FILLER), *lines("Beslutet skickas till", "Revisorerna")], header=[*head, "TJÄNSTESKRIVELSE", "2 (2)"]
        ),
        Sheet([("h1", "Yttrande över granskning av upphandling"), ("p", FILLER)], header=[*head, "YTTRANDE", "1 (2)"]),
        Sheet([("p", FILLER), ("p", FILLER)], header=[*head, "YTTRANDE", "2 (2)"]),
        Sheet([*minutes, ("h2", "Beslut"), ("p", FILLER)], header=["Ekdala kommun", "Sammanträdesprotokoll"]),
    ]
    assert [(a, b) for _, a, b in shape(read_sheets(tmp_path, sheets))] == [(1, 2), (3, 4), (5, 5)]


def test_two_reports_after_each_other(tmp_path: Path) -> None:
    sheets = report("Granskning av hemtjänsten", ["Ekdala kommun", "Granskning av hemtjänsten"], counted=True)
    sheets += report("Granskning av upphandling", ["Ekdala kommun", "Granskning av upphandling"], counted=True)
    assert shape(read_sheets(tmp_path, sheets)) == [(Kind.REPORT, 1, 6), (Kind.REPORT, 7, 12)]


def test_bundle_of_reply_policy_routines_letter_mail_and_report(tmp_path: Path) -> None:
    box = lines(
        "Dokumentnamn", "Ledningssystem för kvalitet", "Giltig fr.o.m.", "2022-03-09", "Version", "3", "Diarienummer"
    )
    mail = lines("Från: Eva Lind <eva@firma.example>", "Skickat: den 6 mars 2023 14:38", "Till: info@ekdala.example")
    sheets = [
        Sheet(
            [("h1", "Svar på revisionens granskning av hemtjänsten"), ("p", FILLER)], header=["Ekdala kommun", "Svar"]
        ),
        Sheet([("p", FILLER)], header=["Ekdala kommun", "Svar"]),
        Sheet(box + body("1. Inledning"), header=["Ekdala kommun", "Ledningssystem"]),
        Sheet(body("2. Processer"), header=["Ekdala kommun", "Ledningssystem"]),
        Sheet(body("Rutin för avvikelser", "Syfte", "Ansvar"), header=["Ekdala kommun", "Rutin"]),
        Sheet(body("Uppföljning"), header=["Ekdala kommun", "Rutin"]),
        Sheet(body("Rutin för egenkontroll", "Syfte", "Ansvar"), header=["Ekdala kommun", "Rutin"]),
        Sheet(LETTER, header=["Ekdala kommun", "Revisorerna"]),
        Sheet([*mail, *lines("Ämne: Begäran om underlag", "Hej!"), ("p", FILLER)]),
        *report("Granskning av hemtjänsten", ["Ekdala kommun", "Granskning av hemtjänsten"]),
    ]
    assert shape(read_sheets(tmp_path, sheets)) == [
        (Kind.REPLY, 1, 2),
        (Kind.QUALITY_SYSTEM, 3, 4),
        (Kind.ROUTINE, 5, 6),
        (Kind.ROUTINE, 7, 7),
        (Kind.LETTER, 8, 8),
        (Kind.EMAIL, 9, 9),
        (Kind.REPORT, 10, 15),
    ]


def word(path: Path, paragraphs: list[tuple[str, str]]) -> Path:
    """A DOCX whose paragraphs are (style, text)."""
    document = Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    document.save(str(path))
    return path


MINUTES = [
    ("Heading 3", "Beslut"),
    ("Normal", FILLER),
    ("Heading 3", "Beslutsunderlag"),
    ("Normal", "Tjänsteskrivelse 2023"),
]


def test_word_file_with_extracts_proposal_and_report(tmp_path: Path) -> None:
    path = word(
        tmp_path / "arende.docx",
        [
            ("Heading 1", "§ 12 Dnr ON 2023-51"),
            ("Normal", "Kvalitetsberättelse 2022"),
            *MINUTES,
            ("Heading 1", "§ 40 Dnr ON 2023-51"),
            ("Normal", "Kvalitetsberättelse 2022"),
            *MINUTES,
            ("Heading 3", "Beslutet ska skickas till"),
            ("Normal", "Diariet"),
            ("Heading 3", "Förslag till beslut"),
            ("Normal", "Omsorgsnämnden godkänner kvalitetsberättelse 2022."),
            ("Normal", FILLER),
            ("Heading 3", "Bilagor"),
            ("Normal", "Kvalitetsberättelse 2022"),
            ("Heading 3", "Beslut skickas till"),
            ("Normal", "Verksamhetschefer"),
            ("Heading 2", "INLEDNING OCH SYFTE"),
            ("Normal", "Syftet med kvalitetsberättelsen är att visa hur arbetet har bedrivits. " + FILLER),
            ("Heading 2", "AVVIKELSER"),
            ("Normal", FILLER),
        ],
    )
    kinds = [part.kind for part in read(path, Settings()).parts]
    assert kinds == [Kind.MINUTES, Kind.MINUTES, Kind.STATEMENT, Kind.QUALITY_REPORT]


def test_consecutive_items_are_one_protocol(tmp_path: Path) -> None:
    items = [("Heading 1", "§ 12 Budget 2024"), *MINUTES, ("Heading 1", "§ 13 Val av ersättare"), *MINUTES]
    path = word(tmp_path / "protokoll.docx", [("Normal", "Sammanträdesprotokoll"), *items])
    assert [part.kind for part in read(path, Settings()).parts] == [Kind.MINUTES]


def test_word_reply_is_not_split_at_its_recommendations(tmp_path: Path) -> None:
    headings = [("Heading 2", f"Rekommendation {i}: granskning av rutiner") for i in range(1, 5)]
    content = [paragraph for heading in headings for paragraph in (heading, ("Normal", FILLER))]
    path = word(tmp_path / "svar.docx", [("Heading 1", "Svar på revisorernas granskning av rutiner"), *content])
    assert [part.kind for part in read(path, Settings()).parts] == [Kind.REPLY]


def test_text_file_with_letter_and_mail(tmp_path: Path) -> None:
    letter = "\n\n".join(text for _, text in LETTER)
    mail = "Från: Eva Lind\nSkickat: den 6 mars 2023\nTill: info@ekdala.example\nÄmne: Underlag\n\nHej!\n\n" + FILLER
    path = tmp_path / "post.txt"
    path.write_text(f"{letter}\n\n{mail}\n", encoding="utf8")
    assert [part.kind for part in read(path, Settings()).parts] == [Kind.LETTER, Kind.EMAIL]


def test_the_real_files(shared_corpus: Path) -> None:
    counts = [len(read(path, Settings()).parts) for path in shared_corpus.iterdir()]
    assert sorted(counts) == [2, 2, 2, 4, 9]


@pytest.mark.parametrize("stem", ["lindvalla-2023-informationssakerhet", "norrsala-2024-hemtjanst"])
def test_sample_reports_stay_whole(sample_corpus: Path, stem: str) -> None:
    assert [p.kind for p in read(sample_corpus / f"{stem}.pdf", Settings()).parts] == [Kind.REPORT]
