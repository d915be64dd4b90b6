"""`recode`: a map of codes as expressions, there and back."""

from collections.abc import Iterable, Iterator

from catalogue.expressions.nodes import Reference
from catalogue.model import Variable
from migrations_gen.carrying.reader import Reader
from migrations_gen.carrying.records import Carry, reason_of, split
from migrations_gen.carrying.sides import Pairs, mapped, one_to_one, side, values_of
from migrations_gen.intents.records import Comparable, Recode
from migrations_gen.lineage import addresses


def recode(intent: Recode, reader: Reader) -> None:
    """Understand one map, for the variable or for every variable with the codelist."""
    targets = tuple(_targets(intent, reader))
    if not targets:
        known = (*addresses(reader.after, "variable"), *reader.after.codelists)
        reader.note_unknown(intent, "variable or codelist", known)
        return
    for then, now in targets:
        _carry(intent, then, now, reader)
    then, now = targets[0]
    _note_problems(intent, reader.variable_before(then), reader.variable_after(now), reader)


def _targets(intent: Recode, reader: Reader) -> Iterator[tuple[str, str]]:
    """Each variable it is about, as it was called before this version and as it is called after it."""
    if "." in intent.target:
        then = reader.name_before("variable", intent.target)
        if then in reader.stage["variable"] or not reader.is_first:
            yield then, intent.target
        return
    original = reader.stage["codelist"].get(reader.name_before("codelist", intent.target))
    for address in reader.stage["variable"]:
        variable = reader.variable_before(address)
        if variable and variable.codelist and variable.codelist.shared and variable.codelist.name == original:
            yield address, reader.renamed["variable"].get(address, address)


def _carry(intent: Recode, then: str, now: str, reader: Reader) -> None:
    old, new = reader.variable_before(then), reader.variable_after(now)
    pairs = _read(intent.codes, (old, new), (new, old))
    (form, name), (later_form, later_name) = split(then), split(now)
    reader.forward[now] = Carry(form, *mapped(pairs, Reference(name), reason_of(name)), intent.comparable, intent)
    back = _read(intent.back, (new, old), (old, new)) or one_to_one(pairs)
    if back:
        known = mapped(back, Reference(later_name), reason_of(later_name))
        reader.back[then] = Carry(later_form, *known, Comparable.EXACT, intent)
    else:
        reader.lost(then)


def _read(
    written: Iterable[tuple[str, str]], lefts: tuple[Variable | None, ...], rights: tuple[Variable | None, ...]
) -> Pairs:
    """The map as meant: each side as the variable on that side reads it."""
    found = ((side(left, lefts), side(right, rights)) for left, right in written)
    return tuple((left, right) for left, right in found if left is not None and right is not None)


def _note_problems(intent: Recode, old: Variable | None, new: Variable | None, reader: Reader) -> None:
    """Both sides must be known, every old code must be in the map, and a map that joins codes is not exact."""
    pairs = _read(intent.codes, (old, new), (new, old))
    for written in intent.codes:
        for word, variables, when in ((written[0], (old, new), "before"), (written[1], (new, old), "after")):
            if side(word, variables) is None and (reader.is_first if when == "before" else reader.is_last):
                message = (
                    f"'{word}' is no code of '{intent.target}' {when} the change, no missing reason and not 'blank'."
                )
                reader.note(intent.at, "recode-unknown-code", message)
    given = {left for left, _ in pairs}
    gaps = [str(value) for value in (values_of(old) if old and reader.is_first else ()) if value not in given]
    if gaps:
        message = f"The map of '{intent.target}' says nothing of {', '.join(gaps)}. Say what becomes of every old code."
        reader.note(intent.at, "recode-incomplete", message)
    rights = [right for left, right in pairs if left.value is not None]
    if intent.comparable is Comparable.EXACT and len(set(rights)) < len(rights):
        message = f"The map of '{intent.target}' joins codes, so the series is not exact. Write 'comparable: coarser'."
        reader.note(intent.at, "recode-not-exact", message)
