"""Which board or boards a sentence speaks to."""

from __future__ import annotations

import re
from collections import Counter

_ONE = (
    r"(?:(?<![a-zåäöé-])(?:nämnden|styrelsen|utskottet)\s+för\s+(?!att\b|sin|det\b|den\b|ett\b|en\b|de\b)[a-zåäö-]+(?:\s+och\s+[a-zåäö-]+)?"
    r"|(?:tekniska|sociala|gemensamma|lokala|kommunala|regionala|centrala)\s+(?:nämnden|nämnd\b)"
    r"|(?:[a-zåäöé]+-(?:,\s+[a-zåäöé]+-)*\s+(?:och|samt)\s+)?[a-zåäöé-]*"
    r"(?:nämnden|styrelsen|utskottet|utskott|direktionen|fullmäktige|beredningen|nämnderna|styrelserna))"
)
_BODY = re.compile(rf"(?<![\w-]){_ONE}(?![\w-])", re.IGNORECASE)
GENERIC = frozenset({"nämnden", "styrelsen", "nämnderna", "styrelserna", "utskottet", "direktionen"})
_AGENCIES = frozenset({"socialstyrelsen", "länsstyrelsen", "domstolsstyrelsen", "arbetsmarknadsstyrelsen"})
_VERB = re.compile(
    r"\b(?:rekommender(?:ar|as|at|ade|a)|rekommendation(?:er|en|erna)?|uppmanar|föreslår)\b", re.IGNORECASE
)


def bodies(text: str) -> tuple[str, ...]:
    """Boards named in `text`, lower case as written, in order, each once."""
    found = [re.sub(r"\s+", " ", m.group(0)).lower() for m in _BODY.finditer(text)]
    return tuple(name for name in dict.fromkeys(found) if name not in _AGENCIES)


def usual_body(texts: list[str]) -> str | None:
    """The board that a document speaks of most; None when it names none."""
    counts = Counter(
        b for text in texts for b in bodies(text) if b not in GENERIC and "fullmäktige" not in b and "utskott" not in b
    )
    return counts.most_common(1)[0][0] if counts else None


def resolve(names: tuple[str, ...], own: str | None) -> tuple[str, ...]:
    """Replace "nämnden" with the board that the document is about, where that is known."""
    out: list[str] = []
    for name in names:
        if name in GENERIC and own and own not in GENERIC:
            name = own
        if name not in out:
            out.append(name)
    return tuple(out)


def addressed(sentence: str) -> tuple[str, ...]:
    """The boards to whom a recommending sentence speaks; empty when it names none.

    They stand after the verb ("rekommenderar vi socialnämnden att"), or before a passive one
    ("socialnämnden rekommenderas").
    """
    match = None
    for match in _VERB.finditer(sentence):
        tail = sentence[match.end() :]
        until = re.search(r"\batt\b|:|;", tail)
        named = bodies(tail[: until.start()] if until else tail)
        if named:
            return named
        if until and (
            after := re.match(
                rf"att\s+(?:även\s+)?({_ONE}(?:(?:,|\s+och|\s+samt)\s+{_ONE})*)(?![\w-])",
                tail[until.start() :],
                re.IGNORECASE,
            )
        ):
            return bodies(after.group(1))
    if match is None:
        return bodies(sentence)
    before = sentence[: match.start()]
    clause = re.search(rf"({_ONE}(?:(?:,|\s+och|\s+samt)\s+{_ONE})*)(?:\s+\w+)?\s*$", before, re.IGNORECASE)
    return bodies(clause.group(1)) if clause else ()
