"""What the questions of a form are in its expressions: the same record for reading and for writing. Pure.

In ODK every question without an answer is the empty text; here it is NULL.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

SYSTEM = "xlsform"

YES, NO = "yes", "no"
"""The choices of a yes or no."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A question: the name of its variable here and its kind of value.

    Kinds are number, code (whole numbers), code-text, text, date, time, datetime, boolean (a choice of yes and no),
    ticks (a choice of several, with the variable of each choice), acknowledge, today and nothing (with `why`). `codes`
    are its choices, `missing` those that mean no answer here; `beside` are other questions of the same matrix.
    """

    name: str
    kind: str
    codes: frozenset[str] = frozenset()
    ticks: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    whole: bool = False
    why: str = ""

    @property
    def shape(self) -> Hashable:
        """What it is but for its name; nothing when its parts have names too."""
        return None if self.ticks else (self.kind, self.codes, self.missing, self.whole, self.why)


Fields = Mapping[str, Meant]
NUMBERS = frozenset({"number", "code"})
