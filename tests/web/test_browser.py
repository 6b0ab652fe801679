"""The chat in a real browser over the sample corpus: what visitors do, and what documents must not do to them."""

from __future__ import annotations

import io
import json
from urllib.parse import urlsplit

import pytest
from PIL import Image
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from visiting import Site, Visitor

from assistant.reading.render import MARK_COLOUR
from assistant.web import texts

RECURRING = "Vilka rekommendationer återkommer i flera kommuner?"
PAGED = "Vilka rekommendationer lämnade revisorerna till barn- och utbildningsnämnden i Lindvalla?"
UNPAGED = "Vad svarade socialnämnden i Askebro om delegationsordningen?"


def caption(visitor: Visitor) -> str:
    return visitor.wait(".panel-head").text


def marked(visitor: Visitor) -> int:
    """Pixels in the colour of the mark, of the source panel as it stands on the screen."""
    picture = Image.open(io.BytesIO(visitor.wait(".panel .sheet").screenshot_as_png)).convert("RGB")
    wanted = sum(MARK_COLOUR)
    near = [n for n, colour in picture.getcolors(1 << 24) or [] if abs(sum(colour) - wanted) < 12 and colour[2] < 130]
    return sum(near)


def shown_image(visitor: Visitor) -> None:
    visitor.until("(i => i && i.complete && i.naturalWidth > 1000)(document.querySelector('img.page'))")


def test_ask_click_citation_two_and_see_the_marked_page(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.ask(PAGED)
    visitor.wait('.words .cite[data-n="2"]').click()
    visitor.wait(".panel-head", "Källa 2 av")
    shown_image(visitor)
    quote = visitor.wait(".quote").text.strip("”")
    image = visitor.wait("img.page")
    assert quote in str(image.get_attribute("alt"))
    visitor.wait(".sources summary").click()
    assert visitor.wait('.source[data-n="2"] span:last-child').text.split(",")[0] in caption(visitor)
    assert "s. " in caption(visitor)
    assert marked(visitor) > 500
    assert visitor.wait('.cite[data-n="2"]').get_attribute("aria-current") == "true"
    assert "Källa 2" in visitor.script("return document.getElementById('sagt').textContent")


def test_the_first_source_opens_by_itself(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.wait(".panel-empty")
    visitor.ask(PAGED)
    visitor.wait(".panel-head", "Källa 1 av")


def test_previous_and_next_source_and_page(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.ask(PAGED)
    visitor.wait(".panel-head", "Källa 1 av")
    assert not visitor.wait(f'[aria-label="{texts.PREVIOUS_CITATION}"]').is_enabled()
    visitor.wait(f'[aria-label="{texts.NEXT_CITATION}"]').click()
    visitor.wait(".panel-head", "Källa 2 av")
    visitor.wait(f'[aria-label="{texts.PREVIOUS_CITATION}"]').click()
    visitor.wait(".panel-head", "Källa 1 av")
    before = visitor.wait(".bar .of").text
    visitor.wait(f'[aria-label="{texts.NEXT_PAGE}"]').click()
    visitor.wait(".note", texts.OTHER_PAGE)
    shown_image(visitor)
    assert visitor.wait(".bar .of").text != before
    assert marked(visitor) == 0
    visitor.wait(".note button").click()
    visitor.until(f"document.querySelector('.bar .of').textContent === '{before}'")


def test_zoom_stays_between_sources(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.ask(PAGED)
    shown_image(visitor)
    width = visitor.wait("img.page").size["width"]
    visitor.wait(f'[aria-label="{texts.ZOOM_IN}"]').click()
    assert visitor.wait(".zoom-level").text == "125 %"
    assert visitor.wait("img.page").size["width"] == pytest.approx(width * 1.25, abs=15)
    visitor.wait(f'[aria-label="{texts.NEXT_CITATION}"]').click()
    visitor.wait(".panel-head", "Källa 2 av")
    assert visitor.wait(".zoom-level").text == "125 %"


def test_page_and_file_open_in_new_tabs(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.ask(PAGED)
    for label, kind in ((texts.OPEN_PAGE, "image/png"), (texts.OPEN_FILE, "application/pdf")):
        link = visitor.wait(".links a", label)
        assert link.get_attribute("target") == "_blank"
        fetched = "const r = await fetch(arguments[0]); return [r.status, r.headers.get('content-type')]"
        assert visitor.script(fetched, link.get_attribute("href")) == [200, kind]


def test_a_source_without_pages_shows_its_text(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.ask(UNPAGED)
    words = " ".join(e.text for e in visitor.all(".sheet-text mark"))
    assert words.split()[:5] == visitor.wait(".quote").text.strip("”").split()[:5]
    assert marked(visitor) > 500
    assert "s. " not in visitor.wait(".facts").text
    link = visitor.wait(".links a", texts.OPEN_TEXT).get_attribute("href")
    page = str(visitor.script("return await (await fetch(arguments[0])).text()", link))
    assert '<mark id="citat">' in page


def test_a_refusal_says_so_and_what_was_searched(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.ask("Hur många båtplatser har gästhamnen?")
    refused = visitor.wait(".refused")
    assert "inget stöd" in refused.text
    visitor.wait(".coverage summary").click()
    assert "söktes igenom" in visitor.wait(".coverage").text
    assert "trasig.pdf" in visitor.wait(".coverage").text
    visitor.wait(".panel-empty")


def test_a_follow_up_question_builds_on_the_one_before(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.ask("Vilka rekommendationer lämnade revisorerna i Askebro?")
    visitor.ask("Och i Norrsala?")
    newest = visitor.all(".turn")[-1]
    assert "Norrsala" in newest.text
    assert "Källor" in newest.text
    assert len(visitor.all(".turn")) == 2


def test_filters_limit_the_search_and_are_cleared(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.wait("#filter button", texts.FILTERS).click()
    field = visitor.wait(f'#filterrad input[aria-label="{texts.MUNICIPALITY}"]')
    field.send_keys("Norrsala", Keys.ENTER)
    visitor.ask("Vilka rekommendationer lämnar revisorerna?")
    assert "Norrsala" in visitor.wait(".limits").text
    places = {e.text.split("\n")[-1] for e in visitor.all(".source")}
    assert places
    visitor.wait(".coverage summary").click()
    narrow = int(visitor.wait(".coverage p").text.split()[0])
    visitor.wait("#rensa").click()
    visitor.until("!document.querySelector('#filterrad .token')")
    visitor.ask("Vilka rekommendationer lämnar revisorerna?")
    assert len(visitor.all(".limits")) == 1
    visitor.all(".coverage summary")[-1].click()
    assert int(visitor.all(".coverage")[-1].text.split("\n")[1].split()[0]) > narrow


def test_an_example_question_is_asked_by_a_click(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    example = visitor.wait(".example", RECURRING)
    example.click()
    visitor.wait(".asked", RECURRING)
    visitor.wait(".foot")
    assert len(visitor.all(".cite")) > 1


def test_new_conversation_starts_over(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.ask(PAGED)
    visitor.wait("#ny").click()
    visitor.wait(".welcome")
    visitor.wait(".panel-empty")


def test_copy_gives_the_answer_with_its_sources(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.ask(PAGED)
    visitor.script("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    visitor.wait(".copy").click()
    visitor.wait(".copy", texts.COPIED)
    words = str(visitor.script("return window.copied"))
    assert words.startswith(PAGED)
    assert "Källor:\n[1] " in words
    visitor.wait(".copy", texts.COPY)


def test_copy_works_without_a_secure_page(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.ask(PAGED)
    visitor.script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.execCommand = (name) => { window.copied = getSelection().toString()"
        " || document.activeElement.value; return name === 'copy'; }"
    )
    visitor.wait(".copy").click()
    visitor.wait(".copy", texts.COPIED)
    assert "Källor:" in str(visitor.script("return window.copied"))


def test_stop_leaves_the_question_and_lets_the_next_be_asked(slow_site: Site, visitor: Visitor) -> None:
    visitor.open(slow_site)
    visitor.wait("#fragan textarea").send_keys(PAGED, Keys.ENTER)
    visitor.wait(".busy")
    visitor.wait("#stopp").click()
    visitor.wait(".waiting", texts.STOPPED)
    visitor.wait("#skicka")
    visitor.ask("Och i Norrsala?")
    assert len(visitor.all(".turn")) == 2


def test_two_visitors_have_conversations_of_their_own(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.ask(PAGED)
    first = visitor.driver.current_window_handle
    visitor.driver.switch_to.new_window("tab")
    visitor.open(site)
    visitor.ask("Och i Norrsala?")
    assert PAGED not in visitor.driver.find_element(By.TAG_NAME, "body").text
    visitor.driver.close()
    visitor.driver.switch_to.window(first)
    assert [e.text.split("\n")[-1] for e in visitor.all(".asked")] == [PAGED]


def test_the_documents_are_listed_filtered_and_sorted(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.tab(texts.TAB_DOCUMENTS)
    visitor.wait(".papers table")
    rows = len(visitor.all(".papers tbody tr"))
    assert rows > 14
    visitor.wait("#sok-handlingar").send_keys("norrsala missiv")
    visitor.wait(".shown", f"1 av {rows} visas")
    visible = [e for e in visitor.all(".papers tbody tr") if e.is_displayed()]
    assert "2024-09-30" in visible[0].text
    visitor.wait("#sok-handlingar").clear()
    visitor.wait("#sok-handlingar").send_keys(" ")
    year = visitor.wait("th button", "År")
    year.click()
    column = (
        "return [...document.querySelectorAll('.papers tbody tr')].map(r => r.children[4].textContent).filter(Boolean)"
    )
    years = visitor.script(column)
    assert years == sorted(years)  # type: ignore[type-var]
    year.click()
    assert visitor.script(column) == sorted(years, reverse=True)  # type: ignore[type-var]
    assert visitor.wait("th[aria-sort=descending]").text.startswith("År")
    assert "trasig.pdf" in visitor.wait(".problems").text


def test_update_reads_what_has_changed(empty_site: Site, visitor: Visitor) -> None:
    visitor.open(empty_site)
    assert texts.EMPTY in visitor.wait(".welcome").text
    visitor.ask("Vad kostade snöröjningen?")
    visitor.wait(".refused", texts.REFUSALS["empty_index"][0])  # type: ignore[index]
    visitor.tab(texts.TAB_DOCUMENTS)
    visitor.wait("#uppdatera").click()
    visitor.wait("#lage", "1 nya", seconds=60)
    visitor.wait(".papers tbody tr", "Kvarnby")
    visitor.tab(texts.TAB_CHAT)
    visitor.ask("Vad kostade snöröjningen vid biblioteket?")
    assert "48 000" in visitor.all(".reply")[-1].text


@pytest.mark.parametrize("attack", ["<img src=x onerror=window.hacked=1>", "${window.hacked=1}", "{{window.hacked=1}}"])
def test_a_hostile_question_stays_text(site: Site, visitor: Visitor, attack: str) -> None:
    visitor.open(site)
    visitor.ask(f"Vad är {attack}?")
    assert attack in visitor.wait(".asked").text
    assert not visitor.hacked


def test_a_hostile_document_stays_text(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.ask("Vad kostade snöröjningen vid biblioteket?")
    assert "48 000" in visitor.wait(".reply").text
    assert "onerror" in visitor.wait(".sheet-text mark").text
    visitor.tab(texts.TAB_DOCUMENTS)
    assert "<img src=x" in visitor.wait(".papers tbody tr", "elak").text
    assert not visitor.hacked
    assert visitor.all("#samtalet img, #kalla img, .papers img, #samtalet a, .papers a[href^='javascript']") == []
    whole = visitor.wait(".papers tbody tr a", "Snöröjning").get_attribute("href")
    kind = (
        "const {headers} = await fetch(arguments[0]);"
        "return ['content-type', 'content-security-policy'].map(name => headers.get(name))"
    )
    shown_as, policy = visitor.script(kind, whole)  # type: ignore[misc]
    assert shown_as.startswith("text/plain")
    assert "sandbox" in policy


def test_the_keyboard_is_enough(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.wait("#fragan textarea").click()
    visitor.press(PAGED, Keys.ENTER)
    visitor.wait(".foot")
    focused = (
        "const e = document.activeElement; return [e.className, e.dataset.n ?? '', getComputedStyle(e).outlineStyle]"
    )
    back = {"type": "keyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9, "modifiers": 8}  # with shift
    for _ in range(60):
        visitor.driver.execute_cdp_cmd("Input.dispatchKeyEvent", back)
        name, number, outline = visitor.script(focused)  # type: ignore[misc]
        if name.startswith("cite") and number == "2":
            break
    assert (name.split()[0], number, outline) == ("cite", "2", "solid")
    visitor.press(Keys.ENTER)
    visitor.wait(".panel-head", "Källa 2 av")
    visitor.wait(f'[aria-label="{texts.NEXT_CITATION}"]').send_keys(Keys.ENTER)
    visitor.wait(".panel-head", "Källa 3 av")
    assert visitor.script("return document.activeElement.getAttribute('aria-label')") == texts.NEXT_CITATION


def test_screen_readers_get_landmarks_names_and_language(site: Site, visitor: Visitor) -> None:
    visitor.open(site)
    visitor.ask(PAGED)
    shown_image(visitor)
    assert visitor.script("return document.documentElement.lang") == "sv"
    assert len(visitor.all("h1")) == 1
    assert len(visitor.all("main")) == 1
    nameless = """return [...document.querySelectorAll('button, a, input, textarea, img, [role=region], section')]
        .filter(e => e.checkVisibility())
        .filter(e => !(e.textContent.trim() || e.ariaLabel || e.alt || e.labels?.length || e.title))
        .map(e => e.outerHTML.slice(0, 200))"""
    assert visitor.script(nameless) == []
    assert "klart" in str(visitor.script("return document.getElementById('sagt').textContent"))


@pytest.mark.parametrize("width", [360, 390, 768])
def test_narrow_pages_do_not_overflow(site: Site, visitor: Visitor, width: int) -> None:
    visitor.open(site, width, 800)
    overflow = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert visitor.script(overflow) == 0
    visitor.ask(PAGED)
    citation = visitor.wait('.words .cite[data-n="2"]')
    visitor.script("arguments[0].scrollIntoView({block: 'center'})", citation)
    citation.click()
    visitor.wait(".panel-head", "Källa 2 av")
    visitor.until("Math.abs(document.querySelector('.panel').getBoundingClientRect().top) < 200")
    assert visitor.script(overflow) == 0
    shown_image(visitor)
    visitor.until("document.querySelector('.sheet').scrollTop >= 0")
    assert marked(visitor) > 100
    visitor.script("scrollTo(0, 0)")
    visitor.tab(texts.TAB_DOCUMENTS)
    visitor.wait(".papers table")
    assert visitor.script(overflow) == 0


def test_nothing_is_fetched_from_elsewhere(site: Site, visitor: Visitor) -> None:
    visitor.driver.get_log("performance")
    visitor.open(site)
    visitor.ask(PAGED)
    shown_image(visitor)
    visitor.tab(texts.TAB_DOCUMENTS)
    visitor.wait(".papers table")
    events = (json.loads(entry["message"])["message"] for entry in visitor.driver.get_log("performance"))
    urls = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
    hosts = {urlsplit(url).hostname for url in urls if not url.startswith(("data:", "blob:", "chrome"))}
    assert len(urls) > 10
    assert hosts == {"127.0.0.1"}


def test_the_page_is_light_where_the_system_is_dark(site: Site, visitor: Visitor) -> None:
    dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    visitor.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": dark})
    try:
        visitor.open(site)
        visitor.wait("#filter button", texts.FILTERS).click()
        visitor.wait("#filterrad input")
        assert visitor.script("return matchMedia('(prefers-color-scheme: dark)').matches") is True
        colours = (
            "return [...document.querySelectorAll('#filterrad .wrap')].map(e => getComputedStyle(e).backgroundColor)"
        )
        assert set(visitor.script(colours)) == {"rgb(255, 255, 255)"}  # type: ignore[call-overload]
        assert not visitor.script("return document.body.classList.contains('dark')")
    finally:
        visitor.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
