"""A form belongs to a module that is not declared.

Its timepoints and its episode would be unknown. Correct the name, or declare the module in a `module.yaml`.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark, or_known


def check(examined: Examined) -> Iterator[Remark]:
    """Every form of an unknown module."""
    known = examined.catalogue.modules
    for form in examined.catalogue.forms:
        if form.module and form.module not in known:
            message = f"There is no module '{form.module}'.{or_known(form.module, known)}"
            yield Remark(examined.place("module", form.at), message)
