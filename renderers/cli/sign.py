"""`sign`: keys, statements and decisions put into the ledger from the command line, for work without a web server.

Each subcommand appends one signed entry, or refuses and appends none. A private key is never printed.
"""

import getpass
import json
import os
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from renderers.cli.common import catalogue_option
from renderers.cli.signing import open_desk, passphrase, signing_options, told

if TYPE_CHECKING:
    from migrations_gen.ledger.records import Act

Kind = TypeVar("Kind", bound="Act")

OFFICES = ("seal", "secretariat", "leader", "controller")
JSON = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("sign", short_help="Sign entries of the ledger: keys, statements, decisions.")
def sign_verb() -> None:
    """Put a signed entry into the ledger, the file signoffs.jsonl beside the catalogue's releases.

    A ledger begins with the registry's own key, the seal:

    \b
      skjemaverk sign key new --owner "The registry" --office seal --out seal.pem
      skjemaverk sign key add seal.pem.pub --owner "The registry" --office seal --seal seal.pem

    A key with a passphrase takes it from SKJEMAVERK_SEAL_PASSPHRASE, or asks for it.
    """


@sign_verb.group("key", short_help="Make a key, add one to the ledger, revoke one.")
def key_group() -> None:
    """Keys: make one, add one to the ledger so that it counts, revoke one so that it counts no longer."""


@key_group.command("new", short_help="Make a key file.")
@click.option("--owner", metavar="NAME", required=True, help="Whose it is: an account's name, or the registry's.")
@click.option("--office", required=True, type=click.Choice(OFFICES), help="As what its owner signs.")
@click.option(
    "--out", metavar="FILE", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The new file."
)
def new_verb(owner: str, office: str, out: Path) -> int:
    """Make a private key in FILE, which only you can read, and its public half in FILE.pub, which you can give away."""
    from migrations_gen.ledger.records import Office
    from migrations_gen.ledger.signing import new_private_key, public_pem, signer

    public = out.with_name(f"{out.name}.pub")
    for path in (out, public):
        if path.exists():
            raise click.BadParameter(
                f"there is a file '{path}' already, and no key is written over.", param_hint="--out"
            )
    phrase = passphrase(is_new=True)
    pem = new_private_key(phrase)
    made = signer(pem, owner, Office(office), phrase)
    _write_new(out, pem, 0o600)
    _write_new(public, public_pem(made), 0o644)
    click.echo(f"The key {made.fingerprint} is in {out}; {'it has' if phrase else 'it has no'} passphrase.")
    step = f"skjemaverk sign key add {public} --owner '{owner}' --office {office} --seal SEAL"
    click.echo(f"It counts when the ledger has it: {step}")
    return 0


@key_group.command("add", short_help="Have a key count from now on.")
@click.argument("public", metavar="FILE.pub", type=JSON)
@click.option("--owner", metavar="NAME", required=True, help="Whose it is: an account's name, or the registry's.")
@click.option("--office", required=True, type=click.Choice(OFFICES), help="As what its owner signs.")
@signing_options
def add_verb(public: Path, owner: str, office: str, key_file: Path, by: str, url: str | None, root: Path) -> int:
    """Add a public key to the ledger. Only a seal adds keys; the first entry of a ledger is the seal's own."""
    from migrations_gen.ledger.records import KeyAdded, Office
    from migrations_gen.ledger.signing import KeyRefused, fingerprint_of, public_of

    try:
        key = public_of(public.read_bytes())
    except KeyRefused as refused:
        raise click.BadParameter(f"{public}: {refused}", param_hint="FILE.pub") from None
    added = KeyAdded(fingerprint=fingerprint_of(key), public=key, owner=owner, office=Office(office))
    desk = open_desk(root, key_file, by, url, first=added)
    desk.sign(added, desk.office)
    click.echo(f"The key {added.fingerprint} counts as {owner}'s, as {office}.")
    return 0


@key_group.command("revoke", short_help="Have a key count no longer.")
@click.argument("fingerprint", metavar="FINGERPRINT")
@click.option("--reason", required=True, help="Why: lost, stolen, its owner has left.")
@signing_options
def revoke_verb(fingerprint: str, reason: str, key_file: Path, by: str, url: str | None, root: Path) -> int:
    """Revoke a key. What it signed before still counts. The first digits of its fingerprint are enough."""
    from migrations_gen.ledger.records import KeyRevoked, Office
    from migrations_gen.ledger.standing import keys_at

    desk = open_desk(root, key_file, by, url)
    now = keys_at(desk.entries, datetime.now(UTC))
    found = [key for key in now.values() if key.fingerprint.startswith(fingerprint.lower())]
    if len(found) != 1 or not fingerprint:
        there = ", ".join(f"{key.fingerprint[:12]} ({key.owner}, {key.office})" for key in now.values())
        raise click.BadParameter(
            f"is the beginning of {len(found)} keys in force. There are: {there}.", param_hint="FINGERPRINT"
        )
    if [key for key in now.values() if key.office is Office.SEAL] == found:
        raise click.UsageError("This is the only seal; without one no key can be added. Add another first.")
    desk.sign(KeyRevoked(fingerprint=found[0].fingerprint, reason=reason), desk.office)
    return 0


@sign_verb.command("statement", short_help="Sign what the board says, from a JSON file.")
@click.argument("file", metavar="FILE.json", type=JSON)
@signing_options
def statement_verb(file: Path, key_file: Path, by: str, url: str | None, root: Path) -> int:
    """Put the board's statement into the ledger, as its leader. FILE.json has the fields that docs/ledger.md lists."""
    from migrations_gen.ledger.records import Office, Statement

    statement = _read(Statement, file)
    open_desk(root, key_file, by, url).sign(statement, Office.LEADER)
    return 0


@sign_verb.command("decision", short_help="Sign what is done with each change, from a JSON file.")
@click.argument("file", metavar="FILE.json", type=JSON)
@signing_options
def decision_verb(file: Path, key_file: Path, by: str, url: str | None, root: Path) -> int:
    """Put a decision into the ledger, as the office it names. FILE.json has the fields that docs/ledger.md lists."""
    from migrations_gen.ledger.records import Decision

    decision = _read(Decision, file)
    open_desk(root, key_file, by, url).sign(decision, decision.office)
    return 0


@sign_verb.command("reopen", short_help="Open a closed statement again.")
@click.argument("number", metavar="NUMBER", type=click.IntRange(min=1))
@click.option("--reason", required=True, help="Why the statement no longer stands.")
@signing_options
def reopen_verb(number: int, reason: str, key_file: Path, by: str, url: str | None, root: Path) -> int:
    """Reopen the statement of entry NUMBER, as the leader. It stays in the ledger, and counts no longer."""
    from migrations_gen.ledger.records import Office, Reopening, Statement

    desk = open_desk(root, key_file, by, url)
    found = [entry.act for entry in desk.entries if entry.number == number and isinstance(entry.act, Statement)]
    if not found:
        there = ", ".join(str(entry.number) for entry in desk.entries if isinstance(entry.act, Statement)) or "none"
        raise click.BadParameter(f"entry {number} is no statement. Statements: {there}.", param_hint="NUMBER")
    desk.sign(Reopening(proposal=found[0].proposal, statement=number, reason=reason), Office.LEADER)
    return 0


@sign_verb.command("trust", short_help="Have a database take only what this key's ledger releases.")
@click.argument("url", metavar="URL")
@click.argument("fingerprint", metavar="FINGERPRINT")
def trust_verb(url: str, fingerprint: str) -> int:
    """Have the database at URL trust the key that its ledger begins with. From then on it is in production: it takes no
    catalogue that the ledger has not released.
    """
    from migrations_gen.ledger.databases import trust_in

    with told():
        trust_in(url, fingerprint.lower(), getpass.getuser(), datetime.now(UTC))
    click.echo("The database trusts the key, and takes only what a ledger that begins with it has released.")
    return 0


@sign_verb.command("copy", short_help="Bring the file or the database up to the other.")
@click.option("--database", "url", metavar="URL", required=True, help="sqlite:///FILE or postgresql://USER@HOST/NAME.")
@catalogue_option
def copy_verb(url: str, root: Path) -> int:
    """Where the file or the database lacks entries at the end that the other has, put them down there too. Nothing is
    signed, and nothing that differs is touched.
    """
    from catalogue.source.loader import read_sources
    from migrations_gen.ledger.databases import caught_up
    from migrations_gen.ledger.files import read_lines

    folder = read_sources(root).folder
    with told():
        behind, number = caught_up(url, folder, read_lines(folder))
    click.echo(f"The {behind} was behind, and has got {number} entries." if number else "Both have the same entries.")
    return 0


# ---- what they share ----


def _read(kind: type[Kind], file: Path) -> Kind:
    """The record that a JSON file holds; what a record has by itself may be left out."""
    from migrations_gen.ledger.codec import WrongValue, plain, record_of

    usual = {field.name: plain(field.default) for field in fields(kind) if field.default is not MISSING}
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return record_of(kind, usual | content if isinstance(content, dict) else content)
    except (ValueError, RecursionError) as error:
        raise click.BadParameter(f"{file} is not JSON: {error}.", param_hint="FILE.json") from None
    except WrongValue as wrong:
        raise click.BadParameter(f"{file}: {wrong}.", param_hint="FILE.json") from None


def _write_new(path: Path, content: bytes, mode: int) -> None:
    """A new file, never open to more than it should be, and never in place of another."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
