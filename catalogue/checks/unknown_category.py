"""A variable belongs to a category that the catalogue's first page does not list.

Categories decide what the statutes allow to be collected, so none may arise from a misspelling. Use one that is listed,
or list the new one under `categories` on the first page.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark, or_known


def check(examined: Examined) -> Iterator[Remark]:
    """Every category that is not known, where it is written."""
    known = examined.catalogue.categories
    for form in examined.catalogue.forms:
        for section in form.sections:
            for variable in section.variables:
                if variable.category and variable.category not in known:
                    group = form.groups.get(variable.group or "")
                    around = (group.at,) if group else ()
                    at = examined.place("category", variable.at, *around, section.at, form.at)
                    message = f"There is no category '{variable.category}'.{or_known(variable.category, known)}"
                    yield Remark(at, message)
