"""What an evaluation may fail with. `GoldError` is bad input (exit 2), `RunError` a run that could not be made (3)."""

from __future__ import annotations

from assistant.errors import AssistantError, InputError


class GoldError(InputError):
    """A gold file or a file of outputs cannot be used as it is."""


class RunError(AssistantError):
    """The system under evaluation, or something it needs, could not be started."""


class EmptySetError(GoldError):
    """A figure was asked for over nothing: there is no honest number to give."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Det finns inget att räkna på: {what}.", "Kontrollera guldfilen och urvalet.")
