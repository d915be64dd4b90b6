"""Keystroke to verdict in a real chromium: from the key until what it changes can be seen.

Run by itself where Playwright is (`.venv/bin/python benchmarks/keystroke.py`): the largest form of the registry with
the answers of a made-up row, every question visited, and a number typed that crosses its limit at each key.
Prints seconds as JSON, the median and the 95th percentile of the keys, for each of `UNTIL`.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from threading import Thread

from measure import Row

from catalogue.model import Catalogue, Form

ROOT = Path(__file__).parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
KEYS = 50
FRAME = 0.016
"""What a key may take at most, in seconds: one picture of sixty in a second."""

UNTIL = ("styled and laid out", "in the page", "painted")
"""What is timed from the key: until the verdict has its style and place, which is what the target is about; until the
page's text alone has changed; and with the browser's own work on the next picture, but not its waiting for the screen.
"""

LISTEN = """() => {
    let pressed;
    window.addEventListener("keydown", (event) => (pressed = event.timeStamp), { capture: true });
    window.addEventListener("input", () => {
        const inPage = performance.now() - pressed;
        document.body.getBoundingClientRect();
        const laidOut = performance.now() - pressed;
        window.seen = new Promise((tell) => requestAnimationFrame(() => {
            const start = performance.now();
            const isPainted = () => tell([laidOut, inPage, laidOut + performance.now() - start]);
            scheduler.postTask(isPainted, { priority: "user-blocking" });
        }));
    });
}"""
FILL = """(fields) => {
    const form = document.getElementById("form");
    for (const [name, text] of Object.entries(fields)) {
        const field = form.elements[name];
        if (!field) continue;
        if (field.type === "checkbox") field.checked = true;
        else if (field instanceof RadioNodeList || field.type !== "radio") field.value = text;
        else field.checked = true;
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
    for (const field of form.querySelectorAll(".question :is(input, select, textarea)")) {
        field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    }
}"""


def keystroke() -> Row:
    """The row of `make bench`; the browser is driven where the tests' Playwright is."""
    run = subprocess.run([PYTHON, __file__], check=True, capture_output=True, text=True, cwd=ROOT)
    found: dict[str, object] = json.loads(run.stdout)
    seconds = {str(name): float(str(value)) for name, value in found.items() if name != "title"}
    targets = {"a picture of the screen": 1.0}
    return Row(str(found["title"]), {**seconds, "a picture of the screen": FRAME}, targets)


def measured() -> Mapping[str, object]:
    """The seconds of each key, as a median and as what 95 of 100 keys do not exceed."""
    from catalogue.source.loader import load

    catalogue = load(ROOT).catalogue
    assert catalogue is not None
    form = max(catalogue.forms, key=lambda form: len(form.variables))
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address:
        taken = keys_in_browser(f"{address}/preview/{form.address}", some_answers(catalogue, form), *crossed(form))
    seconds = {}
    for until, each in zip(UNTIL, zip(*taken, strict=True), strict=True):
        seconds[f"95th percentile, {until}"] = quantiles(each, n=20)[-1] / 1000
        seconds[f"median, {until}"] = median(each) / 1000
    title = f"Keystroke to verdict in chromium: {form.address}, {len(form.variables)} variables, {KEYS} keys"
    return {"title": title, **seconds}


def keys_in_browser(address: str, fields: Mapping[str, str], name: str, highest: str) -> list[tuple[float, ...]]:
    """Milliseconds of each key until each of `UNTIL`: one digit too many, and away again."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        program = shutil.which("chromium") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        page = browser.new_page()
        page.goto(address)
        page.locator("html.script").wait_for(state="attached")
        page.evaluate(FILL, {**fields, name: highest})
        page.locator(f"#form [name='{name}']").click()
        page.evaluate(LISTEN)
        taken: list[tuple[float, ...]] = []
        for number in range(KEYS):
            page.keyboard.press("Backspace" if number % 2 else "9")
            taken.append(page.evaluate("window.seen"))
            is_told = page.locator(f"#messages-{name}").inner_text() != ""
            assert is_told is (number % 2 == 0), "the verdict must change with each key"
        browser.close()
    return taken


def some_answers(catalogue: Catalogue, form: Form) -> Mapping[str, str]:
    """What stands in the fields of a made-up row."""
    from engine.answers import Answers
    from engine.coercion import Style
    from engine.synth import synthesise
    from renderers.html.questions import questionnaire
    from renderers.html.submission import typed_answers

    row = synthesise(catalogue, form, 1, seed=1, today=datetime.now(UTC).date(), branches=False).rows[0]
    names = [variable.name for variable in form.variables if row.get(variable.name) is not None]
    return typed_answers(questionnaire(form), Answers({name: row[name] for name in names}), Style())


def crossed(form: Form) -> tuple[str, str]:
    """A number that is always asked, and its highest value: with one digit more it is too high."""
    for variable in form.variables:
        highest = variable.limits.max
        is_asked = variable.enable_when is None and variable.retired is None and not variable.is_calculated
        is_written = variable.type == "integer" and variable.display != "scale"
        if is_asked and is_written and isinstance(highest, int | float):
            return variable.name, str(int(highest))
    raise LookupError(f"{form.address} asks for no number")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The registry's forms as previews, which need no login, at an address of their own."""
    from werkzeug.serving import make_server

    from renderers.web import Settings, create_app

    database = f"sqlite:///{folder / 'none.sqlite'}"
    settings = Settings(catalogue=ROOT, database_url=database, secret="måling", secure=False, watch=True)
    server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()


if __name__ == "__main__":
    print(json.dumps(measured()))
