"""What became of recommendations: the status that a follow-up review gives each of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome
from assistant.answering.frame import Frame, Want
from assistant.answering.recommending import grouped, in_scope, item, matching, name_of, subject
from assistant.answering.scope import Scope
from assistant.answering.swedish_text import counted
from assistant.register.unanswered import Open, Why, still_open
from assistant.types import FollowUp, FollowUpStatus, Refusal

_ASKS = re.compile(
    r"åtgärdad|åtgärdat|genomförd[ae]?\b|genomförts|uppfylld|status|läget|vad har hänt|"
    r"vad hände|hur (?:har det gått|gick det|gått)|vad blev det av|kvarstår|"
    r"hörsamm|tagits om hand|följts|uppföljning(?:en)? (?:visar|visade|säger)|enligt uppföljning",
    re.I,
)
_STATUSES = (
    (FollowUpStatus.PARTLY, re.compile(r"\bdelvis\b", re.I)),
    (FollowUpStatus.NOT_DONE, re.compile(r"\b(?:inte|ej|icke)\b|kvarstår|utan åtgärd", re.I)),
    (FollowUpStatus.DONE, re.compile(r"åtgärda[dt]|genomförd|genomförts|uppfylld|hörsamm", re.I)),
)


def answer_status(context: Context, frame: Frame, scope: Scope) -> Outcome | None:
    """Recommendations with the status asked for, or the status of the one asked about; None without follow-ups."""
    if not _ASKS.search(frame.text) or "rekommend" not in frame.text.lower():
        return None
    inside = set(scope.part_ids)
    found = [f for f in context.library.follow_ups if f.quote.part_id in inside]
    by_id = {r.id: r for r in context.library.recommendations}
    found = [f for f in found if f.recommendation_id in by_id]
    if not found:
        asks = re.search(r"vad (?:har hänt|hände)|hur (?:har det gått|gick det|gått)|vad blev det av", frame.text, re.I)
        missing = "en uppföljning som säger vad som hänt med rekommendationerna"
        return Outcome(refusal=Refusal.NOT_STATED, missing=missing) if asks else None
    pool = [by_id[f.recommendation_id] for f in found]
    about = subject(context, re.sub(_ASKS, " ", frame.text), scope, pool)
    if about.terms:
        chosen = {r.id for r in matching(pool, about.terms)}
        return _listed([f for f in found if f.recommendation_id in chosen])
    status = next((s for s, pattern in _STATUSES if pattern.search(frame.text)), None)
    if status is None or frame.parts[0].want not in (Want.LIST, Want.NUMBER, Want.TEXT):
        return _listed(found)
    with_status = [f for f in found if f.status is status]
    total = counted(len(found))
    lead = f"{counted(len(with_status)).capitalize()} av {total} rekommendationer är {status.value}."
    return Outcome(tuple(_item(f) for f in with_status), lead, listed=True) if with_status else None


_UNANSWERED = re.compile(
    r"obesvarad\w*|(?:inte|ej|ännu) (?:\w+ )?(?:svarat|besvarat|besvarats|svarade|bemött|tagit ställning)|saknar? svar|"
    r"utan svar|vänta\w* .*(?:svar|ställning)|lämnats? obesvara",
    re.I,
)


def answer_unanswered(context: Context, frame: Frame, scope: Scope) -> Outcome | None:
    """Recommendations that no reply among the documents takes up; None when the question asks for something else."""
    if not _UNANSWERED.search(frame.text) or "rekommend" not in frame.text.lower():
        return None
    library = context.library
    pool = in_scope(context, scope, frame)
    if not pool:
        return None
    listed = still_open(pool, library.responses, library.follow_ups, library.parts, date.today())
    waited = {o.recommendation.id: o for o in listed if o.why is Why.UNANSWERED}
    left = [r for r in pool if r.id in waited]
    if not left:
        replies = {r.recommendation_id: r.quote for r in library.responses}
        first = replies[pool[0].id]
        lead = "En rekommendation finns, och den är besvarad." if len(pool) == 1 else ""
        lead = lead or f"Alla {counted(len(pool))} rekommendationer har ett svar i handlingarna."
        return Outcome((Evidence(first.text, (first,), label=f"Svaret på nr {pool[0].number}"),), lead, listed=True)
    lead = f"{counted(len(left)).capitalize()} av {counted(len(pool))} rekommendationer saknar svar i handlingarna."
    items = []
    for document, members in grouped(left).items():
        name = name_of(context.library.parts[members[0].part_id])
        numbered = ((f"nr {r.number}{_due(waited[r.id])}", item(r)) for r in members[:8])
        items += [replace(e, label=f"{name} ({n})") for n, e in numbered] if document else []
    return Outcome(tuple(items[:12]), lead, listed=True)


def _due(one: Open) -> str:
    """ ", svar senast 2024-02-16" where a letter names the day."""
    return f", svar begärt senast {one.due.isoformat()}" if one.due else ""


def _listed(found: list[FollowUp]) -> Outcome | None:
    return Outcome(tuple(_item(f) for f in found[:8]), listed=len(found) > 1) if found else None


def _item(follow_up: FollowUp) -> Evidence:
    return Evidence(
        follow_up.quote.text, (follow_up.quote,), label=f"**{follow_up.status.value.capitalize()}**", tabular=True
    )
