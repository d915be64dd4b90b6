"""What outsiders are told of a registry, as the block `publication` of its first page. Pure."""

from catalogue.formats.declaring.values import Entry, present
from catalogue.publication import CLOSED, Contact, Coverage, Publication, Span

TEXTS = ("base", "files", "homepage", "access_url", "organisation", "publisher_type", "frequency")
LISTS = ("legislation", "legal_basis", "health_categories", "health_themes", "personal_data", "countries")


def publication_entry(publication: Publication | None) -> Entry | None:
    """The block; None when the registry tells nothing."""
    if publication is None:
        return None
    modules = {name: _coverage(coverage) for name, coverage in publication.modules.items()}
    systems = {system.name: system.iri for system in publication.coding_systems}
    return {
        **{key: getattr(publication, key) for key in TEXTS if getattr(publication, key)},
        **{key: list(getattr(publication, key)) for key in LISTS if getattr(publication, key)},
        **present(
            keywords=list(publication.keywords) or None,
            contact=_contact(publication.contact),
            data_access_body=_contact(publication.data_access_body),
            access=publication.access if publication.access != CLOSED else None,
            purpose=publication.purpose,
            provenance=publication.provenance,
            coding_systems=systems or None,
            retention=_span(publication.retention),
            modules=modules or None,
        ),
        **_coverage(publication.whole),
    }


def _contact(contact: Contact | None) -> Entry | None:
    return {"name": contact.name, "email": contact.email, **present(url=contact.url or None)} if contact else None


def _coverage(coverage: Coverage) -> Entry:
    ages = present(**{"from": _count(coverage.youngest), "to": _count(coverage.oldest)})
    return present(
        description=coverage.description,
        population=coverage.population,
        ages=ages or None,
        records=_count(coverage.records),
        individuals=_count(coverage.individuals),
        collected=_span(coverage.collected),
    )


def _count(number: int | None) -> str | None:
    return None if number is None else str(number)


def _span(span: Span | None) -> Entry | None:
    if span is None:
        return None
    days = {"from": span.start, "to": span.end}
    return {key: day.isoformat() for key, day in days.items() if day}
