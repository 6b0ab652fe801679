"""What a board answered: the register's reply to the recommendation asked about, else the words of its statement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.context import Context, Unit
from assistant.answering.evidence import Evidence, Outcome, quote_of, sentence_evidence
from assistant.answering.facts import Bars, accepted, find_hits, merged, seek
from assistant.answering.frame import FIGURES, Frame, Want
from assistant.answering.ranking import Candidate, Sought, rank
from assistant.answering.recommending import in_scope, matching, pointed_at, subject
from assistant.answering.scope import Scope
from assistant.answering.terms import coverage, match
from assistant.answering.wants import satisfies
from assistant.types import DocumentKind, Filters, Passage, Refusal, Response, Stance

_STANCES = {
    Stance.AGREES: "**Instämmer**",
    Stance.PARTLY: "**Instämmer delvis**",
    Stance.DISAGREES: "**Instämmer inte**",
}
_TAKES_STANCE = re.compile(r"instäm|\bdelar\b|ställer sig|håller med", re.I)
_BARS = Bars(reach=0.30, cover=0.12)
_LONGEST = 75  # words of a reply shown whole


def answer_response(context: Context, frame: Frame, scope: Scope, filters: Filters) -> Outcome:
    """The board's reply to what is asked about; a refusal where none is in scope or none takes the subject up."""
    parts = context.library.parts
    inside = set(scope.part_ids)
    responses = [r for r in context.library.responses if r.quote.part_id in inside and _by_body(context, r, scope)]
    replies = tuple(
        i for i in scope.part_ids if parts[i].kind is DocumentKind.REPLY or any(r.quote.part_id == i for r in responses)
    )
    pool = list(in_scope(context, scope, frame))
    answered = {r.recommendation_id for r in responses}
    every = {r.document for r in context.library.recommendations if r.part_id in inside}
    named = pointed_at(context, scope, every)
    if not replies or (named and not any(r.id in answered for r in pool)):
        return Outcome(refusal=Refusal.NOT_STATED, missing="nämndens svar i de handlingar som frågan gäller")
    if frame.parts[0].want in FIGURES:  # a figure stands in a sentence, seldom in the reply that a title leads to
        return _from_text(context, frame, replace(scope, part_ids=replies), filters)
    about = subject(context, frame.text, scope, pool)
    chosen = matching([r for r in pool if r.id in answered], about.terms, 0.5) if about.terms else []
    linked = [r for r in responses if r.recommendation_id in {c.id for c in chosen}]
    if linked and len(linked) <= 3:
        sought = seek(context, frame.parts[0], frame, scope)
        return Outcome(tuple(merged([e for r in linked[:2] for e in _reply(context, r, sought)])))
    return _from_text(context, frame, replace(scope, part_ids=replies), filters)


_PLANS = re.compile(r"\bansvar\w*|\bvem ska\b|\bnär ska\w*|\bklart?\b|\bklara\b|\bfärdig\w*|\bta fram\b", re.I)


def answer_planned(context: Context, frame: Frame, scope: Scope) -> Outcome | None:
    """Who is to do what a board has promised, and by when: from its reply to the recommendation; None otherwise."""
    wants = {p.want for p in frame.parts}
    if not _PLANS.search(frame.text) or not wants & {Want.PERSON, Want.DATE}:
        return None
    inside = set(scope.part_ids)
    replies = {r.recommendation_id: r for r in context.library.responses if r.quote.part_id in inside}
    stated = {
        i: r
        for i, r in replies.items()
        if (r.responsible or Want.PERSON not in wants) and (r.due or Want.DATE not in wants)
    }
    pool = [r for r in context.library.recommendations if r.id in stated]
    about = subject(context, _PLANS.sub(" ", frame.text), scope, pool, titles=False)
    heaviest = max((t.weight for t in (*about.terms, *about.missing)), default=0.0)
    if not about.terms or any(t.weight >= 0.9 * heaviest for t in about.missing):
        return None
    chosen = matching(pool, about.terms, 0.6)
    if len(chosen) != 1:
        return None
    reply = stated[chosen[0].id]
    items = _reply(context, reply, seek(context, frame.parts[0], frame, scope))
    page = context.file(context.part(reply.quote).file_id).pages[reply.quote.page - 1].lower()
    who = reply.responsible if Want.PERSON in wants else None
    if items and who and who.lower() not in reply.quote.text.lower() and who.lower() in page:
        items[0] = replace(items[0], label=f"**Ansvarig: {who}**")
    return Outcome(tuple(items))


def _by_body(context: Context, response: Response, scope: Scope) -> bool:
    body = context.part(response.quote).body
    return not scope.bodies or body is None or any(b == body or b in body or body in b for b in scope.bodies)


def _reply(context: Context, response: Response, sought: Sought) -> list[Evidence]:
    """A reply whole where it is short; else its opening and the sentences that meet the question best, in order."""
    words = response.quote.text.split()
    label = _STANCES.get(response.stance, "") if not _TAKES_STANCE.search(response.quote.text) else ""
    if len(words) <= _LONGEST:
        return [Evidence(response.quote.text, (response.quote,), label=label)]
    units = _units(context, response)
    if not units:
        return [Evidence(m.text, (m,)) for m in response.measures[:2]]
    scored = [(_worth(context, sought, unit), i) for i, (_, unit) in enumerate(units)]
    best = sorted(i for _, i in sorted(scored, reverse=True)[:3])
    groups: list[list[int]] = []
    for i in best:
        if groups and groups[-1][-1] == i - 1 and units[i][0].id == units[i - 1][0].id:
            groups[-1].append(i)
        else:
            groups.append([i])
    items = []
    for group in groups:
        passage, first, last = units[group[0]][0], units[group[0]][1], units[group[-1]][1]
        quote = quote_of(context, passage, first.start, last.end)
        items.append(Evidence(quote.text, (quote,)))
    return items


def _units(context: Context, response: Response) -> list[tuple[Passage, Unit]]:
    """The sentences of the passages that a reply's quote covers, in order."""
    spans = response.quote.spans

    def covered(passage: Passage) -> bool:
        return any(a.page == b.page and a.start < b.end and b.start < a.end for a in passage.spans for b in spans)

    passages = [p for p in context.library.passages_of(response.quote.part_id) if covered(p)]
    context.warm(passages)
    return [
        (p, u) for p in passages for u in context.units(p) if u.text.strip() and u.text.strip() in response.quote.text
    ]


def _worth(context: Context, sought: Sought, unit: Unit) -> float:
    cover = coverage(sought.terms, {t.text: match(t, unit.stems) for t in sought.terms})
    wanted = 0.25 if satisfies(sought.want if sought.want is not Want.TEXT else Want.MEASURE, unit.text) else 0.0
    return 0.6 * cover + 0.3 * float(unit.vector @ sought.vector) + wanted


def _from_text(context: Context, frame: Frame, scope: Scope, filters: Filters) -> Outcome:
    """The best sentences of the replies, where the register links none to the question."""
    hits = find_hits(context, [frame.text], scope, filters, k=30)
    items: list[Evidence] = []
    for number, part in enumerate(frame.parts):
        sought = seek(context, part, frame, scope)
        ranked = rank(context, sought, scope, hits)
        chosen = [c for c in ranked[:8] if accepted(c, sought, number > 0, _BARS)]
        items += _together(context, chosen, sought) if chosen else []
    if not items:
        return Outcome(refusal=Refusal.NOT_STATED, missing="ett svar om det i nämndens yttrande")
    return Outcome(tuple(merged(items)))


def _together(context: Context, chosen: Sequence[Candidate], sought: Sought) -> list[Evidence]:
    """The best sentence and up to two more that answer nearly as well, in the order they stand."""
    kept = [chosen[0]]
    for c in chosen[1:]:
        overlaps = any(
            c.hit.passage.id == k.hit.passage.id and c.unit.start < k.unit.end and k.unit.start < c.unit.end
            for k in kept
        )
        if len(kept) < 3 and not overlaps and c.score >= 0.72 * kept[0].score:
            kept.append(c)
    kept.sort(key=lambda c: (c.hit.passage.part_id, c.hit.passage.page, c.hit.passage.spans[0].start, c.unit.start))
    return merged([sentence_evidence(context, c, sought, most=45) for c in kept])
