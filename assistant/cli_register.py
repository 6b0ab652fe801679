"""The register in the terminal: recommendations, what recurs, what is open, audit questions and statutes."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from assistant import cli_output, cli_register_output, export
from assistant.cli_shared import (
    Area,
    Auditor,
    Body,
    Chosen,
    Data,
    Json,
    Municipality,
    Today,
    Year,
    day,
    opened,
    print_row,
    settings_of,
)
from assistant.errors import InputError
from assistant.types import Verdict

_NONE = "inget"
_VERDICTS = (*(verdict.value for verdict in Verdict), _NONE)
Theme = Annotated[str | None, typer.Option(metavar="TEMA", help="Bara teman vars namn innehåller detta.")]


def recommendations(
    ctx: typer.Context,
    municipality: Municipality = None,
    body: Body = None,
    year: Year = None,
    auditor: Auditor = None,
    area: Area = None,
    theme: Theme = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Räkna upp revisorernas rekommendationer; med --json en per rad."""
    chosen = Chosen(municipality, body, year, auditor, area)
    with opened(settings_of(ctx, data)) as library:
        from assistant.register.places import naming
        from assistant.register.unanswered import newest

        sections = naming(library.sections)
        replies = {one.recommendation_id: one for one in library.responses}
        status = {key: one.status.value for key, one in newest(library.follow_ups, library.parts).items()}
        rows = [
            export.recommendation_row(one, library.parts, sections, replies.get(one.id), status.get(one.id))
            for one in library.recommendations
            if chosen.admits(library.parts[one.part_id], *(one.addressees or ("",)), municipality=one.municipality)
            and (not theme or any(theme.casefold() in name.name.casefold() for name in one.themes))
        ]
    _show(rows, as_json, cli_output.show_recommendations)


def recurring(
    ctx: typer.Context,
    min_municipalities: Annotated[int, typer.Option(min=1, metavar="ANTAL", help="Minst så många kommuner.")] = 2,
    body: Body = None,
    year: Year = None,
    auditor: Auditor = None,
    area: Area = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Visa teman som återkommer i flera kommuners rekommendationer."""
    chosen = Chosen(None, body, year, auditor, area)
    with opened(settings_of(ctx, data)) as library:
        from assistant.register.recurring import in_how_many
        from assistant.register.recurring import recurring as find

        pool = [
            one
            for one in library.recommendations
            if chosen.admits(library.parts[one.part_id], *(one.addressees or ("",)))
        ]
        found = find(pool, library.parts, min_municipalities)
        rows = [export.recurring_row(one.theme, one.municipalities, one.years) for one in found]
        texts = {one.id: one.text for one in pool}
        towns = {one.municipality for one in pool if one.municipality}
        spread = [in_how_many(len(one.municipalities), len(towns), library.problems) for one in found]
    if as_json:
        print_row(rows)
    else:
        cli_register_output.show_recurring(rows, spread, texts)


def unanswered(
    ctx: typer.Context,
    municipality: Municipality = None,
    body: Body = None,
    year: Year = None,
    auditor: Auditor = None,
    area: Area = None,
    today: Today = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Visa vad som är öppet: rekommendationer utan svar, passerade löften och det som en uppföljning fann ogjort.

    Dagar kvar eller försenade räknas från missivets svarsdatum, eller från den dag svaret lovar. Med --json en per rad.
    """
    chosen, now = Chosen(municipality, body, year, auditor, area), day(today)
    with opened(settings_of(ctx, data)) as library:
        from assistant.register.places import naming
        from assistant.register.unanswered import still_open

        sections = naming(library.sections)
        found = still_open(library.recommendations, library.responses, library.follow_ups, library.parts, now)
        rows = [
            export.open_row(
                one.why.value,
                export.recommendation_row(
                    one.recommendation,
                    library.parts,
                    sections,
                    one.response,
                    one.follow_up.status.value if one.follow_up else None,
                ),
                one.bodies,
                one.due,
                one.days,
                library.parts.get(one.due_part_id or ""),
                one.quote,
                library.parts,
                sections,
            )
            for one in found
            if chosen.admits(
                library.parts[one.recommendation.part_id],
                *(one.bodies or ("",)),
                municipality=one.recommendation.municipality,
            )
        ]
    _show(rows, as_json, lambda shown: cli_register_output.show_open(shown, now))


def questions(
    ctx: typer.Context,
    municipality: Municipality = None,
    body: Body = None,
    year: Year = None,
    auditor: Auditor = None,
    area: Area = None,
    verdict: Annotated[
        str | None, typer.Option(metavar="SVAR", help="Bara frågor med detta svar: ja, delvis, nej eller inget.")
    ] = None,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Räkna upp revisionsfrågorna med revisorernas svar; med --json en per rad."""
    if verdict is not None and verdict.casefold() not in _VERDICTS:
        raise InputError(f"Svaret {verdict} finns inte.", f"Välj något av: {', '.join(_VERDICTS)}.")
    chosen = Chosen(municipality, body, year, auditor, area)
    with opened(settings_of(ctx, data)) as library:
        from assistant.register.places import naming

        sections = naming(library.sections)
        rows = [
            export.question_row(one, library.parts, sections)
            for one in library.audit_questions
            if chosen.admits(library.parts[one.part_id])
            and (verdict is None or (one.verdict.value if one.verdict else _NONE) == verdict.casefold())
        ]
    _show(rows, as_json, cli_register_output.show_questions)


def laws(
    ctx: typer.Context,
    municipality: Municipality = None,
    body: Body = None,
    year: Year = None,
    auditor: Auditor = None,
    area: Area = None,
    law: Annotated[
        str | None, typer.Option(metavar="LAG", help="Bara lagar vars namn eller förkortning är så.")
    ] = None,
    flagged: Annotated[bool, typer.Option("--flagged", help="Bara det som bör påpekas.")] = False,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Räkna upp lagar som handlingarna hänvisar till, och fel i deras nummer; med --json en per rad."""
    chosen, wanted = Chosen(municipality, body, year, auditor, area), (law or "").casefold()
    with opened(settings_of(ctx, data)) as library:
        from assistant.register.lawflags import differing_numbers, law_flags
        from assistant.register.places import naming

        sections = naming(library.sections)
        differing = differing_numbers(library.law_references)
        rows = [
            export.law_row(one, law_flags(one, differing), library.parts, sections)
            for one in library.law_references
            if chosen.admits(library.parts[one.quote.part_id])
            and (wanted == (one.abbreviation or "").casefold() or wanted in one.statute.casefold())
        ]
    rows = [row for row in rows if row["flags"]] if flagged else rows
    _show(rows, as_json, cli_register_output.show_laws)


def _show(rows: list[export.Row], as_json: bool, show: Any) -> None:
    if as_json:
        for row in rows:
            print_row(row)
    else:
        show(rows)


COMMANDS: tuple[tuple[Any, ...], ...] = (  # name, story, examples for its help
    (
        "recommendations",
        recommendations,
        "",
        "--municipality Norrsala --year 2023",
        '--theme "uppföljning" --json',
    ),
    ("recurring", recurring, "--min-municipalities 3 --json", "--body socialnämnden --year 2023"),
    ("unanswered", unanswered, "", "--today 2024-05-31 --body socialnämnden", "--municipality Norrsala --json"),
    ("questions", questions, "--verdict nej", "--municipality Norrsala --json"),
    ("laws", laws, "--flagged", "--law SoL --json"),
)
