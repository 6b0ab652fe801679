"""Proof that gold is what it says: quotes stand word for word, ids are unique, unanswerable is unanswerable."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Any

from evals.errors import GoldError
from evals.gold import Gold, read_gold, validate
from evals.metrics.text import says, squash
from evals.model import Cited, Question
from evals.plain import as_stems
from evals.texts import Texts, read_texts

# Share of an unanswerable question's weight that one sentence may not hold. Measured on two gold sets: no unanswerable
# question reaches 0.77, and one answerable question in eight passes 0.8. It finds plain mistakes, not subtle ones.
STANDS = 0.8
OVER = 10  # letters that must stand on either page of a quote that runs over
_STOP = frozenset(
    as_stems(
        "och i att det som en på är av för med till den har de inte om ett men var jag sig från vi så kan när år under "
        "över ska vilka vilken vilket vad vem hur många mycket finns enligt där hade blev vid in ut upp sin sitt sina "
        "deras dess får fick gör gjorde säger sade står någon något några varför"
    )
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and where: file and id."""

    where: str
    what: str


def lint(where: Path, corpus: Path) -> list[Finding]:
    """Every defect of a gold folder (or file of questions). Raises GoldError when it cannot be read at all."""
    gold, texts = read_gold(where), read_texts(corpus)
    derived_file = gold.folder / "derived.json"
    derived = json.loads(derived_file.read_text(encoding="utf8")) if derived_file.exists() else {}
    return [
        *_unique("questions.jsonl", [q.id for q in gold.questions]),
        *_quotes(gold.questions, texts),
        *_facts(gold.questions, derived, _towns(gold)),
        *_unanswerable(gold.questions, texts),
        *_histories(gold.questions),
        *_rows(gold, texts),
    ]


def _unique(file: str, ids: Sequence[str]) -> Iterator[Finding]:
    for one, n in Counter(ids).items():
        if n > 1:
            yield Finding(f"{file} {one}", f"id finns {n} gånger")


def _quotes(questions: Sequence[Question], texts: Texts) -> Iterator[Finding]:
    for question in questions:
        for citation in question.citations:
            if citation.document not in texts.pages:
                yield Finding(question.id, f"handlingen {citation.document} finns inte")
                continue
            for quote in citation.quotes:
                if not stands(texts, citation.document, quote):
                    yield Finding(question.id, f"citatet står inte i {citation.document}: ”{quote[:80]}”")


def stands(texts: Texts, document: str, quote: str) -> bool:
    """Word for word in the document; a quote that runs over a page's end begins on one page and ends on the next."""
    if texts.holds(Cited(document, quote)):
        return True
    wanted, pages = squash(quote), [squash(page) for page in texts.pages.get(document, ())]
    cuts = range(OVER, len(wanted) - OVER + 1)
    return any(
        wanted[:cut] in page and wanted[cut:] in following
        for page, following in pairwise(pages)
        for cut in cuts
        if wanted[:OVER] in page
    )


def _towns(gold: Gold) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in gold.documents:
        found.setdefault(row["document"], set()).add(row.get("municipality") or "")
    return found


def _facts(
    questions: Sequence[Question], derived: dict[str, dict[str, str]], towns: dict[str, set[str]]
) -> Iterator[Finding]:
    """A fact is said by the words cited, is their municipality, or derived.json says how it comes from them."""
    for question in questions:
        quotes = " ".join(quote for c in question.citations for quote in c.quotes)
        quotes += " " + " ".join(sorted(set().union(*(towns.get(c.document, set()) for c in question.citations))))
        known = derived.get(question.id, {})
        for ways in question.facts:
            if not any(says(quotes, way) or way in known for way in ways) and "*" not in known:
                yield Finding(question.id, f"inget citat säger {' / '.join(ways)}")
            for way in ways:
                if any(says(way, no) for no in question.must_not):
                    yield Finding(question.id, f"”{way}” ska sägas och får inte sägas")
        if not question.unanswerable and not question.citations:
            yield Finding(question.id, "frågan har inget citat")


def _unanswerable(questions: Sequence[Question], texts: Texts) -> Iterator[Finding]:
    """A plain search must find no one sentence that holds nearly every word of the question, and all its figures."""
    asked = [q for q in questions if q.unanswerable]
    sentences = list(dict.fromkeys(s for pages in texts.pages.values() for page in pages for s in sentences_of(page)))
    held = [(s, frozenset(as_stems(s))) for s in sentences]
    frequency = Counter(stem for _, stems in held for stem in stems)
    weight = {stem: log(1 + len(held) / n) for stem, n in frequency.items()}
    rare = log(1 + len(held))
    for question in asked:
        wanted = {stem for stem in as_stems(question.question) if stem not in _STOP}
        whole = sum(weight.get(stem, rare) for stem in wanted)
        for sentence, stems in held:
            if whole and sum(weight.get(stem, rare) for stem in wanted & stems) / whole >= STANDS:
                yield Finding(question.id, f"kan ha ett svar: ”{sentence[:120]}”")
                break


def sentences_of(page: str) -> list[str]:
    """Rough sentences of a page's raw text, line ends joined."""
    text = re.sub(r"\s+", " ", re.sub(r"(\w)-\n(\w)", r"\1\2", page))
    return [s for s in re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])", text) if len(s) > 20]


def _histories(questions: Sequence[Question]) -> Iterator[Finding]:
    for question in questions:
        if question.kind == "followup" and not question.history:
            yield Finding(question.id, "en följdfråga behöver en tidigare fråga (history)")


def _rows(gold: Gold, texts: Texts) -> Iterator[Finding]:
    ids = [f"{row['document']}#{row['number']}" for row in gold.recommendations]
    yield from _unique("recommendations.jsonl", ids)
    yield from _unique("drafts.jsonl", [str(row.get("id")) for row in gold.drafts])
    for name, rows in (
        ("document", gold.documents),
        ("recommendation", gold.recommendations),
        ("draft", gold.drafts),
    ):
        for place, row in enumerate(rows, 1):
            yield from _valid(row, name, f"{name}s.jsonl:{place}")
    for row in gold.recommendations:
        words = squash(re.sub(r"^att\s+", "", row["text"]))
        if words not in squash(" ".join(texts.pages.get(row["document"], ()))):
            yield Finding(f"{row['document']}#{row['number']}", "rekommendationen står inte ordagrant i handlingen")
    named = [one for towns in gold.themes.values() for members in towns.values() for one in members]
    named += [one for row in gold.drafts for one in row.get("recommendations", [])]
    for one in sorted({one for one in named if one not in set(ids)}):
        yield Finding(one, "nämns i themes.json eller drafts.jsonl men finns inte i recommendations.jsonl")


def _valid(row: dict[str, Any], schema: str, where: str) -> Iterator[Finding]:
    try:
        validate(row, schema, where)
    except GoldError as error:
        yield Finding(where, error.message)
