"""What was typed survives a session that has ended: it travels through the login page and is shown again, unsaved.

The fields stay in the reader's own page the whole time; the server keeps nothing.
"""

from collections.abc import Mapping

from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException

from renderers.web.answering import CONTROL
from renderers.web.context import actor
from renderers.web.entry import continued
from renderers.web.login_page import login_page

KEPT = "kept."
"""Begins the name of a field that waits in the login page."""


def refused_but_kept() -> Response | None:
    """For a form that was sent without a valid session: a page that still holds it. None when nothing is to be kept."""
    if request.endpoint != "entry.answer":
        return None
    if actor() is None:
        return login_page(401, notice="ended", to=request.path, kept=kept_fields(request.form))
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return None
    return resumed(request.path, request.form, 403)


def kept_fields(fields: Mapping[str, str]) -> list[tuple[str, str]]:
    """The fields as the login page holds them."""
    return sorted((f"{KEPT}{name}", text) for name, text in fields.items() if name not in CONTROL or name == "_revision")


def waiting(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that waited in the login page."""
    return {name.removeprefix(KEPT): text for name, text in fields.items() if name.startswith(KEPT)}


def resumed(path: str, fields: Mapping[str, str], status: int) -> Response | None:
    """The form that was being filled in, with its fields; None when the path leads to no form."""
    try:
        endpoint, arguments = current_app.create_url_adapter(request).match(path, method="POST")  # type: ignore
    except HTTPException:
        return None
    if endpoint != "entry.answer":
        return None
    revision = fields.get("_revision", "")
    number = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else 0
    return continued(arguments["address"], arguments["row_id"], fields, number, "continued", status)
