"""How the terminal looks: Rich text and panels, Typer's own words in Swedish, errors on stderr."""

from __future__ import annotations

import io
import re
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from assistant.errors import AssistantError, ModelError, NoIndexError, StoreError
from assistant.export import Row
from assistant.settings import debugging
from assistant.types import Answer, Citation, DocumentKind, Hit, IndexReport, Part, Problem

PIPE_WIDTH = 120  # columns when the output is not a terminal and says nothing of its width

KINDS = {
    DocumentKind.PATIENT_SAFETY_REPORT: "patientsäkerhetsberättelse",
    DocumentKind.QUALITY_REPORT: "kvalitetsberättelse",
    DocumentKind.STATEMENT: "tjänsteutlåtande",
    DocumentKind.OTHER: "övrigt",
}  # the others read well as they are


def console(stderr: bool = False) -> Console:
    """A console without guessed highlighting; Rich leaves out colour by itself when the output is piped."""
    made = Console(stderr=stderr, highlight=False, soft_wrap=False)
    return made if made.is_terminal else Console(stderr=stderr, highlight=False, width=max(made.width, PIPE_WIDTH))


# ---------------------------------------------------------------- answers and passages


def show_answer(answer: Answer) -> None:
    """The answer, its sources with their exact words, and what was searched."""
    out = console()
    body: RenderableType = Markdown(answer.answer) if out.is_terminal else Text(answer.answer)
    out.print(Text(answer.question, style="bold"))
    if out.is_terminal:
        out.print(Panel(body, border_style="yellow" if answer.refused else "green"))
    else:
        out.print(body)
    if answer.citations:
        out.print(Text("\nKällor", style="bold"))
        for citation in answer.citations:
            out.print(_source(citation))
    searched = f"Genomsökta handlingar: {answer.coverage.searched}."
    left = "".join(f"\nUtelämnad: {one.file} ({one.reason})" for one in answer.coverage.left_out)
    out.print(Text(f"\n{searched}{left}", style="dim"))


def _source(citation: Citation) -> Text:
    place = [citation.document, citation.part]
    if citation.section_title or citation.section:
        place.append(f"avsnitt {citation.section_title or citation.section}")
    if citation.page is not None:
        place.append(f"s. {citation.page}")
    return Text.assemble((f"[{citation.n}] ", "cyan"), " · ".join(place), "\n", indented(f"”{citation.quote}”", 4))


def show_hits(question: str, hits: Sequence[Hit]) -> None:
    """Passages, best first."""
    out = console()
    out.print(Text(question, style="bold"))
    if not hits:
        out.print("Inga ställen hittades.")
    for rank, hit in enumerate(hits, 1):
        place = [hit.part.document, hit.part.title]
        if hit.section:
            place.append(hit.section.title)
        if hit.part.paged:
            place.append(f"s. {hit.passage.page}")
        head = Text.assemble((f"{rank}. ", "cyan"), " · ".join(place), (f"  ({hit.score:.2f})", "dim"))
        out.print(Group(head, Text(hit.passage.text), Text("")))


# ---------------------------------------------------------------- records


def show_documents(parts: Sequence[Part], problems: Sequence[Problem]) -> None:
    """Every constituent document under its file, with what the text says of it."""
    out = console()
    file = None
    for part in parts:
        if part.document != file:
            file = part.document
            out.print(Text(f"\n{file}", style="bold"))
        facts = [
            KINDS.get(part.kind, part.kind.value),
            part.municipality or "kommunen framgår inte",
            part.body,
            str(part.date) if part.date else None,
            f"svar senast {part.answer_due}" if part.answer_due else None,
            f"dnr {part.diarienummer}" if part.diarienummer else None,
            part.auditor,
            f"s. {part.first_page}–{part.last_page}" if part.paged else None,
        ]
        known = indented(" · ".join(fact for fact in facts if fact), 4)
        out.print(Text.assemble(indented(part.title, 2), "\n", (known, "dim")))
    out.print(Text(f"\n{counted(len(parts), 'handling')}." if parts else "Inga handlingar är indexerade.", style="dim"))
    show_problems(out, problems)


def show_recommendations(rows: Sequence[Row]) -> None:
    """Recommendations grouped by the document that gives them."""
    out = console()
    seen: object = None
    for row in rows:
        if row["document"] != seen:
            seen = row["document"]
            out.print(Text(f"\n{row['part']} ({row['municipality'] or 'okänd kommun'}, {seen})", style="bold"))
        facts = [f"till {row['addressee']}" if row["addressee"] else "mottagare framgår ej"]
        facts += [f"avsnitt {', '.join(map(str, _list(row['sections'])))}"] if row["sections"] else []
        facts += [f"s. {row['page']}"] if row["page"] else []
        facts += [f"tema: {row['theme']}"] if row["theme"] else []
        out.print(Text(indented(f"{row['number']}. {row['text']}", 2, hang=3)))
        out.print(Text(indented(" · ".join(facts), 5), style="dim"))
        if isinstance(response := row["response"], dict):
            out.print(Text(indented(f"Svar ({response['stance']}): {response['quote']}", 5)))
    out.print(Text(f"\n{counted(len(rows), 'rekommendation', 'er')}.", style="dim"))


# ---------------------------------------------------------------- indexing


def show_index(report: IndexReport) -> None:
    """What was done, and every file that could not be read with its reason and what to do."""
    out = console()
    counts = f"{len(report.added)} nya, {len(report.changed)} ändrade, {len(report.removed)} borttagna, "
    out.print(f"Filer: {counts}{report.unchanged} oförändrade ({report.seconds:.1f} s).")
    out.print(f"Indexet rymmer {counted(report.parts, 'handling')} i {report.passages} textställen.")
    show_problems(out, report.problems)


def show_problems(out: Console, problems: Sequence[Problem]) -> None:
    """Every file or page left out, with the reason and what to do; nothing when there are none."""
    if problems:
        out.print(Text("\nKunde inte läsas", style="bold yellow"))
    for problem in problems:
        pages = f" (sidorna {', '.join(map(str, problem.pages))})" if problem.pages else ""
        out.print(Text(indented(problem.file + pages, 2)))
        out.print(Text(indented(f"{problem.reason} {problem.advice}", 4), style="dim"))


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int, str], None]]:
    """A callback for `pipeline.index` (done, total, what) that moves a bar on stderr, where that is a terminal."""
    out = console(stderr=True)
    if not out.is_terminal:
        yield lambda done, total, what: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out, transient=True) as bar:
        task = bar.add_task("Läser", total=None)
        yield lambda done, total, what: bar.update(task, completed=done, total=total, description=what[-40:])


# ---------------------------------------------------------------- errors and Typer's own words

UNEXPECTED, USAGE, NO_INDEX, STORE, INTERRUPTED = 1, 2, 3, 4, 130
_CODES = ((NoIndexError, NO_INDEX), (StoreError, STORE), (ModelError, STORE))  # other errors of ours: USAGE
_FRAMES = (
    (r"No such option: (\S+)(?: \(Possible options: (.+)\))?", r"Väljaren \1 finns inte."),
    (r"No such command '(.+?)'\..*", r"Kommandot \1 finns inte."),
    (r"Missing (?:argument|option|parameter) '?(.+?)'?\.", r"\1 saknas."),
    (r"Got unexpected extra argument\(s\) \((.+)\)", r"För många ord: \1. Sätt citattecken runt en fråga."),
    (r"Option '(.+)' requires an argument\.", r"Väljaren \1 behöver ett värde."),
    (r"Invalid value for '(.+?)': Input should be a valid integer.*", r"\1: skriv ett heltal."),
    (r"Invalid value for '(.+?)': Input should be greater than or equal to (.+)", r"\1: minst \2."),
    (r"Invalid value for '(.+?)': Input should be less than or equal to (.+)", r"\1: högst \2."),
    (r"Invalid value for '(.+?)': .*'(.*?)' is not one of (.+)\.", r"\1: ”\2” är inget av \3."),
    (r"Invalid value for '(.+?)': (.+)", r"\1: \2"),
)


def report_error(error: BaseException, where: str = "") -> int:
    """Say on stderr what went wrong and what to do, and return the exit code for it; re-raises when debugging."""
    if debugging():
        raise error
    prefix = f"{where}: " if where else ""
    if isinstance(error, AssistantError):
        show_error(prefix + error.message, error.advice)
        return next((code for kind, code in _CODES if isinstance(error, kind)), USAGE)
    if isinstance(error, typer.TyperException):
        show_error(in_swedish(error.format_message()), "Se --help för hur kommandot används.")
        return USAGE
    show_error(f"{prefix}oväntat, {type(error).__name__}: {error}", "Kör igen med ASSISTANT_DEBUG=1 för att se var.")
    return UNEXPECTED


def show_error(message: str, advice: str = "") -> None:
    """One line of what happened and one of what to do, on stderr."""
    out = console(stderr=True)
    out.print(Text.assemble(("Fel: ", "bold red"), message))
    if advice:
        out.print(Text(advice))


def in_swedish(message: str) -> str:
    """Typer's English message about a wrong command line in Swedish; as it stands where the pattern is unknown."""
    for pattern, swedish in _FRAMES:
        if re.fullmatch(pattern, message, flags=re.DOTALL):
            return re.sub(pattern, swedish, message, flags=re.DOTALL)
    return message


rich_utils.ARGUMENTS_PANEL_TITLE = "Argument"
rich_utils.OPTIONS_PANEL_TITLE = "Väljare"
rich_utils.COMMANDS_PANEL_TITLE = "Kommandon"
rich_utils.DEFAULT_STRING = "[förval: {}]"
rich_utils.ENVVAR_STRING = "[miljövariabel: {}]"
rich_utils.REQUIRED_LONG_STRING = "[krävs]"


class _Swedish:
    """Mixed into Typer's command and group: the two words of the help page that no setting reaches."""

    def get_usage(self, ctx: Any) -> str:
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        return usage.replace("Usage: ", "Användning: ")

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option:
            option.help = "Visa den här hjälpen."
        return option


class SwedishCommand(_Swedish, TyperCommand):
    """A Typer command whose help speaks Swedish."""


class SwedishGroup(_Swedish, TyperGroup):
    """A Typer group whose help speaks Swedish."""


def stream_utf8() -> None:
    """UTF-8 in and out whatever the locale says: JSON is read by programs, and Swedish does not fit in ASCII."""
    for stream, encoding in ((sys.stdin, "utf-8-sig"), (sys.stdout, "utf-8"), (sys.stderr, "utf-8")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding, errors="replace")


def indented(text: str, left: int, hang: int = 0) -> str:
    """Wrapped to the width of the output, each line `left` columns in and all but the first `hang` more."""
    first, rest = " " * left, " " * (left + hang)
    return textwrap.fill(text, console().width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def counted(number: int, noun: str, plural: str = "ar") -> str:
    return f"{number} {noun}{'' if number == 1 else plural}"


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
