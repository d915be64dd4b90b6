"""Which verdicts a change has to answer for.

A verdict belongs to a change of what its demand says, and, when the change is one of what expressions read, to it too
when the demand only rests on what is read.
"""

from collections.abc import Iterable, Mapping

from migrations_gen.changes import codes, forms, variables
from migrations_gen.changes.base import Change
from migrations_gen.compatibility.records import Verdict

STORED = frozenset(
    {"wrong-type", "not-whole", "unknown-code", "below-min", "above-max", "too-long", "too-many-decimals"}
)
"""What the engine refuses in a value."""
ANY = STORED | {"enable_when", "required", "unknown-reason", "code-not-valid", "nothing-ticked", "none-excludes-others"}

SAYS: Mapping[type[Change], frozenset[str]] = {
    variables.TypeChanged: STORED,
    variables.DecimalsChanged: frozenset({"too-many-decimals", "not-whole"}),
    variables.MinimumChanged: frozenset({"below-min"}),
    variables.MaximumChanged: frozenset({"above-max"}),
    variables.LengthChanged: frozenset({"too-long"}),
    variables.CodelistReplaced: frozenset({"unknown-code", "unknown-reason"}),
    variables.ValueSetChanged: frozenset({"unknown-code"}),
    variables.SystemReplaced: frozenset({"unknown-code", "code-not-valid"}),
    variables.ValidityDayChanged: frozenset({"code-not-valid"}),
    variables.RequirementChanged: frozenset({"required"}),
    variables.RequirementConditionChanged: frozenset({"required"}),
    variables.ConditionChanged: frozenset({"enable_when", "required"}),
    variables.OtherwiseChanged: frozenset({"enable_when"}),
    variables.CalculationChanged: frozenset({"below-min", "above-max"}),
    variables.MissingReasonAdded: frozenset({"unknown-reason", "required"}),
    variables.MissingReasonRemoved: frozenset({"unknown-reason", "required"}),
    variables.VariableRenamed: ANY,
    variables.VariableMoved: ANY,
    variables.VariableDerived: ANY,
    variables.VariableReturned: ANY,
    variables.GroupChanged: ANY,
    variables.GroupAdded: ANY,
    variables.GroupRenamed: ANY,
    variables.GroupKindChanged: ANY,
    variables.GroupRequirementChanged: frozenset({"required"}),
    variables.ExclusiveTickChanged: frozenset({"none-excludes-others"}),
    codes.Recoded: frozenset({"unknown-code", "unknown-reason"}),
    codes.CodeAdded: frozenset({"unknown-code"}),
    codes.CodeRemoved: frozenset({"unknown-code"}),
    codes.CodeRetired: frozenset({"unknown-code"}),
    codes.CodeReturned: frozenset({"unknown-code"}),
    codes.CodeMissingChanged: frozenset({"unknown-code", "unknown-reason"}),
    codes.ValueSetNumbersChanged: frozenset({"below-min", "above-max"}),
    codes.SystemCodesChanged: frozenset({"unknown-code", "code-not-valid"}),
    codes.SystemEditionChanged: frozenset({"unknown-code", "code-not-valid"}),
    forms.RuleAdded: frozenset({"rule"}),
    forms.RuleRenamed: frozenset({"rule"}),
    forms.RuleChanged: frozenset({"rule"}),
    forms.RuleSeverityChanged: frozenset({"rule"}),
    forms.RuleEraChanged: frozenset({"rule"}),
    forms.RuleReturned: frozenset({"rule"}),
}
"""The kinds of demand that a change of this meaning may alter."""

IS_READ: frozenset[type[Change]] = frozenset(
    {
        variables.TypeChanged,
        variables.ConditionChanged,
        variables.OtherwiseChanged,
        variables.CalculationChanged,
        variables.VariableAdded,
        variables.VariableDerived,
        variables.VariableMoved,
        variables.VariableRetired,
        variables.VariableReturned,
        variables.EraChanged,
        codes.Recoded,
        codes.ValueSetNumbersChanged,
    }
)
"""The meanings that alter what expressions read under a name."""


def verdicts_of(change: Change, verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts on what a change alters."""
    return tuple(verdict for verdict in verdicts if _says(change, verdict) or _is_read(change, verdict))


def _says(change: Change, verdict: Verdict) -> bool:
    if verdict.kind not in SAYS.get(type(change), ()):
        return False
    subject = change.subject
    of_list = subject.kind == "code" and verdict.code is None and subject.owner in verdict.about
    return subject.address in verdict.about or of_list


def _is_read(change: Change, verdict: Verdict) -> bool:
    return type(change) in IS_READ and change.subject.address in verdict.rests_on
