"""LHC-Forms in a browser, for slow tests: questionnaires as others draw them, and fhirpath.js beside it.

It is served from a folder that `make setup-slow` fills, on a port of its own; the page asks no other server.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page

FOLDER = Path(__file__).parent.parent.parent / ".lhc-forms"
PAGE = """<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>LHC-Forms</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="webcomponent/styles.css"></head><body><div id="form"></div>
<script src="webcomponent/assets/lib/zone.min.js"></script><script src="webcomponent/lhc-forms.js"></script>
<script src="fhir/R4/lformsFHIR.min.js"></script></body></html>"""
EVALUATE = """({paths, responses}) => {
    const {fhirpath, fhirpathModel} = LForms.FHIR.R4;
    const value = (path, resource) => {
        try { return fhirpath.evaluate(resource, path, {resource}, fhirpathModel).map(String); }
        catch (error) { return [`error: ${error}`]; }
    };
    return paths.map(path => responses.map(response => value(path, response)));
}"""
SHOW = """({questionnaire, response}) => {
    const form = LForms.Util.convertFHIRQuestionnaireToLForms(questionnaire, 'R4');
    const filled = response ? LForms.Util.mergeFHIRDataIntoLForms('QuestionnaireResponse', response, form, 'R4') : form;
    filled.hasSavedData = false;  // what is calculated is calculated now, and not when something is changed
    document.getElementById('form').replaceChildren();
    return LForms.Util.addFormToPage(filled, 'form', {fhirVersion: 'R4'}).then(() => null);
}"""
SHOWN = "() => [...document.querySelectorAll('lhc-item')].map(item => item.id.slice(5).split('/')[0])"
RESPONSE = "() => LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4')"


@dataclass(frozen=True, slots=True)
class LhcForms:
    """A page with LHC-Forms on it."""

    page: Page

    def evaluated(self, paths: Sequence[str], responses: Sequence[Mapping[str, Any]]) -> list[list[list[str]]]:
        """What fhirpath.js says of each path, for each response: a collection of texts."""
        found: list[list[list[str]]] = self.page.evaluate(EVALUATE, {"paths": paths, "responses": responses})
        return found

    def show(self, questionnaire: Mapping[str, Any], response: Mapping[str, Any] | None = None) -> None:
        """Draws a questionnaire, with answers when there are any, on a fresh page: one that is gone still computes."""
        self.page.reload()
        self.page.wait_for_function("window.LForms?.FHIR?.R4")
        self.page.evaluate(SHOW, {"questionnaire": questionnaire, "response": response})
        self.settle()

    def settle(self) -> None:
        """Waits until what the answers decide has been decided."""
        self.page.wait_for_timeout(700)

    def shown(self) -> list[str]:
        """The linkIds of what can be seen."""
        found: list[str] = self.page.evaluate(SHOWN)
        return found

    def response(self) -> dict[str, Any]:
        """The answers in the form, calculations among them."""
        found: dict[str, Any] = self.page.evaluate(RESPONSE)
        return found


class _Quiet(SimpleHTTPRequestHandler):
    """Serves the folder and the one page, without a word."""

    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextmanager
def _served() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(FOLDER)))
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def lhc_forms(page: Page) -> Iterator[LhcForms]:
    """LHC-Forms, without a questionnaire yet."""
    if not (FOLDER / "fhir" / "R4" / "lformsFHIR.min.js").exists():
        pytest.skip("LHC-Forms is not there. Type: make setup-slow")
    with _served() as address:
        page.goto(address)
        page.wait_for_function("window.LForms?.FHIR?.R4")
        yield LhcForms(page)
