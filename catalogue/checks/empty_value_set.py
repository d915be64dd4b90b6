"""A value set whose table has no rows.

Every lookup in it would be NULL. Put the rows in the table named under `table`, below the line with the columns' names.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark


def check(examined: Examined) -> Iterator[Remark]:
    """Every value set without values."""
    for value_set in examined.catalogue.value_sets.values():
        if not value_set.values:
            message = f"The table of '{value_set.name}' has no rows. Fill it in: a column per key, and 'value'."
            yield Remark(examined.place("table", value_set.at), message)
