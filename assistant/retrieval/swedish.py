"""Swedish analysis, the same when a passage is indexed and when a question is asked.

One text becomes four bags of terms: `words` (as written, lower case), `stems` (with one term for every form of a known
abbreviation, law reference or date), `parts` (what compounds are made of) and `grams` (runs of four letters).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import Stemmer

from assistant.retrieval.compounds import split_compound

DATA = Path(__file__).parent / "data"
GRAM = 4

_STEMMER = Stemmer.Stemmer("swedish")
_NAMES = "januari februari mars april maj juni juli augusti september oktober november december"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(" "), 1)}
_PARAGRAPH = r"\d+\s?[a-z]?\s*(?:[-–]\s*\d+\s?[a-z]?\s*)?§+"
_TOKEN = re.compile(
    rf"""
      (?P<law>\d+\s?[a-z]?\s*kap\.?(?:\s*{_PARAGRAPH})?|{_PARAGRAPH})      # 6 kap. 6 §; 9 §
    | (?P<colon>\d{{1,2}}:\d{{1,2}}\s?[a-z]?)(?=\s+[^\W\d_]{{2,}})            # 11:1 SoL
    | (?P<clause>§+\s*\d+)                                                 # § 38 of a board's minutes
    | (?P<date>\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\s+(?:{"|".join(_MONTHS)})\s+\d{{4}})
    | (?P<dnr>(?:(?!dnr|nr|s?o?sfs|år)[a-zåäö]{{2,6}}[ /.]?)?                # KSN 2023-00123, SN/2023:14, 2023/14
        (?P<case>(?:19|20)\d\d(?:/\d{{1,6}}|-(?!(?:19|20)\d\d\b)\d{{3,6}})|(?<=/)(?:19|20)\d\d:\d{{1,6}}))
    | (?P<sfs>\d{{4}}:\d+)                                                 # 2011:9
    | (?P<dotted>\d+(?:\.\d+){{2,}})                                       # section 3.2.1
    | (?P<number>\d{{1,3}}(?:[ \u00a0.]\d{{3}})+(?![\d,])|\d+(?:[.,]\d+)?)(?P<percent>\s*(?:%|procent\b))?
    | (?P<word>[^\W\d_]+(?:[-/.'’](?=[^\W\d_])[^\W\d_]+)*(?P<open>-(?=[\s,/]))?)(?P<call>\d{{1,2}}(?!\w))?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """A text's terms, in the order they stand, repeated as often as they occur."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    parts: tuple[str, ...]
    grams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """`text` as written in lower case; `terms` what it is indexed as beside its stem; `exact`: never stemmed."""

    text: str
    terms: tuple[str, ...] = ()
    exact: bool = False


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Snowball stem of one lower-case word."""
    return _STEMMER.stemWord(word)


def analyse(text: str, *, question: bool = False) -> Terms:
    """The four bags of terms of a text; of a `question`, without words that carry no subject where others remain."""
    tokens = list(tokenise(text))
    concepts = _concepts(tokens, text)
    grams = tuple(g for t in tokens for g in character_grams(t.text))  # of stop words too: measured to help
    if question:
        kept = [t for t in tokens if t.text not in stop_words()]
        tokens = kept if kept or concepts else tokens
    words = tuple(t.text for t in tokens)
    stems = tuple(x for t in tokens for x in ((t.text, *t.terms) if t.exact else (stem(t.text), *t.terms)))
    plain = [t.text for t in tokens if not t.exact]
    parts = tuple(stem(p) for word in plain for p in split_compound(word))
    return Terms(words, stems + concepts, parts, grams)


def tokenise(text: str) -> Iterator[Token]:
    """Words, numbers, dates, law references and diary numbers, in order."""
    lower = unicodedata.normalize("NFKC", text).replace("\u00ad", "").lower()
    matches = list(_TOKEN.finditer(lower))
    for position, match in enumerate(matches):
        kind = match.lastgroup
        if match["law"] or (match["colon"] and _law_after(lower, match.end())):
            yield from _law(match.group(), _law_after(lower, match.end()))
        elif match["date"]:
            yield from _date(match["date"])
        elif match["dnr"]:
            yield Token(re.sub(r"[\s.]", "", match["dnr"]), (re.sub(r"[-:]", "/", match["case"]),), exact=True)
        elif match["number"]:
            number = re.sub(r"[ \u00a0.](?=\d{3}(?:\D|$))", "", match["number"]).replace(".", ",")
            yield Token(number, (number + "%",) if match["percent"] else (), exact=True)
        elif match["word"]:
            yield from _word(match, matches[position + 1 : position + 3])
        elif kind:
            yield Token(re.sub(r"[\s.]", "", match.group()), exact=True)


def _law(written: str, law: str) -> Iterator[Token]:
    chapter_and_section = re.sub(r"(\d+):(\d+.*)", r"\1kap\2§", re.sub(r"[\s.]", "", written))
    reference = re.sub(r"§+", "§", chapter_and_section)
    yield Token(reference + law, (reference,) if law else (), exact=True)


def _word(match: re.Match[str], following: list[re.Match[str]]) -> Iterator[Token]:
    word = match["word"]
    if match["call"]:  # "nämnden1": a footnote mark glued to its word; the glued form stays findable
        yield Token(word, (word + match["call"],))
        return
    if match["open"]:  # "kvalitets- och patientsäkerhetsberättelse": the first half lends the other's last part
        yield Token(word.rstrip("-"), tuple(_completed(word.rstrip("-"), following)))
        return
    pieces = re.split(r"[-/.'’]", word)
    if len(pieces) == 1:
        yield Token(word)
        return
    for number, piece in enumerate(pieces):
        yield Token(piece, () if number else (stem("".join(pieces)),))


def _completed(first: str, following: list[re.Match[str]]) -> Iterator[str]:
    if len(following) == 2 and following[0].group() in ("och", "eller", "samt", "respektive") and following[1]["word"]:
        parts = split_compound(following[1]["word"])
        if parts:
            yield stem(first + parts[-1])


def _date(written: str) -> Iterator[Token]:
    if "-" in written:
        yield Token(written, exact=True)
        return
    day, month, year = written.split()
    yield Token(f"{year}-{_MONTHS[month]:02}-{int(day):02}", (month, year), exact=True)


def character_grams(word: str) -> tuple[str, ...]:
    """Runs of four characters of a word with its ends marked: "_näm", "nämn", "ämnd", "mnd_"."""
    marked = f"_{word}_"
    return tuple(marked[i : i + GRAM] for i in range(max(1, len(marked) - GRAM + 1)))


# ---------------------------------------------------------------- concepts: abbreviations and their long forms


@dataclass(frozen=True, slots=True)
class _Concepts:
    short: dict[str, str]  # form in lower case -> id
    cased: dict[str, str]  # form as written -> id
    long: dict[str, tuple[tuple[tuple[str, ...], str], ...]]  # first stem -> (stems, id), longest first
    laws: tuple[tuple[str, str], ...]  # form in lower case -> id, longest first


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words left out of a question."""
    table = tomllib.loads((DATA / "stopwords.toml").read_text(encoding="utf8"))
    return frozenset(table["function"]) | frozenset(table["question"])


@lru_cache(maxsize=1)
def _table() -> _Concepts:
    entries: list[dict[str, Any]] = tomllib.loads((DATA / "abbreviations.toml").read_text(encoding="utf8"))["concept"]
    short: dict[str, str] = {}
    cased: dict[str, str] = {}
    long: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    laws: list[tuple[str, str]] = []
    for entry in entries:
        for form in entry["short"]:
            if entry.get("case"):
                cased[form] = entry["id"]
            else:
                short[form.lower()] = entry["id"]
        for form in entry["long"]:
            stems = tuple(stem(t.text) for t in tokenise_plain(form))
            long.setdefault(stems[0], []).append((stems, entry["id"]))
        if entry.get("law"):
            laws += [(form.lower(), entry["id"]) for form in (*entry["short"], *entry["long"])]
    by_length = {first: tuple(sorted(forms, key=lambda f: -len(f[0]))) for first, forms in long.items()}
    return _Concepts(short, cased, by_length, tuple(sorted(laws, key=lambda x: -len(x[0]))))


def tokenise_plain(text: str) -> list[Token]:
    """Tokens of a phrase of words alone, as `tokenise` gives them within running text."""
    return [Token(w) for w in re.findall(r"[^\W\d_]+", text.lower())]


def _law_after(lower: str, end: int) -> str:
    rest = lower[end : end + 80].lstrip(" \u00a0(")
    for form, name in _table().laws:
        if rest.startswith(form) and not rest[len(form) : len(form) + 1].isalpha():
            return name
    return ""


def _concepts(tokens: list[Token], text: str) -> tuple[str, ...]:
    table = _table()
    found = [f"@{table.cased[w]}" for w in re.findall(r"[^\W\d_]+(?:[.-][^\W\d_]+)?", text) if w in table.cased]
    stems = [stem(t.text) for t in tokens]
    for i, token in enumerate(tokens):
        if token.text in table.short:
            found.append(f"@{table.short[token.text]}")
        for form, name in table.long.get(stems[i], ()):
            if tuple(stems[i : i + len(form)]) == form:
                found.append(f"@{name}")
                break
    return tuple(found)
