"""What both directions speak of: a question as FHIRPath sees it, and the two ways in which there is no answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class CannotSay(Exception):
    """There is no expression of the same meaning on the other side; the message says of what."""


class FhirPathError(Exception):
    """The text is no FHIRPath: why, and at which character."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message, self.at = message, at


@dataclass(frozen=True, slots=True)
class Item:
    """A question: its linkId, our name and our type; of a checklist the tick of each code.

    `weights` is what each code counts. `codes` is our code for each there, where ours are others; the kind is ours.
    """

    link_id: str
    name: str
    kind: str
    choices: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)

    def our_code(self, code: str) -> str | None:
        """Our code for one there; None where there is none."""
        return self.codes.get(code) if self.codes else code


LONGEST = 20_000
"""Letters of a FHIRPath; a longer one is no rule that anybody reads."""
