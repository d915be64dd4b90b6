"""A form is filled in, or something in it has an outside name, at a timepoint that its module does not have.

Timepoints belong to modules: "12 months" is two years in another. Correct the name, or add the timepoint to the module.
What is known about the person has outside names by module; one for a module that is not included is only a warning.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark, or_known
from catalogue.findings import Severity
from catalogue.model import Form
from catalogue.outside_names import aliases_of


def check(examined: Examined) -> Iterator[Remark]:
    """Every unknown timepoint of a form, and of its outside names."""
    for form in examined.catalogue.forms:
        module = examined.catalogue.modules.get(form.module)
        if module is not None:
            known = [timepoint.name for timepoint in module.timepoints]
            for name in form.timepoints:
                if name not in known:
                    message = f"The module '{module.name}' has no timepoint '{name}'.{or_known(name, known)}"
                    yield Remark(examined.place("timepoints", form.at), message)
        yield from _of_names(form, form.timepoints if form.module else tuple(examined.catalogue.modules))


def _of_names(form: Form, occasions: tuple[str, ...]) -> Iterator[Remark]:
    kind, severity = ("timepoint", Severity.ERROR) if form.module else ("module", Severity.WARNING)
    for alias, _ in aliases_of(form):
        if alias.occasion and alias.occasion not in occasions:
            message = f"'{alias.name}' is for '{alias.occasion}', which is no {kind} of this form's."
            yield Remark(alias.at, message + or_known(alias.occasion, occasions), severity)
