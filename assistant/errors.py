"""One small family of errors: what happened, where, and what to do next, in Swedish."""

from __future__ import annotations


class AssistantError(Exception):
    """`message` says what happened, `advice` what the user can do. Both are shown as they stand."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class ReadingError(AssistantError):
    """A file could not be read; becomes a `Problem`, never a crash of the run."""

    def __init__(self, message: str, advice: str, kind: str) -> None:
        super().__init__(message, advice)
        self.kind = kind


class SettingsError(AssistantError):
    """A setting is missing, malformed or contradicts another."""


class StoreError(AssistantError):
    """A store cannot be opened, is locked, or belongs to a newer version."""


class NoIndexError(StoreError):
    """Nothing has been indexed yet in the place the settings point to."""


class ModelError(AssistantError):
    """An encoder or language model cannot be loaded or reached."""


class InputError(AssistantError):
    """The user's input (a path, a batch file, an option) cannot be used."""
