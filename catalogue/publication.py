"""What a registry tells outsiders of itself when its catalogue is published: who to ask, by what right, about whom.

Frozen records, built by `catalogue/source/builder/publication.py`. Nothing here changes what is asked or how answers
are kept, so a change of it is no change of the registry.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from catalogue.findings import NOWHERE, Location
from catalogue.texts import Text

CLOSED = "NON_PUBLIC"
"""Who may have data on persons unless the registry says more: nobody without a decision."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from and to, both included; None is open."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask: a name, an e-mail address, and perhaps a page."""

    name: str
    email: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whom the data are about, how many and from when; of the whole registry, or of one module."""

    description: Text | None = None
    population: Text | None = None
    youngest: int | None = None
    oldest: int | None = None
    records: int | None = None
    individuals: int | None = None
    collected: Span | None = None
    at: Location = field(default=NOWHERE, compare=False)

    def over(self, whole: "Coverage") -> "Coverage":
        """This coverage, and where it is silent that of the whole."""
        own = {part.name: getattr(self, part.name) for part in fields(self)}
        kept = {name: getattr(whole, name) if value is None else value for name, value in own.items()}
        return Coverage(**kept)


@dataclass(frozen=True, slots=True)
class KnownSystem:
    """A coding system of the catalogue and the IRI by which everybody knows it."""

    name: str
    iri: str
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The block `publication` of the first page.

    `base` begins every IRI that is made; `files` is where the folder that `build` makes can be read; `access_url` is
    where one asks for data. Codes are those of the vocabularies that the profiles name.
    """

    base: str = ""
    files: str = ""
    homepage: str = ""
    access_url: str = ""
    keywords: tuple[Text, ...] = ()
    organisation: str = ""
    publisher_type: str = ""
    contact: Contact | None = None
    data_access_body: Contact | None = None
    access: str = CLOSED
    legislation: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()
    purpose: Text | None = None
    provenance: Text | None = None
    health_categories: tuple[str, ...] = ()
    health_themes: tuple[str, ...] = ()
    personal_data: tuple[str, ...] = ()
    coding_systems: tuple[KnownSystem, ...] = ()
    countries: tuple[str, ...] = ()
    frequency: str = ""
    retention: Span | None = None
    whole: Coverage = Coverage()
    modules: Mapping[str, Coverage] = field(default_factory=dict)
    at: Location = field(default=NOWHERE, compare=False)

    def coverage(self, module: str) -> Coverage:
        """What is known of a module: its own, and where it is silent the whole registry's."""
        return self.modules.get(module, Coverage()).over(self.whole)

    def texts(self) -> tuple[Text, ...]:
        """What people read, in order."""
        covers = (self.whole, *self.modules.values())
        shown = (
            self.purpose,
            self.provenance,
            *(text for cover in covers for text in (cover.description, cover.population)),
        )
        return (*self.keywords, *(text for text in shown if text is not None))
