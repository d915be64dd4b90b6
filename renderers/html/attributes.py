"""A variable's declaration as HTML attributes: written in one order, escaped, and only what helps who types.

No `required`, `min`, `max` or `maxlength`: browsers would stop a draft with gaps, or cut a pasted text without a
word. The rules are told by `rules.js` while one types, and by the server always.
"""

from collections.abc import Mapping

from markupsafe import Markup, escape

from catalogue.model import Limits, Variable

Attributes = Mapping[str, str | bool | None]
WIDEST = 40
"""Characters; a box as wide as its answer tells how much is expected."""


def written(*several: Attributes) -> Markup:
    """The attributes in alphabetical order, a space before each; True is a bare name, False and None are left out."""
    attributes = {name: value for attributes in several for name, value in attributes.items()}
    parts = [
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in sorted(attributes.items())
        if value is not None and value is not False
    ]
    return Markup("".join(parts))


def of_number(variable: Variable) -> Attributes:
    """The keyboard a telephone shows, and the width of the box. Telephones' number keyboards have no minus sign."""
    low = variable.limits.min
    decimal = variable.type == "decimal"
    keyboard = None if not isinstance(low, int | float) or low < 0 else ("decimal" if decimal else "numeric")
    return {
        "inputmode": keyboard,
        "size": str(_digits(variable.limits) + (1 + (variable.decimals or 3) if decimal else 0)),
    }


def of_text(variable: Variable) -> Attributes:
    """A short text has a short box; a long one fills the column."""
    longest = variable.max_length
    return {"size": str(longest) if longest is not None and longest <= WIDEST else None}


def _digits(limits: Limits) -> int:
    bounds = [limit for limit in (limits.min, limits.max) if isinstance(limit, int | float)]
    return max([4, *(len(str(int(bound))) + 1 for bound in bounds)]) if len(bounds) == 2 else 10
