"""The list of what a job looks for: a number for each thing that can be wrong, as a row's violations are told by."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.answers import IssueSeverity
from engine.compilers.spark_words import spark_text


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that can be wrong: where it is shown, what is broken, what it stops."""

    variable: str
    rule: str
    severity: IssueSeverity


@dataclass(slots=True)
class Checks:
    """Everything that is looked for, in the order in which it is told; its place is its number."""

    found: list[Found] = field(default_factory=list)

    def number(self, variable: str, rule: str, severity: IssueSeverity) -> int:
        """The number of one more thing that can be wrong."""
        self.found.append(Found(variable, rule, severity))
        return len(self.found) - 1

    def when(self, condition: str, variable: str, rule: str, severity: IssueSeverity) -> str:
        """The number where the condition is TRUE, else NULL."""
        return f"CASE WHEN {condition} THEN {self.number(variable, rule, severity)} END"

    def first(self, variable: str, severity: IssueSeverity, *rules: tuple[str, str]) -> str:
        """The number of the first (condition, rule) that is TRUE; NULL when none is."""
        branches = (f"WHEN {condition} THEN {self.number(variable, rule, severity)}" for condition, rule in rules)
        return f"CASE {' '.join(branches)} END" if rules else "CAST(NULL AS INT)"

    def rows(self) -> Iterator[str]:
        """The list as rows of a table."""
        for number, found in enumerate(self.found):
            words = ", ".join(map(spark_text, (found.variable, found.rule, found.severity.value)))
            yield f"({number}, {words})"
