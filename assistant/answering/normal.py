"""Normal forms for comparing words with words: what may differ between a quotation and its page, and nothing more."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = re.compile('[\u201c\u201d\u201e\u2033"«»]')
_APOSTROPHES = re.compile("[\u2018\u2019\u00b4`]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_LINE_HYPHEN = re.compile(r"(\w)[-\u2010]\s*\n\s*(\w)")


def normal(text: str) -> str:
    """White space collapsed, words broken at line ends joined, quotation marks and dashes of one kind; case kept."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    text = _LINE_HYPHEN.sub(r"\1\2", text)
    text = _DASHES.sub("-", _APOSTROPHES.sub("'", _QUOTES.sub('"', text)))
    return re.sub(r"\s+", " ", text).strip()


def squash(text: str) -> str:
    """`normal` without white space, hyphens and case: the form in which a quote must stand on its page."""
    return re.sub(r"[\s\-]+", "", normal(text)).lower()
