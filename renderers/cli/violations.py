"""What `validate` says about a file, written as the file is read: a line per violation, a summary, or JSON. No more of
a report is held than one piece of the file.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from renderers.cli.common import counted

if TYPE_CHECKING:
    from catalogue.model import Form
    from engine.answers import Issue
    from engine.bulk.evaluation import Broken
    from engine.bulk.pieces import Piece
    from engine.bulk.tally import Tally
    from renderers.html.wording import Wording

STOPS = ("refused", "hard")
"""The severities that make data invalid; a soft violation may be right, and somebody must say so."""
SEVERITIES = (*STOPS, "soft")
COUNTED = ("rows", "rows_with_violations", *SEVERITIES)


@dataclass(frozen=True, slots=True)
class Violation:
    """One remark on one row of a file."""

    row: int
    line: int
    variable: str
    severity: str
    rule: str
    message: str


@dataclass(slots=True)
class Teller:
    """The violations of a form's rows in words. What is said of many rows is put into words once."""

    form: "Form"
    wording: "Wording"
    _known: "dict[Issue, str]" = field(default_factory=dict)

    def violations(self, piece: "Piece", found: "tuple[Broken, ...]") -> Iterator[Violation]:
        """The violations of a piece, row by row."""
        from engine.bulk.checking import row_by_row
        from engine.bulk.tally import UNREADABLE

        numbers, lines = piece.numbers.to_list(), piece.lines.to_list()
        faults = list(reversed(piece.faults))
        for place, issue in row_by_row(found):
            while faults and faults[-1].number < numbers[place]:
                fault = faults.pop()
                yield Violation(fault.number, fault.line, "", "refused", UNREADABLE, fault.sentence)
            yield Violation(
                numbers[place], lines[place], issue.variable, issue.severity.value, issue.rule, self.message(issue)
            )
        for fault in reversed(faults):
            yield Violation(fault.number, fault.line, "", "refused", UNREADABLE, fault.sentence)

    def reasons(self, piece: "Piece", found: "tuple[Broken, ...]") -> dict[int, list[str]]:
        """Why a row is not accepted, by the numbers of those that are not."""
        from engine.bulk.checking import row_by_row

        stopping = tuple(part for part in found if part.check.issue.severity.value in STOPS)
        numbers, reasons = piece.numbers.to_list(), dict[int, list[str]]()
        for place, issue in row_by_row(stopping):
            reasons.setdefault(numbers[place], []).append(
                f"{issue.variable} {issue.rule}: {self.message(issue)}".lstrip()
            )
        return reasons

    def message(self, issue: "Issue") -> str:
        """The sentence."""
        from renderers.violations import told

        if issue not in self._known:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            self._known[issue] = told(issue, self.form, self.wording).replace("\N{NO-BREAK SPACE}", " ")
        return self._known[issue]


MOST_KNOWN = 100_000
"""Sentences that are kept; those with a computed value in them could be without end."""


@dataclass(frozen=True, slots=True)
class TextReport:
    """The report for people: a line per violation, or how many by rule and centre; and how many in all."""

    file: Path
    with_violations: bool

    def start(self) -> None:
        """Nothing stands first."""

    def violation(self, found: Violation) -> None:
        """A violation as a line."""
        parts = (found.variable, found.severity, found.rule, found.message)
        click.echo(f"{self.file}:{found.line} row {found.row}: {' '.join(part for part in parts if part)}")

    def end(self, tally: "Tally") -> None:
        """The counts."""
        if not self.with_violations:
            _print_rules(tally)
            _print_centres(tally)
        said = ", ".join(f"{tally.severities[name]:,} {name}" for name in SEVERITIES if tally.severities[name])
        click.echo(f"{counted(tally.rows, 'row')}, {tally.rows_with:,} with violations{f' ({said})' if said else ''}.")


def _print_rules(tally: "Tally") -> None:
    for severity, subjects in groupby(_by_severity(tally), key=lambda subject: subject[0]):
        click.echo(f"{severity}:")
        for subject in subjects:
            click.echo(f"  {tally.subjects[subject]:>12,}  {' '.join(filter(None, subject[1:]))}")


def _print_centres(tally: "Tally") -> None:
    if not tally.centres:
        return
    click.echo(f"by {tally.centre}:")
    click.echo("".join(f"  {name:>12}" for name in ("rows", "with some", *SEVERITIES)))
    for centre, counts in sorted(tally.centres.items()):
        click.echo("".join(f"  {counts[name]:>12,}" for name in COUNTED) + f"  {centre or '(none)'}")


def _by_severity(tally: "Tally") -> "list[tuple[str, str, str]]":
    """The subjects, the worst and most frequent first."""
    return sorted(tally.subjects, key=lambda subject: (SEVERITIES.index(subject[0]), -tally.subjects[subject], subject))


@dataclass(slots=True)
class JsonReport:
    """The report for programs, written piece by piece."""

    form: str
    with_violations: bool
    _is_open: bool = False

    def start(self) -> None:
        """What stands first."""
        click.echo(f'{{\n  "form": {json.dumps(self.form, ensure_ascii=False)}', nl=False)
        if self.with_violations:
            click.echo(',\n  "violations": [', nl=False)

    def violation(self, found: Violation) -> None:
        """One of the violations."""
        click.echo(f"{',' if self._is_open else ''}\n    {json.dumps(asdict(found), ensure_ascii=False)}", nl=False)
        self._is_open = True

    def end(self, tally: "Tally") -> None:
        """The counts."""
        if self.with_violations:
            click.echo("\n  ]" if self._is_open else "]", nl=False)
        counts: dict[str, object] = {
            "rows": tally.rows,
            "rows_with_violations": tally.rows_with,
            "counts": {name: tally.severities[name] for name in SEVERITIES},
        }
        if not self.with_violations:
            counts["rules"] = [
                {"severity": severity, "variable": variable, "rule": rule, "count": tally.subjects[subject]}
                for subject in _by_severity(tally)
                for severity, variable, rule in (subject,)
            ]
            counts["centres"] = {
                centre: {name: found[name] for name in COUNTED} for centre, found in sorted(tally.centres.items())
            }
        for name, value in counts.items():
            click.echo(f',\n  "{name}": {json.dumps(value, ensure_ascii=False)}', nl=False)
        click.echo("\n}")
