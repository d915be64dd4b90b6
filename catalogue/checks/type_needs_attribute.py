"""A variable lacks what its type cannot do without: a decimal its `decimals`, a code its codes, a coding its system.

Without decimals every number would be rounded to a whole one; without codes there is nothing to choose. Add it.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from catalogue.checks.examined import Examined, Remark, subject

NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"decimal": ("decimals",), "code": ("codelist", "codes"), "coding": ("system",)}
)
"""By type, the attributes of which it needs one."""


def check(examined: Examined) -> Iterator[Remark]:
    """Every declaration without what its type needs."""
    for _, group, variable in examined.variables:
        written = examined.written(variable.at)
        kind = str(written.get("type", "")).strip()
        needed = NEEDS.get(kind, ())
        if needed and not any(key in written for key in needed):
            keys = " or ".join(f"'{key}:'" for key in needed)
            message = f"'{subject(variable, group)}' is a {kind} and needs {keys}. Add it, or choose another type."
            yield Remark(examined.place("type", variable.at), message)
