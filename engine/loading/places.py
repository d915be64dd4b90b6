"""Where a file says whose a row is: the columns of the episode, the person, the centre and the record. Pure.

Their names are the `record:` of the module and the form, or are given by hand.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from catalogue.model import Alias, Catalogue, Form


@dataclass(frozen=True, slots=True)
class Places:
    """The columns by what they hold; None where the file has none."""

    episode: str | None = None
    person: str | None = None
    centre_number: str | None = None
    centre_name: str | None = None
    status: str | None = None
    created_at: str | None = None
    created_by: str | None = None
    completed_at: str | None = None
    completed_by: str | None = None

    @property
    def used(self) -> frozenset[str]:
        """The columns that are read."""
        return frozenset(name for part in fields(self) if (name := getattr(self, part.name)) is not None)


OWN = Places(
    episode="episode_id",
    person="person_id",
    centre_number="centre_number",
    status="status",
    created_at="created_at",
    completed_at="completed_at",
)
"""The columns under our own names, of rows that come in another system's format of answers."""

OF_EPISODE: Mapping[str, str] = {
    "episode": "id",
    "person": "person_id",
    "centre_number": "centre_number",
    "centre_name": "centre_name",
}
OF_FORM: Mapping[str, str] = {
    "status": "status",
    "created_at": "created_at",
    "created_by": "created_by",
    "completed_at": "first_completed_at",
    "completed_by": "first_completed_by",
}
"""What of a row is called what in `record:`."""


def places_of(
    catalogue: Catalogue, form: Form, system: str, header: Iterable[str], given: Mapping[str, str], star: str = ""
) -> Places:
    """The places in a file with this header; `given` by hand come before those declared."""
    module = catalogue.modules[form.module]
    there = set(header)
    declared = {
        **_named(OF_EPISODE, module.episode.record, system, star, there),
        **_named(OF_FORM, form.record, system, star, there),
    }
    return Places(**{**declared, **given})


def _named(
    wanted: Mapping[str, str],
    record: tuple[tuple[str, tuple[Alias, ...]], ...],
    system: str,
    star: str,
    there: set[str],
) -> dict[str, str]:
    names = {column: tuple(_names(aliases, system, star)) for column, aliases in record}
    found = (
        (what, next((name for name in names.get(column, ()) if name in there), None)) for what, column in wanted.items()
    )
    return {what: name for what, name in found if name is not None}


def _names(aliases: tuple[Alias, ...], system: str, star: str) -> Iterator[str]:
    return (alias.name.replace("*", star) for alias in aliases if alias.system == system)
