"""A catalogue's files in the canonical look of `skjemaverk format`, from plain dicts and lists. Pure.

What is None or empty is left out, so a reader may name every key it knows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from catalogue.formats.naming import name_for
from catalogue.formats.records import ReadOptions
from catalogue.formats.translated import with_translations
from catalogue.source.layout.order import in_order
from catalogue.source.layout.page import Entry, Node
from catalogue.source.layout.printing import printed

BLOCKS = frozenset({"codes", "codelists", "sections", "variables", "rules", "categories", "respondents", "timepoints"})
"""Keys whose value stands on lines of its own, however short."""
REASONS = "missing"
"""The key below which a name says something although nothing stands under it."""
LEVELS = 3
"""How deep a value may be nested that stands on one line."""
CATEGORY, TIMEPOINT, RESPONDENT = "uspesifisert", "tidspunkt", "staff"


@dataclass(frozen=True, slots=True)
class Pages:
    """What a reader has found: forms as documents, and how the first page and the module differ from the plainest.

    `first_page` and `module` are keys of those two pages that replace the plainest ones. A form that names no
    timepoints gets the module's only one. `others` are further pages by path, `files` what is no page at all (a
    system's table), `translations` the words of other languages by those of the source.
    """

    forms: tuple[Mapping[str, Any], ...]
    source: str
    purpose: str = "Ikke beskrevet i kilden"
    language: str = "nb"
    extras: Mapping[str, Any] = field(default_factory=dict)
    controller: str = "Ikke oppgitt"
    record: Mapping[str, Any] = field(default_factory=dict)
    first_page: Mapping[str, Any] = field(default_factory=dict)
    module: Mapping[str, Any] = field(default_factory=dict)
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def page(document: Mapping[str, Any]) -> str:
    """One document as text."""
    root = _node(document, "")
    in_order(root)
    return printed(root)


def catalogue_files(found: Pages, options: ReadOptions) -> dict[str, str]:
    """All files by path. Lists of codes that several variables have are written once."""
    module = options.name
    forms, codelists = _shared([_frame(form, found, module) for form in found.forms])
    names = [str(form["form"]) for form in forms]
    timepoint = _timepoint(names)
    documents: dict[str, Mapping[str, Any]] = {f"{module}/module.yaml": _module(found, options, timepoint)}
    if codelists:
        documents[f"{module}/codelists.yaml"] = {"codelists": codelists}
    taken = {"module", "codelists"}
    for form in forms:
        path = f"{module}/{name_for(str(form['form']), taken)}.yaml"
        documents[path] = {"timepoints": [timepoint], **form}
    documents |= found.others
    first = _first_page(found, options, list(documents))
    files = {"variables.yaml": page(first), **{path: page(document) for path, document in documents.items()}}
    return with_translations({**files, **found.files}, found.translations)


def _first_page(found: Pages, options: ReadOptions, include: list[str]) -> dict[str, Any]:
    languages = [found.language, *found.translations]
    return {
        "catalogue": options.name,
        "title": options.title,
        "controller": found.controller,
        "version": "0.1.0",
        "languages": {"source": found.language, "required": languages},
        "categories": {CATEGORY: "Uspesifisert"},
        "respondents": {RESPONDENT: "Helsepersonell"},
        "extras": found.extras,
        "include": include,
        **found.first_page,
    }


def _module(found: Pages, options: ReadOptions, timepoint: str) -> dict[str, Any]:
    return {
        "module": options.name,
        "title": options.title,
        "episode": {"name": "forlop", "title": "Forløp", "record": found.record},
        "timepoints": {timepoint: {"title": "Tidspunkt"}},
        **found.module,
    }


def _timepoint(names: Iterable[str]) -> str:
    """A name for the one timepoint in which no form's name ends."""
    name = TIMEPOINT
    while any(form.endswith(f"_{name}") for form in names):
        name += "1"
    return name


def _frame(form: Mapping[str, Any], found: Pages, module: str) -> dict[str, Any]:
    given = {"respondent": RESPONDENT, "category": CATEGORY, "purpose": found.purpose, "source": found.source}
    return {**given, **form, "module": module}


def _shared(forms: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The forms with `codelist:` for `codes:` that several variables have, and those lists by name."""
    users: dict[str, list[Mapping[str, Any]]] = {}
    for entry in (entry for form in forms for section in form["sections"] for entry in section["variables"]):
        if entry.get("codes"):
            users.setdefault(repr(entry["codes"]), []).append(entry)
    taken: set[str] = set()
    names = {codes: name_for(_title(having[0]), taken) for codes, having in users.items() if len(having) > 1}
    codelists = {name: {"codes": users[codes][0]["codes"]} for codes, name in names.items()}
    return [
        {**form, "sections": [_with_lists(section, names) for section in form["sections"]]} for form in forms
    ], codelists


def _with_lists(section: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {**section, "variables": [_with_list(entry, names) for entry in section["variables"]]}


def _with_list(entry: Mapping[str, Any], names: Mapping[str, str]) -> Mapping[str, Any]:
    name = names.get(repr(entry["codes"])) if entry.get("codes") else None
    return entry if name is None else {**entry, "codes": None, "codelist": name}


def _title(entry: Mapping[str, Any]) -> str:
    """What a shared list is called after: its labels when they are few and short, else its first variable."""
    labels = [code["label"] if isinstance(code, Mapping) else code for code in entry["codes"].values()]
    together = "_".join(map(str, labels))
    return together if len(labels) <= 4 and len(together) <= 30 else str(entry.get("name") or entry.get("matrix"))


def _node(value: Any, key: str, *, kept_when_empty: bool = False) -> Node:
    """A value below its key. An empty text is left out but for `extras`, where it is what somebody wrote."""
    if isinstance(value, str):
        return Node("scalar", value)
    if isinstance(value, Mapping):
        flow = key != "" and key not in BLOCKS and BLOCKS.isdisjoint(value) and _depth(value) <= LEVELS
        inside = kept_when_empty or key == "extras"
        entries = [
            Entry(_key(str(name)), _node(part, _below(key, str(name)), kept_when_empty=inside))
            for name, part in value.items()
            if part or key == REASONS or not _is_nothing(part, inside)
        ]
        return Node("mapping", flow=flow, entries=entries)
    if isinstance(value, list | tuple):
        flow = key != "include" and not any(isinstance(part, Mapping | list | tuple) for part in value)
        return Node("sequence", flow=flow, entries=[Entry(None, _node(part, "")) for part in value])
    return Node("scalar", _scalar(value))


@lru_cache(maxsize=4096)
def _key(name: str) -> Node:
    """A key, which is the same wherever it stands: nobody changes one."""
    return Node("scalar", name)


def _is_nothing(value: Any, text_counts: bool) -> bool:
    """Whether what is empty says nothing; a number and a FALSE do."""
    return value is None or (value == "" and not text_counts) or isinstance(value, Mapping | list | tuple)


def _below(key: str, name: str) -> str:
    """The key of a part; a code that is called like a key of the language is a code."""
    return f".{name}" if key in BLOCKS else name


def _scalar(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _depth(value: Any) -> int:
    if isinstance(value, Mapping):
        return 1 + max(map(_depth, value.values()), default=0)
    return 1 if isinstance(value, list | tuple) else 0
