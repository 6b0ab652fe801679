"""The words sought, and how well a word of a document meets one of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.likeness import likeness, one_edit
from assistant.answering.terms import (
    Matcher,
    Term,
    coverage,
    match,
    opened,
    stems_of,
    terms,
    words_of,
)

WORDS = [
    "rutin",
    "rutiner",
    "rutindokument",
    "handläggningsrutin",
    "läkemedelsavvikelser",
    "läkemedel",
    "avvikelser",
    "avvikelsehantering",
    "delegationsordning",
    "delegationsordningen",
    "delegation",
    "hemtjänst",
    "hemtjänstgranskning",
    "granskning",
    "underskott",
    "underskottet",
    "placerade",
    "placering",
    "barn",
    "2022",
    "14",
    "IFO",
    "HVB",
    "SoL",
    "individ- och familjeomsorg",
    "personalkontinuitet",
    "kontinuitet",
    "personal",
    "uppföljning",
    "följs upp",
    "el",
    "skolnärvaro",
    "frånvaro",
    "sjukfrånvaro",
    "kompetens",
    "kompetensförsörjning",
    "försörjning",
    "ekonomi",
    "jäv",
]


def sought(text: str, rarity: float = 1.0) -> tuple[Term, ...]:
    return terms(text, lambda stem: rarity)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rutinen är från 2014.", ("rutinen", "är", "från", "2014")),
        ("450 000 kronor", ("450000", "kronor")),
        ("450\u00a0000", ("450000",)),
        ("11,7 procent", ("11,7", "procent")),
        ("barn- och familjeenheten", ("barn", "och", "familjeenheten")),
        ("lex-Sarah", ("lex-sarah", "lex", "sarah")),
        ("välfärdsnämnden1 beslutade", ("välfärdsnämnden", "beslutade")),
        ("dnr 2023:112", ("dnr", "2023:112")),
        ("… !? –", ()),
    ],
)
def test_words_are_compared_without_case_and_as_they_are_written(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


def test_an_abbreviation_and_its_long_form_meet() -> None:
    short, long = set(stems_of("IFO")), set(stems_of("individ- och familjeomsorgen"))
    assert {s for s in short & long if s.startswith("@")}


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("skolnärvarogranskningen", "skolnärvaro granskningen"),
        ("hemtjänstrapporten", "hemtjänst rapporten"),
        ("under tredje kvartalet", "under kv 3"),
        ("kvartal 2", "kv 2"),
        ("kv. 4", "kv 4"),
        ("granskningen", "granskningen"),
        ("rapporten", "rapporten"),
    ],
)
def test_words_are_opened_to_those_that_documents_use(said: str, read: str) -> None:
    assert opened(said) == read


@pytest.mark.parametrize(
    ("sought_", "there", "least", "most"),
    [
        ("rutin", "rutin", 1.0, 1.0),
        ("underskott", "underskottet", 0.9, 0.99),
        ("delegationsordnig", "delegationsordning", 0.85, 0.95),  # misspelt
        ("rutin", "rutindokument", 0.8, 0.9),
        ("rutindokument", "rutin", 0.3, 0.7),  # less than what was asked for
        ("2022", "2023", 0.0, 0.0),
        ("14", "41", 0.0, 0.0),
        ("140", "14", 0.0, 0.0),
        ("barn", "bord", 0.0, 0.0),
        ("el", "elev", 0.0, 0.0),
        ("vård", "ord", 0.0, 0.0),
    ],
)
def test_likeness(sought_: str, there: str, least: float, most: float) -> None:
    assert least <= likeness(sought_, there) <= most


@given(st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_likeness_is_a_share_and_full_only_for_the_same_word(a: str, b: str) -> None:
    a, b = a.lower(), b.lower()
    assert 0.0 <= likeness(a, b) <= 1.0
    assert (likeness(a, b) == 1.0) is (a == b)


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_a_number_is_like_itself_alone(a: int, b: int) -> None:
    assert likeness(str(a), str(b)) == float(a == b)


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("askebro", "askebro", True),
        ("askbro", "askebro", True),
        ("askebroo", "askebro", True),
        ("askebra", "askebro", True),
        ("aksebro", "askebro", True),
        ("asebrko", "askebro", False),
        ("askbr", "askebro", False),
        ("norrsala", "askebro", False),
        ("", "a", True),
    ],
)
def test_one_edit(a: str, b: str, near: bool) -> None:
    assert one_edit(a, b) is near
    assert one_edit(b, a) is near


@given(st.text("abcåä", min_size=1, max_size=8), st.data())
def test_every_single_edit_is_one_edit(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcåä"))
    for other in (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]):
        assert one_edit(word, other)


def test_words_of_the_question_are_not_sought() -> None:
    found = [t.text for t in sought("Hur många rutiner finns enligt rapporten i kommunen?")]
    assert found == ["rutiner"]


def test_each_word_is_sought_once() -> None:
    assert [t.text for t in sought("rutin rutiner rutinen rutinernas")] == ["rutin"]


def test_what_the_scope_has_taken_care_of_is_left_out() -> None:
    found = terms("barn i Askebro", lambda stem: 1.0, frozenset(stems_of("Askebro")))
    assert [t.text for t in found] == ["barn"]


def test_a_misspelt_word_is_sought_as_the_corpus_writes_it() -> None:
    (found,) = terms("kontinuitett", lambda stem: 1.0, correct=lambda w: "kontinuitet")
    assert found.stems[0] == stems_of("kontinuitet")[0]
    assert found.text == "kontinuitett"


def test_a_synonym_counts_a_little_less_than_the_word() -> None:
    (found,) = sought("kostnad")
    own, other = match(found, stems_of("kostnad")), match(found, stems_of("arvode"))
    assert own == 1.0
    assert 0.5 < other < own


def test_rare_words_weigh_more() -> None:
    rare = {stems_of("jäv")[0]}
    found = {t.text: t.weight for t in terms("jäv inköp", lambda stem: 1.0 if stem in rare else 0.3)}
    assert found["jäv"] > found["inköp"] > 0


def test_a_compound_is_met_by_its_parts_where_both_stand() -> None:
    (found,) = sought("biblioteksverksamhet")
    both, one = stems_of("verksamhet vid ett bibliotek"), stems_of("ett bibliotek")
    assert match(found, both) == pytest.approx(0.92)
    assert match(found, one) < 0.7


@pytest.mark.parametrize("text", ["verksamhet vid ett bibliotek", "ett bibliotek", "verksamhet", "något annat"])
def test_the_matcher_meets_a_compound_by_its_parts_too(text: str) -> None:
    found, stems = sought("biblioteksverksamhet"), stems_of(text)
    assert Matcher(found, stems).all(frozenset(stems)) == {"biblioteksverksamhet": match(found[0], stems)}


def test_coverage_is_the_weighted_share() -> None:
    two = (Term("a", ("a",), 3.0), Term("b", ("b",), 1.0))
    assert coverage(two, {"a": 1.0}) == pytest.approx(0.75)
    assert coverage(two, {"a": 0.5, "b": 1.0}) == pytest.approx(0.625)
    assert coverage(two, {}) == 0.0
    assert coverage((), {}) == 1.0


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=5),
    st.lists(st.sampled_from(WORDS), max_size=8),
    st.lists(st.sampled_from(WORDS), max_size=8),
)
def test_the_matcher_says_what_match_says(asked: list[str], text: list[str], elsewhere: list[str]) -> None:
    """Each term is compared once with a shared vocabulary, and the outcome is that of comparing it with each text."""
    found = sought(" ".join(asked))
    stems = frozenset(stems_of(" ".join(text)))
    matcher = Matcher(found, stems | set(stems_of(" ".join(elsewhere))))
    assert matcher.all(stems) == pytest.approx({t.text: match(t, tuple(stems)) for t in found})


@settings(max_examples=200, deadline=None)
@given(st.text("abdelmnorstuäö ", max_size=40), st.text("abdelmnorstuäö ", max_size=40))
def test_the_matcher_says_what_match_says_of_any_words(asked: str, text: str) -> None:
    found = sought(asked)
    stems = frozenset(stems_of(text))
    assert Matcher(found, stems).all(stems) == pytest.approx({t.text: match(t, tuple(stems)) for t in found})
