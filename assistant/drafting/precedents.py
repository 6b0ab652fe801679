"""How other municipalities answered a recommendation on the same theme."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafting.assignment import Assignment
from assistant.drafting.lookup import table
from assistant.drafting.model import Fact, Precedent
from assistant.drafting.relevance import About
from assistant.drafting.sources import Sources
from assistant.types import Recommendation, Response

MOST = 2
LIKE = 0.30  # likeness of the two recommendations, cosine, from which a shared theme counts
LIKE_WEAK = 0.55  # … where they share only a theme that most recommendations have
LONGEST = 60  # words of a reply that are shown


def precedents(sources: Sources, task: Assignment, wanted: About) -> tuple[Precedent, ...]:
    """At most two, most alike first. A reply whose municipality is unknown is not used: it could be this body's own."""
    mine = {t.name: t.score for t in wanted.recommendation.themes if not t.own}
    by_id = {r.id: r for r in sources.recommendations}
    ranked: list[tuple[float, Precedent]] = []
    for response in sources.responses:
        other = by_id.get(response.recommendation_id)
        if other is None or other.municipality in (None, task.municipality) or task.municipality is None:
            continue
        shared = [t.name for t in other.themes if t.name in mine]
        telling = [name for name in shared if name not in table("evidence")["themes"]["weak"]]
        likeness = float(sources.context.encode_question(other.text) @ wanted.vector)
        if shared and likeness >= (LIKE if telling else LIKE_WEAK):
            ranked.append((likeness, _precedent(sources, other, response, telling or shared)))
    ranked.sort(key=lambda row: -row[0])
    return tuple(one for _, one in ranked[:MOST])


def _precedent(sources: Sources, other: Recommendation, response: Response, shared: Sequence[str]) -> Precedent:
    part = sources.parts[response.quote.part_id]
    quote = next((m for m in response.measures if m.spans), response.quote)
    if len(response.quote.text.split()) <= LONGEST:
        quote = response.quote
    fact = Fact(f"{other.id}/svar", quote.text, (quote,), part.id)
    body = part.body or next(iter(other.addressees), "")
    return Precedent(other.municipality or "", body, shared[0], other, response, fact)
