"""Who is responsible, whom to ask, and who decides on access. Pure."""

from catalogue.publication import Contact
from renderers.linked_data.authorities import PUBLISHER_TYPE
from renderers.linked_data.datasets import Described
from renderers.linked_data.terms import CV, DCAT, DCT, FOAF, VCARD, Iri, Triples, Words, about, kinds, plain


def publisher(described: Described) -> Triples:
    """The data controller."""
    publication = described.publication
    yield from kinds(described.publisher, FOAF("Agent"))
    yield from about(
        described.publisher,
        (FOAF("name"), described.wordings.written(described.catalogue.controller)),
        (DCT("identifier"), plain(publication.organisation)),
        (DCT("type"), PUBLISHER_TYPE(publication.publisher_type) if publication.publisher_type else None),
        (DCAT("contactPoint"), described.contact),
        (CV("contactPoint"), described.contact),
    )


def contact(described: Described) -> Triples:
    """Whom to ask about the registry."""
    if described.contact is not None and described.publication.contact is not None:
        yield from _contact(described.contact, described.publication.contact)


def body(described: Described) -> Triples:
    """The health data access body."""
    found, node = described.publication.data_access_body, described.body
    if found is not None and node is not None:
        asked = described.iris.of("data-access-body", "contact")
        yield from kinds(node, FOAF("Agent"))
        yield from about(
            node,
            (FOAF("name"), described.wordings.written(found.name)),
            (DCAT("contactPoint"), asked),
            (CV("contactPoint"), asked),
        )
        yield from _contact(asked, found)


def _contact(node: Iri, found: Contact) -> Triples:
    """In the words of both vocabularies: the profiles have changed from one to the other."""
    yield from kinds(node, VCARD("Kind"), VCARD("Organization"), CV("ContactPoint"))
    yield from about(
        node,
        (VCARD("fn"), plain(found.name)),
        (VCARD("hasEmail"), Iri(f"mailto:{found.email}")),
        (VCARD("hasURL"), Iri(found.url) if found.url else None),
        (CV("email"), Words(found.email)),
        (CV("contactPage"), Iri(found.url) if found.url else None),
    )
