"""What happens in a question is its own: the browser styles no more than that anew, however large the form is."""

import json
from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, expect
from test_browser import open_live_form

pytestmark = pytest.mark.slow

DRAWN = "() => new Promise((tell) => requestAnimationFrame(() => setTimeout(tell)))"


def restyled(browser: Browser, page: Page, act: Callable[[], None]) -> int:
    """How many elements the browser styles at one go, at most, until what was done has been drawn."""
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    act()
    page.evaluate(DRAWN)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    return max(event["args"]["elementCount"] for event in events if "elementCount" in event.get("args", {}))


def elements_in(page: Page, question: str) -> int:
    return page.locator(f"#q-{question}, #q-{question} *").count()


def test_a_message_that_comes_and_goes(browser, page, served):
    open_live_form(page, served)
    box = page.get_by_label("Hvor høy er du?")
    box.fill("230")
    page.get_by_label("Hvor mye veier du?").focus()
    box.click()
    for key, said in (("9", "for høyt"), ("Backspace", "")):
        count = restyled(browser, page, partial(box.press, key))
        expect(page.locator("#messages-hoyde")).to_contain_text(said)
        assert 1 < count <= elements_in(page, "hoyde")


@pytest.mark.parametrize(("question", "label"), [("smerte", "8"), ("sykdom", "Gikt"), ("side", "Stivt, Høyre")])
def test_an_answer_that_is_chosen(browser, page, served, question, label):
    open_live_form(page, served)
    choice = page.get_by_label(label, exact=True)
    assert restyled(browser, page, choice.check) <= elements_in(page, question)


@pytest.mark.parametrize(("under", "outline"), [("#f-hoyde", "solid"), ("[for=f-hoyde]", "none"), ("h1", "none")])
def test_a_box_is_outlined_when_itself_is_under_the_pointer(page, served, under, outline):
    open_live_form(page, served)
    page.locator(under).hover()
    expect(page.locator("#f-hoyde")).to_have_css("outline-style", outline)
