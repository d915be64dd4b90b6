"""One version's file while it is read: what everything is called before and after it, what its intents declare of the
rows, and what is wrong with them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalogue.expressions.scope import Binding, Scope
from catalogue.findings import Finding, Location, did_you_mean
from catalogue.model import OFFERED_REASONS, Catalogue, Variable
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

    def note_reasons(self, at: Location, target: Variable | None, reasons: Iterable[str]) -> None:
        """Reasons that old rows would get and the variable does not offer; the database would refuse them."""
        if target is None or not self.is_last:
            return
        for reason in sorted(set(reasons) & set(OFFERED_REASONS) - set(target.offered_reasons)):
            message = (
                f"Old answers to '{target.name}' would get the reason '{reason}', which it does not offer."
                f" Write 'missing: {{{reason}: {{}}}}' at it, or give another reason here."
            )
            self.note(at, "reason-not-offered", message)

    def lost(self, address: str) -> None:
        """The earlier variable cannot be had back from the later row."""
        self.back.pop(address, None)
        self.gone_back.add(address)

    def name_before(self, kind: str, address: str) -> str:
        """What a thing was called before this version."""
        return next((old for old, new in self.renamed[kind].items() if new == address), address)

    def origin(self, address: str) -> str | None:
        """What a variable of this version was called before it; None when it is new, also under another's old name."""
        renamed = self.renamed["variable"]
        found = next((old for old, new in renamed.items() if new == address), None)
        if found is None and address in self.stage["variable"] and address not in renamed:
            return address
        return found

    def lists(self, form: str) -> Scope:
        """The groups that a form of the earliest state still has before this version, by name."""
        now = {old: split(new)[1] for new, old in self.stage["variable"].items() if split(new)[0] == form}
        found: dict[str, Binding] = {}
        for address, old in self.stage["group"].items():
            place, name = split(old)
            if split(address)[0] == form:
                members = (
                    part.name for part in self.before.form[place].groups[name].variables if not part.is_calculated
                )
                kept = (now[f"{place}.{member}"] for member in members if f"{place}.{member}" in now)
                found[split(address)[1]] = Binding("list", members=tuple(kept))
        return found

    def variables(self, form: str) -> Mapping[str, Variable]:
        """What the earliest state knows of the variables of a form, by their names before this version."""
        inside = (address for address in self.stage["variable"] if split(address)[0] == form)
        known = ((split(address)[1], self.variable_before(address)) for address in inside)
        return {name: variable for name, variable in known if variable is not None}

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
