"""`derive`: a variable's value as an expression over the row before, with the reason when there is none."""

from collections.abc import Iterable

from catalogue.expressions.inference import problems
from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, references
from catalogue.expressions.scope import TIMEPOINT, Scope, expand_lists, form_bindings, scope_of
from catalogue.model import Catalogue, Expression, Form, Variable
from catalogue.value_types import VALUE_TYPES
from migrations_gen.carrying.reader import Reader
from migrations_gen.carrying.records import Carry, reason_of, split
from migrations_gen.intents.records import Comparable, Derive
from migrations_gen.lineage import addresses


def derive(intent: Derive, reader: Reader) -> None:
    """Understand one expression, and those that lead back."""
    form_now, name = split(intent.target)
    form = reader.name_before("form", form_now)
    new = reader.variable_after(intent.target)
    if form not in reader.stage["form"] or (new is None and reader.is_last):
        reader.note_unknown(intent, "variable", addresses(reader.after, "variable"))
        return
    own_name = split(reader.name_before("variable", intent.target))[1]
    earlier = reader.before.form.get(reader.stage["form"][form])
    known = (reader.before, earlier) if earlier is not None and reader.is_first else None
    carry = _carry(intent.expression, form, new, known, own_name, reader)
    reader.forward[intent.target] = Carry(form, *carry, intent.comparable, intent)
    if own_name != name or f"{form}.{own_name}" in reader.stage["variable"]:
        reader.lost(f"{form}.{own_name}")
    _derive_back(intent, form, form_now, reader)


def _derive_back(intent: Derive, form: str, form_now: str, reader: Reader) -> None:
    later = reader.after.form.get(form_now)
    for name, expression in intent.back.items():
        old = reader.variable_before(f"{form}.{name}")
        if old is None and reader.is_first:
            message = f"There was no '{name}' in '{form}' that could be had back."
            reader.note(expression.at, "intent-of-unknown", message)
            continue
        known = (reader.after, later) if later is not None and reader.is_last else None
        carry = _carry(expression, form_now, old, known, name, reader)
        reader.back[f"{form}.{name}"] = Carry(form_now, *carry, Comparable.EXACT, intent)


def _carry(
    expression: Expression,
    form: str,
    target: Variable | None,
    known: tuple[Catalogue, Form] | None,
    own_name: str,
    reader: Reader,
) -> tuple[Node, Node]:
    """Value and reason. Of a row that is known the expression is checked, and lists' names are opened."""
    node = expression.node
    if known is not None:
        scope = _row_scope(*known)
        _note_problems(expression, scope, target, form, reader)
        node = expand_lists(node, scope)
    if target is not None and target.decimals is not None:
        node = Call("round", (node, Literal(float(target.decimals))))
    return node, _reason(node, own_name)


def _row_scope(catalogue: Catalogue, form: Form) -> Scope:
    """What a row tells by itself: its own variables, and the timepoint."""
    return {**form_bindings(form), TIMEPOINT: scope_of(catalogue, form)[TIMEPOINT]}


def _note_problems(expression: Expression, scope: Scope, target: Variable | None, form: str, reader: Reader) -> None:
    expects = _expected(target)
    if expects is None:
        return
    for problem in problems(expression.node, scope, expects, reader.before.value_sets):
        message = f"{problem.message} The expression sees the row of '{form}' as it was."
        reader.note(expression.at.after(expression.text[: problem.at]), problem.slug, message)


def _expected(target: Variable | None) -> str | None:
    """The type an expression must have to become this variable's value."""
    if target is None:
        return None
    kind = VALUE_TYPES[target.type].expression_type
    if kind != "code":
        return kind
    return "number" if target.codelist is not None and target.codelist.numeric else "text"


def _reason(value: Node, own_name: str) -> Node:
    """Why there is no value: the reason of the variable itself if it is read, else of the first that has one."""
    names = sorted((name for name in references(value) if name != TIMEPOINT), key=lambda name: name != own_name)
    if not names:
        return NULL
    return Case(((Call("is_null", (value,)), _first([reason_of(name) for name in names])),), NULL)


def _first(parts: Iterable[Node]) -> Node:
    found = tuple(parts)
    return found[0] if len(found) == 1 else Call("coalesce", found)
