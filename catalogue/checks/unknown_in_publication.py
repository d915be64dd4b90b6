"""The block `publication` speaks of a module or coding system that is not there, or of what ends before it begins.

Outsiders would never be told what was meant for them. Correct the name or the dates, or remove what is no longer there.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark, or_known
from catalogue.publication import Coverage, Publication


def check(examined: Examined) -> Iterator[Remark]:
    """Every name that is not known, and every period or age that ends before it begins."""
    publication = examined.catalogue.publication
    if publication is None:
        return
    modules, systems = examined.catalogue.modules, examined.catalogue.systems
    for name, cover in publication.modules.items():
        if name not in modules:
            yield Remark(cover.at, f"There is no module '{name}'.{or_known(name, modules)}")
    for known in publication.coding_systems:
        if known.name not in systems:
            yield Remark(known.at, f"There is no coding system '{known.name}'.{or_known(known.name, systems)}")
    yield from _out_of_order(publication)


def _out_of_order(publication: Publication) -> Iterator[Remark]:
    spans = [("retention", publication.retention, publication.at)]
    covers = (publication.whole, *publication.modules.values())
    spans += [("collected", cover.collected, cover.at) for cover in covers]
    for key, span, at in spans:
        if span is not None and span.start and span.end and span.start > span.end:
            yield Remark(
                at, f"'{key}' goes from {span.start} to {span.end}, which is earlier. Exchange or correct the dates."
            )
    for cover in covers:
        yield from _ages(cover)


def _ages(cover: Coverage) -> Iterator[Remark]:
    if cover.youngest is not None and cover.oldest is not None and cover.youngest > cover.oldest:
        yield Remark(cover.at, f"'ages' goes from {cover.youngest} to {cover.oldest}, which is less. Exchange them.")
