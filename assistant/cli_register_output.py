"""How the terminal shows the register: what recurs, what is open, audit questions and statutes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rich.text import Text

from assistant.cli_output import console, counted, indented

Shown = Mapping[str, Any]  # a row of export.py


def show_recurring(rows: Sequence[Shown], spread: Sequence[str], texts: Mapping[str, str]) -> None:
    """Themes that several municipalities share; `spread` says in how many, `texts` a recommendation's words by id."""
    out = console()
    for row, where in zip(rows, spread, strict=True):
        towns = row["municipalities"]
        out.print(Text.assemble((f"\n{row['theme']}", "bold"), f"  {where}"))
        for town, ids in towns.items():
            years = ", ".join(map(str, row["years"].get(town, ())))
            out.print(Text(f"  {town}" + (f" ({years})" if years else ""), style="cyan"))
            for one in ids:
                out.print(Text(indented(f"– {texts.get(one, '')} ({one})", 4, hang=2)))
    if not rows:
        out.print("Inget tema återkommer i så många kommuner.")


def show_open(rows: Sequence[Shown], today: date) -> None:
    """Open recommendations under the reason that they are open, the longest overdue first."""
    out = console()
    for why in dict.fromkeys(row["why"] for row in rows):
        some = [row for row in rows if row["why"] == why]
        out.print(Text(f"\n{why.capitalize()} ({len(some)})", style="bold"))
        for row in some:
            record = row["recommendation"]
            facts = [
                record["municipality"] or "okänd kommun",
                ", ".join(row["bodies"]) or "mottagare framgår ej",
                record["part"],
                f"status: {record['status']}" if record["status"] else None,
            ]
            out.print(Text(indented(f"{waits(row)} – {record['text']}", 2, hang=2)))
            out.print(Text(indented(" · ".join(fact for fact in facts if fact) + place(row["source"]), 4), style="dim"))
    total = counted(len({row["recommendation"]["id"] for row in rows}), "rekommendation", "er")
    out.print(Text(f"\n{total} är öppna den {today}." if rows else f"Inget är öppet den {today}.", style="dim"))


def waits(row: Shown) -> str:
    """ "23 dagar försenad (skulle ske 2024-05-31)", "12 dagar kvar …", or that no day is stated."""
    days = row["days"]
    if days is None:
        return "svarsdatum framgår ej" if row["why"] == "obesvarad" else "utan datum"
    if days == 0:
        return f"i dag ({row['due']})"
    return f"{counted(abs(days), 'dag')} {'försenad' if days < 0 else 'kvar'} ({row['due']})"


def show_questions(rows: Sequence[Shown]) -> None:
    """Audit questions with their answers, under the document that asks them."""
    out = console()
    seen: object = None
    for row in rows:
        if (row["document"], row["part"]) != seen:
            seen = (row["document"], row["part"])
            out.print(
                Text(f"\n{row['part']} ({row['municipality'] or 'okänd kommun'}, {row['document']})", style="bold")
            )
        out.print(Text(indented(f"{row['number']}. {row['question']}", 2, hang=3)))
        answer = row["answer"]
        words = row["verdict_words"] or row["verdict"] or "svar framgår ej"
        said = f": {answer['quote']}{place(answer)}" if answer else ""
        out.print(Text(indented(f"{words.capitalize()}{said}", 5), style="dim"))
    out.print(Text(f"\n{counted(len(rows), 'revisionsfråga') if len(rows) == 1 else f'{len(rows)} revisionsfrågor'}."))


def show_laws(rows: Sequence[Shown]) -> None:
    """Every statute with the places that cite it."""
    out = console()
    for statute in dict.fromkeys(row["statute"] for row in rows):
        some = [row for row in rows if row["statute"] == statute]
        out.print(Text(f"\n{statute} ({counted(len(some), 'hänvisning')})", style="bold"))
        for row in some:
            flags = "".join(f"  ⚑ {_flag(flag, row)}" for flag in row["flags"])
            out.print(
                Text(indented(f"{row['source']['quote']} – {row['source']['document']}{place(row['source'])}", 2))
            )
            if flags:
                out.print(Text(flags, style="yellow"))
    out.print(Text(f"\n{counted(len(rows), 'hänvisning')}.", style="dim"))


def _flag(flag: str, row: Shown) -> str:
    known = {"fel nummer": "right_sfs", "äldre lag": "right_sfs", "ersatt senare": "replaced_by"}
    number = row[known[flag]] if flag in known else None
    return f"{flag} ({number})" if number else flag


def place(source: Shown | None) -> str:
    """ ", avsnitt 3.2, s. 12", as far as known."""
    if source is None:
        return ""
    section = f", avsnitt {source['section']}" if source["section"] else ""
    return section + (f", s. {source['page']}" if source["page"] else "")
