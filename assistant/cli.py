"""The terminal: each command reads its options, calls one story of the engine and shows the result.

Everything heavy is imported inside the commands, so that `--help` answers at once. Exit codes: 0 done (a refusal
is an answer, an unreadable file is reported), 1 unexpected error, 2 wrong command line or input, 3 nothing
indexed, 4 a store or a model cannot be used, 130 interrupted. A batch goes on after a bad line and exits with the
code of the first.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from assistant import __version__, cli_draft, cli_eval, cli_output, cli_register, export
from assistant.cli_input import Asked, each, questions
from assistant.cli_output import INTERRUPTED, report_error
from assistant.cli_shared import Body, Data, Json, Municipality, Year, opened, print_row, settings_of
from assistant.types import DocumentKind, Filters

app = typer.Typer(
    cls=cli_output.SwedishGroup,
    add_completion=False,
    rich_markup_mode="rich",
    options_metavar="[VÄLJARE]",
    subcommand_metavar="KOMMANDO …",
    pretty_exceptions_enable=False,
)

Batch = Annotated[
    str | None,
    typer.Option(
        "--batch", metavar="FIL", help="JSONL-fil, en fråga per rad: id, question, ev. history. - = standard in."
    ),
]
Kind = Annotated[
    list[DocumentKind] | None,
    typer.Option(metavar="SLAG", help="Bara detta slag: " + ", ".join(kind.value for kind in DocumentKind) + "."),
]


def _command(name: str, *examples: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A command of the terminal, with its examples at the foot of its help."""
    shown = "\n".join(f"  python -m assistant {name} {example}".rstrip() for example in examples)
    foot = f"[bold]Exempel[/bold]\n{shown}"
    return app.command(name, cls=cli_output.SwedishCommand, options_metavar="[VÄLJARE]", epilog=foot)


@app.callback(invoke_without_command=True)
def _root(
    ctx: typer.Context,
    data: Data = None,
    version: Annotated[bool, typer.Option("--version", help="Visa versionen.")] = False,
) -> None:
    """Frågor till kommunala revisionshandlingar: svar där varje uppgift har sin källa, utan nät.

    Börja med index, fråga sedan med ask eller öppna chatten med serve.
    """
    ctx.obj = data
    if version:
        print(__version__)
    elif ctx.invoked_subcommand is None:
        print(ctx.get_help(), end="")


@_command("index", "", "rapporter/ protokoll.pdf", "--json")
def index(
    ctx: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="SÖKVÄG", help="Filer eller mappar; förval: corpus.")
    ] = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Läs handlingarna och bygg indexet; bara det som ändrats läses om.

    Filer som inte går att läsa räknas upp med skäl och råd. Körningen kan avbrytas när som helst.
    """
    settings = settings_of(ctx, data)
    from assistant import pipeline

    with cli_output.progress_bar() as progress:
        report = pipeline.index(paths or [settings.corpus], settings, progress)
    if as_json:
        print_row(export.index_object(report))
    else:
        cli_output.show_index(report)


@_command("documents", "", "--json")
def documents(ctx: typer.Context, as_json: Json = False, data: Data = None) -> None:
    """Räkna upp de indexerade handlingarna; med --json en per rad."""
    with opened(settings_of(ctx, data)) as library:
        if as_json:
            for part in library.parts.values():
                print_row(export.part_row(part))
        else:
            cli_output.show_documents(list(library.parts.values()), library.problems)


for _name, _story, *_examples in cli_register.COMMANDS:
    _command(_name, *_examples)(_story)


@_command(
    "ask",
    '"Vilka rekommendationer fick socialnämnden?"',
    '"Och i Norrsala?" --history "Vad kostade HVB?"',
    "--batch frågor.jsonl --json",
)
def ask(
    ctx: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="FRÅGA", help="Frågan, inom citattecken.")] = None,
    history: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="Tidigare fråga i samtalet, äldst först. Kan upprepas.")
    ] = None,
    batch: Batch = None,
    municipality: Municipality = None,
    body: Body = None,
    year: Year = None,
    kind: Kind = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Ställ en fråga, eller många ur en fil, och få svar med källor."""
    filters = _filters(municipality, body, year, kind)
    with questions(question, history, batch) as asked, opened(settings_of(ctx, data)) as library:
        from assistant import pipeline

        def answer(one: Asked) -> None:
            given = pipeline.ask(library, one.question, one.history, filters)
            if as_json:
                print_row(export.answer_object(given) | {"id": one.id})
            else:
                cli_output.show_answer(given)

        each(asked, answer, stop=batch is None)


@_command("search", '"delegationsordning socialnämnden"', '"avvikelser" -k 3', "--batch frågor.jsonl -k 5 --json")
def search(
    ctx: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="FRÅGA", help="Det som söks, inom citattecken.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, metavar="ANTAL", help="Så många ställen.")] = 5,
    batch: Batch = None,
    municipality: Municipality = None,
    body: Body = None,
    year: Year = None,
    kind: Kind = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Sök de ställen i handlingarna som ligger närmast en fråga, bäst först."""
    filters = _filters(municipality, body, year, kind)
    with questions(question, None, batch) as asked, opened(settings_of(ctx, data)) as library:
        from assistant.retrieval.search import search as find

        def look(one: Asked) -> None:
            hits = find(library, one.question, filters, k)
            if as_json:
                print_row(export.search_object(hits, one.question, one.id))
            else:
                cli_output.show_hits(one.question, hits)

        each(asked, look, stop=batch is None)


@_command("serve", "", "--port 8080")
def serve(
    ctx: typer.Context,
    host: Annotated[str | None, typer.Option(metavar="ADRESS", help="Förval: 127.0.0.1, bara den egna datorn.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, metavar="PORT", help="Förval: 7860.")] = None,
    data: Data = None,
) -> None:
    """Öppna chatten i webbläsaren på den här datorn."""
    from assistant.web import app as web

    web.serve(settings_of(ctx, data, host=host, port=port))


_command("draft", *cli_draft.EXAMPLES)(cli_draft.draft)

app.add_typer(cli_eval.app, name="eval")


# ---------------------------------------------------------------- what the commands share


def _filters(
    municipality: list[str] | None, body: list[str] | None, year: list[int] | None, kind: list[DocumentKind] | None
) -> Filters:
    return Filters(tuple(municipality or ()), tuple(body or ()), tuple(kind or ()), tuple(year or ()))


def run(arguments: list[str] | None = None) -> int:
    """Run one command line (default: the process's own) and return its exit code."""
    cli_output.stream_utf8()
    try:
        result = app(arguments, prog_name="python -m assistant", standalone_mode=False)
    except KeyboardInterrupt:
        result = INTERRUPTED
    except BrokenPipeError:
        sys.stdout = None  # the reader has left (| head): nothing to flush to at exit
        return 0
    except (Exception, typer.Abort) as error:
        return report_error(error)
    if result == INTERRUPTED:
        cli_output.show_error("Avbrutet.", "Det som hann göras är kvar; kör samma kommando igen för resten.")
    return result if isinstance(result, int) else 0


def main() -> None:
    """The entry point of `python -m assistant` and of the installed `assistant`."""
    sys.exit(run())
