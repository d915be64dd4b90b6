"""The answers that may be chosen, from wherever a questionnaire says them: in place, in a value set, in a code system.

Pure. What a code counts (`ordinalValue`) becomes the code itself where all have such a number, so that scores can be
computed; the code is kept beside it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.formats.fhir.own import Json, extensions_of, said_of, value_of, words
from catalogue.formats.fhir.resources import Resources
from catalogue.formats.fhir.urls import ABSENT_REASONS, EXCLUSIVE, NULL_FLAVORS, ORDINAL, OWN

KINDS = ("Coding", "String", "Integer", "Date", "Time")
MOST = 5_000
"""More answers than anybody chooses from."""
REASONS: Mapping[str, Mapping[str, str]] = {
    ABSENT_REASONS: {"unknown": "unknown", "asked-unknown": "unknown", "asked-declined": "declined"}
    | {"not-applicable": "not_applicable"},
    NULL_FLAVORS: {"UNK": "unknown", "ASKU": "unknown", "NA": "not_applicable"},
}
"""Codes that the world knows as reasons for no answer."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: the type and value it has there, its words, and what it counts; `bare` when it has words alone."""

    kind: str
    code: str
    label: str
    system: str = ""
    counts: float | None = None
    exclusive: bool = False
    initial: bool = False
    bare: bool = False
    kept: Mapping[str, Any] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def missing(self) -> str | None:
        """The reason it stands for, where the world knows it as one."""
        return REASONS.get(self.system, {}).get(self.code)


@dataclass(frozen=True, slots=True)
class Options:
    """The answers; and the address of a value set that is not in the file."""

    found: tuple[Option, ...] = ()
    outside: str = ""
    system: str = ""


def options_of(item: Json, resources: Resources) -> Options:
    """The answers of an item; `system` when they are all of a versioned system of ours."""
    written = item.get("answerOption")
    if isinstance(written, list) and written:
        return Options(_unique(option for each in written for option in _in_place(each)))
    address = words(item.get("answerValueSet"))
    if not address:
        return Options()
    value_set = resources.value_sets.get(address) or resources.value_sets.get(address.partition("|")[0])
    if value_set is None:
        return Options(outside=address)
    system = _versioned(value_set, resources)
    if system:
        return Options(system=system)
    found = _unique(_of_value_set(value_set, resources))
    return Options(found) if found else Options(outside=address)


def _unique(options: Iterator[Option]) -> tuple[Option, ...]:
    found: dict[tuple[str, str], Option] = {}
    for option in options:
        found.setdefault((option.system, option.code), option)
        if len(found) > MOST:
            return ()
    return tuple(found.values())


def _in_place(written: Any) -> Iterator[Option]:
    if not isinstance(written, dict):
        return
    for kind in KINDS:
        value = written.get(f"value{kind}")
        if value is None:
            continue
        inside = {url: value_of(extension) for url, extension in extensions_of(value)}
        beside = {url: value_of(extension) for url, extension in extensions_of(written)}
        known = {ORDINAL, EXCLUSIVE}
        extensions = [
            extension for url, extension in extensions_of(written) if url not in known and not url.startswith(OWN)
        ]
        yield from _option(
            kind,
            value,
            counts={**beside, **inside}.get(ORDINAL),
            exclusive=beside.get(EXCLUSIVE) is True,
            initial=written.get("initialSelected") is True,
            kept={"extension": extensions} if extensions else {},
            said=said_of(written),
        )


def _option(kind: str, value: Any, counts: Any = None, **more: Any) -> Iterator[Option]:
    number = counts if isinstance(counts, int | float) and not isinstance(counts, bool) else None
    if kind != "Coding":
        text = " ".join(str(value).split())
        if text and not isinstance(value, dict | list):
            yield Option(kind, text, text, counts=number, **more)
    elif isinstance(value, dict):
        code, display = (" ".join(str(value.get(key) or "").split()) for key in ("code", "display"))
        if code or display:
            system = words(value.get("system"))
            yield Option(kind, code or display, display or code, system, number, bare=not code, **more)


def _versioned(value_set: Json, resources: Resources) -> str:
    """The name of the versioned system of ours whose codes these are."""
    for include in _includes(value_set):
        said = said_of(resources.systems.get(words(include.get("system")))).get("system")
        if said:
            return words(said.get("name")) if isinstance(said, dict) else ""
    return ""


def _includes(value_set: Json) -> Iterator[Json]:
    compose = value_set.get("compose")
    includes = compose.get("include") if isinstance(compose, dict) else None
    yield from (each for each in includes if isinstance(each, dict)) if isinstance(includes, list) else ()


def _of_value_set(value_set: Json, resources: Resources) -> Iterator[Option]:
    expansion = value_set.get("expansion")
    contains = expansion.get("contains") if isinstance(expansion, dict) else None
    if isinstance(contains, list) and contains:
        yield from (option for each in contains for option in _concept(each, words_of_system(each)))
        return
    for include in _includes(value_set):
        system = words(include.get("system"))
        concepts = include.get("concept")
        if not isinstance(concepts, list):
            concepts = resources.systems.get(system, {}).get("concept")
        for concept in concepts if isinstance(concepts, list) else ():
            yield from _concept(concept, system)


def words_of_system(concept: Any) -> str:
    """The system that a concept of an expansion names."""
    return words(concept.get("system")) if isinstance(concept, dict) else ""


def _concept(concept: Any, system: str) -> Iterator[Option]:
    if isinstance(concept, dict):
        counts = next((value_of(extension) for url, extension in extensions_of(concept) if url == ORDINAL), None)
        coding = {"system": system, "code": concept.get("code"), "display": concept.get("display")}
        yield from _option("Coding", coding, counts)
