"""An item of a licensed instrument has a label of more than five words.

The wording belongs to its owner and may not stand in a public catalogue. Give the item a neutral name (`Gange`); the
licensed wording is a private translation kept outside the repository.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.findings import Location
from catalogue.model import Instrument
from catalogue.source.documents import Mapping

MOST_WORDS = 5


def check(examined: Examined) -> Iterator[Remark]:
    """Every label that is more than a name."""
    for instrument in examined.catalogue.instruments.values():
        for name, label in instrument.items:
            words = len(label.source.split())
            if instrument.wording_is_private and words > MOST_WORDS:
                message = (
                    f"The item '{name}' of '{instrument.name}' has a label of {words} words. The wording belongs to"
                    f" {instrument.holder}; write a neutral name of at most {MOST_WORDS} words."
                )
                yield Remark(_place(examined, instrument, name), message)


def _place(examined: Examined, instrument: Instrument, item: str) -> Location:
    items = examined.written(instrument.at).get("items")
    return items.key_at(item) if isinstance(items, Mapping) else instrument.at
