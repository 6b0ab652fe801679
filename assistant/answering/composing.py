"""From evidence to an answer: numbered citations, checked statements, readable Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answering.check import Cited, check
from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome
from assistant.reading import citation_section
from assistant.reading.spans import clean, slice_spans
from assistant.types import Citation, Quote, Span, Statement


@dataclass
class Composed:
    """An answer under construction; citations are numbered in the order they are first used."""

    lines: list[str] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    dropped: int = 0


def compose(context: Context, outcome: Outcome) -> Composed:
    """Check every statement, number its citations and write the answer. What fails the check is dropped and counted."""
    made = Composed()
    if outcome.lead:
        made.lines.append(outcome.lead)
    last = ""
    for evidence in outcome.items:
        statement = _statement(context, made, evidence)
        if statement is None:
            continue
        marks = "".join(f" [{n}]" for n in statement.citations)
        if outcome.listed:
            if evidence.label and evidence.label != last:
                made.lines.append(_heading(evidence.label))
                last = evidence.label
            made.lines.append(f"- {tidy(evidence.text)}{marks}")
        elif evidence.lines:
            made.lines.append((f"{evidence.label}: " if evidence.label else "") + tidy(evidence.lines[0]))
            made.lines.append("\n".join(f"- {tidy(line)}" for line in evidence.lines[1:]) + marks)
        else:
            made.lines.append((f"{evidence.label}: " if evidence.label else "") + tidy(evidence.text) + marks)
    for note in outcome.notes:
        statement = _statement(context, made, note)
        if statement is not None:
            words = f"{note.label}: {tidy(note.text)}" if note.label else tidy(note.text)
            made.notes.append(words + "".join(f" [{n}]" for n in statement.citations))
    return made


def _heading(label: str) -> str:
    return f"{label}:" if not label.endswith(":") else label


def _statement(context: Context, made: Composed, evidence: Evidence) -> Statement | None:
    pieces = [piece for quote in evidence.quotes for piece in _contiguous(context, quote, evidence.tabular)]
    cited = [Cited(p.text, context.file(context.part(p).file_id), p.spans) for p in pieces]
    plain = evidence.text.replace("**", "")
    checks = check(plain, cited, evidence.derived, evidence.tabular)
    if not (checks.quote and checks.figures):
        made.dropped += 1
        return None
    numbers = tuple(dict.fromkeys(_number(context, made, piece) for piece in pieces))
    statement = Statement(plain, numbers, checks)
    made.statements.append(statement)
    return statement


def _contiguous(context: Context, quote: Quote, cells: bool = False) -> list[Quote]:
    """A quote as pieces that each stand unbroken on their page, or run over one page end. Snippets are dropped,
    unless they are the `cells` of a table.

    Words that a footnote or another block interrupts are two quotations: each can then be found as it stands.
    """
    file = context.file(context.part(quote).file_id)
    groups: list[list[Span]] = []
    for span in slice_spans(file.pages, quote.spans, 0, len(clean(file.pages, quote.spans))):
        over_page = groups and groups[-1][-1].page + 1 == span.page and len(groups[-1]) == 1
        if over_page and not _text_after(file.pages[groups[-1][-1].page - 1], groups[-1][-1].end, file.pages, span):
            groups[-1].append(span)
        else:
            groups.append([span])
    texts = [(clean(file.pages, g), tuple(g)) for g in groups]
    whole = max((len(t) for t, _ in texts), default=0)
    kept = [(t, g) for t, g in texts if cells or len(t) >= min(25, whole)]
    return [Quote(quote.part_id, quote.section_id, g[0].page, t, g) for t, g in kept]


def _text_after(page: str, end: int, pages: Sequence[str], following: Span) -> bool:
    """True when more than a few lines stand between the two spans: then they are two quotations."""
    return len(page[end:].split()) > 60 or len(pages[following.page - 1][: following.start].split()) > 60


def _number(context: Context, made: Composed, quote: Quote) -> int:
    for citation in made.citations:
        if citation.part_id == quote.part_id and citation.spans == quote.spans:
            return citation.n
    part = context.part(quote)
    section = context.section(quote)
    if section is not None:
        section = citation_section(section, context.library.sections)
    first = quote.spans[0]
    made.citations.append(
        Citation(
            len(made.citations) + 1,
            part.document,
            part.title,
            section.label if section else None,
            section.heading if section else None,
            quote.page if part.paged else None,
            first.start,
            first.end,
            quote.text,
            part.id,
            quote.spans,
        )
    )
    return len(made.citations)


def tidy(text: str) -> str:
    """Words as shown: footnote calls raised out of the way, bullets of a list as a run of clauses."""
    text = re.sub(r"(?<=[a-zåäö]{3})\d{1,2}(?=[\s.,;:)]|$)", "", text)
    text = re.sub(r"\s+[•►⎯➢▪●o]\s+(?=\w)", " • ", text)
    return text.strip()
