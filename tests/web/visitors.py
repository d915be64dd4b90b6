"""Somebody at a keyboard, for tests: opens pages, fills in what stands there, presses buttons. No browser needed."""

from functools import cached_property
from html.parser import HTMLParser

from flask import Flask
from werkzeug.test import TestResponse

from engine.accounts import find_account
from engine.sessions import Limits, begin
from renderers.web.context import EXTENSION
from renderers.web.cookie import name_of

PASSWORD = "et langt passord"


class Fields(HTMLParser):
    """What a browser would send from a page: every field of every form, as they stand."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._open: str | None = None
        self._template = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        have = dict(attrs)
        name = have.get("name")
        self._template += tag == "template"
        if tag == "select":
            self._open = name
        elif tag == "option" and self._open and "selected" in have:
            self.values[self._open] = have["value"]
        elif tag == "textarea":
            self._open = name
            self.values[name] = ""
        elif tag == "input" and name and not self._template and _is_sent(have):
            self.values[name] = have.get("value", "")

    def handle_endtag(self, tag):
        self._template -= tag == "template"
        if tag in ("select", "textarea"):
            self._open = None

    def handle_data(self, data):
        if self._open in self.values and self.lasttag == "textarea":
            self.values[self._open] += data.removeprefix("\n")


def _is_sent(have: dict[str, str | None]) -> bool:
    return have.get("type") not in ("radio", "checkbox") or "checked" in have


class Visitor:
    """One person with one browser; `page` is the last answer."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    @cached_property
    def page(self) -> TestResponse:
        """The start page, as long as nothing else has been asked for."""
        return self.client.get("/", follow_redirects=True)

    def __contains__(self, text: str) -> bool:
        return text in self.page.text

    @property
    def status(self) -> int:
        return self.page.status_code

    @property
    def fields(self) -> dict[str, str]:
        return Fields(self.page.text).values

    def get(self, path: str) -> "Visitor":
        return self._shown(self.client.get(path, follow_redirects=True))

    def post(self, path: str, fields: dict[str, str], **more: object) -> "Visitor":
        return self._shown(self.client.post(path, data=fields, follow_redirects=True, **more))

    def _shown(self, page: TestResponse) -> "Visitor":
        page.get_data()
        page.close()
        self.page = page
        return self

    def log_in(self, name: str, password: str = PASSWORD) -> "Visitor":
        self.get("/login")
        return self.post("/login", {**self.fields, "_name": name, "_password": password})

    def signed_in(self, name: str) -> "Visitor":
        """With the session that the login page begins, which costs three requests."""
        registry = self.app.extensions[EXTENSION]
        settings = registry.settings
        with registry.engine.begin() as connection:
            account = find_account(connection, registry.tables, name)
            assert account is not None, f"nobody is called {name}"
            secret, _ = begin(connection, account, settings.clock(), Limits(settings.idle, settings.longest))
        self.client.set_cookie(name_of(settings), secret, secure=settings.secure)
        return self

    def press(self, button: str, value: str = "", **changes: str | None) -> "Visitor":
        """Send the form on the page with some fields changed (None: emptied); `__` in a name is a dot."""
        fields = self.fields | {name.replace("__", "."): text for name, text in changes.items()}
        sent = {name: text for name, text in fields.items() if text is not None}
        return self.post(self.page.request.path, {**sent, button: value})

    def send(self, **changes: str | None) -> "Visitor":
        return self.press("_final", "1", **changes)

    def save(self, **changes: str | None) -> "Visitor":
        return self.press("_save", "", **changes)

    def begin(self, episode: str, form: str = "kne.for", timepoint: str = "preop") -> "Visitor":
        """Open a form of an episode, from the start page."""
        token = self.get("/").fields["_token"]
        return self.post(f"/episode/{episode}/{form}/{timepoint}", {"_token": token})
