"""What each part of a catalogue's pages is called: which lists and mappings hold things that have names, and the
address that each of those things has elsewhere (in a diff, a changes file, a translation).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from catalogue.source.layout.spans import Branch, Leaf, Node, Part
from catalogue.source.structure import KINDS

INTENTS = ("rename", "move", "recode", "derive", "replace", "purge", "reworded", "about")
NAMING_KEYS = ("name", "checklist", "matrix", "section", "rule", "instrument", *INTENTS)
"""The keys whose value names an entry of a list, the most particular first."""

HELD: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("catalogue", "categories"): "category",
        ("catalogue", "respondents"): "respondent",
        ("module", "timepoints"): "timepoint",
        ("form", "sections"): "section",
        ("form", "rules"): "rule",
        ("section", "variables"): "variable",
        ("checklist", "ticks"): "tick",
        ("matrix", "rows"): "heading",
        ("matrix", "columns"): "heading",
        ("matrix", "codes"): "code",
        ("variable", "codes"): "code",
        ("codelists", "codelists"): "codelist",
        ("codelist", "codes"): "code",
        ("instrument", "items"): "item",
        ("instrument", "scores"): "score",
        ("changes", "changes"): "intent",
    }
)
"""What a list or mapping holds, by what it is an attribute of: things with names of their own."""

IN_PLACES = frozenset({"ends"})
"""Lists whose entries are known by their place."""

WITHOUT_ORDER = frozenset({"changes", "codelists"})
"""Lists and mappings in which the order means nothing."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where we are: an object, what its parts' addresses begin with, and the attribute we are in, if any."""

    kind: str
    address: str
    inside: str = ""
    attribute: str = ""

    @property
    def holds(self) -> str:
        """What stands here, when it has a name of its own."""
        return HELD.get((self.kind, self.attribute), "")

    def within(self, name: str) -> "Scope":
        """An attribute, or a part of one."""
        return replace(self, attribute=f"{self.attribute}/{name}" if self.attribute else name)

    def object(self, kind: str, name: str) -> "Scope":
        """Something with a name that stands here. What lies in a form is called after the form, whatever section."""
        if kind in {"section", "rule", "variable", "checklist", "matrix", "instrument"}:
            return Scope(kind, f"{self.inside}.{name}", self.inside)
        if kind == "tick":
            return Scope(kind, f"{self.address}_{name}", self.inside)
        if kind in {"category", "respondent", "codelist", "intent"}:
            return Scope(kind, name, name)
        return Scope(kind, f"{self.address}.{name}", self.inside)


def page_scope(root: Node) -> Scope:
    """What a file is about."""
    values = top_values(root)
    if "changes" in values and "version" in values:
        return Scope("changes", values["version"])
    kind = next((kind for kind in KINDS if kind in values), "page")
    if kind == "form":
        address = form_address(values)
        return Scope("form", address, address)
    if kind in {"codelists", "page"}:
        return Scope(kind, "")
    return Scope(kind, values[kind], values[kind])


def form_address(values: Mapping[str, str]) -> str:
    """A form's address: its module's name and its own."""
    return f"{values['module']}.{values['form']}" if values.get("module") else values["form"]


def top_values(root: Node) -> Mapping[str, str]:
    """The keys of a file's first level, each with its value when that is one text."""
    if not isinstance(root, Branch):
        return {}
    return {part.name: part.value.value if isinstance(part.value, Leaf) else "" for part in root.parts}


def naming(part: Part) -> tuple[str, str] | None:
    """Which key names an entry of a list, and what it says."""
    if not isinstance(part.value, Branch) or not part.value.is_mapping:
        return None
    values = top_values(part.value)
    return next(((key, values[key]) for key in NAMING_KEYS if values.get(key)), None)


def object_scope(scope: Scope, part: Part) -> Scope | None:
    """The object that a part of this list or mapping is; None when it has no name of its own."""
    if not scope.holds:
        return None
    if part.key:
        return scope.object(scope.holds, part.name)
    named = naming(part)
    if named is None:
        return None
    key, name = named
    if scope.holds == "intent":
        return scope.object("intent", f"{key} {name}")
    return scope.object(scope.holds if key == "name" else key, name)
