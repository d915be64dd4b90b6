"""`record:` gives an outside name to a column that a row, or an episode, does not have.

The name would stay empty in every export. Use one of the record's own columns.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark, or_known
from catalogue.reserved import EPISODE_COLUMNS, RECORD_COLUMNS


def check(examined: Examined) -> Iterator[Remark]:
    """Every key under `record:` that is no column."""
    for form in examined.catalogue.forms:
        for column, _ in form.record:
            if column not in RECORD_COLUMNS:
                message = f"A record has no column '{column}'.{or_known(column, RECORD_COLUMNS)}"
                yield Remark(examined.place("record", form.at), message)
    for module in examined.catalogue.modules.values():
        for column, _ in module.episode.record:
            if column not in EPISODE_COLUMNS:
                message = f"An episode has no column '{column}'.{or_known(column, EPISODE_COLUMNS)}"
                yield Remark(examined.place("episode", module.at), message)
