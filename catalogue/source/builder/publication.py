"""The block `publication` of the first page → its record."""

from catalogue.findings import Location
from catalogue.publication import CLOSED, Contact, Coverage, KnownSystem, Publication, Span
from catalogue.source.builder.reading import Notes, count, day, mapping, names, text
from catalogue.source.documents import Mapping, Scalar
from catalogue.texts import Text

ADDRESS = "publication"


def publication(first_page: Mapping, notes: Notes) -> Publication | None:
    """What the first page says to outsiders; None when it says nothing."""
    if "publication" not in first_page:
        return None
    data = mapping(first_page, "publication")
    modules = mapping(data, "modules")
    return Publication(
        base=text(data, "base"),
        files=text(data, "files"),
        homepage=text(data, "homepage"),
        access_url=text(data, "access_url"),
        keywords=_keywords(data),
        organisation=text(data, "organisation"),
        publisher_type=text(data, "publisher_type"),
        contact=_contact(data, "contact"),
        data_access_body=_contact(data, "data_access_body"),
        access=text(data, "access") or CLOSED,
        legislation=_texts(data, "legislation"),
        legal_basis=_texts(data, "legal_basis"),
        purpose=_text(data, "purpose", ADDRESS),
        provenance=_text(data, "provenance", ADDRESS),
        health_categories=_texts(data, "health_categories"),
        health_themes=_texts(data, "health_themes"),
        personal_data=_texts(data, "personal_data"),
        coding_systems=tuple(_systems(data)),
        countries=_texts(data, "countries"),
        frequency=text(data, "frequency"),
        retention=_period(data, "retention", notes),
        whole=_coverage(data, ADDRESS, first_page.key_at("publication"), notes),
        modules={
            name: _coverage(mapping(modules, name), f"{ADDRESS}.{name}", modules.key_at(name), notes)
            for name in modules
        },
        at=first_page.key_at("publication"),
    )


def _coverage(data: Mapping, address: str, at: Location, notes: Notes) -> Coverage:
    ages = mapping(data, "ages")
    return Coverage(
        description=_text(data, "description", address),
        population=_text(data, "population", address),
        youngest=count(ages, "from"),
        oldest=count(ages, "to"),
        records=count(data, "records"),
        individuals=count(data, "individuals"),
        collected=_period(data, "collected", notes),
        at=at,
    )


def _contact(data: Mapping, key: str) -> Contact | None:
    found = mapping(data, key)
    return Contact(text(found, "name"), text(found, "email"), text(found, "url")) if found else None


def _systems(data: Mapping) -> list[KnownSystem]:
    systems = mapping(data, "coding_systems")
    return [
        KnownSystem(name, iri.strip(), systems.key_at(name)) for name, iri in systems.items() if isinstance(iri, Scalar)
    ]


def _keywords(data: Mapping) -> tuple[Text, ...]:
    """Each under its own words: another order changes no translation."""
    return tuple(Text(f"{ADDRESS}.keyword.{word}", word) for word in _texts(data, "keywords"))


def _texts(data: Mapping, key: str) -> tuple[str, ...]:
    return tuple(written.strip() for written in names(data, key))


def _text(data: Mapping, key: str, address: str) -> Text | None:
    written = text(data, key)
    return Text(f"{address}.{key}", written) if written else None


def _period(data: Mapping, key: str, notes: Notes) -> Span | None:
    period = mapping(data, key)
    return Span(day(period, "from", notes), day(period, "to", notes)) if period else None
