"""What outside systems call a thing, on one occasion or on all of them."""

from collections.abc import Iterable, Iterator

from catalogue.model import Alias, Catalogue, Form, Module, Variable


def names_of(aliases: Iterable[Alias], system: str, occasion: str, star: str) -> Iterator[str]:
    """The names `system` has for something on this occasion (a timepoint; for the person, a module).

    `star` is the timepoint's own alias, which stands where a name has `*`.
    """
    return (
        alias.name.replace("*", star)
        for alias in aliases
        if alias.system == system and alias.occasion in ("", occasion)
    )


def timepoint_alias(catalogue: Catalogue, form: Form, timepoint: str) -> str:
    """What outside systems call the timepoint."""
    module = catalogue.modules.get(form.module)
    found = module.timepoint(timepoint) if module else None
    return (found.alias if found else None) or timepoint


def aliases_of(form: Form) -> Iterator[tuple[Alias, bool]]:
    """Every outside name in a form, of its record, its variables and their flags; and whether its owner is retired."""
    yield from ((alias, False) for _, aliases in form.record for alias in aliases)
    for variable in form.variables:
        retired = variable.retired is not None
        yield from ((alias, retired) for alias in (*variable.aliases, *variable.edition))
        if variable.reason_name == variable.name:
            yield from ((alias, retired) for alias in _flags(variable))
    yield from ((alias, False) for group in form.groups.values() for part in group.missing for alias in part.flags)


def analysis_names(catalogue: Catalogue, module: Module) -> Iterator[tuple[str, Alias, bool]]:
    """Every outside name that is a column of the module's analysis view, spelt out for each occasion.

    With the alias it comes from and whether its owner is retired. What identifies a person directly has no column.
    """
    system = catalogue.analysis_names
    yield from (
        (alias.name, alias, False) for _, names in module.episode.record for alias in names if alias.system == system
    )
    occasions = (
        (form, timepoint) for form in catalogue.forms_of(module.name) for timepoint in form.timepoints or ("",)
    )
    person = ((catalogue.person, module.name),) if catalogue.person else ()
    for form, occasion in (*person, *occasions):
        star = timepoint_alias(catalogue, form, occasion)
        direct = {alias for variable in form.variables if variable.identifies == "direct" for alias in variable.aliases}
        for alias, retired in aliases_of(form):
            if alias not in direct:
                yield from ((name, alias, retired) for name in names_of((alias,), system, occasion, star))


def _flags(variable: Variable) -> Iterator[Alias]:
    return (flag for missing in variable.missing for flag in missing.flags)
