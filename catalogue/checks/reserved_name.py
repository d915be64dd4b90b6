"""A variable, group, form or module has a name that already means something: a word of the language of rules, a column
that every row has, `person` or `timepoint`.

A rule could not tell which is meant. Choose another name, or add to it (`status` → `arbeidsstatus`).
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.checks.name_too_long import named
from catalogue.reserved import PERSON, RESERVED

IN_RULES = frozenset({"variable", "checklist", "matrix", "instrument", "form", "module"})
"""What rules and tables call by name; a section or codelist may be called anything."""


def check(examined: Examined) -> Iterator[Remark]:
    """Every name with a meaning of its own; `person` is reserved for the form about the person."""
    for name, kind, at in named(examined.catalogue):
        if kind in IN_RULES and name in RESERVED and not (kind == "form" and name == PERSON):
            message = f"'{name}' cannot be the name of a {kind}: it is {RESERVED[name]}. Choose another name."
            yield Remark(at, message)
