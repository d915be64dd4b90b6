"""A form without a module that is not about the person, or a form about the person that belongs to a module.

There is one form about the person, `form: person` with `per: patient`; every module sees it. All other forms belong to
a module and its timepoints.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.model import Form
from catalogue.reserved import PERSON


def check(examined: Examined) -> Iterator[Remark]:
    """Every form that is neither quite about the person nor quite of a module."""
    for form in examined.catalogue.forms:
        written = examined.written(form.at)
        for key, message in _problems(form, "per" in written):
            yield Remark(examined.place(key, form.at), message)


def _problems(form: Form, is_per_patient: bool) -> Iterator[tuple[str, str]]:
    if form.name != PERSON:
        if not form.module:
            message = f"'{form.name}' has no module. Write 'module:', or call it 'person' if it is about the person."
            yield "form", message
        if is_per_patient:
            yield "per", f"Only the form 'person' is kept per patient. Remove 'per' from '{form.name}'."
        return
    if not is_per_patient:
        yield "form", "The form 'person' is kept per patient. Write 'per: patient'."
    if form.module:
        yield "module", "The form 'person' is seen by every module and belongs to none. Remove 'module'."
    if form.timepoints:
        yield "timepoints", "The form 'person' has no timepoints: it is kept once per patient. Remove them."
