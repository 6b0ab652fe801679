"""Every place where a document states a recommendation, before it is known which of them are the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.reading.sentences import sentence_spans
from assistant.reading.spans import clean
from assistant.register.addressees import addressed, bodies, resolve
from assistant.register.cues import cue
from assistant.register.leads import bare, last_sentence, opens, pointed, told_by
from assistant.register.rows import Cell, column, pieces, printed_number, rows
from assistant.register.stated import Form, Statement
from assistant.register.units import Unit, UnitKind, quote_of
from assistant.types import DocumentKind, Part, Quote, Role


class _Finder:
    """Walks one document's units, remembering which list is open."""

    def __init__(self, part: Part, units: Sequence[Unit], pages: Sequence[str]) -> None:
        self.part, self.units, self.pages = part, units, pages
        self.found: list[Statement] = []
        self.group = 0
        self.open = False  # the next items are recommendations
        self.items = 0  # how many of the open list have been seen
        self.names: tuple[str, ...] = ()
        self.earlier = False
        self.chain: list[tuple[int, str]] = []  # headings above, with their levels
        self.restates = part.kind in (DocumentKind.REPLY, DocumentKind.STATEMENT, DocumentKind.MINUTES)

    def run(self) -> list[Statement]:
        for unit in self.units:
            if unit.kind is UnitKind.HEADING:
                self._heading(unit)
            elif unit.kind is UnitKind.PROSE:
                self._prose(unit)
            elif unit.kind is UnitKind.ITEM:
                self._item(unit)
            elif unit.kind is UnitKind.TABLE:
                self._table(unit)
        return self.found

    # -- headings

    def _heading(self, unit: Unit) -> None:
        level = unit.section.level if unit.section else 1
        while self.chain and self.chain[-1][0] >= level:
            self.chain.pop()
        self.chain.append((level, unit.text))
        self._close()
        if opens(unit.text) and not cue("recommend", "heading").match(unit.text):
            self._open(unit.text)

    @property
    def under(self) -> bool:
        """Under a heading that promises recommendations and nothing else."""
        return any(cue("recommend", "heading").match(text) for _, text in self.chain)

    @property
    def under_mixed(self) -> bool:
        return any(cue("recommend", "heading_mixed").search(text) for _, text in self.chain)

    @property
    def heading_earlier(self) -> bool:
        return any(
            cue("recommend", "heading_mixed").search(t) and cue("recommend", "earlier").search(t) for _, t in self.chain
        )

    def _heading_names(self) -> tuple[str, ...]:
        for _, text in reversed(self.chain):
            if named := bodies(text):
                return named
        return ()

    # -- lists

    def _open(self, lead: str) -> None:
        self.open, self.items = True, 0
        self.group += 1
        self.names = addressed(last_sentence(lead))
        self.earlier = not self.restates and (
            self.heading_earlier or bool(cue("recommend", "earlier").search(last_sentence(lead)))
        )

    def _close(self) -> None:
        self.open, self.items, self.names, self.earlier = False, 0, (), False
        self.group += 1

    def _prose(self, unit: Unit) -> None:
        text = unit.text
        if self.open and self.items and self._continues(unit):
            return
        if self.open and not self.items and re.match(r"att\s", text):
            self._add_item(unit)
            return
        if (
            self.open
            and self.items
            and re.match(r"att\s", text)
            and self.found[-1].quote.text.lower().startswith("att ")
        ):
            self._add_item(unit)
            return
        spans = sentence_spans(text)
        lead = text[spans[-1][0] : spans[-1][1]] if spans else text
        is_lead = opens(lead) or (
            bool(cue("recommend", "weak_lead").search(lead))
            and (self.under_mixed or self._role(unit) in (Role.SUMMARY, Role.CONCLUSION, Role.RECOMMENDATIONS))
        )
        label = self.under and len(text) < 60 and bool(bodies(text)) and len(text.split()) <= 6
        if self.open and self.items and not (is_lead or label):
            self._close()
        for start, end in spans[: -1 if is_lead else None]:
            self._sentence(unit, start, end)
        if is_lead or label:
            self._open(lead)
        elif self.under and lead.rstrip().endswith(":"):
            # "Granskningen omfattade följande:" under the heading: its items are something else.
            self.open, self.items = False, 0
            self.group += 1
            self.blocked = unit.passage.id if unit.passage else ""

    blocked = ""

    def _continues(self, unit: Unit) -> bool:
        """Adds the rest of an item that a page break cut off; False where `unit` is something else."""
        last = self.found[-1]
        if not unit.text[:1].islower() or last.quote.text.endswith((".", ":")) or last.form is not Form.LIST:
            return False
        if re.match(r"att\s", unit.text) and last.quote.text.lower().startswith("att "):
            return False
        spans = (*last.quote.spans, *unit.spans)
        quote = replace(last.quote, text=clean(self.pages, spans), spans=spans)
        text, numbers = pointed(quote.text)
        self.found[-1] = replace(last, quote=quote, text=bare(text), sections=numbers)
        return True

    def _item(self, unit: Unit) -> None:
        head = unit.head
        if self.open:
            self._add_item(unit)
        elif cue("recommend", "says").search(unit.text) and not unit.text.endswith(":"):
            for start, end in sentence_spans(unit.text):
                self._sentence(unit, start, end)
        elif (self.under and not (head and head.text.endswith(":") and self.blocked)) or (
            self.under_mixed
            and head is None
            and self._role(unit) is Role.RECOMMENDATIONS
            and cue("recommend", "imperative").match(unit.text)
        ):
            self._add_item(unit)

    def _add_item(self, unit: Unit) -> None:
        if unit.text.endswith("?") or len(unit.text) < 12:
            return
        self.items += 1
        quote, priority = self._without_priority(unit)
        self._add(quote, Form.LIST, self.names or self._heading_names(), unit, priority=priority, number=unit.number)

    def _without_priority(self, unit: Unit) -> tuple[Quote, str | None]:
        """A table that the reader saw as lines leaves its priority ("Hög") as the item's last line."""
        if len(unit.spans) > 1:
            last = unit.spans[-1]
            word = self.pages[last.page - 1][last.start : last.end].strip()
            if cue("columns", "priority_word").match(word):
                spans = unit.spans[:-1]
                return Quote(unit.part_id, unit.section_id, spans[0].page, clean(self.pages, spans), spans), word
        return quote_of(unit, self.pages), None

    # -- sentences

    def _sentence(self, unit: Unit, start: int, end: int) -> None:
        sentence = unit.text[start:end]
        says = cue("recommend", "says").search(sentence) and not cue("recommend", "foreign").search(sentence)
        told = None
        if says and not cue("recommend", "about").search(sentence):
            told = told_by(sentence)
        elif self.under and not self.restates:
            match = cue("recommend", "ought").search(sentence)
            if (
                match
                or re.match(r"att\s+\w", sentence)
                or (cue("recommend", "imperative").match(sentence) and sentence[:1].isupper())
            ):
                told = sentence
        if told is None or len(told) < 12 or told.endswith("?"):
            return
        earlier = bool(re.search(r"\brekommenderade", sentence)) and not cue("recommend", "says").search(sentence)
        names = addressed(sentence) or self._heading_names()
        quote = quote_of(unit, self.pages, start, end)
        self._add(
            quote,
            Form.SENTENCE,
            names,
            unit,
            told=told,
            earlier=earlier or (self.heading_earlier and not self.restates),
        )

    # -- tables

    def _table(self, unit: Unit) -> None:
        assert unit.passage is not None
        self.group += 1
        added = False
        caption = unit.passage.table.caption if unit.passage.table else ""
        earlier = not self.restates and bool(cue("recommend", "earlier").search(caption) or self.heading_earlier)
        for row in rows(unit.passage, self.pages):
            cell = column(row, "recommendation", but=("answer", "status"))
            if cell is not None:
                added |= self._row(unit, row, cell, earlier)
                continue
            for other in row:
                self._cell_sentences(unit, other)
        if added:
            self.open = False

    def _row(self, unit: Unit, row: list[Cell], cell: Cell, earlier: bool) -> bool:
        if len(cell.text) < 12:
            return False
        priority, responsible = column(row, "priority"), column(row, "responsible")
        to, where = column(row, "addressee", but=("recommendation",)), column(row, "sections", but=("recommendation",))
        old = earlier or (not self.restates and self._earlier_row(row, cell))
        names = (bodies(to.text) if to else ()) or self.names or self._heading_names()
        numbers = tuple(cue("pointer", "number").findall(where.text)) if where else ()
        for spans in pieces(cell, self.pages):
            quote = Quote(unit.part_id, unit.section_id, spans[0].page, clean(self.pages, spans), spans)
            if len(quote.text) >= 12 and not quote.text.endswith("?"):
                self._add(
                    quote,
                    Form.TABLE,
                    names,
                    unit,
                    earlier=old,
                    sections=numbers,
                    priority=priority.text if priority else None,
                    responsible=responsible.text if responsible else None,
                    number=printed_number(row),
                )
        return True

    def _earlier_row(self, row: list[Cell], cell: Cell) -> bool:
        """A follow-up's table of what was recommended then ("Rekommendation 2021"), with its status or the answer."""
        if re.search(r"\b(?:19|20)\d\d\b", cell.heading) or cue("recommend", "earlier").search(cell.heading):
            return True
        return self.part.follow_up and bool(column(row, "status") or column(row, "answer", but=("recommendation",)))

    def _cell_sentences(self, unit: Unit, cell: Cell) -> None:
        part = replace(unit, text=cell.text, spans=cell.spans)
        for start, end in sentence_spans(cell.text):
            if cue("recommend", "says").search(cell.text[start:end]):
                self._sentence(part, start, end)

    # -- all

    def _role(self, unit: Unit) -> Role:
        return unit.section.role if unit.section else Role.OTHER

    def _add(
        self,
        quote: Quote,
        form: Form,
        names: tuple[str, ...],
        unit: Unit,
        *,
        told: str | None = None,
        earlier: bool | None = None,
        sections: tuple[str, ...] = (),
        priority: str | None = None,
        responsible: str | None = None,
        number: int | None = None,
    ) -> None:
        text, numbers = pointed(told if told is not None else quote.text)
        own = self.part.body
        self.found.append(
            Statement(
                self.part.id,
                bare(text),
                quote,
                form,
                self.group,
                resolve(names, own),
                numbers or sections,
                self._role(unit),
                self.earlier if earlier is None else earlier,
                priority,
                responsible,
                number,
            )
        )


def statements(part: Part, units: Sequence[Unit], pages: Sequence[str]) -> list[Statement]:
    """All statements of recommendations in one document, in reading order."""
    return _Finder(part, units, pages).run()
