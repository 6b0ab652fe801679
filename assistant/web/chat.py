"""The conversation as HTML: questions, answers with numbered sources, what was searched, and the words to copy."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.types import Answer, Citation, DocumentKind, Filters, Part
from assistant.web import texts
from assistant.web.markup import button, escape, plain_text, render_markdown
from assistant.web.model import EVERYTHING, Conversation, Turn
from assistant.web.panel import place

_NOTE = "**Observera:** "  # how the engine writes a note into the answer's text


def conversation(turns: Conversation, parts: Collection[Part], trouble: str | None = None) -> str:
    """The whole conversation; the welcome where nothing has been asked; the trouble where nothing can be."""
    body = "".join(_turn(turn, number) for number, turn in enumerate(turns.turns))
    if not turns.turns:
        body = _welcome(parts) if parts else _empty(trouble)
    return (
        f'<section class="talk" aria-label="{texts.CONVERSATION}" data-said="{escape(_said(turns))}">{body}</section>'
    )


def _said(turns: Conversation) -> str:
    """What a screen reader is told of the newest answer."""
    if not turns.turns:
        return ""
    turn = turns.turns[-1]
    if turn.stopped:
        return texts.STOPPED
    if turn.error:
        return " ".join(turn.error)
    if turn.working or turn.answer is None:
        return texts.SEARCHING
    if turn.answer.refused:
        return texts.ANSWER_REFUSED
    return texts.ANSWER_READY.format(sources=texts.count(len(turn.answer.citations), "källa", "källor"))


# ---------------------------------------------------------------- before the first question


def examples(parts: Collection[Part]) -> tuple[str, ...]:
    """Four or five questions that these documents should be able to answer."""
    asked = []
    if len({part.municipality for part in parts if part.municipality}) > 1:
        asked.append(texts.EXAMPLE_RECURRING)
    for template, fits in (
        (texts.EXAMPLE_RECOMMENDATIONS, lambda p: p.kind is DocumentKind.REPORT and not p.follow_up),
        (texts.EXAMPLE_DUE, lambda p: p.kind is DocumentKind.LETTER and p.answer_due),
        (texts.EXAMPLE_REPLY, lambda p: p.kind is DocumentKind.REPLY),
        (texts.EXAMPLE_FOLLOW_UP, lambda p: p.follow_up),
    ):
        found = [part for part in parts if part.municipality and part.body and fits(part)]
        if found:
            part = found[len(asked) % len(found)]
            asked.append(template.format(body=part.body, municipality=part.municipality))
    return tuple(asked) or texts.EXAMPLE_GENERAL


def _welcome(parts: Collection[Part]) -> str:
    places = sorted({part.municipality for part in parts if part.municipality})
    lead = texts.WELCOME_LEAD if places else texts.WELCOME_LEAD_NO_PLACE
    words = lead.format(parts=texts.documents(len(parts)), municipalities=texts.listed(places))
    shown = "".join(f"<li>{button(q, 'example', css='example', question=q)}</li>" for q in examples(parts))
    return (
        f'<div class="welcome"><h2>{texts.WELCOME}</h2><p>{escape(words)}</p>'
        f'<ul class="examples" aria-label="{texts.EXAMPLES}">{shown}</ul></div>'
    )


def _empty(trouble: str | None) -> str:
    steps = "".join(f"<li>{escape(step)}</li>" for step in texts.EMPTY_STEPS)
    why = f'<p class="warn">{escape(trouble)}</p>' if trouble else ""
    return f'<div class="welcome empty"><h2>{texts.EMPTY}</h2>{why}<ol>{steps}</ol></div>'


# ---------------------------------------------------------------- one turn


def _turn(turn: Turn, number: int) -> str:
    return (
        f'<article class="turn" id="svar-{number}" aria-labelledby="fraga-{number}">'
        f'<h2 class="asked" id="fraga-{number}"><span class="sr">{texts.YOU_ASKED}: </span>{escape(turn.question)}</h2>'
        f"{_limits(turn.filters)}{_reply(turn, number)}</article>"
    )


def _reply(turn: Turn, number: int) -> str:
    if turn.error:
        what, advice = map(escape, turn.error)
        return f'<div class="reply refused"><h3>{what}</h3><p>{advice}</p></div>'
    if turn.answer is None:
        words = texts.STOPPED if turn.stopped else texts.SEARCHING
        return f'<div class="reply waiting{"" if turn.stopped else " busy"}"><p>{words}</p></div>'
    text, notes = split_notes(turn.answer)
    if turn.shown is not None:
        note = f'<p class="note">{texts.STOPPED}</p>' if turn.stopped else ""
        words = _words(text[: turn.shown], turn.answer, number)
        return f'<div class="reply"><div class="words">{words}</div>{note}</div>'
    if turn.answer.refused:
        return _refusal(turn, text) + _foot(turn, number)
    return (
        f'<div class="reply"><div class="words">{_words(text, turn.answer, number)}</div>'
        f"{_notes(notes, turn.answer, number)}{_sources(turn.answer.citations, number)}</div>{_foot(turn, number)}"
    )


def split_notes(answer: Answer) -> tuple[str, tuple[str, ...]]:
    """The answer's Markdown without the notes that are shown on their own, and those notes."""
    if not answer.notes:
        return answer.answer, ()
    kept = [line for line in answer.answer.split("\n") if not line.startswith(_NOTE)]
    return "\n".join(kept).strip(), answer.notes


def _words(text: str, answer: Answer, number: int) -> str:
    return render_markdown(text, _buttons(answer.citations, number))


def _buttons(citations: Sequence[Citation], number: int) -> dict[int, str]:
    return {
        c.n: button(str(c.n), "cite", css="cite", name=texts.CITATION.format(n=c.n, place=place(c)), turn=number, n=c.n)
        for c in citations
    }


def _notes(notes: Sequence[str], answer: Answer, number: int) -> str:
    if not notes:
        return ""
    rows = "".join(f"<div>{_words(note, answer, number)}</div>" for note in notes)
    return f'<aside class="notes" aria-label="{texts.NOTES}"><h3>{texts.NOTES}</h3>{rows}</aside>'


def _sources(citations: Sequence[Citation], number: int) -> str:
    rows = "".join(
        f'<li><button type="button" class="source" data-event="cite" data-turn="{number}" data-n="{c.n}">'
        f'<span class="num">{c.n}</span><span>{escape(place(c))}</span></button></li>'
        for c in citations
    )
    many = f" ({len(citations)})"
    opened = " open" if len(citations) <= 4 else ""
    return (
        f'<details class="sources"{opened}><summary>{texts.SOURCES}{many}</summary><ol>{rows}</ol></details>'
        if rows
        else ""
    )


def _refusal(turn: Turn, text: str) -> str:
    assert turn.answer is not None
    heading, advice = texts.REFUSALS[turn.answer.reason] if turn.answer.reason else (texts.ANSWER_REFUSED, "")
    extra = f"<p>{texts.REFUSED_WITH_FILTERS}</p>" if turn.filters != EVERYTHING else ""
    return (
        f'<div class="reply refused"><h3>{heading}</h3><div class="words">{render_markdown(text, {})}</div>'
        f'<p class="advice">{advice}</p>{extra}</div>'
    )


def _limits(filters: Filters) -> str:
    words = limits(filters)
    return f'<p class="limits">{escape(texts.LIMITED_TO.format(what=words))}</p>' if words else ""


def limits(filters: Filters) -> str:
    """The filters in words, or ""."""
    chosen = [
        *filters.municipalities,
        *filters.bodies,
        *(texts.KINDS[k] for k in filters.kinds),
        *map(str, filters.years),
    ]
    return ", ".join(chosen)


def _foot(turn: Turn, number: int) -> str:
    """What was searched and left out, and the button that copies."""
    assert turn.answer is not None
    coverage = turn.answer.coverage
    left = "".join(f"<li><strong>{escape(one.file)}</strong>: {escape(one.reason)}</li>" for one in coverage.left_out)
    out = f"<p>{texts.LEFT_OUT}</p><ul>{left}</ul>" if left else f"<p>{texts.NOTHING_LEFT_OUT}</p>"
    searched = texts.SEARCHED.format(parts=texts.documents(coverage.searched))
    limited = f"<p>{escape(texts.LIMITED_TO.format(what=limits(turn.filters)))}</p>" if limits(turn.filters) else ""
    seconds = texts.seconds(turn.answer.seconds)
    label = texts.COPY if turn.answer.citations else texts.COPY_PLAIN
    return (
        f'<div class="foot"><button type="button" class="copy" data-copy="{escape(copied(turn.answer))}" '
        f'data-done="{texts.COPIED}" data-failed="{texts.COPY_FAILED}">{label}</button>'
        f'<span class="seconds">{seconds}</span>'
        f'<details class="coverage"><summary>{texts.COVERAGE}</summary><p>{searched}</p>{limited}{out}</details></div>'
    )


def copied(answer: Answer) -> str:
    """Question, answer and source list as plain text."""
    lines = [answer.question, "", plain_text(answer.answer)]
    if answer.citations:
        lines += ["", f"{texts.SOURCES}:"]
        lines += [f"[{c.n}] {place(c)} ({c.document}): ”{c.quote}”" for c in answer.citations]
    return "\n".join(lines)
