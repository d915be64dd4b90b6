"""A case played through in a browser by role: meeting, closing, statement, decision. In Norwegian, without script."""

import os
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.looking import complaints, width_of
from tests.web.board.conftest import Meeting
from tests.web.on_a_port import on_a_port
from tests.web.visitors import PASSWORD

pytestmark = pytest.mark.slow

SHOTS = os.environ.get("BOARD_SHOTS", "")
"""A folder for pictures of each page, for who wants to look at them."""
PHONE, DESK = {"width": 390, "height": 800}, {"width": 1200, "height": 900}


@pytest.fixture
def address(meeting: Meeting):
    """Where the registry is served."""
    with on_a_port(meeting.world) as served:
        yield served.address


class Room:
    """One browser context for each role."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address

    @contextmanager
    def as_(self, name: str, **settings: object):
        context = self.browser.new_context(viewport=DESK, locale="nb-NO", **settings)
        page = context.new_page()
        page.goto(f"{self.address}/login")
        page.get_by_label("Brukernavn").fill(name)
        page.get_by_label("Passord").fill(PASSWORD)
        page.get_by_role("button", name="Logg inn").click()
        yield page
        context.close()


def look(page: Page, name: str) -> None:
    """No page is wider than the screen, on a desk or on a telephone; a picture of each for who wants one."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        wide = width_of(page)
        assert wide <= size["width"], f"{name} is {wide} wide at {size['width']}"
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{size['width']}.png", full_page=True)
    page.set_viewport_size(DESK)


def test_from_the_meeting_to_the_decision(browser: Browser, address: str, meeting: Meeting) -> None:
    room = Room(browser, address)
    says = {"medlem": "Tilrår", "brukeren": "Tilrår ikke"}
    for name, view in says.items():
        with room.as_(name, java_script_enabled=False) as page:
            page.goto(f"{address}/saker/1/mote")
            for place in range(3):
                page.get_by_label("Merknad eller begrunnelse").fill(
                    "Fordi det er vanskelig å svare på" if "ikke" in view else ""
                )
                page.get_by_role("button", name=view, exact=True).click()
                expect(page.get_by_role("button", name=view, exact=True)).to_have_attribute("aria-pressed", "true")
                if place < 2:
                    page.get_by_role("link", name="Neste").click()
    with room.as_("leder") as page:
        page.goto(f"{address}/saker/1/mote")
        look(page, "1-meeting")
        for place in range(3):
            page.get_by_role("button", name="Tilrår med merknad").click()
            expect(page.get_by_text("Skriv hvorfor")).to_be_visible()
            page.get_by_label("Merknad eller begrunnelse").fill("Innfør det fra 1. januar")
            page.get_by_role("button", name="Tilrår med merknad").click()
            expect(page.get_by_text("Fagrådet er vedtaksført")).to_be_visible()
            if place < 2:
                page.get_by_role("link", name="Neste").click()
        look(page, "2-meeting-answered")
        page.get_by_role("link", name="Avslutt behandlingen").click()
        look(page, "3-closing")
        page.get_by_role("button", name="Signer uttalelsen og avslutt").click()
        expect(page.get_by_role("heading", name="Uttalelse fra fagrådet")).to_be_visible()
        expect(page.get_by_text("Dissens").first).to_be_visible()
        look(page, "4-statement")
    with room.as_("dataansvarlig") as page:
        page.goto(f"{address}/saker/1/vedtak")
        for place in range(3):
            page.get_by_label("Godta").nth(place).check()
        look(page, "5-decision")
        page.get_by_role("button", name="Signer vedtaket").click()
        expect(page.get_by_text("Saken er avgjort")).to_be_visible()
        look(page, "6-decided")
    assert (meeting.stage(), meeting.acts()) == ("decided", ["key", "statement", "decision"])


@pytest.mark.parametrize("path", ["mote", "svar", "avslutt", "uttalelse", "vedtak"])
def test_everybody_can_read_the_pages(browser: Browser, address: str, path: str) -> None:
    with Room(browser, address).as_("leder", bypass_csp=True) as page:
        page.goto(f"{address}/saker/1/{path}")
        assert complaints(page) == []
        look(page, f"axe-{path}")
