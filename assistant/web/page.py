"""The page: its Gradio components and which event does what. What they show is made by chat, panel and documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.types import DocumentKind, Filters
from assistant.web import chat, documents, drafts, register_texts, texts
from assistant.web.asking import answering, begin, stopped
from assistant.web.markup import escape
from assistant.web.model import Conversation, View
from assistant.web.panel import empty_panel, panel
from assistant.web.refreshing import refreshing
from assistant.web.register_tab import register_tab
from assistant.web.shelf import Shelf

# Runs once for each component that holds our HTML: clicks on its buttons become Gradio events, and what has changed
# on the page is told to script.js, which scrolls and announces.
_DELEGATE = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-event]');
  if (!button || button.disabled || button.dataset.event === 'zoom') return;
  window.handlingar?.clicked(button);
  trigger(button.dataset.event === 'example' ? 'example_select' : 'select', {...button.dataset});
});
watch('value', () => window.handlingar?.changed(element));
window.handlingar?.changed(element);
"""
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True)
class Filtering:
    """The four filter fields, in the order of `Filters`."""

    fields: list[gr.Dropdown]
    clear: gr.Button


def build(shelf: Shelf) -> gr.Blocks:
    """The whole page over one shelf. Each visitor has a conversation and a view of their own."""
    with gr.Blocks(title=texts.TITLE, analytics_enabled=False, fill_width=True) as page:
        talk, view = gr.State(Conversation()), gr.State(None)
        gr.HTML(_HEADER, elem_id="huvud", js_on_load=None)
        with gr.Tabs(elem_id="flikar"):
            with gr.Tab(texts.TAB_CHAT, id="fraga"), gr.Row(elem_id="spalter", equal_height=False):
                with gr.Column(scale=5, min_width=300, elem_id="samtal"):
                    filtering = _filters()
                    shown = gr.HTML(elem_id="samtalet", js_on_load=_DELEGATE, apply_default_css=False)
                    question, ask, stop, new = _composer()
                with gr.Column(scale=6, min_width=300, elem_id="kallspalt"):
                    source = gr.HTML(empty_panel(), elem_id="kalla", js_on_load=_DELEGATE, apply_default_css=False)
            with gr.Tab(register_texts.TAB, id="rekommendationer") as register:
                register_tab(shelf, register, opened_view)
            with gr.Tab(drafts.TAB, id="utkast"):
                drafts.drafts_tab(shelf, page, _DELEGATE)
            with gr.Tab(texts.TAB_DOCUMENTS, id="handlingar"):
                with gr.Row(elem_id="lasrad"):
                    refresh = gr.Button(texts.REFRESH, elem_id="uppdatera", size="sm")
                    status = gr.HTML(_refresh_lead(shelf), elem_id="lage", js_on_load=None, apply_default_css=False)
                papers = gr.HTML(elem_id="handlingslista", js_on_load=_DELEGATE, apply_default_css=False)
        _chat_events(shelf, talk, view, filtering, shown, source, question, ask, stop, new)
        _document_events(shelf, page, filtering, talk, shown, status, papers, refresh)
    return page


_HEADER = (
    f'<nav class="skips" aria-label="{texts.SHORTCUTS}"><a href="#fraga-text">{texts.SKIP_TO_QUESTION}</a>'
    f'<a href="#kallan">{texts.SKIP_TO_SOURCE}</a></nav>'
    f'<header class="top" data-more="{texts.MORE_TABS}"><h1>{texts.TITLE}</h1><p>{texts.TAGLINE}</p></header>'
    '<p class="sr" role="status" aria-live="polite" id="sagt"></p>'
)


def _filters() -> Filtering:
    with gr.Accordion(texts.FILTERS, open=False, elem_id="filter"):
        with gr.Row(elem_id="filterrad"):
            labels = (texts.MUNICIPALITY, texts.BODY, texts.KIND, texts.YEAR)
            fields = [gr.Dropdown([], value=[], multiselect=True, label=label, min_width=150) for label in labels]
        clear = gr.Button(texts.CLEAR_FILTERS, size="sm", elem_id="rensa")
    return Filtering(fields, clear)


def _composer() -> tuple[gr.Textbox, gr.Button, gr.Button, gr.Button]:
    with gr.Column(elem_id="fragerad"):
        question = gr.Textbox(
            label=texts.QUESTION,
            placeholder=texts.QUESTION_HINT,
            lines=1,
            max_lines=6,
            max_length=2000,
            autofocus=True,
            elem_id="fragan",
            container=False,
        )
        with gr.Row(elem_id="knappar"):
            new = gr.Button(texts.NEW, size="sm", elem_id="ny")
            stop = gr.Button(texts.STOP, size="sm", elem_id="stopp", variant="stop", visible=False)
            ask = gr.Button(texts.ASK, size="sm", elem_id="skicka", variant="primary")
    return question, ask, stop, new


def _chat_events(
    shelf: Shelf,
    talk: gr.State,
    view: gr.State,
    filtering: Filtering,
    shown: gr.HTML,
    source: gr.HTML,
    question: gr.Textbox,
    ask: gr.Button,
    stop: gr.Button,
    new: gr.Button,
) -> None:
    def parts() -> list[Any]:
        return list(shelf.library.parts.values()) if shelf.library else []

    def drawn(conversation: Conversation) -> str:
        return chat.conversation(conversation, parts(), str(shelf.trouble) if shelf.trouble else None)

    def start(asked: str, conversation: Conversation, *chosen: list[Any]) -> tuple[Any, ...]:
        changed = begin(conversation, asked, read_filters(chosen))
        working = changed is not conversation
        return (
            changed,
            drawn(changed),
            "" if working else asked,
            gr.Button(visible=working),
            gr.Button(visible=not working),
        )

    def example(event: gr.EventData, conversation: Conversation, *chosen: list[Any]) -> tuple[Any, ...]:
        return start(str((event._data or {}).get("question", "")), conversation, *chosen)

    def write(conversation: Conversation, opened: View | None) -> Iterator[tuple[Any, ...]]:
        yield tuple(gr.skip() for _ in range(6))  # a generator that yields nothing would empty every output
        for changed in answering(shelf, conversation):
            opened = first_view(changed) or opened
            done = not changed.turns or not changed.turns[-1].working
            yield (
                changed,
                drawn(changed),
                opened,
                panel(shelf.library, changed, opened) if done else gr.skip(),
                *buttons(not done),
            )

    def halt(conversation: Conversation) -> tuple[Any, ...]:
        changed = stopped(conversation)
        return changed, drawn(changed), *buttons(False)

    def show(event: gr.EventData, conversation: Conversation, opened: View | None) -> tuple[Any, ...]:
        changed = opened_view(event._data or {}, conversation)
        return (changed, panel(shelf.library, conversation, changed)) if changed else (gr.skip(), gr.skip())

    def afresh() -> tuple[Any, ...]:
        return (
            Conversation(),
            None,
            drawn(Conversation()),
            empty_panel(),
            "",
            gr.Button(visible=False),
            gr.Button(visible=True),
        )

    asked_by = [question, talk, *filtering.fields]
    begun = [talk, shown, question, stop, ask]
    writing = [talk, shown, view, source, stop, ask]
    running = []
    for trigger in (question.submit, ask.click):
        running.append(trigger(start, asked_by, begun, queue=False, **_QUIET))
    running.append(shown.example_select(example, [talk, *filtering.fields], begun, queue=False, **_QUIET))
    answers = [
        # "multiple": after a stop Gradio still counts the stopped answer as running and would drop the next one
        event.then(write, [talk, view], writing, concurrency_limit=8, trigger_mode="multiple", **_QUIET)
        for event in running
    ]
    stop.click(halt, talk, [talk, shown, stop, ask], cancels=answers, queue=False, **_QUIET)
    new.click(afresh, None, [talk, view, shown, source, question, stop, ask], cancels=answers, queue=False, **_QUIET)
    for component in (shown, source):
        component.select(show, [talk, view], [view, source], queue=False, **_QUIET)
    filtering.clear.click(lambda: [[] for _ in filtering.fields], None, filtering.fields, queue=False, **_QUIET)


def _document_events(
    shelf: Shelf,
    page: gr.Blocks,
    filtering: Filtering,
    talk: gr.State,
    shown: gr.HTML,
    status: gr.HTML,
    papers: gr.HTML,
    refresh: gr.Button,
) -> None:
    def current(conversation: Conversation) -> tuple[Any, ...]:
        library = shelf.open()
        parts = list(library.parts.values()) if library else []
        trouble = str(shelf.trouble) if shelf.trouble else None
        listing = documents.documents(library, trouble) + documents.problems(library.problems if library else ())
        fields = [gr.Dropdown(choices=values) for values in documents.choices(parts)]
        return chat.conversation(conversation, parts, trouble), listing, *fields

    outputs = [shown, papers, *filtering.fields]
    page.load(current, talk, outputs, **_QUIET)
    work = refresh.click(_refresher(shelf), None, status, concurrency_limit=1, **_QUIET)
    work.then(current, talk, outputs, **_QUIET)


def _refresher(shelf: Shelf) -> Any:
    def work() -> Iterator[str]:
        yield from refreshing(shelf)

    return work


def _refresh_lead(shelf: Shelf) -> str:
    return f'<p class="lead">{escape(texts.REFRESH_LEAD.format(folder=shelf.settings.corpus))}</p>'


def buttons(working: bool) -> tuple[gr.Button, gr.Button]:
    """Stop and ask: one of them is there at a time."""
    return gr.Button(visible=working), gr.Button(visible=not working)


def read_filters(chosen: tuple[list[Any], ...]) -> Filters:
    """The four fields' values as Filters; nothing chosen admits everything."""
    towns, bodies, kinds, years = (values or [] for values in chosen)
    return Filters(tuple(towns), tuple(bodies), tuple(DocumentKind(k) for k in kinds), tuple(int(y) for y in years))


def first_view(conversation: Conversation) -> View | None:
    """The newest answer's first citation, once it is written; None while it is not, or where it has none."""
    turn = conversation.turns[-1] if conversation.turns else None
    if turn is None or turn.working or turn.answer is None or not turn.answer.citations:
        return None
    first = turn.answer.citations[0]
    return View(len(conversation.turns) - 1, first.n, first.spans[0].page if first.spans else 1)


def opened_view(data: dict[str, Any], conversation: Conversation) -> View | None:
    """What a click asks for: a citation ("cite") or another page around it ("page"). None for anything else."""
    try:
        turn, n = int(data.get("turn", "")), int(data.get("n", ""))
        citation = conversation.citation(turn, n)
        if citation is None or data.get("event") not in ("cite", "page"):
            return None
        cited = citation.spans[0].page if citation.spans else 1
        return View(turn, n, int(data["page"]) if data["event"] == "page" else cited)
    except (KeyError, ValueError):
        return None
