"""Everything that depends on a change, and what of it was left behind. Pure.

For each change: the expressions that read it, the columns and outside names that show it, the forms, texts and codebook
lines it stands in, and the changes to come that speak of it. What can hardly be right as it is has a finding, and stops
a release.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from catalogue.findings import Finding
from migrations_gen.changes.base import Change
from migrations_gen.consequences import left_behind, outward
from migrations_gen.consequences.reach import BOOK, COLUMNS, FORMS, REACH, READERS, WORDS
from migrations_gen.consequences.records import KINDS, Consequence
from migrations_gen.consequences.surroundings import Surroundings
from migrations_gen.diff.records import Difference
from migrations_gen.risks.evidence import Evidence

Follow = Callable[[Change, tuple[str, ...], Surroundings], Iterator[Consequence]]

FOLLOWED: Mapping[str, tuple[Follow, ...]] = {
    READERS: (left_behind.readers, left_behind.periods),
    COLUMNS: (outward.columns, left_behind.outside_names),
    WORDS: (outward.translations,),
    FORMS: (outward.forms,),
    BOOK: (outward.codebook,),
}
"""What is looked for, by how far a change reaches."""


def consequences_of(difference: Difference) -> Mapping[Change, tuple[Consequence, ...]]:
    """What depends on each change, in the order of a report."""
    return consequences_by(Evidence(difference))


def consequences_by(evidence: Evidence) -> Mapping[Change, tuple[Consequence, ...]]:
    """The same, with what is known of the difference already."""
    around = Surroundings(evidence)
    coming: dict[str, list[Consequence]] = defaultdict(list)
    for address, consequence in outward.later_changes(around):
        coming[address].append(consequence)
    return {change: _in_order(_of(change, around, coming)) for change in evidence.difference.changes}


def _in_order(found: Iterable[Consequence]) -> tuple[Consequence, ...]:
    """Each thing once; what was left behind goes before what can stand."""
    known: dict[tuple[int, str], Consequence] = {}
    for consequence in found:
        if consequence.order not in known or not consequence.is_resolved:
            known[consequence.order] = consequence
    return tuple(known[order] for order in sorted(known))


def _of(change: Change, around: Surroundings, coming: Mapping[str, list[Consequence]]) -> Iterator[Consequence]:
    variables = around.variables(change)
    for part in REACH[type(change)]:
        for follow in FOLLOWED[part]:
            yield from follow(change, variables, around)
    own = [change.subject.address, *((str(change.before),) if change.is_renaming else ())]
    for address in own:
        yield from coming.get(address, ())


def left(consequences: Mapping[Change, Iterable[Consequence]]) -> tuple[Finding, ...]:
    """What was left behind, each once, by place."""
    found = {one.finding for some in consequences.values() for one in some if one.finding is not None}
    return tuple(sorted(found))


__all__ = ["KINDS", "REACH", "Consequence", "consequences_by", "consequences_of", "left"]
