"""An upgrade while somebody writes, in a real browser: a draft that goes over, an answer in the form of its time."""

import pytest
from on_a_port import on_a_port
from playwright.sync_api import Page, expect
from test_browser import complaints, is_live, log_in
from upgraded import SICK, path_of, sent

pytestmark = pytest.mark.slow


def test_a_draft_goes_over(page: Page, versions):
    versions.world.visitor("anne").begin(versions.world.episodes["anne"]).press("_update", "arbeid", **SICK)
    with on_a_port(versions.upgraded()) as served:
        log_in(page, served, "anne")
        page.goto(f"{served.address}{path_of(served)}")
        is_live(page)
        notice = page.get_by_role("status").filter(has_text="Skjemaet er endret siden du begynte")
        expect(notice).to_be_visible()
        expect(notice).to_contain_text("Hvor mange prosent er du sykmeldt?")
        assert complaints(page) == []
        notice.get_by_role("link", name="Røyker du?").click()
        page.locator("#q-royk").get_by_label("Nei").check()
        page.get_by_role("button", name="Send inn skjemaet").click()
        expect(page.get_by_text("Skjemaet er sendt inn")).to_be_visible()
    assert versions.world.rows("select release, status, jobb, royk from kne_for") == [(2, 1, 1, 0)]


def test_an_answer_in_the_form_of_its_time_and_in_todays(page: Page, versions):
    sent(versions.world, **SICK)
    with on_a_port(versions.upgraded()) as served:
        log_in(page, served, "staff_a")
        page.goto(f"{served.address}{path_of(served)}")
        expect(page.get_by_text("Er du i arbeid?")).to_be_visible()
        assert complaints(page) == []
        page.get_by_role("link", name="Vis slik det er i dag").click()
        expect(page.get_by_text("Har du en jobb?")).to_be_visible()
        page.get_by_role("link", name="Vis slik det ble besvart").click()
        page.get_by_text("Rett opp noe").click()
        page.get_by_label("Hvorfor må skjemaet åpnes igjen?").fill("feil svar")
        page.get_by_role("button", name="Åpne skjemaet igjen").click()
        is_live(page)
        # The script is that of the earlier form: it knows what is asked there.
        page.get_by_label("Nei", exact=True).first.check()
        expect(page.get_by_label("Hvor mange prosent")).to_be_hidden()
