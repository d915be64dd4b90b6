"""A form's name ends in a timepoint of its module.

A form filled in several times is seen by others as `oppfolging_m3`, so `kontroll_m3` would look like an occasion of a
form `kontroll`. Leave the timepoint out of the name; it stands under `timepoints`.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark


def check(examined: Examined) -> Iterator[Remark]:
    """Every form that ends in an underscore and one of its module's timepoints."""
    for form in examined.catalogue.forms:
        module = examined.catalogue.modules.get(form.module)
        for timepoint in module.timepoints if module else ():
            if form.name.endswith(f"_{timepoint.name}"):
                message = (
                    f"'{form.name}' ends in the timepoint '{timepoint.name}'. Call it"
                    f" '{form.name.removesuffix(f'_{timepoint.name}')}' and name the timepoint under 'timepoints'."
                )
                yield Remark(form.at, message)
