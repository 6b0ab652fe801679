"""The source panel: the cited page with the exact words marked, or the text around them where there are no pages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import quote as url_quote

from assistant.errors import AssistantError
from assistant.reading import render
from assistant.retrieval.library import Library
from assistant.types import Citation, SourceFile, Span
from assistant.web import texts
from assistant.web.markup import button, escape
from assistant.web.model import Conversation, View
from assistant.web.shelf import part_of, source_file

AROUND = 1200  # characters of text shown on each side of a quote in a format without pages
IMAGE_WIDTH = 1400  # pixels: sharp at twice the panel's usual width
WHOLE_WIDTH = 2000  # pixels, of a page opened on its own


def page_url(file: SourceFile, page: int, spans: Sequence[Span] = (), width: int = IMAGE_WIDTH) -> str:
    """Address of a page's image with the words at `spans` marked; the file's hash makes it safe to cache."""
    return f"sida/{url_quote(file.id, safe='')}/{page}.png?v={file.sha256[:12]}&b={width}&m={_marks(page, spans)}"


def file_url(file: SourceFile, page: int | None = None) -> str:
    """Address of the file itself; a PDF opens at `page`."""
    return f"fil/{url_quote(file.id, safe='')}" + (f"#page={page}" if page else "")


def text_url(file: SourceFile, spans: Sequence[Span]) -> str:
    """Address of the whole text of a file without pages, opened at the marked words."""
    return f"text/{url_quote(file.id, safe='')}?m={_marks(1, spans)}#citat"


def _marks(page: int, spans: Sequence[Span]) -> str:
    return ",".join(f"{s.start}-{s.end}" for s in spans if s.page == page)


def read_marks(marks: str, page: int) -> tuple[Span, ...]:
    """The spans written by `page_url`. Raises ValueError for anything else."""
    pairs = [mark.split("-") for mark in marks.split(",") if mark]
    return tuple(Span(page, int(start), int(end)) for start, end in pairs)


def place(citation: Citation) -> str:
    """ "Granskning av hemtjänst, avsnitt 3.2 Bedömning, s. 12"."""
    parts = [citation.part]
    if section := section_name(citation):
        parts.append(texts.SECTION.format(section=section))
    if citation.page is not None:
        parts.append(texts.PAGE.format(page=citation.page))
    return ", ".join(parts)


def section_name(citation: Citation) -> str:
    """Number and heading as printed, one of them, or ""."""
    number, heading = citation.section or "", citation.section_title or ""
    return heading if not number or heading.startswith(number) else f"{number} {heading}".strip()


def empty_panel() -> str:
    return (
        f'<section class="panel panel-empty" aria-label="{texts.PANEL}" id="kallan" tabindex="-1">'
        f'<div class="panel-hint"><div class="page-sketch" aria-hidden="true"><i></i><i></i><i class="lit"></i>'
        f'<i class="lit short"></i><i></i><i></i></div><h2>{texts.PANEL_EMPTY}</h2>'
        f"<p>{texts.PANEL_EMPTY_LEAD}</p></div></section>"
    )


def panel(library: Library | None, conversation: Conversation, view: View | None) -> str:
    """The panel's HTML for what is open; the invitation to open something where nothing is."""
    citation = conversation.citation(view.turn, view.n) if view else None
    if view is None or citation is None or library is None:
        return empty_panel()
    part = part_of(library, citation.part_id)
    file = source_file(library, part.file_id) if part else None
    answer = conversation.turns[view.turn].answer
    numbers = [c.n for c in answer.citations] if answer else []
    body = _gone() if file is None else _page(file, citation, view) if file.paged else _text(library, file, citation)
    said = escape(texts.CITATION.format(n=citation.n, place=place(citation)))
    return (
        f'<section class="panel" aria-label="{texts.PANEL}" id="kallan" tabindex="-1" '
        f'data-turn="{view.turn}" data-n="{view.n}" data-said="{said}">'
        f"{_head(citation, view, numbers)}"
        f'<blockquote class="quote" aria-label="{texts.CITED_WORDS}">”{escape(citation.quote)}”</blockquote>'
        f"{body}</section>"
    )


def _head(citation: Citation, view: View, numbers: Sequence[int]) -> str:
    at = numbers.index(citation.n)
    facts = [f'<span class="doc">{escape(citation.document)}</span>']
    if section := section_name(citation):
        facts.append(escape(texts.SECTION.format(section=section)))
    if citation.page is not None:
        facts.append(escape(texts.PAGE.format(page=citation.page)))
    before = numbers[at - 1] if at else 0
    after = numbers[at + 1] if at + 1 < len(numbers) else 0
    return (
        '<header class="panel-head"><div class="caption">'
        f'<h2><span class="num" aria-hidden="true">{citation.n}</span> {escape(citation.part)}</h2>'
        f'<p class="facts">{" · ".join(facts)}</p></div><div class="steps">'
        + button("‹", "cite", css="step", name=texts.PREVIOUS_CITATION, disabled=not before, turn=view.turn, n=before)
        + f'<span class="of">{texts.CITATION_OF.format(n=at + 1, total=len(numbers))}</span>'
        + button("›", "cite", css="step", name=texts.NEXT_CITATION, disabled=not after, turn=view.turn, n=after)
        + f'</div><a class="to-answer" href="#svar-{view.turn}">{texts.BACK_TO_ANSWER}</a></header>'
    )


def _page(file: SourceFile, citation: Citation, view: View) -> str:
    total, page = len(file.pages), view.page
    here = [s for s in citation.spans if s.page == page]
    try:
        boxes = render.locate(file, page, here)
    except AssistantError as error:
        return f'<p class="warn">{escape(error)}</p>'
    alt = texts.PAGE_ALT if here else texts.PAGE_ALT_PLAIN
    words = alt.format(page=page, total=total, document=citation.document, quote=citation.quote)
    focus = f' data-focus="{boxes[0].top:.4f}" data-left="{min(box.left for box in boxes):.4f}"' if boxes else ""
    name = escape(texts.PAGE_OF.format(page=page, total=total))
    return (
        _page_bar(file, citation, view) + f'<div class="sheet" tabindex="0" role="group" aria-label="{name}"{focus}>'
        f'<img class="page" src="{escape(page_url(file, page, here))}" alt="{escape(words)}"></div>'
        + _page_note(citation, view, marked=bool(boxes))
    )


def _page_bar(file: SourceFile, citation: Citation, view: View) -> str:
    total, page = len(file.pages), view.page
    spans = [s for s in citation.spans if s.page == page]

    def turn(label: str, name: str, to: int) -> str:
        data = {"turn": view.turn, "n": view.n, "page": to}
        return button(label, "page", css="step", name=name, disabled=not 1 <= to <= total, **data)

    return (
        '<div class="bar"><div class="steps">'
        + turn("‹", texts.PREVIOUS_PAGE, page - 1)
        + f'<span class="of">{texts.PAGE_OF.format(page=page, total=total)}</span>'
        + turn("›", texts.NEXT_PAGE, page + 1)
        + "</div>"
        + '<div class="steps zoom">'
        + button("−", "zoom", css="step", name=texts.ZOOM_OUT, zoom=-1)
        + '<span class="of zoom-level" aria-live="polite">100 %</span>'
        + button("+", "zoom", css="step", name=texts.ZOOM_IN, zoom=1)
        + "</div>"
        + f'<div class="links">{_link(page_url(file, page, spans, WHOLE_WIDTH), texts.OPEN_PAGE)}'
        + f"{_link(file_url(file, page), texts.OPEN_FILE)}</div></div>"
    )


def _page_note(citation: Citation, view: View, *, marked: bool) -> str:
    page, pages = view.page, {span.page for span in citation.spans}
    if page not in pages:
        back = button(texts.BACK_TO_CITED, "cite", css="link", turn=view.turn, n=view.n)
        return f'<p class="note">{texts.OTHER_PAGE} {back}</p>'
    if not marked:
        return f'<p class="note">{texts.NOT_MARKED}</p>'
    return f'<p class="note">{texts.QUOTE_GOES_ON}</p>' if page + 1 in pages else ""


def _text(library: Library, file: SourceFile, citation: Citation) -> str:
    spans = [s for s in citation.spans if s.page == 1]
    links = _link(text_url(file, spans), texts.OPEN_TEXT) + _link(file_url(file), texts.FETCH_FILE)
    return (
        f'<div class="bar"><span class="of">{texts.SURROUNDING}</span><div class="links">{links}</div></div>'
        f'<div class="sheet sheet-text" tabindex="0" role="group" aria-label="{texts.SURROUNDING}">'
        f"{marked_text(file.pages[0], spans, AROUND, headings(library, file))}</div>"
    )


def headings(library: Library, file: SourceFile) -> frozenset[str]:
    """The lines of a file that are headings, as printed."""
    sections = (s for s in library.sections.values() if library.parts[s.part_id].file_id == file.id)
    return frozenset(line for section in sections for line in (section.heading, section.title))


def marked_text(
    raw: str, spans: Sequence[Span], around: int | None = None, titles: Collection[str] = frozenset()
) -> str:
    """Raw text line by line with the spans in <mark>; `around` characters on each side, to whole lines (None: all)."""
    start, end = 0, len(raw)
    if around is not None and spans:
        start = raw.rfind("\n", 0, max(0, min(s.start for s in spans) - around)) + 1
        stop = raw.find("\n", min(len(raw), max(s.end for s in spans) + around))
        end = stop if stop >= 0 else len(raw)
    rows, place, first = [], start, ' id="citat"'
    for line in raw[start:end].splitlines(keepends=True):
        css = ' class="title"' if line.strip() in titles else ""
        marked = _marked_line(line, place, spans, first)
        first = "" if "<mark" in marked else first
        rows.append(f"<p{css}>{marked}</p>" if line.strip() else "")
        place += len(line)
    cut = '<p class="cut">…</p>'
    return f'<div class="raw">{cut if start else ""}{"".join(rows)}{cut if end < len(raw) else ""}</div>'


def _marked_line(line: str, place: int, spans: Sequence[Span], attributes: str) -> str:
    """One line, which starts at `place` of the page, escaped and with what the spans cover marked."""
    out, done, end = [], place, place + len(line.rstrip())
    for span in sorted(spans, key=lambda s: s.start):
        begin, stop = max(span.start, done), min(span.end, end)
        if begin < stop:
            out.append(escape(line[done - place : begin - place]))
            out.append(f"<mark{attributes}>{escape(line[begin - place : stop - place])}</mark>")
            done, attributes = stop, ""
    return "".join([*out, escape(line[done - place : end - place])])


def _link(url: str, label: str) -> str:
    hidden = f'<span class="sr"> ({texts.NEW_TAB})</span>'
    return f'<a href="{escape(url)}" target="_blank" rel="noopener">{label}{hidden}</a>'


def _gone() -> str:
    return f'<p class="warn">{texts.FILE_GONE}</p>'
