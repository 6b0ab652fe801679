"""Where each footnote is called."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from assistant.types import Footnote, Passage, PassageKind


def tie_footnotes(
    passages: list[Passage], notes: Sequence[tuple[Passage, str]]
) -> tuple[list[Passage], list[Footnote]]:
    """Find the passage that calls each footnote: on its page, or just before, a word with the mark set against it."""
    called: dict[str, list[str]] = defaultdict(list)
    footnotes: list[Footnote] = []
    for note, mark in notes:
        caller = _caller(passages, note, mark) if mark else None
        if caller is not None:
            called[caller.id].append(mark)
        footnotes.append(Footnote(mark, note.text, note.spans, caller.id if caller else None))
    tied = [replace(p, footnotes=tuple(called[p.id])) if p.id in called else p for p in passages]
    return tied, footnotes


def _caller(passages: Sequence[Passage], note: Passage, mark: str) -> Passage | None:
    sign = re.escape(mark)
    call = re.compile(
        rf"(?:[A-Za-zÅÄÖåäö)\]”\"%][.,;:]?|(?<!\d)(?:19|20)\d\d){sign}(?![\d\w])" if mark.isdigit() else sign
    )
    place = next(i for i, p in enumerate(passages) if p.id == note.id)
    near = [p for p in (*reversed(passages[:place]), *passages[place + 1 :]) if p.kind is not PassageKind.FOOTNOTE]
    for reach in (0, 1):
        for passage in near:
            pages = {span.page for span in passage.spans}
            if any(0 <= note.page - page <= reach for page in pages) and call.search(passage.text):
                return passage
    return None
