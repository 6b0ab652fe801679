"""Follow-up questions: an elliptic question read with the turn before it ("Och i Ragunda?")."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answering.frame import Topic, cues, topic_of
from assistant.answering.scope import named
from assistant.answering.terms import words_of
from assistant.retrieval.swedish import stop_words
from assistant.types import Part

_ELLIPTIC = re.compile(
    r"^\W*(?:och|men|då|samt|hur är det|hur ser det ut|vad gäller|gäller det|detsamma|samma sak)\b(?!.*\b(?:finns|gäller) det\b.{20,})|"
    r"\b(?:motsvarande|den|det|de|dem|dess|deras|detta|dessa|där|då|dit|han|hon|samma)\b",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DOCUMENT = re.compile(r"\b[\wåäöÅÄÖ/-]*(?:rapporten|granskningen|missivet|yttrandet|svaret|berättelsen|protokollet|rutinen|riktlinjen)\b", re.I)


def content(text: str) -> list[str]:
    """Words of a question that carry a subject."""
    return [w for w in words_of(text) if w not in stop_words() and w not in cues().question_words]


def is_followup(question: str, history: Sequence[str]) -> bool:
    """True when the question cannot be read without the one before it."""
    if not history:
        return False
    words = content(question)
    starts = re.match(r"^\W*(?:och|men|då|samt)\b", question, re.I)
    return len(words) <= 2 or bool(starts) or (len(words) <= 4 and bool(_ELLIPTIC.search(question)))


def in_full(question: str, history: Sequence[str], parts: Mapping[str, Part]) -> str:
    """The question as it would have been asked on its own: the last full question with what the new one replaces.

    A municipality, a year or a document named anew takes the place of the earlier one; other words are added.
    """
    if not is_followup(question, history):
        return question
    base = history[0]
    for turn in history[1:]:
        base = in_full(turn, [base], parts)
    towns = sorted({p.municipality for p in parts.values() if p.municipality})
    new, old = named(question, towns), named(base, towns)
    if new and old:
        base = _replaced(base, old, new[0])
    if _YEAR.search(question) and _YEAR.search(base):
        base = _YEAR.sub(_YEAR.findall(question)[0], base, count=1)
    document = _DOCUMENT.findall(question)
    if document and _DOCUMENT.search(base):
        base = _DOCUMENT.sub(document[0], base, count=1)
    fresh = [w for w in content(question) if w not in words_of(base) and w not in {t.lower() for t in towns}]
    verb = topic_of(question)
    if verb is not Topic.FACT and len(content(question)) >= 2:
        return f"{question.rstrip(' ?')} {' '.join(w for w in content(base) if w not in words_of(question))}?"
    addition = f" {' '.join(fresh)}" if fresh else ""
    if new and not old:
        addition += f" i {new[0]}"
    return f"{base.rstrip(' ?')}{addition}?"


def _replaced(base: str, old: Sequence[str], new: str) -> str:
    for name in old:
        base = re.sub(rf"\b{re.escape(name)}s?\b", new, base)
        base = re.sub(rf"\b{re.escape(name)}", new, base)
    return base
