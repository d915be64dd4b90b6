"""What the `account` verbs are told and find: an account, its centre, its seat, a password; each refusal a sentence."""

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from catalogue.findings import did_you_mean
from renderers.cli.common import now, today

if TYPE_CHECKING:
    from engine.account_keeping import Keeping
    from engine.accounts import Account
    from engine.database import Connection
    from migrations_gen.board.records import Board, Holder

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

OWNER, WHY = "owner", "command line"
"""As what, and from where, the access log says that accounts are changed with these verbs."""


def database_option(function: Decorated) -> Decorated:
    """`--database URL`: the database, which must be there."""
    return click.option(
        "--database", "url", metavar="URL", required=True, help="sqlite:///FILE or postgresql://OWNER@HOST/NAME."
    )(function)


def password_option(function: Decorated) -> Decorated:
    """`--password-stdin`: for programs; people are asked."""
    return click.option("--password-stdin", "from_stdin", is_flag=True, help="Read the password from standard input.")(
        function
    )


def day_option(name: str, **more: Any) -> Callable[[Decorated], Decorated]:
    """A day, as 2026-01-31."""
    return click.option(
        f"--{name}", f"{name}_day", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), callback=_day, **more
    )


def _day(context: click.Context, option: click.Parameter, given: datetime | None) -> date | None:
    return given.date() if given else None


# ---- what is there ----


@contextmanager
def opened_database(url: str) -> "Iterator[Connection]":
    """A transaction in the database; what it refuses is told in a sentence."""
    from engine.installation import DatabaseRefused, opened_as_it_is

    try:
        with opened_as_it_is(url) as engine, engine.begin() as connection:
            yield connection
    except DatabaseRefused as refused:
        raise click.UsageError(str(refused)) from None


@contextmanager
def keeping_accounts(url: str) -> "Iterator[Keeping]":
    """The same, to change accounts in; the log must know of it, so a database whose log does not is refused."""
    from engine.access import Actor
    from engine.account_keeping import Keeping
    from engine.installation import refuse_lacking

    with opened_database(url) as connection:
        refuse_lacking(connection)
        yield Keeping(connection, Actor(getpass.getuser(), OWNER), now(), WHY)


def account_called(connection: "Connection", name: str) -> "Account":
    """The account; else the nearest is offered."""
    from engine.account_keeping import account_named, accounts

    account = account_named(connection, name)
    if account is None:
        remedy = did_you_mean(name, [known.actor.name for known in accounts(connection)])
        raise click.BadParameter(f"there is no account '{name}'.{remedy}", param_hint="NAME")
    return account


def centre_of(connection: "Connection", role: str, number: str | None) -> str | None:
    """The centre that goes with a role: one of those that report, or none."""
    from engine.account_keeping import centres
    from engine.accounts import DEPARTMENT_ROLES, OFFICE_ROLES

    known = (*OFFICE_ROLES, *DEPARTMENT_ROLES)
    if role not in known:
        remedy = did_you_mean(role, known) or f" There are: {', '.join(known)}."
        raise click.BadParameter(f"no account is made with the role '{role}'.{remedy}", param_hint="ROLE")
    if role in OFFICE_ROLES:
        if number is not None:
            raise click.UsageError(f"'{role}' belongs to no centre. Leave out --centre.")
        return None
    reporting = {centre.number: centre for centre in centres(connection, today())}
    listed = ", ".join(f"{centre.number} ({centre.name})" for centre in reporting.values()) or "none yet"
    if number is None:
        raise click.UsageError(f"'{role}' works at a centre. Give --centre NUMBER; there are: {listed}.")
    if number not in reporting:
        raise click.UsageError(f"No centre that reports has the number '{number}'. There are: {listed}.")
    return reporting[number].id


def centre_numbers(connection: "Connection") -> dict[str, str]:
    """The number of each centre that reports."""
    from engine.account_keeping import centres

    return {centre.id: centre.number for centre in centres(connection, today())}


def declared_board(connection: "Connection") -> "Board":
    """The board the registry has declared."""
    from migrations_gen.board.in_force import board_in_force

    board = board_in_force(connection)
    if board is None:
        raise click.UsageError(
            "The release this database is at declares no board. Write board.yaml beside the registry's data,"
            " and take the database to a release that has it."
        )
    return board


def seats_today(connection: "Connection") -> dict[str, str]:
    """The seat each account holds today."""
    from migrations_gen.board.holders import holders

    return {held.account: held.seat for held in holders(connection) if held.valid_from <= today() <= held.valid_to}


def term_of(connection: "Connection", name: str) -> "Holder":
    """The term that lasts, or the next."""
    from migrations_gen.board.holders import holders

    terms = [held for held in holders(connection) if held.account == name and held.valid_to >= today()]
    if not terms:
        raise click.BadParameter(f"'{name}' holds no seat, and is to have none.", param_hint="NAME")
    return terms[0]


# ---- what is typed ----


def password_given(from_stdin: bool) -> str:
    """A password that is long enough: typed twice, or read by a program."""
    from renderers.web.passwords import SHORTEST

    given = _typed(from_stdin)
    if len(given) < SHORTEST:
        raise click.UsageError(f"The password has {len(given)} characters, and needs at least {SHORTEST}.")
    return given


def _typed(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise click.UsageError("Nobody can be asked for a password here. Give it with --password-stdin.")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt="The same once more", err=True)
    return typed
