"""One true sentence in, a false or a faithful variant out. Pure; what is random comes from the generator given."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

Change = Callable[[str, random.Random], str | None]  # None: the sentence has nothing of the kind to change

_NUMBER = re.compile(r"(?<![\w,.:/-])\d+(?![\w:/-])")
_YEAR = re.compile(r"(?<![\w,.:/-])(?:19|20)\d\d(?![\d:/]|,\d)")
_DECIMAL = re.compile(r"(?<!\d)(\d+),(\d+)(?!\d)")
_LAW = re.compile(r"(?:(?P<kap>\d+)(?=\s*kap\b)|(?P<par>\d+)(?=\s*(?:[a-z]\s*)?§)|(?<=\d{4}:)(?P<sfs>\d+))")
_NAME = re.compile(r"(?<=[a-zåäö,] )[A-ZÅÄÖ][a-zåäöé]{3,}")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "data" / "perturb.toml").read_text(encoding="utf8"))


def digit(text: str, chance: random.Random) -> str | None:
    """A digit of a number changed, or two swapped: 14 becomes 41."""
    found = [m for m in _NUMBER.finditer(text) if not _YEAR.fullmatch(m.group())]
    if not found:
        return None
    match = chance.choice(found)
    old = match.group()
    places = [i for i in range(len(old) - 1) if old[i] != old[i + 1]]
    if places and chance.random() < 0.5 and old[places[0] + 1] != "0":
        i = places[0]
        new = old[:i] + old[i + 1] + old[i] + old[i + 2 :]
    else:
        i = chance.randrange(len(old))
        new = old[:i] + chance.choice([d for d in "123456789" if d != old[i]]) + old[i + 1 :]
    return text[: match.start()] + new + text[match.end() :]


def year(text: str, chance: random.Random) -> str | None:
    """A year moved by one to three."""
    return _swap(_YEAR, text, chance, lambda m: str(int(m.group()) + chance.choice([-3, -2, -1, 1, 2, 3])))


def decimal(text: str, chance: random.Random) -> str | None:
    """A decimal comma lost or moved one place."""

    def moved(match: re.Match[str]) -> str:
        whole, part = match.groups()
        return chance.choice([whole + part, whole + part[0] + ("," + part[1:] if part[1:] else "")])

    return _swap(_DECIMAL, text, chance, moved)


def law(text: str, chance: random.Random) -> str | None:
    """A chapter, a section or an SFS number moved."""
    return _swap(_LAW, text, chance, lambda m: str(int(m.group()) + chance.choice([1, 2, 3])))


def name(names: Sequence[str]) -> Change:
    """A proper name in the sentence replaced by another of `names`."""

    def change(text: str, chance: random.Random) -> str | None:
        known = [m for m in _NAME.finditer(text) if m.group().removesuffix("s") in names or m.group() in names]
        if not known:
            return None
        match = chance.choice(known)
        stem = match.group().removesuffix("s")
        others = [n for n in names if n.removesuffix("s") != stem and n.lower() not in text.lower()]
        if not others:
            return None
        ending = "s" if match.group() not in names else ""
        return text[: match.start()] + chance.choice(others) + ending + text[match.end() :]

    return change


def add_not(text: str, chance: random.Random) -> str | None:
    """ "inte" put after the first finite verb of a sentence that denies nothing."""
    table = _table()
    if any(_word(w).search(text) for w in (*table["negations"], *table["opposites"])):
        return None
    match = re.search(rf"(?<!\w)(?:{'|'.join(table['finite_verbs'])})(?!\w)", text)
    return None if match is None else f"{text[: match.end()]} inte{text[match.end() :]}"


def drop_not(text: str, chance: random.Random) -> str | None:
    """A negation taken away, or turned to its opposite."""
    table = _table()
    found = [(m, "") for w in table["negations"] for m in _word(w).finditer(text)]
    found += [(m, new) for w, new in table["opposites"].items() for m in _word(w).finditer(text)]
    if not found:
        return None
    match, new = chance.choice(found)
    return _tidy(text[: match.start()] + new + text[match.end() :])


def drop_hedge(text: str, chance: random.Random) -> str | None:
    """A weakening word taken away."""
    found = [m for w in _table()["weakening"]["words"] for m in _word(w).finditer(text)]
    if not found:
        return None
    match = chance.choice(found)
    return _tidy(text[: match.start()] + text[match.end() :])


def speaker(text: str, chance: random.Random) -> str | None:
    """The words put in someone else's mouth."""
    for row in sorted(_table()["speaker"], key=lambda r: -len(r["from"])):
        match = re.search(rf"(?<!\w){re.escape(row['from'])}(?!\w)", text)
        if match:
            return text[: match.start()] + chance.choice(row["to"]) + text[match.end() :]
    return None


def neighbour_number(cited: str) -> Change:
    """A number replaced by another number of the words cited: the hardest swap, for both stand there."""

    def change(text: str, chance: random.Random) -> str | None:
        own = {m.group() for m in _NUMBER.finditer(text)}
        others = sorted({m.group() for m in _NUMBER.finditer(cited)} - own)
        if not own or not others:
            return None
        return _swap(_NUMBER, text, chance, lambda m: chance.choice(others))

    return change


def swapped_numbers(text: str, chance: random.Random) -> str | None:
    """Two different numbers of the sentence change places: "9 av 22" becomes "22 av 9"."""
    found = [m for m in _NUMBER.finditer(text) if not _YEAR.fullmatch(m.group())]
    pairs = [(a, b) for i, a in enumerate(found) for b in found[i + 1 :] if a.group() != b.group()]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    return text[: a.start()] + b.group() + text[a.end() : b.start()] + a.group() + text[b.end() :]


FALSE: Mapping[str, Change] = {
    "digit": digit,
    "swapped_numbers": swapped_numbers,
    "year": year,
    "decimal": decimal,
    "law": law,
    "add_not": add_not,
    "drop_not": drop_not,
    "drop_hedge": drop_hedge,
    "speaker": speaker,
}  # with `name`, `neighbour_number` and the neighbouring page, which need more than the sentence


def hyphen_break(text: str, chance: random.Random) -> str | None:
    """A long word broken at a line end."""
    return _swap(re.compile(r"[a-zåäö]{9,}"), text, chance, lambda m: m.group()[:5] + "-\n" + m.group()[5:])


def letter_slip(text: str, chance: random.Random) -> str | None:
    """A letter in a long word of small letters misread; never in a negation, hedge, name or figure."""
    pairs = {"l": "i", "i": "l", "e": "c", "n": "u", "u": "n", "ö": "o", "ä": "a", "å": "a", "t": "f", "r": "n"}

    def slip(match: re.Match[str]) -> str:
        word = match.group()
        places = [i for i in range(1, len(word)) if word[i] in pairs]
        i = chance.choice(places) if places else 0
        return word[:i] + pairs.get(word[i], word[i]) + word[i + 1 :]

    spared = {w for phrase in _table()["weakening"]["words"] for w in phrase.split()} | {"intervjuade", "bedömning"}
    safe = [w for w in re.findall(r"(?<![\w-])[a-zåäö]{9,}(?![\w-])", text) if w not in spared and "räcklig" not in w]
    if not safe:
        return None
    return _swap(re.compile(rf"(?<![\w-]){chance.choice(safe)}(?![\w-])"), text, chance, slip)


def other_marks(text: str, chance: random.Random) -> str | None:
    """Quotation marks and dashes of another kind."""
    changed = re.sub('[“”"]', "»", text) if re.search('[“”"]', text) else re.sub("[–-](?= )", "—", text)
    return None if changed == text else changed


def other_spaces(text: str, chance: random.Random) -> str | None:
    """A line break where a space stood, and two spaces where one did."""
    places = [m.start() for m in re.finditer(" ", text)]
    if len(places) < 2:
        return None
    a, b = sorted(chance.sample(places, 2))
    return text[:a] + "\n" + text[a + 1 : b] + "  " + text[b + 1 :]


FAITHFUL: Mapping[str, Change] = {
    "as_is": lambda text, chance: text,
    "hyphen_break": hyphen_break,
    "letter_slip": letter_slip,
    "other_marks": other_marks,
    "other_spaces": other_spaces,
}


def _word(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])")


def _swap(
    pattern: re.Pattern[str], text: str, chance: random.Random, new: Callable[[re.Match[str]], str]
) -> str | None:
    found = list(pattern.finditer(text))
    if not found:
        return None
    match = chance.choice(found)
    return text[: match.start()] + new(match) + text[match.end() :]


def _tidy(text: str) -> str:
    text = re.sub(r"\s+([.,;:])", r"\1", re.sub(r"\s+", " ", text)).strip()
    return text[:1].upper() + text[1:]
