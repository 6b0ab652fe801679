"""One question on its way: begun, answered, written out piece by piece, or stopped."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from dataclasses import replace

from assistant import pipeline
from assistant.errors import AssistantError
from assistant.types import Answer, Coverage, Filters, Refusal
from assistant.web import texts
from assistant.web.chat import split_notes
from assistant.web.model import EVERYTHING, Conversation, Turn
from assistant.web.shelf import Shelf

_PIECE = re.compile(r".+?(?:[.!?:]\]?(?=\s)|\n|$)\s*", re.DOTALL)
_WRITING = 0.9  # seconds that writing out a long answer may take in all
_PAUSE = 0.08  # seconds between two pieces of a short one

log = logging.getLogger(__name__)


def begin(conversation: Conversation, question: str, filters: Filters) -> Conversation:
    """The conversation with one more question, or unchanged while another is being answered or nothing is asked."""
    asked = question.strip()
    if not asked or (conversation.turns and conversation.turns[-1].working):
        return conversation
    return Conversation((*conversation.turns, Turn(asked, filters)))


def answering(shelf: Shelf, conversation: Conversation) -> Iterator[Conversation]:
    """The conversation while its last question is answered: each piece of the answer, then the whole.

    Yields nothing where no question waits. An error becomes part of the conversation, never a crash.
    """
    if not conversation.turns or not conversation.turns[-1].working or conversation.turns[-1].answer is not None:
        return
    try:
        answer = _ask(shelf, conversation)
    except AssistantError as error:
        yield conversation.last(error=(error.message, error.advice))
        return
    except Exception:
        log.exception("the question could not be answered")
        yield conversation.last(error=(texts.UNEXPECTED, texts.UNEXPECTED_ADVICE))
        return
    ends = [] if answer.refused else pieces(split_notes(answer)[0])
    for end in ends[:-1]:
        yield conversation.last(answer=answer, shown=end)
        time.sleep(min(_PAUSE, _WRITING / len(ends)))
    yield conversation.last(answer=answer, shown=None)


def pieces(text: str) -> list[int]:
    """Where each sentence or line of `text` ends, so that it can be written out piece by piece."""
    return [found.end() for found in _PIECE.finditer(text)]


def stopped(conversation: Conversation) -> Conversation:
    """The conversation once the visitor has stopped the answer under way; what was written stays."""
    if not conversation.turns or not conversation.turns[-1].working:
        return conversation
    return conversation.last(stopped=True)


def _ask(shelf: Shelf, conversation: Conversation) -> Answer:
    *_, turn = conversation.turns
    library = shelf.open()
    if library is None:
        if shelf.trouble is not None and shelf.settings.register_url:
            raise shelf.trouble
        words = str(shelf.trouble) if shelf.trouble else texts.EMPTY
        return Answer(None, turn.question, words, True, Refusal.EMPTY_INDEX, (), (), Coverage(0), 0.0)
    filters = turn.filters if turn.filters != EVERYTHING else None
    answer = pipeline.ask(library, turn.question, conversation.questions[:-1], filters)
    return replace(answer, question=turn.question)
