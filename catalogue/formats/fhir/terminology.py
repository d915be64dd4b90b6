"""Lists of codes and versioned systems as code systems and value sets. Pure.

A code's reason for no answer and its period are properties of the concept; a retired one has the standard's status.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from catalogue.formats.fhir.canonical import SYSTEM, Addresses, computer_name, id_of
from catalogue.formats.fhir.declared import era_words, retirement_words
from catalogue.formats.fhir.own import Json, own, owns
from catalogue.formats.fhir.questions import tick_code
from catalogue.formats.fhir.urls import OWN, SYSTEMS
from catalogue.formats.fhir.wording import Wording
from catalogue.formats.selecting import extras_of
from catalogue.model import Catalogue, Code, Codelist, CodingSystem, Form, Group, Variable

STATUS = {"code": "status", "uri": "http://hl7.org/fhir/concept-properties#status", "type": "code"}
MISSING = {"code": "missing", "uri": f"{OWN}missing", "type": "code"}
FROM, TO = ({"code": code, "uri": f"{OWN}{code}", "type": "dateTime"} for code in ("valid_from", "valid_to"))
REPLACED = {"code": "replaced_by", "uri": f"{OWN}replaced_by", "type": "code"}


def terminology(catalogue: Catalogue, forms: Iterable[Form], addresses: Addresses, wording: Wording) -> Iterator[Json]:
    """The code system and the value set of every list and system that these forms use."""
    seen: set[str] = set()
    for name, concepts, words in _lists(forms, wording):
        if name not in seen:
            seen.add(name)
            yield from _pair(catalogue, addresses, name, concepts, words)
    systems = {v.system.name: v.system for form in forms for v in form.variables if v.system is not None}
    for system in systems.values():
        yield from _system(addresses, system, wording)


def _lists(forms: Iterable[Form], wording: Wording) -> Iterator[tuple[str, list[Json], Json]]:
    """The name, the concepts and our words of every list."""
    for form in forms:
        for thing in (item for section in form.sections for item in section.items):
            if isinstance(thing, Group) and thing.kind == "checklist":
                if not {"system", "option"} & set(extras_of(thing, SYSTEM)):
                    yield _ticks(form, thing, wording)
                continue
            for variable in thing.variables if isinstance(thing, Group) else (thing,):
                if variable.codelist is not None and not {"system", "option"} & set(extras_of(variable, SYSTEM)):
                    yield _codelist(form, variable, variable.codelist, wording)


def _codelist(form: Form, variable: Variable, codelist: Codelist, wording: Wording) -> tuple[str, list[Json], Json]:
    name = codelist.name if codelist.shared else f"{form.address}.{codelist.name}"
    title = wording.element("title", codelist.title) if codelist.title else {"title": codelist.name}
    words = {
        "name": codelist.name,
        "source": codelist.source,
        "shared": codelist.shared,
        "titled": codelist.title is not None,
    }
    return name, [_concept(code, wording) for code in codelist.codes], {**title, "extension": own("codelist", words)}


def _concept(code: Code, wording: Wording) -> Json:
    properties = [
        *([{"code": MISSING["code"], "valueCode": code.missing}] if code.missing else []),
        *([{"code": STATUS["code"], "valueCode": "retired"}] if code.retired else []),
    ]
    ours = owns({"retired": retirement_words(code.retired), "collected": era_words(code.collected)})
    return {
        **({"extension": ours} if ours else {}),
        "code": str(code.value),
        "display": code.label.source,
        **wording.designations(code.label),
        **({"property": properties} if properties else {}),
    }


def _ticks(form: Form, group: Group, wording: Wording) -> tuple[str, list[Json], Json]:
    concepts = [
        {"code": tick_code(group, tick), "display": tick.label.source, **wording.designations(tick.label)}
        for tick in group.variables
    ]
    return f"{form.address}.{group.name}", concepts, {"title": group.label.source, "extension": own("ticks", True)}


def _pair(catalogue: Catalogue, addresses: Addresses, name: str, concepts: list[Json], words: Json) -> Iterator[Json]:
    properties = [
        declared
        for declared in (MISSING, STATUS)
        if any(said["code"] == declared["code"] for concept in concepts for said in concept.get("property", ()))
    ]
    common = {"version": catalogue.version, "name": computer_name(name), "status": "active"}
    yield {
        "resourceType": "CodeSystem",
        "id": id_of(name),
        "url": addresses.of("CodeSystem", name),
        **common,
        **words,
        "caseSensitive": True,
        "valueSet": addresses.of("ValueSet", name),
        "content": "complete",
        "count": len(concepts),
        **({"property": properties} if properties else {}),
        "concept": concepts,
    }
    yield _value_set(addresses, name, common, {"system": addresses.of("CodeSystem", name)})


def _value_set(addresses: Addresses, name: str, common: Json, include: Json) -> Json:
    return {
        "resourceType": "ValueSet",
        "id": id_of(name),
        "url": addresses.of("ValueSet", name),
        **common,
        "compose": {"include": [include]},
    }


def _system(addresses: Addresses, system: CodingSystem, wording: Wording) -> Iterator[Json]:
    name = f"system.{system.name}"
    common = {"version": system.version, "name": computer_name(system.name), "status": "active"}
    yield {
        "resourceType": "CodeSystem",
        "id": id_of(name),
        "extension": own("system", {"name": system.name, "source": system.source}),
        "url": addresses.of_system(system),
        **common,
        **wording.element("title", system.title),
        "caseSensitive": True,
        "content": "fragment" if system.name in SYSTEMS else "complete",
        "property": [FROM, TO, REPLACED],
        "concept": [_dated_concept(system, code) for code in system.codes],
    }
    yield _value_set(addresses, name, common, {"system": addresses.of_system(system), "version": system.version})


def _dated_concept(system: CodingSystem, code: Code) -> Json:
    era, replaced = code.collected, system.replaced_by.get(code.value)
    said: tuple[tuple[Json, str, Any], ...] = (
        (FROM, "valueDateTime", era.start.isoformat() if era and era.start else None),
        (TO, "valueDateTime", era.end.isoformat() if era and era.end else None),
        (REPLACED, "valueCode", replaced),
    )
    properties = [{"code": declared["code"], key: value} for declared, key, value in said if value]
    concept = {"code": str(code.value), "display": code.label.source}
    return {**concept, **({"property": properties} if properties else {})}
