"""Who speaks in a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.reading.voice import voice_of
from assistant.types import DocumentKind, Part, Role, Section, Voice

REPORT = Part("f:1", "f", "f", "t", DocumentKind.REPORT, None, None, None, None, None, None, 1, 1, True)
REPLY = replace(REPORT, kind=DocumentKind.REPLY)
OBSERVATIONS = Section("f:1:s1", "f:1", "3.1", "Styrning", 2, Role.OBSERVATION, Voice.AUDITOR, 1, ("3", "3.1"))
ASSESSMENT = replace(OBSERVATIONS, role=Role.ASSESSMENT)


@pytest.mark.parametrize(
    ("sentence", "voice"),
    [
        ("Enligt intervjuade saknas en gemensam bild av läget.", Voice.INTERVIEWEE),
        ("I intervjuer framkom att rutinen sällan används.", Voice.INTERVIEWEE),
        ("Samverkan uppges ha brister.", Voice.INTERVIEWEE),
        ("Arbetet har enligt uppgift påbörjats.", Voice.INTERVIEWEE),
        ("Av riktlinjen framgår att ansökan ska prövas inom fyra veckor.", Voice.GOVERNING_DOCUMENT),
        ("Enligt delegationsordningen beslutar enhetschefen.", Voice.GOVERNING_DOCUMENT),
        ("Enligt 5 kap. 1 § socialtjänstlagen ska nämnden verka för detta.", Voice.LAW),
        ("Vi noterar att planen inte är beslutad.", Voice.AUDITOR),
        ("Vi bedömer utifrån intervjuerna att stödet uppges räcka.", Voice.AUDITOR),
        ("Nämnden har elva ledamöter.", Voice.AUDITOR),
    ],
)
def test_in_a_report(sentence: str, voice: Voice) -> None:
    assert voice_of(sentence, OBSERVATIONS, REPORT) is voice


def test_an_assessment_is_the_auditors_own() -> None:
    assert voice_of("Enligt riktlinjen ska detta följas upp.", ASSESSMENT, REPORT) is Voice.AUDITOR
    assert voice_of("Enligt intervjuade är stödet gott.", ASSESSMENT, REPORT) is Voice.INTERVIEWEE


def test_in_a_reply_the_board_speaks_and_may_quote() -> None:
    assert voice_of("Vi bedömer att åtgärderna räcker.", None, REPLY) is Voice.BOARD
    assert voice_of("Revisorerna bedömer att uppföljningen brister.", None, REPLY) is Voice.AUDITOR
