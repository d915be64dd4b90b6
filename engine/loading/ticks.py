"""Ticks in a dump: a box that is not ticked is 0 there, whether somebody left it open or nobody looked at it.

So where every box of a checklist or matrix is 0, nobody has answered: all are read as empty.
"""

import polars as pl

from catalogue.model import Form
from engine.answer_columns import Columns

OPEN = ("", "0", "false")


def unticked(table: pl.DataFrame, form: Form, columns: Columns) -> pl.DataFrame:
    """The table with the boxes of a group emptied in the rows where none is ticked."""
    for group in form.groups.values():
        ours = {variable.name for variable in group.variables if variable.type == "boolean"}
        names = [name for name in table.columns if name in columns.values and columns.values[name].name in ours]
        if group.shares_reason and ours and names:
            is_open = [pl.col(name).cast(pl.String).str.to_lowercase().is_in(OPEN).fill_null(True) for name in names]
            nothing = pl.all_horizontal(is_open)
            table = table.with_columns(pl.when(~nothing).then(pl.col(name)).alias(name) for name in names)
    return table
