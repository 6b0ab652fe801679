"""From questions and outputs to scores, and from scores to figures. Pure: no engine, no files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from evals.bootstrap import intervals
from evals.errors import EmptySetError
from evals.metrics.answers import balanced_accuracy, f1, forbidden_said, missing_facts
from evals.metrics.citations import by_either, by_quote, pair, section_pair
from evals.metrics.spread import percentile, upper_median
from evals.metrics.written import support
from evals.model import Figure, Output, Pair, Question, Result, Score
from evals.texts import Texts

Terms = tuple[float, float]  # what one score adds to a rate's numerator and denominator
ALONE = "utan kommun"  # the cluster of questions that concern no single municipality

ZERO = Pair(0.0, 0.0)


def score_answer(question: Question, output: Output | None, texts: Texts) -> Score:
    """How one output did against its question. `output` None: the system gave none."""
    given = output or Output(question.id, error="svar saknas")
    cited = given.citations
    missing = missing_facts(given.answer, question.facts)
    forbidden = forbidden_said(given.answer, question.must_not)
    counted = bool(question.citations) and not question.unanswerable
    sections = counted and any(c.section for c in question.citations)
    support_of = support(given.statements, {c.n: c.quote for c in cited})
    placed = [(c, texts.first_page(c)) for c in cited if c.page is not None]
    return Score(
        id=question.id,
        kind=question.kind,
        cluster=question.municipality or ALONE,
        unanswerable=question.unanswerable,
        refused=given.refused,
        correct=not (question.unanswerable or given.error or given.refused or missing or forbidden),
        unscored=given.error,
        missing=missing,
        forbidden=forbidden,
        either=_pair(counted, given, lambda: pair(question.citations, cited, by_quote, by_either)),
        quote=_pair(counted, given, lambda: pair(question.citations, cited, by_quote, by_quote)),
        section=_pair(sections, given, lambda: section_pair(question.citations, cited)),
        citations=len(cited),
        verbatim=sum(texts.holds(c) for c in cited),
        resolvable=sum(texts.resolves(c) for c in cited),
        paged=sum(found is not None for _, found in placed),
        page_right=sum(found is not None and found == c.page for c, found in placed),
        statements=support_of.statements,
        supported=support_of.supported,
        cited_links=support_of.links,
        needed_links=support_of.needed,
        support=support_of.grades,
        backed=support_of.backed,
        words=len(given.answer.split()),
        seconds=given.seconds,
    )


def _pair(counted: bool, given: Output, compute: Callable[[], Pair]) -> Pair | None:
    if not counted:
        return None
    return ZERO if given.refused or given.error else compute()


def _of(field: str, side: str, score: Score) -> Terms:
    found: Pair | None = getattr(score, field)
    return (getattr(found, side), 1) if found is not None else (0, 0)


def _count(part: str, whole: str, score: Score) -> Terms:
    return getattr(score, part), getattr(score, whole)


# Every rate is a sum over a sum, so that each can be drawn again by municipality.
RATES: Mapping[str, Callable[[Score], Terms]] = {
    "accuracy": lambda s: (s.correct, not s.unanswerable),
    "precision": lambda s: (s.correct, not s.unanswerable and not s.refused),
    "citation_recall": partial(_of, "either", "recall"),
    "citation_precision": partial(_of, "either", "precision"),
    "quote_recall": partial(_of, "quote", "recall"),
    "quote_precision": partial(_of, "quote", "precision"),
    "section_recall": partial(_of, "section", "recall"),
    "section_precision": partial(_of, "section", "precision"),
    "verbatim": partial(_count, "verbatim", "citations"),
    "resolvable": partial(_count, "resolvable", "citations"),
    "page_accuracy": partial(_count, "page_right", "paged"),
    "refusal_recall": lambda s: (s.unanswerable and s.refused, s.unanswerable),
    "false_refusal": lambda s: (not s.unanswerable and s.refused, not s.unanswerable),
    "alce_recall": partial(_count, "supported", "statements"),
    "alce_precision": partial(_count, "needed_links", "cited_links"),
    "weighted_precision": partial(_count, "support", "cited_links"),
    "weighted_recall": partial(_count, "backed", "statements"),
}

# Figures made of two rates: name → (rates, function).
JOINED: Mapping[str, tuple[str, str, Callable[[float, float], float]]] = {
    "citation_f1": ("citation_precision", "citation_recall", f1),
    "quote_f1": ("quote_precision", "quote_recall", f1),
    "section_f1": ("section_precision", "section_recall", f1),
    "balanced_accuracy": ("refusal_recall", "false_refusal", balanced_accuracy),
}


def figures(scores: Sequence[Score], seed: int | None = 0) -> dict[str, Figure]:
    """Every rate with its size and interval (`seed` None: without intervals), and the spreads and counts.

    A rate that no question of the set bears on has value None and size 0. Raises EmptySetError without scores.
    """
    if not scores:
        raise EmptySetError("inga bedömda svar")
    terms = {name: [rate(s) for s in scores] for name, rate in RATES.items()}
    bounds = intervals(terms, JOINED, [s.cluster for s in scores], seed) if seed is not None else {}
    found: dict[str, Figure] = {}
    for name, pairs in terms.items():
        part, whole = float(sum(p for p, _ in pairs)), float(sum(w for _, w in pairs))
        found[name] = Figure(part / whole if whole else None, whole, bounds.get(name))
    for name, (a, b, join) in JOINED.items():
        x, y = found[a].value, found[b].value
        value = None if x is None or y is None else join(x, y)
        found[name] = Figure(value, min(found[a].n, found[b].n), bounds.get(name))
    return found | _spreads(scores) | _counts(scores)


def _spreads(scores: Sequence[Score]) -> dict[str, Figure]:
    words = [s.words for s in scores if not s.refused and not s.unscored]
    seconds = [s.seconds or 0.0 for s in scores if not s.unscored]
    return {
        "median_words": Figure(upper_median(words) if words else None, len(words)),
        "p50_seconds": Figure(percentile(seconds, 0.5) if seconds else None, len(seconds)),
        "p95_seconds": Figure(percentile(seconds, 0.95) if seconds else None, len(seconds)),
    }


def _counts(scores: Sequence[Score]) -> dict[str, Figure]:
    n = len(scores)
    wrong = sum(not s.correct and not s.unanswerable and not s.refused and not s.unscored for s in scores)
    return {
        "questions": Figure(n, n),
        "citations": Figure(sum(s.citations for s in scores), n),
        "wrong": Figure(wrong, n),
        "unscored": Figure(sum(s.unscored is not None for s in scores), n),
    }


def score_all(questions: Iterable[Question], outputs: Mapping[str, Output], texts: Texts) -> tuple[Score, ...]:
    """Scores in the order of the questions. Outputs that no question asks for are left out."""
    return tuple(score_answer(q, outputs.get(q.id), texts) for q in questions)


def result(
    system: str, questions: Sequence[Question], outputs: Mapping[str, Output], texts: Texts, seed: int = 0
) -> Result:
    """One system over the questions: scores, figures, and figures by kind (without intervals)."""
    scores = score_all(questions, outputs, texts)
    kinds = sorted({s.kind for s in scores})
    by_kind = {kind: figures([s for s in scores if s.kind == kind], seed=None) for kind in kinds}
    return Result(system, scores, figures(scores, seed), by_kind, dict(outputs))


def shared_figures(found: Mapping[str, Figure]) -> dict[str, float | None]:
    """The last line of `eval run --json`: the names of the outside scorer."""
    names = (
        "accuracy", "precision", "citation_recall", "citation_precision", "citation_f1", "verbatim", "citations",
        "refusal_recall", "false_refusal", "median_words", "p95_seconds",
    )  # fmt: skip
    rounded = {name: None if (v := found[name].value) is None else round(v, 3) for name in names}
    return rounded | {"citations": int(found["citations"].value or 0)}
