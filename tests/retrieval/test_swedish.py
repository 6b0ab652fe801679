"""One analysis for passages and questions: what should meet, meets."""

from __future__ import annotations

import pytest

from assistant.retrieval.compounds import Vocabulary, split_compound
from assistant.retrieval.swedish import analyse, character_grams, tokenise


def stems(text: str) -> set[str]:
    return set(analyse(text).stems)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Nämnden följde upp rutinerna.", "rutin"),
        ("enligt 6 kap. 6 § KL", "6 kap 6 § kommunallagen"),
        ("enligt 6 kap. 6 § KL", "6 kap. 6 §"),
        ("insatser enligt 9 § LSS", "9§ LSS"),
        ("utredning enligt 11:1 SoL", "11 kap. 1 § socialtjänstlagen"),
        ("SOSFS 2011:9", "2011:9"),
        ("beslutade den 3 juni 2021", "2021-06-03"),
        ("dnr KSN 2023-00123", "KSN 2023-00123"),
        ("svarade socialnämndens ordförande", "socnämnden"),
        ("svarade socialnämndens ordförande", "soc.nämnden"),
        ("individ- och familjeomsorgen", "IFO"),
        ("lagen om stöd och service till vissa funktionshindrade", "lss"),
        ("Kvalitets- och patientsäkerhetsberättelse", "kvalitetsberättelsen"),
        ("välfärdsnämnden1 beslutade", "välfärdsnämnden"),
        ("38 % av ärendena", "38 procent"),
        ("2 500 kronor", "2500"),
        ("avsnitt 3.2.1", "3.2.1"),
    ],
)
def test_the_same_thing_in_other_words_meets(written: str, asked: str) -> None:
    distinct = stems(asked) & stems(written) - {"kap", "@diarienummer"}
    assert distinct, (stems(written), stems(asked))


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("5,6 procent", "56"),
        ("14 ärenden", "41"),
        ("klockan åt kl. 10 på torsdag", "kommunallagen"),  # KL is a law only in capitals
        ("i början av mar", "medicinskt ansvarig för rehabilitering"),
    ],
)
def test_what_differs_does_not_meet(written: str, asked: str) -> None:
    assert not stems(asked) & stems(written)


def test_numbers_keep_their_form() -> None:
    assert [t.text for t in tokenise("5,6 och 2 500 och 2011:9 och 2021-06-03")][::2] == [
        "5,6",
        "2500",
        "2011:9",
        "2021-06-03",
    ]


def test_a_question_leaves_out_words_without_subject_unless_nothing_else_is_left() -> None:
    assert analyse("Vad säger nämnden om rutiner?", question=True).stems == ("nämnd", "rutin")
    assert analyse("Vad är det?", question=True).stems


def test_empty_text_has_no_terms() -> None:
    assert analyse(" \n ").stems == analyse("").grams == ()


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("delegationsordning", ("delegation", "ordning")),
        ("patientsäkerhetsberättelse", ("patientsäkerhet", "berättelse")),
        ("internkontrollplan", ("intern", "kontroll", "plan")),
        ("rekommendationer", ()),
        ("ansvaret", ()),
        ("beslutande", ()),
        ("verkställighet", ()),
    ],
)
def test_compounds_are_split_where_both_halves_are_words(word: str, parts: tuple[str, ...]) -> None:
    assert split_compound(word) == parts


def test_compounds_can_be_split_by_any_vocabulary() -> None:
    assert split_compound("havstrutnäbb", Vocabulary({"havstrut"}, {"näbb"})) == ("havstrut", "näbb")


def test_grams_are_runs_of_four() -> None:
    assert character_grams("nämnd") == ("_näm", "nämn", "ämnd", "mnd_")
    assert character_grams("ab") == ("_ab_",)
    assert character_grams("a") == ("_a_",)
