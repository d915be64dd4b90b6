"""Two forms would be kept in the same table: `a_b.c` and `a.b_c` are both `a_b_c`; or in the place of a module's view.

Rename one of the forms or modules.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.reserved import ANALYSIS_VIEWS


def check(examined: Examined) -> Iterator[Remark]:
    """Every form whose module and name join to the same words as another's, or as a view of the analysts."""
    modules = examined.catalogue.modules
    views = {f"{module}_{ending}": f"the analysis view of {module}" for module in modules for ending in ANALYSIS_VIEWS}
    seen = dict(views)
    for form in examined.catalogue.forms:
        table = "_".join(filter(None, (form.module, form.name)))
        if table in seen:
            other = seen[table] if table in views else f"'{seen[table]}'"
            message = f"'{form.address}' and {other} would both be the table '{table}'. Rename one of them."
            yield Remark(form.at, message)
        seen.setdefault(table, form.address)
