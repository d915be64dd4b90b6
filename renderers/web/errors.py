"""Problems as pages: a sentence that says what happened and what to do, in the reader's language; never a trace."""

import logging
from collections.abc import Mapping
from traceback import format_tb
from types import MappingProxyType

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from catalogue.texts import translatable
from engine.access import NotAllowed, NotFound
from engine.failures import is_out_of_reach, kind_of
from engine.releases import Upgraded
from renderers.web.again import FAILED, OUT_OF_REACH, again_page
from renderers.web.context import is_left_behind
from renderers.web.respond import page
from renderers.web.taking_on import upgraded_page

SENTENCES: Mapping[int, str] = MappingProxyType(
    {
        400: translatable(
            "What was sent has parts that this page does not have. Go back, reload the page and try again."
        ),
        403: translatable(
            "You may not see or do this. If you think you should, log in again, or ask the one who gave you access."
        ),
        404: translatable("There is no such page. Go to the start page and find your way from there."),
        405: translatable("This page cannot be used in that way. Go to the start page and try again."),
        413: translatable(
            "What was sent is too large, and nothing of it was saved. Go back, shorten the longest texts and try again."
        ),
        415: translatable("What was sent is not a form. Use the form on the page."),
        500: translatable("Something went wrong here. Nothing was changed. Go back and try again in a little while."),
    }
)
READ_AT_MOST = 64_000_000
"""How much of a body that is too large is read and thrown away, so that the browser comes to the answer."""


def register_errors(app: Flask) -> None:
    """Every problem gets its page."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotAllowed, lambda _: error_page(403))
    app.register_error_handler(NotFound, lambda _: error_page(404))
    app.register_error_handler(Upgraded, lambda _: upgraded_page())
    app.register_error_handler(Exception, _unforeseen)


def error_page(status: int) -> Response:
    """The page for this status."""
    return page("error.html", status, sentence=SENTENCES.get(status, SENTENCES[400]))


def _http(problem: HTTPException) -> Response | HTTPException:
    status = problem.code or 500
    if status < 400:
        return problem
    if status == 413:
        _drain()
    return error_page(status)


def _unforeseen(problem: Exception) -> Response:
    if is_left_behind():
        return upgraded_page()
    _tell(problem)
    # Who it was may be just what could not be found out, and the page is to come all the same.
    g.setdefault("actor", None)
    if is_out_of_reach(problem):
        return again_page(OUT_OF_REACH)
    return again_page(FAILED, 500) if request.method == "POST" else error_page(500)


def _tell(problem: Exception) -> None:
    """Write to the log what kind of failure it was and where in the program; a message may quote what was typed."""
    places = "".join(format_tb(problem.__traceback__)).rstrip()
    log = logging.getLogger(__name__)
    log.error("A request failed: %s %s, %s\n%s", request.method, request.url_rule, kind_of(problem), places)


def _drain() -> None:
    stream, left = request.environ["wsgi.input"], min(request.content_length or 0, READ_AT_MOST)
    while left > 0 and (piece := stream.read(min(left, 65_536))):
        left -= len(piece)
