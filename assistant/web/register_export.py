"""The file behind "Hämta som Excel" and "Hämta som CSV": exactly what the page shows, in its order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from assistant.register.recurring import in_how_many
from assistant.retrieval.library import Library
from assistant.web import register_texts as words
from assistant.web.ledger import FIELDS, chosen, from_query, lines
from assistant.web.sheets import to_csv, to_xlsx

EXPORTS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def exported(library: Library, kind: str, given: Sequence[tuple[str, str]]) -> bytes:
    """The file of a kind in EXPORTS for the query that the page's link carries (`Choice.query`, and `dag`)."""
    choice, today = from_query(given), _day(dict(given).get("dag", ""))
    everything = lines(library)
    shown = chosen(everything, choice)
    if kind == "csv":
        return to_csv(library, shown, today)
    towns, of = ({one.municipality for one in some if one.municipality} for some in (shown, everything))
    limits = zip(words.FIELD_LABELS, (getattr(choice, name) for name in FIELDS), strict=True)
    about = [
        (words.TAB, words.SHOWN.format(shown=len(shown), total=len(everything))),
        (words.COVERED, in_how_many(len(towns), len(of), library.problems)),
        (words.DAY, str(today)),
        *((label, ", ".join(values)) for label, values in limits if values),
        *([(words.WORDS, choice.ord)] if choice.ord else []),
    ]
    return to_xlsx(library, shown, today, about)


def _day(typed: str) -> date:
    try:
        return datetime.strptime(typed, "%Y-%m-%d").date()
    except ValueError:
        return datetime.now().date()
