"""What is checked before any page is reached, and what every answer says about itself.

In this order: the address, the kind of body, who it is, and that the form came from us. What the body holds is read
only after its size is known.
"""

import hmac
from collections.abc import Mapping
from types import MappingProxyType

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from renderers.web import cookie
from renderers.web.context import actor, registry, token
from renderers.web.resume import refused_but_kept

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""Nothing inline and nothing from elsewhere; `data:` is for the design system's icons."""

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
)
FORM_BODIES = ("application/x-www-form-urlencoded", "multipart/form-data")
FORM_OF_ANSWERS = "entry.answer"
"""Where each field is judged by itself, so that what was typed is shown again."""
OPEN_TO_ALL = frozenset({"auth.login", "auth.check", "assets.static", "assets.rules", "assets.health"})
"""The endpoints that need no login."""


def guard() -> BaseResponse | None:
    """Refuse what must not reach a page."""
    if "\0" in request.path:
        abort(404)
    if request.method == "POST" and request.mimetype not in FORM_BODIES:
        abort(415)
    if request.endpoint is None:
        return None
    if request.endpoint != FORM_OF_ANSWERS and any("\0" in text for text in request.form.values()):
        abort(400)
    if not is_open(request.endpoint) and actor() is None:
        return _to_login()
    if request.method == "POST" and not is_ours():
        return refused_but_kept() or abort(403)
    return None


def is_open(endpoint: str) -> bool:
    """Whether anybody may come here: previews hold no answers, but are served only where the catalogue is edited; the
    history is of what has been released.
    """
    return endpoint in OPEN_TO_ALL or endpoint.startswith(("watch.", "history."))


def is_ours() -> bool:
    """Whether what is sent carries this session's token."""
    return hmac.compare_digest(token().encode(), request.form.get("_token", "").encode())


def mark(response: Response) -> Response:
    """The headers of every answer, and what the browser is to hold."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if registry().settings.secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return cookie.keep(registry().settings, response)


def _to_login() -> BaseResponse:
    if request.method == "POST":
        return refused_but_kept() or abort(403)
    return redirect(url_for("auth.login", to=request.full_path.rstrip("?")), code=303)
