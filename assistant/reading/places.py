"""Which municipality and which body a document names: known names from tables, unknown ones by pattern."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from assistant.reading.lookup import table

_KEEPS_S = ("fors", "ås", "näs", "rås", "hus", "köps", "moss", "ss")
_FORM = re.compile(
    r"\b((?:(?:[ÖV]stra|Norra|Södra|Lilla|Stora|Upplands|Övre|Nedre|Nya)\s+)?[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäö]+)?)"
    r"\s+(?:[Kk]ommun(?:s|ens)?|[Ss]tads?)\b(?!\s+(?:och|&)\s+[Rr]egion)"
)
_CAPS = re.compile(r"\b([A-ZÅÄÖ]{2,}(?:[ -][A-ZÅÄÖ]{2,})?)\s+(?:KOMMUN|STAD)S?\b")
_OF = re.compile(
    r"\b(?:[Kk]ommunen|[Kk]ommunrevisionen i|"
    r"[Rr]evisorerna i|[Kk]ommunfullmäktige i|[Rr]egion(?=\s+Gotland))\s+([A-ZÅÄÖ][a-zåäö]+)\b"
)


@lru_cache
def known_municipalities() -> frozenset[str]:
    """The 290 names."""
    return frozenset(name for names in table("municipalities")["county"].values() for name in names)


def _base(form: str, text: str) -> str | None:
    """ "Kramfors" → "Kramfors", "Filipstads" → "Filipstad", "Falu" → "Falun"; None for what is no name."""
    name = re.sub(r"\s+", " ", form).strip()
    known = known_municipalities()
    rules = table("bodies")
    if name.lower() in rules["not_municipalities"]:
        return None
    if name in known:
        return name
    if name in table("municipalities")["genitive"]:
        return str(table("municipalities")["genitive"][name])
    if " " in name and (tail := _base(name.split(" ", 1)[1], text)) in known:
        return tail  # "Nya Kramfors kommun" is no name of its own
    if name.endswith("s"):
        stem = name[:-1]
        if stem in known or re.search(rf"\b{re.escape(stem)}\b", text):
            return stem
        if not name.endswith(_KEEPS_S) and stem[-1] not in "aeiouyåäö":
            return stem
    return name


def municipalities_in(text: str) -> Counter[str]:
    """The municipalities that the text names as such ("X kommun", "X stad", "kommunen X"), with their counts.

    Place names on their own do not count: a person's name, a street or a comparison is no evidence.
    """
    found: Counter[str] = Counter()
    for match in _FORM.finditer(text):
        if name := _base(match[1], text):
            found[name] += 1
    for match in _CAPS.finditer(text):
        if name := _base(match[1].title(), text):
            found[name] += 1
    for match in _OF.finditer(text):
        if match[1] in known_municipalities():
            found[match[1]] += 1
        elif match[1].endswith("s") and match[1][:-1] in known_municipalities():
            found[match[1][:-1]] += 1
    return found


_W = r"[A-Za-zÅÄÖåäöé]"
_BODY = re.compile(
    rf"\b(?:"
    rf"[Nn]ämnden\s+för\s+(?:{_W}+-?,\s+)*{_W}+-?\s+och\s+(?:arbets|fritid|familj|kultur|omsorg|utbildning|service|vård|teknik|miljö)\w*"
    rf"|(?:{_W}+-,\s+)*(?:{_W}+-\s+(?:och|samt|&)\s+)?{_W}*(?:nämnden|styrelsen|utskottet|beredningen)"
    rf"|[Kk]ommunfullmäktige|[Rr]egionfullmäktige|[Ff]ullmäktige"
    rf")s?(?:\s+{_W}*(?:arbets|individ|familje|bistånds|budget|personal|lednings|välfärds|omsorgs)\w*utskott(?:et)?)?\b"
)


def normal_body(words: str) -> str:
    """Lower case, definite, without genitive: "Socialnämndens" → "socialnämnden"."""
    body = re.sub(r"\s+", " ", words).strip().lower()
    body = re.sub(r"(nämnden|styrelsen|utskottet|beredningen)s$", r"\1", body)
    body = re.sub(r"utskottet$", "utskott", body) if re.search(r"s \w*utskottet$", body) else body
    return re.sub(r"^fullmäktiges?$", "kommunfullmäktige", re.sub(r"fullmäktiges$", "fullmäktige", body))


def bodies_in(text: str) -> list[tuple[str, int, int]]:
    """The political bodies named, in order, each with its place [start, end). "nämnden" alone names none."""
    rules = table("bodies")
    found = []
    for match in _BODY.finditer(text):
        body = normal_body(match[0])
        if body in rules["not_bodies"] or body.endswith(tuple(rules["not_body_endings"])):
            continue
        found.append((body, match.start(), match.end()))
    return found


def body_of_administration(text: str) -> str | None:
    """The body that an administration works for, by their shared name: "socialförvaltningen" → "socialnämnden"."""
    names = Counter(
        match[1].lower() for match in re.finditer(rf"\b((?:{_W}+-\s+och\s+)?{_W}{{3,}})förvaltning(?:en|ens)?\b", text)
    )
    for name, _ in names.most_common():
        if name not in table("bodies")["not_administrations"]:
            return f"{name}nämnden"
    return None
