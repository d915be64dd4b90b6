"""What is wrong with a state that shall be released, whoever has agreed to it. Pure; a finding for each thing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from catalogue.findings import Finding, Location, Severity
from catalogue.source.loader import ROOT_NAME
from migrations_gen.comparison import Comparison
from migrations_gen.diff.records import Question
from migrations_gen.ledger.records import Released
from migrations_gen.proposals.checking import Checked
from migrations_gen.versions import version_key

GRAVE = frozenset({"missing-text"})
"""What is only a warning while one is at work, and stops a release: a respondent would meet two languages."""


def obstacles(
    checked: Checked,
    digest: str,
    comparison: Comparison | None,
    released: Sequence[Released],
    proved: Iterable[Finding] = (),
) -> tuple[Finding, ...]:
    """Everything that stops the state with this digest from being released after these; `proved` is what only the
    prover sees.
    """
    own = (*_own(checked, proved), *_written_otherwise(checked, digest))
    return tuple(sorted((*own, *_between(comparison), *_version(checked, released))))


def _own(checked: Checked, proved: Iterable[Finding]) -> Iterator[Finding]:
    for found in (*checked.findings, *proved):
        if found.severity is Severity.ERROR or found.slug in GRAVE:
            yield replace(found, severity=Severity.ERROR)
    for path in checked.unread:
        message = "No part of the catalogue is read from this file. Include it, or leave it out."
        yield Finding(Location(path, 1, 1), "unread-file", message)


def _written_otherwise(checked: Checked, digest: str) -> Iterator[Finding]:
    """No server would find this digest again in the files."""
    if checked.digest != digest and not checked.unread:
        message = "The state is not written as its files give it. Make the proposal anew from the files."
        yield Finding(Location(ROOT_NAME, 1, 1), "not-canonical", message)


def _between(comparison: Comparison | None) -> Iterator[Finding]:
    for stop in comparison.stops if comparison else ():
        yield _asked(stop) if isinstance(stop, Question) else stop


def _asked(question: Question) -> Finding:
    other = f" and {question.other}" if question.other else ""
    message = (
        f"{question.subject}{other}: only you can say what was meant. 'skjemaverk diff' has the lines for the"
        " changes file."
    )
    return Finding(Location(ROOT_NAME, 1, 1), question.slug, message)


def _version(checked: Checked, released: Sequence[Released]) -> Iterator[Finding]:
    if checked.state is None or not released:
        return
    version, last = checked.state.version, max((act.version for act in released), key=version_key)
    if version_key(version) <= version_key(last):
        known = {act.version for act in released}
        why = "has been released" if version in known else f"does not come after {last}, which has been released"
        message = f"Version {version} {why}. Give these files a later version."
        yield Finding(Location(ROOT_NAME, 1, 1), "version-not-later", message)
