"""How `release` tells what is lacking, what is frozen and what was done, to people and to programs."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renderers.cli.common import counted, print_findings, print_json, shown

if TYPE_CHECKING:
    from migrations_gen.ledger.records import Entry
    from migrations_gen.proposals.records import Proposal
    from migrations_gen.releasing.freezing import Frozen
    from migrations_gen.releasing.lacks import Lack
    from migrations_gen.releasing.preparing import Ready


def print_ready(ready: "Ready", root: Path) -> None:
    """What stands in the way, each thing with the changes it is about; else what the release is."""
    print_findings(shown(ready.findings, root), err=True)
    names = _told(ready)
    for sentence, lacks in groupby(sorted(ready.lacks, key=_sentence), key=_sentence):
        click.echo(sentence, err=True)
        for lack in lacks:
            if lack.change:
                click.echo(f"  {names.get(lack.change, lack.change)}", err=True)
    if ready.frozen is None:
        about = f"version {ready.version} ({ready.digest})" if ready.version else "this"
        click.echo(f"{about[0].upper()}{about[1:]} cannot be released yet. Nothing was done.", err=True)
        return
    for line in _lines(ready):
        click.echo(line)


def print_released(entry: "Entry", frozen: "Frozen", table: "Proposal | None") -> None:
    """What was done, and what comes next."""
    for path in frozen.files:
        click.echo(f"written: {path}")
    click.echo(f"Version {frozen.act.version} is released (entry {entry.number}).")
    if table is not None:
        click.echo(f"Proposal {table.number} ({table.title}) is {table.stage}.")
    if frozen.act.emergency and table is None:
        click.echo(
            "With --database it comes on the board's table by itself; else make a proposal of it before the meeting."
        )
    if frozen.act.before:
        click.echo("Next: 'skjemaverk migrate' writes the way there, and 'skjemaverk upgrade' takes databases along.")


def report(ready: "Ready", entry: "Entry | None" = None) -> None:
    """The same for programs."""
    names = _told(ready)
    frozen = ready.frozen
    print_json(
        {
            "version": ready.version,
            "digest": ready.digest,
            "findings": [
                {"place": str(found.at), "slug": found.slug, "message": found.message} for found in ready.findings
            ],
            "lacking": [
                {
                    "change": lack.change,
                    "about": names.get(lack.change, ""),
                    "slug": lack.slug,
                    "message": _sentence(lack),
                }
                for lack in ready.lacks
            ],
            "emergency": bool(frozen and frozen.act.emergency),
            "files": list(frozen.files) if frozen else [],
            "entry": entry.number if entry else None,
        }
    )


def _lines(ready: "Ready") -> Iterator[str]:
    assert ready.frozen is not None
    act = ready.frozen.act
    if act.emergency:
        yield f"EMERGENCY RELEASE. The board has not been heard. Reason: {act.emergency.reason}"
        yield f"It may be used until {act.emergency.until}, and longer when the board has been heard by then."
    changes = len(ready.comparison.difference.changes) if ready.comparison else 0
    after = f", with {counted(changes, 'change')}" if changes else ""
    yield f"Version {act.version}{after}; digest {act.digest}."
    rests = ", ".join(str(number) for number in act.decisions)
    heard = f" and the board's statement of entry {act.statement}" if act.statement is not None else ""
    if rests:
        yield f"It rests on the decision{'s' * (len(act.decisions) > 1)} of entry {rests}{heard}."


def _told(ready: "Ready") -> dict[str, str]:
    """What people call each change."""
    from migrations_gen.change_sets import name_of
    from migrations_gen.changes.sentences import sentence
    from migrations_gen.naming import naming
    from migrations_gen.releasing.demands import WHOLE
    from renderers.i18n import WRITTEN_IN, languages

    told = {WHOLE: "the whole of the registry's first release"}
    if ready.comparison is None:
        return told
    difference, spoken = ready.comparison.difference, languages()[WRITTEN_IN]
    names = naming(difference.before, difference.after, WRITTEN_IN)
    return told | {name_of(change): sentence(change, spoken, names) for change in difference.changes}


def _sentence(lack: "Lack") -> str:
    from renderers.i18n import WRITTEN_IN, languages

    return lack.sentence(languages()[WRITTEN_IN])
