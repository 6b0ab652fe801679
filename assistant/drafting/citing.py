"""Facts become runs: checked against the words they rest on, and numbered in the order they are first used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answering.check import Cited, check
from assistant.answering.composing import tidy
from assistant.drafting.model import Fact, Run, RunKind
from assistant.drafting.sources import Sources
from assistant.reading.spans import clean, slice_spans
from assistant.types import Citation, Quote, Span

_SHORT = 12  # characters: a piece of a quotation shorter than this stands on its page by chance


@dataclass
class Citer:
    """The draft's list of citations under construction. `dropped` are facts that failed the check."""

    sources: Sources
    citations: list[Citation] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def run(self, fact: Fact, quoted: bool = False, comment: str = "") -> Run | None:
        """The fact as a run with its citations, in quotation marks where `quoted`; None where the check fails."""
        pieces = [piece for quote in fact.quotes for piece in self._pieces(quote)]
        cited = [Cited(p.text, self.sources.file_of(p), p.spans) for p in pieces]
        if not _passes(fact.text, cited, fact.derived, fact.composed):
            self.dropped.append(fact.text)
            return None
        numbers = tuple(dict.fromkeys(self._number(piece) for piece in pieces))
        text = tidy(fact.text)
        doubts = " ".join(w for w in (comment, fact.doubt) if w)
        return Run(
            f"”{text}”" if quoted else text,
            RunKind.FACT,
            numbers,
            doubts,
            False,
            fact.derived,
            fact.composed,
            fact.text,
        )

    def holds(self, run: Run) -> bool:
        """Does the run still pass the check against the citations it carries? For the check report."""
        mine = [c for c in self.citations if c.n in run.citations]
        cited = [Cited(c.quote, self.sources.file(self.sources.parts[c.part_id].file_id), c.spans) for c in mine]
        return _passes(run.checked or run.text, cited, run.derived, run.composed)

    def _number(self, quote: Quote) -> int:
        for citation in self.citations:
            if citation.part_id == quote.part_id and citation.spans == quote.spans:
                return citation.n
        self.citations.append(self.sources.citation(len(self.citations) + 1, quote))
        return len(self.citations)

    def _pieces(self, quote: Quote) -> list[Quote]:
        """A quotation as pieces that each stand unbroken on one page."""
        pages = self.sources.file_of(quote).pages
        spans = slice_spans(pages, quote.spans, 0, len(clean(pages, quote.spans)))
        groups: list[list[Span]] = []
        for span in spans:
            if groups and groups[-1][-1].page == span.page and not _between(pages, groups[-1][-1], span):
                groups[-1].append(span)
            else:
                groups.append([span])
        made = [(clean(pages, group), tuple(group)) for group in groups]
        whole = max((len(text) for text, _ in made), default=0)
        return [
            Quote(quote.part_id, quote.section_id, group[0].page, text, group)
            for text, group in made
            if len(text) >= min(_SHORT, whole)
        ]


def _passes(text: str, cited: Sequence[Cited], derived: Sequence[str], composed: bool) -> bool:
    """Quote and figures hold; and every word stands in the cited ones, unless a fixed phrase is what holds them."""
    checks = check(text, cited, derived)
    return checks.quote and checks.figures and (composed or checks.support == 1.0)


def _between(pages: Sequence[str], one: Span, other: Span) -> bool:
    return bool(pages[one.page - 1][one.end : other.start].strip()) if other.start >= one.end else True
