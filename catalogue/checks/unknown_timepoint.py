"""A form is filled in at a timepoint that its module does not have.

Timepoints belong to modules: "12 months" is two years in another. Correct the name, or add the timepoint to the module.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark, or_known


def check(examined: Examined) -> Iterator[Remark]:
    """Every unknown timepoint of a form."""
    for form in examined.catalogue.forms:
        module = examined.catalogue.modules.get(form.module)
        if module is None:
            continue
        known = [timepoint.name for timepoint in module.timepoints]
        for name in form.timepoints:
            if name not in known:
                message = f"The module '{module.name}' has no timepoint '{name}'.{or_known(name, known)}"
                yield Remark(examined.place("timepoints", form.at), message)
