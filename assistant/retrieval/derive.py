"""Bring the search indexes in line with the register, and know when they are not."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.errors import StoreError
from assistant.register.discover import code_digest
from assistant.register.store import FileState, Register
from assistant.retrieval import lexical as lexical_room
from assistant.retrieval.dense import Dense
from assistant.retrieval.encoder import Encoder
from assistant.retrieval.lexical import Entry, Lexical
from assistant.settings import Settings
from assistant.types import Passage, Section

BATCH = 4_000  # passages analysed and encoded before they are made durable
_HERE = Path(__file__).parent


def fingerprint(encoder: Encoder) -> str:
    """Changes when the indexes must be built anew: another encoder, other Swedish analysis, other fields."""
    rules = ("swedish.py", "compounds.py", "lexical.py", "derive.py", "data")
    analysis = code_digest(*(_HERE / name for name in rules))
    return f"{encoder.fingerprint()}-{analysis}"


def state(file: FileState, settings_fingerprint: str) -> str:
    """What `FileState.derived` is when the indexes hold the file as it is now."""
    return f"{file.sha256}:{file.reader}:{settings_fingerprint}"


def folders(settings: Settings) -> tuple[Path, Path]:
    """Where the lexical index and the embedded vector store live."""
    return settings.data / "lexical", settings.data / "vectors"


def derive(settings: Settings, register: Register, encoder: Encoder, progress: Callable[[int, int], None]) -> None:
    """Bring both indexes in line with the register. May be stopped at any moment and run again.

    A file's entries are replaced as a whole; it is marked as held only after they are durable in both indexes.
    An index that cannot be opened, was built with other settings, or does not add up is built anew.
    """
    wanted = fingerprint(encoder)
    lexical_folder, dense_folder = folders(settings)
    dense = Dense(dense_folder, settings.chroma_url)
    try:
        lexical = _opened(register, lexical_folder, dense, wanted)
        _bring_in_line(register, lexical, dense, encoder, wanted, progress)
        if not _adds_up(register, lexical, dense):
            lexical = _rebuilt(register, lexical_folder, dense)
            _bring_in_line(register, lexical, dense, encoder, wanted, progress)
        stamp = register.meta("stamp")
        if stamp is None or not dense.holds_matrix(stamp):
            stamp = stamp or uuid.uuid4().hex
            dense.save_matrix(stamp)
        register.set_meta(derived=wanted, stamp=stamp)
    finally:
        dense.close()


def remove(settings: Settings, register: Register, paths: Sequence[str]) -> list[str]:
    """Take the files at these paths away and return the names of those that were indexed.

    They leave the indexes first and the register last, so that no entry outlives its file unnoticed.
    """
    known = register.files()
    leaving = [known[path] for path in paths if path in known]
    if leaving:
        _forget(settings, register, [f.id for f in leaving])
    for file in leaving:
        register.delete_file(file.id)
    for path in paths:
        register.write_problems(path, ())
    return [Path(file.path).name for file in leaving]


def _forget(settings: Settings, register: Register, file_ids: list[str]) -> None:
    register.mark_derived(file_ids, None)
    register.set_meta(stamp=uuid.uuid4().hex)
    lexical_folder, dense_folder = folders(settings)
    dense = Dense(dense_folder, settings.chroma_url)
    try:
        lexical = Lexical(lexical_folder, create=True)
        lexical.delete_files(file_ids)
        lexical.commit()
        dense.delete_files(file_ids)
    except StoreError:
        register.set_meta(derived="damaged")  # derive() builds both anew
    finally:
        dense.close()


def _opened(register: Register, lexical_folder: Path, dense: Dense, wanted: str) -> Lexical:
    built = register.meta("derived")
    try:
        if built not in (None, wanted):
            return _rebuilt(register, lexical_folder, dense)
        dense.count()
        return Lexical(lexical_folder, create=True)
    except StoreError:
        return _rebuilt(register, lexical_folder, dense)


def _rebuilt(register: Register, lexical_folder: Path, dense: Dense) -> Lexical:
    register.mark_derived([f.id for f in register.files().values()], None)
    register.set_meta(stamp=uuid.uuid4().hex)
    lexical_room.clear(lexical_folder)
    dense.clear()
    return Lexical(lexical_folder, create=True)


def _adds_up(register: Register, lexical: Lexical, dense: Dense) -> bool:
    passages = register.count()[1]
    return lexical.count() == passages == dense.count()


def _bring_in_line(
    register: Register,
    lexical: Lexical,
    dense: Dense,
    encoder: Encoder,
    wanted: str,
    progress: Callable[[int, int], None],
) -> None:
    files = list(register.files().values())
    stale = [f for f in files if f.derived != state(f, wanted)]
    if stale:
        register.set_meta(stamp=uuid.uuid4().hex)
    counts = register.passage_counts()
    batch: list[FileState] = []
    for done, file in enumerate(stale, 1):
        batch.append(file)
        if done == len(stale) or sum(counts.get(f.id, 0) for f in batch) >= BATCH:
            _replace(register, lexical, dense, encoder, [f.id for f in batch])
            for f in batch:
                register.mark_derived([f.id], state(f, wanted))
            batch = []
        progress(done, len(stale))


def _replace(register: Register, lexical: Lexical, dense: Dense, encoder: Encoder, file_ids: list[str]) -> None:
    lexical.delete_files(file_ids)
    dense.delete_files(file_ids)
    for file_id in file_ids:
        passages = register.passages(file_id=file_id)
        sections = register.sections({p.part_id for p in passages.values()})
        entries = [entry(key, p, sections) for key, p in passages.items()]
        lexical.add(entries)
        if entries:
            vectors = encoder.passages([embedded(e) for e in entries])
            dense.add([e.key for e in entries], [file_id] * len(entries), [e.part_id for e in entries], vectors)
    lexical.commit()


def entry(key: int, passage: Passage, sections: Mapping[str, Section]) -> Entry:
    """A passage with the words around it that help to find it."""
    section = sections.get(passage.section_id) if passage.section_id else None
    heading = " ".join((*section.path, section.heading)) if section else ""
    return Entry(key, passage.file_id, passage.part_id, passage.text, heading, passage.context)


def embedded(entry: Entry) -> str:
    """What of a passage is turned into a vector."""
    return f"{entry.heading} {entry.context} {entry.text}".strip()
