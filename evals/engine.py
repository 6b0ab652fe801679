"""The border to the assistant: index a corpus, ask, search, and list what the register says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import assistant
from assistant import export, pipeline
from assistant.errors import AssistantError, InputError
from assistant.reading.spans import clean
from assistant.register.discover import code_digest
from assistant.register.recurring import recurring
from assistant.retrieval.library import Library
from assistant.retrieval.search import search
from assistant.settings import Settings
from assistant.types import DocumentKind, Hit, Part, Passage, PassageKind, ReadResult, SourceFile, Span
from evals.errors import RunError
from evals.model import Question

Row = dict[str, Any]
_UNIT = Part("", "", "", "", DocumentKind.OTHER, None, None, None, None, None, None, 1, 1, True)
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a document that a retriever hands back; `page` None where the format has none."""

    document: str
    text: str
    section: str | None = None
    page: int | None = None


def silent(done: int, total: int, what: str) -> None:
    """A progress callback that shows nothing."""


@contextmanager
def opened(
    corpus: Path, store: Path, settings: Settings | None = None, progress: Progress = silent, read: Any = None
) -> Iterator[Library]:
    """The corpus, indexed into `store` and open. Raises RunError when the engine cannot be started."""
    if not corpus.exists():
        raise InputError(f"{corpus} finns inte.", "Ange mappen med handlingar med --corpus.")
    settings = (settings or Settings()).model_copy(update={"data": store, "corpus": corpus, "register_url": ""})
    try:
        pipeline.index([corpus], settings, progress, read)
        library = pipeline.open_library(settings)
    except InputError:
        raise
    except AssistantError as error:
        raise RunError(f"Systemet kunde inte startas: {error.message}", error.advice) from error
    with library:
        yield library


def ask(library: Library, question: Question) -> Row:
    """The answer object, with the question's id; one with `error` when the engine breaks on the question."""
    try:
        answer = pipeline.ask(library, question.question, question.history)
    except Exception as error:  # a crash is the system's, and is counted; the run goes on
        return {"id": question.id, "error": f"{type(error).__name__}: {error}"[:300]}
    return export.answer_object(answer) | {"id": question.id}


def hits(library: Library, text: str, k: int) -> list[Chunk]:
    """What the product's own search finds, best first."""
    return [_of_hit(hit) for hit in search(library, text, k=k)]


def _of_hit(hit: Hit) -> Chunk:
    section = hit.section.label if hit.section else None
    return Chunk(hit.part.document, hit.passage.text, section, hit.passage.page if hit.part.paged else None)


def chunks(library: Library) -> list[Chunk]:
    """Every passage of the index but headings."""
    found = []
    for part in library.parts.values():
        for passage in library.passages_of(part.id):
            if passage.kind is not PassageKind.HEADING:
                found.append(_of_hit(Hit(passage, part, library.section_of(passage), 0.0)))
    return found


def read_set(path: Path, settings: Settings, file_id: str | None) -> ReadResult:
    """A reader for `opened`: lines of [id, text], each a document of one page and one passage."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf8").split("\n")]
    pages = tuple(text for _, text in rows)
    name = file_id or path.stem
    file = SourceFile(name, path.stem, str(path), hashlib.sha256(path.read_bytes()).hexdigest(), ".txt", pages, True)
    parts, passages = [], []
    for page, (one, text) in enumerate(rows, 1):
        key, spans = f"{name}:{page}", (Span(page, 0, len(text)),)
        parts.append(replace(_UNIT, id=key, file_id=name, document=one, title=one, first_page=page, last_page=page))
        own = f"{name}:p{page}:1"
        passages.append(Passage(own, name, key, None, PassageKind.PROSE, clean(pages, spans), spans, page))
    return ReadResult(file, tuple(parts), (), tuple(passages))


def records(library: Library) -> dict[str, list[Row]]:
    """Rows as `documents`, `recommendations` and `recurring` print them."""
    replies = {one.recommendation_id: one for one in library.responses}
    found = [
        export.recommendation_row(one, library.parts, library.sections, replies.get(one.id))
        for one in library.recommendations
    ]
    themes = recurring(library.recommendations, library.parts, 2)
    return {
        "documents": [export.part_row(part) for part in library.parts.values()],
        "recommendations": found,
        "recurring": [export.recurring_row(one.theme, one.municipalities) for one in themes],
    }


def digest(settings: Settings | None = None) -> str:
    """Changes when an answer may: the package's code and tables, the encoder, the settings that answering reads."""
    settings = settings or Settings()
    package = Path(assistant.__file__).parent
    rooms = [package / name for name in ("reading", "register", "retrieval", "answering")]
    single = [package / f"{name}.py" for name in ("pipeline", "types", "export")]
    tables = sorted(f for room in rooms for f in room.rglob("*.toml"))
    told = json.dumps([settings.encoder, settings.query_prompt, settings.passage_prompt, settings.ocr])
    parts = [code_digest(*rooms, *single), told, *(hashlib.sha256(f.read_bytes()).hexdigest() for f in tables)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
