"""Audit questions (revisionsfrågor) and what the auditors answered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.reading.sentences import sentence_spans
from assistant.register.cues import cue
from assistant.register.recommendations import Read
from assistant.register.rows import column, quoted, rows
from assistant.register.units import UnitKind, quote_of
from assistant.register.words import GENERIC, content, held, likeness, same_word, weights
from assistant.types import AuditQuestion, DocumentKind, Quote, Role, Verdict

SAME = 0.6  # two wordings of one question
ANSWERS = 0.42  # how much question and assessment must say in common


@dataclass(frozen=True, slots=True)
class Judgement:
    """A sentence in which the auditors judge; `order` is the assessment section's place among them."""

    quote: Quote
    role: Role
    order: int
    heading: str  # of its section and of the chapter above


def audit_questions(reads: Sequence[Read]) -> list[AuditQuestion]:
    """The questions of every report, in their order, with the answer where the report gives a clear one."""
    return [q for read in reads if read.part.kind is DocumentKind.REPORT for q in _of(read)]


def _of(read: Read) -> list[AuditQuestion]:
    tables = _tables(read)
    asked = _once(_listed(read))
    asked += [q for q, *_ in tables if not any(likeness(q.text, a.text) >= SAME for a in asked)]
    tabled = {i: found for i, q in enumerate(asked) if (found := _tabled(q, tables)) is not None}
    told = _answers_in_prose(read, asked)
    judgements = _judgements(read)
    weight = weights([*(q.text for q in asked), *(j.quote.text for j in judgements)])
    judged = _judged(asked, [i for i in range(len(asked)) if i not in tabled and i not in told], judgements, weight)
    out: list[AuditQuestion] = []
    for i, question in enumerate(asked):
        answer, words = tabled.get(i, (told.get(i, judged.get(i)), None))
        given = words or (answer.text if answer else "")
        found_verdict = verdict(given, question.text) if answer and (words or closed(question.text)) else None
        words = words or (_verdict_words(given) if answer else None)
        name = f"{read.part.id}:f{i + 1}"
        out.append(AuditQuestion(name, read.part.id, i + 1, question, answer, found_verdict, words))
    return out


def closed(question: str) -> bool:
    """Can the question be answered with yes or no?"""
    return not cue("questions", "open").match(question)


def verdict(text: str, question: str = "") -> Verdict | None:
    """Yes, partly or no, from the auditors' words; None where they do not say.

    A negation that belongs to the question's own term ("ej verkställda beslut") says nothing.
    """
    for term in re.findall(r"\b(?:ej|inte|icke)\s+\w+", question, re.IGNORECASE):
        text = re.sub(re.escape(term), "", text, flags=re.IGNORECASE)
    if cue("questions", "partly").search(text):
        return Verdict.PARTLY
    sides = re.split(cue("questions", "but"), text, maxsplit=1)
    first_no = bool(cue("questions", "no").search(sides[0]))
    if len(sides) > 1:
        rest = text[len(sides[0]) :]
        second_no = bool(cue("questions", "no").search(rest) or cue("questions", "weak").search(rest))
        if not first_no and second_no:
            return Verdict.PARTLY
    if first_no:
        return Verdict.NO
    return Verdict.YES if cue("questions", "yes").search(text) else None


def _verdict_words(text: str) -> str | None:
    """The firm's own scale: "delvis uppfyllt", "nej", "i huvudsak"."""
    match = re.search(
        r"\b(?:(?:ej|inte|delvis|i huvudsak|i allt väsentligt)\s+)?uppfyll(?:d|t|da)\b", text, re.IGNORECASE
    ) or re.match(r"(?:ja|nej|delvis|i huvudsak|till viss del)\b", text, re.IGNORECASE)
    return match.group(0) if match else None


# ---------------------------------------------------------------- the questions


def _listed(read: Read) -> list[Quote]:
    """Questions in lists (or sentences with a question mark) after a sentence that introduces them."""
    found: list[Quote] = []
    heading, asking, chain = "", False, False
    for unit in read.units:
        if unit.kind is UnitKind.HEADING:
            heading = unit.text
            chain = bool(cue("questions", "heading").search(heading)) or (
                unit.section is not None and unit.section.role is Role.AUDIT_QUESTIONS
            )
            asking = False
            if cue("questions", "answers_heading").search(heading):
                chain = False
        elif unit.kind is UnitKind.PROSE:
            spans = sentence_spans(unit.text)
            last = unit.text[spans[-1][0] : spans[-1][1]] if spans else ""
            asking = bool(cue("questions", "asks").search(last)) and not last.endswith((".", "?"))
            if chain or asking:
                found.extend(
                    quote_of(unit, read.pages, a, b) for a, b in spans if unit.text[a:b].endswith("?") and b - a > 15
                )
        elif (
            unit.kind is UnitKind.ITEM
            and (asking or (chain and unit.head is None))
            and (unit.text.rstrip(" ,;.").endswith("?") or (asking and cue("questions", "indirect").match(unit.text)))
        ):
            found.append(quote_of(unit, read.pages))
    return found


def _once(quotes: Sequence[Quote]) -> list[Quote]:
    kept: list[Quote] = []
    for quote in quotes:
        if not any(content(quote.text) == content(k.text) for k in kept):
            kept.append(quote)
    return kept


# ---------------------------------------------------------------- the answers


def _tables(read: Read) -> list[tuple[Quote, Quote, str]]:
    """(question, answer, verdict words) for every row of a table of questions."""
    found = []
    for unit in read.units:
        if unit.kind is not UnitKind.TABLE or unit.passage is None:
            continue
        for row in rows(unit.passage, read.pages):
            asked = column(row, "question")
            if asked is None or len(asked.text) < 15:
                continue
            told = column([c for c in row if c is not asked], "verdict", but=("question",))
            comment = column([c for c in row if c is not asked and c is not told], "comment")
            if told is None:
                continue
            words = told.text if len(told.text) <= 40 else (_verdict_words(told.text) or told.text[:40])
            answer = quoted([told, comment] if comment and comment.text else [told], unit, read.pages)
            found.append((quoted([asked], unit, read.pages), answer, _verdict_words(told.text) or words.rstrip(".")))
    return found


def _tabled(question: Quote, tables: Sequence[tuple[Quote, Quote, str]]) -> tuple[Quote, str] | None:
    best = max(tables, key=lambda t: likeness(t[0].text, question.text), default=None)
    return (best[1], best[2]) if best and likeness(best[0].text, question.text) >= SAME else None


def _answers_in_prose(read: Read, asked: Sequence[Quote]) -> dict[int, Quote]:
    """Answers that follow their question, repeated as a heading or as the paragraph's first words."""
    found: dict[int, Quote] = {}
    own = {q.spans for q in asked}
    waiting: int | None = None
    for unit in read.units:
        if unit.kind is UnitKind.HEADING:
            waiting = _which(unit.text, asked) if unit.text.endswith("?") else None
        elif unit.kind in (UnitKind.PROSE, UnitKind.ITEM) and unit.spans not in own:
            if waiting is not None and waiting not in found and not unit.text.endswith("?"):
                found[waiting] = quote_of(unit, read.pages)
                waiting = None
                continue
            end = unit.text.find("?") + 1
            index = _which(unit.text[:end], asked) if end > 15 else None
            if index is None:
                waiting = None
                continue
            if len(unit.text) - end > 2:
                while end < len(unit.text) and unit.text[end] in " –-:":
                    end += 1
                found.setdefault(index, quote_of(unit, read.pages, end))
            else:
                waiting = index
    return found


def _which(text: str, asked: Sequence[Quote]) -> int | None:
    best = max(range(len(asked)), key=lambda i: likeness(text, asked[i].text), default=None)
    return best if best is not None and likeness(text, asked[best].text) >= 0.75 else None


def _judgements(read: Read) -> list[Judgement]:
    found: list[Judgement] = []
    order, last, above = -1, None, ""
    for unit in read.units:
        section = unit.section
        if unit.kind is UnitKind.HEADING and "bedömning" not in unit.text.lower():
            above = unit.text
        if section is None or unit.kind not in (UnitKind.PROSE, UnitKind.ITEM):
            continue
        if not (
            section.role in (Role.ASSESSMENT, Role.CONCLUSION, Role.SUMMARY) or "bedömning" in section.heading.lower()
        ):
            continue
        own_assessment = section.role is Role.ASSESSMENT or "bedömning" in section.heading.lower()
        if own_assessment and section.id != last:
            order, last = order + 1, section.id
        role = Role.ASSESSMENT if own_assessment else section.role
        spans = sentence_spans(unit.text)
        for n, (start, end) in enumerate(spans):
            sentence = unit.text[start:end]
            if not cue("questions", "judges").search(sentence) or cue("questions", "wish").search(sentence):
                continue
            if not cue("recommend", "says").search(sentence):
                if n + 1 < len(spans) and cue("questions", "contrast").match(unit.text[spans[n + 1][0] :]):
                    end = spans[n + 1][1]
                quote = quote_of(unit, read.pages, start, end)
                found.append(Judgement(quote, role, order if own_assessment else -1, f"{above} {section.heading}"))
    return found


def _judged(
    asked: Sequence[Quote], open_: Sequence[int], judgements: Sequence[Judgement], weight: dict[str, float]
) -> dict[int, Quote]:
    """For each open question the assessment that says most of what it asks; no sentence answers two questions.

    What sets the question apart from its siblings must be in the assessment or in the heading above it. Where there
    are as many assessment sections as questions, their order speaks for the pair.
    """
    sections = len({j.order for j in judgements if j.order >= 0})
    scored: list[tuple[float, int, int]] = []
    for i in open_:
        apart = _apart(asked[i], asked)
        for n, judgement in enumerate(judgements):
            in_order = sections == len(asked) and judgement.order == i
            value = _fit(asked[i].text, judgement, apart, in_order, weight)
            if value >= ANSWERS:
                scored.append((value, -n, i))
    found: dict[int, Quote] = {}
    used: set[int] = set()
    for _, n, i in sorted(scored, reverse=True):
        if i not in found and -n not in used:
            found[i] = judgements[-n].quote
            used.add(-n)
    return found


def _fit(question: str, judgement: Judgement, apart: set[str], in_order: bool, weight: dict[str, float]) -> float:
    text = cue("questions", "judges").sub("", judgement.quote.text)
    said = {*content(text), *content(judgement.heading)}
    if not in_order:
        if len(set(content(question)) & set(content(text))) < 2:
            return 0.0
        if apart and not any(same_word(a, b) for a in apart for b in said):
            return 0.0
    value = 0.5 * held(question, text, weight) + 0.5 * held(text, question, weight)
    value += 0.2 * held(judgement.heading, question, weight)
    return value + (0.1 if judgement.role is Role.ASSESSMENT else 0.0) + (0.25 if in_order else 0.0)


def _apart(question: Quote, asked: Sequence[Quote]) -> set[str]:
    """Stems of the question that at most a quarter of its siblings share with it."""
    seen = Counter(s for q in asked for s in set(content(q.text)))
    most = max(2, len(asked) // 4)
    return {s for s in content(question.text) if seen[s] <= most and s not in GENERIC}
