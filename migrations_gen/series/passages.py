"""How a variable of one release comes from the release before it: from what, why it is not simply the same, and how the
two compare. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from catalogue.model import Form, Variable
from catalogue.value_types import VALUE_TYPES
from migrations_gen.carrying.records import Carry, Carrying, split
from migrations_gen.diff.matching import variable_of
from migrations_gen.intents.records import Comparable, Derive, Intent, Recode, Replace, Reworded
from migrations_gen.lineage import between
from migrations_gen.series.chain import Chain


class Cause(StrEnum):
    """Why a variable is not simply what it was."""

    SAME = "same"
    """It is."""
    MOVED = "moved"
    """It is asked in another form."""
    RECODED = "recoded"
    DERIVED = "derived"
    REPLACED = "replaced"
    """Another instrument took the place of the one it belongs to."""
    RETYPED = "retyped"
    """It has another kind of value, and nobody said how the old ones become new ones."""
    ROUNDED = "rounded"
    """It is a whole number, and those with decimals are not carried over."""
    OTHER_UNIT = "other-unit"
    """It is measured in something else, and nobody said how the old numbers become new ones."""
    RECALCULATED = "recalculated"
    """It is calculated by another formula."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One step of a variable: the addresses it comes from in the earlier release, and how the two compare."""

    sources: tuple[str, ...]
    cause: Cause = Cause.SAME
    comparable: Comparable = Comparable.EXACT
    intent: Intent | None = None

    @property
    def is_same(self) -> bool:
        """Whether answers lie on as they are."""
        return self.cause in (Cause.SAME, Cause.RECALCULATED)


def passage(chain: Chain, place: int, address: str) -> Passage | None:
    """How a variable of the stage at `place` comes from the stage before; None when it was not there."""
    step = chain.steps[place - 1]
    replaced = _replaced(chain, place, address, step)
    carry = step.forward.carry(address)
    sources = _sources(chain, place - 1, carry) if carry else ()
    if carry is None or (carry.reads and not sources):
        return replaced
    if replaced is not None:
        return replace(replaced, sources=sources)
    match carry.intent:
        case Recode() as intent:
            return Passage(sources, Cause.RECODED, carry.comparable, intent)
        case Derive() as intent:
            return Passage(sources, Cause.DERIVED, carry.comparable, intent)
        case _:
            return _undeclared(chain, place, address, sources)


def _sources(chain: Chain, place: int, carry: Carry) -> tuple[str, ...]:
    addresses = (f"{carry.form}.{name}" for name in carry.reads)
    return tuple(address for address in addresses if chain.has(place, address))


def _replaced(chain: Chain, place: int, address: str, step: Carrying) -> Passage | None:
    """What an instrument's item is when the instrument took another's place."""
    form, name = split(address)
    group = chain.stages[place].state.catalogue.form[form].variable[name].group
    found = step.replaced.get(f"{form}.{group}")
    if found is None:
        return None
    _, comparable = found
    intents = (intent for intent in _intents(chain, place) if isinstance(intent, Replace))
    intent = next((intent for intent in intents if split(intent.by)[1] == group), None)
    return Passage((), Cause.REPLACED, comparable, intent)


def _undeclared(chain: Chain, place: int, address: str, sources: tuple[str, ...]) -> Passage:
    """A variable that goes on, perhaps under another name: what two states tell of it."""
    (source,) = sources
    before = variable_of(chain.stages[place - 1].state.catalogue, source)
    after = variable_of(chain.stages[place].state.catalogue, address)
    if _kind(before) != _kind(after):
        return Passage(sources, Cause.RETYPED, Comparable.NONE)
    if _unit(before) != _unit(after) and not _is_reworded(chain, place, address):
        return Passage(sources, Cause.OTHER_UNIT, Comparable.NONE)
    if before.type == "decimal" and after.type in ("integer", "code"):
        return Passage(sources, Cause.ROUNDED, Comparable.COARSER)
    if chain.steps[place - 1].lineage.after("form", split(source)[0]) != split(address)[0]:
        return Passage(sources, Cause.MOVED)
    if _formula(before) != _formula(after):
        return Passage(sources, Cause.RECALCULATED)
    return Passage(sources)


def _kind(variable: Variable) -> str:
    """What answers of a variable are in expressions."""
    kind = VALUE_TYPES[variable.type].expression_type
    if kind != "code":
        return kind
    return "number" if variable.codelist is not None and variable.codelist.numeric else "text"


def _unit(variable: Variable) -> str:
    return variable.unit.source if variable.unit else ""


def _formula(variable: Variable) -> object:
    return variable.calculate.node if variable.calculate else None


def _is_reworded(chain: Chain, place: int, address: str) -> bool:
    return any(isinstance(intent, Reworded) and intent.target == address for intent in _intents(chain, place))


def _intents(chain: Chain, place: int) -> Iterable[Intent]:
    """What the changes files say of the step to this stage."""
    before, after = chain.stages[place - 1], chain.stages[place]
    return (intent for file in between(after.state.intents, before.version, after.version) for intent in file.intents)


def reason(chain: Chain, place: int, address: str) -> str:
    """Why a variable, its group or its form was changed in the step to this stage, in the author's words."""
    form, name = split(address)
    found = chain.stages[place].state.catalogue.form.get(form)
    group = _group(found, name) if found else None
    targets = (address, *((f"{form}.{group}",) if group else ()), form)
    given = {intent.target: intent.reason for intent in _intents(chain, place) if intent.reason}
    return next((given[target] for target in targets if target in given), "")


def _group(form: Form, name: str) -> str | None:
    return form.variable[name].group if name in form.variable else None
