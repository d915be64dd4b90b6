"""The resources of a file, by what they are and by their address. Pure; of whatever shape the file is."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.formats.fhir.own import Json, said_of, words

TAKEN = frozenset({"Questionnaire", "CodeSystem", "ValueSet", "Library", "Bundle"})


@dataclass(frozen=True, slots=True)
class Resources:
    """Questionnaires in their order; code systems and value sets by address; our library; and how many others."""

    questionnaires: tuple[Json, ...]
    systems: Mapping[str, Json]
    value_sets: Mapping[str, Json]
    library: Json | None
    others: Mapping[str, int]

    def beside(self, contained: "Resources") -> "Resources":
        """The same with what a questionnaire contains."""
        return Resources(
            self.questionnaires,
            {**self.systems, **contained.systems},
            {**self.value_sets, **contained.value_sets},
            self.library,
            self.others,
        )


def resources_of(value: Any) -> Resources:
    """What a file holds: a bundle, one resource, or several in a list."""
    found = list(_resources(value))
    kinds = Counter(str(resource.get("resourceType")) for resource in found)
    library = (each for each in found if each.get("resourceType") == "Library" and "catalogue" in said_of(each))
    return Resources(
        tuple(each for each in found if each.get("resourceType") == "Questionnaire"),
        _by_address(found, "CodeSystem"),
        _by_address(found, "ValueSet"),
        next(library, None),
        {kind: count for kind, count in kinds.items() if kind not in TAKEN},
    )


def contained_in(questionnaire: Json) -> Resources:
    """What a questionnaire contains; each is called `#id`."""
    inside = questionnaire.get("contained")
    held = [each for each in inside if isinstance(each, dict)] if isinstance(inside, list) else []
    systems, value_sets = _by_address(held, "CodeSystem"), _by_address(held, "ValueSet")
    by_id = {f"#{each.get('id')}": each for each in held if each.get("resourceType") == "ValueSet"}
    return Resources((), systems, {**value_sets, **by_id}, None, {})


def _resources(value: Any) -> Iterator[Json]:
    if isinstance(value, list):
        yield from (each for part in value for each in _resources(part))
    elif isinstance(value, dict) and value.get("resourceType") == "Bundle":
        entries = value.get("entry")
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and isinstance(entry.get("resource"), dict):
                yield entry["resource"]
    elif isinstance(value, dict) and isinstance(value.get("resourceType"), str):
        yield value


def _by_address(found: list[Json], kind: str) -> dict[str, Json]:
    return {
        words(each.get("url")): each for each in found if each.get("resourceType") == kind and words(each.get("url"))
    }
