"""An upgrade while the application serves: what a reader is told, and how the application takes the new release on.

Nothing is written by a request that came too late, and what was typed stays in the reader's own page. The application
goes over as soon as the catalogue on disk is that of the database; in production, to the last byte. Requests that have
begun end with what they began with.
"""

from dataclasses import replace
from threading import Lock

from flask import Response, current_app

from engine.installation import DatabaseRefused, tables_there
from engine.releases import current_release, digest_of
from migrations_gen.releasing.door import GateClosed, is_in_production, pass_gate_as_it_is
from migrations_gen.states import snapshot
from renderers.collecting import making_much
from renderers.web.again import UPGRADED, again_page
from renderers.web.context import EXTENSION, connection, registry, today
from renderers.web.past import Past

_ONE_AT_A_TIME = Lock()


def upgraded_page() -> Response:
    """That the registry has been upgraded, with everything that was sent, ready to be sent again."""
    take_on()
    return again_page(UPGRADED)


def take_on() -> bool:
    """Go over to the release the database is at, if the catalogue on disk is that release's. Whether it was done."""
    shared = registry()
    with _ONE_AT_A_TIME, making_much():
        if current_app.extensions[EXTENSION] is not shared:
            return True
        shared.library.follow()
        edition = shared.library.edition
        with connection() as opened:
            release = current_release(opened)
            if release is None or edition.catalogue.version != release.version:
                return False
            try:
                tables = tables_there(opened, edition.catalogue)
                if is_in_production(opened):
                    pass_gate_as_it_is(opened, digest_of(snapshot(shared.settings.catalogue)), today())
            except (DatabaseRefused, GateClosed) as refused:
                current_app.logger.warning("The new release is not taken on. %s", refused)
                return False
        # Each has statements prepared for the tables before; the same words may give columns of other types now.
        shared.engine.dispose()
        past = Past(edition, tables, shared.library.wordings)
        current_app.extensions[EXTENSION] = replace(shared, edition=edition, tables=tables, past=past)
        return True
