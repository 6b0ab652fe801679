"""A deadline belongs to the document asked about, and to the letter where no document is named."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.context import context_of
from assistant.answering.deadlines import _about_another
from assistant.answering.frame import frame
from assistant.answering.scope import scope
from assistant.answering.terms import stems_of
from assistant.retrieval.library import Library


def test_a_question_that_names_no_document_is_about_the_letter(sample_library: Library) -> None:
    """The first part's title ("Svar på …") shares a word with any question about answering; that names nothing."""
    question = "När ska Askebro svara?"
    resolved = scope(question, stems_of(question), sample_library.parts)
    reply = next(p.id for p in sample_library.parts.values() if p.title.startswith("Svar"))
    for share, another in ((0.0, False), (1.0, True)):
        found = _about_another(
            context_of(sample_library), frame(question), replace(resolved, titles={reply: share}), []
        )
        assert found is another
