"""Does a stretch of text hold the sort of thing a question asks for: a number, a share, a date, a person…"""

from __future__ import annotations

import re

from assistant.answering.frame import Want
from assistant.reading.places import known_municipalities
from assistant.types import Role, Voice

_MONTH = r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)"
_NUMBER_WORD = (
    r"(?:noll|en enda|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|"
    r"sexton|sjutton|arton|nitton|tjugo\w*|trettio\w*|fyrtio\w*|femtio\w*|hälften|ingen|inga|"
    r"inget|enstaka|flertalet|samtliga|majoriteten)"
)
_NOISE = re.compile(
    r"\b\d{4}:\d+|\b(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?\b|\b\d+(?:\s*[a-z])?\s*(?:kap\b|§)|"
    r"§+\s*\d+|\bavsnitt\s+[\d.]+(?:\s+och\s+[\d.]+)*|\b\d+\.\d+(?:\.\d+)*\b|\b\d{1,2}\s+" + _MONTH,
    re.I,
)

_PATTERNS: dict[Want, re.Pattern[str]] = {
    Want.SHARE: re.compile(
        r"\d\s*%|procent|\bandel\w*|\bhälften\b|tredjedel|fjärdedel|majoritet\w*|"
        r"\b\d+ av (?:de )?\d+|\b\w+ av (?:de )?(?:tio|tjugo|fem|sex|sju|åtta|nio|tolv|"
        r"femton)\b",
        re.I,
    ),
    Want.AMOUNT: re.compile(
        r"\d[\d ,.]*\s*(?:kr\b|kronor|mnkr|tkr|mkr|msek|miljon\w*|miljard\w*)|\b(?:mnkr|tkr|mkr)\b", re.I
    ),
    Want.FREQUENCY: re.compile(
        r"gång(?:er)? (?:per|om|i|varje|under)|\bvar(?:je|t|s)? (?:\w+ )?(?:år|månad|vecka|dag|kvartal|termin|halvår)|"
        r"årlig\w*|"
        r"månadsvis\w*|kvartals\w*|veckovis|daglig\w*|halvårs\w*|löpande|kontinuerlig\w*|regelbund\w*|tertial\w*",
        re.I,
    ),
    Want.LIST: re.compile(r"[,;•►].*\b(?:och|samt|eller)\b|[•►]|:\s+\w", re.I | re.S),
    Want.YEAR: re.compile(r"\b(?:19|20)\d\d\b"),
    Want.DATE: re.compile(
        rf"\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b|\b{_MONTH}\b|\b(?:våren|hösten|sommaren|vintern|"
        rf"årsskiftet|kvartal|tertial|vecka)\b|\b(?:19|20)\d\d\b",
        re.I,
    ),
    Want.LAW: re.compile(r"\b\d{4}:\d+|\bkap\.|§|\b\w*lagen\b|\bföreskrift\w*|\bSFS\b|\bSOSFS\b"),
    Want.REASON: re.compile(
        r"\bberor?\b|\bbero(?:tt|r|dde)?\b|på grund av|\bpga\b|eftersom|\bdå\b|anledning|"
        r"orsak\w*|förklara\w*|till följd|med hänvisning|handlar om|handlat om|genom att|"
        r"inte kunnat|\bbrist på\b|för att\b",
        re.I,
    ),
    Want.MEASURE: re.compile(
        r"\bska\b|\bkommer\b|planer\w*|åtgärd\w*|har (?:tagits|inletts|påbörjats|genomförts|"
        r"införts|utvecklat\w*)|ambition\w*|\bavser\b|inför\w*|se över|revidera\w*|arbet\w*",
        re.I,
    ),
    Want.JUDGEMENT: re.compile(
        r"\bbedöm\w*|\banser\b|\bkonstatera\w*|\bnotera\w*|\bvi ser\b|\bbrist\w*|finner|\binte\b|\bdock\b|saknas", re.I
    ),
    Want.DEFINITION: re.compile(
        r"\bär (?:en|ett)\b|\bavses\b|\bmenas\b|\binnebär\b|\bdefinieras\b|\bbeskriver\b|=", re.I
    ),
}
_NAME = re.compile(r"(?<![.!?:•] )(?<!^)\b[A-ZÅÄÖ][\wåäöÅÄÖ-]{2,}|[”\"][^”\"]{2,40}[”\"]|\b[A-ZÅÄÖ]{2,}\b")

_PERSON = re.compile(r"\b[A-ZÅÄÖ][a-zåäöéü]+(?:[ -][A-ZÅÄÖ][a-zåäöéü]+)*,? [A-ZÅÄÖ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?")
# Capitalised words of title pages and headings that are no part of a person's name.
_NO_NAME = frozenset(
    [
        "rapport",
        "granskning",
        "revisionsrapport",
        "kommun",
        "kommunen",
        "revisorerna",
        "revisionen",
        "till",
        "från",
        "datum",
        "dnr",
        "sida",
        "sidan",
        "antal",
        "barn",
        "unga",
        "socialnämnden",
        "kommunstyrelsen",
        "nämnden",
        "förvaltningen",
        "vår",
        "vi",
        "av",
        "den",
        "det",
        "de",
        "enligt",
        "vid",
        "för",
        "inom",
        "under",
        "tjänsteskrivelse",
        "yttrande",
        "svar",
        "protokoll",
        "beslut",
        "sammanträde",
        "innehåll",
        "bilaga",
        "ab",
        "the",
        "and",
        "in",
        "for",
        "of",
        "region",
        "government",
        "advisory",
        "services",
        "skickat",
        "ämne",
        "inkommande",
        "nämndens",
        "ordföranden",
        "ordförande",
        "revisor",
        "kommunal",
        "certifierad",
        "jämför",
        "öppna",
        "lex",
        "sarah",
        "maria",
    ]
)


def persons_in(text: str) -> list[str]:
    """Names of persons by form: two or more capitalised words that are neither places nor words of a title page."""
    found = []
    for match in _PERSON.finditer(text):
        words = [w for w in re.split(r"[ ,]+", match.group()) if w]
        real = [
            w
            for w in words
            if w.lower() not in _NO_NAME
            and w not in known_municipalities()
            and not w.lower().endswith(("nämnden", "styrelsen", "kommun"))
        ]
        if len(real) >= 2:
            found.append(" ".join(real))
    return found


HARD = frozenset({Want.NUMBER, Want.FREQUENCY, Want.SHARE, Want.AMOUNT, Want.YEAR, Want.DATE, Want.PERSON, Want.LAW})


# "Vem ansvarar?" is as often answered by a function as by a name.
_FUNCTION = re.compile(
    r"\b\w*(?:chef(?:en)?|direktör(?:en)?|ordförande(?:n)?|samordnare(?:n)?|rektor(?:n)?|"
    r"handläggare(?:n)?|controller(?:n)?|"
    r"nämnden|styrelsen|utskottet|förvaltningen|kontoret|enheten|avdelningen)\b",
    re.I,
)


def numbers_in(text: str) -> list[str]:
    """Counts and measures as written, number words included; years, dates, paragraphs and section numbers left out."""
    bare = _NOISE.sub(" ", re.sub(r"(?<=[a-zåäö])\d{1,2}\b", "", text))
    return re.findall(rf"\d+(?:[ \u00a0]\d{{3}}(?!\d))*(?:,\d+)?|\b{_NUMBER_WORD}\b", bare, re.I)


def satisfies(want: Want, text: str) -> bool:
    """True when the text could answer what is wanted. Judgements of form, not of fact; TEXT and LIST are always met."""
    if want is Want.NUMBER:
        return bool(numbers_in(text))
    if want is Want.PERSON:
        return bool(persons_in(text)) or bool(_FUNCTION.search(text))
    if want is Want.NAME:
        return bool(_NAME.search(text))
    if want is Want.SHARE and numbers_in(text):
        return bool(_PATTERNS[Want.SHARE].search(text))
    pattern = _PATTERNS.get(want)
    return pattern.search(text) is not None if pattern else True


# Sections that say what a review is about say the same words as the question, and seldom answer it.
_PRIOR = {
    Role.CRITERIA: -0.12,
    Role.CONTENTS: -0.3,
    Role.AUDIT_QUESTIONS: -0.15,
    Role.PURPOSE: -0.12,
    Role.BACKGROUND: -0.06,
    Role.SCOPE: -0.06,
    Role.METHOD: -0.04,
    Role.SUMMARY: -0.02,
    Role.CONCLUSION: -0.02,
    Role.RECOMMENDATIONS: -0.08,
}


def role_bonus(want: Want, topic_assessment: bool, role: Role | None, voice: Voice) -> float:
    """How much likelier a section of this role is to hold the answer, about -0.2..0.2."""
    judging = topic_assessment or want is Want.JUDGEMENT
    bonus = _PRIOR.get(role, 0.0) if role else 0.0
    if want is Want.LAW and role in (Role.CRITERIA, Role.BACKGROUND):
        return 0.0
    if judging:
        bonus *= 2
        bonus += 0.15 if role in (Role.ASSESSMENT, Role.CONCLUSION, Role.SUMMARY) else 0.0
        bonus += 0.05 if voice is Voice.AUDITOR else 0.0
    return bonus
