"""The date from which a module's timepoints count is not a date variable of one of its forms.

Nothing would ever be due. Write `anchor: form.variable`, where the variable is a date that is answered once per
episode.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark, or_known
from catalogue.findings import Location
from catalogue.model import Module
from catalogue.source.documents import Mapping


def check(examined: Examined) -> Iterator[Remark]:
    """Every anchor that names no date. A module may do without until it has the form."""
    for module in examined.catalogue.modules.values():
        anchor = module.episode.anchor
        if not anchor:
            continue
        dates = _dates(examined, module)
        if anchor not in dates:
            remedy = or_known(anchor, dates) or " The module has none yet; leave 'anchor' out until then."
            message = f"'{anchor}' is not a date of a form of '{module.name}' that is filled in once.{remedy}"
            yield Remark(_place(examined, module), message)


def _dates(examined: Examined, module: Module) -> tuple[str, ...]:
    return tuple(
        f"{form.name}.{variable.name}"
        for form in examined.catalogue.forms_of(module.name)
        for variable in form.variables
        if variable.type == "date" and len(form.timepoints) < 2
    )


def _place(examined: Examined, module: Module) -> Location:
    episode = examined.written(module.at).get("episode")
    return episode.key_at("anchor") if isinstance(episode, Mapping) else module.at
