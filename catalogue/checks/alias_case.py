"""Two outside names of one system and module differ only in capitals.

Many programs do not see the difference and mix the two up. Outside names are data and cannot be changed, so one of the
two is most likely misspelt here; correct it.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.outside_names import aliases_of


def check(examined: Examined) -> Iterator[Remark]:
    """Every alias that equals an earlier one of its module but for capitals."""
    seen: dict[tuple[str, str, str], str] = {}
    for form in examined.catalogue.forms:
        for alias, _ in aliases_of(form):
            key = (form.module, alias.system, alias.name.casefold())
            known = seen.setdefault(key, alias.name)
            if known != alias.name:
                message = (
                    f"'{alias.name}' and '{known}' differ only in capitals, and {alias.system} has both in this module."
                    " Correct the one that is misspelt."
                )
                yield Remark(alias.at, message)
