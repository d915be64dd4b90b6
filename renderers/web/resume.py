"""What was typed survives a session that has ended: it travels through the login page and is shown again, unsaved.

The fields stay in the reader's own page the whole time; the server keeps nothing.
"""

from collections.abc import Mapping

from flask import Response, request

from renderers.web.answering import CONTROL
from renderers.web.context import actor
from renderers.web.entry import continued
from renderers.web.login_page import login_page

KEPT = "kept."
"""Begins the name of a field that waits in the login page."""
PLACE = ("_revision", "_release")
"""The page's own fields that say what was being written on."""


def refused_but_kept() -> Response | None:
    """For a form that was sent without a valid session: a page that still holds it. None when nothing is to be kept.

    Another site could send a form too, but its answers are not shown as if they were the reader's own.
    """
    if request.endpoint != "entry.answer":
        return None
    if actor() is None:
        return login_page(401, notice="ended", to=request.path, kept=_kept(request.form))
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return None
    return resumed(request.path, request.form, 403)


def waiting(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that waited in the login page."""
    return {name.removeprefix(KEPT): text for name, text in fields.items() if name.startswith(KEPT)}


def resumed(path: str, fields: Mapping[str, str], status: int) -> Response | None:
    """The form that was being filled in, with its fields; None when the path leads to no form."""
    match path.split("/"):
        case ["", "form", address, row_id]:
            return continued(address, row_id, fields, "continued", status)
        case _:
            return None


def _kept(fields: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted((f"{KEPT}{name}", text) for name, text in fields.items() if name in PLACE or name not in CONTROL)
