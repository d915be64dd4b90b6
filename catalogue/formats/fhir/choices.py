"""Codes of ours from the answers of a questionnaire, and from the code systems that we have written. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalogue.formats.fhir.canonical import SYSTEM
from catalogue.formats.fhir.kept import ELEMENT, dumps
from catalogue.formats.fhir.options import Option
from catalogue.formats.fhir.own import Json, mapping, said_of, value_of, words
from catalogue.formats.fhir.questions import Answer
from catalogue.formats.fhir.resources import Resources
from catalogue.formats.fhir.urls import ORDINAL
from catalogue.formats.fhir.walking import items_of
from catalogue.source.builder.reading import WHOLE

Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choices:
    """The codes of one question: what the declaration says, and what each stands for in the file."""

    declared: Mapping[str, Any]
    answers: Mapping[str, Answer]
    missing: Mapping[str, str] = field(default_factory=dict)
    numeric: bool = False
    extras: Mapping[str, str] = field(default_factory=dict)
    repeated: tuple[str, ...] = ()


def ticks_of(options: Sequence[Option], resources: Resources) -> Choices:
    """The codes of a checklist. What a tick counts is kept: here it is ticked or not."""
    counting = [_with_count_kept(option) for option in options]
    found = _of_others(counting)
    return replace(found, extras={}) if _are_ticks(options, resources) else found


def _with_count_kept(option: Option) -> Option:
    if option.counts is None:
        return option
    extensions = [{"url": ORDINAL, "valueDecimal": option.counts}, *option.kept.get("extension", ())]
    return replace(option, counts=None, kept={**option.kept, "extension": extensions})


def choices_of(options: Sequence[Option], only: Any, resources: Resources) -> Choices:
    """The codes: those of a list of ours where the answers are its own, else as they stand."""
    own = _own_list(options, resources)
    return _of_own_list(options, own, only) if own else _of_others(options)


# ---- lists of ours ----


def _own_list(options: Sequence[Option], resources: Resources) -> Json | None:
    """The code system of ours to which all these answers belong, with just these words."""
    systems = {option.system for option in options}
    found = resources.systems.get(next(iter(systems))) if len(systems) == 1 else None
    if found is None or "codelist" not in said_of(found):
        return None
    labels = {words(each.get("code")): words(each.get("display")) for each in items_of(found.get("concept"))}
    return found if all(labels.get(option.code) == option.label for option in options) else None


def _are_ticks(options: Sequence[Option], resources: Resources) -> bool:
    """Whether these answers are the ticks of a checklist that we have written."""
    return all("ticks" in said_of(resources.systems.get(option.system)) for option in options)


def _of_own_list(options: Sequence[Option], found: Json, only: Any) -> Choices:
    codes = codes_of(found)
    missing = {code: said["missing"] for code, said in codes.items() if isinstance(said, dict) and "missing" in said}
    said = mapping(said_of(found).get("codelist"))
    is_shared = words(said.get("shared")) == "true"
    declared: Words = {"codelist": words(said.get("name"))} if is_shared else {"codes": codes}
    answering = [code for code in codes if code not in missing]
    listed = [option.code for option in options if option.code not in missing]
    active = [code for code in answering if not (isinstance(codes[code], dict) and "retired" in codes[code])]
    kept = [code for code in map(words, only) if code in answering] if isinstance(only, list) else []
    if kept and [code for code in kept if code in active] == listed:
        declared["only"] = kept
    elif listed != active:
        declared["only"] = listed
    offered = declared.get("only", answering)
    system = options[0].system
    labels = {code: said["label"] if isinstance(said, dict) else said for code, said in codes.items()}
    return Choices(
        declared,
        {
            code: ("Coding", {"system": system, "code": code, "display": labels[code]})
            for code in codes
            if code in offered or code in missing
        },
        missing,
        all(WHOLE.fullmatch(code) for code in codes),
    )


def codes_of(system: Json) -> Words:
    """The codes of a code system as an author writes them."""
    return {
        words(concept.get("code")): _code(concept)
        for concept in items_of(system.get("concept"))
        if words(concept.get("code"))
    }


def _code(concept: Json) -> Any:
    said = said_of(concept)
    properties = {words(each.get("code")): value_of(each) for each in items_of(concept.get("property"))}
    label = words(concept.get("display")) or words(concept.get("code"))
    more = {
        "missing": words(properties.get("missing")),
        "collected": said.get("collected"),
        "retired": said.get("retired"),
    }
    more = {key: value for key, value in more.items() if value}
    return {"label": label, **more} if more else label


def list_page(systems: Mapping[str, Json]) -> Words:
    """The shared lists of codes that we have written, as the page that declares them."""
    lists: Words = {}
    for system in systems.values():
        said = mapping(said_of(system).get("codelist"))
        name, codes = words(said.get("name")), codes_of(system)
        if words(said.get("shared")) == "true" and name and codes:
            title = words(system.get("title")) if words(said.get("titled")) == "true" else None
            lists[name] = {"title": title, "source": words(said.get("source")), "codes": codes}
    return lists


# ---- lists of others ----


def _of_others(options: Sequence[Option]) -> Choices:
    counted = _counted(options)
    values = counted or _told_apart(options)
    labels = Counter(option.label.casefold() for option in options)
    kinds, systems = {option.kind for option in options}, Counter(option.system for option in options)
    system = systems.most_common(1)[0][0]
    declared: Words = {}
    for value, option in zip(values, options, strict=True):
        extras = {
            "code": "" if option.bare else option.code if option.code != value else None,
            "system": option.system if option.system != system else None,
            ELEMENT: dumps(option.kept) if option.kept else None,
        }
        extras = {key: text for key, text in extras.items() if text is not None}
        is_repeated = labels[option.label.casefold()] > 1
        label = f"{option.label} ({option.code})" if is_repeated else option.label
        said: Words = {"label": label, "missing": option.missing, "extras": {SYSTEM: extras} if extras else None}
        said = {key: part for key, part in said.items() if part}
        declared[value] = said if len(said) > 1 else label
    kind = kinds.pop() if len(kinds) == 1 else "Coding"
    return Choices(
        {"codes": declared},
        {value: _answer(kind, option) for value, option in zip(values, options, strict=True)},
        {value: option.missing for value, option in zip(values, options, strict=True) if option.missing},
        all(WHOLE.fullmatch(value) for value in values),
        {"system": system, **({"option": kind} if kind != "Coding" else {})},
        tuple(label for label, count in labels.items() if count > 1),
    )


def _counted(options: Sequence[Option]) -> list[str]:
    """What the codes count, when each counts something of its own."""
    numbers = [option.counts for option in options if not option.missing]
    whole = [number for number in numbers if number is not None and number == int(number) and abs(number) < 1e9]
    if not whole or len(set(whole)) < len(numbers) or len(numbers) < len(options):
        return []
    return [str(int(number)) for number in whole]


def _told_apart(options: Sequence[Option]) -> list[str]:
    """The codes; one that two systems have is called after its system the second time."""
    seen: Counter[str] = Counter()
    values = []
    for option in options:
        seen[option.code] += 1
        values.append(option.code if seen[option.code] == 1 else f"{option.code}~{seen[option.code]}")
    return values


def _answer(kind: str, option: Option) -> Answer:
    if kind != "Coding":
        return kind, int(option.code) if kind == "Integer" and WHOLE.fullmatch(option.code) else option.code
    said = {"system": option.system, "code": "" if option.bare else option.code, "display": option.label}
    return kind, {key: value for key, value in said.items() if value}
