"""The written draft: nothing without a source, gaps where nobody has decided, and a check that notices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.check import Cited, quote_holds
from assistant.drafting.checking import check_draft, runs_of
from assistant.drafting.citing import Citer
from assistant.drafting.drafting import Planned, plan_draft, write_draft
from assistant.drafting.html import to_html
from assistant.drafting.markdown import to_markdown
from assistant.drafting.model import Choices, Draft, Fact, Own, Paragraph, Run, RunKind, Style
from assistant.retrieval.library import Library
from assistant.types import Stance


@pytest.fixture(scope="module")
def planned(sample_library: Library) -> Planned:
    return plan_draft(sample_library, "askebro-2023-placerade-barn", without=["askebro-2024-svar-placerade-barn"])


@pytest.fixture(scope="module")
def draft(planned: Planned) -> Draft:
    return write_draft(planned)


def test_every_recommendation_is_answered_and_every_fact_verified(draft: Draft) -> None:
    check = draft.check
    assert (check.answered, check.recommendations) == (6, 6)
    assert check.verified == check.sentences > 20
    assert check.unsourced == ()
    assert check.ok


def test_every_citation_stands_on_its_page(planned: Planned, draft: Draft) -> None:
    sources = planned.sources
    for c in draft.citations:
        assert quote_holds(Cited(c.quote, sources.file(sources.parts[c.part_id].file_id), c.spans)), c


def test_the_form_has_its_parts_in_order(draft: Draft) -> None:
    headings = [b.text for b in draft.blocks if isinstance(b, Paragraph) and b.style is Style.HEADING1]
    assert headings == [
        "Förslag till beslut",
        "Sammanfattning",
        "Ärendebeskrivning",
        "Yttrande",
        "Sammanfattande tabell",
        "Bilagor",
        "Beslutet skickas till",
        "Arbetsmaterial",
    ]


def test_nobody_has_decided_so_everything_is_open(draft: Draft) -> None:
    gaps = [r.text for b in draft.slots["yttrande"] for r in runs_of(b) if r.kind is RunKind.GAP]
    for words in ("åtgärd", "ansvarig", "klart senast"):
        assert gaps.count(f"[KOMPLETTERA: {words}]") == 6
    assert sum("ställningstagande" in gap for gap in gaps) == 6


def test_what_the_body_has_answered_fills_the_gaps_with_its_source(sample_library: Library) -> None:
    draft = write_draft(plan_draft(sample_library, "askebro-2023-placerade-barn"))
    first = draft.plan.items[0]
    assert first.reply is not None
    assert draft.gaps[first.recommendation.id][0] == "ställningstagande"
    assert "klart senast" not in draft.gaps[first.recommendation.id]
    due = [b for b in draft.slots["yttrande"] if isinstance(b, Paragraph) and b.text.startswith("Klart senast: ")]
    assert due[0].runs[1].kind is RunKind.FACT
    assert due[0].runs[1].citations
    assert draft.check.ok


def test_the_drafters_words_are_theirs_and_no_citation(planned: Planned) -> None:
    item = planned.plan.items[0]
    own = Own(Stance.PARTLY, None, "Rutinerna ses över i april 2031", "Karin Påhitt", "2031-04-30")
    draft = write_draft(planned, Choices({item.recommendation.id: own}))
    runs = [r for b in draft.blocks for r in runs_of(b) if r.kind is RunKind.OWN]
    assert {"Rutinerna ses över i april 2031", "Karin Påhitt"} <= {r.text for r in runs}
    assert not any(r.citations for r in runs)
    assert any("delar delvis" in r.text for r in runs)
    assert draft.check.ok


def test_evidence_that_is_unticked_is_gone(sample_library: Library) -> None:
    planned = plan_draft(sample_library, "norrsala-2024-hemtjanst")
    fact = planned.plan.items[0].evidence[0]
    draft = write_draft(planned, Choices(left_out=frozenset({fact.id})))
    assert fact.text in to_markdown(write_draft(planned))
    used = {
        c.quote
        for c in draft.citations
        if c.n in draft.by_item[planned.plan.items[0].recommendation.id].get("evidence", ())
    }
    assert fact.quotes[0].text not in used


def test_a_figure_changed_by_one_is_dropped(planned: Planned) -> None:
    due = planned.plan.background["due"]
    citer = Citer(planned.sources)
    assert citer.run(due) is not None
    assert citer.run(replace(due, text=due.text.replace("16", "17"))) is None
    assert len(citer.dropped) == 1


def test_a_quotation_that_stands_elsewhere_is_dropped(planned: Planned) -> None:
    fact = planned.plan.items[0].criticism[0]
    moved = replace(fact.quotes[0], text=fact.quotes[0].text + " och mer")
    run = Citer(planned.sources).run(Fact("x", moved.text, (moved,), moved.part_id))
    assert run is None


@pytest.mark.parametrize("words", ["Nämnden har avsatt 412 tusen kronor.", "Arbetet leds av Torsten Hittepå."])
def test_the_check_notices_figures_and_names_without_a_source(planned: Planned, draft: Draft, words: str) -> None:
    citer = Citer(planned.sources, list(draft.citations))
    slots = {**draft.slots, "sammanfattning": (*draft.slots["sammanfattning"], Paragraph((Run(words),)))}
    report = check_draft(draft.plan, draft.choices, slots, citer, draft.gaps)
    assert report.unsourced
    assert not report.ok


def test_the_check_notices_a_recommendation_left_out(planned: Planned, draft: Draft) -> None:
    kept = [b for b in draft.slots["yttrande"] if not (isinstance(b, Paragraph) and b.text == "Rekommendation 3")]
    citer = Citer(planned.sources, list(draft.citations))
    report = check_draft(draft.plan, draft.choices, {**draft.slots, "yttrande": kept}, citer, draft.gaps)
    assert report.answered < 6
    assert not report.ok


def test_other_municipalities_are_named_and_kept_to_the_working_page(sample_library: Library) -> None:
    draft = write_draft(plan_draft(sample_library, "vasterhamra-2025-upphandling"))
    before = [b for slot, blocks in draft.slots.items() if slot != "arbetsmaterial" for b in blocks]
    assert "Askebro, socialnämnden, svarade" in "".join(
        b.text for b in draft.slots["arbetsmaterial"] if isinstance(b, Paragraph)
    )
    assert not any("Askebro" in r.text for b in before for r in runs_of(b))


def test_markdown_and_html_carry_the_same_notes(draft: Draft) -> None:
    markdown, page = to_markdown(draft), to_html(draft)
    assert markdown.count("\n[^") == page.count('<li id="fn')
    assert markdown.count("[^1]") == 2
    assert '<html lang="sv">' in page
    assert '<th scope="col">Rekommendation</th>' in page


def test_html_escapes_what_documents_say(planned: Planned) -> None:
    own = Own(measure="<script>alert(1)</script>")
    draft = write_draft(planned, Choices({planned.plan.items[0].recommendation.id: own}))
    assert "<script>" not in to_html(draft, body_only=True)
