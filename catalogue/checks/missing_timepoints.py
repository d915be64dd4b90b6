"""A form of a module does not say at which timepoints it is filled in.

Nobody would ever be asked. Write `timepoints: [...]` with one or more of the module's timepoints.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark


def check(examined: Examined) -> Iterator[Remark]:
    """Every form of a module without timepoints."""
    for form in examined.catalogue.forms:
        module = examined.catalogue.modules.get(form.module)
        if module is not None and not form.timepoints:
            names = ", ".join(timepoint.name for timepoint in module.timepoints)
            message = f"'{form.name}' has no timepoints. Write 'timepoints: [...]' with some of: {names}."
            yield Remark(form.at, message)
