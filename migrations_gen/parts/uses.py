"""Who uses whose name: every expression, codelist, instrument and the like by what uses it, in one state. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from catalogue.model import Catalogue, Form, Group, Variable
from migrations_gen.consequences.readers import Reader, compared_with, lookups, readers_of

Thing = tuple[str, str]
"""A kind and an address, as changes have them."""


@dataclass(frozen=True, slots=True)
class Usage:
    """A thing uses another by name, under a key."""

    user: Thing
    key: str
    used: Thing


def usages(catalogue: Catalogue, lists: Collection[str]) -> Iterator[Usage]:
    """Everything that is used; codes only of these lists, as that takes most of the time."""
    for address, readers in readers_of(catalogue).items():
        for reader in readers:
            yield Usage(_owner(reader), reader.use.key, ("variable", address))
            yield from _codes(reader, address, catalogue, lists)
    for form in catalogue.forms:
        yield from _of_form(form)
        for use in form.uses:
            reader = Reader(form, use, "")
            for name in lookups(use.expression.node):
                yield Usage(_owner(reader), use.key, ("value_set", name))
    for module in catalogue.modules.values():
        if module.episode.anchor:
            yield Usage(("module", module.name), "episode", ("variable", f"{module.name}.{module.episode.anchor}"))


def things(catalogue: Catalogue) -> Iterator[Thing]:
    """Everything that can be used."""
    for form in catalogue.forms:
        yield "form", form.address
        for variable in form.variables:
            address = f"{form.address}.{variable.name}"
            yield "variable", address
            if variable.codelist and not variable.codelist.shared:
                yield from (("code", f"{address}.{code.value}") for code in variable.codelist.codes)
    for codelist in catalogue.codelists.values():
        yield "codelist", codelist.name
        yield from (("code", f"{codelist.name}.{code.value}") for code in codelist.codes)
    for module in catalogue.modules.values():
        yield "module", module.name
        yield from (("timepoint", f"{module.name}.{timepoint.name}") for timepoint in module.timepoints)
    for kind, names in (
        ("instrument", catalogue.instruments),
        ("value_set", catalogue.value_sets),
        ("system", catalogue.systems),
        ("category", catalogue.categories),
        ("respondent", catalogue.respondents),
    ):
        yield from ((kind, name) for name in names)


def _owner(reader: Reader) -> Thing:
    if reader.use.key == "require":
        return "rule", reader.address
    name = reader.use.owner
    kind = "variable" if name in reader.form.variable else "group" if name in reader.form.groups else "section"
    return kind, reader.address


def _codes(reader: Reader, address: str, catalogue: Catalogue, lists: Collection[str]) -> Iterator[Usage]:
    """The codes that an expression compares with."""
    form, _, name = address.rpartition(".")
    variable = catalogue.form[form].variable[name]
    if variable.codelist is None:
        return
    owner = variable.codelist.name if variable.codelist.shared else address
    if owner not in lists:
        return
    for code in compared_with(reader.use.expression.node, reader.name)[0]:
        yield Usage(_owner(reader), reader.use.key, ("code", f"{owner}.{code}"))


def _of_form(form: Form) -> Iterator[Usage]:
    user = ("form", form.address)
    yield Usage(user, "respondent", ("respondent", form.respondent))
    if form.module:
        yield Usage(user, "module", ("module", form.module))
    for timepoint in form.timepoints:
        yield Usage(user, "timepoints", ("timepoint", f"{form.module}.{timepoint}"))
    for variable in form.variables:
        yield from _of_variable(f"{form.address}.{variable.name}", variable)
    for group in form.groups.values():
        yield from _of_group(f"{form.address}.{group.name}", group)


def _of_variable(address: str, variable: Variable) -> Iterator[Usage]:
    user = ("variable", address)
    yield Usage(user, "category", ("category", variable.category))
    if variable.codelist is not None and variable.codelist.shared:
        yield Usage(user, "codelist", ("codelist", variable.codelist.name))
    if variable.codelist is not None:
        owner = variable.codelist.name if variable.codelist.shared else address
        allowed = {code.value for code in variable.codes}
        if allowed != {code.value for code in variable.codelist.codes if code.missing is None}:
            yield from (Usage(user, "only", ("code", f"{owner}.{value}")) for value in allowed)
    if variable.system is not None:
        yield Usage(user, "system", ("system", variable.system.name))


def _of_group(address: str, group: Group) -> Iterator[Usage]:
    if group.instrument:
        yield Usage(("group", address), "instrument", ("instrument", group.instrument))
    if group.none:
        yield Usage(("group", address), "none", ("variable", f"{address.rpartition('.')[0]}.{group.none}"))


__all__ = ["Thing", "Usage", "things", "usages"]
