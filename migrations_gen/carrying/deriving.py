"""`derive`: a variable's value as an expression over the row before, with the reason when there is none."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalogue.expressions.inference import problems
from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, references
from catalogue.expressions.scope import TIMEPOINT, Scope, expand_lists, form_bindings, scope_of
from catalogue.findings import did_you_mean
from catalogue.model import MISSING_REASONS, Catalogue, Expression, Form, Variable
from catalogue.value_types import VALUE_TYPES
from migrations_gen.carrying.reader import Reader
from migrations_gen.carrying.reasons import possible_reasons
from migrations_gen.carrying.records import Carry, reason_of, split
from migrations_gen.intents.records import Comparable, Derive
from migrations_gen.lineage import addresses


@dataclass(frozen=True, slots=True)
class _Row:
    """The row an expression reads: its form, what its names mean if that is known, its lists, its variables as far as
    they are known."""

    form: str
    scope: Scope | None
    lists: Scope
    variables: Mapping[str, Variable]


def derive(intent: Derive, reader: Reader) -> None:
    """Understand one expression, and those that lead back."""
    form_now, name = split(intent.target)
    form = reader.name_before("form", form_now)
    new = reader.variable_after(intent.target)
    if form not in reader.stage["form"] or (new is None and reader.is_last):
        reader.note_unknown(intent, "variable", addresses(reader.after, "variable"))
        return
    own = reader.origin(intent.target)
    row = _row_before(form, reader)
    value = _value(intent.expression, row, new, reader)
    reason = _reason(intent.missing, value, row, split(own)[1] if own else name, reader)
    reader.note_reasons(intent.at, new, possible_reasons(reason, row.variables))
    reader.forward[intent.target] = Carry(form, value, reason, intent.comparable, intent)
    if own is not None:
        reader.lost(own)
    _derive_back(intent, form, form_now, reader)


def _derive_back(intent: Derive, form: str, form_now: str, reader: Reader) -> None:
    row = _row_after(form_now, reader)
    for name, expression in intent.back.items():
        old = reader.variable_before(f"{form}.{name}")
        if old is None and reader.is_first:
            message = f"There was no '{name}' in '{form}' that could be had back."
            reader.note(expression.at, "intent-of-unknown", message)
            continue
        value = _value(expression, row, old, reader)
        reason = _reason(None, value, row, name, reader)
        reader.back[f"{form}.{name}"] = Carry(form_now, value, reason, Comparable.EXACT, intent)


# ---- the row ----


def _row_before(form: str, reader: Reader) -> _Row:
    """Of the earliest state everything is known, of one in between the lists of what has come from there."""
    earlier = reader.before.form.get(reader.stage["form"][form])
    if earlier is not None and reader.is_first:
        return _known_row(form, reader.before, earlier)
    return _Row(form, None, reader.lists(form), reader.variables(form))


def _row_after(form: str, reader: Reader) -> _Row:
    later = reader.after.form.get(form)
    if later is not None and reader.is_last:
        return _known_row(form, reader.after, later)
    return _Row(form, None, {}, {})


def _known_row(address: str, catalogue: Catalogue, form: Form) -> _Row:
    """What a row tells by itself: its own variables, and the timepoint."""
    scope = {**form_bindings(form), TIMEPOINT: scope_of(catalogue, form)[TIMEPOINT]}
    return _Row(address, scope, scope, form.variable)


# ---- value and reason ----


def _value(expression: Expression, row: _Row, target: Variable | None, reader: Reader) -> Node:
    """The value. Of a row that is known the expression is checked."""
    _note_problems(expression, row, _expected(target), reader)
    node = expand_lists(expression.node, row.lists)
    if target is not None and target.decimals is not None:
        return Call("round", (node, Literal(float(target.decimals))))
    return node


def _reason(missing: Expression | None, value: Node, row: _Row, own_name: str, reader: Reader) -> Node:
    """Why there is no value: what the author says; else the reason of the variable itself if it is read, else of the
    first variable that has one."""
    if missing is not None:
        _note_problems(missing, row, "text", reader)
        _note_reasons(missing, reader)
        return _if_missing(value, expand_lists(missing.node, row.lists))
    names = sorted(
        (name for name in references(value) if name != TIMEPOINT and not _is_calculated(row.variables.get(name))),
        key=lambda name: name != own_name,
    )
    return _if_missing(value, _first([reason_of(name) for name in names])) if names else NULL


def _is_calculated(variable: Variable | None) -> bool:
    """A calculation has no reason to give."""
    return variable is not None and variable.is_calculated


def _if_missing(value: Node, reason: Node) -> Node:
    return Case(((Call("is_null", (value,)), reason),), NULL)


def _first(parts: Iterable[Node]) -> Node:
    found = tuple(parts)
    return found[0] if len(found) == 1 else Call("coalesce", found)


def _note_problems(expression: Expression, row: _Row, expects: str | None, reader: Reader) -> None:
    if row.scope is None or expects is None:
        return
    for problem in problems(expression.node, row.scope, expects, reader.before.value_sets):
        message = f"{problem.message} The expression sees the row of '{row.form}' as it was."
        reader.note(expression.at.after(expression.text[: problem.at]), problem.slug, message)


def _note_reasons(missing: Expression, reader: Reader) -> None:
    for reason in _texts(missing.node):
        if reason not in MISSING_REASONS:
            message = f"'{reason}' is no missing reason.{did_you_mean(reason, MISSING_REASONS)}"
            reader.note(missing.at, "unknown-missing-reason", message)


def _texts(node: Node) -> Iterator[str]:
    """The texts an expression may give."""
    match node:
        case Literal(str(text)):
            yield text
        case Case(branches, otherwise):
            for part in (*(then for _, then in branches), otherwise):
                yield from _texts(part)
        case Call("coalesce", arguments):
            for part in arguments:
                yield from _texts(part)
        case _:
            return


def _expected(target: Variable | None) -> str | None:
    """The type an expression must have to become this variable's value."""
    if target is None:
        return None
    kind = VALUE_TYPES[target.type].expression_type
    if kind != "code":
        return kind
    return "number" if target.codelist is not None and target.codelist.numeric else "text"
