"""Clean text: words broken at line ends, and the way back to the raw text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.spans import clean, clean_with_map, slice_spans
from assistant.types import Span


def _clean(text: str) -> str:
    return clean([text], [Span(1, 0, len(text))])


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("ändamåls-\nenlig", "ändamålsenlig"),
        ("kvalitets- och\ntrygghetsarbete", "kvalitets- och trygghetsarbete"),
        ("hälso-\noch sjukvård", "hälso- och sjukvård"),
        ("barn- eller\nungdom", "barn- eller ungdom"),
        ("för-\ntillsynen", "förtillsynen"),
        ("åren 2019-\n2022", "åren 2019-2022"),
        ("åren 2019–\n2022", "åren 2019–2022"),
        ("nytt IT-\nsystem", "nytt IT-system"),
        ("via e-\ntjänst", "via e-tjänst"),
        ("LSS-\nHandläggare", "LSS-Handläggare"),
        ("se https://www.exempel.se/om-\nkommunen här", "se https://www.exempel.se/om-kommunen här"),
        ("mål - \nett tankstreck", "mål - ett tankstreck"),
        ("kvali\u00adtet och kvali\u00ad\ntet", "kvalitet och kvalitet"),
        ("Lex-\nmallen. Se Lex-mallen.", "Lex-mallen. Se Lex-mallen."),
        ("  två   blanka\n\nrader ", "två blanka rader"),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert _clean(raw) == expected


def test_break_over_a_page_end_joins_as_within_a_page() -> None:
    pages = ["verksam-", "heten fortsätter"]
    assert clean(pages, [Span(1, 0, 8), Span(2, 0, 16)]) == "verksamheten fortsätter"


TEXT = st.text(alphabet="abåäöAB12-–\u00ad .,\n/:", max_size=80)


@given(TEXT, TEXT, st.integers(0, 100), st.integers(0, 100))
def test_every_character_is_where_the_map_says(one: str, two: str, start: int, length: int) -> None:
    pages = [one, two]
    spans = [Span(1, 0, len(one)), Span(2, 0, len(two))]
    text, where = clean_with_map(pages, spans)
    assert len(text) == len(where)
    assert text == text.strip()
    assert "  " not in text
    for char, (page, offset) in zip(text, where, strict=True):
        raw = pages[page - 1][offset] if offset < len(pages[page - 1]) else " "
        assert char == raw or (char == " " and (raw.isspace() or offset == 0))
    for span in slice_spans(pages, spans, start, start + length):
        assert span.start < span.end <= len(pages[span.page - 1])
