"""What the tab Rekommendationer shows: its frame, the table, and the card of one recommendation. HTML only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.reading.sections import citation_section
from assistant.types import FollowUpStatus, Part, Quote, Section, Stance
from assistant.web import register_texts as words
from assistant.web import texts
from assistant.web.ledger import COLUMNS, Choice, Line
from assistant.web.markup import button, escape
from assistant.web.texts import KINDS, SECTION, count

PAGE = 100  # rows shown at a time
FEW = 6  # sources of a card that are shown at once


def overview(total: int, shown: int, choice: Choice, view: str, today: date, body: str) -> str:
    """The tab's left side: views to choose from, how much is shown, files to fetch, and the HTML of the view."""
    links = "".join(
        f'<a class="fetch" href="register/rekommendationer.{kind}?{escape(choice.query())}&amp;dag={today}" download>'
        f"{words.FETCH[kind]}</a>"
        for kind in words.FETCH
    )
    tabs = "".join(f"<li>{_tab(name, label, current=name == view)}</li>" for name, label in words.VIEWS.items())
    how_many = words.SHOWN.format(shown=shown, total=count(total, "rekommendation", "rekommendationer"))
    return (
        f'<section class="register" aria-label="{words.TAB}">'
        f'<nav aria-label="{words.VIEWS_LABEL}"><ul>{tabs}</ul></nav>'
        f'<p class="lead"><span role="status">{how_many}</span> <span class="fetches">{links}</span></p>'
        f"{body}</section>"
    )


def _tab(name: str, label: str, *, current: bool) -> str:
    made = button(label, "view", css="view", view=name, key=f"view-{name}")
    return made.replace("<button ", '<button aria-current="true" ', 1) if current else made


def table(shown: Sequence[Line], choice: Choice, today: date, limit: int, opened: str | None) -> str:
    """The recommendations as rows, at most `limit` of them; `opened` is the id of the one whose card is open."""
    if not shown:
        return f'<p class="none">{words.NOTHING}</p>'
    head = "".join(_head(key, name, choice) for key, name, _ in COLUMNS)
    rows = "".join(_row(line, today, line.record.id == opened) for line in shown[:limit])
    left = len(shown) - limit
    more = button(words.MORE.format(n=min(PAGE, left), left=left), "more", css="more", key="more") if left > 0 else ""
    return (
        f'<div class="rows" tabindex="0" role="region" aria-label="{words.VIEWS["lista"]}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{more}"
    )


def _head(key: str, name: str, choice: Choice) -> str:
    order = ("descending" if choice.down else "ascending") if choice.sort == key else "none"
    made = button(name, "sort", name=words.SORT.format(column=name.lower()), column=key, key=f"sort-{key}")
    return f'<th scope="col" aria-sort="{order}">{made}</th>'


def _row(line: Line, today: date, opened: bool) -> str:
    text = button(line.record.text, "open", css="rec", id=line.record.id, key=line.record.id)
    text = text.replace("<button ", f'<button aria-expanded="{str(opened).lower()}" ', 1)
    themes = "".join(f"<span>{escape(name)}</span>" for name in line.themes)
    cells = [
        escape(line.municipality),
        escape(line.bodies),
        escape(line.part.year or ""),
        escape(line.part.auditor or ""),
        f'{text}<span class="review">{escape(line.part.title)}</span>',
        f'<span class="themes">{themes}</span>',
        answered(line, today),
        _status(line),
    ]
    named = zip(COLUMNS, cells, strict=True)
    made = "".join(f'<td class="{key}" data-label="{name}">{cell}</td>' for (key, name, _), cell in named)
    return f"<tr>{made}</tr>"


def answered(line: Line, today: date) -> str:
    """ "Ja, delar", or "Nej" with the days left or overdue, as HTML."""
    if line.response:
        stance = line.response.stance
        openly = stance is Stance.UNSTATED
        said = words.ANSWERED_OPENLY if openly else words.ANSWERED.format(stance=escape(stance.value))
        return f'<span class="yes">{said}</span>'
    days = line.days(today)
    waits = words.NO_DAY if days is None else words.waits(days)
    late = " late" if days is not None and days < 0 else ""
    return f'<span class="no{late}">{words.UNANSWERED}</span><span class="review">{waits}</span>'


def _status(line: Line) -> str:
    if not line.follow_up:
        return ""
    css = {FollowUpStatus.DONE: "yes", FollowUpStatus.PARTLY: "no"}.get(line.follow_up.status, "no late")
    return f'<span class="{css}">{escape(line.status)}</span>'


def card(line: Line, today: date, parts: Mapping[str, Part], sections: Mapping[str, Section]) -> str:
    """One recommendation with everything known of it, and a button for each place that says so."""
    record = line.record
    facts = {
        words.ADDRESSEE: line.bodies,
        words.POINTS_TO: ", ".join(record.sections),
        words.PRIORITY: record.priority or "",
        words.RESPONSIBLE: (line.response.responsible if line.response else None) or record.responsible or "",
    }
    known = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts.items() if value)
    why = "".join(f"<li>{escape(t.name)} <small>({escape(t.reason)})</small></li>" for t in record.themes)
    places = [_source(n, what, quote, parts, sections) for n, (what, quote) in enumerate(line.quotes(), 1)]
    listed, rest = "".join(places[:FEW]), "".join(places[FEW:])
    if rest:
        title = words.MORE_SOURCES.format(n=len(places) - FEW)
        rest = f'<details><summary>{title}</summary><ol class="places">{rest}</ol></details>'
    review = ", ".join(str(one) for one in (line.municipality, line.part.title, line.part.year) if one)
    return (
        f'<section class="card" id="registerkort" tabindex="-1" aria-label="{words.CARD}"><header>'
        f"<h3>{escape(record.text)}</h3>{button('×', 'close', css='step', name=words.CLOSE)}</header>"
        f'<p class="review">{escape(review)}</p>'
        f"<p>{answered(line, today)} {_status(line)}</p><dl>{known}</dl><ul class='why'>{why}</ul>"
        f'<h4>{words.SOURCES}</h4><ol class="places">{listed}</ol>{rest}</section>'
    )


def _source(n: int, what: str, quote: Quote, parts: Mapping[str, Part], sections: Mapping[str, Section]) -> str:
    part, section = parts[quote.part_id], sections.get(quote.section_id or "")
    section = citation_section(section, sections) if section else None
    where = [KINDS[part.kind]]
    where += [SECTION.format(section=section.label)] if section else []
    where += [texts.PAGE.format(page=quote.page)] if part.paged else []
    made = button("", "cite", css="source", turn=0, n=n, key=f"place-{n}")
    inside = f'<span class="num">{n}</span> <span><strong>{escape(what)}</strong> {escape(", ".join(where))}</span>'
    return "<li>" + made.replace("></button>", f">{inside}</button>") + "</li>"
