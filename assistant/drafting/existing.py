"""That a routine or guideline on the matter exists: by its title, as it stands in the document."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.likeness import likeness
from assistant.answering.normal import squash
from assistant.answering.terms import stems_of
from assistant.drafting.lookup import phrase, table
from assistant.drafting.model import Fact, Status
from assistant.drafting.relevance import About, quote_of
from assistant.drafting.sources import Sources
from assistant.types import DocumentKind, Part

SYSTEM = (DocumentKind.QUALITY_SYSTEM, DocumentKind.QUALITY_REPORT, DocumentKind.PATIENT_SAFETY_REPORT)
GOVERNING = (DocumentKind.QUALITY_SYSTEM, DocumentKind.GUIDELINE, DocumentKind.ROUTINE)
NEAR = 0.75  # likeness of a title's word to one of the recommendation's from which they are the same matter


def existing(sources: Sources, parts: Sequence[Part], wanted: About) -> tuple[Fact, ...]:
    """A fact for each governing document whose title names the matter of the recommendation."""
    found = (_fact(sources, part) for part in parts if part.kind in (*GOVERNING, *SYSTEM) and _names(part, wanted))
    return tuple(fact for fact in found if fact)


def _names(part: Part, wanted: About) -> bool:
    names = {theme.name for theme in wanted.recommendation.themes}
    if part.kind in SYSTEM and names & set(table("evidence")["themes"]["system"]):
        return True
    if wanted.telling and any(p.search(part.title) for p in wanted.theme_words):
        return True
    stems = stems_of(part.title)
    return any(likeness(term.stems[0], stem) >= NEAR for term in wanted.keys for stem in stems)


def _fact(sources: Sources, part: Part) -> Fact | None:
    """ "Det finns ”Rutin för …”.", quoted from where the title stands; None where it stands in no passage."""
    for passage in sources.passages_of(part.id)[:6]:
        at = passage.text.lower().find(part.title.lower())
        if at < 0 and squash(part.title) not in squash(passage.text):
            continue
        start, end = (at, at + len(part.title)) if at >= 0 else (0, len(passage.text))
        quote = quote_of(sources, passage, start, end)
        text = phrase("exists", title=quote.text if at >= 0 else part.title)
        return Fact(f"{part.id}/titel", text, (quote,), part.id, Status.EXISTS, 1.0, composed=True)
    return None
