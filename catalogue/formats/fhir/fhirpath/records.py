"""What both directions speak of: a question as FHIRPath sees it, and a text that is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.formats.token_walk import Unreadable


class FhirPathError(Unreadable):
    """The text is no FHIRPath."""


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
