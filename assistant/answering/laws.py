"""Statutes as the documents cite them: which number each document gives, and where two disagree."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome, quote_of
from assistant.answering.frame import Frame, Want
from assistant.answering.recommending import name_of
from assistant.answering.scope import Scope
from assistant.types import Filters, Part, Passage, Quote

# "Socialtjänstlagen (2001:453)", "socialtjänstlag (2001:453)", "Lagen (1993:387) om stöd …"
_CITED = re.compile(
    r"\b([A-ZÅÄÖa-zåäö-]*(?:lagen|lag|balken|balk|förordningen|förordning))\s*\(\s*(?:SFS\s*)?(\d{4}:\d+)\s*\)"
)


@dataclass(frozen=True, slots=True)
class Citing:
    law: str  # definite, lower case: "socialtjänstlagen"
    number: str
    passage: Passage
    start: int
    end: int


def definite(word: str) -> str:
    """ "Socialtjänstlag" → "socialtjänstlagen"."""
    word = word.lower()
    return word if word.endswith("en") else word + "en"


def citings(passage: Passage) -> list[Citing]:
    """The statutes a passage cites by name and SFS number."""
    return [Citing(definite(m[1]), m[2], passage, m.start(), m.end()) for m in _CITED.finditer(passage.text)]


def answer_law(context: Context, frame: Frame, scope: Scope, filters: Filters) -> Outcome | None:
    """The SFS number asked for, in each document that gives one; differing numbers stand side by side."""
    asked = next(
        (definite(w) for w in re.findall(r"[\wåäö-]*(?:lagen|förordningen|balken)", frame.text.lower()) if len(w) > 5),
        None,
    )
    if not re.search(r"\bsfs\b|nummer", frame.text, re.I) or asked is None or frame.parts[0].want is not Want.LAW:
        return None
    within = replace(filters, part_ids=scope.part_ids)
    found: dict[str, Citing] = {}
    for hit in context.search(asked, within, 60):
        for citing in citings(hit.passage):
            if citing.law == asked:
                found.setdefault(hit.part.id, citing)
    if not found:
        return None
    ranked = sorted(found, key=lambda i: -scope.affinity.get(i, 0.0))
    wide = len({c.number for c in found.values()}) > 1
    chosen = _distinct(ranked, found)[:3] if wide else ranked[:1]
    items = [_evidence(context, context.library.parts[i], found[i]) for i in chosen]
    lead = "Numren skiljer sig åt mellan handlingarna." if wide else ""
    return Outcome(tuple(items), lead, listed=len(items) > 1)


def _distinct(ranked: list[str], found: dict[str, Citing]) -> list[str]:
    """The best-fitting part for each number, in order of fit."""
    seen: set[str] = set()
    return [i for i in ranked if not (found[i].number in seen or seen.add(found[i].number))]  # type: ignore[func-returns-value]


def _evidence(context: Context, part: Part, citing: Citing) -> Evidence:
    unit = next((u for u in context.units(citing.passage) if u.start <= citing.start < u.end), None)
    start, end = (unit.start, unit.end) if unit and len(unit.text.split()) <= 40 else (citing.start, citing.end)
    quote = quote_of(context, citing.passage, start, end)
    return Evidence(quote.text, (quote,), label=f"**{citing.number}** – {name_of(part)}")


def conflict(context: Context, quote: Quote) -> Evidence | None:
    """Another document's citing of a statute in the quoted words under another SFS number, or None."""
    for m in _CITED.finditer(quote.text):
        law = definite(m[1])
        for hit in context.search(law, Filters(), 30):
            for other in citings(hit.passage):
                if other.law == law and len(law) > 8 and other.number != m[2] and hit.part.id != quote.part_id:
                    words = quote_of(context, other.passage, other.start, other.end)
                    return Evidence(
                        words.text, (words,), label=f"{m[1]} anges här som {m[2]}, men i {name_of(hit.part)} som"
                    )
    return None
