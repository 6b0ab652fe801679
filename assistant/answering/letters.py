"""A letter held against its report: how many recommendations each lists, and how each words the same one."""

from __future__ import annotations

import re

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome
from assistant.answering.frame import Frame
from assistant.answering.recommending import grouped, in_scope, matching, name_of, stated_in_kinds, subject
from assistant.answering.scope import Scope
from assistant.answering.swedish_text import counted
from assistant.types import DocumentKind, Recommendation

_LETTER = re.compile(r"missiv|skrivelse|följebrev|\bbrev", re.I)
_REPORT = re.compile(r"rapport|granskning", re.I)
_WORDING = re.compile(r"formuler|ordval|orda(?:nt|lydelse)|på olika sätt|uttryck|lyder|beskriv\w* .*olika", re.I)


def answer_letter(context: Context, frame: Frame, scope: Scope) -> Outcome | None:
    """How letter and report differ in what they recommend; None when the question does not set them side by side."""
    text = frame.text
    if not (_LETTER.search(text) and _REPORT.search(text) and re.search(r"rekom+end|punkt|uppman", text, re.I)):
        return None
    pool = in_scope(context, scope, frame)
    groups = [g for g in grouped(pool).values() if any(DocumentKind.LETTER in stated_in_kinds(context, r) for r in g)]
    if _WORDING.search(text):
        return _wordings(context, frame, scope, [r for g in groups for r in g])
    items = [e for g in groups for e in _difference(context, g)]
    if not items:
        return None
    return Outcome(tuple(items), listed=True)


def _difference(context: Context, members: list[Recommendation]) -> list[Evidence]:
    """What stands in only one of the two, under a heading with both counts; all of them where nothing differs."""
    letter = [r for r in members if DocumentKind.LETTER in stated_in_kinds(context, r)]
    report = [r for r in members if DocumentKind.REPORT in stated_in_kinds(context, r)]
    odd = [r for r in members if (r in letter) != (r in report)]
    name = name_of(context.library.parts[(report or letter)[0].part_id])
    counts = (
        f"**Missivet: {counted(len(letter))} rekommendationer. Rapporten: {counted(len(report))} rekommendationer.**"
    )
    if not odd:
        heading = f"{counts} De är lika många ({name})"
        return [Evidence(r.text, r.stated_in[:1], label=heading if i == 0 else "") for i, r in enumerate(members)]
    where = "missivet" if odd[0] in letter else "rapporten"
    kind = DocumentKind.LETTER if odd[0] in letter else DocumentKind.REPORT
    label = f"{counts} Bara i {where} står"
    items = []
    for i, r in enumerate(odd):
        quote = next((q for q in r.stated_in if context.part(q).kind is kind), r.stated_in[0])
        items.append(Evidence(quote.text, (quote,), label=label if i == 0 else ""))
    shared = next((r for r in report if r in letter), None)
    if shared:
        items.append(Evidence(shared.text, shared.stated_in[:1], label="I båda står bland annat"))
    return items


def _wordings(context: Context, frame: Frame, scope: Scope, pool: list[Recommendation]) -> Outcome | None:
    """The recommendation asked about in the letter's words and in the report's."""
    text = _WORDING.sub(" ", _LETTER.sub(" ", frame.text))
    about = subject(context, text, scope, pool)
    chosen = matching(pool, about.terms) if about.terms else []
    items: list[Evidence] = []
    for recommendation in chosen[:2]:
        for kind, name in ((DocumentKind.LETTER, "Missivet"), (DocumentKind.REPORT, "Rapporten")):
            quote = next((q for q in recommendation.stated_in if context.part(q).kind is kind), None)
            if quote is not None:
                items.append(Evidence(quote.text, (quote,), label=f"**{name}**"))
    return Outcome(tuple(items), listed=True) if len(items) >= 2 else None
