"""A timepoint opens after it is due, or is due after it closes.

Nobody could ever answer in time. The order is opens ≤ due ≤ closes, in days from the episode's anchor date.
"""

from collections.abc import Iterator
from itertools import pairwise

from catalogue.checks.examined import Examined, Remark
from catalogue.findings import Location
from catalogue.model import Module
from catalogue.source.documents import Mapping


def check(examined: Examined) -> Iterator[Remark]:
    """Every timepoint whose days are not in order."""
    for module in examined.catalogue.modules.values():
        for timepoint in module.timepoints:
            days = [(key, getattr(timepoint, key)) for key in ("opens", "due", "closes")]
            given = [(key, day) for key, day in days if day is not None]
            for (first_key, first), (next_key, following) in pairwise(given):
                if first > following:
                    message = (
                        f"'{timepoint.name}' {first_key} at {first} days but {next_key} at {following} days."
                        " The order is opens ≤ due ≤ closes."
                    )
                    yield Remark(_place(examined, module, timepoint.name), message.replace("due at", "is due at"))


def _place(examined: Examined, module: Module, timepoint: str) -> Location:
    timepoints = examined.written(module.at).get("timepoints")
    return timepoints.key_at(timepoint) if isinstance(timepoints, Mapping) else module.at
