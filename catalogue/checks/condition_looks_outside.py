"""`enable_when` or `required_when` reads another form.

Whether a question is asked must be known while the form is filled in, in the browser too, and must not change when
another form is corrected later. Use this form, `person` and `timepoint`; ask the question here as well, or make it a
rule.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark, place_in
from catalogue.expressions.nodes import Reference, walk

CONDITIONS = ("enable_when", "required_when")


def check(examined: Examined) -> Iterator[Remark]:
    """Every name of another form in a condition."""
    for form, use in examined.uses:
        if use.key not in CONDITIONS:
            continue
        scope = examined.scopes[form.address]
        for part in walk(use.expression.node):
            if isinstance(part, Reference) and "." in part.name and part.name in scope and not _is_person(part.name):
                message = (
                    f"'{use.key}' of '{use.owner}' reads '{part.name}' of another form, which may change later or be"
                    " unknown here. Use variables of this form, 'person' or 'timepoint'; or make it a rule."
                )
                yield Remark(place_in(use.expression, part.at), message)


def _is_person(name: str) -> bool:
    return name.startswith("person.")
