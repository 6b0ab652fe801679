"""The draft held against its sources, independently of how it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.answering.check import figures_of
from assistant.drafting.citing import Citer
from assistant.drafting.lookup import table
from assistant.drafting.model import Block, CheckReport, Choices, Grid, Paragraph, Plan, Run, RunKind, Style


def check_draft(
    plan: Plan,
    choices: Choices,
    slots: Mapping[str, Sequence[Block]],
    citer: Citer,
    gaps: Mapping[str, Sequence[str]],
) -> CheckReport:
    """Count what is answered and verified, and list every figure and name that has no source.

    The drafter's own words are theirs: they are neither counted nor held against the documents.
    """
    runs = [run for blocks in slots.values() for block in blocks for run in runs_of(block)]
    facts = [run for run in runs if run.kind is RunKind.FACT]
    verified = sum(citer.holds(run) for run in facts)
    allowed = _allowed(plan, choices, citer)
    unsourced = [
        word
        for run in runs
        if run.kind in (RunKind.FIXED, RunKind.FIELD, RunKind.GAP)
        for word in _strange(run.text, allowed)
    ]
    answered = sum(_answered(item.number, slots) for item in plan.items)
    listed = tuple(f"{item.number}: {name}" for item in plan.items for name in gaps[item.recommendation.id])
    return CheckReport(len(plan.items), answered, len(facts), verified, tuple(dict.fromkeys(unsourced)), listed)


def runs_of(block: Block) -> Iterator[Run]:
    """Every run of a block, in order."""
    if isinstance(block, Grid):
        for row in block.rows:
            for cell in row:
                yield from cell
    else:
        yield from block.runs


def _answered(number: int, slots: Mapping[str, Sequence[Block]]) -> bool:
    """Is the recommendation quoted with its source under its own heading, with words or a gap for every point?"""
    title = str(table("phrases")["heading"]["recommendation"]).format(number=number)
    blocks = [b for b in slots["yttrande"] if isinstance(b, Paragraph)]
    at = next((i for i, b in enumerate(blocks) if b.style is Style.HEADING2 and b.text == title), None)
    if at is None:
        return False
    mine = []
    for block in blocks[at + 1 :]:
        if block.style is Style.HEADING2:
            break
        mine.append(block)
    quoted = any(b.style is Style.QUOTE and any(r.citations for r in b.runs) for b in mine)
    points = [b for b in mine if b.text.startswith(("Åtgärd: ", "Ansvarig: ", "Klart senast: "))]
    return quoted and len(points) == 3 and all(len(b.runs) > 1 for b in points)


def _allowed(plan: Plan, choices: Choices, citer: Citer) -> set[str]:
    """The figures and names that the draft may hold: of the cited words, of the register's fields, of the form."""
    sources = [c.quote for c in citer.citations] + [c.part for c in citer.citations]
    parts = [plan.report, *([plan.letter] if plan.letter else []), *plan.searched]
    sources += [p.title for p in parts] + [str(p.year) for p in parts if p.year]
    sources += [plan.body, plan.municipality or "", *choices.fields.values()]
    sources += list(table("phrases")["phrase"].values())
    sources += [one.municipality + " " + one.body for item in plan.items for one in item.precedents]
    sources += [" ".join(item.doubts) + " " + item.recommendation.text for item in plan.items]
    if plan.answer_due:
        sources.append(f"{plan.answer_due.isoformat()} {plan.answer_due.day} {plan.answer_due.year}")
    allowed = {word for text in sources for word in _words(text)}
    counts = range(max(1000, len(plan.items)) + 1)  # numbers of recommendations, of sentences, of gaps
    return allowed | {str(n) for n in counts if n <= max(len(plan.items), 2) or n <= len(citer.citations) * 2}


def _words(text: str) -> set[str]:
    figures = figures_of(text)
    words = {re.sub(r"s$", "", w.lower()) for w in re.findall(r"[\wåäöéü:/-]+", text)}
    return {*figures.numbers, *figures.names, *words}


def _strange(text: str, allowed: set[str]) -> list[str]:
    figures = figures_of(text)
    return [w for w in (*figures.numbers, *figures.names) if w not in allowed and w != "komplettera"]
