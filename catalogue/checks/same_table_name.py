"""Two forms would be kept in the same table: `a_b.c` and `a.b_c` are both `a_b_c`.

Rename one of the forms or modules.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark


def check(examined: Examined) -> Iterator[Remark]:
    """Every form whose module and name join to the same words as another's."""
    seen: dict[str, str] = {}
    for form in examined.catalogue.forms:
        table = "_".join(filter(None, (form.module, form.name)))
        if table in seen:
            message = f"'{form.address}' and '{seen[table]}' would both be the table '{table}'. Rename one of them."
            yield Remark(form.at, message)
        seen.setdefault(table, form.address)
