"""Who signed, wrote or carried out: names from signatures and covers, which are no sentences."""

from __future__ import annotations

import re

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome, quote_of
from assistant.answering.frame import Frame
from assistant.answering.recommending import name_of
from assistant.answering.scope import Scope
from assistant.answering.wants import persons_in
from assistant.types import DocumentKind, Part, PassageKind

_ASKS = re.compile(
    r"underteckn|skrev under|skrivit under|signera|underskrift|står bakom|vem har skrivit|vilka har skrivit", re.I
)
_LETTER = DocumentKind.LETTER
_OFFICE = re.compile(
    r"revisor|ordförande|chef|direktör|ledare|handläggare|sekreterare|nämnd|utredare|projektledare", re.I
)


def answer_signers(context: Context, frame: Frame, scope: Scope) -> Outcome | None:
    """The signatures of the document asked about, last page first; None when the question asks for something else."""
    if not scope.affinity:
        return None
    if office := _OFFICE_ASKED.search(frame.text):
        return _holder(context, scope, office[1].lower(), "revis" in frame.text.lower())
    if not _ASKS.search(frame.text):
        return None
    best = max(scope.affinity.values())
    for part_id in sorted(scope.affinity, key=lambda i: -scope.affinity[i]):
        if scope.affinity[part_id] < best - 0.1:
            return None
        if evidence := _signatures(context, context.library.parts[part_id]):
            return Outcome((evidence,))
    return None


_OFFICE_ASKED = re.compile(
    r"(?:vem (?:är|var)|vad heter|namnet på) (?:den )?"
    r"((?:vice )?ordförande\w*|\w*chef\w*|\w*direktör\w*|\w*revisor\w*)",
    re.I,
)


def _holder(context: Context, scope: Scope, office: str, of_auditors: bool) -> Outcome | None:
    """Who holds an office, from a signature that names it; letters first where the auditors' own is asked for."""
    stem = office.removesuffix("en").removesuffix("n")
    ranked = sorted(
        scope.affinity, key=lambda i: (-(context.library.parts[i].kind is _LETTER) * of_auditors, -scope.affinity[i])
    )
    for part_id in ranked:
        for passage in context.library.passages_of(part_id):
            names = persons_in(passage.text)
            if passage.kind is PassageKind.HEADING and names and re.search(rf"\b{re.escape(stem)}", passage.text, re.I):
                quote = quote_of(context, passage, 0, len(passage.text))
                return Outcome((Evidence(quote.text, (quote,), label=name_of(context.library.parts[part_id])),))
    return None


def _signatures(context: Context, part: Part) -> Evidence | None:
    passages = [p for p in context.library.passages_of(part.id) if p.kind is PassageKind.HEADING]
    for passage in reversed(passages):
        names = persons_in(passage.text)
        if names and _OFFICE.search(passage.text) and len(passage.text.split()) <= 60:
            quote = quote_of(context, passage, 0, len(passage.text))
            return Evidence(quote.text, (quote,), label=name_of(part))
    return None
