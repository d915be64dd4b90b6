"""The form in a real browser: with and without script, on a telephone too, and for those who do not see it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from visitors import PASSWORD

from tests.looking import complaints, width_of

ROW = "select {} from kne_for"
TELEPHONE = {"width": 360, "height": 740}


def through_the_login_page(page: Page, world, name: str) -> None:
    page.goto(f"{world.address}/login")
    page.get_by_label("Brukernavn").fill(name)
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Logg inn").click()


def log_in(page: Page, world, name: str) -> None:
    """With the session that the login page begins."""
    held = world.visitor(name).client.get_cookie("session")
    page.context.add_cookies([{"name": held.key, "value": held.value, "url": world.address}])
    page.goto(world.address)


def open_form(page: Page, world, name: str = "anne", enter: Callable[..., None] = log_in) -> None:
    enter(page, world, name)
    page.get_by_role("button", name="Begynn").first.click()


def open_live_form(page: Page, world) -> None:
    open_form(page, world)
    is_live(page)


def is_live(page: Page) -> None:
    """The script has taken hold of the page."""
    expect(page.locator("html.script")).to_be_attached()


def send(page: Page) -> None:
    page.get_by_role("button", name="Send inn skjemaet").click()


# ---- without script ----


def test_the_whole_way_without_script(page_without_script, served):
    page = page_without_script
    page.set_viewport_size(TELEPHONE)
    open_form(page, served, enter=through_the_login_page)
    expect(page.get_by_label("Hvor mange prosent")).to_be_hidden()
    page.get_by_label("Sykmeldt", exact=True).check()
    page.locator("#q-arbeid").get_by_role("button", name="Vis spørsmålene som følger").click()
    assert page.url.endswith("#q-arbeid")
    page.get_by_label("Hvor mange prosent").fill("50")
    page.get_by_label("Hvor høy er du?").fill("hundreogåtti")
    send(page)
    expect(page.locator("#summary")).to_be_visible()
    page.locator("#summary").get_by_role("link", name="Hvor høy er du?").click()
    expect(page.get_by_label("Hvor høy er du?")).to_be_focused()
    expect(page.get_by_label("Hvor høy er du?")).to_have_value("hundreogåtti")
    page.get_by_label("Hvor høy er du?").fill("180")
    send(page)
    expect(page.get_by_role("heading", name="Takk")).to_be_visible()
    assert served.rows(ROW.format("hoyde, prosent, status")) == [(180, 50, 1)]


def test_the_summary_takes_focus_without_script(page_without_script, served):
    open_form(page_without_script, served)
    send(page_without_script)
    expect(page_without_script.locator("#summary")).to_be_focused()


def test_enter_saves_and_removes_nothing_without_script(page_without_script, served):
    open_form(page_without_script, served)
    page_without_script.get_by_label("8", exact=True).check()
    page_without_script.get_by_label("Hvor høy er du?").fill("180")
    page_without_script.get_by_label("Hvor høy er du?").press("Enter")
    expect(page_without_script.get_by_text("Lagret klokken")).to_be_visible()
    assert served.rows(ROW.format("hoyde, smerte, status")) == [(180, 8, 0)]


# ---- with script ----


def test_questions_follow_answers_at_once(page, served):
    open_live_form(page, served)
    prosent, mer = page.get_by_label("Hvor mange prosent"), page.get_by_role("heading", name="Mer om sykmelding")
    expect(prosent).to_be_hidden()
    expect(mer).to_be_hidden()
    expect(page.get_by_text("Del 2 av 2")).to_be_visible()
    page.get_by_label("Sykmeldt", exact=True).check()
    expect(prosent).to_be_visible()
    expect(mer).to_be_visible()
    expect(page.get_by_text("Del 3 av 3")).to_be_visible()
    expect(page.locator("#announcements")).to_have_text("Nye spørsmål: Hvor mange prosent er du sykmeldt?, Noe mer?")
    expect(page.get_by_role("button", name="Vis spørsmålene som følger")).to_have_count(0)
    prosent.fill("50")
    page.get_by_label("Ja", exact=True).check()
    expect(prosent).to_be_hidden()
    page.get_by_label("Sykmeldt", exact=True).check()
    expect(prosent).to_have_value("50")


def test_values_are_worked_out_at_once(page, served):
    open_live_form(page, served)
    page.get_by_label("Hvor høy er du?").fill("180")
    page.get_by_label("Hvor mye veier du?").fill("72,5")
    expect(page.locator("[data-calculated=kmi]")).to_have_text("22,4")
    expect(page.locator("[data-calculated=alder]")).to_have_text("66")
    page.get_by_label("Hvor mye veier du?").fill("tung")
    expect(page.locator("[data-calculated=kmi]")).to_have_text("")


TOLD = [
    # question, what is written, what is said at once
    ("Hvor høy er du?", "95", "Tallet er for lavt. Skriv et tall som er 100 cm eller mer."),
    ("Hvor høy er du?", "135", "Dette er uvanlig lavt: De fleste er 140 cm eller mer. Rett eller bekreft det."),
    ("Hvor mye veier du?", "72,55", "Skriv høyst 1 siffer etter komma."),
    ("Hvor mye veier du?", "tung", "Skriv et tall, bare med sifre. Desimaler skrives etter et komma."),
]


@pytest.mark.parametrize(("question", "written", "said"), TOLD)
def test_limits_are_told_at_once_in_the_servers_words(page, served, question, written, said):
    open_live_form(page, served)
    box = page.get_by_label(question)
    box.fill(written)
    expect(page.locator(".question").get_by_text(said)).to_have_count(0)
    box.blur()
    expect(page.locator(".question").get_by_text(said)).to_be_visible()
    page.get_by_role("button", name="Lagre og fortsett senere").click()
    expect(page.locator("#f-dato-d")).to_be_visible()
    is_live(page)
    expect(page.locator(".question").get_by_text(said)).to_be_visible()
    box.fill("")
    expect(page.locator(".question").get_by_text(said)).to_have_count(0)


def test_a_button_does_not_move_away_while_it_is_pressed(page, served):
    open_live_form(page, served)
    page.get_by_label("Hvor høy er du?").fill("95")
    page.get_by_role("button", name="Lagre og gå videre").first.click()
    expect(page.locator("#summary")).to_be_focused()


def test_an_unusual_answer_is_confirmed_at_once(page, served):
    open_live_form(page, served)
    page.get_by_label("Hvor høy er du?").fill("135")
    page.get_by_label("Hvor mye veier du?").fill("40")
    page.get_by_label("Ja, dette er riktig").check()
    page.get_by_label("fordi").fill("kortvokst")
    page.get_by_label("Ja", exact=True).check()
    expect(page.get_by_label("fordi")).to_have_value("kortvokst")
    send(page)
    expect(page.get_by_role("heading", name="Takk")).to_be_visible()
    assert served.rows("select reason from confirmation") == [("kortvokst",)]


def test_a_rule_across_questions_is_told_at_the_last_of_them(page, served):
    open_live_form(page, served)
    page.get_by_label("Hvor høy er du?").fill("145")
    page.get_by_label("Hvor mye veier du?").fill("200")
    page.get_by_label("Hvor mye veier du?").blur()
    expect(page.locator("#q-vekt").get_by_text("Høyde og vekt passer ikke sammen.")).to_be_visible()


def test_a_chosen_answer_can_be_taken_back(page, served):
    open_live_form(page, served)
    remove = page.locator("#q-smerte").get_by_role("button", name="Fjern svaret")
    expect(remove).to_be_hidden()
    page.get_by_label("8", exact=True).check()
    remove.click()
    expect(page.get_by_label("8", exact=True)).not_to_be_checked()
    assert page.url.endswith(served.rows(ROW.format("id"))[0][0])


def test_a_whole_date_can_be_pasted(page, served):
    open_live_form(page, served)
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text", "24.12.2025");
            const box = document.querySelector("[name='dato.d']");
            box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    values = [page.locator(f"[name='dato.{part}']").input_value() for part in ("d", "m", "y")]
    assert values == ["24", "12", "2025"]


def test_enter_in_a_box_does_not_send_the_form(page, served):
    open_live_form(page, served)
    page.get_by_label("Hvor høy er du?").fill("180")
    page.get_by_label("Hvor høy er du?").press("Enter")
    expect(page.get_by_label("Hvor høy er du?")).to_have_value("180")
    assert served.rows(ROW.format("revision")) == [(1,)]


def test_everything_can_be_done_from_the_keyboard(page, served):
    open_live_form(page, served)
    page.get_by_label("Hvor høy er du?").focus()
    page.keyboard.type("180")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("80")
    page.get_by_label("Nei", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Send inn skjemaet").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Takk")).to_be_visible()
    assert served.rows(ROW.format("hoyde, vekt, arbeid")) == [(180, 80, 1)]


# ---- for everybody ----


def test_no_page_has_faults_of_accessibility(page, served):
    page.goto(f"{served.address}/login")
    assert complaints(page) == []
    open_live_form(page, served)
    page.get_by_label("Hvor høy er du?").fill("135")
    page.get_by_label("Sykmeldt", exact=True).check()
    send(page)
    expect(page.locator("#summary")).to_be_visible()
    is_live(page)
    assert complaints(page) == []
    page.get_by_label("Ja, dette er riktig").check()
    page.get_by_label("Hvor mange prosent").fill("50")
    send(page)
    assert complaints(page) == []
    page.get_by_role("link", name="Les svarene").click()
    assert complaints(page) == []
    page.goto(f"{served.address}/")
    assert complaints(page) == []
    page.get_by_role("button", name="Logg ut").click()
    log_in(page, served, "staff_a")
    assert complaints(page) == []
    page.goto(f"{served.address}/catalogue/kne.for")
    assert complaints(page) == []


@pytest.mark.parametrize("width", [320, 360, 1200])
def test_nothing_is_wider_than_the_screen_and_targets_are_large(page, served, width):
    page.set_viewport_size({"width": width, "height": 740})
    open_live_form(page, served)
    assert width_of(page) <= width
    small = page.evaluate(
        """[...document.querySelectorAll("main :is(.step, .cell, .choices > *, .reasons > .ds-field, button, select)")]
            .filter((element) => !element.matches(".or, .scale"))
            .filter((element) => element.checkVisibility() && !element.matches(".ds-sr-only"))
            .filter((element) => Math.min(element.offsetWidth, element.offsetHeight) < 44)
            .map((element) => element.outerHTML.slice(0, 100))"""
    )
    assert small == []


def test_reopened_pages_are_readable_in_print(page, served):
    open_live_form(page, served)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("button", name="Send inn skjemaet")).to_be_hidden()
    expect(page.get_by_label("Hvor høy er du?")).to_be_visible()
