"""The log's lines about an extract: for each row that leaves, by whom and why. In a transaction of its own, which is
over before anybody gets the file."""

from collections.abc import Iterator

import polars as pl
from sqlalchemy import table as any_table

from engine.access import Access, log
from engine.extracts.records import Sheet

ACTION = "export"
AT_A_TIME = 5_000


def log_sheet(access: Access, sheet: Sheet, table: str, key: str) -> None:
    """One line for each row of a sheet: `table` is where it is from, `key` the column with its key there."""
    for keys in _keys(sheet, key):
        log(access, ACTION, any_table(table), keys)


def _keys(sheet: Sheet, key: str) -> Iterator[list[str]]:
    found = sheet.frame.select(pl.col(key)).collect().to_series().to_list()
    return (found[start : start + AT_A_TIME] for start in range(0, len(found), AT_A_TIME))
