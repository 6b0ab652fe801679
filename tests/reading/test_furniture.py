"""Running headers and footers, and the lines that only look like them."""

from __future__ import annotations

from assistant.reading.furniture import find_furniture, mask
from assistant.reading.model import Line


def _document(*pages: list[tuple[str, float, float, bool]]) -> list[Line]:
    lines = []
    for number, page in enumerate(pages, 1):
        start = 0
        for text, y, size, bold in page:
            lines.append(Line(number, start, start + len(text), text, 70.0, y, size, bold))
            start += len(text) + 1
    return lines


def _found(lines: list[Line]) -> list[tuple[int, str]]:
    return [(lines[i].page, lines[i].text) for i in sorted(find_furniture(lines))]


def _body(number: int) -> list[tuple[str, float, float, bool]]:
    words = ("skolor", "vägar", "parker", "bad", "torg")
    return [(f"Nämnden ansvarar för {words[number]} i hela kommunen.", 740.0 - 14 * k, 10.5, False) for k in range(4)]


def test_mask() -> None:
    assert mask("Sida 3 (17)") == mask("Sida  12 (17)")


def test_headers_and_numbers_are_found_and_body_is_not() -> None:
    lines = _document(*([("Björkfors", 800, 8, False), *_body(n), (f"Sida {n} (4)", 30, 8, False)] for n in range(4)))
    assert _found(lines) == [pair for n in range(4) for pair in ((n + 1, "Björkfors"), (n + 1, f"Sida {n} (4)"))]


def test_same_heading_on_top_of_two_pages_is_content() -> None:
    pages = [[("Björkfors", 800.0, 8.0, False), *_body(n)] for n in range(4)]
    pages[1].insert(1, ("Revisionell bedömning", 760, 12, True))
    pages[2].insert(1, ("Revisionell bedömning", 760, 12, True))
    assert {text for _, text in _found(_document(*pages))} == {"Björkfors"}


def test_title_equal_to_the_header_is_content() -> None:
    pages = [[("Granskning av bad", 800.0, 8.0, False), *_body(n)] for n in range(4)]
    pages[0].insert(1, ("Granskning av bad", 760, 20, True))
    assert _found(_document(*pages)).count((1, "Granskning av bad")) == 1


def test_old_footer_date_in_mid_page() -> None:
    pages = [[("Björkfors", 800.0, 8.0, False), ("2024-02-15", 790.0, 8.0, False), *_body(n)] for n in range(4)]
    pages[2].insert(4, ("2024-02-15", 705, 10.5, False))
    assert _found(_document(*pages)).count((3, "2024-02-15")) == 2
