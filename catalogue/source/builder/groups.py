"""Variables asked as one: a checklist's ticks, a matrix's cells, an instrument's items and scores."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from catalogue.findings import Location, did_you_mean
from catalogue.model import Alias, Group, Use, Variable
from catalogue.source.builder.inherited import Inherited, condition
from catalogue.source.builder.instruments import Declaration
from catalogue.source.builder.instruments import variables as instrument_variables
from catalogue.source.builder.reading import (
    Notes,
    aliases,
    era,
    extras,
    flag,
    mapping,
    missing_values,
    names,
    optional,
    retirement,
    text,
    words,
)
from catalogue.source.builder.variables import (
    Shared,
    answer_type,
    constant_limits,
    group_use,
    optional_text,
    otherwise,
    rounded,
)
from catalogue.source.documents import Mapping
from catalogue.texts import Text

Built = tuple[Group, tuple[Use, ...]]


def checklist(data: Mapping, around: Inherited, notes: Notes) -> Built:
    """Boolean ticks with one missing reason for all."""
    name = text(data, "checklist")
    own = condition(data, notes)
    inside = around.within(data, own, notes)
    ticks = tuple(words(data, "ticks"))
    outside = _outside_names(data, [key for key, _, _ in ticks], notes)
    variables = tuple(
        replace(
            _member(data, f"{name}_{key}", Text(f"{around.form}.{name}_{key}.label", label), name, inside),
            type="boolean",
            otherwise=text(data, "otherwise") == "true" if "otherwise" in data else None,
            aliases=aliases(entry) or outside.get(key, ()),
            source=optional(entry, "source") or inside.source,
            collected=era(entry, notes) or inside.collected,
            retired=retirement(entry) or retirement(data),
            extras=extras(entry),
            at=mapping(data, "ticks").key_at(key),
        )
        for key, label, entry in ticks
    )
    none = optional(data, "none")
    if none is not None and none not in {key for key, _, _ in ticks}:
        known = [key for key, _, _ in ticks]
        notes.add(data["none"].at, "unknown-reference", f"There is no tick '{none}'.{did_you_mean(none, known)}")
        none = None
    group = _group(data, "checklist", name, around.form, variables)
    return replace(group, none=f"{name}_{none}" if none else None), group_use(name, own)


def matrix(data: Mapping, around: Inherited, shared: Shared, notes: Notes) -> Built:
    """A cell for each row and column, all of one type, with one missing reason for all."""
    name = text(data, "matrix")
    own = condition(data, notes)
    inside = around.within(data, own, notes)
    answer = constant_limits(answer_type(data, f"{around.form}.{name}", shared, notes), data, notes)
    rows = _headings(data, "rows", f"{around.form}.{name}")
    columns = _headings(data, "columns", f"{around.form}.{name}")
    cells = [
        (f"{row}_{column}", row_label, column_label) for row, row_label in rows for column, column_label in columns
    ]
    outside = _outside_names(data, [key for key, _, _ in cells], notes)
    variables = tuple(
        replace(
            _member(data, f"{name}_{key}", Text(row_label.address, row_label.source), name, inside, answer),
            help=column_label,
            otherwise=otherwise(data, answer),
            aliases=outside.get(key, ()),
            retired=retirement(data),
            at=data.key_at("matrix"),
        )
        for key, row_label, column_label in cells
    )
    return replace(_group(data, "matrix", name, around.form, variables), rows=rows, columns=columns), group_use(
        name, own
    )


def instrument(data: Mapping, around: Inherited, declared: Declaration, shared: Shared, notes: Notes) -> Built:
    """The variables of an instrument in this form, with this form's outside names."""
    record = declared.instrument
    own = condition(data, notes) if "section" not in data else None
    inside = around.within(data, own, notes) if own or "section" not in data else around
    opened = {
        variable.name.removeprefix(f"{record.name}_"): variable
        for variable in instrument_variables(declared, shared, names(data, "without"), notes)
    }
    flagged = {f"{item}_missing": item for item, variable in opened.items() if len(variable.missing) == 1}
    outside = _outside_names(data, [*opened, *flagged], notes)
    flags = {item: outside[key] for key, item in flagged.items() if key in outside}
    variables = tuple(
        replace(
            variable,
            enable_when=inside.enable_when,
            calculate=rounded(variable.calculate, variable),
            required=flag(data, "required") and not variable.is_calculated,
            missing=tuple(replace(reason, flags=flags.get(item, reason.flags)) for reason in variable.missing),
            aliases=outside.get(item, ()),
            category=inside.category,
            purpose=inside.purpose,
            source=inside.source,
            collected=inside.collected,
            retired=retirement(data),
            group=record.name,
        )
        for item, variable in opened.items()
    )
    group = Group(
        kind="instrument",
        name=record.name,
        label=record.title,
        variables=variables,
        instrument=record.name,
        at=data.key_at("instrument"),
    )
    return group, (*group_use(record.name, own), *_score_uses(opened.values()))


def _score_uses(opened: Iterable[Variable]) -> Iterator[Use]:
    return (Use(score.name, "calculate", score.calculate, "number") for score in opened if score.calculate)


def _member(
    data: Mapping, name: str, label: Text, group: str, inside: Inherited, answer: Variable | None = None
) -> Variable:
    """What every tick and cell shares with its group."""
    base = answer or Variable(name=name, label=label, type="boolean")
    return replace(
        base,
        name=name,
        label=label,
        enable_when=inside.enable_when,
        missing=missing_values(data),
        category=inside.category,
        purpose=inside.purpose,
        source=inside.source,
        collected=inside.collected,
        group=group,
        reason_name=group,
    )


def _group(data: Mapping, kind: str, name: str, form: str, variables: tuple[Variable, ...]) -> Group:
    return Group(
        kind="matrix" if kind == "matrix" else "checklist",
        name=name,
        label=Text(f"{form}.{name}.label", text(data, "label")),
        help=optional_text(data, "help", f"{form}.{name}.help"),
        variables=variables,
        required=flag(data, "required"),
        missing=missing_values(data),
        extras=extras(data),
        at=data.key_at(kind),
    )


def _headings(data: Mapping, key: str, address: str) -> tuple[tuple[str, Text], ...]:
    return tuple((name, Text(f"{address}.{key}.{name}", label)) for name, label, _ in words(data, key))


def _outside_names(data: Mapping, known: list[str], notes: Notes) -> dict[str, tuple[Alias, ...]]:
    """The aliases written at the group, by the key of tick, cell, item or score."""
    written = mapping(data, "aliases")
    for key in written:
        if key not in known:
            at: Location = written.key_at(key)
            notes.add(at, "unknown-reference", f"There is nothing called '{key}' here.{did_you_mean(key, known)}")
    return {key: aliases(written, key) for key in written}
