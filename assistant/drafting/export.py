"""The draft as JSON for programs: the `draft` object of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.drafting.model import CheckReport, Draft, Fact, Item, Plan
from assistant.drafting.sources import Sources
from assistant.export import citation_object

Row = dict[str, Any]


def draft_object(draft: Draft, file: str | None) -> Row:
    """`document`, `body`, `answer_due`, `items`, `check`, `file`; null where nothing is stated."""
    plan = draft.plan
    return {
        "document": plan.document,
        "body": plan.body,
        "municipality": plan.municipality,
        "answer_due": plan.answer_due.isoformat() if plan.answer_due else None,
        "items": [_item(draft, item) for item in plan.items],
        "doubts": list(plan.doubts),
        "check": check_object(draft.check),
        "file": file,
    }


def _item(draft: Draft, item: Item) -> Row:
    record, by_number = item.recommendation, {c.n: c for c in draft.citations}
    used: Mapping[str, tuple[int, ...]] = draft.by_item.get(record.id, {})
    own = draft.choices.own.get(record.id)
    return {
        "recommendation": record.id,
        "text": record.text,
        "stance": own.stance.value if own and own.stance else None,
        **{
            name: [citation_object(by_number[n]) for n in used.get(name, ())]
            for name in ("criticism", "evidence", "precedents")
        },
        "gaps": list(draft.gaps[record.id]),
        "doubts": list(item.doubts),
    }


def check_object(report: CheckReport) -> Row:
    """The check report; `unsourced` are figures and names that stand in no cited words."""
    return {
        "recommendations": report.recommendations,
        "answered": report.answered,
        "sentences": report.sentences,
        "verified": report.verified,
        "unsourced": list(report.unsourced),
        "gaps": list(report.gaps),
        "ok": report.ok,
    }


def plan_object(sources: Sources, plan: Plan) -> Row:
    """The plan before writing; the ids of its facts are what `Choices.left_out` names."""
    return {
        "document": plan.document,
        "body": plan.body,
        "answer_due": plan.answer_due.isoformat() if plan.answer_due else None,
        "searched": [part.title for part in plan.searched],
        "doubts": list(plan.doubts),
        "items": [
            {
                "recommendation": item.recommendation.id,
                "text": item.recommendation.text,
                "criticism": [_fact(sources, fact) for fact in (*item.criticism, *item.observations)],
                "evidence": [_fact(sources, fact) for fact in item.evidence],
                "precedents": [_fact(sources, one.fact) for one in item.precedents],
                "doubts": list(item.doubts),
            }
            for item in plan.items
        ],
    }


def _fact(sources: Sources, fact: Fact) -> Row:
    first = sources.citation(1, fact.quotes[0])
    return {
        "id": fact.id,
        "text": fact.text,
        "status": fact.status.value if fact.status else None,
        "document": first.document,
        "part": first.part,
        "section": first.section,
        "page": first.page,
        "doubt": fact.doubt or None,
    }
