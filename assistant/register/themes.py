"""What each recommendation is about: themes from data/themes.toml, with the words that decided shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.register.cues import cue, table
from assistant.register.words import STOP, likeness
from assistant.types import Recommendation, Theme

Encode = Callable[[Sequence[str]], Sequence[Sequence[float]]]  # texts → unit vectors
NEAR = 0.42  # likeness to a theme's description from which it is chosen where no word decides …
AHEAD = 0.08  # … if it leads the next theme by this much (measured with the shipped encoder)
_INSIDE = 6  # a word of the table this long is also found inside compounds
_PURPOSE = re.compile(r"\b(?:för att (?:säkerställa|säkra|uppnå|nå|främja|öka|skapa)|i syfte att)\b", re.IGNORECASE)
_ENDING = r"(?:s|en|et|er|ar|or|na|n|t|erna|arna|orna|ens|ets)?"


@dataclass(frozen=True, slots=True)
class Row:
    """One theme of the table; `words` and `but` are compiled."""

    name: str
    description: str
    words: re.Pattern[str]
    but: re.Pattern[str] | None
    aim: bool  # often only what a measure is for: then it does not count


@cache
def themes() -> tuple[Row, ...]:
    """The rows of data/themes.toml, in its order."""
    return tuple(
        Row(
            t["name"],
            t["description"],
            _pattern(t["words"]),
            _pattern(t["but"]) if t.get("but") else None,
            t.get("aim", False),
        )
        for t in table("themes")["theme"]
    )


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Matches whole words of a text that contain one of the table's words."""
    parts = []
    for word in words:
        if word.startswith("="):
            parts.append(rf"\b{re.escape(word[1:])}{_ENDING}\b")
        else:
            inside = r"\w*" if len(word) >= _INSIDE and " " not in word else ""
            parts.append(rf"\b{inside}{re.escape(word)}\w*")
    return re.compile("|".join(parts), re.IGNORECASE)


@cache
def _beside() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in table("themes")["beside"])


def _core(text: str) -> str:
    """The text with what only stands beside its subject (`beside` of the table) blanked out, every offset kept."""
    for pattern in _beside():
        for match in pattern.finditer(text):
            start, end = match.span("m")
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def theme_names() -> tuple[str, ...]:
    """The names of all themes, in the table's order."""
    return tuple(row.name for row in themes())


def by_words(text: str) -> tuple[Theme, ...]:
    """Themes whose words stand in `text`, surest first; what stands beside the subject only where there is no other."""
    return _found(_core(text)) or _found(text)


def _found(text: str) -> tuple[Theme, ...]:
    cut = _PURPOSE.search(text)
    found: list[tuple[float, int, Theme]] = []
    for order, row in enumerate(themes()):
        within = text[: cut.start()] if cut and row.aim else text
        hits = list(dict.fromkeys(m.group(0).lower() for m in row.words.finditer(within)))
        if not hits or (row.but and row.but.search(text)):
            continue
        score = 1 - 0.5 ** len(hits)
        reason = ("orden " if len(hits) > 1 else "ordet ") + ", ".join(f"”{h}”" for h in hits)
        found.append((score, -order, Theme(row.name, reason, score)))
    return tuple(theme for *_, theme in sorted(found, key=lambda f: f[:2], reverse=True))


def by_likeness(texts: Sequence[str], encode: Encode) -> list[tuple[Theme, ...]]:
    """For each text the theme whose description it resembles most, where that is clear (NEAR, AHEAD)."""
    rows = themes()
    known = encode([f"{row.name}. {row.description}" for row in rows])
    out: list[tuple[Theme, ...]] = []
    for vector in encode(list(texts)):
        scores = [sum(float(a) * float(b) for a, b in zip(vector, other, strict=True)) for other in known]
        best, second = sorted(range(len(rows)), key=scores.__getitem__, reverse=True)[:2]
        if scores[best] >= NEAR and scores[best] - scores[second] >= AHEAD:
            reason = f"liknar temats beskrivning ({scores[best]:.2f})".replace(".", ",")
            out.append((Theme(rows[best].name, reason, min(1.0, scores[best])),))
        else:
            out.append(())
    return out


def own_name(text: str) -> str:
    """A name from the recommendation's own words: what it is about, without the verb, at most seven words."""
    rest = re.split(r"[,;.]|\b(?:för att|så att|i syfte|samt|inklusive)\b", text)[0].strip() or text
    rest = cue("recommend", "imperative").sub("", rest).strip()
    words = re.sub(r"^(?:att|att det|en|ett|upp|över|fram)\s+", "", rest, flags=re.IGNORECASE).split()[:7]
    while len(words) > 1 and words[-1].lower() in STOP:
        words.pop()
    name = " ".join(words) or text[:40]
    return name[:1].upper() + name[1:]


def assign_themes(found: Sequence[Recommendation], encode: Encode | None = None) -> list[Recommendation]:
    """The same recommendations with their themes; every one gets at least one.

    What fits no theme is grouped with what it resembles and named by its own words (`own` is true).
    """
    given = [by_words(r.text) for r in found]
    bare = [i for i, themes_of in enumerate(given) if not themes_of]
    if encode and bare:
        for i, near in zip(bare, by_likeness([found[i].text for i in bare], encode), strict=True):
            given[i] = near
    heads: list[tuple[str, str]] = []  # (text, name) of the own themes so far
    for i in (i for i in bare if not given[i]):
        text = found[i].text
        name = next((n for t, n in heads if likeness(t, text) >= 0.5), None)
        reason = "inget tema i tabellen passar; namnet är rekommendationens egna ord"
        if name is None:
            name = own_name(text)
            heads.append((text, name))
        given[i] = (Theme(name, reason, 0.5, own=True),)
    return [replace(r, themes=themes_of) for r, themes_of in zip(found, given, strict=True)]
