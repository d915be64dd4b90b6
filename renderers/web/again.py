"""A page for what could not be done just now, for no fault of the reader's: what was typed stays in it, ready to be
sent once more. The browser's own way back leads to the form as it was before, since no page may be kept.
"""

from flask import Response, request

from catalogue.texts import translatable
from renderers.web.respond import page

UPGRADED = translatable("The registry has just been upgraded")
OUT_OF_REACH = translatable("The registry does not answer right now")
FAILED = translatable("Something went wrong here")

AGAIN_AFTER = 5
"""Seconds until it is worth while to try again."""


def again_page(happened: str, status: int = 503) -> Response:
    """What happened, and everything that was sent; a password is typed anew."""
    fields = sorted((name, text) for name, text in request.form.items(multi=True) if name != "_password")
    action = request.full_path.rstrip("?")
    response = page("again.html", status, happened=happened, action=action, method=request.method, fields=fields)
    response.headers["Retry-After"] = str(AGAIN_AFTER)
    return response
