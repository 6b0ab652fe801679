"""A statute's number is pointed out when it is wrong, out of date or not what another document says."""

from __future__ import annotations

from assistant.register.lawflags import LawFlag, differing_numbers, law_flags
from assistant.types import LawReference, Quote, Span


def cited(document: str, sfs: str | None, *, wrong: bool = False, right: str = "2001:453") -> LawReference:
    quote = Quote(f"{document}:1", None, 1, "lagen", (Span(1, 0, 5),))
    return LawReference("socialtjänstlagen", "SoL", None, None, sfs, wrong, right, None, quote)


def test_a_wrong_number_differs_from_the_right_one_elsewhere() -> None:
    wrong, right = cited("a", "2011:453", wrong=True), cited("b", "2001:453")
    differing = differing_numbers([wrong, right, cited("c", None)])
    assert differing == {"socialtjänstlagen 2001:453": {"2011:453": ["a:1"], "2001:453": ["b:1"]}}
    assert law_flags(wrong, differing) == (LawFlag.WRONG, LawFlag.DIFFERS)
    assert law_flags(right, differing) == (LawFlag.DIFFERS,)
    assert law_flags(cited("c", None), differing) == ()


def test_an_act_and_its_successor_do_not_differ() -> None:
    old, new = cited("a", "2001:453"), cited("b", "2025:400", right="2025:400")
    assert differing_numbers([old, new]) == {}
    assert law_flags(old, {}) == law_flags(new, {}) == ()


def test_an_act_no_longer_in_force_is_out_of_date() -> None:
    assert law_flags(cited("a", "2001:453", right="2025:400"), {}) == (LawFlag.OUTDATED,)
