"""The entries of a section: variables, checklists, matrices and instruments, without what they inherit. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from catalogue.formats.declaring.answers import answer_entry
from catalogue.formats.declaring.values import (
    Entry,
    aliases_entry,
    common,
    era_entry,
    extras_entry,
    flag,
    missing_entry,
    present,
    retired_entry,
    value_text,
)
from catalogue.model import Alias, Catalogue, Era, Expression, Group, Use, Variable


@dataclass(frozen=True, slots=True)
class Around:
    """What holds for all below: as `Inherited` of the builder, seen from the other side."""

    category: str | None = None
    purpose: str | None = None
    source: str | None = None
    collected: Era | None = None
    condition: Expression | None = None

    def within(self, variables: Iterable[Variable]) -> tuple[Entry, "Around"]:
        """What these variables have in common and do not inherit, as keys; and what holds among them."""
        variables = tuple(variables)
        shared = {
            key: common(getattr(variable, key) for variable in variables) or None
            for key in ("category", "purpose", "source")
        }
        own = {key: value for key, value in shared.items() if value is not None and value != getattr(self, key)}
        return own, replace(self, **own)


def entry_of(item: Variable | Group, around: Around, catalogue: Catalogue, uses: tuple[Use, ...]) -> Entry:
    """One entry under `variables:`."""
    if isinstance(item, Variable):
        return _variable(item, around, uses)
    return {"checklist": _checklist, "matrix": _matrix, "instrument": _block}[item.kind](item, around, catalogue)


def condition_text(whole: Expression | None, around: Expression | None) -> str | None:
    """The condition written just here: the whole one without what stands around it."""
    if whole is None or around is None:
        return whole.text if whole else None
    return None if whole.text == around.text else whole.text.removeprefix(f"({around.text}) and (")[:-1]


def _variable(variable: Variable, around: Around, uses: tuple[Use, ...]) -> Entry:
    own, inside = around.within((variable,))
    day = variable.valid_on
    is_dated = day and any(use.owner == variable.name and use.key == "valid_on" for use in uses)
    return {
        **present(name=variable.name, label=variable.label, help=variable.help),
        **answer_entry(variable),
        **present(
            valid_on=day.text if day and is_dated else None,
            display=variable.display,
            ends=list(variable.ends) if variable.ends else None,
            calculate=variable.calculate.text if variable.calculate else None,
            prefill=variable.prefill.text if variable.prefill else None,
            enable_when=condition_text(variable.enable_when, inside.condition),
            otherwise=value_text(variable.otherwise),
            required=flag(variable.required),
            required_when=variable.required_when.text if variable.required_when else None,
            missing=missing_entry(variable.missing),
            identifies=variable.identifies,
            collected=era_entry(variable.collected),
            retired=retired_entry(variable.retired),
            aliases=aliases_entry(variable.aliases),
            edition=aliases_entry(variable.edition),
            extras=extras_entry(variable.extras),
        ),
        **own,
    }


def _checklist(group: Group, around: Around, catalogue: Catalogue) -> Entry:
    own, _ = around.within(group.variables)
    first = group.variables[0]
    source = own.get("source", around.source)
    era, retired = (common(getattr(tick, key) for tick in group.variables) for key in ("collected", "retired"))

    def tick(variable: Variable) -> object:
        more = present(
            source=variable.source if variable.source != source else None,
            collected=era_entry(variable.collected) if variable.collected != era else None,
            retired=retired_entry(variable.retired) if variable.retired != retired else None,
            extras=extras_entry(variable.extras),
        )
        return {"label": variable.label, **more} if more else variable.label

    return {
        **present(checklist=group.name, label=group.label, help=group.help),
        **_asked(group, around),
        **present(otherwise=value_text(first.otherwise), none=_key(group, group.none) if group.none else None),
        "ticks": {_key(group, variable.name): tick(variable) for variable in group.variables},
        **present(collected=era_entry(era), retired=retired_entry(retired), extras=extras_entry(group.extras)),
        **own,
    }


def _matrix(group: Group, around: Around, catalogue: Catalogue) -> Entry:
    own, _ = around.within(group.variables)
    first = group.variables[0]
    return {
        **present(matrix=group.name, label=group.label, help=group.help),
        **answer_entry(first),
        **_asked(group, around),
        **present(otherwise=value_text(first.otherwise)),
        "rows": dict(group.rows),
        "columns": dict(group.columns),
        **present(
            collected=era_entry(first.collected),
            retired=retired_entry(first.retired),
            extras=extras_entry(group.extras),
        ),
        **own,
    }


def _asked(group: Group, around: Around) -> Entry:
    """What a checklist and a matrix say of themselves as one question."""
    return present(
        enable_when=condition_text(group.variables[0].enable_when, around.condition),
        required=flag(group.required),
        missing=missing_entry(group.missing),
        aliases=_member_aliases((_key(group, variable.name), variable.aliases) for variable in group.variables),
    )


def _block(group: Group, around: Around, catalogue: Catalogue) -> Entry:
    own, _ = around.within(group.variables)
    first = group.variables[0]
    opened = {_key(group, variable.name): variable for variable in group.variables}
    instrument = catalogue.instruments[group.name]
    return {
        "instrument": group.name,
        **present(
            without=[item for item, _ in instrument.items if item not in opened] or None,
            enable_when=condition_text(first.enable_when, around.condition),
            required=flag(any(variable.required for variable in group.variables)),
            collected=era_entry(first.collected),
            retired=retired_entry(first.retired),
            aliases=_member_aliases(pair for item, variable in opened.items() for pair in _names(item, variable)),
        ),
        **own,
    }


def _names(item: str, variable: Variable) -> Iterator[tuple[str, tuple[Alias, ...]]]:
    """The outside names of an item, and of the flag for its one reason."""
    yield item, variable.aliases
    if len(variable.missing) == 1:
        yield f"{item}_missing", variable.missing[0].flags


def _member_aliases(named: Iterable[tuple[str, tuple[Alias, ...]]]) -> Entry | None:
    return {key: aliases_entry(aliases) for key, aliases in named if aliases} or None


def _key(group: Group, name: str) -> str:
    """A member's own part of its name."""
    return name.removeprefix(f"{group.name}_")
