"""An outside name has a `*` for the timepoint, and the timepoint has no alias to put there.

The variable would have no name in that system. Give the timepoint an `alias` in its module, or write the name out.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark


def check(examined: Examined) -> Iterator[Remark]:
    """Every alias with a star in a form one of whose timepoints has no alias."""
    for form in examined.catalogue.forms:
        module = examined.catalogue.modules.get(form.module)
        planned = [module.timepoint(name) for name in form.timepoints] if module else []
        bare = [timepoint.name for timepoint in planned if timepoint and not timepoint.alias]
        for variable in form.variables if bare else ():
            for alias in variable.aliases:
                nameless = next((name for name in bare if alias.occasion in ("", name)), None)
                if "*" in alias.name and nameless is not None:
                    message = (
                        f"'{alias.name}' has a * for the timepoint, but '{nameless}' has no alias."
                        f" Give '{nameless}' an alias in the module, or write the name out."
                    )
                    yield Remark(alias.at, message)
