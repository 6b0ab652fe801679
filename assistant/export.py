"""From the vocabulary to the JSON that scripts outside the repository read (README, "Kontrakt").

Null means that the documents do not say. Dates are ISO, pages 1-based, `page` and `pages` null where the
format has no pages. Keys may be added here; none may be renamed or removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from assistant.types import (
    Answer,
    AuditQuestion,
    Citation,
    DocumentKind,
    Hit,
    IndexReport,
    LawReference,
    Part,
    Problem,
    Quote,
    Recommendation,
    Response,
    Section,
)

Row = dict[str, object]


def part_row(part: Part) -> Row:
    """One constituent document, as `documents --json` prints it."""
    return {
        "document": part.document,
        "part": part.title,
        "kind": part.kind.value,
        "municipality": part.municipality,
        "body": part.body,
        "date": _iso(part.date),
        "answer_due": _iso(part.answer_due),
        "diarienummer": part.diarienummer,
        "auditor": part.auditor,
        "year": part.year,
        "follow_up": part.follow_up,
        "pages": [part.first_page, part.last_page] if part.paged else None,
    }


def recommendation_row(
    recommendation: Recommendation,
    parts: Mapping[str, Part],
    sections: Mapping[str, Section],
    response: Response | None = None,
    status: str | None = None,
) -> Row:
    """One recommendation; `parts` and `sections` by id. `status` is what a follow-up review says, if any does."""
    part = parts[recommendation.part_id]
    themes = [theme.name for theme in recommendation.themes]
    return {
        "id": recommendation.id,
        "document": recommendation.document,
        "part": part.title,
        "municipality": recommendation.municipality,
        "addressee": ", ".join(recommendation.addressees) or None,
        "number": recommendation.number,
        "text": recommendation.text,
        "sections": list(recommendation.sections),
        "stated_in": list(dict.fromkeys(_place(quote, parts, sections) for quote in recommendation.stated_in)),
        "theme": themes[0] if themes else None,
        "themes": themes,
        "priority": recommendation.priority,
        "page": _page(recommendation.stated_in[0], parts) if recommendation.stated_in else None,
        "response": response_object(response, parts, sections) if response else None,
        "status": status,
    }


def response_object(response: Response, parts: Mapping[str, Part], sections: Mapping[str, Section]) -> Row:
    """What the board answered to one recommendation."""
    part = parts[response.quote.part_id]
    section = sections.get(response.quote.section_id or "")
    return {
        "document": part.document,
        "part": part.title,
        "section": section.label if section else None,
        "page": _page(response.quote, parts),
        "stance": response.stance.value,
        "quote": response.quote.text,
        "measures": [measure.text for measure in response.measures],
        "responsible": response.responsible,
        "due": _iso(response.due),
    }


def recurring_row(
    theme: str, municipalities: Mapping[str, Iterable[str]], years: Mapping[str, Iterable[int]] | None = None
) -> Row:
    """One theme with the ids of the recommendations that carry it, by municipality."""
    return {
        "theme": theme,
        "municipalities": {name: list(ids) for name, ids in municipalities.items()},
        "years": {name: list(those) for name, those in (years or {}).items()},
    }


def source_object(quote: Quote, parts: Mapping[str, Part], sections: Mapping[str, Section]) -> Row:
    """Where words stand, and the words."""
    part, section = parts[quote.part_id], sections.get(quote.section_id or "")
    return {
        "document": part.document,
        "part": part.title,
        "section": section.label if section else None,
        "section_title": section.title if section else None,
        "page": _page(quote, parts),
        "quote": quote.text,
    }


def open_row(
    why: str,
    recommendation: Mapping[str, object],
    bodies: Iterable[str],
    due: date | None,
    days: int | None,
    due_part: Part | None,
    quote: Quote | None,
    parts: Mapping[str, Part],
    sections: Mapping[str, Section],
) -> Row:
    """One open recommendation (a row of `recommendation_row`): `days` left, negative when overdue."""
    return {
        "why": why,
        "bodies": list(bodies),
        "due": _iso(due),
        "days": days,
        "due_stated_in": due_part.title if due_part else None,
        "source": source_object(quote, parts, sections) if quote else None,
        "recommendation": dict(recommendation),
    }


def question_row(question: AuditQuestion, parts: Mapping[str, Part], sections: Mapping[str, Section]) -> Row:
    """One audit question; `verdict` is ja, delvis or nej, `verdict_words` the firm's own."""
    part = parts[question.part_id]
    return {
        "id": question.id,
        "document": part.document,
        "part": part.title,
        "municipality": part.municipality,
        "body": part.body,
        "year": part.year,
        "auditor": part.auditor,
        "number": question.number,
        "question": question.question.text,
        "verdict": question.verdict.value if question.verdict else None,
        "verdict_words": question.verdict_words,
        "source": source_object(question.question, parts, sections),
        "answer": source_object(question.answer, parts, sections) if question.answer else None,
    }


def law_row(
    reference: LawReference, flags: Iterable[str], parts: Mapping[str, Part], sections: Mapping[str, Section]
) -> Row:
    """One cited statute; `chapter`, `section` and `sfs` as written, `flags` as in register.lawflags."""
    part = parts[reference.quote.part_id]
    return {
        "statute": reference.statute,
        "abbreviation": reference.abbreviation,
        "chapter": reference.chapter,
        "section": reference.section,
        "sfs": reference.sfs,
        "right_sfs": reference.right_sfs,
        "replaced_by": reference.replaced_by,
        "flags": list(flags),
        "municipality": part.municipality,
        "year": part.year,
        "source": source_object(reference.quote, parts, sections),
    }


def answer_object(answer: Answer) -> Row:
    """One answer; a refusal has `refused` true, its `reason`, and the explanation as `answer`."""
    return {
        "id": answer.id,
        "question": answer.question,
        "answer": answer.answer,
        "refused": answer.refused,
        "reason": answer.reason.value if answer.reason else None,
        "statements": [
            {
                "text": statement.text,
                "citations": list(statement.citations),
                "checks": {
                    "quote": statement.checks.quote,
                    "figures": statement.checks.figures,
                    "support": round(statement.checks.support, 3),
                },
            }
            for statement in answer.statements
        ],
        "citations": [citation_object(citation) for citation in answer.citations],
        "notes": list(answer.notes),
        "coverage": {
            "searched": answer.coverage.searched,
            "left_out": [{"file": left.file, "reason": left.reason} for left in answer.coverage.left_out],
        },
        "seconds": round(answer.seconds, 4),
    }


def citation_object(citation: Citation) -> Row:
    """Where the words of a statement stand; `start`/`end` index the page's raw text, end-exclusive."""
    return {
        "n": citation.n,
        "document": citation.document,
        "part": citation.part,
        "section": citation.section,
        "section_title": citation.section_title,
        "page": citation.page,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }


def hit_object(hit: Hit) -> Row:
    """One passage found; `score` 0..1 within its list, higher is better."""
    return {
        "document": hit.part.document,
        "part": hit.part.title,
        "section": hit.section.label if hit.section else None,
        "page": hit.passage.page if hit.part.paged else None,
        "text": hit.passage.text,
        "score": round(hit.score, 4),
    }


def search_object(hits: Iterable[Hit], question: str, question_id: object = None) -> Row:
    """One question with its passages, best first; the id as the batch file has it, None without one."""
    return {"id": question_id, "question": question, "results": [hit_object(hit) for hit in hits]}


def index_object(report: IndexReport) -> Row:
    """What a run of `index` did; `added`, `changed` and `removed` are files, the rest are counts and seconds."""
    return {
        "added": list(report.added),
        "changed": list(report.changed),
        "removed": list(report.removed),
        "unchanged": report.unchanged,
        "parts": report.parts,
        "passages": report.passages,
        "problems": [problem_object(problem) for problem in report.problems],
        "seconds": round(report.seconds, 3),
    }


def problem_object(problem: Problem) -> Row:
    """Why a file, or some of its pages, is left out; `pages` empty means the whole file."""
    return {
        "file": problem.file,
        "kind": problem.kind.value,
        "reason": problem.reason,
        "advice": problem.advice,
        "pages": list(problem.pages),
    }


def _place(quote: Quote, parts: Mapping[str, Part], sections: Mapping[str, Section]) -> str:
    """How a place is named: a report's section by its title ("1 Sammanfattning"), another document by its kind."""
    part = parts[quote.part_id]
    section = sections.get(quote.section_id or "")
    return section.title if part.kind is DocumentKind.REPORT and section else part.kind.value


def _page(quote: Quote, parts: Mapping[str, Part]) -> int | None:
    return quote.page if parts[quote.part_id].paged else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
