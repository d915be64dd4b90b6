"""The way over several versions, put together by substitution: what an expression reads at one stage is itself an
expression over the row before.

Pure.
"""

from collections.abc import Mapping
from dataclasses import replace

from catalogue.expressions.nodes import NULL, Call, Case, Node, Reference
from catalogue.expressions.scope import TIMEPOINT
from catalogue.findings import Finding
from catalogue.model import Catalogue
from migrations_gen.carrying.reasons import only_offered
from migrations_gen.carrying.records import Carry, Carrying, Way, identity, split
from migrations_gen.carrying.steps import Step, step_of
from migrations_gen.intents.records import ChangesFile, Comparable
from migrations_gen.lineage import NAMED, Names, addresses, after_renaming, lineage_of

ORDER = (Comparable.EXACT, Comparable.FINER, Comparable.COARSER, Comparable.NONE)
"""From the best comparison to none."""


def carrying_of(
    before: Catalogue, after: Catalogue, files: tuple[ChangesFile, ...]
) -> tuple[Carrying, tuple[Finding, ...]]:
    """The way from `before` to `after` by the files of the versions between, and what is wrong in them."""
    lineage, findings = lineage_of(before, files)
    steps: list[Step] = []
    stage: Names = {kind: {address: address for address in addresses(before, kind)} for kind in NAMED}
    for number, file in enumerate(files):
        step = step_of(file, stage, before, after, is_first=number == 0, is_last=number == len(files) - 1)
        steps.append(step)
        stage = after_renaming(stage, step.renamed)
    forward, back = Way(), Way()
    for step in steps:
        forward = then(forward, step.forward)
    for step in reversed(steps):
        back = then(back, step.back)
    carrying = Carrying(
        lineage,
        _within(forward, after, before),
        only_offered(_within(back, before, after), before, after),
        {new: old for step in steps for new, old in step.replaced.items()},
        frozenset(address for step in steps for address in step.purged),
    )
    return carrying, (*findings, *(finding for step in steps for finding in step.findings))


def then(first: Way, second: Way) -> Way:
    """Both ways, one after the other: `second` reads the rows that `first` makes."""
    through = ((address, _through(carry, first)) for address, carry in second.carries.items())
    carries = {address: carry for address, carry in through if carry is not None}
    for address, carry in first.carries.items():
        if address not in second.carries and address not in second.gone:
            carries[address] = carry
    return Way(carries, (first.gone | second.gone) - carries.keys())


def _through(carry: Carry, first: Way) -> Carry | None:
    """A carry with every name replaced by what it is in the first row, which is blank for what is not there.

    None when nothing it reads is there, or when it lies in several rows: then one version must be taken at a time.
    """
    found = {name: first.carry(f"{carry.form}.{name}") for name in carry.reads}
    forms = {part.form for part in found.values() if part is not None}
    if len(forms) != 1 and carry.reads:
        return None
    parts = {name: part or Carry(carry.form, NULL, NULL) for name, part in found.items()}
    comparable = max((carry.comparable, *(part.comparable for part in parts.values())), key=ORDER.index)
    form = min(forms, default=carry.form)
    return Carry(form, _substituted(carry.value, parts), _substituted(carry.reason, parts), comparable, carry.intent)


def _substituted(node: Node, parts: Mapping[str, Carry]) -> Node:
    """The expression over another row."""
    match node:
        case Reference(name):
            return parts[name].value if name in parts else node
        case Call("missing_reason", (Reference(name),)):
            return parts[name].reason if name in parts else node
        case Call(function, arguments):
            return Call(function, tuple(_substituted(argument, parts) for argument in arguments))
        case Case(branches, otherwise):
            pairs = tuple((_substituted(when, parts), _substituted(value, parts)) for when, value in branches)
            return Case(pairs, _substituted(otherwise, parts))
        case _:
            return node


def _within(way: Way, target: Catalogue, source: Catalogue) -> Way:
    """Only what the target has, from what the source has, and what is not as it would be anyhow."""
    there = set(addresses(target, "variable"))
    carries = {
        address: _of_source(carry, source)
        for address, carry in way.carries.items()
        if address in there and carry != identity(*split(address))
    }
    return Way(carries, way.gone & there)


def _of_source(carry: Carry, source: Catalogue) -> Carry:
    """What came in a version between and was not carried there was blank."""
    form = source.form.get(carry.form)
    unknown = [name for name in carry.reads if form is not None and name not in form.variable and name != TIMEPOINT]
    if not unknown or carry.is_plain:
        return carry
    blank = dict.fromkeys(unknown, Carry(carry.form, NULL, NULL))
    return replace(carry, value=_substituted(carry.value, blank), reason=_substituted(carry.reason, blank))
