"""A score needs more answered items than it has.

It could never be computed, so it is not made, and nobody would see why. Lower `needs`, or list the items it lacks.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.source.builder.reading import count, mappings, names, text


def check(examined: Examined) -> Iterator[Remark]:
    """Every score that no form can have."""
    for instrument in examined.catalogue.instruments.values():
        document = examined.declarations.get(instrument.at)
        for score in mappings(document, "scores") if document else ():
            needs, items = count(score, "needs") or 1, len(names(score, "items"))
            if needs > items:
                message = (
                    f"The score '{text(score, 'name')}' of '{instrument.name}' needs {needs} answered items and has"
                    f" {items}. Lower 'needs', or list the items it lacks."
                )
                yield Remark(score.key_at("needs"), message)
