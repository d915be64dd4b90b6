"""The web application: `create_app`, and the blueprints in the order of their subjects.

entry   filling in forms        home    where one begins      auth    logging in and out
browse  the catalogue to read   watch   previews while editing   files   static files, rules, health
table   cases for the board     board   meeting, statement, decision
seats   who sits on the board   history what has been released, open to everybody
"""

from contextlib import nullcontext

from flask import Flask
from sqlalchemy import Engine, inspect

from catalogue.model import Catalogue
from engine.database import connect
from engine.releases import current_release
from engine.tables import Tables, build_tables
from renderers.web import auth, board, browse, entry, files, history, home, seats, security, table, watch
from renderers.web.assets import read_assets
from renderers.web.context import EXTENSION, Registry
from renderers.web.editions import Library
from renderers.web.errors import register_errors
from renderers.web.past import Past
from renderers.web.respond import keep_language
from renderers.web.settings import Settings
from renderers.web.throttle import Throttle

__all__ = ["Settings", "create_app"]

BLUEPRINTS = (entry.bp, home.bp, auth.bp, browse.bp, seats.bp, history.bp, files.bp, *table.BLUEPRINTS, board.bp)
GUESSES_PER_ADDRESS = 30
"""A hospital's people share an address."""


def create_app(settings: Settings) -> Flask:
    """The application; raises `BrokenCatalogue` when the catalogue has errors."""
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=settings.largest_body,
        MAX_FORM_MEMORY_SIZE=settings.largest_body,
        MAX_FORM_PARTS=10_000,
    )
    app.extensions[EXTENSION] = _registry(settings)
    app.before_request(security.guard)
    app.after_request(keep_language)
    app.after_request(security.mark)
    register_errors(app)
    for blueprint in (*BLUEPRINTS, *((watch.bp,) if settings.watch else ())):
        app.register_blueprint(blueprint)
    return app


def _registry(settings: Settings) -> Registry:
    library = Library(settings.catalogue, settings.wording)
    engine = connect(settings.database_url)
    tables = _tables(engine, library.edition.catalogue, is_stored=not settings.watch)
    return Registry(
        settings=settings,
        library=library,
        edition=library.edition,
        engine=engine,
        tables=tables,
        past=Past(library.edition, tables, library.wordings),
        assets=read_assets(),
        by_name=Throttle(),
        by_address=Throttle(failures=GUESSES_PER_ADDRESS),
        has_accounts=not settings.watch or _has_tables(engine),
    )


def _has_tables(engine: Engine) -> bool:
    with engine.connect() as connection:
        found = inspect(connection).has_table("account")
    engine.dispose()
    return found


def _tables(engine: Engine, catalogue: Catalogue, *, is_stored: bool) -> Tables:
    """The tables as they lie at the release the database is at."""
    with engine.connect() if is_stored else nullcontext() as connection:
        release = current_release(connection) if connection else None
    # The processes that serve are forked after this; none may inherit a connection.
    engine.dispose()
    if release is None:
        return build_tables(catalogue, engine.dialect.name)
    return build_tables(catalogue, engine.dialect.name, release.storage, release.number)
