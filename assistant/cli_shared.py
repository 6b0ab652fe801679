"""What the commands of the terminal share: options, the open library, and what a filter admits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import InputError, NoIndexError
from assistant.settings import Settings, load_settings
from assistant.types import Part

if TYPE_CHECKING:
    from assistant.retrieval.library import Library

Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="MAPP", help="Mapp för register och index (ASSISTANT_DATA; förval: data)."),
]
Json = Annotated[bool, typer.Option("--json", help="Skriv JSON för program i stället för text.")]
Municipality = Annotated[list[str] | None, typer.Option(metavar="NAMN", help="Bara denna kommun. Kan upprepas.")]
Body = Annotated[list[str] | None, typer.Option(metavar="ORGAN", help="Bara denna nämnd. Kan upprepas.")]
Year = Annotated[list[int] | None, typer.Option(metavar="ÅR", help="Bara detta år. Kan upprepas.")]
Auditor = Annotated[list[str] | None, typer.Option(metavar="BYRÅ", help="Bara denna revisor. Kan upprepas.")]
Area = Annotated[str | None, typer.Option(metavar="ORD", help="Bara granskningar vars titel innehåller ordet.")]
Today = Annotated[str | None, typer.Option(metavar="DATUM", help="Räkna från detta datum, ÅÅÅÅ-MM-DD; förval: i dag.")]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the options of a list leave in; nothing given leaves everything. Compared without regard to case."""

    municipalities: list[str] | None = None
    bodies: list[str] | None = None
    years: list[int] | None = None
    auditors: list[str] | None = None
    area: str | None = None

    def admits(self, part: Part, *bodies: str, municipality: str | None = None) -> bool:
        """`bodies` are those the record concerns; none given, the part's own."""
        return (
            _among(self.municipalities, municipality or part.municipality)
            and _among(self.bodies, *(bodies or (part.body,)))
            and _among(self.auditors, part.auditor)
            and (not self.years or part.year in self.years)
            and (not self.area or self.area.casefold() in part.title.casefold())
        )


def settings_of(ctx: typer.Context, data: Path | None, **given: object) -> Settings:
    """The settings with what the command line says of them."""
    return load_settings(data=data or ctx.obj, **given)


@contextmanager
def opened(settings: Settings) -> Iterator[Library]:
    """The library. Raises NoIndexError, which says how to make one, where nothing is indexed."""
    if not settings.register_url and not (settings.data / "register.sqlite").exists():
        raise NoIndexError(
            f"Det finns inget index i {settings.data}.",
            "Kör först: python -m assistant index SÖKVÄG (eller ange rätt mapp med --data).",
        )
    from assistant import pipeline

    with pipeline.open_library(settings) as library:
        yield library


def day(words: str | None) -> date:
    """The day of --today; today where none is given. Raises InputError for what is no date."""
    if words is None:
        return datetime.now().date()
    try:
        return datetime.strptime(words, "%Y-%m-%d").date()
    except ValueError as error:
        raise InputError(f"{words} är inget datum.", "Skriv datumet som 2024-05-31.") from error


def print_row(row: object) -> None:
    """One JSON value on a line of its own."""
    print(json.dumps(row, ensure_ascii=False), flush=True)


def _among(wanted: list[str] | None, *values: str | None) -> bool:
    return not wanted or bool({one.casefold() for one in wanted} & {(value or "").casefold() for value in values})
