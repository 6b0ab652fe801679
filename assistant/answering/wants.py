"""Does a stretch of text hold the sort of thing a question asks for: a number, a share, a date, a person…"""

from __future__ import annotations

import re

from assistant.answering.frame import Want
from assistant.types import Role, Voice

_MONTH = r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)"
_NUMBER_WORD = r"(?:noll|en enda|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|tjugo\w*|trettio\w*|fyrtio\w*|femtio\w*|hälften|ingen|inga|inget|enstaka|flertalet|samtliga|majoriteten)"
_NOISE = re.compile(
    r"\b\d{4}:\d+|\b(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?\b|\b\d+(?:\s*[a-z])?\s*(?:kap\b|§)|§+\s*\d+|\bavsnitt\s+[\d.]+(?:\s+och\s+[\d.]+)*|\b\d+\.\d+(?:\.\d+)*\b|\b\d{1,2}\s+" + _MONTH,
    re.I,
)

_PATTERNS: dict[Want, re.Pattern[str]] = {
    Want.SHARE: re.compile(r"\d\s*%|procent|\bandel\w*|\bhälften\b|tredjedel|fjärdedel|majoritet\w*|\b\d+ av (?:de )?\d+|\b\w+ av (?:de )?(?:tio|tjugo|fem|sex|sju|åtta|nio|tolv|femton)\b", re.I),
    Want.AMOUNT: re.compile(r"\d[\d ,.]*\s*(?:kr\b|kronor|mnkr|tkr|mkr|msek|miljon\w*|miljard\w*)|\b(?:mnkr|tkr|mkr)\b", re.I),
    Want.YEAR: re.compile(r"\b(?:19|20)\d\d\b"),
    Want.DATE: re.compile(rf"\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b|\b{_MONTH}\b|\b(?:våren|hösten|sommaren|vintern|årsskiftet|kvartal|tertial|vecka)\b|\b(?:19|20)\d\d\b", re.I),
    Want.PERSON: re.compile(r"\b[A-ZÅÄÖ][a-zåäöé]+(?:[ -][A-ZÅÄÖ][a-zåäöé]+)+"),
    Want.LAW: re.compile(r"\b\d{4}:\d+|\bkap\.|§|\b\w*lagen\b|\bföreskrift\w*|\bSFS\b|\bSOSFS\b"),
    Want.REASON: re.compile(r"\bberor?\b|\bbero(?:tt|r|dde)?\b|på grund av|\bpga\b|eftersom|\bdå\b|anledning|orsak\w*|förklara\w*|till följd|med hänvisning|handlar om|handlat om|genom att|inte kunnat|\bbrist på\b|för att\b", re.I),
    Want.MEASURE: re.compile(r"\bska\b|\bkommer\b|planer\w*|åtgärd\w*|har (?:tagits|inletts|påbörjats|genomförts|införts|utvecklat\w*)|ambition\w*|\bavser\b|inför\w*|se över|revidera\w*|arbet\w*", re.I),
    Want.JUDGEMENT: re.compile(r"\bbedöm\w*|\banser\b|\bkonstatera\w*|\bnotera\w*|\bvi ser\b|\bbrist\w*|finner|\binte\b|\bdock\b|saknas", re.I),
    Want.DEFINITION: re.compile(r"\bär (?:en|ett)\b|\bavses\b|\bmenas\b|\binnebär\b|\bdefinieras\b|\bbeskriver\b|=", re.I),
}
_NAME = re.compile(r"(?<![.!?:•] )(?<!^)\b[A-ZÅÄÖ][\wåäöÅÄÖ-]{2,}|[”\"][^”\"]{2,40}[”\"]|\b[A-ZÅÄÖ]{2,}\b")

HARD = frozenset({Want.NUMBER, Want.SHARE, Want.AMOUNT, Want.YEAR, Want.DATE, Want.PERSON, Want.LAW})


def numbers_in(text: str) -> list[str]:
    """Counts and measures as written, number words included; years, dates, paragraphs and section numbers left out."""
    bare = _NOISE.sub(" ", re.sub(r"(?<=[a-zåäö])\d{1,2}\b", "", text))
    return re.findall(rf"\d+(?:[ \u00a0]\d{{3}}(?!\d))*(?:,\d+)?|\b{_NUMBER_WORD}\b", bare, re.I)


def satisfies(want: Want, text: str) -> bool:
    """True when the text could answer what is wanted. Judgements of form, not of fact; TEXT and LIST are always met."""
    if want is Want.NUMBER:
        return bool(numbers_in(text))
    if want is Want.NAME:
        return bool(_NAME.search(text))
    if want is Want.SHARE and numbers_in(text):
        return True if _PATTERNS[Want.SHARE].search(text) else False
    pattern = _PATTERNS.get(want)
    return pattern.search(text) is not None if pattern else True


def role_bonus(want: Want, topic_assessment: bool, role: Role | None, voice: Voice) -> float:
    """How much likelier a section of this role is to hold the answer, about -0.2..0.2."""
    bonus = 0.0
    if role in (Role.CRITERIA, Role.CONTENTS):
        bonus -= 0.0 if want is Want.LAW else 0.12
    if role is Role.AUDIT_QUESTIONS:
        bonus -= 0.15
    if role is Role.BACKGROUND and want is not Want.LAW:
        bonus -= 0.05
    if topic_assessment or want is Want.JUDGEMENT:
        if role in (Role.ASSESSMENT, Role.CONCLUSION, Role.SUMMARY):
            bonus += 0.15
        if voice is Voice.AUDITOR:
            bonus += 0.05
    elif role in (Role.SUMMARY, Role.CONCLUSION):
        bonus -= 0.03
    return bonus
