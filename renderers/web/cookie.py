"""What a browser holds between two requests: one random text. Whose it is stands in the database, if it is anybody's.

A browser nobody has logged in with holds one too, so that the login form can show that it came from us: its token is
made from that text and the settings' secret, and nothing is stored.
"""

import hmac
from hashlib import sha256

from flask import Response, g, request

from engine.sessions import new_secret
from renderers.web.settings import Settings


def name_of(settings: Settings) -> str:
    """What the cookie is called; `__Host-` keeps other sites under the same domain from setting it."""
    return "__Host-session" if settings.secure else "session"


def held(settings: Settings) -> str:
    """What the browser holds: what it sent, or what this answer gives it."""
    if "held" not in g:
        g.held = request.cookies.get(name_of(settings), "")
    found: str = g.held
    return found


def hold(secret: str) -> None:
    """Let the browser hold this from now on."""
    g.held = secret


def token_of_nobody(settings: Settings) -> str:
    """What a form sends back from a browser that nobody has logged in with."""
    if not held(settings):
        hold(new_secret())
    return hmac.new(settings.secret.encode(), held(settings).encode(), sha256).hexdigest()


def keep(settings: Settings, response: Response) -> Response:
    """Give the browser what it is to hold, when that is another than it sent."""
    sent, name = request.cookies.get(name_of(settings), ""), name_of(settings)
    if held(settings) == sent:
        return response
    if held(settings):
        response.set_cookie(name, held(settings), secure=settings.secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(name, secure=settings.secure, httponly=True, samesite="Lax")
    return response
