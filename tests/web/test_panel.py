"""The text shown for formats without pages, and the addresses that carry marks."""

from __future__ import annotations

import pytest

from assistant.types import SourceFile, Span
from assistant.web.model import Conversation, View
from assistant.web.panel import empty_panel, marked_text, page_url, panel, read_marks

RAW = "Rubrik\nFörsta raden är här.\nAndra <b>raden</b> är här.\n" + "Utfyllnad.\n" * 400


def marks(html: str) -> list[str]:
    return [piece.split("</mark>")[0].split(">", 1)[1] for piece in html.split("<mark")[1:]]


def test_the_quote_is_marked_and_everything_escaped() -> None:
    start = RAW.index("raden är")
    html = marked_text(RAW, [Span(1, start, RAW.index(" är här.\nUt"))], 100, {"Rubrik"})
    assert marks(html) == ["raden är här.", "Andra &lt;b&gt;raden&lt;/b&gt;"]
    assert html.count('id="citat"') == 1
    assert '<p class="title">Rubrik</p>' in html


def test_far_text_is_cut_at_whole_lines_and_said_to_be() -> None:
    html = marked_text(RAW, [Span(1, 0, 6)], 100)
    assert html.count("Utfyllnad.") < 20
    assert html.endswith('<p class="cut">…</p></div>')
    assert html.count("…") == 1
    assert marked_text(RAW, [Span(1, 0, 6)]).count("Utfyllnad.") == 400


def test_overlapping_marks_are_shown_once() -> None:
    html = marked_text("abcdef", [Span(1, 0, 4), Span(1, 2, 6)])
    assert "".join(marks(html)) == "abcdef"


def test_marks_travel_in_the_address_and_back() -> None:
    file = SourceFile("å/b", "b", "b.pdf", "abcdef0123456789", ".pdf", ("x", "y"), True)
    spans = (Span(2, 3, 9), Span(2, 12, 40))
    url = page_url(file, 2, (Span(1, 0, 2), *spans))
    assert url.startswith("sida/%C3%A5%2Fb/2.png?")
    assert read_marks(url.split("&m=")[1], 2) == spans


@pytest.mark.parametrize("marks", ["a-b", "1", "1-2-3", "<script>"])
def test_other_marks_are_refused(marks: str) -> None:
    with pytest.raises(ValueError):
        read_marks(marks, 1)


def test_a_view_of_nothing_is_the_invitation() -> None:
    assert panel(None, Conversation(), None) == empty_panel()
    assert panel(None, Conversation(), View(0, 1, 1)) == empty_panel()
