"""What the body has itself already answered to the recommendation: its measure, who and by when, with the words."""

from __future__ import annotations

from assistant.answering.swedish_text import written
from assistant.drafting.citing import Citer
from assistant.drafting.model import Fact, Item, Run
from assistant.reading.dates import find_dates
from assistant.types import Quote, Response

Runs = tuple[Run, ...]


def reply_runs(citer: Citer, item: Item) -> tuple[Runs, Runs, Runs]:
    """Runs for measure, responsible and due; an empty tuple where the earlier answer does not say."""
    if item.reply is None:
        return (), (), ()
    reply = item.reply
    measures = [_run(citer, item, m.text, m) for m in reply.measures[:2]]
    kept = [run for run in measures if run]
    spaced = tuple(piece for run in kept for piece in (Run(" "), run))[1:]
    who = _run(citer, item, reply.responsible, reply.quote) if reply.responsible else None
    return spaced, (who,) if who else (), _due(citer, item, reply)


def _run(citer: Citer, item: Item, words: str, quote: Quote) -> Run | None:
    if words.lower() not in quote.text.lower():
        return None
    return citer.run(Fact(f"{item.recommendation.id}/svar", words, (quote,), quote.part_id, derived=("",)))


def _due(citer: Citer, item: Item, reply: Response) -> Runs:
    if reply.due is None:
        return ()
    for found in find_dates(reply.quote.text):
        if found.value == reply.due or (found.month, found.day_number) == (reply.due.month, reply.due.day):
            derived = (str(reply.due.day), str(reply.due.year))
            fact = Fact(
                f"{item.recommendation.id}/tid",
                written(reply.due),
                (reply.quote,),
                reply.quote.part_id,
                derived=derived,
            )
            run = citer.run(fact)
            return (run,) if run else ()
    return ()
