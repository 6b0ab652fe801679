"""What is shown of the register as a file to take along: XLSX or CSV, every row with its sources.

The only file that knows openpyxl.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assistant.register.places import naming
from assistant.retrieval.library import Library
from assistant.types import Quote, Section
from assistant.web.ledger import Line

HEADINGS = (
    ("Id", 24), ("Kommun", 16), ("Nämnd eller styrelse", 22), ("År", 7), ("Revisor", 14), ("Nr", 5),
    ("Rekommendation", 60), ("Teman", 28), ("Handling", 26), ("Del", 30), ("Avsnitt", 18), ("Sida", 6),
    ("Citat", 60), ("Besvarad", 9), ("Svar senast", 12), ("Dagar kvar", 10), ("Ställningstagande", 14),
    ("Utlovat till", 12), ("Svarets handling", 26), ("Svarets del", 30), ("Svarets avsnitt", 18), ("Svarets sida", 7),
    ("Svarets ord", 60), ("Uppföljning", 16), ("Uppföljningens handling", 26), ("Uppföljningens del", 30),
    ("Uppföljningens avsnitt", 18), ("Uppföljningens sida", 7), ("Uppföljningens ord", 60),
)  # fmt: skip
SOURCES = (("Id", 24), ("Vad", 22), ("Handling", 28), ("Del", 36), ("Avsnitt", 24), ("Sida", 6), ("Citat", 90))
_FORMULA = re.compile(r"^[=+\-@\t\r]")  # a spreadsheet would run it
STYLED = 1500  # rows: beyond them the cells are not wrapped, which would take most of the time
_ALIGNMENT = Alignment(wrap_text=True, vertical="top")
Table = list[list[Any]]


def to_csv(library: Library, shown: Sequence[Line], today: date) -> bytes:
    """Semicolons and a byte order mark, as Excel in Swedish reads it; a row for each recommendation."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(name for name, _ in HEADINGS)
    for row in rows(library, shown, today):
        writer.writerow(_inert(cell) for cell in row)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(library: Library, shown: Sequence[Line], today: date, about: Sequence[tuple[str, str]] = ()) -> bytes:
    """Three sheets: the recommendations, every source of each, and what the selection was (`about`)."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "Rekommendationer"
    _fill(first, HEADINGS, rows(library, shown, today))
    _fill(book.create_sheet("Källor"), SOURCES, sources(library, shown))
    _fill(book.create_sheet("Urval"), (("Uppgift", 24), ("Värde", 80)), [list(pair) for pair in about])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows(library: Library, shown: Sequence[Line], today: date) -> Table:
    """One row a recommendation, cells in the order of HEADINGS; None where the documents do not say."""
    named = naming(library.sections)
    return [
        [
            line.record.id,
            line.municipality or None,
            line.bodies or None,
            line.part.year,
            line.part.auditor,
            line.record.number,
            line.record.text,
            ", ".join(line.themes) or None,
            *_place(library, named, next(iter(line.record.stated_in), None)),
            line.answered,
            line.due,
            line.days(today),
            line.response.stance.value if line.response else None,
            line.response.due if line.response else None,
            *_place(library, named, line.response.quote if line.response else None),
            line.status if line.follow_up else None,
            *_place(library, named, line.follow_up.quote if line.follow_up else None),
        ]
        for line in shown
    ]


def sources(library: Library, shown: Sequence[Line]) -> Table:
    """One row a place that speaks of a recommendation, cells in the order of SOURCES."""
    named = naming(library.sections)
    return [[line.record.id, what, *_place(library, named, quote)] for line in shown for what, quote in line.quotes()]


def _place(library: Library, named: Mapping[str, Section], quote: Quote | None) -> list[Any]:
    if quote is None:
        return [None] * 5
    part, section = library.parts[quote.part_id], named.get(quote.section_id or "")
    return [
        part.document,
        part.title,
        section.title if section else None,
        quote.page if part.paged else None,
        quote.text,
    ]


def _fill(sheet: Worksheet, headings: Sequence[tuple[str, int]], table: Table) -> None:
    sheet.append([name for name, _ in headings])
    for row in table:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", v) if isinstance(v, str) else v for v in row])
        for column, value in enumerate(row, 1):
            if isinstance(value, str) and _FORMULA.match(value):
                sheet.cell(sheet.max_row, column).data_type = "s"  # words that begin with = are words, not a formula
    if len(table) <= STYLED:
        for cells in sheet.iter_rows(min_row=2):
            for cell in cells:
                cell.alignment = _ALIGNMENT
    for column, (_, width) in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.cell(1, column).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _inert(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
