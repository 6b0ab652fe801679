"""Abbreviations and terms that the documents themselves explain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.reading.sentences import sentence_spans
from assistant.register.recommendations import Read
from assistant.register.rows import rows
from assistant.register.units import Unit, UnitKind, quote_of
from assistant.types import Definition, Footnote, Quote, ReadResult

_ABBREVIATION = r"[A-ZÅÄÖ](?:[A-ZÅÄÖa-zåäö]{0,3}[A-ZÅÄÖ]){1,4}s?"
_BRACKET = re.compile(rf"\((?P<abbr>{_ABBREVIATION})(?:[,;)]|\s*\))")
_BEFORE = re.compile(
    rf"\b(?P<abbr>{_ABBREVIATION})\s*(?:\((?P<in>[^()]{{6,80}})\)|,\s(?P<comma>[A-ZÅÄÖ][^,.]{{5,80}}),)"
)
_KALLAD = re.compile(
    r"(?P<what>[^.,;()]{3,90}?)\s*"
    r"\((?:i (?:fortsättningen|det följande|rapporten)|nedan|härefter|fortsättningsvis|hädanefter)"
    r"\s+(?:kallad?|kallat|kallade|benämnd|benämns|förkortas|förkortat)?\s*(?P<term>[^()]{2,60})\)",
    re.IGNORECASE,
)
_MED = re.compile(r"^Med (?P<term>[^,.]{3,60}?) (?:avses|menas|förstås) (?P<what>.+)$")
_DEFINED = re.compile(
    r"^(?P<term>[^,.]{3,60}?) (?:definieras som|är benämningen på|är ett samlingsnamn för|står för) (?P<what>.+)$"
)
_MEANS = re.compile(r"^(?P<term>[A-ZÅÄÖ][\wåäö -]{3,40}?) (?:innebär|betyder)(?: att)? (?P<what>.+)$")
_IS = re.compile(
    r"^(?P<term>[A-ZÅÄÖ][a-zåäö-]+(?: [a-zåäö-]+)?(?: \([^()]{2,50}\))?) är "
    r"(?P<what>(?:en|ett|styrande|benämning\w*) .+)$"
)
_SHORT = re.compile(r"^(?P<term>[A-ZÅÄÖ][\wåäö -]{2,50}?)\s*(?:=|:|\s[–—])\s+(?P<what>[a-zåäö].{8,})$")
_WORDS_HEADING = re.compile(r"definition|begrepp|ordlista|förklaring|förkortning", re.IGNORECASE)
_SKIP = frozenset("och i för av om till på med samt vid en ett den det de vissa".split())  # noqa: SIM905
_PRONOUN = re.compile(
    r"^(?:Det|Detta|Den|Denna|De|Dessa|Vi|Han|Hon|Här|Där|Målet|Syftet|Arbetet|Nämnden|Förvaltningen)\b"
)
# A name that a footnote mark may stand at: an abbreviation, a lex, or a word with a capital within the sentence.
_CALLER = r"[Ll]ex [A-ZÅÄÖ][a-zåäö]+|[A-ZÅÄÖ]{2,}|(?<=\w )[A-ZÅÄÖ][a-zåäö]{3,}"
_REFERENCE = re.compile(r"\d{4}|§|\bs\.? \d|https?:|^Antagen|^Fastställd|daterat|^Se\b|^Enligt\b|^Reviderad")


def definitions(reads: Sequence[Read], results: Sequence[ReadResult]) -> list[Definition]:
    """Every definition once per document, in reading order; `expansion` is the words that explain."""
    notes = {r.file.id: r.footnotes for r in results}
    out: dict[tuple[str, str], Definition] = {}
    seen: set[str] = set()
    for read in reads:
        found = [d for unit in read.units for d in _of_unit(unit, read.pages)]
        if read.part.file_id not in seen:
            seen.add(read.part.file_id)
            result = next(r for r in results if r.file.id == read.part.file_id)
            found.extend(_of_footnotes(notes[read.part.file_id], result))
        for definition in found:
            out.setdefault((definition.quote.part_id, definition.term.lower()), definition)
    return list(out.values())


def _of_unit(unit: Unit, pages: Sequence[str]) -> Iterator[Definition]:
    if unit.kind is UnitKind.HEADING:
        return
    if unit.kind is UnitKind.TABLE:
        yield from _of_table(unit, pages)
        return
    glossary = bool(unit.section and _WORDS_HEADING.search(unit.section.heading))
    for start, end in sentence_spans(unit.text):
        sentence = unit.text[start:end]
        for term, what, a, b in _in_sentence(sentence, glossary):
            yield Definition(term, what, quote_of(unit, pages, start + a, start + b))


def _in_sentence(sentence: str, glossary: bool) -> Iterator[tuple[str, str, int, int]]:
    """(term, expansion, start and end of the words to quote)."""
    whole = (0, len(sentence))
    body = re.sub(r"^\d{1,2}\s+(?=[A-ZÅÄÖ])", "", sentence)
    for match in _BRACKET.finditer(sentence):
        expansion = expanded(match["abbr"], sentence[: match.start()])
        if expansion:
            yield match["abbr"], expansion, *whole
    for match in _BEFORE.finditer(sentence):
        inside = (match["in"] or match["comma"]).strip()
        if matches(match["abbr"], inside):
            yield match["abbr"], inside, *whole
    for match in _KALLAD.finditer(sentence) if "(" in sentence else ():
        yield match["term"].strip(), sentence[: match.end("what")].strip(), *whole
    for pattern in (_MED, _DEFINED, *((_SHORT, _IS) if glossary else ())):
        told = pattern.match(body)
        if told and not _PRONOUN.match(told["term"]):
            yield _named(told["term"]), told["what"].rstrip("."), *whole
            return
    for pattern in (_MEANS, _IS):
        told = pattern.match(body)
        if told and len(told["term"].split()) <= 2 and not _PRONOUN.match(told["term"]) and _bare(told["term"]):
            yield _named(told["term"]), told["what"].rstrip("."), *whole
            return


def _bare(term: str) -> bool:
    """A term stands without article: "Informationsklassning", "Riktlinje", not "Riktlinjerna" or "Enheten"."""
    return not re.search(r"(?:en|et|na|are|arna|erna|chefer)$", term.split()[0]) or term.isupper()


def _named(term: str) -> str:
    return re.sub(r"^(?:begreppet|termen|uttrycket)\s+", "", re.sub(r"\s*\([^()]*\)", "", term)).strip("”\"' ")


def matches(abbreviation: str, words: str) -> bool:
    """Could `abbreviation` stand for exactly these words?"""
    return expanded(abbreviation, words) is not None and words[:1].lower() == abbreviation[:1].lower()


def expanded(abbreviation: str, before: str) -> str | None:
    """The words at the end of `before` that the abbreviation stands for, or None: "samordnad individuell plan" for SIP.

    Its letters are found in order, at the beginnings of words or of parts of compounds; the first word holds the first.
    """
    letters = abbreviation.rstrip("s").lower() if abbreviation[-1:] == "s" else abbreviation.lower()
    tokens = [(m.start(), m.group(0)) for m in re.finditer(r"[\wåäöÅÄÖ-]+", before)]
    best: tuple[int, int] | None = None
    for back in range(1, min(12, len(tokens)) + 1):
        start, first = tokens[-back]
        if first[:1].lower() != letters[0] or first.lower() in _SKIP:
            continue
        words = [w.lower() for _, w in tokens[-back:]]
        initials = _initials(letters, words)
        if initials is None or re.search(r"[.!?]\s", before[start:]):
            continue
        if best is None or initials > best[0]:
            best = (initials, start)
    if best is None or best[0] < min(2, len(letters)):
        return _compound(letters, tokens[-1][1]) if tokens and before.rstrip().endswith(tokens[-1][1]) else None
    text = before[best[1] :].strip(" ,")
    return text if len(text) > len(abbreviation) + 2 else None


def _compound(letters: str, word: str) -> str | None:
    """One long word that holds the letters in order: "socialtjänstlagen" for SoL, "barnavårdscentralen" for BVC."""
    at = 0
    for char in word.lower():
        if at < len(letters) and char == letters[at]:
            at += 1
    return word if len(word) >= 10 and at == len(letters) and word[:1].lower() == letters[0] else None


def _initials(letters: str, words: Sequence[str]) -> int | None:
    """How many of the letters begin a word; None where they cannot be found in order."""
    count, at = 0, 0
    for word in words:
        if at < len(letters) and word[:1] == letters[at]:
            count, at = count + 1, at + 1
            rest = word[1:]
            while at < len(letters) and letters[at] in rest[2:] and len(letters) - at >= _left(words, word):
                rest = rest[rest.index(letters[at], 2) + 1 :] if letters[at] in rest[2:] else ""
                at += 1
        elif word not in _SKIP and at and at < len(letters) and len(words) > len(letters) + 6:
            return None
    return count if at == len(letters) else None


def _left(words: Sequence[str], word: str) -> int:
    """How many content words follow `word`: letters beyond those may lie inside a compound."""
    after = words[list(words).index(word) + 1 :]
    return 1 + sum(w not in _SKIP for w in after)


def _of_table(unit: Unit, pages: Sequence[str]) -> Iterator[Definition]:
    """A glossary: a column of terms and one of explanations."""
    assert unit.passage is not None
    for row in rows(unit.passage, pages):
        if len(row) >= 2 and re.search(r"begrepp|term|förkortning|ord\b", row[0].heading, re.IGNORECASE):
            spans = (*row[0].spans, *row[1].spans)
            text = f"{row[0].text} {row[1].text}"
            yield Definition(row[0].text, row[1].text, Quote(unit.part_id, unit.section_id, spans[0].page, text, spans))


def _of_footnotes(notes: Sequence[Footnote], result: ReadResult) -> Iterator[Definition]:
    """A footnote that explains the word it is called from: "HVB3-placeringar", "3 Hem för vård eller boende"."""
    passages = {p.id: p for p in result.passages}
    for note in notes:
        caller = passages.get(note.called_from or "")
        text = re.sub(rf"^{re.escape(note.mark)}\s*", "", note.text).rstrip(".")
        if caller is None or not 6 < len(text) < 120 or _REFERENCE.search(text):
            continue
        match = re.search(rf"(?P<term>{_CALLER})\s?{re.escape(note.mark)}(?!\d)", caller.text)
        own = next((p for p in result.passages if p.spans == note.spans or note.text == p.text), None)
        if match and own is not None:
            yield Definition(match["term"], text, Quote(own.part_id, own.section_id, own.page, own.text, own.spans))
