"""A name is longer than 40 characters.

Databases cut long names, statistics programs refuse them, and nobody can read them in a table's heading. Shorten it;
the label may be as long as it needs to be.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.findings import Location
from catalogue.model import Catalogue, Form

LONGEST = 40


def check(examined: Examined) -> Iterator[Remark]:
    """Every name above the bound. A tick, cell or item counts with its group's name before it."""
    for name, kind, at in named(examined.catalogue):
        if len(name) > LONGEST:
            yield Remark(
                at, f"The {kind} '{name}' has {len(name)} characters; a name has at most {LONGEST}. Shorten it."
            )


def named(catalogue: Catalogue) -> Iterator[tuple[str, str, Location]]:
    """All that has a name: the name, what it names, and where."""
    for module in catalogue.modules.values():
        yield module.name, "module", module.at
        yield from ((timepoint.name, "timepoint", module.at) for timepoint in module.timepoints)
    for codelist in catalogue.codelists.values():
        yield codelist.name, "codelist", codelist.at
    for instrument in catalogue.instruments.values():
        yield instrument.name, "instrument", instrument.at
    for form in catalogue.forms:
        yield from _named_in(form)


def _named_in(form: Form) -> Iterator[tuple[str, str, Location]]:
    yield form.name, "form", form.at
    yield from ((section.name, "section", section.at) for section in form.sections)
    yield from ((variable.name, "variable", variable.at) for variable in form.variables)
    yield from ((group.name, group.kind, group.at) for group in form.groups.values())
    yield from ((rule.name, "rule", rule.at) for rule in form.rules)
