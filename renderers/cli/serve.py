"""`serve` and `demo`: the web application, for work or for a look."""

import getpass
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renderers.cli.common import Refused, catalogue_option, load_catalogue, print_findings, shown, summary
from renderers.cli.listening import Listening, listening_options
from renderers.cli.production import Asked, production_options, refuse_changed, told
from renderers.cli.sealing import Private, fresh_seal, private_options

if TYPE_CHECKING:
    from flask import Flask

    from catalogue.model import Catalogue
    from catalogue.texts import Translations
    from renderers.web.settings import Settings

SECRET = "SKJEMAVERK_SECRET"
SHORTEST_SECRET = 32
DEMO_FOLDER = "demo"


@click.command("serve", short_help="Serve the registry; --watch shows each saved change.")
@listening_options
@click.option(
    "--database",
    metavar="URL",
    help="sqlite:///FILE or postgresql://USER@HOST/NAME. Its tables are made when it has none.",
)
@click.option(
    "--watch",
    is_flag=True,
    help="Follow the catalogue's files: live forms with the findings beside; nothing is stored.",
)
@private_options
@production_options
@catalogue_option
def serve_verb(
    listening: Listening,
    database: str | None,
    watch: bool,
    private: Private,
    asked: Asked,
    root: Path,
) -> int:
    """Serve the registry as a web application.

    Behind https: the session's cookie travels no other way. SKJEMAVERK_SECRET vouches for the login page; without one,
    a login page that was open during a restart must be loaded again.
    """
    if (database is None) is not watch:
        raise click.UsageError("Give --database URL, where the answers are kept, or --watch, which keeps none.")
    listening.refuse_taken()
    from renderers.web.settings import Settings

    url = database or "sqlite://"
    settings = Settings(
        catalogue=root,
        database_url=url,
        secret=_secret(),
        watch=watch,
        secure=not watch,
        wording=private.wording,
        seal=private.signer(_name_of(root)) if private.seal else None,
        proxies=listening.believed,
    )
    digest = "" if watch else _make_ready_for_patients(settings, asked)
    app = _app(settings)
    if digest:
        refuse_changed(digest, root)
    place = f"{listening.address}{'preview/' if watch else ''}"
    return _serve(app, listening, lambda: click.echo(f"{place}  (Ctrl-C ends it)"))


@click.command("demo", short_help="Serve a fresh registry with synthetic patients.")
@listening_options
@click.option(
    "--folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the database is made anew. Default: demo/ beside the catalogue.",
)
@catalogue_option
def demo_verb(listening: Listening, folder: Path | None, root: Path) -> int:
    """Serve a fresh registry: SQLite, synthetic patients, one login per role. For made-up data only."""
    listening.refuse_taken()
    catalogue, loaded = load_catalogue(root)
    from migrations_gen.states import snapshot
    from renderers.i18n import languages
    from renderers.web.demo import create_demo
    from renderers.web.demo_case import read_demo_case
    from renderers.web.settings import Settings, wall_clock

    url = _fresh_database(folder or root.parent / DEMO_FOLDER, listening.port)
    logins = create_demo(url, catalogue, snapshot(root), wall_clock(), read_demo_case(loaded.folder))
    settings = Settings(
        catalogue=root,
        database_url=url,
        secret=secrets.token_hex(),
        demo=True,
        logins=logins,
        secure=False,
        seal=fresh_seal(catalogue.name),
        proxies=listening.believed,
    )
    spoken = languages().get(catalogue.languages.source) or languages()["en"]

    def ready() -> None:
        click.echo(f"{catalogue.title}: {listening.address}  (Ctrl-C ends it)")
        for login in logins:
            click.echo(f"  {login.name:14} {spoken.gettext(login.what)}")

    return _serve(_app(settings), listening, ready)


def _name_of(root: Path) -> str:
    catalogue, _ = load_catalogue(root)
    return catalogue.name


def _secret() -> str:
    given = os.environ.get(SECRET, "")
    if given and len(given) < SHORTEST_SECRET:
        raise click.UsageError(f"{SECRET} is shorter than {SHORTEST_SECRET} characters. Make one: openssl rand -hex 32")
    return given or secrets.token_hex()


def _app(settings: "Settings") -> "Flask":
    from renderers.web import create_app
    from renderers.web.editions import BrokenCatalogue

    try:
        return create_app(settings)
    except BrokenCatalogue as broken:
        print_findings(shown(broken.findings, settings.catalogue), err=True)
        raise Refused(f"{summary(broken.findings)} Nothing was served.") from None


def _make_ready_for_patients(settings: "Settings", asked: Asked) -> str:
    """Neutral labels are no questionnaire, and answers need a database made for this catalogue, which may be one that
    takes only what was decided: the digest of that, else an empty one.
    """
    catalogue, loaded = load_catalogue(settings.catalogue)
    _refuse_without_wording(catalogue, loaded.translations, settings.wording)
    from engine.installation import make_ready
    from engine.releases import first_release
    from migrations_gen.states import snapshot
    from renderers.yes_no import yes_no

    first = first_release(catalogue.version, snapshot(settings.catalogue), getpass.getuser(), settings.clock())
    with told():
        entrance = asked.entrance(first.digest, loaded.folder, settings.clock())
        if make_ready(settings.database_url, catalogue, yes_no(catalogue), first, entrance.beforehand):
            click.echo("The database was empty; its tables are made.", err=True)
        return first.digest if entrance.enter(settings.database_url) else ""


def _refuse_without_wording(
    catalogue: "Catalogue", translations: "Mapping[str, Translations]", wording: Path | None
) -> None:
    from catalogue.licences import lacking_wording
    from catalogue.source.translations import read_wording, with_wording

    given, findings = read_wording(wording) if wording else ({}, [])
    print_findings(findings, err=True)
    lacking = [
        f"{found.form}: {found.instrument} has no licensed wording in {found.language}, first {found.text}."
        for found in lacking_wording(catalogue, with_wording(translations, given))
    ]
    if lacking or findings:
        remedy = "Give it with --wording PATH. 'serve --watch' and 'demo' do without."
        raise Refused("\n".join(("No form is shown to patients without its licensed wording.", *lacking, remedy)))


def _serve(app: "Flask", listening: Listening, ready: Callable[[], None]) -> int:
    from renderers.web.serving import serve

    serve(app, listening.host, listening.port, ready)
    return 0


def _fresh_database(folder: Path, port: int) -> str:
    """A file per port: who has the port has the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder.resolve() / f"demo-{port}.sqlite"
    for ending in ("", "-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    return f"sqlite:///{file}"
