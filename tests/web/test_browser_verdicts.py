"""The browser's verdicts on the page: the server's own, heard once, tied to their fields; small, and kept for good."""

import gzip
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from test_browser import is_live, open_live_form
from werkzeug.serving import make_server

from engine.answers import Answers
from engine.coercion import Style
from engine.synth import synthesise
from renderers.html.client_rules import client_rules
from renderers.html.questions import questionnaire
from renderers.html.submission import typed_answers
from renderers.web import Settings, create_app
from tests.looking import width_of
from tests.nkr import ROOT, nkr_catalogue
from tests.spread import forms_now_and_slow, modules_now_and_slow

SMALL_REGISTRY = Path(__file__).parent / "registry"
NKR = nkr_catalogue()
SCRIPTS = ("rules.js", "fields.js", "words.js", "form.js")
LARGEST = 30_000
"""So many bytes may a form's script be, all of it, as it travels."""


def previews(catalogue: Path, folder: Path) -> Flask:
    """An application that shows the forms of a catalogue, and keeps nothing."""
    url = f"sqlite:///{folder / 'none.sqlite'}"
    return create_app(Settings(catalogue=catalogue, database_url=url, secret="prøve", secure=False, watch=True))


@pytest.fixture(scope="module")
def nkr(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the registry's own forms."""
    server = make_server("127.0.0.1", 0, previews(ROOT, tmp_path_factory.mktemp("nkr")), threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


# ---- small, and kept for good ----


@pytest.mark.parametrize("form", NKR.forms, ids=lambda form: form.address)
def test_a_forms_script_is_small(form):
    static = ROOT / "renderers" / "static"
    texts = [*((static / name).read_bytes() for name in SCRIPTS), client_rules(NKR, form).encode()]
    assert sum(len(gzip.compress(text)) for text in texts) < LARGEST


def rules_address(app: Flask) -> str:
    return app.test_client().get("/preview/kne.for").text.split('data-rules="')[1].split('"')[0]


def test_a_forms_rules_are_kept_for_good_under_an_address_that_changes(tmp_path):
    folder = Path(shutil.copytree(SMALL_REGISTRY, tmp_path / "registry"))
    app = previews(folder, tmp_path)
    before = rules_address(app)
    answer = app.test_client().get(before)
    assert answer.mimetype == "text/javascript"
    assert "immutable" in answer.headers["Cache-Control"]
    page = folder / "data" / "for.yaml"
    page.write_text(page.read_text(encoding="utf-8").replace("max: 230", "max: 220"), encoding="utf-8")
    after = rules_address(app)
    assert after != before
    assert "high: 220" in app.test_client().get(after).text


@pytest.mark.parametrize("name", SCRIPTS)
def test_nothing_is_made_into_script_from_text(name):
    text = (ROOT / "renderers" / "static" / name).read_text(encoding="utf-8")
    assert not any(word in text for word in ("eval(", "Function(", "innerHTML", "document.write", "http:", "https:"))


# ---- the server's own words, on the registry's own forms ----

FILL_IN = """(fields) => {
    const form = document.getElementById("form");
    for (const [name, text] of Object.entries(fields)) {
        const field = form.elements[name];
        if (field.type === "checkbox") field.checked = true;
        else field.value = text;
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
    for (const question of form.querySelectorAll(".question")) {
        question.querySelector("input, select, textarea")?.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    }
}"""
SAID = """const said = (page) => Object.fromEntries(
    [...page.querySelectorAll(".question")].flatMap((question) => {
        const told = [...question.querySelectorAll("[data-field=validation]")].map((text) => text.textContent.trim());
        const output = question.querySelector("output");
        const found = [question.hidden, told, output && output.textContent.trim()];
        return [[question.dataset.question, found]];
    }),
);"""
SAID_HERE = f"() => {{ {SAID} return said(document); }}"
SAID_BY_SERVER = f"""async () => {{
    {SAID}
    const form = document.getElementById("form");
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, {{ method: "POST", body }});
    return said(new DOMParser().parseFromString(await answer.text(), "text/html"));
}}"""
ODD = ("0", "1", "-3", "7,5", "1 234,55", "99999", "tekst", "31.2.2026", "1.1.2031", "M48.0", "aba00")


def fields_of(form, seed: int) -> dict[str, str]:
    """A made-up row as it is written, every third box with something odd in it."""
    row = synthesise(NKR, form, 1, seed=seed, today=date.today(), branches=False).rows[0]  # noqa: DTZ011
    asked, names = questionnaire(form), [part.name for part in form.variables if row.get(part.name) is not None]
    typed = typed_answers(asked, Answers({name: row[name] for name in names}), Style(","))
    boxes = [box.field for widget in asked.widgets.values() for box in widget.boxes]
    return typed | {name: ODD[place % len(ODD)] for place, name in enumerate(boxes) if place % 3 == seed % 3}


@pytest.mark.parametrize("form", forms_now_and_slow(form for form in NKR.forms if form.module))
def test_what_is_said_while_writing_is_what_the_server_says(page: Page, nkr, form):
    page.goto(f"{nkr}/preview/{form.address}")
    is_live(page)
    for seed in (1, 2):
        page.evaluate(FILL_IN, fields_of(form, seed))
        here, by_server = page.evaluate(SAID_HERE), page.evaluate(SAID_BY_SERVER)
        assert any(told for _, told, _ in here.values())
        assert here == by_server


# ---- heard, and tied to its field ----

COUNT_WORDS = """() => {
    window.heard = [];
    const place = document.getElementById("announcements");
    new MutationObserver(() => window.heard.push(place.textContent)).observe(place, { childList: true });
}"""
TOO_LOW = "«Hvor høy er du?»: Tallet er for lavt. Skriv et tall som er 100\N{NO-BREAK SPACE}cm eller mer."


def test_a_verdict_is_heard_once_when_one_goes_on(page, served):
    open_live_form(page, served)
    page.evaluate(COUNT_WORDS)
    expect(page.locator("#announcements")).to_have_attribute("role", "status")
    page.get_by_label("Hvor høy er du?").focus()
    page.keyboard.type("95")
    page.wait_for_timeout(700)
    assert page.evaluate("window.heard") == []
    page.keyboard.press("Tab")  # to the reasons, which belong to the question
    assert page.evaluate("window.heard") == []
    page.keyboard.press("Tab")
    expect(page.locator("#announcements")).to_have_text(TOO_LOW)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("window.heard") == [TOO_LOW]


def test_a_verdict_that_changes_is_heard_when_the_keys_rest(page, served):
    open_live_form(page, served)
    box = page.get_by_label("Hvor høy er du?")
    box.fill("95")
    box.blur()
    page.evaluate(COUNT_WORDS)
    box.focus()
    page.keyboard.press("End")
    page.keyboard.type("000", delay=20)
    expect(page.locator("#announcements")).to_contain_text("Tallet er for høyt.")
    assert len(page.evaluate("window.heard")) == 1


def test_a_verdict_describes_its_field(page, served):
    open_live_form(page, served)
    box = page.get_by_label("Hvor høy er du?")
    box.fill("95")
    box.blur()
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_accessible_description(TOO_LOW.split(": ")[1])
    box.fill("135")
    expect(box).not_to_have_attribute("aria-invalid", "true")
    unusual = page.locator("#unusual-hoyde").get_by_text("Dette er uvanlig lavt")
    expect(unusual).to_be_visible()
    assert "unusual-hoyde" in box.get_attribute("aria-describedby").split()


def test_what_appears_comes_next_and_focus_stays(page, served):
    open_live_form(page, served)
    page.get_by_label("Nei", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Sykmeldt", exact=True)).to_be_focused()
    expect(page.get_by_label("Hvor mange prosent")).to_be_visible()
    while page.evaluate("document.activeElement.closest('.question').id") == "q-arbeid":
        page.keyboard.press("Tab")
    expect(page.get_by_label("Hvor mange prosent")).to_be_focused()
    page.keyboard.type("50")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#q-arbeid")).to_be_visible()
    page.get_by_label("Sykmeldt", exact=True).focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Hvor mange prosent")).to_be_hidden()
    expect(page.get_by_label("Ja", exact=True)).to_be_focused()


def test_a_matrix_is_ticked_from_the_keyboard_and_anywhere_in_its_cells(page, served):
    page.set_viewport_size({"width": 390, "height": 800})
    open_live_form(page, served)
    box = page.get_by_label("Stivt, Høyre")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Stivt, Venstre")).to_be_focused()
    cell = page.locator("td", has=page.get_by_label("Vondt, Venstre"))
    cell.click(position={"x": 6, "y": 6})
    expect(page.get_by_label("Vondt, Venstre")).to_be_checked()


# ---- the registry's own forms on a telephone and on a desk ----


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("module", modules_now_and_slow(["rygg", "nakke", "deformitet"]))
def test_nothing_of_the_registry_is_wider_than_the_screen(page: Page, nkr, module, width):
    page.set_viewport_size({"width": width, "height": 800})
    for form in ("operasjon", "pasient"):
        page.goto(f"{nkr}/preview/{module}.{form}")
        is_live(page)
        page.evaluate("for (const part of document.querySelectorAll('#form [hidden]')) part.hidden = false")
        assert width_of(page) <= width
