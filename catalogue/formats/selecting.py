"""What every writer asks of a catalogue: which forms are meant, and what a format has said of a thing before."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from catalogue.formats.records import WriteOptions
from catalogue.model import Catalogue, Extras, Form

NONE: Mapping[str, str] = MappingProxyType({})


class Extended(Protocol):
    """What can have something to say that the language has no word for."""

    @property
    def extras(self) -> Extras: ...


def written_forms(catalogue: Catalogue, options: WriteOptions) -> tuple[Form, ...]:
    """The forms asked for, in the catalogue's order."""
    return tuple(form for form in catalogue.forms if not options.forms or form.address in options.forms)


def extras_of(thing: Extended, system: str) -> Mapping[str, str]:
    """What this format has said of a thing, by its own word."""
    return {key: text for owner, key, text in thing.extras if owner == system} if thing.extras else NONE
