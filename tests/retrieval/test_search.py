"""Fused search over a small hand-made corpus: compounds, abbreviations, slips, constraints, sameness."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from texts import read_text

from assistant.errors import StoreError
from assistant.pipeline import index, open_library
from assistant.retrieval.library import Library
from assistant.retrieval.search import corrections, search
from assistant.settings import Settings
from assistant.types import DocumentKind, Filters

SANDBY = """kommun: Sandby

år: 2022

# Handläggning

Vi bedömer att utredningstiderna för ekonomiskt bistånd är för långa och att nämnden bör följa upp dem varje månad.

Delegationsordningen reviderades i mars och gäller samtliga beslut som fattas av handläggare.

# Avvikelser

Personalen uppger att avvikelser rapporteras muntligt och att systemet för avvikelsehantering används sällan.

Vi rekommenderar nämnden att säkerställa att genomförandeplaner upprättas i samråd med den enskilde inom en månad.

# Sammanfattning

Vi rekommenderar nämnden att säkerställa att genomförandeplaner upprättas i samråd med den enskilde inom en månad!
"""
LUNDA = """kommun: Lunda

år: 2023

# Vård av unga

Placeringar enligt lagen med särskilda bestämmelser om vård av unga har ökat från 14 till 41 under perioden.

Kostnaden för hem för vård eller boende uppgick till 2 500 tkr, vilket är 38 % mer än budgeterat.

Vi rekommenderar nämnden att säkerställa att genomförandeplaner upprättas i samråd med den enskilde inom en månad.

# Internkontroll

Kontrollmomenten i planen har inte riskbedömts innan nämnden fastställde den i december.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("search")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "sandby.txt").write_text(SANDBY, encoding="utf8")
    (folder / "corpus" / "lunda.txt").write_text(LUNDA, encoding="utf8")
    settings = Settings(data=folder / "data", corpus=folder / "corpus")
    index((), settings, read=read_text)
    with open_library(settings) as opened:
        yield opened


def best(library: Library, question: str, filters: Filters | None = None) -> str:
    return search(library, question, filters or Filters(), 1)[0].passage.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Hur lång är tiden för en utredning?", "utredningstiderna"),  # compounds, and the encoder
        ("Vad gäller vid delegation?", "Delegationsordningen"),
        ("Hur hanteras avvikelse?", "avvikelsehantering"),
        ("LVU", "lagen med särskilda bestämmelser"),
        ("Vad kostade HVB?", "hem för vård eller boende"),
        ("genomfrandeplaner", "genomförandeplaner"),  # a slip
        ("delegatinosordning", "Delegationsordningen"),
        ("41", "från 14 till 41"),
        ("38 procent", "38 %"),
        ("2500", "2 500 tkr"),
        ("intern kontroll", "Kontrollmomenten"),  # only the heading has the word
    ],
)
def test_the_passage_meant_comes_first(library: Library, question: str, words: str) -> None:
    assert words in best(library, question)


def test_scores_fall_and_stay_within_one(library: Library) -> None:
    scores = [hit.score for hit in search(library, "genomförandeplaner för den enskilde", k=10)]
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] <= scores[0] <= 1


def test_what_one_document_says_twice_is_shown_once_but_two_documents_are_two(library: Library) -> None:
    hits = search(library, "genomförandeplaner upprättas i samråd med den enskilde", k=10)
    saying = [hit.part.municipality for hit in hits if "genomförandeplaner upprättas" in hit.passage.text]
    assert sorted(m or "" for m in saying) == ["Lunda", "Sandby"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(municipalities=("LUNDA",)), {"Lunda"}),
        (Filters(years=(2022,)), {"Sandby"}),
        (Filters(documents=("sandby", "lunda"), bodies=("Socialnämnden",)), {"Lunda", "Sandby"}),
        (Filters(kinds=(DocumentKind.MINUTES,)), set()),
        (Filters(municipalities=("Lunda",), years=(2022,)), set()),
        (Filters(part_ids=("sandby:1",)), {"Sandby"}),
    ],
)
def test_constraints_hold_for_every_hit(library: Library, filters: Filters, found: set[str]) -> None:
    assert {hit.part.municipality for hit in search(library, "nämnden", filters, 10)} == found


def test_sections_and_parts_come_with_the_hit(library: Library) -> None:
    hit = search(library, "delegationsordning", k=1)[0]
    assert hit.section is not None
    assert (hit.section.heading, hit.part.title) == ("Handläggning", "Granskning sandby")
    assert hit.lexical > 0 and hit.dense > 0  # noqa: PT018


@pytest.mark.parametrize("question", ["", "   ", "\n"])
def test_an_empty_question_finds_nothing(library: Library, question: str) -> None:
    assert search(library, question) == []


@pytest.mark.parametrize("question", ["?!", "☃", "zqx", "AND OR NOT (", 'title:"x" -y', "å" * 5000])
def test_odd_questions_are_no_errors(library: Library, question: str) -> None:
    assert isinstance(search(library, question, k=3), list)


def test_corrections_name_the_word_meant(library: Library) -> None:
    assert corrections(library, "Vad sägs om genomfrandeplaner och nämnden?") == {
        "genomfrandeplaner": "genomförandeplaner"
    }


def test_library_reads_passages_in_order(library: Library) -> None:
    passages = library.passages_of("lunda:1")
    assert [p.page for p in passages] == [1] * len(passages)
    assert library.passage(passages[0].id) is passages[0]
    assert library.passage("finns:inte") is None
    section = library.section_of(passages[-1])
    assert section is not None
    assert library.passages_in(section) == passages[-1:]
    assert library.pages("lunda") == (LUNDA,)
    assert library.vocabulary["nämnden"] >= 4


def test_a_large_corpus_is_read_part_by_part(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.retrieval.library.IN_MEMORY", 0)
    with open_library(library.settings) as other:
        assert other.passages_of("lunda:1") == library.passages_of("lunda:1")
        assert other.passage("lunda:p1:1") == library.passage("lunda:p1:1")
        assert search(other, "delegationsordning", k=3) == search(library, "delegationsordning", k=3)


def test_chroma_itself_finds_what_the_matrix_finds(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = search(library, "utredningstider", k=5)
    with open_library(library.settings) as other:
        other.dense._matrix = None
        monkeypatch.setattr("assistant.retrieval.dense.EXACT", 0)
        found = search(other, "utredningstider", k=5)
        within = search(other, "utredningstider", Filters(municipalities=("Lunda",)), 5)
    assert [h.passage.id for h in found] == [h.passage.id for h in expected]
    assert {h.part.municipality for h in within} == {"Lunda"}


def test_an_index_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        open_library(Settings(data=tmp_path / "tom"))
    assert "index" in caught.value.advice
