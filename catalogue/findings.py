"""Findings: remarks on the catalogue, each with a place, a slug and a sentence that says what to do.

Pure values. A finding is never raised: passes collect them, and the reader gets all in one run, sorted by place.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error stops everything that builds on the catalogue, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; line and column count from 1. Without a place in the text both are 0."""

    path: str = ""
    line: int = 0
    column: int = 0

    def shifted(self, columns: int) -> "Location":
        """The place `columns` to the right on the same line."""
        return Location(self.path, self.line, self.column + columns)

    def after(self, text: str) -> "Location":
        """The place after this text, which begins here; its further lines begin in the same column."""
        return Location(self.path, self.line + text.count("\n"), self.column + len(text.rpartition("\n")[2]))

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


NOWHERE = Location()


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One remark on the catalogue: where, what kind (`slug`), how grave, and what to do about it."""

    at: Location
    slug: str
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.at} {self.severity} {self.slug} {self.message}"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A suggestion to end a message with: ` Did you mean 'hoyde'?`, or nothing when no known name is near."""
    folded = {candidate.lower(): candidate for candidate in sorted(known)}
    near = difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.6)
    return f" Did you mean '{folded[near[0]]}'?" if near else ""


def is_broken(findings: Iterable[Finding]) -> bool:
    """Whether any finding is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
