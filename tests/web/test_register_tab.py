"""The tab Rekommendationer: rows, counts, days, files to take along, and the whole of it in a real browser."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest
from selenium.webdriver.common.keys import Keys
from visiting import Site, Visitor

from assistant.register.recurring import recurring
from assistant.retrieval.library import Library
from assistant.types import Problem, ProblemKind, Quote, Span, Theme
from assistant.web import register_texts as words
from assistant.web.ledger import Choice, Line, alphabetical, chosen, citations, from_query, lines
from assistant.web.register_charts import heat_map, recurrence, timeline
from assistant.web.register_export import exported
from assistant.web.register_tab import Look, acted
from assistant.web.register_views import card, overview, table

TODAY = date(2025, 3, 1)
EVIL = "<img src=x onerror=alert(1)> \"&'"


@pytest.fixture(scope="module")
def all_lines(sample_library: Library) -> tuple[Line, ...]:
    return lines(sample_library)


def evil(line: Line) -> Line:
    """The same line with markup wherever a document's words go."""
    theme = Theme(EVIL, EVIL, 0.5)
    quote = Quote(line.record.stated_in[0].part_id, None, 1, EVIL, (Span(1, 0, 4),))
    record = replace(line.record, text=EVIL, themes=(theme,), addressees=(EVIL,), municipality=EVIL, priority=EVIL)
    return replace(line, record=replace(record, stated_in=(quote,)), part=replace(line.part, title=EVIL, auditor=EVIL))


# ---------------------------------------------------------------- rows


def test_every_recommendation_is_a_row_once(sample_library: Library, all_lines: tuple[Line, ...]) -> None:
    assert [line.record for line in all_lines] == list(sample_library.recommendations)


def test_filters_narrow_and_words_find(all_lines: tuple[Line, ...]) -> None:
    found = chosen(all_lines, Choice(kommun=("Askebro",), besvarad=("Ja",)))
    assert found
    assert all(line.municipality == "Askebro" and line.response for line in found)
    assert {line.municipality for line in chosen(all_lines, Choice(ord="uppföljning Hemtjänst"))} == {"Norrsala"}
    assert chosen(all_lines, Choice(kommun=("Ingenstans",))) == []


def test_sorting_is_swedish_and_what_is_not_said_comes_last(all_lines: tuple[Line, ...]) -> None:
    assert sorted(["Öreby", "Zäta", "Åby", "Älv", "aby"], key=alphabetical) == ["aby", "Zäta", "Åby", "Älv", "Öreby"]
    for down in (False, True):
        followed = [bool(line.follow_up) for line in chosen(all_lines, Choice(sort="status", down=down))]
        assert followed == sorted(followed, reverse=True)
    years = [line.part.year for line in chosen(all_lines, Choice(sort="ar", down=True))]
    assert years == sorted(years, key=lambda y: -(y or 0))


def test_a_choice_travels_in_the_address_and_back() -> None:
    from urllib.parse import parse_qsl

    choice = Choice(kommun=("Å & Ö", "B"), ar=("2023",), tema=("x=1",), ord="a b", sort="ar", down=True)
    assert from_query(parse_qsl(choice.query())) == choice
    assert from_query([("okänd", "1")]) == Choice()


def test_days_are_those_left_of_the_answers_time(all_lines: tuple[Line, ...]) -> None:
    line = next(one for one in all_lines if one.municipality == "Norrsala")
    assert (line.due, line.days(date(2024, 10, 5))) == (date(2024, 9, 30), -5)
    answered = next(one for one in all_lines if one.response)
    assert answered.days(TODAY) is None


# ---------------------------------------------------------------- views


def test_the_map_counts_as_the_register_does(sample_library: Library, all_lines: tuple[Line, ...]) -> None:
    html = heat_map(all_lines, sample_library.parts, ())
    for theme in recurring(sample_library.recommendations, sample_library.parts, 1):
        assert f"{len(theme.municipalities)} av 4" in html
        for town, ids in theme.municipalities.items():
            noun = "rekommendation" if len(ids) == 1 else "rekommendationer"
            assert words.CELL.format(theme=theme.theme, town=town, n=f"{len(ids)} {noun}") in html


def test_unread_documents_are_said_beside_the_counts(sample_library: Library, all_lines: tuple[Line, ...]) -> None:
    problems = [Problem(f"{n}.pdf", ProblemKind.BROKEN, "", "") for n in range(2)]
    assert "av 4 kommuner (2 handlingar kunde inte läsas)" in recurrence(all_lines, sample_library.parts, problems)
    assert "2 handlingar kunde inte läsas" in heat_map(all_lines, sample_library.parts, problems)


def test_what_recurs_within_one_municipality_is_told(sample_library: Library, all_lines: tuple[Line, ...]) -> None:
    html = recurrence(all_lines, sample_library.parts, ()).split("<h3>")
    assert "Askebro: Delegation och beslutanderätt" in html[2]
    assert "Norrsala" not in html[2]


def test_the_timeline_holds_answers_and_promises_in_order(all_lines: tuple[Line, ...]) -> None:
    html = timeline(all_lines, TODAY)
    days = [row.split("</td>")[0] for row in html.split("<tr><td>")[1:]]
    assert days == sorted(days)
    assert "2024-09-30" in days
    assert "2024-06-30" in days
    assert "0 av 5 besvarade, 152 dagar försenad" in html


@pytest.mark.parametrize("view", ["table", "map", "recurrence", "timeline", "card", "overview"])
def test_nothing_of_a_document_becomes_active(view: str, sample_library: Library, all_lines: tuple[Line, ...]) -> None:
    some = [evil(next(one for one in all_lines if one.letter and one.response))]
    html = {
        "table": lambda: table(some, Choice(), TODAY, 10, None),
        "map": lambda: heat_map(some, sample_library.parts, ()),
        "recurrence": lambda: recurrence(some, sample_library.parts, ()),
        "timeline": lambda: timeline(some, TODAY),
        "card": lambda: card(some[0], TODAY, sample_library.parts, sample_library.sections),
        "overview": lambda: overview(1, 1, Choice(ord=EVIL, kommun=(EVIL,)), "lista", TODAY, ""),
    }[view]()
    assert "<img" not in html
    assert "\"&'" not in html


def test_a_cell_sets_the_filters_and_shows_the_list() -> None:
    values: Any = (["X"], [], [], [], [], [], [])
    look, now = acted({"event": "cell", "theme": "Mål", "town": "Askebro"}, Look(view="karta"), values)
    assert (look.view, now[0], now[4]) == ("lista", ["Askebro"], ["Mål"])
    assert acted({"event": "view", "view": "../etc"}, Look(), values) == (Look(), values)


def test_sorting_twice_turns_the_order() -> None:
    once, _ = acted({"event": "sort", "column": "ar"}, Look(), ())
    twice, _ = acted({"event": "sort", "column": "ar"}, once, ())
    assert (once.sort, once.down, twice.down) == ("ar", False, True)


# ---------------------------------------------------------------- files


def test_the_files_hold_what_is_shown_with_its_sources(sample_library: Library, all_lines: tuple[Line, ...]) -> None:
    query = [("kommun", "Askebro"), ("sort", "status"), ("dag", "2025-03-01")]
    shown = chosen(all_lines, from_query(query))
    table_ = list(
        csv.DictReader(io.StringIO(exported(sample_library, "csv", query).decode("utf-8-sig")), delimiter=";")
    )
    assert [row["Id"] for row in table_] == [line.record.id for line in shown]
    for row, line in zip(table_, shown, strict=True):
        quote = line.record.stated_in[0]
        assert (row["Handling"], row["Sida"], row["Citat"]) == (line.record.document, str(quote.page), quote.text)
        assert bool(row["Svarets ord"]) == bool(line.response)
    book = openpyxl.load_workbook(io.BytesIO(exported(sample_library, "xlsx", query)))
    assert book.sheetnames == ["Rekommendationer", "Källor", "Urval"]
    assert [row[0] for row in book["Rekommendationer"].iter_rows(2, values_only=True)] == [r["Id"] for r in table_]
    sources = list(book["Källor"].iter_rows(2, values_only=True))
    assert len(sources) == sum(len(line.quotes()) for line in shown)
    assert ("Finns", "i 1 av 4 kommuner") in list(book["Urval"].iter_rows(values_only=True))


def test_no_cell_is_a_formula(sample_library: Library, all_lines: tuple[Line, ...]) -> None:
    from assistant.web.sheets import to_csv, to_xlsx

    text = "=HYPERLINK(A1)\x07"
    some = [replace(all_lines[0], record=replace(all_lines[0].record, text=text))]
    cell = openpyxl.load_workbook(io.BytesIO(to_xlsx(sample_library, some, TODAY)))["Rekommendationer"]["G2"]
    assert (cell.data_type, cell.value) == ("s", "=HYPERLINK(A1)")
    assert ";'=HYPERLINK" in to_csv(sample_library, some, TODAY).decode("utf-8-sig")


def test_each_quote_becomes_a_citation(sample_library: Library, all_lines: tuple[Line, ...]) -> None:
    line = next(one for one in all_lines if one.response and one.follow_up)
    made = citations(sample_library, line)
    assert [c.n for c in made] == list(range(1, len(line.quotes()) + 1))
    assert [c.quote for c in made] == [quote.text for _, quote in line.quotes()]


# ---------------------------------------------------------------- in the browser


def open_tab(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.wait('[role="tab"]', words.TAB).click()
    visitor.wait("#registret .rows")


def test_list_sort_open_and_see_the_marked_page(site: Site, visitor: Visitor) -> None:
    open_tab(site, visitor)
    assert len(visitor.all("#registret tbody tr")) == int(visitor.wait("#registret .lead").text.split()[0])
    visitor.wait('#registret [data-key="sort-kommun"]').click()
    visitor.wait('#registret th[aria-sort="ascending"]', "Kommun")
    towns = [cell.text for cell in visitor.all("#registret td.kommun")]
    assert towns == sorted(towns, key=alphabetical)
    focused = visitor.script("return document.activeElement.dataset.key")
    assert focused == "sort-kommun"  # the keyboard stays where it was
    visitor.wait("#registret .rec").click()
    visitor.wait("#registerkort-plats .card")
    image = "document.querySelector('#registerkalla img.page')"
    visitor.until(f"(i => i && i.complete && i.naturalWidth > 1000)({image})")
    quote = visitor.wait("#registerkalla .quote").text.strip("”")
    assert quote in str(visitor.wait("#registerkalla img.page").get_attribute("alt"))
    visitor.wait('#registerkort-plats .source[data-n="2"]').click()
    visitor.wait("#registerkalla .panel-head", "Källa 2 av")


def test_a_cell_of_the_map_opens_its_recommendations_by_keyboard(site: Site, visitor: Visitor) -> None:
    open_tab(site, visitor)
    visitor.wait('#registret [data-view="karta"]').click()
    cell = visitor.wait("#registret .heat")
    theme, town, number = (cell.get_attribute(f"data-{name}") or cell.text for name in ("theme", "town", "n"))
    visitor.script("arguments[0].focus()", cell)
    cell.send_keys(Keys.ARROW_RIGHT)
    assert visitor.script("return document.activeElement.classList.contains('heat')")
    cell.send_keys(Keys.ENTER)
    visitor.until(f"document.querySelectorAll('#registret tbody tr td.text').length === {number}")
    assert {one.text for one in visitor.all("#registret td.kommun")} == {town}
    assert all(theme in one.text for one in visitor.all("#registret td.tema"))


def test_the_timeline_and_the_files(site: Site, visitor: Visitor) -> None:
    open_tab(site, visitor)
    visitor.wait('#registret [data-view="tidslinje"]').click()
    visitor.wait("#registret .times")
    visitor.wait('#registret [data-event="letter"]').click()
    visitor.wait("#registerkalla .quote")
    for kind in words.FETCH:
        link = visitor.wait(f'#registret a[href*=".{kind}?"]').get_attribute("href")
        got = visitor.script("const r = await fetch(arguments[0]); return [r.status, (await r.blob()).size]", link)
        assert got[0] == 200
        assert got[1] > 3000
    visitor.wait('#registret [data-view="aterkommer"]').click()
    visitor.wait("#registret h3", words.RECURRENCE[0])


def test_a_narrow_window_scrolls_the_map_and_not_the_page(site: Site, visitor: Visitor) -> None:
    open_tab(site, visitor)
    visitor.size(420, 800)
    for view in words.VIEWS:
        visitor.wait(f'#registret [data-view="{view}"]').click()
        visitor.wait(f'#registret [data-view="{view}"][aria-current]')
        visitor.until("document.scrollingElement.scrollWidth <= innerWidth")


def test_words_typed_narrow_the_list(site: Site, visitor: Visitor) -> None:
    open_tab(site, visitor)
    visitor.wait("#registerord textarea, #registerord input").send_keys("jäv")
    visitor.until("document.querySelectorAll('#registret tbody tr').length === 1")
    visitor.wait("#registerrensa").click()
    visitor.until("document.querySelectorAll('#registret tbody tr').length > 10")
