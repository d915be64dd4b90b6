"""What was not changed along with a change and can hardly be right as it is: a finding with its place and remedy.

An author who has looked at it and finds it right says so: `about:` with its address and the reason.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from catalogue.findings import Finding
from catalogue.model import Era
from migrations_gen.carrying.reader import variable_at
from migrations_gen.changes.base import Change
from migrations_gen.changes.codes import CodeAdded, CodeRemoved, Recoded
from migrations_gen.changes.registry import InstrumentItemsChanged, ScoreChanged
from migrations_gen.changes.variables import AliasAdded, EraChanged, UnitChanged, VariableDerived
from migrations_gen.consequences.readers import Reader, compared_with, lookups
from migrations_gen.consequences.records import Consequence
from migrations_gen.consequences.surroundings import Surroundings
from migrations_gen.intents.records import Reworded

OR_SAY_WHY = "Change it, or say why it is right as it is: 'about: {address}' with a reason, in the changes file."


def readers(change: Change, variables: tuple[str, ...], around: Surroundings) -> Iterator[Consequence]:
    """Every expression that reads what is changed, and what is wrong with it if it was left as it was."""
    found = around.by_value_set.get(change.subject.address, ()) if change.subject.kind == "value_set" else ()
    for reader in found:
        yield Consequence(reader.kind, reader.address)
    for address in variables:
        for reader in around.readers(address):
            finding = None if around.is_looked_at(reader) else _finding(change, address, reader, around)
            yield Consequence(reader.kind, reader.address, finding)
        yield from _otherwise(change, address, around)


def _finding(change: Change, address: str, reader: Reader, around: Surroundings) -> Finding | None:
    if isinstance(change, Recoded):
        return _recoded(change, reader)
    if isinstance(change, UnitChanged):
        return _measured(change, address, reader, around)
    if isinstance(change, CodeAdded | CodeRemoved | ScoreChanged | InstrumentItemsChanged):
        return _looked_up(change, reader, around)
    return None


def _recoded(change: Change, reader: Reader) -> Finding | None:
    """An expression that compares with a code that has become another one."""
    moved = _moved(change)
    constants, is_used = compared_with(reader.use.expression.node, reader.name)
    stale = next((code for code in sorted(constants) if code in moved), None)
    if stale is not None:
        what = f"compares '{reader.name}' with {stale}, which becomes {moved[stale]} by the map of this version"
    elif is_used and moved:
        code, becomes = next(iter(moved.items()))
        what = f"computes with '{reader.name}', whose {code} becomes {becomes} by the map of this version"
    else:
        return None
    return _left(reader, "recode-left-behind", what)


def _moved(change: Change) -> Mapping[str, str]:
    """The codes that become others."""
    pairs = change.after if isinstance(change.after, tuple) else ()
    return {str(old): str(new) for old, new in pairs if str(old) != str(new) and old != "blank"}


def _measured(change: Change, address: str, reader: Reader, around: Surroundings) -> Finding | None:
    """An expression that uses a number of another unit as before."""
    if change.before is None or change.after is None or around.evidence.said(change, Reworded):
        return None
    constants, is_used = compared_with(reader.use.expression.node, reader.name)
    if not constants and not is_used:
        return None
    what = f"uses '{reader.name}', which is measured in {change.after} and no longer in {change.before}"
    return _left(reader, "unit-left-behind", what)


def _looked_up(change: Change, reader: Reader, around: Surroundings) -> Finding | None:
    """A calculation that looks other codes or items up in the same table."""
    old = [name for name in lookups(reader.use.expression.node) if name not in around.renewed]
    if not old:
        return None
    what = f"looks up answers that are others now in '{old[0]}', which is as it was"
    return _left(reader, "table-left-behind", what)


def _left(reader: Reader, slug: str, what: str) -> Finding:
    remedy = OR_SAY_WHY.format(address=reader.address)
    return Finding(reader.use.expression.at, slug, f"'{reader.use.key}' of '{reader.address}' {what}. {remedy}")


def _otherwise(change: Change, address: str, around: Surroundings) -> Iterator[Consequence]:
    """The value when a question is not asked, if it is a code that has become another one."""
    variable = variable_at(around.after, address)
    if not isinstance(change, Recoded) or variable is None or variable.otherwise is None:
        return
    is_looked_at = address in around.excused or (address, "otherwise") in around.written
    moved, written = _moved(change), str(variable.otherwise)
    finding = None
    if written in moved and not is_looked_at:
        what = f"'otherwise' of '{address}' is {written}, which becomes {moved[written]} by the map of this version."
        finding = Finding(variable.at, "recode-left-behind", f"{what} {OR_SAY_WHY.format(address=address)}")
    yield Consequence("otherwise", address, finding)


# ---- names and periods ----


def outside_names(change: Change, variables: tuple[str, ...], around: Surroundings) -> Iterator[Consequence]:
    """An outside name that was another variable's; only one that is computed from it may have it."""
    if not isinstance(change, AliasAdded) or not isinstance(change.after, tuple):
        return
    system, occasion, name = map(str, change.after)
    form = around.after.form.get(change.subject.owner)
    key = (form.module if form else "", system, occasion, name)
    evidence = around.evidence
    before, address = evidence.alias_owners[0].get(key), change.subject.address
    variable = variable_at(around.after, address)
    if before is None or variable is None or evidence.difference.carrying.lineage.after("variable", before) == address:
        return
    if address not in evidence.heirs.get(before, ()) and address not in around.excused:
        at = next((alias.at for alias in variable.aliases if alias.name == name), variable.at)
        message = (
            f"'{name}' in {system} was '{before}', and whoever reads it would get '{address}' without being told."
            f" Give '{address}' another name, say that it is computed from '{before}' (derive), or why it is right"
            f" ('about: {address}')."
        )
        yield Consequence("outside-name", f"{system}: {name}", Finding(at, "outside-name-reused", message))


def periods(change: Change, variables: tuple[str, ...], around: Surroundings) -> Iterator[Consequence]:
    """A series that is carried from one variable to another, with days in between that neither is collected."""
    if not isinstance(change, VariableDerived | EraChanged):
        return
    address = change.subject.address
    for earlier in _sources(address, around):
        old, new = variable_at(around.after, earlier), variable_at(around.after, address)
        if old is None or new is None or earlier == address:
            continue
        gap = _between(old.collected, new.collected)
        finding = None
        if gap and address not in around.excused:
            message = (
                f"'{earlier}' is collected until {gap[0]} and '{address}', which goes on with it, from {gap[1]}."
                f" Let the one begin when the other ends, or say why: 'about: {address}' with a reason."
            )
            finding = Finding(new.at, "era-gap", message)
        yield Consequence("series", earlier, finding)


def _sources(address: str, around: Surroundings) -> tuple[str, ...]:
    """The later addresses of what a variable is computed from."""
    carrying = around.evidence.difference.carrying
    carry = carrying.forward.carries.get(address)
    names = (carrying.lineage.after("variable", f"{carry.form}.{name}") for name in carry.reads) if carry else ()
    return tuple(name for name in names if name)


def _between(old: Era | None, new: Era | None) -> tuple[str, str] | None:
    if old is None or new is None or old.end is None or new.start is None:
        return None
    return (str(old.end), str(new.start)) if new.start > old.end + timedelta(days=1) else None
