"""The catalogue as a whole: a library that says which questionnaires belong together, and what the first page says.

Pure. Tables that calculations look up in are its content, as CSV.
"""

import base64
import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from catalogue.extraction import texts_of
from catalogue.formats.fhir.canonical import Addresses, computer_name, id_of
from catalogue.formats.fhir.declared import first_page_words
from catalogue.formats.fhir.own import Json, own
from catalogue.formats.fhir.urls import LIBRARY_TYPES
from catalogue.formats.fhir.wording import Wording
from catalogue.formats.values import plain_number
from catalogue.model import Catalogue, Form, ValueSet


def library(catalogue: Catalogue, forms: Sequence[Form], addresses: Addresses, wording: Wording) -> Json:
    """The library of these forms."""
    content = [_content(value_set) for value_set in looked_up(catalogue, forms)]
    return {
        "resourceType": "Library",
        "id": id_of(catalogue.name),
        "extension": [
            *own("catalogue", {"name": catalogue.name, **first_page_words(catalogue, forms)}, wording.spoken),
            *own("wording", wording.by_address(texts_of(catalogue))),
        ],
        "url": addresses.of("Library", catalogue.name),
        "version": catalogue.version,
        "name": computer_name(catalogue.name),
        **wording.element("title", catalogue.title),
        "status": "active",
        "type": {"coding": [{"system": LIBRARY_TYPES, "code": "asset-collection"}]},
        "publisher": catalogue.controller,
        "relatedArtifact": [
            {"type": "composed-of", "resource": f"{addresses.of('Questionnaire', form.address)}|{catalogue.version}"}
            for form in forms
        ],
        **({"content": content} if content else {}),
    }


def looked_up(catalogue: Catalogue, forms: Iterable[Form]) -> Iterator[ValueSet]:
    """The tables that these forms look up in."""
    texts = [use.expression.text for form in forms for use in form.uses]
    for value_set in catalogue.value_sets.values():
        if any(f"'{value_set.name}'" in text or value_set.name in text for text in texts):
            yield value_set


def _content(value_set: ValueSet) -> Json:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow((*value_set.keys, "value"))
    rows.writerows((*codes, plain_number(value)) for codes, value in value_set.values.items())
    words = {
        "name": value_set.name,
        "title": value_set.title,
        "origin": value_set.origin,
        "version": value_set.version,
        "source": value_set.source,
        "keys": list(value_set.keys),
    }
    return {
        "extension": own("value_set", words),
        "contentType": "text/csv",
        "data": base64.b64encode(text.getvalue().encode()).decode(),
        "title": value_set.title,
    }
