"""The tab Handlingar: every indexed document with what its text says of it, and the files that could not be read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from assistant.retrieval.library import Library
from assistant.types import IndexReport, Part, Problem
from assistant.web import texts
from assistant.web.markup import escape
from assistant.web.panel import file_url


def documents(library: Library | None, trouble: str | None = None) -> str:
    """The list with its filter, or what to do where nothing is indexed."""
    if library is None or not library.parts:
        steps = "".join(f"<li>{escape(step)}</li>" for step in texts.EMPTY_STEPS[:2])
        why = f'<p class="warn">{escape(trouble)}</p>' if trouble else ""
        return f'<section class="papers"><h2>{texts.EMPTY}</h2>{why}<ol>{steps}</ol></section>'
    parts = list(library.parts.values())
    files = texts.count(len({part.file_id for part in parts}), "fil", "filer")
    lead = texts.DOCUMENTS_LEAD.format(parts=texts.documents(len(parts)).capitalize(), files=files)
    return (
        f'<section class="papers" aria-label="{texts.TAB_DOCUMENTS}"><p class="lead">{lead}</p>'
        f"{_search(len(parts))}{_table(library, parts)}</section>"
    )


def problems(found: Sequence[Problem]) -> str:
    """Files left out, wholly or in part, with reason and advice; "" where all could be read."""
    if not found:
        return ""
    rows = "".join(
        f"<li><strong>{escape(Path(one.file).name)}</strong>{_pages(one)}: "
        f"{escape(one.reason)} <em>{escape(one.advice)}</em></li>"
        for one in found
    )
    return f'<section class="problems" aria-label="{texts.PROBLEMS}"><h3>{texts.PROBLEMS}</h3><ul>{rows}</ul></section>'


def report(done: IndexReport) -> str:
    """What a run changed, in one sentence."""
    return texts.REFRESH_DONE.format(
        added=len(done.added), changed=len(done.changed), removed=len(done.removed), unchanged=done.unchanged
    )


def choices(parts: Collection[Part]) -> tuple[list[str], list[str], list[tuple[str, str]], list[int]]:
    """What the filters can be set to: municipalities, bodies, kinds as (shown, value), years newest first."""
    kinds = {part.kind for part in parts}
    return (
        sorted({part.municipality for part in parts if part.municipality}),
        sorted({part.body for part in parts if part.body}),
        [(name, kind.value) for kind, name in texts.KINDS.items() if kind in kinds],
        sorted({part.year for part in parts if part.year}, reverse=True),
    )


def _pages(problem: Problem) -> str:
    if not problem.pages:
        return ""
    return f" ({texts.PROBLEM_PAGES.format(pages=', '.join(map(str, problem.pages)))})"


def _search(total: int) -> str:
    shown = texts.SHOWN.replace("{total}", str(total))
    return (
        f'<div class="find"><label for="sok-handlingar">{texts.SEARCH_DOCUMENTS}</label>'
        f'<input id="sok-handlingar" type="search" placeholder="{texts.SEARCH_DOCUMENTS_HINT}" autocomplete="off">'
        f'<span class="shown" role="status" data-template="{shown}">{shown.format(shown=total)}</span></div>'
    )


def _table(library: Library, parts: Sequence[Part]) -> str:
    head = "".join(
        f'<th scope="col" aria-sort="none"><button type="button" data-sort="{i}" '
        f'title="{texts.SORT_BY.format(column=name.lower())}">{name}</button></th>'
        for i, name in enumerate(texts.COLUMNS)
    )
    rows = "".join(_row(library, part) for part in parts)
    return (
        f'<div class="table" tabindex="0" role="region" aria-label="{texts.TAB_DOCUMENTS}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(library: Library, part: Part) -> str:
    file = library.files[part.file_id]
    link = file_url(file, part.first_page if part.paged else None)
    title = (
        f'<a href="{escape(link)}" target="_blank" rel="noopener">{escape(part.title)}'
        f'<span class="sr"> ({texts.NEW_TAB})</span></a><span class="file">{escape(file.document + file.suffix)}</span>'
    )
    pages = f"{part.first_page}–{part.last_page}" if part.first_page != part.last_page else str(part.first_page)
    cells: list[object] = [
        texts.KINDS[part.kind],
        part.municipality,
        part.body,
        part.year,
        part.date,
        part.answer_due,
        part.diarienummer,
        part.auditor,
        pages if part.paged else None,
    ]
    named = zip(texts.COLUMNS[1:], cells, strict=True)
    shown = "".join(f'<td data-label="{name}">{escape(cell) if cell else ""}</td>' for name, cell in named)
    return f'<tr><td class="title" data-label="{texts.COLUMNS[0]}">{title}</td>{shown}</tr>'
