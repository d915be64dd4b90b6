"""`recode`: a map of codes as expressions, there and back."""

from collections.abc import Iterable, Iterator

from catalogue.expressions.nodes import Reference
from catalogue.model import Variable
from migrations_gen.carrying.reader import Reader
from migrations_gen.carrying.records import Carry, reason_of, split
from migrations_gen.carrying.sides import Pairs, keeps_others, mapped, one_to_one, side, values_of
from migrations_gen.intents.records import Comparable, Recode
from migrations_gen.lineage import addresses


def recode(intent: Recode, reader: Reader) -> None:
    """Understand one map, for the variable or for every variable with the codelist. What is no code stays as it was
    when the map does not name it: of a number, a date or a text a map has only the exceptions."""
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
        then = reader.origin(intent.target)
        if then is not None or not reader.is_first:
            yield then or intent.target, intent.target
        return
    original = reader.stage["codelist"].get(reader.name_before("codelist", intent.target))
    for address in reader.stage["variable"]:
        variable = reader.variable_before(address)
        if variable and variable.codelist and variable.codelist.shared and variable.codelist.name == original:
            yield address, reader.renamed["variable"].get(address, address)


def _carry(intent: Recode, then: str, now: str, reader: Reader) -> None:
    old, new = reader.variable_before(then), reader.variable_after(now)
    pairs = _forth(intent, old, new, reader)
    (form, name), (later_form, later_name) = split(then), split(now)
    keeps = keeps_others(old, new)
    known = mapped(pairs, Reference(name), reason_of(name), keeps=keeps)
    reader.forward[now] = Carry(form, *known, intent.comparable, intent)
    back = _read(intent.back, (new, old), (old, new), (reader.is_last, reader.is_first)) or one_to_one(pairs)
    if back or (keeps and all(left.value is None for left, _ in pairs)):
        known = mapped(back, Reference(later_name), reason_of(later_name), keeps=keeps)
        reader.back[then] = Carry(later_form, *known, Comparable.EXACT, intent)
    else:
        reader.lost(then)


def _forth(intent: Recode, old: Variable | None, new: Variable | None, reader: Reader) -> Pairs:
    return _read(intent.codes, (old, new), (new, old), (reader.is_first, reader.is_last))


def _read(
    written: Iterable[tuple[str, str]],
    lefts: tuple[Variable | None, ...],
    rights: tuple[Variable | None, ...],
    known: tuple[bool, bool],
) -> Pairs:
    """The map as meant: each side as the variable on that side reads it; `known` tells of which side codes are."""
    found = ((side(left, lefts, is_known=known[0]), side(right, rights, is_known=known[1])) for left, right in written)
    return tuple((left, right) for left, right in found if left is not None and right is not None)


def _note_problems(intent: Recode, old: Variable | None, new: Variable | None, reader: Reader) -> None:
    """Both sides must be known, every old code must be in the map, and a map that joins codes is not exact."""
    pairs = _forth(intent, old, new, reader)
    for left, right in intent.codes:
        for word, variables, when, is_known in (
            (left, (old, new), "before", reader.is_first),
            (right, (new, old), "after", reader.is_last),
        ):
            if side(word, variables, is_known=is_known) is None:
                message = (
                    f"'{word}' is no code of '{intent.target}' {when} the change, no missing reason and not 'blank'."
                )
                reader.note(intent.at, "recode-unknown-code", message)
    named = {left.reason for left, _ in pairs if left.value is None}
    kept = old.offered_reasons if old is not None and reader.is_first else ()
    reasons = (*(right.reason for _, right in pairs if right.reason), *(why for why in kept if why not in named))
    reader.note_reasons(intent.at, new, reasons)
    if keeps_others(old) and not keeps_others(old, new):
        message = f"'{intent.target}' had no codes, so a map cannot name them all. Write 'derive' and an expression."
        reader.note(intent.at, "recode-incomplete", message)
    given = {left for left, _ in pairs}
    gaps = [str(value) for value in (values_of(old) if old and reader.is_first else ()) if value not in given]
    if gaps:
        message = f"The map of '{intent.target}' says nothing of {', '.join(gaps)}. Say what becomes of every old code."
        reader.note(intent.at, "recode-incomplete", message)
    rights = [right for left, right in pairs if left.value is not None]
    if intent.comparable is Comparable.EXACT and len(set(rights)) < len(rights):
        message = f"The map of '{intent.target}' joins codes, so the series is not exact. Write 'comparable: coarser'."
        reader.note(intent.at, "recode-not-exact", message)
