"""Answers written by hand, for tests of what the page makes of them."""

from __future__ import annotations

from assistant.types import Answer, Citation, Coverage, LeftOut, Refusal, Span


def citation(n: int, page: int | None = 3, **changes: object) -> Citation:
    values = {
        "n": n,
        "document": f"fil-{n}",
        "part": f"Granskning {n}",
        "section": "2.1",
        "section_title": "Bedömning",
        "page": page,
        "start": 0,
        "end": 8,
        "quote": f"Ord {n} ur handlingen",
        "part_id": f"fil-{n}:1",
        "spans": (Span(page or 1, 0, 8),),
    }
    return Citation(**(values | changes))  # type: ignore[arg-type]


def answer(text: str, *citations: Citation, **changes: object) -> Answer:
    values = {
        "id": None,
        "question": "Vad säger granskningen?",
        "answer": text,
        "refused": False,
        "reason": None,
        "statements": (),
        "citations": citations,
        "coverage": Coverage(12, (LeftOut("skadad.pdf", "Filen är skadad."),)),
        "seconds": 0.2,
    }
    return Answer(**(values | changes))  # type: ignore[arg-type]


def refusal(reason: Refusal) -> Answer:
    return answer("Det finns inget stöd för det i handlingarna.", refused=True, reason=reason)
