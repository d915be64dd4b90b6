"""Some changes of a proposal taken, the rest left: the state that comes of those, and what goes on afterwards.

Nothing is taken that was not accepted: what is needed and lacking is told, not added.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from catalogue.findings import NOWHERE, Finding, Location
from catalogue.source.layout.spans import Unmergeable
from migrations_gen.change_sets import name_of
from migrations_gen.changes.registry import VersionChanged
from migrations_gen.comparison import Comparison
from migrations_gen.diff import diff
from migrations_gen.diff.records import Difference
from migrations_gen.merging import Edit, Files, chosen
from migrations_gen.merging.versions import with_version
from migrations_gen.parts.around import Around
from migrations_gen.parts.edits import Assigned, assigned, edits_between, of_version, table_owners
from migrations_gen.parts.grouping import grouped
from migrations_gen.parts.links import Linking
from migrations_gen.parts.records import Parts, Subset
from migrations_gen.states import State, StateRefused, files_of, snapshot_of_files, state_of_snapshot

BEFORE, AFTER = "before", "after"
COMES = "comes along with what was accepted, and was not accepted itself"
FAILS = "was accepted, and does not come about"


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """Two states with everything between them: what `parts_of` and `subset` both need, found once."""

    before: Files
    after: Files
    difference: Difference
    edits: tuple[Edit, ...]
    assigned: Assigned
    parts: Parts


def proposal_of(
    before_snapshot: str, after_snapshot: str, difference: Comparison | Difference | None = None
) -> Proposal:
    """Everything between two states; `difference` is what is known of it already."""
    if isinstance(difference, Comparison):
        difference = difference.difference
    if difference is None:
        difference = diff(state_of_snapshot(before_snapshot, BEFORE), state_of_snapshot(after_snapshot, AFTER))
    before, after = files_of(before_snapshot, BEFORE), files_of(after_snapshot, AFTER)
    edits = edits_between(before, after)
    tables = {**table_owners(before), **table_owners(after)}
    found, around = assigned(difference, edits, tables), Around(difference)
    names = tuple(name_of(change) for change in difference.changes)
    parts = grouped(names, Linking(difference, found, around).links())
    return Proposal(before, after, difference, edits, found, parts)


def parts_of(difference: Comparison | Difference, before_snapshot: str, after_snapshot: str) -> Parts:
    """What of the changes must travel together, what each part needs, and why."""
    return proposal_of(before_snapshot, after_snapshot, difference).parts


def subset(
    before_snapshot: str,
    after_snapshot: str,
    accepted: Collection[str],
    version: str | None = None,
    *,
    difference: Comparison | Difference | None = None,
) -> Subset:
    """The state that comes of the accepted changes. `version` is what it is called, if not as the later state.

    The version goes along with whatever is accepted, and is no change that can be left behind.
    """
    proposal = proposal_of(before_snapshot, after_snapshot, difference)
    names = set(proposal.parts.part_of)
    if not names & set(accepted):
        return Subset(before_snapshot)
    lacking = proposal.parts.lacking(accepted)
    if lacking:
        return Subset(None, lacking=lacking)
    try:
        files = taken(proposal, accepted)
    except Unmergeable as reason:
        return Subset(None, (Finding(NOWHERE, "cannot-be-parted", f"The files cannot be parted: {reason}."),))
    if version is not None:
        files = with_version(files, version)
    snapshot = snapshot_of_files(files)
    try:
        state = state_of_snapshot(snapshot, "accepted")
    except StateRefused as refused:
        return Subset(snapshot, refused.findings)
    return Subset(snapshot, tuple(_not_as_decided(proposal, accepted, state)))


def taken(proposal: Proposal, accepted: Collection[str]) -> Files:
    """The earlier files with the edits that belong to the accepted changes; the version, and its changes file without
    what is meant there, go along with whatever it is.
    """
    always = of_version(proposal.difference)
    wanted = {edit for name in (*accepted, *always) for edit in proposal.assigned.behind.get(name, ())}
    is_all = set(accepted) >= set(proposal.parts.part_of) - always
    for edit, beside in proposal.assigned.beside.items():
        if is_all or beside & set(accepted) or edit.kind == "changes":
            wanted.add(edit)
    return chosen(proposal.before, proposal.after, lambda edit: edit in wanted)


def _not_as_decided(proposal: Proposal, accepted: Collection[str], state: State) -> Iterator[Finding]:
    """Changes that came though nobody accepted them, and the other way round."""
    found = {name_of(change): change for change in diff(proposal.difference.before, state).changes}
    known = {name_of(change): change for change in proposal.difference.changes}
    for name in sorted(found.keys() - set(accepted)):
        if not isinstance(found[name], VersionChanged):
            yield _finding("not-accepted", found[name].subject.address, COMES)
    for name in sorted(set(accepted) - found.keys()):
        if name in known and not isinstance(known[name], VersionChanged):
            yield _finding("not-there", known[name].subject.address, FAILS)


def _finding(slug: str, address: str, what: str) -> Finding:
    message = f"A change of '{address}' {what}. Decide on all that is about it together."
    return Finding(Location(address), slug, message)


__all__ = ["Proposal", "parts_of", "proposal_of", "subset", "taken"]
