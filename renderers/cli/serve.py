"""`serve` and `demo`: the web application, for work or for a look."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from renderers.cli.common import BROKEN, Refused, catalogue_option, load_catalogue, print_findings, shown, summary

if TYPE_CHECKING:
    from flask import Flask

    from renderers.web.settings import Settings

SECRET = "SKJEMAVERK_SECRET"  # noqa: S105  the name of the variable, not what is in it
SHORTEST_SECRET = 32
DEMO_FOLDER = "demo"

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def address_options(function: Decorated) -> Decorated:
    """`--host` and `--port`."""
    port = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port.")
    host = click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
    return host(port(function))


@click.command("serve", short_help="Serve the registry; --watch shows each saved change.")
@address_options
@click.option("--database", metavar="URL", help="sqlite:///FILE or postgresql://USER@HOST/NAME. Its tables are made when it has none.")
@click.option("--watch", is_flag=True, help="Follow the catalogue's files: live forms with the findings beside; nothing is stored.")
@click.option(
    "--wording",
    metavar="PATH",
    type=click.Path(exists=True, path_type=Path),
    help="The licensed wording of instruments: a gettext catalogue, or a folder of them.",
)
@catalogue_option
def serve_verb(
    host: str, port: int, database: str | None, watch: bool, wording: Path | None, root: Path
) -> int:
    """Serve the registry as a web application.

    Behind https: the session's cookie travels no other way. SKJEMAVERK_SECRET signs it; without one, everybody logs in
    again after a restart.
    """
    if database is None and not watch:
        raise click.UsageError("Say where the answers are kept: --database sqlite:///registry.sqlite. Or --watch, which keeps none.")
    from renderers.cli.server import refuse_taken

    refuse_taken(host, port)
    from renderers.web.settings import Settings

    url = database or "sqlite://"
    settings = Settings(
        catalogue=root, database_url=url, secret=_secret(), watch=watch, secure=not watch, wording=wording
    )
    app = _app(settings, root)
    if not watch:
        _ready_for_patients(app, url)
    place = f"http://{host}:{port}/{'preview/' if watch else ''}"
    return _serve(app, host, port, url, lambda: click.echo(f"{place}  (Ctrl-C ends it)"))


@click.command("demo", short_help="Serve a fresh registry with synthetic patients.")
@address_options
@click.option("--folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), help="Where the database is made anew. Default: demo/ beside the catalogue.")
@catalogue_option
def demo_verb(host: str, port: int, folder: Path | None, root: Path) -> int:
    """Serve a fresh registry: SQLite, synthetic patients, one login per role. For made-up data only."""
    from renderers.cli.server import refuse_taken

    refuse_taken(host, port)
    catalogue, _ = load_catalogue(root)
    from renderers.web.demo import create_demo
    from renderers.web.demo_logins import DEMO_LOGINS
    from renderers.web.settings import Settings, wall_clock

    url = _fresh_database(folder or root.parent / DEMO_FOLDER, port)
    create_demo(url, catalogue, wall_clock())
    settings = Settings(
        catalogue=root, database_url=url, secret=secrets.token_hex(), demo=True, secure=False
    )

    def ready() -> None:
        click.echo(f"{catalogue.title}: http://{host}:{port}/  (Ctrl-C ends it)")
        for login in DEMO_LOGINS:
            click.echo(f"  {login.name:12} {login.what}")

    return _serve(_app(settings, root), host, port, url, ready)


def _secret() -> str:
    given = os.environ.get(SECRET, "")
    if given and len(given) < SHORTEST_SECRET:
        raise click.UsageError(f"{SECRET} is shorter than {SHORTEST_SECRET} characters. Make one: openssl rand -hex 32")
    return given or secrets.token_hex()


def _app(settings: "Settings", root: Path) -> "Flask":
    from renderers.web import create_app
    from renderers.web.editions import BrokenCatalogue

    try:
        return create_app(settings)
    except BrokenCatalogue as broken:
        print_findings(shown(broken.findings, root), err=True)
        raise Refused(f"{summary(broken.findings)} Nothing was served.") from None


def _ready_for_patients(app: "Flask", url: str) -> None:
    """Neutral labels are no questionnaire, and answers need a database made for this catalogue."""
    from catalogue.licences import lacking_wording
    from engine.installation import DatabaseRefused, make_ready
    from renderers.web.context import EXTENSION

    edition = app.extensions[EXTENSION].edition
    lacking = [
        f"{found.form}: {found.instrument} has no licensed wording in {found.language}, first {found.text}."
        for found in lacking_wording(edition.catalogue, edition.translations)
    ]
    if lacking:
        remedy = "Give it with --wording PATH. 'serve --watch' and 'demo' do without."
        raise Refused("\n".join(("A form must not be shown to patients without its wording.", *lacking, remedy)))
    try:
        if make_ready(url, edition.catalogue):
            click.echo("The database was empty; its tables are made.", err=True)
    except DatabaseRefused as refused:
        raise click.UsageError(str(refused)) from None


def _serve(app: "Flask", host: str, port: int, url: str, ready: Callable[[], None]) -> int:
    from renderers.cli.server import Served, workers_for

    Served(app, host, port, ready, workers=workers_for(url)).run()
    return 0


def _fresh_database(folder: Path, port: int) -> str:
    """A file per port: who has the port has the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder.resolve() / f"demo-{port}.sqlite"
    for ending in ("", "-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    return f"sqlite:///{file}"
