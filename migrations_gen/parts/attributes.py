"""Under which keys of the catalogue's language each change is written. What is not here concerns a whole thing."""

from collections.abc import Mapping
from types import MappingProxyType

from migrations_gen.changes import codes, forms, registry, variables
from migrations_gen.changes.base import Change
from migrations_gen.changes.variables import EXPRESSION_FACETS, FACETS, LIMIT_FACETS

LEAF = ""
"""The key of something that is one text: a code, a category."""

ATTRIBUTES: Mapping[type[Change], frozenset[str]] = MappingProxyType(
    {
        **{meaning: frozenset({key}) for key, meaning in FACETS.items()},
        variables.TypeChanged: frozenset(
            [
                "type",
                "codelist",
                "codes",
                "only",
                "system",
                "decimals",
                "max_length",
                "min",
                "max",
                "soft_min",
                "soft_max",
                "unit",
            ]
        ),
        variables.LabelChanged: frozenset({"label", LEAF}),
        **{meaning: frozenset({key}) for key, meaning in LIMIT_FACETS.items() if key != "source"},
        **{meaning: frozenset({key}) for key, meaning in EXPRESSION_FACETS.items()},
        variables.LimitSourceChanged: frozenset({"limits_source"}),
        variables.CodelistReplaced: frozenset({"codelist", "codes"}),
        variables.ValueSetChanged: frozenset({"only", "codelist", "codes"}),
        variables.SystemReplaced: frozenset({"system"}),
        variables.MissingReasonAdded: frozenset({"missing"}),
        variables.MissingReasonRemoved: frozenset({"missing"}),
        variables.MissingCodeChanged: frozenset({"missing", "aliases"}),
        variables.AliasAdded: frozenset({"aliases", "edition"}),
        variables.AliasRemoved: frozenset({"aliases", "edition"}),
        variables.VariableRetired: frozenset({"retired"}),
        variables.VariableReturned: frozenset({"retired"}),
        variables.RetirementChanged: frozenset({"retired"}),
        variables.PlaceChanged: frozenset({"variables", "ticks", "rows", "columns"}),
        variables.GroupRequirementChanged: frozenset({"required"}),
        variables.ExclusiveTickChanged: frozenset({"none"}),
        variables.HeadingChanged: frozenset({"rows", "columns", LEAF}),
        forms.TitleChanged: frozenset({"title", LEAF}),
        forms.RespondentChanged: frozenset({"respondent"}),
        forms.FormTimepointsChanged: frozenset({"timepoints"}),
        forms.RecordNamesChanged: frozenset({"record", "episode"}),
        forms.SectionsReordered: frozenset({"sections"}),
        forms.RuleChanged: frozenset({"require"}),
        forms.RuleSeverityChanged: frozenset({"severity"}),
        forms.RuleMessageChanged: frozenset({"message"}),
        forms.RuleEraChanged: frozenset({"collected"}),
        forms.RuleRetired: frozenset({"retired"}),
        forms.RuleReturned: frozenset({"retired"}),
        registry.ControllerChanged: frozenset({"controller"}),
        registry.StatutesChanged: frozenset({"statutes"}),
        registry.VersionChanged: frozenset({"version"}),
        registry.LanguagesChanged: frozenset({"languages"}),
        registry.AnalysisNamesChanged: frozenset({"analysis_names"}),
        registry.EpisodeChanged: frozenset({"episode"}),
        registry.AnchorChanged: frozenset({"episode"}),
        registry.EmptyColumnsChanged: frozenset({"empty_columns"}),
        registry.TimepointWindowChanged: frozenset({"due", "opens", "closes"}),
        registry.TimepointAliasChanged: frozenset({"alias"}),
        registry.InstrumentLicenceChanged: frozenset({"licence"}),
        codes.CodelistTitleChanged: frozenset({"title"}),
        codes.CodelistSourceChanged: frozenset({"source"}),
        codes.CodesReordered: frozenset({"codes"}),
        codes.CodeRelabelled: frozenset({"label", LEAF}),
        codes.CodeMissingChanged: frozenset({"missing", LEAF}),
        codes.CodeEraChanged: frozenset({"collected", LEAF}),
        codes.CodeRetired: frozenset({"retired", LEAF}),
        codes.CodeReturned: frozenset({"retired", LEAF}),
        codes.ValueSetVersionChanged: frozenset({"version", "origin", "keys", "table"}),
        codes.ValueSetNumbersChanged: frozenset({"table"}),
        codes.ValueSetTextChanged: frozenset({"title", "source"}),
        codes.SystemEditionChanged: frozenset({"version"}),
        codes.SystemCodesChanged: frozenset({"table"}),
        codes.SystemTextChanged: frozenset({"title", "source"}),
    }
)
"""The keys; a list's own order counts as its key."""

BY_INTENT: frozenset[type[Change]] = frozenset(
    {variables.VariableDerived, variables.VariablePurged, codes.Recoded, registry.InstrumentReplaced}
)
"""Changes that only a changes file makes."""

_RENAMED = frozenset(
    {
        variables.VariableRenamed,
        variables.VariableMoved,
        variables.GroupRenamed,
        forms.FormRenamed,
        forms.RuleRenamed,
        codes.CodelistRenamed,
        registry.TimepointRenamed,
    }
)

MEANT_BY: Mapping[str, frozenset[type[Change]]] = MappingProxyType(
    {
        "rename": _RENAMED,
        "move": _RENAMED,
        "recode": frozenset({codes.Recoded, codes.CodeAdded, codes.CodeRemoved, codes.CodeRelabelled}),
        "derive": frozenset({variables.VariableDerived, variables.TypeChanged, variables.UnitChanged}),
        "replace": frozenset({registry.InstrumentReplaced}),
        "purge": frozenset({variables.VariablePurged, variables.VariableRemoved}),
    }
)
"""The changes that each kind of intent makes or answers for; `reworded` and `about` only go along."""


ORDERS: frozenset[type[Change]] = frozenset(
    {variables.PlaceChanged, forms.SectionsReordered, codes.CodesReordered, registry.InstrumentItemsChanged}
)
"""Changes that an order can be behind."""

HANDED_DOWN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "form": frozenset({"category", "purpose", "source", "collected"}),
        "section": frozenset({"category", "purpose", "source", "collected", "required", "aliases", "without"}),
    }
)
"""The keys that a form and a section give to what lies in them; a group gives all but its words."""
BLOCK = frozenset({"instrument", "without", "aliases", "enable_when", "required"})
"""The keys of a section that are those of the instrument it consists of."""
WORDS = frozenset({"label", "help", "title"})


def can_be(change: Change, attribute: str, act: str, relation: str) -> bool:
    """Whether an edit of an attribute can be behind a change. `relation` is what the thing edited is to what is
    changed: it (`own`), or the form, section, group, heading, item or instrument that it comes from.
    """
    keys, key = ATTRIBUTES.get(type(change)), attribute.partition("/")[0]
    if act == "comment":
        return False
    if act == "order":
        return type(change) in ORDERS and (keys is None or key in keys)
    if not attribute and act == "set" and relation == "own":
        return True
    if not attribute and act != "set":
        return relation not in {"heading", "item"} or keys is None
    if relation == "list":
        return key == "codes"
    if relation == "block":
        return key in BLOCK and (keys is None or key == "instrument" or key in keys)
    if not hands_down(attribute, relation):
        return False
    return relation == "own" if keys is None else key in keys


def hands_down(attribute: str, relation: str) -> bool:
    """Whether what a form, section or group says under a key also holds for what lies in it."""
    key = attribute.partition("/")[0]
    if relation in HANDED_DOWN:
        return key in HANDED_DOWN[relation]
    return relation not in {"group", "instrument"} or key not in WORDS
