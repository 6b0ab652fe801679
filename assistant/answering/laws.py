"""Statutes as the documents cite them: which number each document gives, and where one gives the wrong one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome
from assistant.answering.frame import Frame, Want
from assistant.answering.recommending import name_of
from assistant.answering.scope import Scope
from assistant.answering.terms import stems_of
from assistant.types import LawReference, Quote, Refusal


def answer_law(context: Context, frame: Frame, scope: Scope) -> Outcome | None:
    """The SFS number asked for, in each document that gives one; differing numbers stand side by side."""
    if _WRONG.search(frame.text):
        return _wrong(context, scope)
    if not re.search(r"\bsfs\b|nummer", frame.text, re.I) or frame.parts[0].want is not Want.LAW:
        return None
    asked = stems_of(frame.text)
    inside = set(scope.part_ids)
    found: dict[str, LawReference] = {}
    for reference in context.library.law_references:
        if reference.sfs and reference.quote.part_id in inside and _named(reference, frame.text, asked):
            found.setdefault(reference.quote.part_id, reference)
    if not found:
        return None
    ranked = sorted(found, key=lambda i: -scope.affinity.get(i, 0.0))
    numbers = {r.sfs for r in found.values()}
    chosen = _one_each(ranked, found)[:3] if len(numbers) > 1 else ranked[:1]
    items = [
        Evidence(
            found[i].quote.text, (found[i].quote,), label=f"**{found[i].sfs}** – {name_of(context.library.parts[i])}"
        )
        for i in chosen
    ]
    lead = "Numren skiljer sig åt mellan handlingarna." if len(numbers) > 1 else ""
    return Outcome(tuple(items), lead, listed=len(items) > 1)


_WRONG = re.compile(r"\b(?:fel|felaktig\w*)\b.*(?:\bsfs|nummer)|(?:\bsfs|nummer).*\b(?:fel|felaktig\w*)\b", re.I)


def _wrong(context: Context, scope: Scope) -> Outcome | None:
    """Every statute in scope that stands under a number that is not its own, each place once."""
    inside = set(scope.part_ids)
    rows = [r for r in context.library.law_references if r.wrong_sfs and r.right_sfs and r.quote.part_id in inside]
    if not rows:
        return Outcome(refusal=Refusal.NOT_STATED, missing="någon lag under fel nummer")
    items = []
    for row in rows[:8]:
        where = name_of(context.library.parts[row.quote.part_id])
        label = f"{row.statute.capitalize()} har nummer {row.right_sfs}; i {where} står"
        items.append(Evidence(row.quote.text, (row.quote,), label=label))
    return Outcome(tuple(items), listed=True)


def _named(reference: LawReference, text: str, asked: Sequence[str]) -> bool:
    """Does the question name the statute, by its abbreviation or by its name?"""
    short = reference.abbreviation
    if short and re.search(rf"\b{re.escape(short)}\b", text):
        return True
    name = [s for s in stems_of(reference.statute) if not s.startswith("@") and len(s) > 3]
    return bool(name) and all(s in asked for s in name)


def _one_each(ranked: Sequence[str], found: dict[str, LawReference]) -> list[str]:
    """The best-fitting part for each number, in order of fit."""
    by_number: dict[str | None, str] = {}
    for part_id in ranked:
        by_number.setdefault(found[part_id].sfs, part_id)
    return list(by_number.values())


def wrong_number(context: Context, quote: Quote) -> Evidence | None:
    """A statute in the quoted words under a number that is not its own, beside a document that has it right."""
    for reference in context.library.law_references:
        if not reference.wrong_sfs or reference.right_sfs is None or not _within(reference.quote, quote):
            continue
        for other in context.library.law_references:
            if other.statute == reference.statute and other.sfs and other.sfs.endswith(reference.right_sfs):
                where = name_of(context.library.parts[other.quote.part_id])
                label = f"{reference.statute.capitalize()} anges här som {reference.sfs}, men i {where} som"
                return Evidence(other.quote.text, (other.quote,), label=label)
        label = f"{reference.statute.capitalize()} har nummer {reference.right_sfs}; här står"
        return Evidence(reference.quote.text, (reference.quote,), label=label)
    return None


def _within(inner: Quote, outer: Quote) -> bool:
    return inner.part_id == outer.part_id and any(
        a.page == b.page and a.start < b.end and b.start < a.end for a in inner.spans for b in outer.spans
    )
