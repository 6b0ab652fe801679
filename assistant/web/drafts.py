"""The tab "Utkast till svar": pick a report, see the plan, tick evidence, fill the gaps, read and fetch the draft."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.answering.composing import tidy
from assistant.drafting.model import Draft, Fact, Item
from assistant.drafting.notes import place
from assistant.drafting.working import check_lines
from assistant.errors import AssistantError
from assistant.types import Stance
from assistant.web.desk import STYLE, Desk, Work, as_conversation, changed, file_of, shown, ticked
from assistant.web.markup import escape
from assistant.web.model import Conversation, View
from assistant.web.panel import empty_panel, panel
from assistant.web.shelf import Shelf

TAB = "Utkast till svar"
_LEAD = (
    "<p>Välj den granskning som nämnden ska svara på. Planen visar varje rekommendation med det som handlingarna säger "
    "om den; du bockar av underlag, fyller i åtgärd, ansvarig och datum och hämtar svaret som Word-fil. Det du skriver "
    "sparas i webbläsaren.</p>"
)
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_STANCES = [("Öppet", ""), *((f"Nämnden {s.value}", s.value) for s in Stance if s is not Stance.UNSTATED)]
_FIELDS = (("comment", "Kommentar"), ("measure", "Åtgärd"), ("responsible", "Ansvarig"), ("due", "Klart senast"))
_HEAD = (("diarienummer", "Diarienummer"), ("datum", "Datum"), ("handläggare", "Handläggare"))


def drafts_tab(shelf: Shelf, page: gr.Blocks, delegate: str) -> None:
    """The content of the tab, inside a `gr.Tab`. `delegate` is the script that makes clicks on our HTML events.

    What the drafter writes is kept in the browser, so that it is there after a reload.
    """
    desk = Desk(shelf)
    gr.HTML(STYLE + _LEAD, js_on_load=None, apply_default_css=False)
    work = gr.BrowserState({}, storage_key="utkast", secret="utkast-till-svar")
    key, talk = gr.State(""), gr.State(Conversation())
    with gr.Row(elem_id="utkastval", equal_height=False):
        report = gr.Dropdown([], label="Revisionsrapport", scale=4, min_width=280, elem_id="utkastrapport")
        body = gr.Dropdown([], label="Nämnd som svarar", scale=2, min_width=180, elem_id="utkastnamnd")
    with gr.Row(elem_id="utkastknappar"):
        make = gr.Button("Visa planen", variant="primary", elem_id="utkastplan", size="sm")
        upload = gr.UploadButton("Läs in en ny rapport …", file_types=[".pdf", ".docx", ".txt"], size="sm")
    message = gr.HTML(elem_id="utkastlage", js_on_load=None, apply_default_css=False)
    with gr.Row(elem_id="utkastspalter", equal_height=False):
        with gr.Column(scale=5, min_width=320):
            plan = gr.Column()
        with gr.Column(scale=6, min_width=320):
            fetch = gr.DownloadButton("Hämta som Word", visible=False, elem_id="utkasthamta")
            text = gr.HTML(elem_id="utkasttext", js_on_load=delegate, apply_default_css=False)
            source = gr.HTML(elem_id="utkastkalla", js_on_load=delegate, apply_default_css=False)

    def restore(kept: Work, chosen_before: str) -> tuple[Any, ...]:
        if chosen_before:  # the visitor is at work already
            return gr.skip(), gr.skip(), gr.skip()
        reports = desk.reports()
        document = kept.get("document") if kept.get("document") in {v for _, v in reports} else None
        offered = document or (reports[0][1] if reports else None)
        bodies = desk.bodies(offered)
        chosen = kept.get("body") if kept.get("body") in bodies else next(iter(bodies), None)
        return (
            gr.Dropdown(choices=reports, value=offered),
            gr.Dropdown(choices=bodies, value=chosen),
            f"{document}|{chosen}" if document else "",
        )

    def choose(document: str | None) -> Any:
        bodies = desk.bodies(document)
        return gr.Dropdown(choices=bodies, value=next(iter(bodies), None))

    def dropped(path: str | None) -> tuple[Any, Any]:
        if not path:
            return gr.skip(), gr.skip()
        kept = desk.keep(path)
        return gr.Dropdown(choices=desk.reports(), value=kept), choose(kept)

    def begin(document: str | None, name: str | None, kept: Work) -> tuple[Any, ...]:
        same = (kept.get("document"), kept.get("body")) == (document, name)
        fresh = kept if same else {"document": document, "body": name, "fields": kept.get("fields", {})}
        return fresh, f"{document}|{name}"

    def draw(kept: Work) -> tuple[Any, ...]:
        """The draft as it stands: status, text, the file, its citations."""
        if not kept.get("document"):
            return "", "", gr.DownloadButton(visible=False), Conversation()
        try:
            draft = desk.write(kept)
            path = file_of(draft)
        except AssistantError as error:
            return _trouble(error), "", gr.DownloadButton(visible=False), Conversation()
        return _status(draft), shown(draft), gr.DownloadButton(value=path, visible=True), as_conversation(draft)

    def open_source(event: gr.EventData, conversation: Conversation) -> str:
        view = _view(event._data or {}, conversation)
        html = panel(shelf.library, conversation, view) if view else empty_panel()
        return html.replace('id="kallan"', 'id="utkastkallan"')

    drawn = [message, text, fetch, talk]
    with plan:

        @gr.render(inputs=[key, work], triggers=[key.change], **{"show_progress": "hidden"})
        def _plan(chosen: str, kept: Work) -> None:
            if not chosen or not kept.get("document"):
                return
            try:
                items = desk.plan(kept).plan.items
            except AssistantError:
                return  # said by `draw`
            _header_fields(kept, work, draw, drawn)
            for item in items:
                _item(desk, item, kept, work, draw, drawn)

    # The browser hands over what it has kept when the tab is first shown, after the page has loaded.
    for event in (page.load, work.change):
        event(restore, [work, key], [report, body, key], **_QUIET)
    key.change(draw, work, drawn, **_QUIET)
    report.input(choose, report, body, **_QUIET)
    upload.upload(dropped, upload, [report, body], **_QUIET)
    make.click(begin, [report, body, work], [work, key], **_QUIET)
    for component in (text, source):
        component.select(open_source, talk, source, queue=False, **_QUIET)


def _header_fields(kept: Work, work: gr.BrowserState, draw: Any, drawn: list[Any]) -> None:
    with gr.Row():
        for name, label in _HEAD:
            box = gr.Textbox((kept.get("fields") or {}).get(name, ""), label=label, min_width=120, max_length=200)

            def write(value: str, state: Work, name: str = name) -> Work:
                return {**state, "fields": {**(state.get("fields") or {}), name: value}}

            box.blur(write, [box, work], work, **_QUIET).then(draw, work, drawn, **_QUIET)


def _item(desk: Desk, item: Item, kept: Work, work: gr.BrowserState, draw: Any, drawn: list[Any]) -> None:
    """One recommendation: its grounds, the evidence to tick, the gaps to fill, and what others answered."""
    record = item.recommendation.id
    words = (kept.get("own") or {}).get(record, {})
    title = f"{item.number}. {item.recommendation.text[:110]}"
    with gr.Accordion(title, open=item.number == 1):
        gr.HTML(_grounds(item), js_on_load=None, apply_default_css=False)
        offered = [fact.id for fact in (*item.evidence, *item.reported)]
        if offered:
            out = set(kept.get("left_out") or ())
            listed = [(_line(desk, kept, fact), fact.id) for fact in (*item.evidence, *item.reported)]
            ticks = gr.CheckboxGroup(listed, value=[i for i in offered if i not in out], label="Underlag som används")

            def tick(value: list[str], state: Work) -> Work:
                return ticked(state, offered, value)

            ticks.input(tick, [ticks, work], work, **_QUIET).then(draw, work, drawn, **_QUIET)
        stance = gr.Radio(_STANCES, value=words.get("stance") or "", label="Ställningstagande")
        stance.input(_writer(record, "stance"), [stance, work], work, **_QUIET).then(draw, work, drawn, **_QUIET)
        for name, label in _FIELDS:
            box = gr.Textbox(words.get(name) or "", label=label, lines=2 if name in ("comment", "measure") else 1)
            box.blur(_writer(record, name), [box, work], work, **_QUIET).then(draw, work, drawn, **_QUIET)
        if item.precedents:
            gr.HTML(_precedents(item), js_on_load=None, apply_default_css=False)


def _writer(record: str, name: str) -> Any:
    def write(value: str, state: Work) -> Work:
        return changed(state, record, name, value)

    return write


# ---------------------------------------------------------------- what is shown


def _line(desk: Desk, kept: Work, fact: Fact) -> str:
    where = place(desk.plan(kept).sources.citation(1, fact.quotes[-1]))
    status = f"[{fact.status.value}] " if fact.status else "[revisorernas rapport] "
    return f"{status}{tidy(fact.text)} – {where}"


def _grounds(item: Item) -> str:
    doubts = "".join(f'<p class="warn">{escape(doubt)}</p>' for doubt in item.doubts)
    facts = "".join(f"<li>”{escape(tidy(fact.text))}”</li>" for fact in (*item.criticism, *item.observations))
    grounds = f"<p><strong>Revisorernas bedömning och iakttagelser</strong></p><ul>{facts}</ul>" if facts else ""
    return f"<blockquote>{escape(item.recommendation.text)}</blockquote>{doubts}{grounds}"


def _precedents(item: Item) -> str:
    rows = "".join(
        f"<li><strong>{escape(one.municipality)}, {escape(one.body)}</strong>: ”{escape(tidy(one.fact.text))}”</li>"
        for one in item.precedents
    )
    return f"<details><summary>Andra kommuners svar (inspiration)</summary><ul>{rows}</ul></details>"


def _status(draft: Draft) -> str:
    css = "note" if draft.check.ok else "warn"
    lines = (*check_lines(draft.check), *draft.plan.doubts)
    return f'<p class="{css}">{" ".join(escape(line) for line in lines)}</p>'


def _trouble(error: AssistantError) -> str:
    return f'<p class="warn"><strong>{escape(error.message)}</strong> {escape(error.advice)}</p>'


def _view(data: dict[str, Any], conversation: Conversation) -> View | None:
    """What a click asks for: a citation, or another page around it; None for anything else."""
    try:
        n = int(data.get("n", ""))
        citation = conversation.citation(0, n)
        if citation is None or data.get("event") not in ("cite", "page"):
            return None
        cited = citation.spans[0].page if citation.spans else 1
        return View(0, n, int(data["page"]) if data["event"] == "page" else cited)
    except (KeyError, ValueError):
        return None
