"""Logging in and out."""

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engine.accounts import Account, find_account
from renderers.web.context import actor, connection, log_in, log_out, now, registry
from renderers.web.login_page import login_page
from renderers.web.passwords import is_right
from renderers.web.resume import KEPT, resumed, waiting

bp = Blueprint("auth", __name__)


@bp.get("/login")
def login() -> BaseResponse:
    """The login page."""
    if actor() is not None:
        return redirect(url_for("home.start"), code=303)
    return login_page(to=request.args.get("to", ""))


@bp.post("/login")
def check() -> BaseResponse:
    """Log in, and go on where one was."""
    name, to = request.form.get("_name", "").strip(), request.form.get("_to", "")
    kept = [(field, text) for field, text in request.form.items() if field.startswith(KEPT)]
    guests, neighbours = registry().by_name, registry().by_address
    address = request.remote_addr or ""
    if guests.is_closed(name, now()) or neighbours.is_closed(address, now()):
        return login_page(429, notice="throttled", name=name, to=to, kept=kept)
    account = _account(name)
    if account is None:
        guests.failed(name, now())
        neighbours.failed(address, now())
        return login_page(403, notice="wrong", name=name, to=to, kept=kept)
    guests.forget(name)
    log_in(account)
    if kept:
        shown = resumed(to, waiting(request.form), 200)
        if shown is not None:
            return shown
    return redirect(to if _is_ours(to) else url_for("home.start"), code=303)


@bp.post("/logout")
def logout() -> BaseResponse:
    """Log out."""
    log_out()
    return redirect(url_for("auth.login"), code=303)


def _account(name: str) -> Account | None:
    """The account, if the password is right; in a demo none is needed."""
    if "\0" in name:
        abort(400)
    with connection() as opened:
        found = find_account(opened, registry().tables, name)
    if registry().settings.demo:
        return found
    return found if is_right(found, request.form.get("_password", "")) else None


def _is_ours(path: str) -> bool:
    """Whether this is an address within the application, as the browser will read it."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
