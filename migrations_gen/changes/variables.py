"""Changes to variables and groups. A list of small equals: one class per meaning, its docstring says which."""

from migrations_gen.changes.base import Change


class VariableAdded(Change):
    """A variable that was not there; `after` is the variable."""


class VariableRemoved(Change):
    """A variable that is no longer there; `before` is the variable."""


class VariableRenamed(Change):
    """The same variable under another name; both are addresses."""

    is_renaming = True


class VariableMoved(Change):
    """The same variable in another form; both are addresses."""

    is_renaming = True


class VariableDerived(Change):
    """Computed from the old row by a declared expression; `before` is None, `after` the expression's text."""


class VariablePurged(Change):
    """Its answers are erased on purpose; `before` is the variable."""


class VariableRetired(Change):
    """No longer asked, kept in the file with its answers; `after` is the retirement."""


class VariableReturned(Change):
    """Asked again after it was retired; `before` is the retirement."""


class RetirementChanged(Change):
    """Another version or reason for having been retired."""


class PlaceChanged(Change):
    """In another section of the form, or at another place in its section or group: both are (section or group, name
    before it).
    """


class LabelChanged(Change):
    """The words of the question, or of a group's question."""


class HelpChanged(Change):
    """The help beside a question, section or form."""


class EndsChanged(Change):
    """The words at the two ends of a scale."""


class HeadingChanged(Change):
    """The heading of a row or column of a matrix; both are (key, words)."""


class TypeChanged(Change):
    """The kind of value."""


class UnitChanged(Change):
    """What a number is measured in."""


class DecimalsChanged(Change):
    """How many decimals a number has."""


class MinimumChanged(Change):
    """The least value that is accepted."""


class MaximumChanged(Change):
    """The greatest value that is accepted."""


class SoftMinimumChanged(Change):
    """The least value that is not asked about."""


class SoftMaximumChanged(Change):
    """The greatest value that is not asked about."""


class LengthChanged(Change):
    """The longest text that is accepted, in characters."""


class CodelistReplaced(Change):
    """Another codelist for the variable; both are names. What that does to its codes are changes of their own."""


class ValueSetChanged(Change):
    """Which of the codelist's codes the variable allows; both are codes."""


class SystemReplaced(Change):
    """Another coding system for the variable; both are names."""


class ValidityDayChanged(Change):
    """The day on which a coding must be valid."""


class RequirementChanged(Change):
    """Whether an answer is required."""


class RequirementConditionChanged(Change):
    """When an answer is required."""


class ConditionChanged(Change):
    """When something is asked: a variable, group or section."""


class OtherwiseChanged(Change):
    """What the value is when the question is not asked."""


class CalculationChanged(Change):
    """How a value is calculated."""


class PrefillChanged(Change):
    """What the answer is filled in with beforehand."""


class DisplayChanged(Change):
    """How the question is shown."""


class MissingReasonAdded(Change):
    """A reason that may be given instead of an answer; `after` is the reason."""


class MissingReasonRemoved(Change):
    """A reason that may no longer be given; `before` is the reason."""


class MissingCodeChanged(Change):
    """What the outside world writes for a missing reason; both are (reason, code, flags)."""


class AliasAdded(Change):
    """A name in an outside system; `after` is (system, occasion, name)."""


class AliasRemoved(Change):
    """A name in an outside system that is no longer given; `before` is (system, occasion, name)."""


class CategoryChanged(Change):
    """Which category a variable belongs to."""


class PurposeChanged(Change):
    """What the answer is needed for."""


class SourceChanged(Change):
    """Where something is documented."""


class LimitSourceChanged(Change):
    """Where the limits are documented."""


class EraChanged(Change):
    """When something is collected: a variable, code or rule."""


class IdentificationChanged(Change):
    """Whether the answer identifies a person directly."""


class GroupChanged(Change):
    """Which checklist, matrix or instrument a variable belongs to, and under which name its missing reason is kept."""


class GroupAdded(Change):
    """A checklist, matrix or instrument in a form; `after` is (kind, what it holds)."""


class GroupRemoved(Change):
    """A checklist, matrix or instrument that is gone from a form; `before` is (kind, what it held)."""


class GroupRenamed(Change):
    """The same group under another name; both are addresses."""

    is_renaming = True


class GroupKindChanged(Change):
    """A checklist that became a matrix or an instrument, or another instrument; both are (kind, instrument)."""


class GroupRequirementChanged(Change):
    """Whether something in a checklist or matrix must be answered."""


class ExclusiveTickChanged(Change):
    """Which tick of a checklist excludes the others."""


VariableAdded.pair(VariableRemoved)
VariableRetired.pair(VariableReturned)
MissingReasonAdded.pair(MissingReasonRemoved)
AliasAdded.pair(AliasRemoved)
GroupAdded.pair(GroupRemoved)

FACETS: dict[str, type[Change]] = {
    "type": TypeChanged,
    "label": LabelChanged,
    "help": HelpChanged,
    "unit": UnitChanged,
    "decimals": DecimalsChanged,
    "max_length": LengthChanged,
    "required": RequirementChanged,
    "otherwise": OtherwiseChanged,
    "display": DisplayChanged,
    "ends": EndsChanged,
    "category": CategoryChanged,
    "purpose": PurposeChanged,
    "source": SourceChanged,
    "collected": EraChanged,
    "identifies": IdentificationChanged,
}
"""The fields of a variable that are compared as they are."""

LIMIT_FACETS: dict[str, type[Change]] = {
    "min": MinimumChanged,
    "soft_min": SoftMinimumChanged,
    "soft_max": SoftMaximumChanged,
    "max": MaximumChanged,
    "source": LimitSourceChanged,
}
"""The fields of a variable's limits."""

EXPRESSION_FACETS: dict[str, type[Change]] = {
    "enable_when": ConditionChanged,
    "required_when": RequirementConditionChanged,
    "calculate": CalculationChanged,
    "prefill": PrefillChanged,
    "valid_on": ValidityDayChanged,
}
"""What an author writes as an expression, beside limits and rules, by its key."""
