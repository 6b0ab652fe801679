"""Every metric against an example worked by hand, and the ranked ones against ir_measures."""

from __future__ import annotations

import math
import random

import pytest

from evals.errors import EmptySetError
from evals.metrics import answers, citations, drafts, records, retrieval, spread, themes, written
from evals.metrics.text import same_words, says, token_f1
from evals.model import Cited, GoldCitation, Pair, Said


@pytest.mark.parametrize(
    ("answer", "wording", "expected"),
    [
        ("Det var 14 ärenden.", "14", True),
        ("Det var 140 ärenden.", "14", False),
        ("Det var 14,5 procent.", "14", False),
        ("Det var 2014.", "14", False),
        ("Andelen är 5,6 %.", "5,6", True),
        ("Nämndens  Delegations-\nordning", "delegationsordning", True),
        ("Rutinen saknas", "rutiner", False),
    ],
)
def test_a_figure_is_said_only_when_it_stands_alone(answer: str, wording: str, expected: bool) -> None:
    assert says(answer, wording) is expected


def test_token_f1_counts_words_as_a_multiset() -> None:
    assert token_f1("att att se över", "att se över rutiner") == pytest.approx(2 * 3 / 8)
    assert token_f1("", "att") == 0


def test_same_words_needs_three_fifths_of_the_triples() -> None:
    gold = "ett två tre fyra fem sex sju"  # 5 triples
    assert same_words(gold, "ett två tre fyra fem och mer")  # 3 of 5
    assert not same_words(gold, "ett två tre fyra och mer")  # 2 of 5, and 2 of 4 of its own
    assert same_words(gold, "två tre fyra fem sex")  # 3 of 5; all its own stand within
    assert not same_words(gold, "")


def test_facts_and_forbidden_words() -> None:
    assert answers.missing_facts("33 rutiner från 2013", [["33"], ["2012", "2013"]]) == ()
    assert answers.missing_facts("33 rutiner", [["33"], ["2012", "2013"]]) == (("2012", "2013"),)
    assert answers.forbidden_said("33 rutiner", ["33", "41"]) == ("33",)


def test_litqa_divides_by_answered_and_by_asked() -> None:
    assert answers.litqa(right=6, wrong=2, unsure=2) == (0.75, 0.6)
    with pytest.raises(EmptySetError):
        answers.litqa(0, 0, 5)


def test_balanced_accuracy_gives_one_half_to_the_stubborn() -> None:
    assert answers.balanced_accuracy(1.0, 1.0) == 0.5
    assert answers.balanced_accuracy(0.0, 0.0) == 0.5
    assert answers.balanced_accuracy(0.8, 0.1) == pytest.approx(0.85)


GOLD = [
    GoldCitation("a", ("nämnden bör se över sina rutiner årligen",), "3.1"),
    GoldCitation("a", ("tolv av fyrtio akter saknade en plan", "plan saknades i tolv akter av fyrtio"), "3.2"),
]


def test_citations_by_quote_by_section_and_by_either() -> None:
    cited = [
        Cited("a", "Nämnden bör se över sina rutiner årligen.", "3.1", 4),  # right by both
        Cited("a", "helt andra ord som står i samma avsnitt", "3.2", 5),  # right by section alone
        Cited("b", "nämnden bör se över sina rutiner årligen", "3.1", 1),  # another document
    ]
    either = citations.pair(GOLD, cited, citations.by_quote, citations.by_either)
    assert either == Pair(0.5, pytest.approx(2 / 3))
    assert citations.pair(GOLD, cited, citations.by_quote, citations.by_quote) == Pair(0.5, pytest.approx(1 / 3))
    assert citations.section_pair(GOLD, cited) == Pair(1.0, pytest.approx(2 / 3))


def test_an_alternative_is_as_good_as_the_quote() -> None:
    assert citations.by_quote(GOLD[1], Cited("a", "plan saknades i tolv akter av fyrtio", None))


def test_citing_nothing_has_precision_zero_and_no_gold_raises() -> None:
    assert citations.pair(GOLD, [], citations.by_quote, citations.by_quote) == Pair(0.0, 0.0)
    with pytest.raises(EmptySetError):
        citations.pair([], [], citations.by_quote, citations.by_quote)


def test_ranked_measures_by_hand() -> None:
    ranked, gains = ["x", "a", "y", "b"], {"a": 1.0, "b": 1.0, "c": 1.0}
    assert retrieval.recall(ranked, gains, 2) == pytest.approx(1 / 3)
    assert retrieval.mrr(ranked, gains) == 0.5
    ideal = 1 + 1 / math.log2(3) + 0.5
    assert retrieval.ndcg(ranked, gains) == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / ideal)
    assert retrieval.ndcg(["a", "a", "a"], {"a": 1.0, "b": 1.0}) < 1
    with pytest.raises(EmptySetError):
        retrieval.ndcg(ranked, {})


def test_ranked_measures_are_those_of_ir_measures() -> None:
    ir = pytest.importorskip("ir_measures")
    chance = random.Random(6)
    documents = [f"d{i}" for i in range(40)]
    ours: dict[str, list[float]] = {"nDCG@10": [], "RR@10": [], "R@5": []}
    qrels, run = [], []
    for number in range(25):
        ranked = chance.sample(documents, 20)
        gains = {d: float(chance.randint(1, 3)) for d in chance.sample(documents, chance.randint(1, 4))}
        qrels += [ir.Qrel(f"q{number}", d, int(g)) for d, g in gains.items()]
        run += [ir.ScoredDoc(f"q{number}", d, -place) for place, d in enumerate(ranked)]
        ours["nDCG@10"].append(retrieval.ndcg(ranked, gains, 10))
        ours["RR@10"].append(retrieval.mrr(ranked, gains, 10))
        ours["R@5"].append(retrieval.recall(ranked, gains, 5))
    measures = [ir.parse_measure(name) for name in ours]
    theirs = {str(m): value for m, value in ir.calc_aggregate(measures, qrels, run).items()}
    for name, values in ours.items():
        assert sum(values) / len(values) == pytest.approx(theirs[name], abs=1e-6), name


def test_a_quote_has_the_place_of_the_first_passage_that_carries_it() -> None:
    assert retrieval.covering([frozenset(), frozenset({0, 1}), frozenset({1}), frozenset({2})]) == [
        "-0",
        "0",
        "1",
        "-2",
        "2",
    ]


STATED = [
    Said("Nämnden saknar en plan för 2024", (1, 2)),  # borne by 1 alone; 2 is not needed
    Said("Rutinerna är från 2013", (2,)),  # a figure that 2 does not hold
    Said("Utan källa", ()),
]
QUOTES = {1: "Nämnden saknar en plan för 2024.", 2: "Rutinerna är från 2012 och används."}


def test_alce_and_trec_by_hand() -> None:
    found = written.support(STATED, QUOTES)
    assert (found.statements, found.supported, found.links, found.needed) == (3, 1, 3, 1)
    assert (found.grades, found.backed) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("statement", "cited", "grade"),
    [
        ("Nämnden har en plan", "Nämnden har en plan för året", 1.0),
        ("Nämnden har ändå inte en plan", "Nämnden har en plan", 0.0),  # a negation that is not there
        ("Nämnden har 12 planer", "Nämnden har 21 planer", 0.0),
        ("Styrelsen antog policyn under våren", "Styrelsen antog policyn", 0.5),  # 3 of 5 words
        ("Styrelsen antog aldrig", "Något helt annat", 0.0),
    ],
)
def test_support_without_a_model(statement: str, cited: str, grade: float) -> None:
    assert written.lexical_grade(statement, cited) == grade


def test_percentiles_take_the_lower_place_and_the_upper_median() -> None:
    values = [float(n) for n in range(1, 11)]
    assert spread.percentile(values, 0.95) == 9
    assert spread.percentile(values, 0.5) == 5
    assert spread.upper_median(values) == 6
    with pytest.raises(EmptySetError):
        spread.percentile([], 0.5)


GRID = {"Rutiner": {"Ekby": ["a#1"], "Sjövik": ["b#1"]}, "Uppföljning": {"Ekby": ["a#2"], "Sjövik": ["b#2"]}}


def test_themes_are_aligned_by_what_they_hold_not_by_name() -> None:
    given = {
        "Dokument": {"Ekby": ["a#1"], "Sjövik": ["b#9"]},
        "Uppföljning": {"Ekby": ["a#2"]},
        "Annat": {"Ekby": ["a#7"]},
    }
    pair, f1 = themes.theme_f1(GRID, given)
    assert (pair.recall, pair.precision) == (0.75, 0.75)
    assert f1 == 0.75
    verified, _ = themes.theme_f1(GRID, given, verified=True)
    assert (verified.recall, verified.precision) == (0.5, 0.5)  # Dokument × Sjövik rests on another recommendation
    with pytest.raises(EmptySetError):
        themes.theme_f1({}, given)


def test_records_by_hand() -> None:
    gold = [
        {"document": "a", "number": 1, "text": "att se över rutinerna", "addressee": "nämnden", "sections": ["3.1"]},
        {"document": "a", "number": 2, "text": "att följa upp årligen", "addressee": "nämnden", "sections": []},
    ]
    given = [
        {"id": "x", "document": "a", "text": "att se över rutinerna", "addressee": "Nämnden", "sections": ["3.2"]},
        {"id": "y", "document": "b", "text": "att följa upp årligen", "addressee": "nämnden", "sections": []},
    ]
    found = records.recommendations(gold, given)
    assert found == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "addressee": 0.5, "sections": 0.0}
    assert records.documents(
        [{"document": "a", "part": "Granskning av vård", "kind": "missiv", "municipality": "Ekby"}],
        [{"document": "a", "part": "Granskning av vård", "kind": "yttrande", "municipality": "ekby"}],
    ) == {
        "recall": 1.0, "precision": 1.0, "kind": 0.0, "municipality": 1.0, "body": 1.0, "date": 1.0,
        "answer_due": 1.0, "diarienummer": 1.0, "auditor": 1.0,
    }  # fmt: skip
    with pytest.raises(EmptySetError):
        records.recommendations([], given)


def test_a_draft_by_hand() -> None:
    draft = {
        "items": [
            {
                "recommendation": "a#1",
                "text": "Nämnden delar bedömningen. Rutinen antogs 2023 och Karin Ek ansvarar. [KOMPLETTERA: 2031]",
                "criticism": [{"quote": "Rutinen antogs 2023."}],
                "evidence": [{"quote": "Ek är ansvarig"}],
                "gaps": [],
            },
            {"recommendation": "a#2", "text": "", "gaps": []},
            {"recommendation": "a#3", "text": "", "gaps": ["underlag saknas"]},
        ],
        "check": {"sentences": 4, "verified": 3},
    }
    found = drafts.score_draft(draft, ["a#1", "a#2", "a#3"], [])
    assert found.coverage == pytest.approx(2 / 3)
    assert found.cited_claims == 0.75
    assert found.invented == ("Karin",)
    with pytest.raises(EmptySetError):
        drafts.coverage(draft, [])
