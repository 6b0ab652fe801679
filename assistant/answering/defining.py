"""What a word or abbreviation means, from the documents' own explanations."""

from __future__ import annotations

import re

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome
from assistant.answering.frame import Frame, Topic
from assistant.answering.scope import Scope
from assistant.answering.terms import stems_of
from assistant.types import Definition

_VERB = r"(?:är|betyder|innebär|menas med|avses med|räknas som|ordet|begreppet|förkortningen)"
_ASKS = re.compile(
    r"^\W*(?:[\w/-]{2,30},? )?(?:vad (?:är|betyder|innebär|menas|avses|räknas|står)|förklara|hur definieras)\b", re.I
)
_TERM = re.compile(r"[\"”»]([^\"”«]{2,40})[\"”«]|\b([A-ZÅÄÖ][A-ZÅÄÖ0-9]+[\w-]*|[A-ZÅÄÖ][a-zåäö]?[A-ZÅÄÖ]\w*)\b")
_WORD = re.compile(
    r"(?:betyder|innebär|menas med|avses med|räknas som|står|definieras|"
    r"är)\s+(?:förkortningen|begreppet|ordet|termen|en|ett|"
    r"med)?\s*([\wåäöÅÄÖ/ -]+?)(?:\s+för\b|\s+i\b|\s+enligt\b|[?.,]|$)",
    re.I,
)


def asked_terms(text: str) -> list[str]:
    """The words whose meaning is asked for: quoted ones and abbreviations first, else what follows "betyder"."""
    found = [a or b for a, b in _TERM.findall(text)]
    return found or [m.strip() for m in _WORD.findall(text) if m.strip()]


def answer_definition(context: Context, frame: Frame, scope: Scope) -> Outcome | None:
    """The explanation of the word asked for, in the documents in scope; None where none explains it."""
    inside = set(scope.part_ids)
    if not _ASKS.search(frame.parts[0].text) and frame.topic is not Topic.DEFINITION:
        return None
    for term in asked_terms(frame.parts[0].text):
        if frame.topic is not Topic.DEFINITION and not re.search(
            rf"{_VERB}\s+(?:en |ett )?{re.escape(term)}", frame.text, re.I
        ):
            continue  # "Vad är kritiken mot IFO?" does not ask what IFO is
        wanted = stems_of(term)
        rows = [d for d in context.library.definitions if _same(d, term, wanted)]
        rows = [d for d in rows if d.quote.part_id in inside] or ([] if scope.municipalities else rows)
        if rows:
            ranked = sorted(
                rows, key=lambda d: (-scope.affinity.get(d.quote.part_id, 0.0), -len(d.quote.text.split()) // 8)
            )
            return Outcome((_evidence(ranked[0]),))
    return None


def _same(definition: Definition, term: str, stems: tuple[str, ...]) -> bool:
    own = re.sub(r"^(?:en|ett)\s+", "", definition.term, flags=re.I)
    return (
        own.lower() == term.lower() or stems_of(own) == stems or (len(term) > 4 and stems_of(definition.term) == stems)
    )


def _evidence(definition: Definition) -> Evidence:
    sentence = definition.quote.text
    said = definition.term.lower() in sentence.lower() and len(sentence.split()) <= 45
    text = sentence if said else definition.expansion
    return Evidence(text, (definition.quote,), label="" if said else f"**{definition.term}**", tabular=not said)
