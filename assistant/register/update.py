"""Bring the register in line with a set of files: what changed is read again, one transaction a file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from assistant import reading
from assistant.errors import ReadingError
from assistant.register.discover import code_digest, free_id, sha256
from assistant.register.store import Register
from assistant.settings import Settings
from assistant.types import Problem, ProblemKind, ReadResult

Reader = Callable[[Path, Settings, str | None], ReadResult]
Outcome = ReadResult | tuple[Problem, ...]

PARALLEL_BYTES = 2_000_000  # some fifteen seconds of reading; starting processes costs two to three


@dataclass
class Changes:
    """What an update did, by file name."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read. `known`: an earlier version of it is in the register."""

    path: Path
    sha256: str
    file_id: str
    known: bool


def reader_version(settings: Settings) -> str:
    """Changes when reading would make something else of the same bytes."""
    ocr = settings.ocr and shutil.which("tesseract") is not None
    return f"{code_digest(Path(reading.__file__).parent)}:{ocr}:{settings.max_file_mb}"


def update(
    register: Register,
    files: Sequence[Path],
    settings: Settings,
    progress: Callable[[int, int, str], None],
    read: Reader,
) -> Changes:
    """Read what is new or changed into the register. Files that cannot be read become problems, never errors."""
    version = reader_version(settings)
    changes = Changes()
    tasks = list(_plan(register, files, version, changes))
    for done, (task, outcome) in enumerate(_read_all(tasks, settings, read), 1):
        if isinstance(outcome, ReadResult):
            register.write_file(outcome, version)
            (changes.changed if task.known else changes.added).append(task.path.name)
        else:
            register.write_problems(str(task.path), _kept(outcome, task.known), task.sha256, version)
        progress(done, len(tasks), task.path.name)
    return changes


def _plan(register: Register, files: Sequence[Path], version: str, changes: Changes) -> Iterator[Task]:
    known, failures = register.files(), register.failures()
    taken = {f.id for f in known.values()}
    at = {f.sha256: f.path for f in known.values()}  # content -> where it is indexed from
    for path in files:
        name, before = str(path), known.get(str(path))
        try:
            digest = sha256(path)
        except OSError as error:
            register.write_problems(name, _kept((_unreadable(path, error),), before is not None))
            continue
        if before and (before.sha256, before.reader) == (digest, version):
            changes.unchanged += 1
            if failures.get(name, (digest, None))[0] != digest:
                register.write_problems(name, ())  # an unreadable change was taken back
        elif failures.get(name) == (digest, version):
            continue
        elif before is None and at.setdefault(digest, name) != name:
            register.write_problems(name, (_duplicate(path, at[digest]),))
        else:
            file_id = before.id if before else free_id(path, taken)
            taken.add(file_id)
            yield Task(path, digest, file_id, before is not None)


def _read_all(tasks: Sequence[Task], settings: Settings, read: Reader) -> Iterator[tuple[Task, Outcome]]:
    processes = min(len(tasks), _cores(), 8)
    if processes < 2 or sum(_size(t.path) for t in tasks) < PARALLEL_BYTES:
        for task in tasks:
            yield task, read_one(task, settings, read)
        return
    # "spawn": a forked copy of a process that runs threads (a web server's, torch's) may hang
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting = [(task, pool.submit(read_one, task, settings, read)) for task in tasks]
        for task, future in waiting:
            try:
                yield task, future.result()
            except BrokenProcessPool:  # a process died (out of memory): this file is at fault, or its neighbour
                yield task, _read_alone(task, settings, read)


def _read_alone(task: Task, settings: Settings, read: Reader) -> Outcome:
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            pool.submit(os.getpid).result()
            try:
                return pool.submit(read_one, task, settings, read).result()
            except BrokenProcessPool as error:
                return (_broken(task.path, error),)
    except BrokenProcessPool:  # no process can be started at all (a script without its __main__ guard)
        return read_one(task, settings, read)


def read_one(task: Task, settings: Settings, read: Reader) -> Outcome:
    """The file as read, or why it could not be. Never raises: one bad file must not stop a run."""
    try:
        result = read(task.path, settings, task.file_id)
    except ReadingError as error:
        kind = ProblemKind(error.kind) if error.kind in set(ProblemKind) else ProblemKind.BROKEN
        return (Problem(task.path.name, kind, error.message, error.advice),)
    except OSError as error:
        return (_unreadable(task.path, error),)
    except Exception as error:  # a fault of ours on an odd file: reported with the file, not as a crash
        return (_broken(task.path, error),)
    return result if result.passages or not result.file.problems else result.file.problems


def _cores() -> int:
    allowed = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _kept(problems: Iterable[Problem], known: bool) -> tuple[Problem, ...]:
    if not known:
        return tuple(problems)
    note = "Filens tidigare innehåll ligger kvar i indexet tills filen kan läsas."
    return tuple(Problem(p.file, p.kind, p.reason, f"{p.advice} {note}".strip(), p.pages) for p in problems)


def _unreadable(path: Path, error: OSError) -> Problem:
    reason = f"Filen kan inte läsas ({error.strerror or type(error).__name__})."
    return Problem(path.name, ProblemKind.UNREADABLE, reason, "Kontrollera behörigheten och att filen finns kvar.")


def _broken(path: Path, error: Exception) -> Problem:
    reason = f"Filen kunde inte tolkas ({type(error).__name__}: {str(error)[:120]})."
    return Problem(path.name, ProblemKind.BROKEN, reason, "Öppna filen och spara den på nytt, gärna som PDF.")


def _duplicate(path: Path, original: str) -> Problem:
    reason = f"Filen har samma innehåll som {Path(original).name}, som redan är indexerad."
    return Problem(path.name, ProblemKind.DUPLICATE, reason, "Inget behöver göras: innehållet söks igenom en gång.")
