"""A variable has no category, purpose or source.

The statutes ask for data that are adequate, relevant and limited to their purpose, so each variable must say what it is
for and where its definition comes from. Write it at the variable, or once at its section or form.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.model import Form, Section

KEYS = ("category", "purpose", "source")


def check(examined: Examined) -> Iterator[Remark]:
    """Every variable that lacks one of the three; a whole section without it is named once."""
    for form in examined.catalogue.forms:
        for section in form.sections:
            for key in KEYS:
                yield from _lacking(examined, form, section, key)


def _lacking(examined: Examined, form: Form, section: Section, key: str) -> Iterator[Remark]:
    lacking = [variable for variable in section.variables if not getattr(variable, key)]
    if lacking and len(lacking) == len(section.variables):
        message = f"Nothing in the section '{section.name}' has a {key}. Write '{key}:' here, or once at the form."
        yield Remark(section.at, message)
        return
    for variable in lacking:
        group = form.groups.get(variable.group or "")
        name = group.name if group else variable.name
        yield Remark((group or variable).at, f"'{name}' has no {key}. Write '{key}:' here, or at its section or form.")
