"""Static files and the forms' generated rules, under addresses that change with their content; the health check."""

from functools import partial

from flask import Blueprint, Response, abort, request

from engine.releases import release_numbered
from renderers.web.assets import FOR_GOOD
from renderers.web.context import connection, edition, is_alive, registry
from renderers.web.editions import Edition

bp = Blueprint("assets", __name__)


@bp.get("/static/<digest>/<path:name>")
def static(digest: str, name: str) -> Response:
    """A file of ours."""
    assets = registry().assets
    file = assets.files.get(name)
    if digest != assets.digest or file is None:
        abort(404)
    headers = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding"}
    if not request.accept_encodings["gzip"]:
        return Response(file.content, mimetype=file.media_type, headers=headers)
    return Response(file.zipped, mimetype=file.media_type, headers={**headers, "Content-Encoding": "gzip"})


@bp.get("/rules/<digest>/<address>.js")
def rules(digest: str, address: str) -> Response:
    """What a browser evaluates a form with."""
    known = next((known for known in (edition(), registry().library.edition) if known.digest == digest), None)
    known = known or _earlier(digest)
    form = known.catalogue.form.get(address) if known else None
    if known is None or form is None:
        abort(404)
    return Response(known.rules(form), mimetype="text/javascript", headers={"Cache-Control": FOR_GOOD})


def _earlier(digest: str) -> Edition | None:
    """The edition of an earlier release, which another process may have been asked for first."""
    number = registry().past.number_in(digest)
    if number is None:
        return None
    with connection() as opened:
        unread = registry().past.unread(partial(release_numbered, opened), number)
    return registry().past.read(unread).edition


@bp.get("/healthz")
def health() -> Response:
    """Whether the application and its database answer."""
    is_alive()
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})
