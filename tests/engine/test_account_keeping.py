"""The law of accounts: nothing writes them but the functions listed here, and each leaves a line in the access log.

On SQLite and on PostgreSQL; every test is undone.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import IntegrityError

from engine import account_keeping
from engine.access import LOG, Actor
from engine.account_keeping import Keeping, account_named, change_password, change_role, keep, lines, remove
from engine.accounts import Account
from engine.tables import build_tables
from tests.engine.clinic import TODAY, clinic_catalogue
from tests.engine.databases import DIALECTS, engine_for, prepare

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ROOT = Path(account_keeping.__file__).parent.parent
KARI = Account(Actor("kari", "reader"), "scrypt:the-old-hash")
OLA = Account(Actor("ola", "staff", "one"), "scrypt:another-hash")
NEW_HASH = "scrypt:the-new-hash"

Deed = Callable[[Keeping], object]
WRITERS: dict[str, tuple[Deed, tuple[str, str, str]]] = {
    "keep": (lambda work: keep(work, OLA), ("create", "ola", "command line: staff at one")),
    "change_password": (lambda work: change_password(work, KARI, NEW_HASH), ("password", "kari", "command line")),
    "change_role": (
        lambda work: change_role(work, KARI, "surgeon", "one"),
        ("role", "kari", "command line: reader → surgeon at one"),
    ),
    "remove": (lambda work: remove(work, KARI), ("remove", "kari", "command line: reader")),
}
"""What each does in the table, and its line: the action, the account, from where and what."""
READERS: dict[str, Deed] = {
    "accounts": lambda work: account_keeping.accounts(work.connection),
    "account_named": lambda work: account_named(work.connection, "kari"),
    "lines": lambda work: lines(work.connection),
    "centres": lambda work: account_keeping.centres(work.connection, TODAY),
}
LOGGERS = {"log_about"}
"""For what is done about an account in another table: a seat of the board."""

WRITES = re.compile(r"\b(INSERT INTO|UPDATE|DELETE FROM)\s+\"?account\b", re.IGNORECASE)
WRITES_IN_PYTHON = re.compile(r"\baccount\.(insert|update|delete)\(|\b(insert|update|delete)\([\w.]*\baccount\)")


@pytest.fixture(scope="module", params=DIALECTS)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database with one centre, called `one`."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('accounts')}/test.db"
    else:
        url = request.getfixturevalue("postgres_server").create("account_keeping")
    with engine_for(url) as made:
        with made.begin() as connection:
            prepare(connection, build_tables(clinic_catalogue(), made.dialect.name))
        yield made


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as opened, opened.begin() as transaction:
        yield opened
        transaction.rollback()


def owner(connection: Connection, after: int = 0) -> Keeping:
    """The database's owner on the command line, so many minutes past noon."""
    return Keeping(connection, Actor("root", "owner"), NOON + timedelta(minutes=after), "command line")


@pytest.fixture
def work(connection: Connection) -> Keeping:
    """The owner, an hour after Kari's account was made."""
    keep(owner(connection), KARI)
    return owner(connection, 60)


def statements_of(connection: Connection, deed: Callable[[], object]) -> list[str]:
    """What is sent to the database meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    deed()
    event.remove(connection, "before_cursor_execute", note)
    return sent


def test_every_function_is_known_as_a_writer_or_a_reader() -> None:
    public = {
        name
        for name, function in inspect.getmembers(account_keeping, inspect.isfunction)
        if function.__module__ == account_keeping.__name__ and not name.startswith("_")
    }
    assert public == WRITERS.keys() | READERS.keys() | LOGGERS


@pytest.mark.parametrize("name", WRITERS)
def test_each_that_writes_leaves_one_line(work: Keeping, name: str) -> None:
    deed, said = WRITERS[name]
    sent = statements_of(work.connection, lambda: deed(work))
    assert sum(bool(WRITES.match(statement)) for statement in sent) == 1
    (line,) = (line for line in lines(work.connection) if line.at == work.now)
    assert (line.actor, line.role) == ("root", "owner")
    assert (line.action, line.account, line.why) == said


@pytest.mark.parametrize("name", READERS)
def test_each_other_writes_nothing(work: Keeping, name: str) -> None:
    sent = statements_of(work.connection, lambda: READERS[name](work))
    assert sent
    assert all(statement.startswith("SELECT") for statement in sent)


def test_nothing_else_in_the_program_writes_accounts() -> None:
    folders = ("catalogue", "engine", "migrations_gen", "renderers", "scripts")
    texts = {file: file.read_text("utf-8") for folder in folders for file in (ROOT / folder).rglob("*.py")}
    ways = (WRITES, WRITES_IN_PYTHON, re.compile(r"account_keeping import .*\bTABLES?\b"))
    assert texts
    assert [file for file, written in texts.items() if any(way.search(written) for way in ways)] == []


WAYS = [
    "connection.execute(tables.fixed.account.insert(), values)",
    "connection.execute(work.tables.fixed.account.update().values(role=role))",
    "connection.execute(delete(fixed.account).where(mine))",
    "connection.execute(insert(account), values)",
    'connection.exec_driver_sql("UPDATE account SET role = 1")',
    'text("""delete from\n    account""")',
]


@pytest.mark.parametrize("way", WAYS)
def test_a_way_past_them_would_be_seen(way: str) -> None:
    assert WRITES.search(way) or WRITES_IN_PYTHON.search(way)


def test_the_life_of_an_account_stands_in_the_log(connection: Connection) -> None:
    account = KARI
    keep(owner(connection), account)
    account = change_role(owner(connection, 1), account, "staff", "one")
    account = change_password(owner(connection, 2), account, NEW_HASH)
    assert account_named(connection, "kari") == account
    remove(owner(connection, 3), account)
    keep(owner(connection, 4), OLA)
    assert [(line.action, line.why) for line in lines(connection, "kari")] == [
        ("create", "command line: reader"),
        ("role", "command line: reader → staff at one"),
        ("password", "command line"),
        ("remove", "command line: staff at one"),
    ]
    assert [line.account for line in lines(connection)] == ["kari"] * 4 + ["ola"]


def test_no_line_says_anything_of_a_password_or_of_a_patient(connection: Connection) -> None:
    patient = Account(Actor("anne", "patient", person_id="one"), "scrypt:of-anne")
    keep(owner(connection), patient)
    change_password(owner(connection, 1), patient, NEW_HASH)
    said = [tuple(row) for row in connection.execute(LOG.select())]
    assert len(said) == 2
    assert not any("scrypt" in str(row) or "one" in map(str, row) for row in said)
    assert [astuple(line)[1:] for line in lines(connection)] == [
        ("root", "owner", "create", "anne", "command line: patient"),
        ("root", "owner", "password", "anne", "command line"),
    ]


@pytest.mark.parametrize("name", WRITERS)
def test_what_the_log_does_not_take_is_not_done(work: Keeping, name: str) -> None:
    before = account_keeping.accounts(work.connection)
    work.connection.execute(text("CREATE UNIQUE INDEX one_line ON access_log (table_name)"))
    with pytest.raises(IntegrityError), work.connection.begin_nested():
        WRITERS[name][0](work)
    assert account_keeping.accounts(work.connection) == before
