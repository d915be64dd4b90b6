"""What a change is: a subject, what was, and what is. A value: reversible, hashable, sorted."""

from dataclasses import dataclass
from typing import ClassVar

KINDS = (
    "catalogue",
    "category",
    "respondent",
    "module",
    "timepoint",
    "form",
    "section",
    "group",
    "variable",
    "rule",
    "codelist",
    "code",
    "instrument",
    "score",
    "value_set",
    "system",
    "language",
)
"""What can be changed, in the order of a report."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is changed: its kind and its address.

    A variable, group, section or rule is `rygg.pasient.hoyde`, a form `rygg.pasient`, a code `arbeidsstatus.7`; a
    codelist written in place has the address of its variable.
    """

    kind: str
    address: str

    @property
    def owner(self) -> str:
        """The address of what it lies in: a variable's form, a code's list."""
        return self.address.rpartition(".")[0]

    @property
    def name(self) -> str:
        """Its own name, without what it lies in."""
        return self.address.rpartition(".")[2]

    def __str__(self) -> str:
        return self.address


@dataclass(frozen=True, slots=True, eq=True)
class Change:
    """One difference between two states. `subject` is named as in the later one, unless it is only in the earlier.

    What was and what is are values or records of the model, None where there was or is nothing.
    """

    subject: Subject
    before: object = None
    after: object = None

    opposite: ClassVar[type["Change"] | None] = None
    """The meaning of the reverse, where it is another one."""
    is_renaming: ClassVar[bool] = False
    """Whether before and after are the subject's own addresses."""

    def reverse(self) -> "Change":
        """The change that takes the later state back to the earlier one."""
        subject = Subject(self.subject.kind, str(self.before)) if self.is_renaming else self.subject
        return (self.opposite or type(self))(subject, self.after, self.before)

    def __hash__(self) -> int:
        return hash((type(self), self.subject))

    @property
    def order(self) -> tuple[int, str, str]:
        """Where it stands in a report."""
        return KINDS.index(self.subject.kind), self.subject.address, type(self).__name__

    @classmethod
    def pair(cls, other: type["Change"]) -> None:
        """Declare two meanings each other's reverse."""
        cls.opposite, other.opposite = other, cls
