"""The questions of a command line: one, or a batch file of them, each answered on its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

import typer

from assistant.cli_output import report_error
from assistant.errors import InputError


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of a batch file, or the one question of the command line (`line` 0, `id` None)."""

    line: int
    id: object  # as written: string, number or None
    question: str
    history: tuple[str, ...]


@contextmanager
def questions(
    question: str | None, history: list[str] | None, batch: str | None
) -> Iterator[Iterator[Asked | InputError]]:
    """The one question, or those of the file ("-" is stdin); a line that cannot be used comes as its InputError.

    Raises InputError when both or none are given, or the file cannot be opened.
    """
    if (question is None) == (batch is None):
        raise InputError("Ange antingen en fråga eller --batch FIL.", "Se --help för exempel.")
    if batch is None:
        yield iter([Asked(0, None, question or "", tuple(history or ()))])
    elif batch == "-":
        yield _lines(sys.stdin)
    else:
        try:
            file = open(batch, encoding="utf-8-sig", errors="replace")  # noqa: SIM115 (closed below)
        except OSError as error:
            raise InputError(f"{batch} kan inte läsas ({error.strerror}).", "Kontrollera sökvägen.") from error
        with file:
            yield _lines(file)


def _lines(file: TextIO) -> Iterator[Asked | InputError]:
    advice = 'Varje rad ska vara ett JSON-objekt som {"id": "1", "question": "…", "history": ["…"]}.'
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            history = row.get("history") or []
            if not isinstance(row["question"], str) or not all(isinstance(turn, str) for turn in history):
                raise TypeError("question och history ska vara text")
            yield Asked(number, row.get("id"), row["question"], tuple(history))
        except KeyError:
            yield InputError(f"Rad {number} saknar question.", advice)
        except (ValueError, TypeError, AttributeError) as error:
            yield InputError(f"Rad {number} kan inte användas ({error}).", advice)


def each(asked: Iterator[Asked | InputError], act: Callable[[Asked], None], stop: bool) -> None:
    """Act on every question. One that fails is reported and the rest go on, unless `stop`.

    Raises typer.Exit with the code of the first failure once the last question is done.
    """
    code = 0
    for one in asked:
        try:
            if isinstance(one, InputError):
                raise one
            act(one)
        except Exception as error:
            if stop or isinstance(error, BrokenPipeError):
                raise
            failed = report_error(error, f"Rad {one.line}" if isinstance(one, Asked) else "")
            code = code or failed
    if code:
        raise typer.Exit(code)
