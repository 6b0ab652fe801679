"""Every question of the gold: quotes that stand on their pages, checks that hold, floors under the figures.

The figures are those of the outside scorer: an answer is right when every fact is said in one of its wordings and
nothing forbidden is; a gold citation is found by the same document and the same words, and a citation is right by those
or by the section.
"""

from __future__ import annotations

import json
import random
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest

from assistant import pipeline
from assistant.answering.answer import answer as answer_with
from assistant.answering.check import Cited, quote_holds
from assistant.answering.context import Context
from assistant.answering.normal import squash
from assistant.retrieval.library import Library
from assistant.settings import Settings
from assistant.types import Answer
from evals.metrics.text import norm, same_words, says

Gold = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """A gold file's questions with their answers."""

    gold: list[Gold]
    answers: list[Answer]
    library: Library
    corpus: Path


@pytest.fixture(scope="module")
def sample(sample_library: Library, sample_corpus: Path, root: Path) -> Run:
    return _run(sample_library, root / "evals" / "sample" / "questions.jsonl", sample_corpus)


@pytest.fixture(scope="module")
def real(shared_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    gold = shared_corpus.parent / "evals" / "questions.jsonl"
    if not gold.is_file():
        pytest.skip("the questions about the real documents are not on this machine (../shared/evals)")
    settings = Settings(data=tmp_path_factory.mktemp("real") / "data", corpus=shared_corpus)
    pipeline.index([shared_corpus], settings)
    with pipeline.open_library(settings) as library:
        yield _run(library, gold, shared_corpus)


def _run(library: Library, file: Path, corpus: Path) -> Run:
    gold = [json.loads(line) for line in file.read_text(encoding="utf8").splitlines() if line.strip()]
    answers = [pipeline.ask(library, g["question"], g.get("history") or (), question_id=g["id"]) for g in gold]
    return Run(gold, answers, library, corpus)


# ---------------------------------------------------------------- the figures


def _right(gold: Gold, answer: Answer) -> bool:
    said = all(any(says(answer.answer, way) for way in ways) for ways in gold["facts"])
    return not answer.refused and said and not any(says(answer.answer, no) for no in gold.get("must_not", []))


def _citations(gold: Gold, answer: Answer) -> tuple[float, float]:
    """Recall and precision of one answer's citations; both 0 for a refusal or an answer that cites nothing."""
    wanted = [(g["document"], [g["quote"], *g.get("alternatives", [])], g.get("section")) for g in gold["citations"]]
    cited = answer.citations

    def found(document: str, quotes: list[str], n: int) -> bool:
        return cited[n].document == document and any(same_words(q, cited[n].quote) for q in quotes)

    def there(document: str, section: str | None, n: int) -> bool:
        return bool(section) and cited[n].document == document and norm(str(section)) == norm(str(cited[n].section))

    if answer.refused or not cited:
        return 0.0, 0.0
    every = range(len(cited))
    recall = sum(any(found(d, qs, n) for n in every) for d, qs, _ in wanted) / len(wanted)
    precision = sum(any(found(d, qs, n) or there(d, s, n) for d, qs, s in wanted) for n in every) / len(cited)
    return recall, precision


def figures(run: Run) -> dict[str, float]:
    pairs = list(zip(run.gold, run.answers, strict=True))
    answerable = [(g, a) for g, a in pairs if not g.get("unanswerable")]
    others = [a for g, a in pairs if g.get("unanswerable")]
    right = sum(_right(g, a) for g, a in answerable)
    cited = [_citations(g, a) for g, a in answerable if g["citations"]]
    recall, precision = (statistics.fmean(c[i] for c in cited) for i in (0, 1))
    seconds = sorted(a.seconds for a in run.answers)
    return {
        "accuracy": right / len(answerable),
        "precision": right / sum(not a.refused for _, a in answerable),
        "citation_f1": 2 * precision * recall / (precision + recall),
        "refusal_recall": sum(a.refused for a in others) / len(others),
        "false_refusal": sum(a.refused for _, a in answerable) / len(answerable),
        "median_words": statistics.median_high(len(a.answer.split()) for a in run.answers if not a.refused),
        "p95_seconds": seconds[int(0.95 * (len(seconds) - 1))],
    }


# Measured on the sample when this was written: accuracy 0.837, precision 0.888, citation F1 0.768, refusal recall
# 0.933, false refusals 0.057, 24 words. The floors stand a little under; raise them as the figures rise.
SAMPLE = {"accuracy": 0.80, "precision": 0.84, "citation_f1": 0.72, "refusal_recall": 0.86}
SAMPLE_CEILINGS = {"false_refusal": 0.08, "median_words": 60}
# The bars for the real documents.
REAL = {"accuracy": 0.85, "precision": 0.90, "citation_f1": 0.75, "refusal_recall": 0.8}
REAL_CEILINGS = {"false_refusal": 0.05, "median_words": 90, "p95_seconds": 0.3}


def _misses(run: Run) -> list[str]:
    return [g["id"] for g, a in zip(run.gold, run.answers, strict=True) if bool(g.get("unanswerable")) != a.refused
            or not (a.refused or _right(g, a))]  # fmt: skip


def test_the_sample_stays_above_its_floors(sample: Run) -> None:
    found = figures(sample)
    assert {k: v for k, v in found.items() if v < SAMPLE.get(k, 0)} == {}, (found, _misses(sample))
    assert {k: v for k, v in found.items() if v > SAMPLE_CEILINGS.get(k, v)} == {}, (found, _misses(sample))


def test_the_real_documents_stay_above_the_bars(real: Run) -> None:
    found = figures(real)
    assert {k: v for k, v in found.items() if v < REAL.get(k, 0)} == {}, (found, _misses(real))
    assert {k: v for k, v in found.items() if v > REAL_CEILINGS.get(k, v)} == {}, (found, _misses(real))


def test_the_scorer_can_tell_right_from_wrong(sample: Run) -> None:
    first, answer = next(
        (g, a)
        for g, a in zip(sample.gold, sample.answers, strict=True)
        if g["facts"] and g["citations"] and _right(g, a)
    )
    assert not _right(first, replace(answer, refused=True))
    assert not _right(first, replace(answer, answer="Det framgår inte."))
    assert not _right({**first, "must_not": [first["facts"][0][0], *first["facts"][0]]}, answer)
    assert _citations(first, answer)[0] > 0
    assert _citations(first, replace(answer, citations=())) == (0.0, 0.0)
    elsewhere = tuple(replace(c, document="annan") for c in answer.citations)
    assert _citations(first, replace(answer, citations=elsewhere)) == (0.0, 0.0)


# ---------------------------------------------------------------- what holds for every answer


@pytest.fixture(scope="module", params=["sample", "real"])
def run(request: pytest.FixtureRequest) -> Run:
    return request.getfixturevalue(request.param)


def _pages(corpus: Path) -> dict[str, list[str]]:
    """The documents as others read them: pages of a PDF; paragraphs, then table rows, of a Word file."""
    found: dict[str, list[str]] = {}
    for path in corpus.rglob("*"):
        if path.suffix == ".pdf":
            found[path.stem] = [page.extract_text() for page in pypdf.PdfReader(path).pages]
        elif path.suffix == ".docx":
            document = docx.Document(str(path))
            rows = [" ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
            found[path.stem] = ["\n".join([p.text for p in document.paragraphs] + rows)]
    return found


def test_every_quote_stands_on_its_page_as_others_read_it(run: Run) -> None:
    pages = _pages(run.corpus)
    count = 0
    for answer in run.answers:
        for c in answer.citations:
            count += 1
            quote, own = squash(c.quote), pages[c.document]
            assert quote, (answer.id, c)
            if c.page is None:
                assert quote in "".join(map(squash, own)), (answer.id, c)
                continue
            near = [squash(p) for p in own[c.page - 1 : c.page + 1]]
            half = len(quote) // 2
            split = len(c.spans) > 1 and (quote[:half] in near[0] or quote[half:] in near[-1])  # over a page end
            assert quote in "".join(near) or split, (answer.id, c)
    assert count > len(run.gold)


def test_every_quote_stands_at_its_spans(run: Run) -> None:
    for answer in run.answers:
        for c in answer.citations:
            file = run.library.files[run.library.parts[c.part_id].file_id]
            there = replace(file, pages=run.library.pages(file.id))
            assert quote_holds(Cited(c.quote, there, c.spans)), (answer.id, c)
            first = c.spans[0]
            assert (c.start, c.end) == (first.start, first.end)
            assert c.page in (None, first.page)
            part = run.library.parts[c.part_id]
            assert (c.document, c.part) == (part.document, part.title)
            assert not part.paged or part.first_page <= first.page <= part.last_page, (answer.id, c)


def test_every_statement_passed_the_check_and_cites_what_there_is(run: Run) -> None:
    for answer in run.answers:
        numbers = [c.n for c in answer.citations]
        assert numbers == list(range(1, len(numbers) + 1)), answer.id
        for s in answer.statements:
            assert s.checks.quote, (answer.id, s)
            assert s.checks.figures, (answer.id, s)
            assert 0.0 < s.checks.support <= 1.0
            assert s.citations
            assert set(s.citations) <= set(numbers)
        assert {n for s in answer.statements for n in s.citations} == set(numbers), answer.id
        for n in numbers:
            assert f"[{n}]" in answer.answer, answer.id


def test_an_answer_is_either_given_or_refused(run: Run) -> None:
    for answer in run.answers:
        assert answer.refused is (answer.reason is not None)
        assert answer.refused is (not answer.citations)
        assert answer.refused is (not answer.statements)
        assert answer.answer.strip()
        assert "togs bort" not in answer.answer, answer.id  # nothing had to be dropped
        assert all(note in answer.answer for note in answer.notes)


def test_no_answer_leaves_the_municipality_that_the_question_names(run: Run) -> None:
    towns = {p.municipality for p in run.library.parts.values() if p.municipality}
    tried = 0
    for gold, answer in zip(run.gold, run.answers, strict=True):
        named = {t for t in towns if t in gold["question"]}
        if gold["history"] or len(named) != 1 or gold["kind"] in ("recurrence", "definition"):
            continue
        tried += 1
        assert {run.library.parts[c.part_id].municipality for c in answer.citations} <= named, answer.id
    assert tried > 10


def _comparable(answer: Answer) -> Answer:
    return replace(answer, seconds=0.0)


def test_the_same_question_has_the_same_answer(sample: Run) -> None:
    """Also in another order, with caches that begin empty."""
    context = Context(sample.library)
    again = list(zip(sample.gold, sample.answers, strict=True))
    random.Random(7).shuffle(again)
    for gold, answer in again:
        twice = answer_with(context, gold["question"], gold["history"], question_id=gold["id"])
        assert _comparable(twice) == _comparable(answer), gold["id"]
