"""The citation check: quote, then figures, then support. Nothing reaches a user that has not passed it.

No fuzzy threshold anywhere: similarity cannot tell 14 from 41. Fuzzy matching may locate, never approve.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.answering.normal import NUMBER, marks, normal, squash, words
from assistant.reading.dates import MONTHS, find_dates
from assistant.reading.sentences import sentences
from assistant.types import Checks, SourceFile, Span


@dataclass(frozen=True, slots=True)
class Cited:
    """The words a statement cites, as quoted, and where they are said to stand."""

    quote: str
    file: SourceFile
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What must agree exactly between a statement and its source."""

    numbers: Counter[str]
    names: frozenset[str]
    cues: Counter[str]


_NAME = re.compile(r"(?<![.!?:•\"–—] )(?<!^)(?<![\w/-])[A-ZÅÄÖ][\wåäöÅÄÖéü:/-]*")
_WORD = re.compile(r"[\wåäöéü:/-]+")


@cache
def _phrases(*kinds: str) -> re.Pattern[str]:
    phrases = sorted((p for kind in kinds for p in words().listed[kind]), key=len, reverse=True)
    listed = "|".join(r"\s+".join(re.escape(w) for w in p.split()) for p in phrases)
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.I)


def quote_holds(cited: Cited) -> bool:
    """True when the quoted words are the words at their spans, and every span lies inside its page."""
    if not cited.spans or not squash(cited.quote):
        return False
    pages = cited.file.pages
    if any(not (1 <= s.page <= len(pages) and 0 <= s.start < s.end <= len(pages[s.page - 1])) for s in cited.spans):
        return False
    return squash("".join(pages[s.page - 1][s.start : s.end] + "\n" for s in cited.spans)) == squash(cited.quote)


def figures_of(text: str) -> Figures:
    """Numbers as written (thousands without space, number words as digits), names, and turning or weakening words."""
    text = normal(text)
    numbers = Counter(re.sub(r"[ \u00a0]", "", m.group()) for m in NUMBER.finditer(text))
    numbers.update(n for w in re.findall(r"\w+", text.lower()) if (n := words().number_of.get(w)))
    names = frozenset(_bare(m.group()) for m in _NAME.finditer(text))
    found = _phrases("negations", "hedges", "speakers").finditer(text)
    return Figures(numbers, names, Counter(re.sub(r"\s+", " ", m.group().lower()) for m in found))


def _bare(name: str) -> str:
    """A name without genitive: "Lindvallas" and "KPMG:s" are "lindvalla" and "kpmg"."""
    name = name.lower().rstrip(":-/")
    return name.removesuffix(":s").removesuffix("s")


def figures_hold(text: str, quotes: Sequence[str], derived: Sequence[str] = (), tabular: bool = False) -> bool:
    """True when `objection` has none."""
    return not objection(text, quotes, derived, tabular)


def objection(text: str, quotes: Sequence[str], derived: Sequence[str] = (), tabular: bool = False) -> str:
    """Why the statement does not hold, in English for a log; "" where every figure, name, negation and hedge of it
    stands in the cited words and none falls away.

    Whole sentences quoted word for word hold by themselves. Otherwise each sentence is held against the cited
    sentences that carry it: its marks (`normal.marks`) must stand there in their order, its negations, hedges and
    speakers must be the same. `derived` are figures computed from the cited words (a count, a sum), in the order in
    which the statement has them: they are allowed on top, and the statement may be in other words.
    A `tabular` statement is made of whole cells, "row, column: value": its own words must all stand there, and the
    value under its column as far as the quoted words show the columns.
    """
    cited = [normal(q) for q in quotes]
    joined = " ".join(cited)
    units = list(dict.fromkeys(q[a:b] for q in (*cited, joined) for a, b in sentences(q)))
    whole = {squash(u).rstrip(".;,") for u in (*units, *cited)}
    plain = normal(text)
    rest = [plain[a:b] for a, b in sentences(plain) if squash(plain[a:b]).rstrip(".;,") not in whole]
    if not rest or squash(text) == squash(joined):
        return ""
    rest = [_phrases("frames").sub("", s) for s in rest]
    statement, everything = figures_of(" ".join(rest)), figures_of(joined)
    if tabular:  # "355 402 388" are three cells of a row, not one number
        everything.numbers.update(re.findall(r"\d+(?:[.,:/-]\d+)*", joined))
    allowed = [re.sub(r"\s", "", d) for d in derived]
    if strange := [n for n in statement.numbers if n not in everything.numbers and n not in allowed]:
        return f"figures that are not cited: {', '.join(strange)}"
    said = {_bare(w) for q in cited for w in _WORD.findall(q)}
    first = {_bare(w) for s in rest if (w := _opener(s))}
    if tabular and not statement.numbers:
        first = set()  # a cell of words, whose heading may stand on the page before
    if strange := sorted((statement.names | first) - said):
        return f"names that are not cited: {', '.join(strange)}"
    if tabular:
        return _tabular(" ".join(rest), joined)
    for sentence in rest:
        carrier = _carrier(sentence, units)
        found = _derived(sentence, carrier, joined, allowed) if derived else _plain(sentence, carrier)
        if found:
            return found
    return ""


def _opener(sentence: str) -> str:
    """The sentence's first word, where it may be a name: a capital, and no word that opens sentences of all kinds."""
    match = re.match(r"\W*([A-ZÅÄÖ][\wåäöÅÄÖéü:/-]*)", sentence)
    table = words()
    if match is None or match[1].lower() in {*table.listed["openers"], *table.number_of, *table.ordinal_of}:
        return ""
    return match[1]


def _plain(sentence: str, carrier: str) -> str:
    if figures_of(sentence).cues != figures_of(carrier).cues:
        return "a negation, hedge or speaker differs"
    source = iter(marks(carrier))
    if strange := [m for m in marks(sentence) if m not in source]:  # `in` moves on
        return f"not so, or not in this order, in the cited sentence: {strange[0]}"
    return _opposed(sentence, carrier)


def _derived(sentence: str, carrier: str, joined: str, allowed: Sequence[str]) -> str:
    mine = marks(sentence)
    figures = iter([m for m in mine if m in allowed])
    if any(d not in figures for d in allowed if d in mine):
        return "derived figures in another order"
    dates = [d.value.month if d.value else d.month for d in find_dates(joined)]
    there = {*marks(joined), *(MONTHS[month - 1] for month in dates)}
    guarded = {*words().unit_of.values(), *MONTHS}
    if strange := [m for m in mine if m in guarded and m not in there]:
        return f"a unit or month that is not cited: {strange[0]}"
    if _turned(sentence, joined) or _turned(carrier, sentence):
        return "a negation is lost or added"
    return _opposed(sentence, carrier)


def _turned(one: str, other: str) -> bool:
    """Does `one` negate a word beside the negation that stands in `other` too, while `other` has not that negation?"""
    there = set(re.findall(r"\w+", other.lower()))
    for match in _phrases("negations").finditer(one.lower()):
        beside = re.findall(r"\w{4,}(?= $)", one[: match.start()].lower()) + re.findall(
            r"^ (\w{4,})", one[match.end() :].lower()
        )
        telling = {w for w in beside if w not in words().listed["openers"] and not marks(w)}
        if match.group() not in there and there & telling:
            return True
    return False


def _opposed(sentence: str, source: str) -> str:
    """A word that the source has with an opposing prefix, or the other way round: "ändamålsenlig", "oändamålsenlig"."""
    mine, theirs = (set(re.findall(r"\w+", t.lower())) for t in (sentence, source))
    for one, other in ((mine - theirs, theirs - mine), (theirs - mine, mine - theirs)):
        for prefix in words().listed["opposing"]:
            if turned := [w for w in one if len(w) > 3 and prefix + w in other]:
                return f"the opposite of a cited word: {turned[0]}"
    return ""


def _carrier(sentence: str, units: Sequence[str]) -> str:
    """The cited sentences that carry the statement's: the one with most of its words, then any with three more."""
    left = Counter(re.findall(r"\w+", sentence.lower()))
    bags = [Counter(re.findall(r"\w+", u.lower())) for u in units]
    chosen: list[int] = []
    least = 0
    while len(chosen) < len(units):
        shared = [-1 if i in chosen else _words_in(left & bag) for i, bag in enumerate(bags)]
        best = max(range(len(units)), key=lambda i: (shared[i], -abs(len(units[i]) - len(sentence))))
        if shared[best] < least:
            break
        chosen.append(best)
        left = left - bags[best]
        if least == 0:
            left = Counter({w: n for w, n in left.items() if len(w) > 3 and not marks(w)})
        least = 3
    return " ".join(units[i] for i in sorted(chosen))


def _words_in(bag: Counter[str]) -> int:
    return sum(bag.values())


# ---------------------------------------------------------------- tables

_CELL = r"-?\d+(?:[.,:/-]\d+)*(?: ?%)?"


def _tabular(statement: str, joined: str) -> str:
    cited = figures_of(joined).cues
    if strange := [cue for cue in figures_of(statement).cues if cue not in cited]:
        return f"a negation or hedge that is not cited: {strange[0]}"
    units, there = set(words().unit_of.values()), marks(joined)
    if strange := [m for m in marks(statement) if m in units and m not in there]:
        return f"a unit that is not cited: {strange[0]}"
    head, _, value = statement.rpartition(": ")
    labels, value = head.split(", ") if head else [], value.strip(" .")
    if re.fullmatch(_CELL, value) and not re.search(rf"(?<![\w,.-]){re.escape(value)}(?![\w,])", joined):
        return f"not a cell of the cited words: {value}"
    for label in labels:
        if (places := _places(label, joined)) and all(negated for _, negated in places):
            return f"stands only negated in the cited words: {label}"
        if not places and _numbered(label, joined):
            return f"a label that is not cited: {label}"
    return _opposed(statement, joined) or _misplaced(labels, value, joined)


def _places(label: str, text: str) -> list[tuple[int, bool]]:
    """Where the label stands in the text, and whether it is the rest of a cell that denies it ("Ej verkställda")."""
    found = re.finditer(rf"(?<![\w,.]){re.escape(label)}(?![\w,])", text, re.I)
    denied = re.compile(rf"(?<!\w)(?:{'|'.join(words().listed['denials'])}) $")
    return [(m.start(), m.group()[:1].islower() and bool(denied.search(text[: m.start()]))) for m in found]


def _numbered(label: str, joined: str) -> bool:
    """Is the label a word with a number ("kv 3"), and the word in the quoted words always with a number beside it?"""
    match = re.fullmatch(r"([^\W\d_]+) ?\d+", label)
    beside = [joined[at + len(match[1]) :] for at, _ in _places(match[1], joined)] if match else []
    return bool(beside) and all(re.match(r" ?\d", text) for text in beside)


def _misplaced(labels: Sequence[str], value: str, joined: str) -> str:
    """Columns that the quoted words show: as many labels of one shape ("Kv 1 Kv 2", "2022 2023") as the row has cells.

    Labels over several columns each ("2023 2024" over four quarters) divide the row evenly.
    """
    starts = range(len(labels), 0, -1)
    rows, heads = next(((r, labels[k:]) for k in starts if (r := _rows(", ".join(labels[:k]), joined))), ([], []))
    verdicts = {
        head: [any(cells[i] == value for i in at) for cells in rows for at in _columns(head, cells, joined)]
        for head in heads
    }
    if not any(value in cells for cells in rows) and not all(verdicts.values()):
        return ""  # the first labels may be another row's
    wrong = [head for head, found in verdicts.items() if found and not any(found)]
    return f"the value does not stand under its label: {wrong[0]}" if wrong else ""


def _rows(label: str, joined: str) -> list[list[str]]:
    """The figures that follow the row's label, for each place where it stands."""
    found = re.finditer(rf"(?<![\w,.]){re.escape(label)} ({_CELL}(?: {_CELL})+)(?![\w,])", joined, re.I)
    return [re.findall(_CELL, m[1]) for m in found] if re.search(r"[^\W\d_]|-", label) else []


def _columns(label: str, cells: Sequence[str], joined: str) -> Iterable[set[int]]:
    """The columns that the label may head, one set for each way in which the quoted words can be read."""
    denial = re.match(rf"(?:{'|'.join(words().listed['denials'])}) ", label)
    if not re.search(r"\d", label):
        places = _places(label[denial.end() :] if denial else label, joined)
        if len(places) == len(cells):
            yield {i for i, (_, denied) in enumerate(places) if denied == bool(denial)}
        return
    shape = re.sub(r"\d+", r"\\d+", re.escape(label)) if re.search(r"\D", label) else rf"\d{{{len(label)}}}"
    for run in re.finditer(rf"(?<![\w,.-]){shape}(?: {shape})+(?![\w,])", joined, re.I):
        heads = re.findall(shape, run.group(), re.I)
        width, odd = divmod(len(cells), len(heads))
        if label.lower() in map(str.lower, heads) and not odd and (width == 1 or _finer(len(cells), joined)):
            yield {i for i in range(len(cells)) if heads[i // width].lower() == label.lower()}


def _finer(columns: int, joined: str) -> bool:
    """Are there `columns` labels of one shape beside each other, such as the quarters under years?"""
    runs = re.finditer(r"(?<!\w)([^\W\d_]+) \d+(?: \1 \d+)+(?!\w)", joined, re.I)
    return any(len(re.findall(r"\d+", r.group())) == columns for r in runs)


def check(text: str, cited: Sequence[Cited], derived: Sequence[str] = (), tabular: bool = False) -> Checks:
    """Run the check in its order. `support` is 1.0 for words quoted or computed from them, else word recall."""
    quote = bool(cited) and all(quote_holds(c) for c in cited)
    figures = quote and figures_hold(text, [c.quote for c in cited], derived, tabular)
    if not quote:
        return Checks(False, False, 0.0)
    mine = re.findall(r"\w+", normal(text).lower())
    there = {w for c in cited for w in re.findall(r"\w+", normal(c.quote).lower())}
    support = 1.0 if derived else sum(w in there for w in mine) / len(mine) if mine else 0.0
    return Checks(quote, figures, round(support, 3))
