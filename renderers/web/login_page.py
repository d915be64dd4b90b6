"""The page where one logs in; in a demo with one button per role."""

from collections.abc import Sequence

from flask import Response

from renderers.web.context import registry
from renderers.web.respond import page, role_title


def login_page(
    status: int = 200, *, notice: str = "", name: str = "", to: str = "", kept: Sequence[tuple[str, str]] = ()
) -> Response:
    """The login page. `to` is where the reader was going, `kept` what they had typed there."""
    settings = registry().settings
    offered = settings.logins if settings.demo else ()
    logins = [(login, role_title(login.role)) for login in offered]
    return page("login.html", status, notice=notice, name=name, to=to, kept=kept, logins=logins)
