"""Where things are declared: from the place of a name to everything its author wrote there.

The model keeps one place for each thing. This index leads from it to the places of its other keys, so that a finding
stands at the very limit or label it is about, while the model stays small.
"""

from collections.abc import Iterable, Iterator

from catalogue.findings import Location
from catalogue.source.documents import Data, Document, Mapping, Sequence

NAMING = ("form", "module", "section", "name", "checklist", "matrix", "instrument", "rule", "value_set", "system")
"""The keys that name what is declared; a form and a section name other things too, so the order counts."""


def declarations(documents: Iterable[Document]) -> dict[Location, Mapping]:
    """The mappings of all documents by the place of the key that names them."""
    found: dict[Location, Mapping] = {}
    for document in documents:
        for mapping in _mappings(document.data):
            name = next((key for key in NAMING if key in mapping), None)
            if name is not None:
                found[mapping.keys_at[name]] = mapping
            if name == "instrument":
                found |= _items(mapping)
    return found


def _items(instrument: Mapping) -> dict[Location, Mapping]:
    """The items of an instrument that are more than a label; each is named by its key."""
    items = instrument.get("items")
    if not isinstance(items, Mapping):
        return {}
    return {items.key_at(name): item for name, item in items.items() if isinstance(item, Mapping)}


def _mappings(data: Data | None) -> Iterator[Mapping]:
    if isinstance(data, Mapping):
        yield data
        for value in data.values():
            yield from _mappings(value)
    elif isinstance(data, Sequence):
        for value in data:
            yield from _mappings(value)
