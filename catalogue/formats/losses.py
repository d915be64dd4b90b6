"""What a catalogue says that a format cannot: one finding for each construct and place, from the format's own table.

So that a construct which the table calls *reported* is reported wherever it stands, and no writer can forget it.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from catalogue.findings import Finding, Location
from catalogue.formats.constructs import CONSTRUCTS
from catalogue.formats.records import Fate, How, note
from catalogue.model import OFFERED_REASONS, Catalogue, Expression, Form, Variable
from catalogue.value_types import VALUE_TYPES

SLUG = "not-carried"
LIMIT_KEYS = ("min", "soft_min", "soft_max", "max")


def _has_limit(*keys: str) -> Callable[[Form, Variable], bool]:
    return lambda form, variable: any(_is_constant(getattr(variable.limits, key)) for key in keys)


def _is_constant(limit: object) -> bool:
    return limit is not None and not isinstance(limit, Expression)


def _group_kind(kind: str) -> Callable[[Form, Variable], bool]:
    return lambda form, variable: variable.group is not None and form.groups[variable.group].kind == kind


def _of_type(kind: str) -> Callable[[Form, Variable], bool]:
    return lambda form, variable: variable.type == kind


def _has_reasons(form: Form, variable: Variable) -> bool:
    return any(missing.reason in OFFERED_REASONS or missing.flags for missing in variable.missing)


OF_VARIABLES: Mapping[str, Callable[[Form, Variable], bool]] = MappingProxyType(
    {
        **{kind: _of_type(kind) for kind in VALUE_TYPES},
        "help": lambda form, variable: variable.help is not None,
        "aliases": lambda form, variable: bool(variable.aliases),
        "missing-code": lambda form, variable: bool(
            variable.codelist and any(c.missing for c in variable.codelist.codes)
        ),
        "missing-reason": _has_reasons,
        "hard-limits": _has_limit("min", "max"),
        "soft-limits": _has_limit("soft_min", "soft_max"),
        "computed-limits": lambda form, variable: any(
            isinstance(getattr(variable.limits, key), Expression) for key in LIMIT_KEYS
        ),
        "unit": lambda form, variable: variable.unit is not None,
        "scale": lambda form, variable: variable.ends is not None or variable.display == "scale",
        "required": lambda form, variable: variable.required,
        "required-when": lambda form, variable: variable.required_when is not None,
        "enable-when": lambda form, variable: variable.enable_when is not None,
        "otherwise": lambda form, variable: variable.otherwise is not None,
        "calculate": lambda form, variable: variable.is_calculated,
        "prefill": lambda form, variable: variable.prefill is not None,
        "checklist": _group_kind("checklist"),
        "matrix": _group_kind("matrix"),
        "instrument": _group_kind("instrument"),
        "collected": lambda form, variable: variable.collected is not None,
        "retired": lambda form, variable: variable.retired is not None,
        "identifies": lambda form, variable: variable.identifies is not None,
    }
)
"""For each construct that a variable can have, whether it has it."""


def lost_of_variable(form: Form, variable: Variable, fates: Mapping[str, Fate]) -> Iterator[Finding]:
    """Everything about one variable that is only reported."""
    for construct, has in OF_VARIABLES.items():
        if fates[construct].how is How.REPORTED and has(form, variable):
            yield _lost(variable.at, f"{form.address}.{variable.name}", construct, fates)


def lost_of_catalogue(catalogue: Catalogue, forms: tuple[Form, ...], fates: Mapping[str, Fate]) -> Iterator[Finding]:
    """Everything about the forms as wholes, and the catalogue, that is only reported."""
    for construct, at, owner in _wholes(catalogue, forms):
        if fates[construct].how is How.REPORTED:
            yield _lost(at, owner, construct, fates)


def lost_of_forms(catalogue: Catalogue, forms: tuple[Form, ...], fates: Mapping[str, Fate]) -> Iterator[Finding]:
    """The same of everything, one finding for each construct and form: for what says only a part of a catalogue."""
    yield from lost_of_catalogue(catalogue, forms, fates)
    for form in forms:
        for construct, has in OF_VARIABLES.items():
            having = [variable for variable in form.variables if has(form, variable)]
            if having and fates[construct].how is How.REPORTED:
                yield _lost(having[0].at, _together(form, having), construct, fates)


def _together(form: Form, variables: list[Variable]) -> str:
    """The first of several variables, and how many more."""
    more = len(variables) - 1
    return f"{form.address}.{variables[0].name}" + (f"' and {more} more of '{form.address}" if more else "")


def _wholes(catalogue: Catalogue, forms: tuple[Form, ...]) -> Iterator[tuple[str, Location, str]]:
    for form in forms:
        if len(form.sections) > 1:
            yield "sections", form.at, form.address
        if form.timepoints:
            yield "timepoints", form.at, form.address
        yield "purpose", form.at, form.address
        yield from (("rule", rule.at, f"{form.address}.{rule.name}") for rule in form.rules)
    if len(catalogue.languages.all) > 1:
        yield "languages", catalogue.at, catalogue.name
    if catalogue.publication is not None:
        yield "publication", catalogue.publication.at, catalogue.name


def _lost(at: Location, owner: str, construct: str, fates: Mapping[str, Fate]) -> Finding:
    reason = fates[construct].note or "the format has no place for it"
    return note(at, SLUG, f"'{owner}': {CONSTRUCTS[construct]} cannot be written ({reason}).")
