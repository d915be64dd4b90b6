"""`account`: who can log in, and who sits on the board. Nothing else makes an account, or gives a password."""

import re
from dataclasses import asdict
from datetime import date

import click

from renderers.cli.account_finding import (
    account_called,
    centre_numbers,
    centre_of,
    database_option,
    day_option,
    declared_board,
    keeping_accounts,
    opened_database,
    password_given,
    password_option,
    seats_today,
    term_of,
)
from renderers.cli.common import json_option, print_json, today

NAME = re.compile(r"[\w.@-]{1,60}")


@click.group("account", short_help="Make logins, change them, and seat the board.")
def account_verb() -> None:
    """Who can log in, with what role; and who sits on the board.

    On PostgreSQL for the database's owner: the application itself only reads accounts.
    """


@account_verb.command("add")
@click.argument("name", metavar="NAME")
@click.option(
    "--role", required=True, metavar="ROLE", help="registry, leader, member, controller, reader, surgeon or staff."
)
@click.option("--centre", metavar="NUMBER", help="The centre's number, for those who work with patients.")
@password_option
@database_option
def add(name: str, role: str, centre: str | None, from_stdin: bool, url: str) -> None:
    """Make an account; its password is asked for twice, and not shown."""
    from engine.access import Actor
    from engine.account_keeping import account_named, keep
    from engine.accounts import Account
    from renderers.web.passwords import hashed

    if not NAME.fullmatch(name):
        raise click.BadParameter("letters, digits and . _ - @, at most 60, without space.", param_hint="NAME")
    with opened_database(url) as connection:
        if account_named(connection, name) is not None:
            raise click.BadParameter(
                f"there is an account '{name}' already. 'account password' and 'account role' change it.",
                param_hint="NAME",
            )
        actor = Actor(name, role, centre_of(connection, role, centre))
    # Others must be able to write while somebody thinks of a password.
    account = Account(actor, hashed(password_given(from_stdin)))
    with keeping_accounts(url) as work:
        keep(work, account)
    click.echo(f"'{name}' can log in as {role}.")


@account_verb.command("list")
@database_option
@json_option
def list_accounts(url: str, as_json: bool) -> None:
    """Everybody who can log in, with role, centre and seat."""
    from engine.account_keeping import accounts

    with opened_database(url) as connection:
        found, seats, numbers = accounts(connection), seats_today(connection), centre_numbers(connection)
    rows = [
        {
            "name": account.actor.name,
            "role": account.actor.role,
            "centre": numbers.get(account.actor.centre_id or ""),
            "seat": seats.get(account.actor.name),
        }
        for account in found
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        more = [f"centre {row['centre']}"] if row["centre"] else []
        more += [f"seat {row['seat']}"] if row["seat"] else []
        click.echo(f"{row['name']:20} {row['role']:12} {', '.join(more)}".rstrip())
    if not rows:
        click.echo("Nobody can log in yet. Make an account: skjemaverk account add NAME --role ROLE --database URL")


@account_verb.command("password")
@click.argument("name", metavar="NAME")
@password_option
@database_option
def password(name: str, from_stdin: bool, url: str) -> None:
    """Give an account another password; whoever is logged in with it is logged out."""
    from engine.account_keeping import change_password
    from renderers.web.passwords import hashed

    with opened_database(url) as connection:
        account_called(connection, name)
    password_hash = hashed(password_given(from_stdin))
    with keeping_accounts(url) as work:
        change_password(work, account_called(work.connection, name), password_hash)
    click.echo(f"'{name}' has another password, and is logged out everywhere.")


@account_verb.command("role")
@click.argument("name", metavar="NAME")
@click.argument("role", metavar="ROLE")
@click.option("--centre", metavar="NUMBER", help="The centre's number, for those who work with patients.")
@database_option
def role(name: str, role: str, centre: str | None, url: str) -> None:
    """Give an account another role; whoever is logged in with it is logged out."""
    from engine.account_keeping import change_role
    from migrations_gen.board.rights import Deed, may

    with keeping_accounts(url) as work:
        account = account_called(work.connection, name)
        if account.actor.person_id is not None:
            raise click.BadParameter(f"'{name}' is a patient's, and has no other role.", param_hint="NAME")
        change_role(work, account, role, centre_of(work.connection, role, centre))
        seat = None if may(role, Deed.SAY) else seats_today(work.connection).get(name)
    click.echo(f"'{name}' is {role}, and is logged out everywhere.")
    _tell_of_seat(name, seat)


@account_verb.command("remove")
@click.argument("name", metavar="NAME")
@database_option
def remove(name: str, url: str) -> None:
    """Take an account away; whoever is logged in with it is logged out. What was done with it keeps its name."""
    from engine.account_keeping import remove as taken_away

    with keeping_accounts(url) as work:
        taken_away(work, account_called(work.connection, name))
        seat = seats_today(work.connection).get(name)
    click.echo(f"'{name}' can no longer log in.")
    _tell_of_seat(name, seat)


@account_verb.command("log")
@click.argument("name", metavar="[NAME]", required=False)
@database_option
@json_option
def log(name: str | None, url: str, as_json: bool) -> None:
    """What has been done to an account or to all of them, when, by whom and from where; and logins that failed."""
    from engine.account_keeping import lines

    with opened_database(url) as connection:
        found = lines(connection, name)
    if as_json:
        print_json([{**asdict(line), "at": line.at.isoformat()} for line in found])
        return
    for line in found:
        who = f"{line.actor} ({line.role})" if line.actor else "not logged in"
        click.echo(f"{line.at.astimezone():%Y-%m-%d %H:%M:%S}  {line.action:9} {line.account:20} {who:24} {line.why}")
    if not found:
        click.echo(f"The log says nothing of {name or 'any account'}.")


@account_verb.command("seat")
@click.argument("name", metavar="NAME")
@click.argument("seat", metavar="SEAT")
@day_option("from", help="The first day. Default: today.")
@day_option("to", required=True, help="The last day.")
@database_option
def seat(name: str, seat: str, from_day: date | None, to_day: date, url: str) -> None:
    """Write down that an account holds a seat of the board, from one day to another, both included."""
    from migrations_gen.board.holders import SeatRefused, add_holder
    from migrations_gen.board.rights import Deed, may

    with keeping_accounts(url) as work:
        board = declared_board(work.connection)
        account = account_called(work.connection, name)
        if not may(account.actor.role, Deed.SAY):
            raise click.BadParameter(
                f"'{name}' is {account.actor.role}; only a member or the leader holds a seat."
                f" Change that first: skjemaverk account role {name} member",
                param_hint="NAME",
            )
        try:
            held = add_holder(work, board, seat=seat, account=name, valid_from=from_day or today(), valid_to=to_day)
        except SeatRefused as refused:
            raise click.UsageError(str(refused)) from None
    click.echo(f"'{name}' holds the seat '{seat}' from {held.valid_from} to {held.valid_to}.")


@account_verb.command("seat-end")
@click.argument("name", metavar="NAME")
@day_option("to", help="The last day. Default: today.")
@database_option
def seat_end(name: str, to_day: date | None, url: str) -> None:
    """Let an account's term end earlier than it was to."""
    from migrations_gen.board.holders import SeatRefused, end_term

    with keeping_accounts(url) as work:
        held = term_of(work.connection, name)
        try:
            ended = end_term(work, held.id, to_day or today())
        except SeatRefused as refused:
            raise click.UsageError(str(refused)) from None
    click.echo(f"'{name}' holds the seat '{ended.seat}' until {ended.valid_to}.")


def _tell_of_seat(name: str, seat: str | None) -> None:
    """That somebody who can say nothing from it still holds a seat."""
    if seat:
        click.echo(f"The seat '{seat}' is still held by '{name}'. End that: skjemaverk account seat-end {name}")
