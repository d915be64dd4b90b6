"""The report of a comparison, as words in one language: what every way of writing it down starts from.

Pure values. Nothing here is markup; sentences are whole, and what stands side by side is in `before` and `after`.
"""

from dataclasses import dataclass

GRADES = ("breaking", "review", "safe")
"""How grave a change is, the gravest first: the order of the report."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of a change besides. `kind` is `risk`, `advice` (the safe way, with lines ready to paste), `proof`
    or `dependant`; `slug` names the risk.
    """

    kind: str
    title: str
    text: str
    lines: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change, told."""

    anchor: str
    meaning: str
    kind: str
    address: str
    name: str
    grade: str
    title: str
    sentence: str
    before: str
    after: str
    reason: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Changes that belong together, under one heading; a change that stands alone has none.

    A whole comes, goes or is renamed as one: what is said of the first is said of all.
    """

    entries: tuple[Entry, ...]
    heading: str = ""
    is_whole: bool = False

    @property
    def anchor(self) -> str:
        """Where it begins."""
        return self.entries[0].anchor

    def remarks(self, entry: Entry) -> tuple[Remark, ...]:
        """What a reader is told besides of one of them."""
        return () if self.is_whole and entry is not self.entries[0] else entry.remarks

    @property
    def reason(self) -> str:
        """Why, when it is the same for every change."""
        reasons = {entry.reason for entry in self.entries}
        return reasons.pop() if len(reasons) == 1 else ""


@dataclass(frozen=True, slots=True)
class Place:
    """What was changed in one form, or in what several forms share."""

    title: str
    address: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Graded:
    """All changes of one grade."""

    grade: str
    title: str
    meaning: str
    number: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that stops a release: what is asked, why, and lines for the changes file."""

    anchor: str
    slug: str
    address: str
    other: str
    sentence: str
    evidence: tuple[str, ...]
    suggestion: str


@dataclass(frozen=True, slots=True)
class Remarked:
    """What is wrong in a changes file, and where."""

    path: str
    line: int
    column: int
    slug: str
    message: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A series that cannot be compared as before: which, and how old and new answers compare."""

    address: str
    comparable: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Load:
    """How much one form asks, before and after: questions, and minutes as estimated."""

    address: str
    title: str
    respondent: str
    questions: tuple[int, int]
    minutes: tuple[float, float]
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is told of two states. `stops` is whether something must be answered or mended first.

    `changes_file` is where an author says what was meant, beside the registry's data.
    """

    language: str
    registry: str
    before: str
    after: str
    requested_by: tuple[str, ...]
    changes_file: str
    headline: str
    verdict: str
    stops: bool
    graded: tuple[Graded, ...]
    questions: tuple[Asked, ...] = ()
    findings: tuple[Remarked, ...] = ()
    series: tuple[Broken, ...] = ()
    loads: tuple[Load, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every change, in the order of the report."""
        return tuple(
            entry
            for graded in self.graded
            for place in graded.places
            for block in place.blocks
            for entry in block.entries
        )
