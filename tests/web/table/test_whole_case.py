"""A whole case, by those whose it is: three new codes, from the secretariat's browser to a database in production that
takes just that, and refuses a copy with one byte changed. Real browsers, real commands, PostgreSQL.
"""

import io
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cases import SITS, write_site
from on_a_port import on_a_port
from playwright.sync_api import Browser, Page, expect
from test_browser_table import answer, change_codes, translate, write_case
from visitors import PASSWORD

from migrations_gen.ledger.records import Office
from migrations_gen.ledger.signing import public_pem, signer
from renderers.web import Settings, create_app
from renderers.web.context import EXTENSION
from tests.cli.conftest import Ran, registry, skjemaverk
from tests.conftest import visit
from tests.ledger.honest import pem
from tests.releasing.conftest import Desk

__all__ = ["registry", "skjemaverk"]

ROLES = {"registeret": "registry", "medlem": "member", "brukeren": "member", "leder": "leader", "dagny": "controller"}


@dataclass
class House:
    """A registry in production: its folder is where the command line stands."""

    desk: Desk
    url: str
    site: Path
    browser: Browser

    def runs(self, *arguments: object) -> Ran:
        """A command that must go well."""
        ran = self.desk.run(*arguments)
        assert ran.status == 0, ran.err
        return ran

    @contextmanager
    def as_(self, name: str) -> Iterator[Page]:
        """Somebody at work in a browser of their own, with a server started for just that."""
        seal = signer(self.desk.seal.read_bytes(), "registry", Office.SEAL)
        settings = Settings(
            catalogue=self.site, database_url=self.url, secret=secrets.token_hex(), secure=False, seal=seal
        )
        app = create_app(settings)
        with on_a_port(Served(app)) as served, contextmanager(visit)(self.browser) as page:
            page.goto(f"{served.address}/login")
            page.get_by_label("Brukernavn").fill(name)
            page.get_by_label("Passord").fill(PASSWORD)
            page.get_by_role("button", name="Logg inn").click()
            page.goto(f"{served.address}/saker")
            yield page
        app.extensions[EXTENSION].engine.dispose()


@dataclass
class Served:
    """What is put on a port."""

    app: object
    address: str = ""


@pytest.fixture
def house(
    skjemaverk: Callable[..., Ran],
    fresh_postgres_url: str,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> House:
    """The registry's first release, decided and served in production, with a board that is seated."""
    site = tmp_path / "site"
    write_site(site)
    monkeypatch.chdir(site)
    monkeypatch.setattr("renderers.cli.serve._serve", lambda *_: 0)
    desk = sealed(skjemaverk, tmp_path)
    desk.first_release()
    house = House(desk, fresh_postgres_url, site, browser)
    house.runs("serve", "--database", house.url, "--production", "--trust", desk.fingerprint, "--port", 1025)
    since = datetime.now(UTC).date() - timedelta(days=100)
    for name, role in ROLES.items():
        monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
        house.runs("account", "add", name, "--role", role, "--password-stdin", "--database", house.url)
    for seat, name in SITS.items():
        until = since + timedelta(days=3 * 365)
        house.runs("account", "seat", name, seat, "--from", since, "--to", until, "--database", house.url)
    return house


def sealed(run: Callable[..., Ran], folder: Path) -> Desk:
    """A ledger that has its seal and nothing else."""
    seal, public = folder / "seal.pem", folder / "seal.pub"
    seal.write_bytes(pem("seal"))
    seal.chmod(0o600)
    public.write_bytes(public_pem(signer(seal.read_bytes(), "registry", Office.SEAL)))
    ran = run("sign", "key", "add", public, "--owner", "registry", "--office", "seal", "--seal", seal)
    assert ran.status == 0, ran.err
    return Desk(run, seal, ran.out.splitlines()[1].split()[2])


@pytest.mark.slow
def test_three_codes_go_from_a_browser_to_a_database_that_takes_nothing_else(house: House, tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    house.runs("export", "snapshot", "--out", before)
    put_on_the_table(house)
    answered_by_the_board(house)
    decided(house)

    house.runs(
        "release", "--database", house.url, "--seal", house.desk.seal, "--by", "kari", "--proposal", 1, "--write"
    )
    house.runs("migrate", before, "--out", "migrations")
    assert house.runs("upgrade", house.url).lines == ["1.0.0 → 1.1.0 (release 2)."]
    serve = ("serve", "--database", house.url, "--production", "--port", 1025)
    house.runs(*serve)
    house.runs("verify", "--database", house.url, "--trust", house.desk.fingerprint)

    copy = tmp_path / "copy"
    shutil.copytree(house.site, copy)
    form = copy / "data" / "for.yaml"
    form.write_bytes(form.read_bytes().replace(b"Student", b"Studenx", 1))
    refused = house.desk.run(*serve, "--catalogue", copy)
    assert (refused.status, "has not been released" in refused.err) == (2, True), refused.err


def put_on_the_table(house: House) -> None:
    with house.as_("registeret") as page:
        write_case(page)
        change_codes(page)
        translate(page)
        page.get_by_role("button", name="Legg fram saken").click()
        expect(page.get_by_role("heading", name="Saken er lagt fram")).to_be_visible()


def answered_by_the_board(house: House) -> None:
    with house.as_("medlem") as page:
        page.get_by_role("link", name="Les og svar").click()
        page.get_by_role("link", name="Gå til neste endring jeg ikke har svart på").click()
        answer(page, "Jeg tilrår det")
        answer(page, "Jeg tilrår det, med en merknad", "Hva med lærlinger?")
        expect(page.get_by_role("heading", name="Lagret. Du har svart på alt")).to_be_visible()
    with house.as_("brukeren") as page:
        page.get_by_role("link", name="Les og svar").click()
        page.get_by_label("Ja, jeg tilrår alle").check()
        page.get_by_role("button", name="Lagre", exact=True).click()
        expect(page.get_by_text("Du har svart på alt.")).to_be_visible()
    with house.as_("leder") as page:
        page.goto(page.url.replace("/saker", "/saker/1/avslutt"))
        page.get_by_label("Jeg har sett hva som mangler").check()
        page.get_by_role("button", name="Signer uttalelsen og avslutt").click()
        expect(page.get_by_role("heading", name="Uttalelse fra fagrådet")).to_be_visible()
        expect(page.get_by_text("Hva med lærlinger?").first).to_be_visible()


def decided(house: House) -> None:
    with house.as_("dagny") as page:
        page.goto(page.url.replace("/saker", "/saker/1/vedtak"))
        for choice in page.get_by_label("Godta").all():
            choice.check()
        page.get_by_role("button", name="Signer vedtaket").click()
        expect(page.get_by_text("Saken er avgjort")).to_be_visible()
