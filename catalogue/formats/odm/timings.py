"""When the timepoints of a module are due: days from the event at which its anchor date is asked. Pure."""

from collections.abc import Iterator, Mapping

from catalogue.formats.odm.elements import Timing
from catalogue.formats.odm.versions import Version
from catalogue.model import Form, Module, Timepoint


def timings_of(
    module: Module, forms: tuple[Form, ...], events: Mapping[str, str], version: Version
) -> Iterator[Timing]:
    """A constraint for each timepoint with a plan; none where nothing is the anchor. `events` are OIDs by timepoint."""
    owner = module.episode.anchor.partition(".")[0]
    anchored = next((form.timepoints for form in forms if form.module == module.name and form.name == owner), ())
    if version.has_symbols or len(anchored) != 1:
        return
    for timepoint in module.timepoints:
        if timepoint.name != anchored[0] and _has_plan(timepoint):
            yield _timing(timepoint, events[anchored[0]], events[timepoint.name])


def _has_plan(timepoint: Timepoint) -> bool:
    return any(day is not None for day in (timepoint.due, timepoint.opens, timepoint.closes))


def _timing(timepoint: Timepoint, predecessor: str, successor: str) -> Timing:
    """Due on a day, or on the anchor date itself where only a window is said."""
    due = timepoint.due or 0
    return Timing(
        f"T.{successor}",
        timepoint.name,
        predecessor,
        successor,
        due,
        None if timepoint.opens is None else max(due - timepoint.opens, 0),
        None if timepoint.closes is None else max(timepoint.closes - due, 0),
    )
