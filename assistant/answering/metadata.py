"""Questions about a document itself: which municipality, which firm, which diarienummer, when it is dated."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome, quote_of
from assistant.answering.frame import Frame
from assistant.answering.recommending import name_of
from assistant.answering.scope import Scope
from assistant.answering.swedish_text import written
from assistant.types import Part, Quote, Refusal

_ASKS: tuple[tuple[re.Pattern[str], str, Callable[[Part], str | None], str], ...] = (
    (
        re.compile(
            r"vilken kommun (?:har upprättat|har skrivit|står bakom|hör|är|gäller|avser|tillhör|kommer|rör|handlar)|"
            r"(?:hör|tillhör) .* till(?: för kommun)?\?|från vilken kommun|i vilken kommun",
            re.I,
        ),
        "municipality",
        lambda p: p.municipality,
        "vilken kommun handlingen hör till",
    ),
    (
        re.compile(
            r"vilke[nt] (?:\w+ )?(?:revisions)?(?:byrå|firma|bolag|revisionsbolag|företag|"
            r"konsult\w*)\b|vem (?:har )?(?:reviderat|anlitats)",
            re.I,
        ),
        "auditor",
        lambda p: p.auditor,
        "vilken byrå som gjort granskningen",
    ),
    (
        re.compile(r"diarienummer|\bdnr\b(?! [A-ZÅÄÖ]{2})", re.I),
        "diarienummer",
        lambda p: p.diarienummer,
        "handlingens diarienummer",
    ),
    (
        re.compile(
            r"(?:när|vilket datum|vilken dag) (?:är|var) .*(?:daterad|daterat|skriven|undertecknad)|"
            r"dateringen|\bdaterad",
            re.I,
        ),
        "date",
        lambda p: written(p.date) if p.date else None,
        "när handlingen är daterad",
    ),
)


def answer_metadata(context: Context, frame: Frame, scope: Scope) -> Outcome | None:
    """The fact from the register with the words it was read from; None when the question asks for something else."""
    for pattern, _name, value_of, missing in _ASKS:
        if not pattern.search(frame.text) or len(frame.parts) > 1:
            continue
        part = _meant(context, scope)
        if part is None:
            return None
        value = value_of(part)
        if value is None:
            return Outcome(refusal=Refusal.NOT_STATED, missing=missing)
        quote = _where(context, part, part.date.isoformat() if _name == "date" and part.date else value, value)
        return Outcome((Evidence(quote.text, (quote,), label=f"**{value}** – {name_of(part)}"),)) if quote else None
    return None


def _meant(context: Context, scope: Scope) -> Part | None:
    """The part that the question clearly points at, or None."""
    ranked = sorted(scope.affinity.items(), key=lambda x: -x[1])
    if not ranked or ranked[0][1] < 0.2:
        return None
    best = context.library.parts[ranked[0][0]]
    rivals = [context.library.parts[i] for i, fit in ranked[1:] if fit >= ranked[0][1] - 0.08]
    return best if all(r.file_id == best.file_id for r in rivals) else None


def _where(context: Context, part: Part, *forms: str) -> Quote | None:
    for passage in context.library.passages_of(part.id):
        for unit in context.units(passage):
            if any(form.lower() in unit.text.lower() for form in forms):
                return quote_of(context, passage, unit.start, unit.end)
    return None
