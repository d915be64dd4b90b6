"""A codelist that no variable uses.

It is translated, reviewed and kept up to date for nothing; often it is the rest of a change. Use it, or remove it.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.findings import Severity


def check(examined: Examined) -> Iterator[Remark]:
    """Every shared codelist without a variable or an instrument's item."""
    catalogue = examined.catalogue
    used = {variable.codelist.name for _, variable in catalogue.variables() if variable.codelist}
    used |= {name for instrument in catalogue.instruments.values() for name in instrument.codelists}
    for codelist in catalogue.codelists.values():
        if codelist.name not in used:
            message = f"No variable uses the codelist '{codelist.name}'. Use it, or remove it."
            yield Remark(codelist.at, message, Severity.WARNING)
