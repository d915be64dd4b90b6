"""What can be lacking before a change may be released: each kind is a row in `LACKS`, a sentence with its remedy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from catalogue.texts import translatable
from migrations_gen.ledger.records import Office
from migrations_gen.wording import Language

LACKS: Mapping[str, str] = MappingProxyType(
    {
        "no-statement": translatable(
            "The board has not given a statement on it. Put it on the board's table; the leader closes the discussion."
        ),
        "not-in-statement": translatable(
            "The statement (entry {statement}) says nothing of it. The leader reopens the discussion, and the board"
            " says what it thinks of this change too."
        ),
        "no-quorum": translatable(
            "Too few members had answered when the statement was made (entry {statement}). The leader reopens the"
            " discussion, and more members answer."
        ),
        "undecided": translatable("It is not decided. The secretariat can do that."),
        "undecided-by-leader": translatable("It is not decided. The leader or the data controller does that."),
        "undecided-by-controller": translatable("The data controller has not decided on it, and must."),
        "undecided-beside-controller": translatable(
            "Besides the data controller, the secretariat or the leader must decide on it, and has not."
        ),
        "undecided-by-leader-too": translatable(
            "Besides the data controller, the leader must decide on it, and has not."
        ),
        "postponed": translatable(
            "The decision (entry {decision}) postpones it. Release only what was accepted, or decide anew."
        ),
        "rejected": translatable(
            "The decision (entry {decision}) rejects it. Release only what was accepted, or decide anew."
        ),
        "other-statement": translatable(
            "The decision (entry {decision}) does not rest on the statement that stands (entry {statement})."
            " The data controller decides anew."
        ),
        "no-reason": translatable(
            "The board does not recommend it, and the decision (entry {decision}) does not say why it is accepted all"
            " the same. The data controller decides anew, with a reason."
        ),
        "same-person": translatable(
            "Two must agree to it, and {person} has spoken for both (entries {entries}). Somebody else decides anew."
        ),
        "other-state": translatable(
            "The last decision (entry {decision}) is on another state than this one: {decided}, and not {released}."
            " Release what was decided, or decide on this."
        ),
    }
)
"""The sentences by slug."""

UNDECIDED: Mapping[frozenset[Office], str] = MappingProxyType(
    {
        frozenset({Office.SECRETARIAT, Office.LEADER, Office.CONTROLLER}): "undecided",
        frozenset({Office.LEADER, Office.CONTROLLER}): "undecided-by-leader",
        frozenset({Office.CONTROLLER}): "undecided-by-controller",
        frozenset({Office.SECRETARIAT, Office.LEADER}): "undecided-beside-controller",
        frozenset({Office.LEADER}): "undecided-by-leader-too",
    }
)
"""What is lacking when none of these has decided; where the controller is not among them, both must."""


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is lacking for one change; `change` is its name, and empty for all of them together."""

    change: str
    slug: str
    values: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, language: Language) -> str:
        """The lack in words."""
        return language.gettext(LACKS[self.slug], **self.values)
