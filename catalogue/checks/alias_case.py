"""Two outside names of one system and module differ only in capitals.

Many programs do not see the difference and mix the two up. Outside names are data and cannot be changed, so one of the
two is most likely misspelt here; correct it.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.model import Alias, Form
from catalogue.outside_names import aliases_of


def check(examined: Examined) -> Iterator[Remark]:
    """Every alias that equals an earlier one of its module but for capitals."""
    seen: dict[tuple[str, str, str], str] = {}
    for form in examined.catalogue.forms:
        for alias, _ in aliases_of(form):
            for module in _modules(examined, form, alias):
                known = seen.setdefault((module, alias.system, alias.name.casefold()), alias.name)
                if known != alias.name:
                    message = (
                        f"'{alias.name}' and '{known}' differ only in capitals, and {alias.system} has both in this"
                        " module. Correct the one that is misspelt."
                    )
                    yield Remark(alias.at, message)


def _modules(examined: Examined, form: Form, alias: Alias) -> tuple[str, ...]:
    """The modules in which something has this name: the form's own; for the person the one named, or all."""
    if form.module or alias.occasion:
        return (form.module or alias.occasion,)
    return tuple(examined.catalogue.modules)
