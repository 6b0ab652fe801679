"""What an attentive colleague would point out: shares that do not make a hundred, statutes numbered in two ways."""

from __future__ import annotations

import pytest
from answering_support import Doc, hit_of, law_reference, made

from assistant.answering.check import figures_hold
from assistant.answering.evidence import quote_of
from assistant.answering.noting import notes, share_sum


@pytest.mark.parametrize(
    ("text", "shares", "total"),
    [
        ("Av de svarande var 50 procent nöjda, 30 procent missnöjda och 12 procent osäkra.", ["50", "30", "12"], 92),
        ("Andelen fördelar sig så att 28 % är unga, 9 % äldre och 58 % vuxna.", ["28", "9", "58"], 95),
        ("71 procent av köpen gick via avtal, 12 procent direkt och 9 procent utan avtal.", ["71", "12", "9"], 92),
        ("Fördelningen är 40,5 % ja, 30,5 % nej samt 33,5 % vet ej.", ["40,5", "30,5", "33,5"], 104.5),
        ("Av alla var 25 % A, 25 % B, 25 % C respektive 20 % D.", ["25", "25", "25", "20"], 95),
    ],
)
def test_shares_of_one_whole_are_summed(text: str, shares: list[str], total: float) -> None:
    assert share_sum(text) == (shares, pytest.approx(total))


@pytest.mark.parametrize(
    "text",
    [
        "Av de svarande var 50 procent nöjda, 30 procent missnöjda och 20 procent osäkra.",  # a hundred
        "Av alla var 33,3 % A, 33,3 % B och 33,3 % C.",  # rounding
        "Av de svarande var 40 procent nöjda och 45 procent missnöjda.",  # two shares
        "Kostnaden ökade med 30 procent, sedan 35 procent och till sist 28 procent.",  # no shares of one whole
        "Av alla ärenden är 60 procent försenade, 50 procent ofullständiga och 40 procent båda.",  # they overlap
        "Andelen var 5 procent A, 6 procent B och 7 procent C.",  # no whole in sight
        "Av de svarande var 50 procent nöjda. Av dem var 20 procent nya. Av de nya var 22 procent unga.",
        "",
    ],
)
def test_other_figures_are_not_summed(text: str) -> None:
    assert share_sum(text) is None


SHARES = "Av inköpen gjordes 71 procent av ramavtalen, 12 procent direkt och 9 procent utan avtal."


def test_the_sum_is_told_with_its_figures_and_passes_the_check() -> None:
    context = made(Doc("a", SHARES))
    passage = hit_of(context, "a:1").passage
    quote = quote_of(context, passage, 0, len(passage.text))
    (note,) = notes(context, [quote], laws=False)
    assert note.text.startswith("71 + 12 + 9 = 92 procent")
    assert note.quotes == (quote,)
    assert figures_hold(note.text, [quote.text], note.derived)
    assert not figures_hold(note.text, [quote.text])  # the sum is nobody's words: it must be named as derived


def test_laws_are_left_alone_where_they_are_not_asked_about() -> None:
    context = made(Doc("a", "Kriterier är Skollagen (2010:880) och nämndens mål."))
    quote = law_reference(context, "a:1", "Skollagen (2010:880)", right="2010:800")
    assert notes(context, [quote], laws=False) == []
    (note,) = notes(context, [quote], laws=True)
    assert "2010:800" in note.label


def test_at_most_two_notes_are_made() -> None:
    context = made(Doc("a", "\n\n".join([SHARES] * 4)))
    quotes = [quote_of(context, p, 0, len(p.text)) for p in context.library.passages_of("a:1")]
    assert len(notes(context, quotes, laws=False)) == 2
