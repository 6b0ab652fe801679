"""Nothing of a document or a question becomes active, and [n] becomes a button only where there is a source n."""

from __future__ import annotations

import pytest

from assistant.web.markup import button, escape, inline_marks, plain_text, render_markdown

HOSTILE = (
    '<img src=x onerror="alert(1)">',
    "<script>alert(1)</script>",
    "[klicka](javascript:alert(1))",
    "![bild](http://127.0.0.1:9/spion.png)",
    "<http://127.0.0.1:9/>",
    "[ref]\n\n[ref]: http://127.0.0.1:9/",
    "<b onclick=alert(1)>fet</b>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    shown = render_markdown(f"Svar: {text}", {})
    assert "<img" not in shown
    assert "<script" not in shown
    assert "<a " not in shown
    assert "<b " not in shown


def test_marks_become_buttons_where_there_is_a_source() -> None:
    shown = render_markdown("Först [1], sedan [2][3] och [9].", {1: "<u>1</u>", 2: "<u>2</u>", 3: "<u>3</u>"})
    assert shown.count("<u>") == 3
    assert "[9]" in shown


def test_marks_in_lists_tables_and_bold_become_buttons() -> None:
    text = "- **ett** [1]\n- två [2]\n\n| a | b |\n|---|---|\n| x [1] | y |"
    shown = render_markdown(text, {1: "<u>1</u>", 2: "<u>2</u>"})
    assert "<li>" in shown
    assert "<strong>ett</strong>" in shown
    assert shown.count("<u>1</u>") == 2
    assert "<td>x\u00a0<u>1</u></td>" in shown


def test_indented_and_fenced_lines_are_prose() -> None:
    assert "<pre>" not in render_markdown("    indraget\n\n```\nx\n```", {})


def test_plain_marks_keep_the_space_from_breaking() -> None:
    assert inline_marks("ord [1]", {1: "<u>1</u>"}) == "ord\u00a0<u>1</u>"


def test_plain_text_has_no_markdown_left() -> None:
    assert plain_text("**Senast 1 maj**: *obs* [1]\n- punkt 2*3") == "Senast 1 maj: obs [1]\n• punkt 2*3"


def test_a_button_escapes_what_it_is_given() -> None:
    shown = button('"><i>', "cite", name='a"b', question="<x>")
    assert "<i>" not in shown
    assert 'data-question="&lt;x&gt;"' in shown
    assert 'aria-label="a&quot;b"' in shown


def test_escape_takes_out_nul() -> None:
    assert escape("a\0<") == "a&lt;"
