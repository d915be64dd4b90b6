"""A form → the columns of its sheet: what each is called, holds and means, in the words of one language. Pure."""

from collections.abc import Iterator, Mapping, Set
from types import MappingProxyType

from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import MISSING_REASONS, Catalogue, Code, Expression, Form, Limit, Variable
from engine.constraints import constraint
from engine.extracts.records import Column, Heading, Words
from engine.tables.names import edition_column, reason_column

KINDS = {"longtext": "text", "coding": "text"}
"""The kinds of columns that are not called as the value type."""

ROW: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("id", "episode_id", "person_id", TIMEPOINT, "mode"), "text"),
        **dict.fromkeys(("centre_id", "centre_number", "centre_name"), "text"),
        **dict.fromkeys(("created_by", "changed_by", "completed_by", "first_completed_by"), "text"),
        **dict.fromkeys(("created_at", "changed_at", "completed_at", "first_completed_at"), "datetime"),
        **dict.fromkeys(("status", "release", "revision"), "integer"),
        "anchor_date": "date",
    }
)
"""What a row says of itself: by name, the kind of column."""

STATES = ((-1, "created"), (0, "draft"), (1, "final"))


def heading_of(
    catalogue: Catalogue, form: Form, words: Words, row: tuple[str, ...], left_out: Set[str] = frozenset()
) -> Heading:
    """The sheet of a form: these columns of the row itself, and every variable but those that are left out."""
    kept = tuple(variable for variable in form.variables if variable.name not in left_out)
    own = (of_row(catalogue, form, name, words) for name in row)
    return Heading(form.address, words.text(form.title), (*own, *_of_variables(form, kept, words)))


def of_row(catalogue: Catalogue, form: Form, name: str, words: Words) -> Column:
    """What a row says of itself."""
    codes: tuple[tuple[int | str, str], ...] = ()
    if name == TIMEPOINT and form.module:
        named = catalogue.modules[form.module].timepoints
        codes = tuple((point.name, words.text(point.title)) for point in named if point.name in form.timepoints)
    if name == "status":
        codes = tuple((state, words.said[said]) for state, said in STATES)
    return Column(name=name, kind=ROW[name], label=words.said[name], codes=codes)


def _of_variables(form: Form, kept: tuple[Variable, ...], words: Words) -> Iterator[Column]:
    """Each variable, and after the last that a missing reason speaks for that reason."""
    last = {variable.reason_name: variable.name for variable in kept if not variable.is_calculated}
    for variable in kept:
        yield of_variable(form, variable, words)
        if variable.system is not None and not variable.is_calculated:
            yield _edition(form, variable, words)
        if last.get(variable.reason_name) == variable.name and not variable.is_calculated:
            yield reason_of(form, variable, words)


def of_variable(form: Form, variable: Variable, words: Words) -> Column:
    """A variable's values."""
    bound = constraint(variable)
    is_number = variable.type in {"integer", "decimal"}
    return Column(
        name=variable.name,
        kind=_kind(variable),
        label=question(form, variable, words),
        help=_help(form, variable, words),
        unit=words.text(variable.unit) if variable.unit else "",
        address=f"{form.address}.{variable.name}",
        codes=codes_of(variable, words),
        reason="" if variable.is_calculated else reason_column(variable.reason_name),
        decimals=variable.decimals if variable.type == "decimal" else None,
        lowest=_number(bound.low) if is_number and not variable.is_calculated else None,
        highest=_number(bound.high) if is_number and not variable.is_calculated else None,
        longest=bound.max_length,
        is_ordered=variable.display == "scale",
        at=variable.at,
    )


def reason_of(form: Form, variable: Variable, words: Words) -> Column:
    """Why a variable, or all of its group, has no value."""
    group = form.groups.get(variable.group or "")
    about = words.text(group.label) if group and group.shares_reason else question(form, variable, words)
    return Column(
        name=reason_column(variable.reason_name),
        kind="text",
        label=f"{words.said['why']}: {about}",
        address=f"{form.address}.{variable.reason_name}",
        codes=tuple((reason, words.reasons[reason]) for reason in MISSING_REASONS),
        states_reason=True,
        at=variable.at,
    )


def question(form: Form, variable: Variable, words: Words) -> str:
    """What was asked, in one line; a tick, a cell or an item with the question it belongs to."""
    label = words.text(variable.label)
    group = form.groups.get(variable.group or "")
    if group is None:
        return _line(label)
    if group.kind == "matrix" and variable.help is not None:
        label = f"{label}, {words.text(variable.help)}"
    return _line(f"{words.text(group.label)}: {label}")


def codes_of(variable: Variable, words: Words) -> tuple[tuple[int | str, str], ...]:
    """The values that are called something: yes and no, the codes of a list or system that are answers."""
    if variable.type == "boolean":
        return ((0, words.said["no"]), (1, words.said["yes"]))
    codes = variable.system.codes if variable.system is not None else _ever_allowed(variable)
    return tuple((code.value, words.text(code.label)) for code in codes if code.missing is None)


def _ever_allowed(variable: Variable) -> tuple[Code, ...]:
    """The codes that the variable allows, and those out of use, which old rows have."""
    listed = variable.codelist.codes if variable.codelist else ()
    allowed = {code.value for code in variable.codes}
    return tuple(code for code in listed if code.value in allowed or code.retired)


def _help(form: Form, variable: Variable, words: Words) -> str:
    group = form.groups.get(variable.group or "")
    text = group.help if group is not None and group.kind == "matrix" else variable.help
    return _line(words.text(text)) if text else ""


def _edition(form: Form, variable: Variable, words: Words) -> Column:
    label = f"{words.said['edition']}: {question(form, variable, words)}"
    return Column(name=edition_column(variable.name), kind="text", label=label)


def _kind(variable: Variable) -> str:
    if variable.type == "code":
        return "integer" if constraint(variable).kinds == (int,) else "text"
    return KINDS.get(variable.type, variable.type)


def _number(limit: Limit | Expression | None) -> float | None:
    return float(limit) if isinstance(limit, int | float) else None


def _line(text: str) -> str:
    return " ".join(text.split())
