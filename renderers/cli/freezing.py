"""A release put down: its files first, then the entry that puts it in use, then what follows from it.

Broken off before the entry, nothing is released, and the files are written again next time.
"""

import os
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renderers.cli.signing import open_desk, told

if TYPE_CHECKING:
    from migrations_gen.comparison import Comparison
    from migrations_gen.ledger.records import Entry
    from migrations_gen.proposals.records import Proposal
    from migrations_gen.releasing.freezing import Frozen
    from migrations_gen.releasing.preparing import Ready, Wanted

BESIDE = ".new"


def put_down(root: Path, frozen: "Frozen", *, seal: Path, by: str, url: str | None) -> "Entry":
    """Write the files and sign the entry, in the file and in the database; what was refused leaves no file behind."""
    from migrations_gen.ledger.databases import caught_up
    from migrations_gen.ledger.files import read_lines
    from migrations_gen.ledger.records import Office

    folder = _data(root)
    if url:
        with told():
            caught_up(url, folder, read_lines(folder))
    desk = open_desk(root, seal, by, url)
    write_all(folder, frozen.files)
    try:
        return desk.sign(frozen.act, Office.SECRETARIAT)
    except click.ClickException:
        for path in frozen.files:
            (folder / path).unlink(missing_ok=True)
        raise


def follow_release(
    root: Path, wanted: "Wanted", ready: "Ready", url: str | None, entry: "Entry", *, write: bool
) -> "Proposal | None":
    """What follows in the database, and in the files at hand; the proposal as it then is."""
    from migrations_gen.releasing.emergency import for_the_table
    from migrations_gen.releasing.settling import Aftermath, NotFollowed, follow_up, has_postponed
    from migrations_gen.states import files_of, snapshot
    from renderers.i18n import languages

    assert ready.frozen is not None
    if write:
        at_hand, released = (files_of(text, "") for text in (snapshot(root), wanted.text))
        write_all(root.parent, {path: text for path, text in released.items() if at_hand.get(path) != text})
        for path in at_hand.keys() - released.keys():
            (root.parent / path).unlink()
    if url is None:
        return None
    act, comparison = ready.frozen.act, ready.comparison
    draft = for_the_table(act, languages()["nb"]) if act.emergency else None
    aftermath = Aftermath(
        act=act,
        before=wanted.before[1] if wanted.before else "",
        released=wanted.text,
        has_postponed=has_postponed(wanted.entries, act),
        draft=draft,
        packs=partial(_packs, comparison, url) if comparison else lambda _: {},
        who=entry.by,
        now=datetime.now(UTC),
    )
    try:
        return follow_up(url, aftermath)
    except NotFollowed as reason:
        click.echo(str(reason), err=True)
        return None


def _packs(comparison: "Comparison", url: str, proposal: "Proposal") -> "Mapping[str, str]":
    """What the board is shown of an emergency release's changes."""
    from engine.installation import DatabaseRefused, opened
    from migrations_gen.proposals.records import Draft
    from renderers.proposing import PATIENCE, Case, counts, packs, proved

    known = {field.name: getattr(proposal, field.name) for field in fields(Draft)}
    try:
        with opened(url, comparison.difference.before.catalogue, PATIENCE) as database:
            counted = counts(comparison, proposal.before, url, database.tables)
    except DatabaseRefused:
        counted = ()
    return packs(Case(proposal.number, Draft(**known), datetime.now(UTC)), proved(comparison), counted)


def refuse_to_write_over(root: Path, wanted: "Wanted") -> None:
    """Only what is kept elsewhere is written over: the last release, or what is released now."""
    from migrations_gen.states import snapshot

    there = snapshot(root)
    if there != wanted.text and (wanted.before is None or there != wanted.before[1]):
        raise click.UsageError(
            "The files at hand are neither the last release nor what was decided, so --write would lose something. Keep"
            " them elsewhere first, and put back the last release."
        )


def write_all(folder: Path, files: Mapping[str, str]) -> None:
    """Each file beside its place first, so that it is the old one or the new one, never half of one."""
    for path in files:
        place = (folder / path).resolve()
        if not place.is_relative_to(folder.resolve()):
            raise click.UsageError(f"'{path}' would lie outside {folder}. Nothing was written.")
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(place.name + BESIDE)
        beside.write_bytes(text.encode())
        os.replace(beside, place)


def _data(root: Path) -> Path:
    from catalogue.source.loader import read_sources

    return read_sources(root).folder
