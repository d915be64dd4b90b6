"""Forms: sections, variables, groups and rules in the order an author wrote them."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.findings import did_you_mean
from catalogue.model import Form, Group, Rule, Section, Use, Variable
from catalogue.source.builder.groups import checklist, instrument, matrix
from catalogue.source.builder.inherited import Inherited, condition
from catalogue.source.builder.instruments import Declaration
from catalogue.source.builder.reading import (
    Notes,
    era,
    expression,
    extras,
    mappings,
    names,
    record,
    retirement,
    text,
)
from catalogue.source.builder.variables import Shared, group_use, optional_text, variable
from catalogue.source.documents import Mapping
from catalogue.texts import Text

Item = Variable | Group


@dataclass(frozen=True, slots=True)
class Declared:
    """What a form may refer to by name."""

    shared: Shared
    instruments: dict[str, Declaration]


def form(data: Mapping, declared: Declared, notes: Notes) -> Form:
    """One form from its document."""
    name, module = text(data, "form"), text(data, "module")
    address = f"{module}.{name}" if module else name
    around = Inherited(address).within(data, None, notes)
    sections, uses = _sections(data, around, declared, notes)
    rules = tuple(_rules(data, address, notes))
    built = Form(
        name=name,
        module=module,
        title=Text(f"{address}.title", text(data, "title")),
        help=optional_text(data, "help", f"{address}.help"),
        respondent=text(data, "respondent"),
        timepoints=tuple(str(timepoint) for timepoint in names(data, "timepoints")),
        record=record(data),
        sections=sections,
        rules=rules,
        extras=extras(data),
        uses=(*uses, *(Use(rule.name, "require", rule.require, "boolean") for rule in rules)),
        at=data.key_at("form"),
    )
    _note_repeated_names(built, notes)
    return built


def _sections(
    data: Mapping, around: Inherited, declared: Declared, notes: Notes
) -> tuple[tuple[Section, ...], tuple[Use, ...]]:
    sections: list[Section] = []
    uses: list[Use] = []
    for entry in mappings(data, "sections"):
        name = text(entry, "section")
        own = condition(entry, notes)
        inside = around.within(entry, own, notes)
        built = list(_items(entry, inside, declared, notes))
        uses += (*group_use(name, own), *(use for _, written in built for use in written))
        address = f"{around.form}.section.{name}"
        sections.append(
            Section(
                name=name,
                title=Text(f"{address}.title", text(entry, "title")),
                help=optional_text(entry, "help", f"{address}.help"),
                enable_when=own,
                items=tuple(item for item, _ in built),
                extras=extras(entry),
                at=entry.key_at("section"),
            )
        )
    return tuple(sections), tuple(uses)


def _items(
    section: Mapping, inside: Inherited, declared: Declared, notes: Notes
) -> Iterator[tuple[Item, tuple[Use, ...]]]:
    if "instrument" in section:
        yield from _instrument(section, inside, declared, notes)
    for entry in mappings(section, "variables"):
        if "checklist" in entry:
            yield checklist(entry, inside, notes)
        elif "matrix" in entry:
            yield matrix(entry, inside, declared.shared, notes)
        elif "instrument" in entry:
            yield from _instrument(entry, inside, declared, notes)
        elif "name" in entry:
            yield variable(entry, inside, declared.shared, notes)


def _instrument(
    data: Mapping, inside: Inherited, declared: Declared, notes: Notes
) -> Iterator[tuple[Item, tuple[Use, ...]]]:
    name = text(data, "instrument")
    if name in declared.instruments:
        yield instrument(data, inside, declared.instruments[name], declared.shared, notes)
    else:
        message = f"There is no instrument '{name}'.{did_you_mean(name, declared.instruments)}"
        notes.add(data.key_at("instrument"), "unknown-reference", message)


def _rules(data: Mapping, address: str, notes: Notes) -> Iterator[Rule]:
    for entry in mappings(data, "rules"):
        require = expression(entry, "require", notes)
        if require is None:
            continue
        name = text(entry, "rule")
        yield Rule(
            name=name,
            require=require,
            severity="soft" if text(entry, "severity") == "soft" else "hard",
            message=Text(f"{address}.{name}.message", text(entry, "message")),
            collected=era(entry, notes),
            retired=retirement(entry),
            at=entry.key_at("rule"),
        )


def _note_repeated_names(built: Form, notes: Notes) -> None:
    """Variables, groups and rules of a form have one name each; so have sections among themselves."""
    seen: dict[str, str] = {}
    things = (
        *((variable.name, "variable", variable.at) for variable in built.variables),
        *(
            (item.name, item.kind, item.at)
            for section in built.sections
            for item in section.items
            if isinstance(item, Group)
        ),
        *((rule.name, "rule", rule.at) for rule in built.rules),
    )
    for name, kind, at in things:
        if name in seen:
            message = f"'{name}' is already the name of a {seen[name]} in this form. Give each its own name."
            notes.add(at, "duplicate-name", message)
        seen.setdefault(name, kind)
    titles: set[str] = set()
    for section in built.sections:
        if section.name in titles:
            notes.add(
                section.at, "duplicate-name", f"Two sections are called '{section.name}'. Give each its own name."
            )
        titles.add(section.name)
