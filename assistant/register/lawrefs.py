"""Statutes cited in the documents: which law, chapter and section, and whether the number fits the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from assistant.register.cues import table
from assistant.register.recommendations import Read
from assistant.register.units import Unit, UnitKind, quote_of
from assistant.types import LawReference, Part

_SERIES = r"(?:SFS|SOSFS|SOFS|HSLF-FS|SKOLFS|AFS|BFS|MSBFS)\s*:?\s*"  # SOFS: a common misspelling
_SFS = rf"(?<![\d:/])(?:{_SERIES}(?:\\?\()?)?(?:1[89]|20)\d\d:\d{{1,4}}(?!\d)|\b2016/679\b"
_SECTION = (
    r"(?:(?P<{0}c>\d{{1,2}}(?:\s?[a-z])?)\s*kap(?:\.|itlet)?,?\s*)?"
    r"(?:§{{1,2}}\s*(?P<{0}p>\d{{1,2}})|(?P<{0}s>\d{{1,3}}(?:\s?[a-z]\b)?(?:\s*(?:[–-]|,|och)\s*\d{{1,3}}(?:\s?[a-z]\b)?)*)\s*§{{1,2}})"
    r"|(?P<{0}k>\d{{1,2}}(?:\s?[a-z])?)\s*kap(?:\.|itlet)?(?!\w)|(?<![\d:])(?P<{0}x>\d{{1,2}}):(?P<{0}y>\d{{1,2}})(?![\d:])"
)
_LEFT = re.compile(rf"(?:{_SECTION.format('l')})\s*(?:i\s+)?(?:den\s+)?(?:lag(?:en)?\s+(?:om\s+)?\(?)?$")
_RIGHT = re.compile(rf"^[\s,(]*(?:{_SECTION.format('r')})")
_NUMBER = re.compile(rf"^[\s,]*\(?\s*(?P<sfs>{_SFS})\s*\)?")
_BEFORE = re.compile(rf"(?P<sfs>{_SFS})\s*\)?,?\s*$")
_BRACKETED = re.compile(r"^\s*\((?P<abbr>[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,6})\)")
_OWN = re.compile(
    rf"\b(?P<kind>[Ll]ag(?:en)?|[Ff]örordning(?:en)?)\s*\((?P<sfs>{_SFS})\)"
    r"\s+(?P<rest>(?:om|med)\s+[^.,;()]{5,110})"
)
_LOOSE = re.compile(
    rf"(?<![\d:/])(?P<sfs>{_SERIES}(?:\\?\(\d{{4}}:\d{{1,4}}\\?\)|\d{{4}}:\d{{1,4}}(?!\d)))"
    r"|\((?P<bare>(?:1[89]|20)\d\d:\d{1,4})\\?\)"
)
# An abbreviation alone is a reference where something is said to follow from it, or beside another statute.
_FOLLOWS = re.compile(
    r"\b(?:enligt|med stöd av|stöd i|utifrån|i enlighet med|i strid med|regleras i|kraven i|bestämmelserna i)\s+$", re.I
)
_LISTED = re.compile(r"\s*(?:,|/|\boch\b|\beller\b|\bsamt\b|\boch/eller\b)\s*")


@dataclass(frozen=True, slots=True)
class Statute:
    """One row of statutes.toml; `numbers` are (sfs, first day, last day) with the days "" where not given."""

    name: str
    forms: tuple[str, ...]
    abbreviations: tuple[str, ...]
    numbers: tuple[tuple[str, str, str], ...]

    def in_force(self, when: date | None) -> str | None:
        """The number in force on `when`; the newest where no date is known."""
        day = when.isoformat() if when else "9999"
        for sfs, first, last in reversed(self.numbers):
            if (not first or first <= day) and (not last or day <= last):
                return sfs
        return self.numbers[-1][0] if self.numbers else None


@cache
def statutes() -> tuple[Statute, ...]:
    """The rows of data/statutes.toml."""
    return tuple(
        Statute(
            row["name"],
            (row["name"].lower(), *row["forms"]),
            tuple(row["abbr"]),
            tuple((n["sfs"], n.get("from", ""), n.get("until", "")) for n in row["numbers"]),
        )
        for row in table("statutes")["statute"]
    )


@cache
def _names() -> re.Pattern[str]:
    forms = sorted((f for s in statutes() for f in s.forms), key=len, reverse=True)
    short = sorted((a for s in statutes() for a in s.abbreviations), key=len, reverse=True)
    long = rf"(?P<form>(?i:{'|'.join(map(re.escape, forms))}))s?"
    return re.compile(rf"(?<![\w-])(?:{long}|(?P<abbr>{'|'.join(map(re.escape, short))}))(?![\w-])")


def law_references(reads: Sequence[Read]) -> list[LawReference]:
    """Every place that cites a statute by number or section, or by its full name; in reading order."""
    return [
        ref
        for read in reads
        for unit in read.units
        if unit.kind is not UnitKind.HEADING
        for ref in _in_unit(unit, read)
    ]


def _in_unit(unit: Unit, read: Read) -> Iterator[LawReference]:
    text = unit.text
    taken: list[tuple[int, int, Statute | None]] = []
    for match in _OWN.finditer(text):
        statute, end = _by_rest(match)
        taken.append((match.start(), end, statute))
        written = f"{match['kind']} {match['rest']}".strip()
        yield _made(statute, match["sfs"], None, unit, read, match.start(), end, written)
    for match in _names().finditer(text):
        if any(a <= match.start() < b for a, b, _ in taken):
            continue
        statute = _statute(match)
        start, end, found = _around(text, match, statute)
        beside = next((known for _, b, known in taken if b <= start and _LISTED.fullmatch(text[b:start])), None)
        if match["abbr"] and beside is statute:
            continue  # "socialtjänstlagen (2001:453), SoL" names one statute twice
        if match["abbr"] and not (found or beside or _FOLLOWS.search(text[:start])):
            continue
        taken.append((start, end, statute))
        yield _made(statute, found.get("sfs"), (found.get("c"), found.get("s")), unit, read, start, end, match.group(0))
    for match in _LOOSE.finditer(text):
        if not any(a <= match.start() < b for a, b, _ in taken):
            yield from _loose(match, unit, read)


def _loose(match: re.Match[str], unit: Unit, read: Read) -> Iterator[LawReference]:
    """A number without a name; in brackets alone it may be a registration number, unless the table knows it."""
    number = match["sfs"] or match["bare"]
    statute = _by_number(number)
    if statute is None and match["bare"]:
        return
    left, right = _LEFT.search(unit.text[: match.start()]), _RIGHT.match(unit.text[match.end() :])
    where = _parts(left, "l") or _parts(right, "r")
    start = left.start() if left else match.start()
    end = match.end() + (right.end() if right and not left else 0)
    yield _made(statute, number, where, unit, read, start, end, _plain(number))


def _around(text: str, match: re.Match[str], statute: Statute) -> tuple[int, int, dict[str, str]]:
    """The place of a citation around its name, and what stands there: sfs, chapter (c) and section (s)."""
    start, end = match.span()
    found: dict[str, str] = {}
    if bracketed := _BRACKETED.match(text[end:]):
        end += bracketed.end()
    if number := _NUMBER.match(text[end:]):
        found["sfs"] = number["sfs"]
        end += number.end()
    elif (before := _BEFORE.search(text[:start])) and not match["abbr"] and _by_number(before["sfs"]) is statute:
        found["sfs"] = before["sfs"]
        start = before.start()
    left = _LEFT.search(text[:start])
    right = _RIGHT.match(text[end:]) if not left else None
    if right and _names().match(text[end + right.end() :].lstrip()):
        right = None  # "… sekretesslagen, 15 kap. 1 § SoL": the section belongs to the statute after it
    for side, name in ((left, "l"), (right, "r")):
        parts = _parts(side, name)
        if side and parts:
            found |= {k: v for k, v in zip("cs", parts, strict=True) if v}
            start, end = (side.start(), end) if side is left else (start, end + side.end())
            break
    return start, end, found


def _parts(match: re.Match[str] | None, side: str) -> tuple[str | None, str | None] | None:
    """(chapter, section) of a match of `_SECTION`."""
    if match is None:
        return None
    chapter = match[f"{side}c"] or match[f"{side}k"] or match[f"{side}x"]
    section = match[f"{side}s"] or match[f"{side}p"] or match[f"{side}y"]
    return chapter, re.sub(r"\s+", " ", section) if section else None


def _statute(match: re.Match[str]) -> Statute:
    if match["abbr"]:
        return next(s for s in statutes() if match["abbr"] in s.abbreviations)
    return next(s for s in statutes() if match["form"].lower() in s.forms)


def _by_rest(match: re.Match[str]) -> tuple[Statute | None, int]:
    """The statute of "lag (1990:52) med särskilda bestämmelser om vård av unga", and where its name ends."""
    base = "lag" if match["kind"].lower().startswith("lag") else "förordning"
    rest = match["rest"].lower()
    for statute in statutes():
        for form in statute.forms:
            for kind in (f"{base}en", base):
                tail = form.removeprefix(f"{kind} ")
                if tail != form and rest.startswith(tail):
                    return statute, match.start("rest") + len(tail)
    return _by_number(match["sfs"]), match.end()


def _plain(sfs: str) -> str:
    """ "SFS 2001:453" → "2001:453", "SOFS (2011:9)" → "SOSFS 2011:9"."""
    bare = re.sub(r"\s+", " ", re.sub(r"[\\()]", " ", sfs)).strip()
    return re.sub(r"^SOFS\b", "SOSFS", re.sub(r"^SFS\s*:?\s*", "", bare))


def _same(written: str, number: str) -> bool:
    """Do two numbers mean one? The series may be left out: "2011:9" is SOSFS 2011:9."""
    return written == number or number.endswith(f" {written}")


def _by_number(sfs: str) -> Statute | None:
    return next((s for s in statutes() if any(_same(_plain(sfs), n) for n, *_ in s.numbers)), None)


def _made(
    statute: Statute | None,
    sfs: str | None,
    where: tuple[str | None, str | None] | None,
    unit: Unit,
    read: Read,
    start: int,
    end: int,
    written: str,
) -> LawReference:
    number = _plain(sfs) if sfs else None
    right = statute.in_force(_written(read.part)) if statute else None
    newest = statute.numbers[-1][0] if statute and statute.numbers else None
    wrong = bool(statute and number and not any(_same(number, n) for n, *_ in statute.numbers))
    chapter, section = where or (None, None)
    text = unit.text[start:end]
    start += len(text) - len(text.lstrip())
    return LawReference(
        statute.name if statute else written,
        statute.abbreviations[0] if statute and statute.abbreviations else None,
        chapter,
        section,
        number,
        wrong,
        right,
        newest if newest != right else None,
        quote_of(unit, read.pages, start, end),
    )


def _written(part: Part) -> date | None:
    return part.date or (date(part.year, 12, 31) if part.year else None)
