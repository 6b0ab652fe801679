"""Sentences that introduce a list of recommendations, and what hangs at the end of its items."""

from __future__ import annotations

import re

from assistant.reading.sentences import sentence_spans
from assistant.register.addressees import bodies
from assistant.register.cues import cue


def opens(text: str) -> bool:
    """Does `text` introduce a list of recommendations?"""
    last = last_sentence(text)
    if not cue("recommend", "lead").search(last) or cue("recommend", "foreign").search(last):
        return False
    if cue("recommend", "heading").match(last.strip()):
        return True
    if cue("recommend", "about").search(last):
        return False
    return _open_end(last)


def opens_any(text: str) -> bool:
    """Does `text` introduce a list of recommendations, or of what a board ought to do?"""
    return opens(text) or bool(cue("recommend", "weak_lead").search(last_sentence(text)))


def last_sentence(text: str) -> str:
    spans = sentence_spans(text)
    return text[spans[-1][0] : spans[-1][1]] if spans else text


def last_match(pattern: str, text: str) -> re.Match[str] | None:
    """The last place where `pattern` matches, case ignored."""
    matches = list(re.finditer(pattern, text, re.IGNORECASE))
    return matches[-1] if matches else None


def _open_end(sentence: str) -> bool:
    """Ends with a colon, "att", or right after the verb and the board."""
    tail = sentence.rstrip()
    if tail.endswith((":", ";")) or re.search(r"\batt[\s:;,…]*$", tail):
        return True
    match = last_match(r"\brekommender(?:ar|as)\b", tail)
    if match is None or tail.endswith((".", "!", "?")):
        return False
    rest = tail[match.end() :]
    for name in bodies(rest):
        rest = re.sub(re.escape(name), "", rest, flags=re.IGNORECASE)
    return not re.sub(
        r"\b(?:vi|därför|även|också|och|samt|revisorerna|revisionen|följande|att|kommunens)\b|[\s,:;]",
        "",
        rest,
        flags=re.IGNORECASE,
    )


def pointed(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` without its closing pointer ("…, se avsnitt 3.2 och 3.3."), and the section numbers it points to."""
    for name in ("tail", "tail_bare"):
        match = cue("pointer", name).search(text)
        if match and match.start() > 0:
            numbers = cue("pointer", "number").findall(match.group("numbers"))
            return text[: match.start()].rstrip(" ,;(.–-"), tuple(dict.fromkeys(numbers))
    return text, ()


def bare(text: str) -> str:
    """`text` without what ties it to its neighbours in the list ("; och", ", samt")."""
    return re.sub(r"\s*[;,]?\s*(?:(?<=[;,])\s*(?:och|samt))?\s*[;,]?$", "", text).strip()


def told_by(sentence: str) -> str | None:
    """What the sentence recommends: the words after "att"."""
    verb = last_match(r"\brekommender(?:ar|as)\b|\brekommendation(?:er|en|erna)?\b", sentence)
    if verb is None:
        return None
    match = re.search(r"\batt\s*:?\s+(?=\S)", sentence[verb.end() :])
    if match is None:
        return None
    return sentence[verb.end() + match.end() :]
