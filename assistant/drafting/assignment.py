"""What is to be answered: the report, its letter, the body, and the recommendations addressed to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.swedish_text import joined
from assistant.drafting.sources import Sources
from assistant.errors import InputError
from assistant.reading.places import normal_body
from assistant.types import DocumentKind, Part, Quote, Recommendation


@dataclass(frozen=True, slots=True)
class Assignment:
    """`stated` gives each recommendation's places, the report's first."""

    document: str
    body: str
    municipality: str | None
    report: Part
    letter: Part | None
    recommendations: tuple[Recommendation, ...]
    stated: tuple[tuple[Quote, ...], ...]


def assignment(sources: Sources, document: str, body: str | None, file_id: str | None = None) -> Assignment:
    """Resolve what the user asked for. `file_id` names the file outright, where it was given as a path.

    Raises InputError, with what there is to choose from, when the document is unknown or ambiguous, states no
    recommendations, or none to the body.
    """
    parts = [p for p in sources.parts.values() if p.file_id == (file_id or _file(sources, document))]
    inside = {p.id for p in parts}
    name = parts[0].document if parts else document
    mine = [r for r in sources.recommendations if any(q.part_id in inside for q in r.stated_in)]
    if not mine:
        raise InputError(
            f"I {name} finns inga rekommendationer från revisorerna.",
            "Kontrollera att det är en revisionsrapport eller ett missiv; se python -m assistant recommendations.",
        )
    chosen_body, mine = _to_body(mine, body, name)
    stated = tuple(_places(sources, r) for r in mine)
    report = _part(sources, stated, (DocumentKind.REPORT, DocumentKind.OTHER)) or sources.parts[stated[0][0].part_id]
    letter = _part(sources, stated, (DocumentKind.LETTER,)) or _letter_beside(sources, report)
    municipality = report.municipality or (letter.municipality if letter else None)
    return Assignment(report.document, chosen_body, municipality, report, letter, tuple(mine), stated)


def _file(sources: Sources, document: str) -> str:
    wanted = Path(document).name.casefold()
    stem = re.sub(r"\.(?:pdf|docx|txt|md)$", "", wanted)
    files = {p.file_id: p.document for p in sources.parts.values()}
    exact = [i for i, name in files.items() if stem in (name.casefold(), i.casefold())]
    found = exact or [i for i, name in files.items() if stem and stem in name.casefold()]
    if not found:
        found = list({p.file_id for p in sources.parts.values() if wanted in p.title.casefold()})
    if len(found) == 1:
        return found[0]
    with_some = sorted({r.document for r in sources.recommendations})
    if found:
        raise InputError(
            f"{document} kan vara flera handlingar: {joined(sorted(files[i] for i in found))}.", "Ange en."
        )
    raise InputError(
        f"Ingen indexerad handling heter {document}.",
        f"Ange sökvägen till en fil, eller någon av: {', '.join(with_some[:12])}." if with_some else "Ange en sökväg.",
    )


def _to_body(mine: Sequence[Recommendation], body: str | None, document: str) -> tuple[str, list[Recommendation]]:
    bodies = list(dict.fromkeys(a for r in mine for a in r.addressees))
    if body is None or not body.strip():
        if len(bodies) != 1:
            raise InputError(
                f"{document} riktar rekommendationer till {joined(bodies) or 'ingen namngiven nämnd'}.",
                'Ange vilken nämnd som svarar med --body "…".',
            )
        return bodies[0], list(mine)
    wanted = normal_body(body)
    chosen = [r for r in mine if not r.addressees or any(same_body(wanted, a) for a in r.addressees)]
    if not chosen:
        raise InputError(
            f"I {document} riktas ingen rekommendation till {wanted}.",
            f"Rekommendationerna där riktas till {joined(bodies)}." if bodies else "",
        )
    named = next((a for r in chosen for a in r.addressees if same_body(wanted, a)), wanted)
    return named, sorted(chosen, key=lambda r: (r.document, r.number))


def same_body(one: str, other: str) -> bool:
    """Is it the same body, or one's committee? "socialnämnden" and "socialnämndens arbetsutskott" are."""
    a, b = normal_body(one), normal_body(other)
    return a == b or a.startswith(b + "s ") or b.startswith(a + "s ")


def _places(sources: Sources, record: Recommendation) -> tuple[Quote, ...]:
    """Where it is stated, in auditors' documents first, the most detailed statement first among those."""
    auditors = (DocumentKind.REPORT, DocumentKind.LETTER, DocumentKind.OTHER)
    quotes = [q for q in record.stated_in if q.spans]
    return tuple(sorted(quotes, key=lambda q: sources.parts[q.part_id].kind not in auditors))


def _part(sources: Sources, stated: Sequence[Sequence[Quote]], kinds: Sequence[DocumentKind]) -> Part | None:
    found = [sources.parts[q.part_id] for quotes in stated for q in quotes]
    mine = [p for p in found if p.kind in kinds]
    return max(mine, key=mine.count) if mine else None


def _letter_beside(sources: Sources, report: Part) -> Part | None:
    """A letter in the same file that states no recommendation itself."""
    same = [p for p in sources.parts.values() if p.file_id == report.file_id and p.kind is DocumentKind.LETTER]
    return next((p for p in same if p.last_page < report.first_page), same[0] if same else None)
