"""The block `publication`: what is read of it, what has not its shape, and that a change of it changes no registry."""

from datetime import date
from pathlib import Path

import pytest

from catalogue.extraction import texts_of
from catalogue.publication import CLOSED, Contact, Coverage, KnownSystem, Span
from catalogue.source.documents import parse_document
from catalogue.source.structure import structure_findings
from tests.catalogues import FIRST_PAGE, catalogue_of, form_of
from tests.renderers.published import PUBLISHED

PUBLICATION = PUBLISHED.publication
assert PUBLICATION is not None

READ = [
    ("base", "https://register.example.org/"),
    ("organisation", "123456785"),
    ("contact", Contact("Registeret", "post@register.example.org")),
    ("access", CLOSED),
    ("legal_basis", ("A6-1-e", "A9-2-i")),
    ("retention", Span(None, date(2040, 12, 31))),
    ("coding_systems", (KnownSystem("prosedyre", "https://systemer.example.org/prosedyre"),)),
    ("countries", ("NOR",)),
]


@pytest.mark.parametrize(("key", "value"), READ)
def test_it_is_read(key: str, value: object) -> None:
    assert getattr(PUBLICATION, key) == value


def test_a_module_says_its_own_and_the_rest_is_the_whole_registrys() -> None:
    own = PUBLICATION.coverage("test")
    assert (str(own.description), own.records) == ("Om testen", 250)
    assert (str(own.population), own.youngest, own.individuals) == ("Alle sykehus", 10, 900)
    assert own.collected == Span(date(2007, 1, 1))
    assert PUBLICATION.coverage("en annen") == Coverage().over(PUBLICATION.whole)


def test_its_texts_are_translated_under_their_own_addresses() -> None:
    addresses = {text.address for text in texts_of(PUBLISHED) if text.address.startswith("publication.")}
    assert addresses == {
        *("publication.keyword.rygg", "publication.keyword.nakke", "publication.purpose", "publication.provenance"),
        *("publication.description", "publication.population", "publication.test.description"),
    }


def test_without_the_block_there_is_nothing() -> None:
    assert catalogue_of(form_of("[{name: a, label: A, type: text}]")).publication is None


BROKEN = [
    # the block, what is said of it
    ("{base: register.example.org/}", "such as https://register.example.org/"),
    ("{base: https://register.example.org}", "such as https://register.example.org/"),
    ("{homepage: 'https://x y'}", "an address such as"),
    ("{homepage: 'https://x>y'}", "an address such as"),
    ("{organisation: 12345}", "nine digits"),
    ("{contact: {name: Registeret}}", "email"),
    ("{contact: {name: Registeret, email: post}}", "an e-mail address"),
    ("{access: OPEN}", "NON_PUBLIC"),
    ("{legal_basis: [A7]}", "an article of the GDPR"),
    ("{health_categories: [EHR]}", "MRMR"),
    ("{countries: [Norge]}", "three letters"),
    ("{frequency: often}", "CONT"),
    ("{ages: {from: -1}}", "whole number of years"),
    ("{records: mange}", "whole number"),
    ("{collected: {from: i fjor}}", "a date such as"),
    ("{modules: {rygg: {keywords: [a]}}}", "keywords"),
    ("{nonsense: 1}", "nonsense"),
]


@pytest.mark.parametrize(("block", "says"), BROKEN)
def test_what_has_not_its_shape_is_told(block: str, says: str) -> None:
    page = FIRST_PAGE.replace("include:", f"publication: {block}\ninclude:")
    found = list(structure_findings(parse_document(page, Path("variables.yaml"), "variables.yaml")))
    assert [finding for finding in found if says in finding.message], "\n".join(map(str, found))


def test_an_impossible_day_is_told() -> None:
    with pytest.raises(AssertionError, match="'2007-02-30' is not a date"):
        catalogue_of(
            first_page=FIRST_PAGE.replace("include:", "publication: {collected: {from: 2007-02-30}}\ninclude:")
        )


def test_a_change_of_it_is_no_change_of_the_registry() -> None:
    form = form_of("[{name: a, label: A, type: text}]")
    pages = [
        FIRST_PAGE.replace("include:", f"publication: {{countries: [{code}]}}\ninclude:") for code in ("NOR", "SWE")
    ]
    before, after = (catalogue_of(form, first_page=page) for page in pages)
    assert before == after
    assert before.publication != after.publication
