"""A condition, limit or rule still reads a variable that is retired.

A retired variable has no value in new answers, so the question would never be asked again or the rule never apply.
Change the expression, or retire what it belongs to. A calculation may read it, to make one scale of the old and the
new.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark, place_in
from catalogue.expressions.nodes import Reference, walk
from catalogue.model import Form, Use


def check(examined: Examined) -> Iterator[Remark]:
    """Every retired variable in an expression that is still in use."""
    retired = any(variable.retired for _, variable in examined.catalogue.variables())
    for form in examined.catalogue.forms if retired else ():
        known = examined.reachable[form.address]
        for use in form.uses:
            if use.key == "calculate" or _is_retired(form, use):
                continue
            for part in walk(use.expression.node):
                variable = known.get(part.name) if isinstance(part, Reference) else None
                if isinstance(part, Reference) and variable is not None and variable.retired:
                    message = (
                        f"'{part.name}' is retired since {variable.retired.version} and has no value in new answers,"
                        f" but '{use.key}' of '{use.owner}' reads it. Change the expression, or retire '{use.owner}'."
                    )
                    yield Remark(place_in(use.expression, part.at), message)


def _is_retired(form: Form, use: Use) -> bool:
    if use.key == "require":
        return any(rule.name == use.owner and rule.retired for rule in form.rules)
    members = form.groups[use.owner].variables if use.owner in form.groups else ()
    owned = [form.variable[use.owner]] if use.owner in form.variable else list(members)
    return bool(owned) and all(variable.retired for variable in owned)
