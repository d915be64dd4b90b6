"""`verify`: the ledger, the files of releases and a database held against each other, and all that is wrong told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renderers.cli.common import BROKEN, catalogue_option, counted, json_option, print_json

if TYPE_CHECKING:
    from migrations_gen.ledger.checking import Checked
    from migrations_gen.ledger.databases import Kept
    from migrations_gen.ledger.flaws import Flaw

FILE, RELEASES, DATABASE = "signoffs.jsonl", "releases", "database"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was held against what, and what is wrong where."""

    checked: "Checked"
    kept: "Kept | None"
    compared: tuple[str, ...]
    flaws: tuple[tuple[str, "Flaw"], ...]

    @property
    def root(self) -> str | None:
        """The key that the ledger begins with."""
        entries = self.checked.entries
        return entries[0].key if entries and entries[0].number == 1 else None


@click.command("verify", short_help="Check the ledger, the releases and a database.")
@click.option("--database", "url", metavar="URL", help="sqlite:///FILE or postgresql://USER@HOST/NAME; only read.")
@click.option("--trust", "fingerprints", metavar="FINGERPRINT", multiple=True, help="The first key must be this one.")
@click.option(
    "--key-file",
    metavar="PUBLIC.pem",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The same, from the seal's public key.",
)
@catalogue_option
@json_option
def verify_verb(
    url: str | None, fingerprints: tuple[str, ...], key_file: Path | None, root: Path, as_json: bool
) -> int:
    """Find every entry of the ledger that was edited, removed, moved or forged, and every file of a release that is
    not what was released; with a database, also every difference between the two, and whether what runs was released.

    A ledger is in order in itself, or not. Whether it is yours, and whether its end was cut off, only something outside
    it can tell: the fingerprint of its first key, or a database.
    """
    from catalogue.source.loader import read_sources
    from engine.installation import DatabaseRefused
    from migrations_gen.ledger.flaws import LedgerRefused

    given = frozenset((*map(_fingerprint, fingerprints), *_of_file(key_file)))
    try:
        found = _verified(read_sources(root).folder, url, given)
    except (DatabaseRefused, LedgerRefused) as refused:
        raise click.UsageError(str(refused)) from None
    if as_json:
        print_json(_report(found))
    else:
        _print(found)
    return BROKEN if found.flaws else 0


def _fingerprint(given: str) -> str:
    text = given.replace(":", "").lower()
    if len(text) != 64 or set(text) - set("0123456789abcdef"):
        raise click.BadParameter(f"'{given}' is no fingerprint; one has 64 hexadecimal digits.", param_hint="--trust")
    return text


def _of_file(key_file: Path | None) -> Iterator[str]:
    from migrations_gen.ledger.signing import KeyRefused, fingerprint_of, public_of

    if key_file is None:
        return
    try:
        yield fingerprint_of(public_of(key_file.read_bytes()))
    except KeyRefused as refused:
        raise click.BadParameter(f"{key_file}: {refused}", param_hint="--key-file") from None


def _verified(folder: Path, url: str | None, given: frozenset[str]) -> Verified:
    from migrations_gen.ledger.checking import check
    from migrations_gen.ledger.databases import kept_in
    from migrations_gen.ledger.files import read_lines
    from migrations_gen.ledger.frozen import frozen_flaws

    kept = kept_in(url) if url else None
    trusting = {"--trust": given, DATABASE: kept.trusted if kept else frozenset()}
    compared = {name: keys for name, keys in trusting.items() if keys}
    trusted = frozenset.intersection(*compared.values()) if compared else None
    lines = read_lines(folder)
    checked = check(lines, trusted)
    flaws = (
        *((FILE, flaw) for flaw in checked.flaws),
        *((RELEASES, flaw) for flaw in frozen_flaws(folder, checked.entries)),
        *((DATABASE, flaw) for flaw in (_in_database(kept, lines, trusted) if kept else ())),
    )
    return Verified(checked, kept, tuple(compared), flaws)


def _in_database(kept: "Kept", lines: Sequence[str], trusted: frozenset[str] | None) -> "Iterator[Flaw]":
    """What is wrong with the database's copy is only told where it is not the file's."""
    from migrations_gen.ledger.checking import check
    from migrations_gen.ledger.databases import running_flaws
    from migrations_gen.ledger.kept import differences

    there = check(kept.lines, trusted)
    if kept.lines != tuple(lines):
        yield from differences(lines, kept.lines)
        yield from there.flaws
    yield from kept.wrong_rows
    yield from running_flaws(kept, there.entries)


# ---- told ----


def _print(found: Verified) -> None:
    from migrations_gen.ledger.remedies import REMEDIES

    for where, flaw in found.flaws:
        place = f"{where}:{flaw.number}" if flaw.number else where
        click.echo(f"{place} {flaw.slug} {flaw.message} {REMEDIES[flaw.slug]}")
    for sentence in _sentences(found):
        click.echo(sentence)


def _sentences(found: Verified) -> Iterator[str]:
    entries = found.checked.entries
    if not entries:
        yield "There is no ledger: nothing has been decided here, or it was removed."
        return
    last = entries[-1]
    yield f"The ledger has {_counted(len(entries))}, the last of {last.at:%Y-%m-%d %H:%M} UTC by {last.by}."
    if found.kept is not None:
        release = found.kept.release
        at = f", and is at version {release.version}" if release else ""
        yield f"The database has {_counted(len(found.kept.lines))}{at}."
    yield f"It begins with the key {found.root}."
    if found.compared:
        yield f"That key was compared with: {', '.join(found.compared)}."
    if found.flaws:
        yield f"{counted(len(found.flaws), 'flaw')}."
    elif found.compared:
        yield "Everything is in order."
    else:
        yield (
            "The ledger is in order in itself. Whether its first key is yours is only known with --trust, or with the"
            " --database of one that trusts a key."
        )


def _counted(entries: int) -> str:
    return "1 entry" if entries == 1 else f"{entries:,} entries"


def _report(found: Verified) -> dict[str, object]:
    from migrations_gen.ledger.remedies import REMEDIES

    return {
        "entries": len(found.checked.entries),
        "root": found.root,
        "compared_with": list(found.compared),
        "database": _database(found.kept) if found.kept else None,
        "flaws": [
            {
                "where": where,
                "entry": flaw.number or None,
                "slug": flaw.slug,
                "message": flaw.message,
                "remedy": REMEDIES[flaw.slug],
            }
            for where, flaw in found.flaws
        ],
    }


def _database(kept: "Kept") -> dict[str, object]:
    release = kept.release
    return {
        "entries": len(kept.lines),
        "trusted": sorted(kept.trusted),
        "version": release.version if release else None,
        "digest": release.digest if release else None,
    }
