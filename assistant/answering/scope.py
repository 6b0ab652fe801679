"""Where a question may be answered: the municipalities, documents and years it names, held against the corpus."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from assistant.answering.likeness import likeness, one_edit
from assistant.answering.terms import stems_of
from assistant.reading.places import bodies_in, known_municipalities
from assistant.retrieval.filters import matches
from assistant.types import DocumentKind, Filters, Part

_YEAR = re.compile(r"(?<![\d/:.-])((?:19|20)\d\d)(?![\d:]|-\d)")
# A year close behind a word for a document belongs to the document: "kvalitetsberättelsen för nämnden 2023".
_DOCUMENT_YEAR = (
    r"(?:granskning|rapport|berättelse|yttrande|missiv|skrivelse|protokoll|uppföljning|"
    r"riktlinje|rutin)(?:en|ens|er|et|ets|n|s)?\b"
    r"(?:\s+(?!under|för år)[^\s?.,]+){{0,4}}\s+{year}\b|{year}\s+års\s+\w*(?:granskning|"
    r"rapport|berättelse|uppföljning)"
)
_YEARS = re.compile(r"\b((?:19|20)\d\d)\s?-\s?((?:19|20)\d\d)\b")  # "2022-2024", with a hyphen
_TOKEN = re.compile(r"[A-ZÅÄÖa-zåäöé]+(?:-[A-Za-zÅÄÖåäö]+)?")
_DNR = re.compile(r"\b[A-ZÅÄÖ]{2,6}[ /]\d{4}[:/-]\d+\b")


@dataclass(frozen=True, slots=True)
class Scope:
    """What the question fixes. `affinity` says how well each part fits the documents it points at, 0..1."""

    municipalities: tuple[str, ...]  # named, and in the corpus
    strangers: tuple[str, ...]  # named, and not in the corpus
    kinds: tuple[DocumentKind, ...]
    bodies: tuple[str, ...]
    years: tuple[int, ...]  # that the answer must speak of
    document_years: tuple[int, ...]  # that only say which document is meant: "granskningen 2023"
    part_ids: tuple[str, ...]  # parts within the filters and the municipalities named
    affinity: Mapping[str, float]
    titles: Mapping[str, float]  # how much of each part's title the question holds, 0..1
    stems: frozenset[str]  # the question's stems that the scope has taken care of


@cache
def _table() -> tuple[dict[DocumentKind, re.Pattern[str]], frozenset[str]]:
    data = tomllib.loads((Path(__file__).parent / "data" / "documents.toml").read_text(encoding="utf8"))
    kinds = {DocumentKind(k): re.compile("|".join(v)) for k, v in data["kinds"].items()}
    return kinds, frozenset(s for word in data["title"]["common"] for s in stems_of(word))


def named(text: str, names: Iterable[str]) -> list[str]:
    """Which of the names the text mentions: as such, in the genitive, heading a compound, or misspelt by a letter."""
    found: list[str] = []
    tokens = _without_surnames(text)
    for name in names:
        low = name.lower()
        for token in tokens:
            word = token.lower()
            written = token[0].isupper() or low not in _everyday()
            exact = (word in (low, low + "s") and written) or (
                word.startswith(low) and len(low) > 4 and len(word) > len(low) + 3 and token[0].isupper()
            )
            near = len(low) >= 6 and token[0].isupper() and (one_edit(word, low) or one_edit(word, low + "s"))
            if exact or near or (" " in low and low in text.lower()):
                found.append(name)
                break
    return found


def _without_surnames(text: str) -> list[str]:
    """The words of a text, less those that follow a capitalised first name ("Sara Lund")."""
    tokens = [(m.group(), m.start()) for m in _TOKEN.finditer(text)]
    kept = [tokens[0][0]] if tokens else []
    for (before, start), (token, at) in pairwise(tokens):
        names = start > 0 and before[0].isupper() and before[1:].islower() and token[0].isupper()
        person = names and not bodies_in(before) and before.removesuffix("s") not in known_municipalities()
        if not person or text[start + len(before) : at] != " " or text[at + len(token) :].startswith(" kommun"):
            kept.append(token)
    return kept


@cache
def _everyday() -> frozenset[str]:
    """Municipalities whose names are words of every day too ("vara", "mark"): capitals tell which."""
    data = tomllib.loads((Path(__file__).parent / "data" / "documents.toml").read_text(encoding="utf8"))
    return frozenset(data["places"]["everyday"])


@cache
def _place_pattern() -> re.Pattern[str]:
    """A Swedish municipality after a preposition, whatever the case ("i umeå")."""
    names = "|".join(re.escape(n) for n in sorted(known_municipalities(), key=len, reverse=True))
    return re.compile(rf"\b(?:i|från|hos|för)\s+({names})(?:s)?(?![\w-])", re.I)


# Words that stand before "kommun" at the head of a question without naming one.
_NO_PLACE = frozenset(["vilken", "varje", "ingen", "någon", "samma", "annan", "denna", "vår", "hela", "egen", "sådan"])


def strangers_in(text: str, known: Sequence[str]) -> list[str]:
    """Municipalities named that the corpus does not hold: Swedish ones by name, others as "X kommun"."""
    words = " ".join(_without_surnames(text))
    places = {name for name in known_municipalities() if re.search(rf"\b{re.escape(name)}s?\b(?![ -][A-ZÅÄÖ])", words)}
    by_name = {name.lower(): name for name in known_municipalities()}
    places |= {by_name[m[1].lower()] for m in _place_pattern().finditer(text) if m[1].lower() not in _everyday()}
    for match in re.finditer(r"\b([A-ZÅÄÖ][a-zåäö]{3,}) kommuns?\b", text):
        if match[1].lower() in _NO_PLACE:
            continue
        bare = match[1].removesuffix("s")
        places.add(bare if bare in known or bare in known_municipalities() else match[1])
    return [p for p in sorted(places) if p not in known and not any(one_edit(p.lower(), k.lower()) for k in known)]


def _titles(parts: Sequence[Part]) -> dict[str, float]:
    """Rarity of each title stem among the parts, so that what tells documents apart weighs most."""
    counts = Counter(s for p in parts for s in set(stems_of(p.title)))
    return {s: math.log(1 + len(parts) / n) for s, n in counts.items()}


def fold(word: str) -> str:
    """A word as file names write it: "kvalitetsberattelse"."""
    return word.translate(str.maketrans("åäöé", "aaoe"))


def _title_fit(stems: Sequence[str], part: Part, rarity: Mapping[str, float]) -> float:
    """Weighted share of the title's telling words that the question holds, 0..1."""
    _, common = _table()
    place = set(stems_of(part.municipality or ""))
    title = stems_of(part.title)
    folded = {fold(s) for s in (*title, *common, *place)}
    from_file = [s for s in stems_of(part.document.replace("-", " ")) if fold(s) not in folded]
    telling = {s for s in (*title, *from_file) if s not in common and s not in place and len(s) > 2 and not s.isdigit()}
    if not telling:
        return 0.0
    total = sum(rarity.get(t, 1.0) for t in telling)
    hit = sum(rarity.get(t, 1.0) * max((likeness(t, s) for s in stems), default=0.0) for t in telling)
    return hit / total


def scope(text: str, expanded: Sequence[str], parts: Mapping[str, Part], filters: Filters | None = None) -> Scope:
    """Resolve what a question names. `expanded` are its stems with abbreviations written out.

    A part whose municipality is unknown is left out as soon as the question names a municipality: never guess.
    """
    filters = filters or Filters()
    admitted = [p for p in parts.values() if matches(p, filters)]
    known = sorted({p.municipality for p in parts.values() if p.municipality})
    municipalities = named(text, known)
    strangers = strangers_in(text, known)
    text = _YEARS.sub(r"\1–\2", text)
    low = text.lower()
    kinds = tuple(kind for kind, pattern in _table()[0].items() if pattern.search(low))
    if len(kinds) > 1 and not re.search(r"rapport", low):  # "yttrandet över granskningen" means the reply
        kinds = tuple(k for k in kinds if k is not DocumentKind.REPORT)
    bodies = tuple(dict.fromkeys(b for b, *_ in bodies_in(text)))
    every = tuple(dict.fromkeys(int(y) for y in _YEAR.findall(text)))
    document_years = tuple(y for y in every if re.search(_DOCUMENT_YEAR.format(year=y), text, re.I))
    years = tuple(y for y in every if y not in document_years)
    dnr = _DNR.findall(text)
    inside = [p for p in admitted if not municipalities or p.municipality in municipalities]
    if dnr and any(p.diarienummer in dnr for p in inside):
        files = {p.file_id for p in inside if p.diarienummer in dnr}
        inside = [p for p in inside if p.file_id in files]
    rarity = _titles(inside)
    affinity, titles = {}, {}
    firms = {p.auditor for p in inside if p.auditor and _names_firm(text, p.auditor)}
    for part in inside:
        titles[part.id] = min(1.0, 1.4 * _title_fit(expanded, part, rarity))
        fit = 0.5 * titles[part.id]
        fit += (0.2 if part.kind is DocumentKind.REPORT else 0.35) * bool(kinds and part.kind in kinds)
        fit += 0.15 * bool(every and part.year in every)
        fit += 0.10 * bool(bodies and part.body in bodies)
        fit += 0.15 * (part.auditor in firms)
        affinity[part.id] = fit
    taken = {s for name in (*municipalities, *firms) for s in stems_of(f"{name} {name}s {name}bor")} | {
        str(y) for y in every
    }
    return Scope(
        tuple(municipalities),
        tuple(strangers),
        kinds,
        bodies,
        years,
        document_years,
        tuple(p.id for p in inside),
        affinity,
        titles,
        frozenset(taken),
    )


def _names_firm(text: str, auditor: str) -> bool:
    """Does the question name the firm, by any telling word of its name ("Granit" for "Revisionsbyrån Granit AB")?"""
    words = [
        w
        for w in re.findall(r"[\wåäöÅÄÖ&]+", auditor)
        if w.lower() not in ("ab", "revision", "revisionsbyrån", "partner", "och", "co")
    ]
    return any(re.search(rf"\b{re.escape(w)}(?::?s)?\b", text, re.I) for w in words if len(w) > 1)
