"""The story of a draft: what is asked, which documents may be used, the plan, the text, the file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from assistant.drafting.html import to_html
from assistant.drafting.markdown import to_markdown
from assistant.drafting.model import Choices, Draft, Plan
from assistant.drafting.plan import make_plan
from assistant.drafting.sources import Sources, hidden, read_extra
from assistant.drafting.word import to_docx
from assistant.drafting.writing import write
from assistant.errors import InputError
from assistant.retrieval.library import Library


class Format(StrEnum):
    DOCX = "docx"
    MARKDOWN = "md"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with the sources that it was made from, which writing needs again."""

    sources: Sources
    plan: Plan


def plan_draft(
    library: Library,
    document: str,
    body: str | None = None,
    evidence: Sequence[Path] = (),
    without: Sequence[str] = (),
    today: date | None = None,
) -> Planned:
    """Plan the answer of `body` (None: the only one addressed) to an indexed document, or to a file by its path.

    `evidence` are files or folders that the user says are the body's own; `without` names documents or parts that
    must not be used (as `assistant.drafting.sources.hidden` reads them). Raises InputError or ReadingError.
    """
    report = _path(library, document)
    read, known = read_extra(library, [*([report] if report else []), *evidence])
    sources = Sources(library, read, hidden(library, without))
    file_id = None
    if report is not None:
        first, indexed = read_extra(library, [report])
        file_id = indexed[0] if indexed else next(r.file.id for r in read if r.file.path == first[0].file.path)
    added = {p.id for r in read for p in r.parts if r.file.id != file_id}
    added |= {p.id for p in library.parts.values() if p.file_id in known and p.file_id != file_id}
    return Planned(sources, make_plan(sources, document, body, file_id, added, today))


def _path(library: Library, document: str) -> Path | None:
    """The file that `document` is a path to; None where it names an indexed document."""
    path = Path(document).expanduser()
    if path.is_file():
        return path
    if path.suffix.lower() in (".pdf", ".docx", ".txt", ".md") and path.parent != Path("."):
        raise InputError(f"{document} finns inte.", "Kontrollera sökvägen.")
    return None


def write_draft(planned: Planned, choices: Choices | None = None) -> Draft:
    """Write the planned answer with the drafter's choices."""
    return write(planned.sources, planned.plan, choices)


def save(draft: Draft, path: Path, kind: Format | None = None, template: Path | None = None) -> Path:
    """Write the draft to `path` in the format given (None: by its suffix, Word where it has none of them).

    The file is written whole beside `path` and then put in its place: an error leaves what was there.
    Raises InputError for a template that cannot be filled and a place that cannot be written to.
    """
    kind = kind or next((f for f in Format if path.suffix.lower() == f".{f.value}"), Format.DOCX)
    if template is not None and kind is not Format.DOCX:
        raise InputError("En mall kan bara användas för Word-filer.", "Ta bort --template eller välj --format docx.")
    if kind is Format.DOCX:
        data = to_docx(draft, template)
    else:
        data = (to_markdown(draft) if kind is Format.MARKDOWN else to_html(draft)).encode("utf-8")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(f"{path} kan inte skrivas ({error.strerror}).", "Välj en annan plats med --out.") from error
    return path
