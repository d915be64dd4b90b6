"""`account`: making logins, changing and removing them, seating the board; and every sentence with which it refuses."""

import getpass
import io
import json
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from werkzeug.security import check_password_hash

from catalogue.source.loader import load
from engine import sessions
from engine.account_keeping import TABLES, account_named
from engine.database import connect
from engine.installation import make_ready
from engine.releases import first_release
from engine.tables.analysis import YesNo
from migrations_gen.states import snapshot

URL = "sqlite:///r.sqlite"
LONG = "et langt passord"
BOARD = """board: fagrad
title: Fagrådet
statutes: § 6 b
terms: {shortest: 2, longest: 4}
quorum: {at_least: 1}
seats:
  - {seat: nord, title: Nord, appointed_by: Helse Nord}
  - {seat: bruker, title: Brukerrepresentant, appointed_by: Foreningen}
"""


@pytest.fixture
def database(registry: Path) -> Path:
    """A database made for a registry with a board and one centre."""
    loaded = load(registry / "variables.yaml")
    (loaded.folder / "board.yaml").write_text(BOARD, encoding="utf-8")
    catalogue = loaded.catalogue
    first = first_release(catalogue.version, snapshot(registry / "variables.yaml"), "test", datetime.now(UTC))
    make_ready(URL, catalogue, YesNo("Ja", "Nei"), first)
    engine = connect(URL)
    with engine.begin() as connection:
        centre = {"id": "a", "number": "100001", "name": "Fjordby", "valid_from": date(2007, 1, 1)}
        connection.execute(TABLES.centre.insert(), centre)
    engine.dispose()
    return registry / "r.sqlite"


@pytest.fixture
def account(skjemaverk, database, monkeypatch):
    """The verb, with a password on standard input."""

    def ran(*arguments: object, typed: str = LONG):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{typed}\n"))
        return skjemaverk("account", *arguments, "--database", URL)

    return ran


@pytest.fixture
def member(account) -> str:
    assert account("add", "kari", "--role", "member", "--password-stdin").status == 0
    return "kari"


def rows(query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect("r.sqlite")) as opened:
        return opened.execute(query).fetchall()


def log_in(name: str) -> None:
    """A session of this account, as the web begins one."""
    engine, hour = connect(URL), datetime.now(UTC)
    limits = sessions.Limits(hour - hour, hour - hour)
    with engine.begin() as connection:
        sessions.begin(connection, account_named(connection, name), hour, limits)
    engine.dispose()


def test_an_account_is_made_with_a_password_that_is_not_kept(account):
    ran = account("add", "ola", "--role", "surgeon", "--centre", "100001", "--password-stdin")
    assert (ran.status, ran.out) == (0, "'ola' can log in as surgeon.\n")
    ((name, role, centre, person, password_hash),) = rows("select * from account")
    assert (name, role, centre, person) == ("ola", "surgeon", "a", None)
    assert LONG not in password_hash
    assert check_password_hash(password_hash, LONG)


def test_accounts_are_listed_with_centre_and_seat(account, member):
    account("add", "ola", "--role", "surgeon", "--centre", "100001", "--password-stdin")
    account("seat", member, "bruker", "--to", "2099-12-31")
    assert [line.split() for line in account("list").lines] == [
        ["kari", "member", "seat", "bruker"],
        ["ola", "surgeon", "centre", "100001"],
    ]


def test_nobody_yet(account):
    assert "Nobody can log in yet." in account("list").out


CHANGES = [
    (["password", "kari", "--password-stdin"], "has another password"),
    (["role", "kari", "leader"], "is leader"),
    (["remove", "kari"], "can no longer log in"),
]


@pytest.mark.parametrize(("arguments", "said"), CHANGES)
def test_another_password_or_role_or_none_ends_the_sessions(account, member, arguments, said):
    account("add", "per", "--role", "member", "--password-stdin")
    for name in (member, "per"):
        log_in(name)
    ran = account(*arguments, typed="et helt annet passord")
    assert ran.status == 0
    assert said in ran.out
    assert rows("select account from web_session") == [("per",)]


def test_a_seat_is_held_and_ends(account, member):
    assert account("seat", member, "nord", "--from", "2026-01-01", "--to", "2099-12-31").status == 0
    assert account("seat-end", member, "--to", "2098-11-01").out == "'kari' holds the seat 'nord' until 2098-11-01.\n"
    assert [line.split()[2:4] for line in account("log", member).lines[-2:]] == [["seat", "kari"], ["seat-end", "kari"]]
    assert account("log", member).lines[-1].endswith("command line: nord from 2026-01-01 to 2098-11-01")
    assert rows("select seat, account, valid_from, valid_to from seat_holder") == [
        ("nord", "kari", "2026-01-01", "2098-11-01")
    ]


def test_whoever_is_removed_and_has_a_seat_leaves_a_word_of_it(account, member):
    account("seat", member, "nord", "--to", "2099-12-31")
    assert "The seat 'nord' is still held by 'kari'." in account("role", member, "reader").out
    assert "The seat 'nord' is still held by 'kari'." in account("remove", member).out


LOGGED = "select actor, role, action, row_id, why from access_log order by at"


def test_whatever_is_done_to_an_account_is_logged_and_can_be_read(account, member):
    account("role", member, "surgeon", "--centre", "100001")
    account("password", member, "--password-stdin")
    account("remove", member)
    me = getpass.getuser()
    assert rows(LOGGED) == [
        (me, "owner", "create", "kari", "command line: member"),
        (me, "owner", "role", "kari", "command line: member → surgeon at a"),
        (me, "owner", "password", "kari", "command line"),
        (me, "owner", "remove", "kari", "command line: surgeon at a"),
    ]
    listed = account("log", member)
    assert [line.split()[2:5] for line in listed.lines] == [
        [action, "kari", me] for action in ("create", "role", "password", "remove")
    ]
    told = json.loads(account("log", "--json").out)
    assert [line["why"] for line in told] == [why for *_, why in rows(LOGGED)]


def test_nothing_is_said_of_who_has_never_been(account, member):
    assert account("log", "ingen").out == "The log says nothing of ingen.\n"


def test_a_database_whose_log_cannot_know_of_it_is_refused_until_it_is_upgraded(account, member, skjemaverk):
    (text,) = rows("select sql from sqlite_master where name = 'access_log'")[0]
    with closing(sqlite3.connect("r.sqlite")) as opened, opened:
        opened.execute("drop table access_log")
        opened.execute(text.replace(", 'password', 'role', 'remove', 'locked'", ""))
        opened.execute("create index ix_access_log_row on access_log (table_name, row_id)")
    refused = account("role", member, "leader")
    assert refused.status == 2
    assert "lacks in the log's check the words password, role, remove, locked. 'skjemaverk upgrade URL'" in " ".join(
        refused.err.split()
    )
    assert rows("select role from account") == [("member",)]
    assert account("list").status == 0
    assert skjemaverk("upgrade", URL).status == 0
    assert account("role", member, "leader").status == 0
    assert [action for _, _, action, *_ in rows(LOGGED)] == ["role"]


REFUSED = [
    (["add", "kari", "--role", "member"], "there is an account 'kari' already"),
    (["add", "per hansen", "--role", "member"], "without space"),
    (["add", "per", "--role", "membr"], "Did you mean 'member'?"),
    (["add", "per", "--role", "system"], "no account is made with the role 'system'"),
    (["add", "per", "--role", "patient"], "no account is made with the role 'patient'"),
    (["add", "per", "--role", "member", "--centre", "100001"], "belongs to no centre"),
    (["add", "per", "--role", "staff"], "Give --centre NUMBER; there are: 100001 (Fjordby)."),
    (["add", "per", "--role", "staff", "--centre", "1"], "No centre that reports has the number '1'."),
    (["add", "per", "--role", "member"], "Give it with --password-stdin"),
    (["password", "karl"], "Did you mean 'kari'?"),
    (["role", "kari", "staff"], "Give --centre NUMBER"),
    (["remove", "ingen"], "there is no account 'ingen'"),
    (["seat", "kari", "sør", "--to", "2099-12-31"], "There is no seat 'sør'. Seats: nord, bruker."),
    (["seat", "kari", "nord", "--from", "2027-01-01", "--to", "2026-01-01"], "before it begins"),
    (["seat", "leser", "nord", "--to", "2099-12-31"], "only a member or the leader holds a seat"),
    (["seat", "kari", "nord", "--to", "i morgen"], "'i morgen' does not match"),
    (["seat-end", "kari"], "'kari' holds no seat"),
]


@pytest.mark.parametrize(("arguments", "sentence"), REFUSED)
def test_what_is_refused_is_told_and_changes_nothing(account, member, arguments, sentence):
    account("add", "leser", "--role", "reader", "--password-stdin")
    tables = ("account", "seat_holder", "access_log")
    before = [rows(f"select * from {table}") for table in tables]
    ran = account(*arguments)
    assert ran.status == 2
    assert sentence in " ".join(ran.err.split())
    assert [rows(f"select * from {table}") for table in tables] == before


def test_a_short_password_is_refused(account):
    ran = account("add", "per", "--role", "member", "--password-stdin", typed="for kort")
    assert (ran.status, rows("select * from account")) == (2, [])
    assert "The password has 8 characters, and needs at least 12." in ran.err


def test_a_patients_account_keeps_its_role(account, database):
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute("insert into person (id, created_at, created_by) values ('p', '2026-01-01', 'x')")
        opened.execute("insert into account (name, role, person_id, password_hash) values ('anne', 'patient', 'p', '')")
    assert "'anne' is a patient's" in account("role", "anne", "member").err


@pytest.mark.parametrize("url", ["sqlite:///ingen.sqlite", "postgresql://localhost:1/ingen", "tull"])
def test_a_database_that_is_not_there(skjemaverk, url):
    ran = skjemaverk("account", "list", "--database", url)
    assert ran.status == 2
    assert "There is no file" in ran.err or "The database cannot be used" in ran.err


def test_a_registry_without_a_board_seats_nobody(account, member):
    with closing(sqlite3.connect("r.sqlite")) as opened, opened:
        opened.execute("update catalogue_release set snapshot = ''")
    assert "declares no board" in account("seat", member, "nord", "--to", "2099-12-31").err
