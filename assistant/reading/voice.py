"""Who speaks in a sentence: the auditors, someone interviewed, a governing document, the law or the board."""

from __future__ import annotations

from assistant.reading.lookup import pattern, table
from assistant.reading.sections import base_voice
from assistant.types import DocumentKind, Part, Role, Section, Voice

_AUDITORS = (DocumentKind.REPORT, DocumentKind.LETTER)
_OWN_JUDGEMENT = (Role.ASSESSMENT, Role.CONCLUSION, Role.RECOMMENDATIONS, Role.SUMMARY)


def voice_of(sentence: str, section: Section | None, part: Part) -> Voice:
    """The voice of one sentence, by the cues of data/voice.toml, then by its section, then by the document's kind.

    In an auditors' report their own judgement outranks what it is built on ("Vi bedömer utifrån intervjuerna …");
    under "Bedömning" a sentence without a cue is theirs, and so is one that recounts the law there.
    """
    by_auditors = part.kind in _AUDITORS
    if by_auditors and _says("auditor", sentence):
        return Voice.AUDITOR
    if not by_auditors and _says("auditor_quoted", sentence):
        return Voice.AUDITOR
    if _says("interviewee", sentence):
        return Voice.INTERVIEWEE
    if by_auditors and section is not None and section.role in _OWN_JUDGEMENT:
        return Voice.AUDITOR
    if _says("governing_document", sentence):
        return Voice.GOVERNING_DOCUMENT
    if _says("law", sentence):
        return Voice.LAW
    return section.voice if section is not None else base_voice(part.kind)


def _says(group: str, sentence: str) -> bool:
    return any(pattern(words).search(sentence) for words in table("voice")[group]["patterns"])
