"""What a board answered: from its reply, by the recommendation it takes up or by the words of the question."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome, sentence_evidence
from assistant.answering.facts import Bars, accepted, find_hits, merged, seek
from assistant.answering.frame import Frame
from assistant.answering.ranking import Candidate, Sought, rank
from assistant.answering.recommending import matching, subject
from assistant.answering.scope import Scope
from assistant.types import DocumentKind, Filters, Hit, Refusal, Response

_REPLIES = (DocumentKind.REPLY,)


def answer_response(context: Context, frame: Frame, scope: Scope, filters: Filters) -> Outcome:
    """Sentences of the board's reply; a refusal where no reply is in scope or it does not take the subject up."""
    parts = context.library.parts
    replies = tuple(i for i in scope.part_ids if parts[i].kind in _REPLIES)
    if not replies:
        return Outcome(refusal=Refusal.NOT_STATED, missing="nämndens svar i de handlingar som frågan gäller")
    narrowed = replace(scope, part_ids=replies)
    linked = _linked(context, frame, narrowed)
    hits = find_hits(context, [frame.text], narrowed, filters, k=30)
    hits = _raised(hits, linked)
    sought = seek(context, frame.parts[0], frame, narrowed)
    ranked = rank(context, sought, narrowed, hits)
    bars = Bars(reach=0.30, cover=0.12)
    chosen = [c for c in ranked[:8] if accepted(c, sought, bars=bars)]
    if not chosen:
        return _from_records(linked) or Outcome(refusal=Refusal.NOT_STATED, missing="ett svar om det i nämndens yttrande")
    return Outcome(tuple(_together(context, chosen, sought)))


def _linked(context: Context, frame: Frame, scope: Scope) -> list[Response]:
    """Replies to the recommendations that the question is about."""
    inside = set(scope.part_ids)
    responses = [r for r in context.library.responses if r.quote.part_id in inside]
    answered = {r.recommendation_id for r in responses}
    pool = [r for r in context.library.recommendations if r.id in answered]
    about = subject(context, frame.text, scope, pool)
    wanted = {r.id for r in matching(pool, about.terms, 0.5)} if about.terms else set()
    return [r for r in responses if r.recommendation_id in wanted]


def _raised(hits: list[Hit], linked: list[Response]) -> list[Hit]:
    """The hits, those within a linked reply raised."""
    pages = {(s.page, s.start, s.end) for r in linked for s in r.quote.spans}

    def inside(hit: Hit) -> bool:
        return any(s.page == p and s.start < b and a < s.end for s in hit.passage.spans for p, a, b in pages)

    return [replace(h, score=min(1.0, h.score + 0.5)) if inside(h) else h for h in hits]


def _together(context: Context, chosen: list[Candidate], sought: Sought) -> list[Evidence]:
    """The best sentence and up to two more that answer nearly as well, in the order they stand."""
    first = chosen[0]
    kept = [first]
    for c in chosen[1:]:
        if len(kept) < 3 and c.score >= 0.72 * first.score:
            kept.append(c)
    kept.sort(key=lambda c: (c.hit.passage.part_id, c.hit.passage.page, c.hit.passage.spans[0].start, c.unit.start))
    return merged([sentence_evidence(context, c, sought, most=45) for c in kept])


def _from_records(linked: list[Response]) -> Outcome | None:
    items = tuple(Evidence(m.text, (m,)) for r in linked[:2] for m in (r.measures[:2] or (r.quote,)) if len(m.text.split()) < 80)
    return Outcome(items) if items else None
