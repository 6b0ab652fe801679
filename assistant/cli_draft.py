"""The command `draft`: an answer to an audit report, as a Word file with a check report."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli_output import report_error
from assistant.errors import InputError
from assistant.settings import load_settings

if TYPE_CHECKING:
    from assistant.drafting.model import Choices, Draft

FAILED = 1  # exit code when the check does not hold
FORMATS = ("docx", "md", "html")
EXAMPLES = ('rapport-2023 --body "Socialnämnden" --out svar.docx', "ny-rapport.pdf --evidence rutiner/ --json")


def draft(
    ctx: typer.Context,
    document: Annotated[
        str, typer.Argument(metavar="HANDLING", help="Revisionsrapporten: en indexerad handling eller en sökväg.")
    ],
    body: Annotated[
        str | None, typer.Option("--body", metavar="ORGAN", help="Nämnden som svarar; behövs när flera har fått.")
    ] = None,
    evidence: Annotated[
        list[Path] | None,
        typer.Option("--evidence", metavar="SÖKVÄG", help="Nämndens egna handlingar utanför indexet. Kan upprepas."),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="HANDLING", help="Handling eller del som inte får användas. Kan upprepas."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FIL", help="Filen att skriva; förval: utkast-….")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help="docx, md eller html; förval efter filens namn.")
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FIL", help="Kommunens egen Word-mall; se docs/mall.md.")
    ] = None,
    fill: Annotated[
        Path | None,
        typer.Option("--fill", metavar="FIL", help="JSON med egna ord: ställningstagande, åtgärd, ansvarig, tid."),
    ] = None,
    plan_only: Annotated[bool, typer.Option("--plan", help="Visa planen och skriv ingen fil.")] = False,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DATUM", help="Dagens datum, ÅÅÅÅ-MM-DD; förval: datorns.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv JSON för program i stället för text.")] = False,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="MAPP", help="Mapp för register och index (ASSISTANT_DATA; förval: data)."),
    ] = None,
) -> None:
    """Skriv ett utkast till yttrande över en revisionsrapport.

    Varje uppgift får en fotnot med källa. Det som ingen har beslutat står som [KOMPLETTERA: …]. Utgångskoden är 1
    om källkontrollen inte håller.
    """
    from assistant import pipeline
    from assistant.drafting import drafting, export

    if kind is not None and kind not in FORMATS:
        raise InputError(f"Formatet {kind} finns inte.", f"Välj något av: {', '.join(FORMATS)}.")
    day = _day(today)
    choices = read_choices(fill) if fill else None
    settings = load_settings(data=data or ctx.obj)
    with pipeline.open_library(settings) as library:
        planned = drafting.plan_draft(library, document, body, evidence or (), without or (), day)
        if plan_only:
            _print(export.plan_object(planned.sources, planned.plan), as_json)
            return
        made = drafting.write_draft(planned, choices)
        chosen = drafting.Format(kind) if kind else None
        path = out or Path(f"utkast-{made.plan.document}.{kind or 'docx'}")
        drafting.save(made, path, chosen, template)
    if as_json:
        print(json.dumps(export.draft_object(made, str(path)), ensure_ascii=False), flush=True)
    else:
        _show(made, path)
    if not made.check.ok:
        raise typer.Exit(FAILED)


def read_choices(path: Path) -> Choices:
    """The drafter's choices from a JSON file (docs/mall.md). Raises InputError that says what is wrong."""
    from assistant.drafting.model import Choices, Own
    from assistant.types import Stance

    advice = 'Se docs/mall.md: {"svar": {"REKOMMENDATION": {"stance": "delar", "measure": "…"}}, "fields": {…}}.'
    try:
        given: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        own = {}
        for name, words in given.get("svar", {}).items():
            stance = Stance(words["stance"]) if words.get("stance") else None
            rest = {key: str(words[key]) for key in ("comment", "measure", "responsible", "due") if words.get(key)}
            own[str(name)] = Own(stance=stance, **rest)
        fields = {str(k): str(v) for k, v in given.get("fields", {}).items()}
        return Choices(own, frozenset(map(str, given.get("left_out", ()))), fields)
    except OSError as error:
        raise InputError(f"{path} kan inte läsas ({error.strerror}).", "Kontrollera sökvägen.") from error
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise InputError(f"{path} kan inte användas ({error}).", advice) from error


def _day(words: str | None) -> Any:
    if words is None:
        return datetime.now().date()
    try:
        return datetime.strptime(words, "%Y-%m-%d").date()
    except ValueError as error:
        raise InputError(f"{words} är inget datum.", "Skriv datumet som 2024-05-31.") from error


def _print(row: dict[str, Any], as_json: bool) -> None:
    print(json.dumps(row, ensure_ascii=False, indent=None if as_json else 2), flush=True)


def _show(made: Draft, path: Path) -> None:
    from assistant.drafting.working import check_lines

    print(f"Utkastet är sparat: {path}")
    for line in (*check_lines(made.check), *(f"Kontrollera: {doubt}" for doubt in made.plan.doubts)):
        print(f"  {line}")
    if not made.check.ok:
        report_error(InputError("Källkontrollen håller inte.", "Se sidan Kontroll sist i utkastet."))
