"""One version's file while it is read: what everything is called before and after it, what its intents declare of the
rows, and what is wrong with them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalogue.findings import Finding, Location, did_you_mean
from catalogue.model import Catalogue, Variable
from migrations_gen.carrying.records import Carry, split
from migrations_gen.intents.records import Intent
from migrations_gen.lineage import Names, Renamed


@dataclass
class Reader:
    """`stage` is what everything is called before this version, and was called in the earliest state.

    Only of the earliest and the last state is more known than names: `is_first` and `is_last` tell whether the row
    before, and the row after this version, are those.
    """

    stage: Names
    renamed: Renamed
    before: Catalogue
    after: Catalogue
    is_first: bool
    is_last: bool
    forward: dict[str, Carry] = field(default_factory=dict)
    back: dict[str, Carry] = field(default_factory=dict)
    gone_back: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def note(self, at: Location, slug: str, message: str) -> None:
        """Remember what is wrong."""
        self.findings.append(Finding(at, slug, message))

    def note_unknown(self, intent: Intent, what: str, known: Iterable[str]) -> None:
        """A target that does not exist; between two of several versions nobody can say."""
        if self.is_last:
            message = f"There is no {what} '{intent.target}'.{did_you_mean(intent.target, known)}"
            self.note(intent.at, "intent-of-unknown", message)

    def lost(self, address: str) -> None:
        """The earlier variable cannot be had back from the later row."""
        self.back.pop(address, None)
        self.gone_back.add(address)

    def name_before(self, kind: str, address: str) -> str:
        """What a thing was called before this version."""
        return next((old for old, new in self.renamed[kind].items() if new == address), address)

    def variable_before(self, address: str) -> Variable | None:
        """The variable of the earliest state that has this address at this stage."""
        return variable_at(self.before, self.stage["variable"].get(address, ""))

    def variable_after(self, address: str) -> Variable | None:
        """The variable of the last state with this address."""
        return variable_at(self.after, address)


def variable_at(catalogue: Catalogue, address: str) -> Variable | None:
    """The variable of this address."""
    form, name = split(address)
    return catalogue.form[form].variable.get(name) if form in catalogue.form else None
