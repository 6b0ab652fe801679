"""By when a board is asked to answer: from the letters, with the sentence that says so."""

from __future__ import annotations

from assistant.answering.context import Context
from assistant.answering.evidence import Evidence, Outcome, quote_of
from assistant.answering.frame import Frame
from assistant.answering.recommending import name_of
from assistant.answering.scope import Scope
from assistant.answering.swedish_text import written
from assistant.answering.terms import coverage, match, stems_of, terms
from assistant.reading.dates import find_dates
from assistant.types import DocumentKind, Part, Quote, Refusal

_NAMED = 0.2  # share of a title that the question must hold to be about that document


def answer_deadline(context: Context, frame: Frame, scope: Scope) -> Outcome | None:
    """The answer-due date of the letters in scope, the best-fitting first; None when no letter is in scope at all."""
    parts = [context.library.parts[i] for i in scope.part_ids]
    dated = [p for p in parts if p.answer_due]
    if not dated:
        letters = [p for p in parts if p.kind is DocumentKind.LETTER]
        return Outcome(refusal=Refusal.NOT_STATED, missing="ett datum då svaret ska lämnas") if letters else None
    fits = {p.id: _fit(context, frame, scope, p) for p in dated}
    best = max(fits.values())
    if _about_another(context, frame, scope, [p for p in dated if fits[p.id] >= best - 0.08]):
        return None  # a sentence of the document asked about may give the date
    chosen = [p for p in dated if fits[p.id] >= best - 0.08]
    if scope.bodies and any(p.body in scope.bodies for p in chosen):
        chosen = [p for p in chosen if p.body in scope.bodies]
    items = []
    for part in chosen[:6]:
        quote = due_quote(context, part)
        if quote is not None and part.answer_due is not None:
            label = f"**Senast {written(part.answer_due)}**" + (f" – {name_of(part)}" if len(chosen) > 1 else "")
            items.append(Evidence(quote.text, (quote,), label=label))
    return Outcome(tuple(items), listed=len(items) > 1) if items else None


def _about_another(context: Context, frame: Frame, scope: Scope, letters: list[Part]) -> bool:
    """Does the question name a document whose subject none of the letters takes up?"""
    top = max(scope.titles, key=lambda i: scope.titles[i])
    if scope.titles[top] < _NAMED:
        return False  # the question names no document at all
    title = stems_of(context.library.parts[top].title)
    named = [t for t in terms(frame.text, context.rarity, scope.stems) if match(t, title) >= 0.55]
    texts = [stems_of(" ".join([p.title, *(x.text for x in context.library.passages_of(p.id)[:8])])) for p in letters]
    return bool(named) and all(coverage(named, {t.text: match(t, text) for t in named}) < 0.5 for text in texts)


def _fit(context: Context, frame: Frame, scope: Scope, part: Part) -> float:
    """How well the letter, or a report in the same file, is the document asked about."""
    own = scope.titles.get(part.id, 0.0)
    text = stems_of(" ".join(p.text for p in context.library.passages_of(part.id)[:6]))
    about = terms(frame.text, context.rarity, scope.stems)
    own = max(own, 0.9 * coverage(about, {t.text: match(t, text) for t in about}))
    same = [fit for i, fit in scope.titles.items() if context.library.parts[i].file_id == part.file_id]
    return max(own, 0.9 * max(same, default=0.0))


def due_quote(context: Context, part: Part) -> Quote | None:
    """The sentence of a part that states its answer-due date; None where the date stands in no passage."""
    for passage in context.library.passages_of(part.id):
        for unit in context.units(passage):
            same = any(
                (d.month, d.day_number) == _of(part) or d.value == part.answer_due for d in find_dates(unit.text)
            )
            if same and part.answer_due:
                return quote_of(context, passage, unit.start, unit.end)
    return None


def _of(part: Part) -> tuple[int, int]:
    return (part.answer_due.month, part.answer_due.day) if part.answer_due else (0, 0)
