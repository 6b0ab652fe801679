"""A draft under work: which report and body, the drafter's own words, and the plan made of the documents."""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.drafting.drafting import Planned, plan_draft, save, write_draft
from assistant.drafting.html import to_html
from assistant.drafting.model import Choices, Draft, Own
from assistant.drafting.sources import Sources
from assistant.errors import AssistantError, InputError
from assistant.retrieval.library import Library
from assistant.types import Answer, Coverage, Recommendation, Stance
from assistant.web.markup import escape
from assistant.web.model import Conversation, Turn
from assistant.web.shelf import Shelf

Work = dict[str, Any]  # what the browser keeps: document, body, own, left_out, fields
OWN = ("stance", "comment", "measure", "responsible", "due")
STYLE = """<style>
.draft{max-height:62vh;overflow:auto;padding:0 .8rem;border:1px solid #cfd6dd;border-radius:.4rem}
.draft h1{font-size:1.3em;font-weight:650}.draft h2{font-size:1.15em;font-weight:650}
.draft h3,.draft h4{font-weight:650}.draft blockquote{margin:.4rem 1rem;font-style:italic}
.draft table{border-collapse:collapse;width:100%;font-size:.85em}
.draft td,.draft th{border:1px solid #aab4bd;padding:.25rem;text-align:left;vertical-align:top}
.draft section{font-size:.8em}
#utkastknappar{justify-content:flex-start}#utkastknappar button{flex:0 0 auto}
</style>"""
_KEPT = 8  # plans


@dataclass
class Desk:
    """Plans by report and body, made again when the index is another. Safe for several threads."""

    shelf: Shelf
    _plans: dict[tuple[str, str], Planned] = field(default_factory=dict)
    _library: Library | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reports(self) -> list[tuple[str, str]]:
        """(label, document) of every indexed document with recommendations, and of those dropped here earlier."""
        library = self.shelf.open()
        if library is None:
            return []
        found: dict[str, str] = {}
        for one in library.recommendations:
            part = library.parts[one.part_id]
            facts = ", ".join(str(w) for w in (part.municipality, part.year) if w)
            found.setdefault(one.document, f"{part.title} ({facts})" if facts else part.title)
        dropped = [(path.name, str(path)) for path in sorted(self._folder().glob("*.*"))]
        return [(label, document) for document, label in found.items()] + dropped

    def bodies(self, document: str | None) -> list[str]:
        """The bodies that a report addresses; empty for an unreadable one."""
        library = self.shelf.open()
        if library is None or not document:
            return []
        mine: list[Recommendation] = [r for r in library.recommendations if r.document == document]
        if not mine and Path(document).is_file():
            from assistant.drafting.sources import read_extra

            try:
                read, known = read_extra(library, [Path(document)])
            except AssistantError:
                return []
            inside = {p.id for r in read for p in r.parts} | {
                p.id for p in library.parts.values() if p.file_id in known
            }
            mine = [r for r in Sources(library, read).recommendations if r.part_id in inside]
        return list(dict.fromkeys(a for r in mine for a in r.addressees))

    def keep(self, path: str) -> str:
        """A dropped file, copied so that it is there after a reload; where."""
        source = Path(path)
        target = self._folder() / re.sub(r"[^\w.()åäöÅÄÖ -]", "_", source.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        return str(target)

    def _folder(self) -> Path:
        return self.shelf.settings.data / "utkast"

    def plan(self, work: Work) -> Planned:
        """The plan of the work. Raises AssistantError with what is wrong."""
        library = self.shelf.open()
        if library is None:
            raise self.shelf.trouble or InputError("Inga handlingar är inlästa ännu.", "Läs in dem under Handlingar.")
        key = (str(work.get("document") or ""), str(work.get("body") or ""))
        if not key[0]:
            raise InputError("Ingen rapport är vald.", "Välj en revisionsrapport i listan, eller släpp en fil.")
        with self._lock:
            if library is not self._library:
                self._plans.clear()
                self._library = library
            if key not in self._plans:
                while len(self._plans) >= _KEPT:
                    self._plans.pop(next(iter(self._plans)))
                self._plans[key] = plan_draft(library, key[0], key[1] or None, today=datetime.now().date())
            return self._plans[key]

    def write(self, work: Work) -> Draft:
        """The draft of the work as it stands. Raises as `plan`."""
        return write_draft(self.plan(work), choices(work))


def choices(work: Work) -> Choices:
    """The drafter's words in the form that drafting takes; what cannot be read is left open."""
    own = {}
    for name, words in (work.get("own") or {}).items():
        stance = next((s for s in Stance if s.value == words.get("stance")), None)
        rest = {key: str(words[key]).strip() for key in OWN[1:] if str(words.get(key) or "").strip()}
        own[name] = Own(stance=stance, **rest)
    fields = {k: str(v).strip() for k, v in (work.get("fields") or {}).items() if str(v or "").strip()}
    return Choices(own, frozenset(work.get("left_out") or ()), fields)


def changed(work: Work, record: str, name: str, value: Any) -> Work:
    """The work with one of the drafter's words changed."""
    own = {key: dict(words) for key, words in (work.get("own") or {}).items()}
    own.setdefault(record, {})[name] = value
    return {**work, "own": own}


def ticked(work: Work, offered: list[str], kept: list[str]) -> Work:
    """The work where, of the facts `offered`, only those `kept` are used."""
    out = (set(work.get("left_out") or ()) - set(offered)) | (set(offered) - set(kept))
    return {**work, "left_out": sorted(out)}


def file_of(draft: Draft) -> str:
    """The draft as a Word file in a folder of its own; its path."""
    folder = Path(tempfile.mkdtemp(prefix="utkast-"))
    return str(save(draft, folder / f"utkast-{draft.plan.document}.docx"))


def shown(draft: Draft) -> str:
    """The draft as HTML whose note marks open their source."""
    body = to_html(draft, body_only=True)
    body = re.sub(
        r'<sup id="r(\d+)"><a href="#fn\d+" data-citations="(\d+)[\d,]*">\d+</a></sup>',
        r'<button type="button" class="cite" data-event="cite" data-turn="0" data-n="\2" '
        r'aria-label="Visa källa \1">\1</button>',
        body,
    )
    body = re.sub(r' <a href="#r\d+" aria-label="Tillbaka till texten">↩</a>', "", body)
    return f'<article class="words draft" tabindex="0" aria-label="{escape(draft.title)}">{body}</article>'


def as_conversation(draft: Draft) -> Conversation:
    """The draft's citations in the form that the source panel shows."""
    answer = Answer(None, draft.title, "", False, None, (), draft.citations, Coverage(0), 0.0)
    return Conversation((Turn(draft.title, answer=answer),))
