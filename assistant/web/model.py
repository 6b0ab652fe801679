"""What one visitor's session remembers: the conversation, and which citation the panel shows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.types import Answer, Citation, Filters

EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what became of it. `shown` counts characters of the answer while it is written; None: all."""

    question: str
    filters: Filters = EVERYTHING
    answer: Answer | None = None
    shown: int | None = None
    error: tuple[str, str] | None = None  # what happened, what to do
    stopped: bool = False

    @property
    def working(self) -> bool:
        return not self.stopped and self.error is None and (self.answer is None or self.shown is not None)


@dataclass(frozen=True, slots=True)
class Conversation:
    turns: tuple[Turn, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """Earlier questions, oldest first: the history that the engine wants."""
        return tuple(turn.question for turn in self.turns)

    def last(self, **changes: object) -> Conversation:
        """The same conversation with its last turn changed."""
        return Conversation((*self.turns[:-1], replace(self.turns[-1], **changes)))  # type: ignore[arg-type]

    def citation(self, turn: int, n: int) -> Citation | None:
        """Citation `n` of a turn (0-based), or None."""
        if not 0 <= turn < len(self.turns):
            return None
        answer = self.turns[turn].answer
        return next((c for c in answer.citations if c.n == n), None) if answer else None


@dataclass(frozen=True, slots=True)
class View:
    """What the panel shows: a citation of a turn, and the page (1-based) that is open around it."""

    turn: int
    n: int
    page: int
