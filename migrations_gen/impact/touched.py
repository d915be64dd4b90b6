"""Which stored rows a change is about: conditions over the tables of the earlier version. Pure.

The person's own table is left out: it holds no answers.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalogue.model import Code, CodeValue, Form, Variable
from engine.tables.row import row_of
from engine.tables.wording import Wording
from migrations_gen.carrying.records import split
from migrations_gen.changes.base import Change, Subject
from migrations_gen.diff.matching import Pair


@dataclass(frozen=True, slots=True)
class Touched:
    """A form of the earlier version, which of its rows are meant, and the names in the later version that a check must
    be about to be asked whether these rows would break it.
    """

    form: Form
    where: Callable[[Wording], str]
    subjects: frozenset[str] = frozenset()


def touched(change: Change, pair: Pair) -> Iterator[Touched]:
    """The rows a change is about, form by form; none when it is not about rows."""
    find = FINDERS.get(change.subject.kind)
    if find is not None:
        yield from (found for found in find(change, pair) if found.form is not pair.before.person)


def _variable(change: Change, pair: Pair) -> Iterator[Touched]:
    """Rows with an answer."""
    form, variable = _before(change.subject, pair)
    if form is not None and variable is not None and variable.name in row_of(form).variables:
        yield Touched(form, _answered((variable,)), frozenset({change.subject.name, *_reason(change.subject, pair)}))


def _reason(subject: Subject, pair: Pair) -> Iterator[str]:
    """The name under which the later variable's missing reason is kept, which checks of completeness are about."""
    form = pair.after.form.get(subject.owner)
    if form is not None and subject.name in form.variable:
        yield form.variable[subject.name].reason_name


def _group(change: Change, pair: Pair) -> Iterator[Touched]:
    address = pair.lineage.before("group", change.subject.address) or ""
    form = pair.before.form.get(split(address)[0])
    group = form.groups.get(split(address)[1]) if form else None
    if form is not None and group is not None:
        stored = tuple(part for part in group.variables if part.name in row_of(form).variables)
        yield Touched(form, _answered(stored), frozenset({change.subject.name}))


def _code(change: Change, pair: Pair) -> Iterator[Touched]:
    """Rows whose answer is the code, in every form that uses its list."""
    code = next((code for code in (change.before, change.after) if isinstance(code, Code)), None)
    written = change.subject.name
    for form, variable in _users(change.subject.owner, pair):
        value = code.value if code is not None else _value(variable, written)
        if value is not None:
            subjects = frozenset({_name_after(form, variable, pair)})
            yield Touched(form, _equals(variable.name, value), subjects)


def _codelist(change: Change, pair: Pair) -> Iterator[Touched]:
    """Rows with an answer from the list."""
    for form, variable in _users(change.subject.address, pair):
        yield Touched(form, _answered((variable,)), frozenset({_name_after(form, variable, pair)}))


def _system(change: Change, pair: Pair) -> Iterator[Touched]:
    for form, variable in pair.before.variables():
        if variable.system is not None and variable.system.name == change.subject.address:
            yield Touched(form, _answered((variable,)))


def _instrument(change: Change, pair: Pair) -> Iterator[Touched]:
    name = change.subject.address.partition(".")[0]
    for form in pair.before.forms:
        for group in form.groups.values():
            if group.instrument == name:
                stored = tuple(part for part in group.variables if part.name in row_of(form).variables)
                yield Touched(form, _answered(stored))


def _form(change: Change, pair: Pair) -> Iterator[Touched]:
    """Every row of the form."""
    is_whole = change.subject.kind == "form"
    address = change.subject.address if is_whole else change.subject.owner
    form = pair.before.form.get(pair.lineage.before("form", address) or "")
    if form is not None:
        yield Touched(form, lambda _: "TRUE", frozenset() if is_whole else frozenset({change.subject.name}))


def _timepoint(change: Change, pair: Pair) -> Iterator[Touched]:
    module, name = split(pair.lineage.before("timepoint", change.subject.address) or "")
    for form in pair.before.forms_of(module):
        if name in form.timepoints:
            yield Touched(form, lambda sql: f"{sql.column('timepoint')} = {sql.constant(name)}")


FINDERS: Mapping[str, Callable[[Change, Pair], Iterator[Touched]]] = MappingProxyType(
    {
        "variable": _variable,
        "group": _group,
        "code": _code,
        "codelist": _codelist,
        "system": _system,
        "instrument": _instrument,
        "score": _instrument,
        "form": _form,
        "section": _form,
        "rule": _form,
        "timepoint": _timepoint,
    }
)
"""What each kind of subject means in rows; what is not here is not about rows."""


def _before(subject: Subject, pair: Pair) -> tuple[Form | None, Variable | None]:
    address = pair.lineage.before("variable", subject.address) or ""
    form = pair.before.form.get(split(address)[0])
    return form, form.variable.get(split(address)[1]) if form else None


def _users(owner: str, pair: Pair) -> Iterator[tuple[Form, Variable]]:
    """The earlier variables with a list, or the one whose own list it is."""
    if "." in owner:
        form, variable = _before(Subject("variable", owner), pair)
        if form is not None and variable is not None:
            yield form, variable
        return
    name = pair.lineage.before("codelist", owner)
    for form, variable in pair.before.variables():
        is_user = variable.codelist is not None and variable.codelist.shared and variable.codelist.name == name
        if is_user and variable.name in row_of(form).variables:
            yield form, variable


def _name_after(form: Form, variable: Variable, pair: Pair) -> str:
    return split(pair.lineage.after("variable", f"{form.address}.{variable.name}") or variable.name)[1]


def _value(variable: Variable, written: str) -> CodeValue | None:
    codes = variable.codelist.codes if variable.codelist else ()
    return next((code.value for code in codes if str(code.value) == written), None)


def _answered(variables: tuple[Variable, ...]) -> Callable[[Wording], str]:
    def where(sql: Wording) -> str:
        return " OR ".join(f"{sql.column(variable.name)} IS NOT NULL" for variable in variables) or "FALSE"

    return where


def _equals(name: str, value: CodeValue) -> Callable[[Wording], str]:
    return lambda sql: f"{sql.column(name)} = {sql.constant(value)}"
