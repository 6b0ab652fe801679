"""What the auditors concluded: the overall assessment, the answer to an audit question, an assessment of a subject."""

from __future__ import annotations

import re

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome, quote_of, sentence_evidence
from assistant.answering.facts import accepted, companions, find_hits, merged, seek
from assistant.answering.frame import Frame, Want
from assistant.answering.ranking import Candidate, boosted, rank
from assistant.answering.recommending import name_of
from assistant.answering.scope import Scope
from assistant.answering.terms import coverage, match, stems_of, terms
from assistant.types import AuditQuestion, DocumentKind, Filters, Part, Role, Verdict

_OVERALL = re.compile(
    r"(?:sammanfatta(?:nde|d)|samla(?:de|d)|övergripande|sammantagna|revisionella?)\s+(?:revisionella\s+)?bedömning\w*|"
    r"^(?:Vår|Revisorernas)\s+(?:sammanfattande\s+)?(?:slutsats|bedömning)\s+är|sammantaget\b|sammanfattningsvis",
    re.I,
)
_ASKS_OVERALL = re.compile(
    r"slutomdöme|helhet|samla[dt]|sammanfatta|övergripande|(?:vad|hur) (?:kom|kommer|"
    r"blev).*(?:fram till|slutsats)|slutsats|\bläget\b|omdöme",
    re.I,
)
_ASSESSING = (Role.ASSESSMENT, Role.CONCLUSION, Role.SUMMARY)
_ASKS_QUESTION = re.compile(r"revisionsfråg", re.I)
_VERDICTS = {Verdict.YES: "Ja", Verdict.PARTLY: "Delvis", Verdict.NO: "Nej"}


def answer_assessment(context: Context, frame: Frame, scope: Scope, filters: Filters) -> Outcome | None:
    """The overall assessment where that is asked for, else the audit question's answer, else the best assessments."""
    if _ASKS_QUESTION.search(frame.text) and (outcome := by_verdict(context, frame, scope)):
        return outcome
    if _ASKS_QUESTION.search(frame.text) and (outcome := audit_questions(context, frame, scope)):
        return outcome
    if _ASKS_OVERALL.search(frame.text) and (outcome := overall(context, frame, scope)):
        return outcome
    return None


def overall(context: Context, frame: Frame, scope: Scope) -> Outcome | None:
    """The sentence of the summary (or conclusion) that gives the overall assessment of the best-fitting report."""
    reports = [p for i in scope.part_ids if (p := context.library.parts[i]).kind is DocumentKind.REPORT]
    if not reports:
        return None
    fits = {p.id: scope.affinity.get(p.id, 0.0) for p in reports}
    top = max(fits.values())
    chosen = [p for p in reports if fits[p.id] >= top - 0.05][:3]
    items = [e for p in chosen if (e := overall_of(context, p, len(chosen) > 1))]
    return Outcome(tuple(items), listed=len(items) > 1) if items else None


def overall_of(context: Context, part: Part, named: bool) -> Evidence | None:
    """The overall assessment of one report; None where no sentence gives one."""
    order = {Role.SUMMARY: 0, Role.CONCLUSION: 1, Role.ASSESSMENT: 2}
    best: tuple[int, int, Evidence] | None = None
    for number, passage in enumerate(context.library.passages_of(part.id)):
        section = context.library.section_of(passage)
        rank_ = order.get(section.role, 3) if section else 3
        if rank_ == 3 and not _OVERALL.search(passage.text):
            continue
        units = context.units(passage)
        for i, unit in enumerate(units):
            if not _OVERALL.search(unit.text) or unit.text.endswith("?") or len(unit.text.split()) < 6:
                continue
            end = unit.end
            if i + 1 < len(units) and len(passage.text[unit.start : units[i + 1].end].split()) <= 55:
                end = units[i + 1].end
            quote = quote_of(context, passage, unit.start, end)
            found = (rank_, number, Evidence(quote.text, (quote,), label=f"**{name_of(part)}**" if named else ""))
            if best is None or found[:2] < best[:2]:
                best = found
    return best[2] if best else None


def audit_questions(context: Context, frame: Frame, scope: Scope) -> Outcome | None:
    """Answers to the audit questions asked about, or to all of a report's when a verdict or none is named."""
    inside = [q for q in context.library.audit_questions if q.part_id in set(scope.part_ids)]
    about = terms(
        frame.text, context.rarity, scope.stems | frozenset(stems_of("revisionsfrågor revisionsfrågan besvarades"))
    )
    fits = {q.id: coverage(about, {t.text: match(t, stems_of(q.question.text)) for t in about}) for q in inside}
    if not inside or not about:
        return None
    best = max(inside, key=lambda q: fits[q.id] + 0.2 * scope.affinity.get(q.part_id, 0.0))
    if fits[best.id] < 0.4 or best.answer is None:
        return None
    return Outcome((_answered(best),))


_VERDICT_WORDS = (
    (Verdict.PARTLY, re.compile(r"\bdelvis\b", re.I)),
    (
        Verdict.NO,
        re.compile(r"\b(?:ej|inte) (?:uppfyll|ändamåls|tillräck)\w*|\bmed nej\b|\bnekande\b|\bnej\b|\bunderkän", re.I),
    ),
    (Verdict.YES, re.compile(r"\buppfyll\w*|\bmed ja\b|\bjakande\b|\bgodkän", re.I)),
)


def by_verdict(context: Context, frame: Frame, scope: Scope) -> Outcome | None:
    """ "Vilka revisionsfrågor besvarades med nej?": the questions with that verdict, each with the auditors' words."""
    verdict = next((v for v, pattern in _VERDICT_WORDS if pattern.search(frame.text)), None)
    if verdict is None or frame.parts[0].want not in (Want.LIST, Want.NUMBER):
        return None
    inside = [q for q in context.library.audit_questions if q.part_id in set(scope.part_ids) and q.answer]
    top = max((scope.affinity.get(q.part_id, 0.0) for q in inside), default=0.0)
    chosen = [q for q in inside if q.verdict is verdict and scope.affinity.get(q.part_id, 0.0) >= top - 0.1]
    if not chosen:
        return None
    items: list[Evidence] = []
    for question in chosen[:8]:
        part = context.library.parts[question.part_id]
        label = f"{name_of(part)}" if not items or items[-1].label != name_of(part) else ""
        items.append(Evidence(question.question.text, (question.question,), label=label))
    return Outcome(tuple(items), f"{_VERDICTS[verdict]}: {len(chosen)} revisionsfrågor.", listed=True)


def _answered(question: AuditQuestion) -> Evidence:
    assert question.answer is not None
    label = f"**{_VERDICTS[question.verdict]}**" if question.verdict else ""
    return Evidence(question.answer.text, (question.answer,), label=label)


def assessed_subject(context: Context, frame: Frame, scope: Scope, filters: Filters) -> Outcome | None:
    """The best sentences of assessments on the subject asked about."""
    hits = find_hits(context, [frame.text, *(p.text for p in frame.parts if len(p.text.split()) > 3)], scope, filters)
    items: list[Evidence] = []
    near: Candidate | None = None
    for number, part in enumerate(frame.parts):
        sought = seek(context, part, frame, scope)
        ranked = rank(context, sought, scope, hits)
        if near is not None:
            ranked = boosted(ranked, near, passage=0.3) if sought.bare else boosted(ranked, near)
        assessed = [c for c in ranked if c.hit.section and c.hit.section.role in _ASSESSING and c.typed]
        chosen = next((c for c in (*assessed[:8], *ranked[:10]) if accepted(c, sought, number > 0)), None)
        if chosen is None:
            continue
        ranked = assessed if chosen in assessed else ranked
        near = near or chosen
        items.append(sentence_evidence(context, chosen, sought))
        if len(frame.parts) == 1 and part.want in (Want.JUDGEMENT, Want.TEXT, Want.LIST):
            items += companions(context, ranked, chosen, sought)
    return Outcome(tuple(merged(items))) if items else None
