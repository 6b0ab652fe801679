"""From evidence to an answer: numbered citations, quotes that stand as they are, statements checked."""

from __future__ import annotations

import pytest
from answering_support import Doc, MadeContext, hit_of, made

from assistant.answering.check import Cited, quote_holds
from assistant.answering.composing import compose, tidy
from assistant.answering.evidence import Evidence, Outcome, quote_of
from assistant.types import Quote, Span

PLAIN = Doc(
    "a",
    """# 3.1 Rutiner

Nämnden har 17 rutiner. Av dessa är 6 inte reviderade efter 2020.

# Samlad bedömning

Vi bedömer att styrningen i huvudsak är ändamålsenlig.""",
)


def quoted(context: MadeContext, part: str, number: int, words: str | None = None) -> Quote:
    passage = hit_of(context, part, number).passage
    start = passage.text.index(words) if words else 0
    return quote_of(context, passage, start, start + len(words) if words else len(passage.text))


def evidence(quote: Quote, text: str | None = None, **given: object) -> Evidence:
    return Evidence(quote.text if text is None else text, (quote,), **given)  # type: ignore[arg-type]


@pytest.fixture
def context() -> MadeContext:
    return made(PLAIN)


def test_citations_are_numbered_as_they_come_and_marked_after_their_words(context: MadeContext) -> None:
    first, second = quoted(context, "a:1", 0, "Nämnden har 17 rutiner."), quoted(context, "a:1", 1)
    composed = compose(context, Outcome((evidence(first), evidence(second))))
    assert composed.lines == ["Nämnden har 17 rutiner. [1]", f"{second.text} [2]"]
    assert [c.n for c in composed.citations] == [1, 2]
    assert [s.citations for s in composed.statements] == [(1,), (2,)]


def test_the_same_words_are_cited_once(context: MadeContext) -> None:
    one, two = quoted(context, "a:1", 0, "Nämnden har 17 rutiner."), quoted(context, "a:1", 1)
    composed = compose(context, Outcome((evidence(one), evidence(two), evidence(one))))
    assert [s.citations for s in composed.statements] == [(1,), (2,), (1,)]
    assert len(composed.citations) == 2


def test_a_citation_says_where_its_words_stand(context: MadeContext) -> None:
    quote = quoted(context, "a:1", 0, "Av dessa är 6 inte reviderade efter 2020.")
    (citation,) = compose(context, Outcome((evidence(quote),))).citations
    assert (citation.document, citation.part, citation.page) == ("a", "Granskning av hemtjänsten", 1)
    assert (citation.section, citation.section_title) == ("3.1", "Rutiner")
    assert context.library.pages("a")[0][citation.start : citation.end] == citation.quote == quote.text


def test_an_unnumbered_section_is_cited_by_its_heading(context: MadeContext) -> None:
    (citation,) = compose(context, Outcome((evidence(quoted(context, "a:1", 1)),))).citations
    assert citation.section == "Samlad bedömning"


def test_a_format_without_pages_has_none() -> None:
    context = made(Doc("d", "Nämnden har 17 rutiner.", paged=False))
    (citation,) = compose(context, Outcome((evidence(quoted(context, "d:1", 0)),))).citations
    assert citation.page is None
    assert citation.section is None


@pytest.mark.parametrize(
    "changed",
    [
        "Nämnden har 71 rutiner.",
        "Nämnden har inte 17 rutiner.",
        "Nämnden har cirka 17 rutiner.",
        "Nämnden har 17 rutiner i Askebro.",
    ],
)
def test_what_fails_the_check_is_dropped_and_counted(context: MadeContext, changed: str) -> None:
    quote = quoted(context, "a:1", 0, "Nämnden har 17 rutiner.")
    composed = compose(context, Outcome((evidence(quote, changed), evidence(quote))))
    assert composed.dropped == 1
    assert [s.text for s in composed.statements] == ["Nämnden har 17 rutiner."]
    assert changed not in " ".join(composed.lines)


def test_a_note_that_fails_the_check_is_dropped_too(context: MadeContext) -> None:
    quote = quoted(context, "a:1", 0, "Nämnden har 17 rutiner.")
    composed = compose(context, Outcome((evidence(quote),), notes=(evidence(quote, "Nämnden har 18 rutiner."),)))
    assert composed.notes == []
    assert composed.dropped == 1


def test_a_quote_at_the_wrong_place_leads_to_no_statement(context: MadeContext) -> None:
    quote = quoted(context, "a:1", 0, "Nämnden har 17 rutiner.")
    astray = Quote(quote.part_id, quote.section_id, 1, quote.text, (Span(1, 0, 12),))
    composed = compose(context, Outcome((Evidence(quote.text, (astray,)),)))
    assert not composed.statements
    assert composed.dropped == 1


def test_without_a_quote_there_is_no_statement(context: MadeContext) -> None:
    composed = compose(context, Outcome((Evidence("Allt är bra.", ()),)))
    assert (composed.statements, composed.dropped) == ([], 1)


def test_labels_lead_a_list_and_are_not_repeated(context: MadeContext) -> None:
    one, two = quoted(context, "a:1", 0, "Nämnden har 17 rutiner."), quoted(context, "a:1", 1)
    items = (evidence(one, label="**Askebro**"), evidence(two, label="**Askebro**"), evidence(one, label="Norrsala:"))
    composed = compose(context, Outcome(items, lead="I två kommuner.", listed=True))
    assert composed.lines[0] == "I två kommuner."
    assert composed.lines[1] == "**Askebro**:"
    assert [line[:2] for line in composed.lines[2:4]] == ["- ", "- "]
    assert composed.lines[4] == "Norrsala:"


def test_a_label_stands_before_a_single_statement(context: MadeContext) -> None:
    quote = quoted(context, "a:1", 0, "Nämnden har 17 rutiner.")
    (line,) = compose(context, Outcome((evidence(quote, label="**Ja**"),))).lines
    assert line == "**Ja**: Nämnden har 17 rutiner. [1]"


def test_bold_figures_are_not_part_of_the_statement() -> None:
    context = made(Doc("t", "| Typ | 2022 |\n| Fall | 440 |"))
    quote = quoted(context, "t:1", 0)
    composed = compose(context, Outcome((evidence(quote, "Fall, 2022: **440**", tabular=True),)))
    assert composed.lines == ["Fall, 2022: **440** [1]"]
    assert composed.statements[0].text == "Fall, 2022: 440"


# ---------------------------------------------------------------- where a quotation is broken


def _all_hold(context: MadeContext, file: str, composed) -> bool:
    return all(quote_holds(Cited(c.quote, context.file(file), c.spans)) for c in composed.citations)


def test_a_word_broken_at_a_line_end_is_one_quotation() -> None:
    context = made(Doc("h", "Nämnden ska se över sin delegations-\nordning under år 2024."))
    (citation,) = compose(context, Outcome((evidence(quoted(context, "h:1", 0)),))).citations
    assert citation.quote == "Nämnden ska se över sin delegationsordning under år 2024."
    assert len(citation.spans) == 1


FOOTNOTE = """Vi bedömer att nämnden inte har säkerställt ((
1 Enligt reglementet.
))att rutinerna är kända i hela verksamheten."""


def test_words_that_a_footnote_interrupts_are_two_quotations() -> None:
    context = made(Doc("f", FOOTNOTE))
    composed = compose(context, Outcome((evidence(quoted(context, "f:1", 0)),)))
    assert [c.quote for c in composed.citations] == [
        "Vi bedömer att nämnden inte har säkerställt",
        "att rutinerna är kända i hela verksamheten.",
    ]
    assert composed.statements[0].citations == (1, 2)
    assert composed.lines[0].endswith("[1] [2]")
    page = " ".join(context.library.pages("f")[0].split())
    assert all(c.quote in page for c in composed.citations)


def test_words_that_run_over_a_page_end_are_one_quotation_on_both_pages() -> None:
    text = "Nämnden har under året inte följt upp de beslut\f((Sidhuvud 2 (9)\n))som fattats med stöd av delegation."
    context = made(Doc("p", text))
    composed = compose(context, Outcome((evidence(quoted(context, "p:1", 0)),)))
    (citation,) = composed.citations
    assert citation.page == 1
    assert [s.page for s in citation.spans] == [1, 2]
    assert "Sidhuvud" not in citation.quote
    assert _all_hold(context, "p", composed)


def test_words_with_much_between_them_over_a_page_end_are_two_quotations() -> None:
    between = "Sidhuvud " + "ord " * 70
    text = f"Nämnden har under året inte följt upp de beslut\f(({between}\n))som fattats med stöd av delegation."
    context = made(Doc("p", text))
    composed = compose(context, Outcome((evidence(quoted(context, "p:1", 0)),)))
    assert [c.page for c in composed.citations] == [1, 2]
    assert _all_hold(context, "p", composed)


def test_a_snippet_left_by_a_split_is_no_quotation() -> None:
    text = "Av det ((\n1 Fotnot.\n))framgår att nämnden följer upp sina beslut varje kvartal."
    context = made(Doc("s", text))
    words = "framgår att nämnden följer upp sina beslut varje kvartal."
    composed = compose(context, Outcome((evidence(quoted(context, "s:1", 0), words),)))
    assert [c.quote for c in composed.citations] == [words]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Välfärdsnämnden1 har svarat2.", "Välfärdsnämnden har svarat."),
        ("Nämnden har 12 rutiner.", "Nämnden har 12 rutiner."),
        ("Från 2022 till 2023.", "Från 2022 till 2023."),
        ("Lgr22 gäller.", "Lgr22 gäller."),
        ("Nämnden ska ► se över ► besluta", "Nämnden ska • se över • besluta"),
        ("  Text  ", "Text"),
    ],
)
def test_words_are_shown_without_footnote_calls_and_odd_bullets(text: str, shown: str) -> None:
    assert tidy(text) == shown
