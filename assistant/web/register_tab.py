"""The tab Rekommendationer: filter fields, a view of the register, and beside it one recommendation with its pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.answering.context import context_of
from assistant.answering.deadlines import due_quote
from assistant.retrieval.library import Library
from assistant.types import Answer, Citation, Coverage
from assistant.web import register_texts as words
from assistant.web.ledger import FIELDS, Choice, Ledger, as_citation, chosen, citations, values_of
from assistant.web.markup import escape
from assistant.web.model import Conversation, Turn, View
from assistant.web.panel import panel
from assistant.web.register_charts import heat_map, recurrence, timeline
from assistant.web.register_views import PAGE, card, overview, table
from assistant.web.shelf import Shelf
from assistant.web.texts import BACK_TO_ANSWER

_HERE = Path(__file__).parent
Moved = Callable[[dict[str, Any], Conversation], View | None]
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True, slots=True)
class Look:
    """What a visitor sees: a view, its order, how many rows, and which recommendation is open."""

    view: str = "lista"
    sort: str = ""
    down: bool = False
    limit: int = PAGE
    opened: str | None = None


def register_tab(shelf: Shelf, tab: gr.Tab, moved: Moved) -> None:
    """The content of the tab, inside `tab`; read afresh each time it is opened. `moved` reads a click in the panel."""
    ledger = Ledger()
    script = (_HERE / "register.js").read_text(encoding="utf-8")
    style = (_HERE / "register.css").read_text(encoding="utf-8")
    gr.HTML(f"<style>{style}</style>", js_on_load=None, apply_default_css=False)
    look, talk, view = gr.State(Look()), gr.State(Conversation()), gr.State(None)
    with gr.Row(elem_id="registerval"):
        fields = [
            gr.Dropdown([], value=[], multiselect=True, label=label, min_width=130) for label in words.FIELD_LABELS
        ]
    with gr.Row(elem_id="registersok"):
        find = gr.Textbox(label=words.WORDS, placeholder=words.WORDS_HINT, max_length=200, elem_id="registerord")
        day = gr.Textbox(label=words.DAY, max_length=10, elem_id="registerdag")
        clear = gr.Button(words.CLEAR, size="sm", elem_id="registerrensa")
    with gr.Row(elem_id="registerspalter", equal_height=False):
        with gr.Column(scale=7, min_width=320):
            shown = gr.HTML(elem_id="registret", js_on_load=script, apply_default_css=False)
        with gr.Column(scale=5, min_width=320, visible=False) as side:
            detail = gr.HTML(elem_id="registerkort-plats", js_on_load=script, apply_default_css=False)
            source = gr.HTML(elem_id="registerkalla", js_on_load=script, apply_default_css=False)

    def enter(seen: Look, typed: str, counted: str, *values: list[str]) -> tuple[Any, ...]:
        lines = ledger.of(shelf.open())
        options = [gr.Dropdown(choices=values_of(lines, name)) for name in FIELDS]
        return counted or str(_today()), draw(seen, typed, counted, *values), *options

    def draw(seen: Look, typed: str, counted: str, *values: list[str]) -> str:
        return drawn(shelf.library, ledger, seen, _choice(seen, typed, values), _day(counted))

    def filtered(seen: Look, typed: str, counted: str, *values: list[str]) -> tuple[Any, ...]:
        seen = replace(seen, limit=PAGE)
        return seen, draw(seen, typed, counted, *values)

    def act(event: gr.EventData, seen: Look, typed: str, counted: str, *values: list[str]) -> tuple[Any, ...]:
        changed, now = acted(event._data or {}, seen, values)
        told = opened(shelf.library, ledger, changed, event._data or {}, _day(counted))
        kept = [gr.skip() if a is b else gr.Dropdown(value=b) for a, b in zip(values, now, strict=True)]
        return changed, draw(changed, typed, counted, *now), *told, *kept

    def page(event: gr.EventData, seen: Look, spoken: Conversation, at: View | None) -> tuple[Any, ...]:
        now = moved(event._data or {}, spoken)
        return (now, sourced(shelf.library, spoken, now)) if now else (gr.skip(), gr.skip())

    def close(event: gr.EventData, seen: Look, spoken: Conversation, at: View | None) -> tuple[Any, ...]:
        if (event._data or {}).get("event") == "close":
            return replace(seen, opened=None), gr.Column(visible=False), gr.skip(), gr.skip()
        return gr.skip(), gr.skip(), *page(event, seen, spoken, at)

    asked = [look, find, day, *fields]
    tab.select(enter, asked, [day, shown, *fields], **_QUIET)
    inputs: list[Any] = [*fields, day, find]
    for field in inputs:
        field.input(filtered, asked, [look, shown], trigger_mode="always_last", **_QUIET)
    wiped = clear.click(lambda: ["", *([] for _ in fields)], None, [find, *fields], queue=False, **_QUIET)
    wiped.then(filtered, asked, [look, shown], **_QUIET)
    shown.select(act, asked, [look, shown, side, detail, source, talk, view, *fields], **_QUIET)
    detail.select(close, [look, talk, view], [look, side, view, source], queue=False, **_QUIET)
    source.select(page, [look, talk, view], [view, source], queue=False, **_QUIET)


def drawn(library: Library | None, ledger: Ledger, seen: Look, choice: Choice, today: date) -> str:
    """The left side as it is now."""
    lines = ledger.of(library)
    if library is None or not library.parts:
        return f'<section class="register"><p class="none">{words.NOT_INDEXED}</p></section>'
    found = chosen(lines, choice)
    views: dict[str, Callable[[], str]] = {
        "lista": lambda: table(found, choice, today, seen.limit, seen.opened),
        "karta": lambda: heat_map(found, library.parts, library.problems),
        "aterkommer": lambda: recurrence(found, library.parts, library.problems),
        "tidslinje": lambda: timeline(found, today),
    }
    return overview(len(lines), len(found), choice, seen.view, today, views[seen.view]())


def acted(data: dict[str, Any], seen: Look, values: tuple[list[str], ...]) -> tuple[Look, tuple[list[str], ...]]:
    """What a click on the left side makes of the look and of the filter fields."""
    event = data.get("event")
    if event == "view" and data.get("view") in words.VIEWS:
        return replace(seen, view=str(data["view"]), limit=PAGE), values
    if event == "sort":
        column = str(data.get("column", ""))
        return replace(seen, sort=column, down=seen.sort == column and not seen.down, limit=PAGE), values
    if event == "more":
        return replace(seen, limit=seen.limit + PAGE), values
    if event == "open":
        return replace(seen, opened=str(data.get("id", ""))), values
    if event == "cell":
        given = {"tema": data.get("theme"), "kommun": data.get("town")}
        now = tuple([str(given[name])] if given.get(name) else old for name, old in zip(FIELDS, values, strict=True))
        return replace(seen, view="lista", limit=PAGE), now
    return seen, values


def opened(library: Library | None, ledger: Ledger, seen: Look, data: dict[str, Any], today: date) -> tuple[Any, ...]:
    """(side, card, source, conversation, view) after a click on a recommendation or a letter; else unchanged."""
    untouched = tuple(gr.skip() for _ in range(5))
    if library is None:
        return untouched
    if data.get("event") == "open":
        line = next((one for one in ledger.of(library) if one.record.id == seen.opened), None)
        return (
            _told(library, card(line, today, library.parts, library.sections), citations(library, line))
            if line
            else untouched
        )
    if data.get("event") == "letter" and (part := library.parts.get(str(data.get("part")))):
        quote = due_quote(context_of(library), part)
        return _told(library, "", [as_citation(library, 1, quote)] if quote else [])
    return untouched


def _told(library: Library, told: str, cited: list[Citation]) -> tuple[Any, ...]:
    answer = Answer(None, "", "", False, None, (), tuple(cited), Coverage(0), 0.0)
    spoken = Conversation((Turn("", answer=answer),))
    at = View(0, 1, cited[0].spans[0].page) if cited else None
    return gr.Column(visible=True), told, sourced(library, spoken, at), spoken, at


def sourced(library: Library | None, spoken: Conversation, at: View | None) -> str:
    """The source panel, with names of its own: the chat has one on the same page."""
    made = panel(library, spoken, at)
    made = made.replace('id="kallan"', 'id="registersida"').replace('href="#svar-0"', 'href="#registerkort"')
    return made.replace(escape(BACK_TO_ANSWER), words.BACK)


def _choice(seen: Look, typed: str, values: tuple[list[str], ...]) -> Choice:
    return Choice(*(tuple(value or ()) for value in values), ord=typed or "", sort=seen.sort, down=seen.down)  # type: ignore[arg-type,misc]


def _today() -> date:
    return datetime.now().date()


def _day(typed: str) -> date:
    """The day that is typed; today while it is no date."""
    try:
        return datetime.strptime((typed or "").strip(), "%Y-%m-%d").date()
    except ValueError:
        return _today()
