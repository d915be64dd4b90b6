"""Logging in and out. A login that fails is in the access log, with the account's name where there is such an account:
whatever else was typed as a name may be a password, or a patient's number.
"""

from typing import TypeGuard

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engine.access import Access, Actor, log
from engine.accounts import Account, find_account
from renderers.web.caller import caller
from renderers.web.context import actor, connection, log_in, log_out, now, registry
from renderers.web.login_page import login_page
from renderers.web.passwords import is_right
from renderers.web.resume import KEPT, resumed, waiting

bp = Blueprint("auth", __name__)

WRONG_PASSWORD, NO_ACCOUNT = "innlogging fra {}: feil passord", "innlogging fra {}: ingen slik konto"
"""What the access log says about a login that fails, with the address it came from."""
UNKNOWN = Actor("", "")
"""Whoever has not logged in."""


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
    if _is_closed(name):
        return login_page(429, notice="throttled", name=name, to=to, kept=kept)
    account = _account(name)
    if not _is_let_in(account):
        _failed(name, account)
        return login_page(403, notice="wrong", name=name, to=to, kept=kept)
    registry().by_name.forget(name)
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
    if "\0" in name:
        abort(400)
    with connection() as opened:
        return find_account(opened, registry().tables, name)


def _is_let_in(account: Account | None) -> TypeGuard[Account]:
    """Whether the password is right; in a demo none is needed."""
    if registry().settings.demo:
        return account is not None
    return is_right(account, request.form.get("_password", ""))


def _address() -> str:
    """Where this request came from."""
    forwarded = ",".join(request.headers.getlist("X-Forwarded-For"))
    return caller(request.remote_addr or "", forwarded, registry().settings.proxies)


def _is_closed(name: str) -> bool:
    shared = registry()
    return shared.by_name.is_closed(name, now()) or shared.by_address.is_closed(_address(), now())


def _failed(name: str, account: Account | None) -> None:
    """Count a failure, and write it down: no more of them than can be counted before nobody is let in for a while."""
    shared = registry()
    shared.by_name.failed(name, now())
    shared.by_address.failed(_address(), now())
    why = (WRONG_PASSWORD if account else NO_ACCOUNT).format(_address())
    with connection() as opened:
        work = Access(opened, shared.tables, UNKNOWN, now(), why)
        action = "locked" if _is_closed(name) else "refused"
        log(work, action, shared.tables.fixed.account, [account.actor.name if account else ""])


def _is_ours(path: str) -> bool:
    """Whether this is an address within the application, as the browser will read it."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
