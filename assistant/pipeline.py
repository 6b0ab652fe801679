"""The stories, each readable in one screen: index(), ask(), draft()."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant import reading
from assistant.answering.answer import answer
from assistant.answering.context import context_of
from assistant.errors import StoreError
from assistant.register.discover import code_digest, discover
from assistant.register.lock import index_lock
from assistant.register.records import extract
from assistant.register.store import Register, open_register
from assistant.register.update import Changes, Reader, update
from assistant.retrieval import derive
from assistant.retrieval.dense import Dense
from assistant.retrieval.encoder import Encoder
from assistant.retrieval.lexical import Lexical
from assistant.retrieval.library import Library
from assistant.settings import Settings
from assistant.types import Answer, Filters, IndexReport

Progress = Callable[[int, int, str], None]  # done, of how many, what: a file's name or a stage in Swedish


def index(
    paths: Sequence[Path] = (),
    settings: Settings | None = None,
    progress: Progress = lambda done, total, what: None,
    read: Reader | None = None,
) -> IndexReport:
    """Bring the stores in line with the files under `paths` (none given: `settings.corpus`).

    Unchanged files cost a hash, changed ones are replaced, and files that were indexed from under `paths` and are gone
    leave. A file that cannot be read becomes a problem and never an error; what was read from it earlier stays.
    Stopping it at any moment leaves a usable index, and the next run finishes the work.
    Raises InputError for a path that does not exist, StoreError when another run is under way.
    """
    settings = settings or Settings()
    started = time.perf_counter()
    with index_lock(settings.data), open_register(settings.database_url) as register, register.exclusive():
        present, gone = discover(list(paths) or [settings.corpus], register.known_paths())
        removed = derive.remove(settings, register, gone)
        changes = update(register, present, settings, progress, read or reading.read)
        encoder = _encoder(settings)
        refresh_records(register, encoder)
        derive.derive(settings, register, encoder, lambda done, of: progress(done, of, "Bygger sökindex"))
        return _report(register, changes, removed, time.perf_counter() - started)


def open_library(settings: Settings | None = None) -> Library:
    """The index, ready to search; a context manager.

    Raises StoreError (with what to do) when there is none, or it is empty, damaged or of another version.
    """
    settings = settings or Settings()
    register = open_register(settings.database_url, create=False)
    try:
        encoder = _encoder(settings)
        if not register.files():
            raise StoreError("Indexet är tomt.", "Kör 'python -m assistant index' med de handlingar som ska sökas i.")
        if register.meta("derived") != derive.fingerprint(encoder):
            raise StoreError(
                "Sökindexet är inte färdigt, eller byggt med en annan version eller andra inställningar.",
                "Kör 'python -m assistant index' igen.",
            )
        lexical_folder, dense_folder = derive.folders(settings)
        dense = Dense(dense_folder, settings.chroma_url)
        dense.open_matrix(register.meta("stamp") or "")
        return Library(settings, register, Lexical(lexical_folder), dense, encoder)
    except BaseException:
        register.close()
        raise


def ask(
    library: Library,
    question: str,
    history: Sequence[str] = (),
    filters: Filters | None = None,
    question_id: str | None = None,
) -> Answer:
    """Answer one question. `history` are the conversation's earlier questions, oldest first; a refusal is a value."""
    return answer(context_of(library), question, history, filters, question_id)


def refresh_records(register: Register, encoder: Encoder) -> None:
    """Work out recommendations, questions and replies again if any file, or the way they are found, has changed."""
    files = sorted(f"{f.id}:{f.sha256}:{f.reader}" for f in register.files().values())
    state = "\n".join([code_digest(Path(__file__).parent / "register"), encoder.fingerprint(), *files])
    if register.meta("records") == state:
        return
    records = extract(
        [register.read_result(f.id) for f in register.files().values()], lambda texts: encoder.passages(texts).tolist()
    )
    register.write_records(
        records.recommendations,
        records.audit_questions,
        records.responses,
        records.definitions,
        records.law_references,
        records.follow_ups,
    )
    register.set_meta(records=state)


def _encoder(settings: Settings) -> Encoder:
    return Encoder(settings.encoder, settings.query_prompt, settings.passage_prompt)


def _report(register: Register, changes: Changes, removed: Sequence[str], seconds: float) -> IndexReport:
    problems = tuple(p for found in register.problems_by_path().values() for p in found)
    parts, passages = register.count()
    added, changed = tuple(changes.added), tuple(changes.changed)
    return IndexReport(added, changed, tuple(removed), changes.unchanged, problems, parts, passages, seconds)
