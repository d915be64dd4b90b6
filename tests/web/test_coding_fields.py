"""A code of a system in the browser: suggested, written in any case, shown with its label, valid on its day."""

import pytest
from playwright.sync_api import Page, expect
from test_browser import is_live, log_in

BOX = "Hvilken prosedyre?"


def open_operation(page: Page, world) -> None:
    log_in(page, world, "surgeon_a")
    page.locator(f"form[action*='{world.episodes['anne']}/kne.operasjon'] button").click()


def write_day(page: Page, *parts: str) -> None:
    group = page.locator("#q-op_dato")
    for label, part in zip(("Dag", "Måned", "År"), parts, strict=True):
        group.get_by_label(label).fill(part)


def test_a_code_is_suggested_and_shown_with_its_label(page, served):
    open_operation(page, served)
    is_live(page)
    box = page.get_by_label(BOX)
    suggested = page.locator(f"datalist#{box.get_attribute('list')} option")
    assert [option.get_attribute("value") for option in suggested.all()] == [
        "KN10 Menisk, kikkhull",
        "KN15 Protese",
        "KN21 Protese, ny type",
    ]
    box.fill("kn10")
    box.blur()
    expect(box).to_have_value("KN10 Menisk, kikkhull")
    expect(page.locator("#messages-prosedyre")).to_be_empty()
    box.fill("KN")
    box.blur()
    expect(box).to_have_value("KN")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_accessible_description("Koden finnes ikke. Skriv den slik den står i listen.")


def test_a_code_that_is_not_valid_on_the_day_is_told_at_once(page, served):
    open_operation(page, served)
    is_live(page)
    write_day(page, "1", "3", "2016")
    box = page.get_by_label(BOX)
    box.fill("kn15")
    box.blur()
    told = page.locator("#messages-prosedyre")
    expect(told).to_have_text("Koden KN15 gjaldt ikke 01.03.2016; den ble erstattet av KN21.")
    write_day(page, "1", "3", "2015")
    expect(told).to_be_empty()
    box.fill("kn21")
    box.blur()
    expect(told).to_have_text("Koden KN21 gjaldt ikke 01.03.2015. Velg en annen, eller rett datoen.")


@pytest.mark.parametrize(("day", "status"), [("2015", 1), ("2016", 0)])
def test_the_whole_way_without_script(page_without_script, served, day, status):
    page = page_without_script
    open_operation(page, served)
    write_day(page, "1", "3", day)
    page.get_by_label(BOX).fill("kn15")
    page.get_by_role("button", name="Send inn skjemaet").click()
    if not status:
        expect(page.locator("#summary")).to_contain_text("erstattet av KN21")
        expect(page.get_by_label(BOX)).to_have_value("kn15")
    query = "select prosedyre, prosedyre_edition, status from kne_operasjon"
    assert served.rows(query) == [("KN15", "2016", status)]
