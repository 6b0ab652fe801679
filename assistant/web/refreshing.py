"""Indexing again from the page, with progress: the run works in a thread of its own while the page is told of it."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Iterator

from assistant.errors import AssistantError
from assistant.types import IndexReport
from assistant.web import texts
from assistant.web.documents import report
from assistant.web.markup import escape
from assistant.web.shelf import Shelf

log = logging.getLogger(__name__)


def refreshing(shelf: Shelf) -> Iterator[str]:
    """HTML for each step of a run, and at last what it changed or why it could not be made."""
    steps: queue.Queue[tuple[int, int, str] | IndexReport | Exception] = queue.Queue()

    def work() -> None:
        try:
            steps.put(shelf.refresh(lambda done, total, what: steps.put((done, total, what))))
        except Exception as error:  # shown below, also what nobody foresaw
            steps.put(error)

    threading.Thread(target=work, daemon=True).start()
    yield _progress(0, 0, "")
    while True:
        step = steps.get()
        while isinstance(step, tuple) and not steps.empty():  # the newest step is enough
            step = steps.get()
        if isinstance(step, tuple):
            yield _progress(*step)
            continue
        yield _done(step)
        return


def _progress(done: int, total: int, what: str) -> str:
    value = f' value="{done}" max="{total}"' if total else ""
    bar = f'<progress{value} aria-label="{texts.REFRESHING}"></progress>'
    return f'<p class="lead" role="status">{texts.REFRESHING} {bar} {escape(what)}</p>'


def _done(step: IndexReport | Exception) -> str:
    if isinstance(step, IndexReport):
        return f'<p class="lead done" role="status">{escape(report(step))}</p>'
    if not isinstance(step, AssistantError):
        log.error("the index could not be brought up to date", exc_info=step)
    words = str(step) if isinstance(step, AssistantError) else texts.UNEXPECTED_ADVICE
    return f'<p class="warn" role="alert">{escape(words)}</p>'
