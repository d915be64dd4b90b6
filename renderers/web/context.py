"""The one place that opens the database, reads the clock and the settings, and knows who is at work.

Sessions are in the database (`engine/sessions.py`), and a browser holds no more than a random text: whoever logs out is
out, wherever else that text may be. A server can be one process or ten, and the account is read again for every
request. A preview has no accounts, and nobody is logged in there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app, g, request
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import RequestEntityTooLarge

from engine import sessions
from engine.access import Access, Actor, NotAllowed, log
from engine.accounts import Account, find_account
from engine.releases import Upgraded, refuse_upgraded
from engine.tables import Tables
from renderers.html.wording import Wording
from renderers.i18n import Language, choose
from renderers.web import cookie
from renderers.web.assets import Assets
from renderers.web.editions import Edition, Library
from renderers.web.past import Past
from renderers.web.settings import Settings
from renderers.web.throttle import Throttle

EXTENSION = "skjemaverk"
LANGUAGE = "language"
"""The cookie, the field and the parameter that hold a chosen language."""


@dataclass(frozen=True, slots=True)
class Registry:
    """What all requests share. `edition` is the one the database is at, `past` those it has been through.

    `has_accounts` is whether anybody can log in: previews need no database with anything in it.
    """

    settings: Settings
    library: Library
    edition: Edition
    engine: Engine
    tables: Tables
    past: Past
    assets: Assets
    by_name: Throttle
    by_address: Throttle
    has_accounts: bool


def registry() -> Registry:
    """The running application's own: the same from the beginning of a request to its end, whatever comes meanwhile."""
    if "registry" not in g:
        g.registry = current_app.extensions[EXTENSION]
    found: Registry = g.registry
    return found


def edition() -> Edition:
    """The edition that answers are given in."""
    return registry().edition


def now() -> datetime:
    """This request's moment: the same from its beginning to its end."""
    if "now" not in g:
        g.now = registry().settings.clock()
    moment: datetime = g.now
    return moment


def local(moment: datetime) -> datetime:
    """A moment as the clock on the wall shows it."""
    return moment.astimezone(registry().settings.zone)


def today() -> date:
    """The day it is where the registry is."""
    return local(now()).date()


# ---- language ----


def language() -> Language:
    """The language of this request: asked for now, chosen earlier, or what the browser prefers."""
    if "language" not in g:
        wanted = (chosen_language(), request.cookies.get(LANGUAGE))
        g.language = choose(edition().offered, wanted=wanted, accepted=[code for code, _ in request.accept_languages])
    found: Language = g.language
    return found


def chosen_language() -> str | None:
    """The language this request itself asks for: by its address, or by a button in a form."""
    try:
        sent = request.form.get(f"_{LANGUAGE}")
    except RequestEntityTooLarge:  # the page that says so needs a language too
        sent = None
    return sent or request.args.get(LANGUAGE)


def wording() -> Wording:
    """The request's language as forms and pages speak it."""
    return edition().wording(language())


# ---- who ----


def actor() -> Actor | None:
    """Who is logged in, if anybody is."""
    if "actor" not in g:
        g.actor = _actor()
    found: Actor | None = g.actor
    return found


def log_in(account: Account) -> None:
    """Begin a session; the one this browser had is over."""
    shared = registry()
    with connection() as opened:
        sessions.end(opened, cookie.held(shared.settings))
        secret, g.token = sessions.begin(opened, account, now(), _limits())
    cookie.hold(secret)
    g.actor = account.actor


def log_out() -> None:
    """End the session, here and wherever the browser's text has been copied to."""
    with connection() as opened:
        sessions.end(opened, cookie.held(registry().settings))
    cookie.hold("")
    g.actor = None


def token() -> str:
    """What a form must send back to show that it came from this session."""
    if actor() is None:
        return cookie.token_of_nobody(registry().settings)
    found: str = g.token
    return found


def _actor() -> Actor | None:
    shared = registry()
    secret = cookie.held(shared.settings)
    if not secret or not shared.has_accounts:
        return None
    with connection() as opened:
        session = sessions.find(opened, secret, now(), _limits())
        account = find_account(opened, shared.tables, session.account) if session else None
        if session is None or account is None or sessions.key_of(account) != session.password_key:
            return None
        sessions.touch(opened, session, now())
    g.token = session.token
    return account.actor


def _limits() -> sessions.Limits:
    return sessions.Limits(registry().settings.idle, registry().settings.longest)


# ---- the database ----


@contextmanager
def connection() -> Iterator[Connection]:
    """A transaction: kept when it ends well, else undone."""
    with registry().engine.begin() as opened:
        yield opened


@contextmanager
def access(why: str) -> Iterator[Access]:
    """A transaction of the one who is logged in. A refusal undoes it and is itself written down."""
    who = actor()
    if who is None:
        raise NotAllowed("nobody is logged in")
    try:
        with connection() as opened:
            yield Access(opened, registry().tables, who, now(), why)
    except NotAllowed:
        with connection() as opened:
            _log_refusal(Access(opened, registry().tables, who, now(), why))
        raise


def is_alive() -> bool:
    """Whether the database answers."""
    with connection() as opened:
        return bool(opened.scalar(select(1)) == 1)


def is_left_behind() -> bool:
    """Whether the database has gone on to another release: what fails then, fails for that reason."""
    try:
        with connection() as opened:
            refuse_upgraded(opened, registry().tables)
    except Upgraded:
        return True
    except SQLAlchemyError:
        pass
    return False


def _log_refusal(refused: Access) -> None:
    arguments = request.view_args or {}
    form = refused.tables.forms.get(str(arguments.get("address")))
    table = form.table if form else refused.tables.fixed.episode
    log(refused, "refused", table, [str(arguments.get("row_id") or arguments.get("episode_id") or request.path)])
