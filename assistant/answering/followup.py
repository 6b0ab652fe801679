"""Follow-up questions: an elliptic question read with the turn before it ("Och i Ragunda?")."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answering.frame import cues
from assistant.answering.scope import named, strangers_in
from assistant.answering.terms import opened, words_of
from assistant.reading.places import bodies_in
from assistant.retrieval.swedish import stem, stop_words
from assistant.types import Part

_OPENS = re.compile(r"^\W*(?:och|men|då|samt|hur (?:är|var|ser|såg) det|gäller det)\b", re.I)
_ASKS = re.compile(
    r"^\W*(?:och |men |då )?(?:hur|vad|vem|vems|när|var|vilk\w+|varför|till när|från|är|har|finns|gäller|ska|kommer)\b",
    re.I,
)
_POINTS = re.compile(
    r"\b(?:den|det|de|dem|dess|deras|detta|dessa|där|motsvarande|samma|rekommendationen|granskningen|rapporten)\b", re.I
)
# A question about the recommendations of a place says all that is needed.
_WHOLE = re.compile(r"^\W*vil\w+ (?:rekommendation|uppmaning|brist)\w* .*\b(?:i|från) [A-ZÅÄÖ]\w+\W*$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BEFORE = re.compile(r"\b(?:året|år) (?:innan|före|dessförinnan)\b|\bföregående år\b|\bfjolåret\b", re.I)
_AFTER = re.compile(r"\båret (?:efter|därpå)\b|\bnästa år\b|\bpåföljande år\b", re.I)
_DOCUMENT = re.compile(
    r"\b(?:(?:[\wåäöÅÄÖ/-]+ )?(?:granskning|rapport)(?:en|ens)?(?: (?:av|"
    r"om) [\wåäöÅÄÖ-]+(?: och [\wåäöÅÄÖ-]+)?)?|[\wåäöÅÄÖ-]*(?:missivet|yttrandet|svaret|"
    r"berättelsen|protokollet|rutinen|riktlinjen))\b",
    re.I,
)
_NUMBERED = re.compile(r"\b([a-zåäö]{2,12})\.?\s+(\d+(?:\s*[–-]\s*\d+)?)\b", re.I)
_ORDINALS = {
    w: n
    for n, w in enumerate(
        ["första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde"], 1
    )
}


def content(text: str) -> list[str]:
    """Words of a question that carry a subject."""
    return [w for w in words_of(text) if w not in stop_words() and w not in cues().question_words]


def is_followup(question: str, history: Sequence[str]) -> bool:
    """True when the question cannot be read without the one before it."""
    if not history:
        return False
    few = len(content(question))
    if _WHOLE.search(question) and not _OPENS.search(question):
        return False
    return few <= 1 or bool(_OPENS.search(question)) or (few <= 4 and bool(_POINTS.search(question)))


def ordinal(question: str) -> int | None:
    """Which of the things just listed is meant ("den första av dem"): 1-based, -1 for the last, None for none."""
    match = re.search(rf"\b(?:den|det)\s+({'|'.join(_ORDINALS)}|sista|\d+:[ae])\b", question, re.I)
    if not match:
        return None
    word = match[1].lower()
    return -1 if word == "sista" else _ORDINALS.get(word) or int(word.split(":")[0])


def in_full(question: str, history: Sequence[str], parts: Mapping[str, Part]) -> str:
    """The question as it would have been asked on its own.

    A bare "Och i X?" is the earlier question with X in place of what it names anew (municipality, document, year, a
    numbered thing). A question with a verb of its own keeps it and takes over the earlier one's subject.
    """
    if not is_followup(question, history):
        return question
    base = history[0]
    for turn in history[1:]:
        base = in_full(turn, [base], parts)
    base, question = opened(base), opened(question)
    towns = sorted({p.municipality for p in parts.values() if p.municipality})
    fresh = [*named(question, towns), *strangers_in(question, towns)]
    base = _with_place(base, [*named(base, towns), *strangers_in(base, towns)], fresh)
    towns = [*towns, *(t for t in fresh if t not in towns)]
    base = _with_body(_with_year(base, question), question)
    own_verb = bool(_ASKS.search(question)) and not re.match(
        r"^\W*(?:och |men )?(?:hur (?:är|var|ser|såg) det|gäller det)", question, re.I
    )
    document = _DOCUMENT.search(question)
    if document and content(document.group()) and not own_verb:
        base = (
            _DOCUMENT.sub(document.group(), base, count=1)
            if _DOCUMENT.search(base)
            else f"{base.rstrip(' ?')} i {document.group()}"
        )
    if own_verb:
        taken = {stem(w) for w in words_of(question)}
        subject = [w for w in _subject(base, towns) if stem(w) not in taken]
        return f"{question.rstrip(' ?')} {' '.join(subject)}?"
    base, used = _with_numbered(base, question)
    known = {stem(w) for w in words_of(base)} | {stem(w) for t in towns for w in words_of(t)}
    fresh = [w for w in content(question) if stem(w) not in known and w not in used and not _YEAR.fullmatch(w)]
    return f"{base.rstrip(' ?')} {' '.join(fresh)}".rstrip() + "?"


def _subject(base: str, towns: Sequence[str]) -> list[str]:
    """What the earlier question was about, place and document words with their capitals."""
    keep = {w.lower(): w for w in re.findall(r"[\wåäöÅÄÖ-]+", base)}
    words = [keep.get(w, w) for w in content(base)]
    places = [t for t in towns if named(base, [t]) and t not in words]
    return words + places


def _with_place(base: str, old: Sequence[str], new: Sequence[str]) -> str:
    if not new:
        return base
    if not old:
        return f"{base.rstrip(' ?')} i {new[0]}?"
    for name in old:
        base = re.sub(rf"\b{re.escape(name)}s?(?=\b|[a-zåäö]{{4}})", new[0], base)
    return base


def _with_body(base: str, question: str) -> str:
    """ "Och till vård- och omsorgsnämnden?" puts that body in the place of the one asked about before."""
    new = [question[a:b] for _, a, b in bodies_in(question)]
    old = [base[a:b] for _, a, b in bodies_in(base)]
    return base.replace(old[0], new[0]) if new and old and _OPENS.search(question) else base


def _with_year(base: str, question: str) -> str:
    years = _YEAR.findall(base)
    if years and _BEFORE.search(question):
        return base.replace(years[-1], str(int(years[-1]) - 1))
    if years and _AFTER.search(question):
        return base.replace(years[-1], str(int(years[-1]) + 1))
    new = _YEAR.findall(question)
    return base.replace(years[-1], new[0]) if years and new else base


def _with_numbered(base: str, question: str) -> tuple[str, set[str]]:
    """ "i årskurs 4–6" takes the place of "åk 7–9"; also the words it used up."""
    fresh = _NUMBERED.search(question)
    if not fresh or _YEAR.fullmatch(fresh[2]):
        return base, set()
    for old in _NUMBERED.finditer(base):
        same = old[1].lower()[:2] == fresh[1].lower()[:2] or {old[1].lower(), fresh[1].lower()} == {"åk", "årskurs"}
        if same and not _YEAR.fullmatch(old[2]):
            return base[: old.start()] + fresh.group() + base[old.end() :], set(words_of(fresh.group()))
    return base, set()
