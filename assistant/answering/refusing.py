"""Refusals in Swedish: what was searched, and what is missing."""

from __future__ import annotations

from textwrap import shorten

from assistant.answering.scope import Scope
from assistant.answering.swedish_text import joined
from assistant.types import Refusal


def refusal_text(reason: Refusal, scope: Scope | None, missing: str) -> str:
    """One or two plain sentences. `missing` is what was looked for, in the question's own words or a description."""
    if reason is Refusal.EMPTY_QUESTION:
        return "Skriv en fråga, till exempel: Vilka rekommendationer fick kommunstyrelsen?"
    if reason is Refusal.EMPTY_INDEX:
        return "Inga handlingar är inlästa ännu. Lägg filer i mappen corpus och välj Uppdatera, eller kör index."
    searched = _searched(scope)
    missing = shorten(missing, 200, placeholder=" …") if " " in missing else missing[:80]
    if reason is Refusal.WRONG_MUNICIPALITY and scope is not None:
        return (
            f"Det finns inga handlingar från {joined(scope.strangers)} bland de inlästa, så frågan kan inte besvaras."
        )
    if reason is Refusal.WRONG_YEAR and scope is not None:
        years = joined([str(y) for y in (scope.years or scope.document_years)])
        return f"Det finns inget stöd för det i handlingarna: de innehåller ingen uppgift för {years}. {searched}"
    if reason is Refusal.NOT_STATED and missing:
        return f"Det finns inget stöd för det i handlingarna. Det som saknas: {missing}. {searched}"
    words = f" Det som saknas: {missing}." if missing else ""
    return f"Det finns inget stöd för det i handlingarna.{words} {searched}".strip()


def _searched(scope: Scope | None) -> str:
    if scope is None:
        return ""
    where = f" från {joined(scope.municipalities)}" if scope.municipalities else ""
    count = len(scope.part_ids)
    return f"Sökningen omfattade {count} handling{'ar' if count != 1 else ''}{where}."
