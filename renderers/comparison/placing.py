"""Where a change stands in the report: what concerns the whole registry, then form by form as they are filled in, then
what several forms share. Pure.
"""

from collections.abc import Callable, Mapping

from catalogue.model import Catalogue
from migrations_gen.carrying.records import split
from migrations_gen.changes import Change
from migrations_gen.diff import Difference

REGISTRY, SHARED = "", "*"
"""The places that are no form."""

OF_REGISTRY = frozenset({"catalogue", "category", "respondent", "module", "timepoint", "language"})
"""The kinds that concern the registry as a whole."""


def place_of(change: Change) -> str:
    """The address of the form a change lies in, or one of the places that are no form."""
    kind, address = change.subject.kind, change.subject.address
    if kind in OF_REGISTRY:
        return REGISTRY
    if kind == "form":
        return address
    owner = split(address)[0]
    if kind == "code":
        return split(owner)[0] or SHARED
    return owner if kind in {"variable", "group", "section", "rule"} else SHARED


def order(difference: Difference) -> Callable[[Change], tuple[int, int, str, tuple[int, str, str]]]:
    """What changes are sorted by: form by form, and in each from top to bottom."""
    places = _places(difference)
    before, after = (_positions(state.catalogue) for state in (difference.before, difference.after))

    def key(change: Change) -> tuple[int, int, str, tuple[int, str, str]]:
        place, address = place_of(change), change.subject.address
        owner = change.subject.owner if change.subject.kind == "code" else address
        position = -1 if place in (address, REGISTRY) else after.get(owner, before.get(owner, len(after)))
        return places.get(place, len(places)), position, place, change.order

    return key


def _places(difference: Difference) -> Mapping[str, int]:
    forms = (*difference.after.catalogue.form, *difference.before.catalogue.form)
    return {place: number for number, place in enumerate(dict.fromkeys((REGISTRY, *forms, SHARED)))}


def _positions(catalogue: Catalogue) -> Mapping[str, int]:
    """Every section, group and variable in the order it is met; a form's rules come last."""
    found: dict[str, int] = {}
    for form in catalogue.forms:
        for section in form.sections:
            found[f"{form.address}.{section.name}"] = len(found)
            for item in section.items:
                found.setdefault(f"{form.address}.{item.name}", len(found))
                for variable in getattr(item, "variables", ()):
                    found.setdefault(f"{form.address}.{variable.name}", len(found))
        for rule in form.rules:
            found.setdefault(f"{form.address}.{rule.name}", len(found))
    return found
