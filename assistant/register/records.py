"""Everything the register knows about what documents say, from all files at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.register.definitions import definitions
from assistant.register.followups import follow_ups
from assistant.register.lawrefs import law_references
from assistant.register.questions import audit_questions
from assistant.register.recommendations import read_parts, recommendations
from assistant.register.responses import responses
from assistant.register.themes import Encode, assign_themes
from assistant.types import AuditQuestion, Definition, FollowUp, LawReference, ReadResult, Recommendation, Response


@dataclass(frozen=True, slots=True)
class Records:
    """What `extract` finds, in the order of the files and of the documents."""

    recommendations: tuple[Recommendation, ...] = ()
    audit_questions: tuple[AuditQuestion, ...] = ()
    responses: tuple[Response, ...] = ()
    definitions: tuple[Definition, ...] = ()
    law_references: tuple[LawReference, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()


def extract(results: Sequence[ReadResult], encode: Encode | None = None) -> Records:
    """All records of all files, linked across them. Deterministic; knows nothing of files read at other times.

    `encode` (texts → unit vectors) lets likeness choose a theme for a recommendation whose words decide none.
    """
    reads = read_parts(results)
    found = assign_themes(recommendations(reads), encode)
    return Records(
        tuple(found),
        tuple(audit_questions(reads)),
        tuple(responses(reads, found)),
        tuple(definitions(reads, results)),
        tuple(law_references(reads)),
        tuple(follow_ups(reads, found)),
    )
