"""When something is collected, as periods. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from catalogue.model import Era
from renderers.linked_data.terms import DCAT, DCT, Iri, Triples, about, day, kinds

Period = tuple[date | None, date | None]
ONE = timedelta(days=1)


def periods(era: Era) -> Iterator[Period]:
    """The era without its gaps; each period from and to, both included."""
    start = era.start
    for first, last in sorted(era.gaps):
        if first > (start or date.min):
            yield start, first - ONE
        if last == date.max:
            return
        start = last + ONE
    if era.end is None or start is None or start <= era.end:
        yield start, era.end


def period(node: Iri, span: Period) -> Triples:
    """One period of time under its own IRI."""
    yield from kinds(node, DCT("PeriodOfTime"))
    yield from about(node, (DCAT("startDate"), day(span[0])), (DCAT("endDate"), day(span[1])))
