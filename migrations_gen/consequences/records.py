"""What depends on a change, and what of it was left behind. Pure values."""

from dataclasses import dataclass

from catalogue.findings import Finding

KINDS = (
    "rule",
    "calculation",
    "score",
    "condition",
    "requirement",
    "limit",
    "prefill",
    "validity-day",
    "otherwise",
    "view-column",
    "outside-name",
    "translation",
    "paper-form",
    "json-schema",
    "codebook",
    "series",
    "open-change",
)
"""What can depend on a change, in the order of a report."""


@dataclass(frozen=True, slots=True, order=True)
class Consequence:
    """One thing that depends on a change: its kind and what it is called. A `finding` says what was left behind."""

    kind: str
    subject: str
    finding: Finding | None = None

    @property
    def is_resolved(self) -> bool:
        """Whether it can stand as it is."""
        return self.finding is None

    @property
    def order(self) -> tuple[int, str]:
        """Where it stands in a report."""
        return KINDS.index(self.kind), self.subject
