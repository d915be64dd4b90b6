"""How far each meaning of a change reaches: which kinds of things can depend on it. One table, walked by a test."""

from collections.abc import Mapping
from types import MappingProxyType

from migrations_gen.changes import codes, forms, registry, variables
from migrations_gen.changes.base import Change

READERS = "readers"
COLUMNS = "columns"
WORDS = "words"
FORMS = "forms"
BOOK = "codebook"

VALUE = frozenset({READERS, COLUMNS, FORMS, BOOK})
"""What a value is or may be: what reads it, where it is seen, the form it is asked in."""
NEW = VALUE | {WORDS}
SAID = frozenset({WORDS, FORMS, BOOK})
"""Words that people read."""
SHOWN = frozenset({FORMS, BOOK})
"""What a form looks like."""
OUTSIDE = frozenset({COLUMNS, BOOK})
"""What the outside calls it."""
DEMAND = frozenset({FORMS, BOOK})
"""What is demanded before a form is final."""
DOCUMENTED = frozenset({BOOK})
NOTHING: frozenset[str] = frozenset()

REACH: Mapping[type[Change], frozenset[str]] = MappingProxyType(
    {
        registry.ControllerChanged: DOCUMENTED,
        registry.StatutesChanged: DOCUMENTED,
        registry.VersionChanged: NOTHING,
        registry.LanguagesChanged: frozenset({WORDS}),
        registry.AnalysisNamesChanged: OUTSIDE,
        registry.CategoryAdded: frozenset({WORDS, BOOK}),
        registry.CategoryRemoved: DOCUMENTED,
        registry.RespondentAdded: frozenset({WORDS, BOOK}),
        registry.RespondentRemoved: DOCUMENTED,
        registry.ModuleAdded: frozenset({WORDS, BOOK}),
        registry.ModuleRemoved: OUTSIDE,
        registry.EpisodeChanged: frozenset({WORDS, COLUMNS, BOOK}),
        registry.AnchorChanged: SHOWN,
        registry.EmptyColumnsChanged: OUTSIDE,
        registry.TimepointAdded: frozenset({WORDS, COLUMNS, BOOK}),
        registry.TimepointRemoved: OUTSIDE,
        registry.TimepointRenamed: OUTSIDE,
        registry.TimepointWindowChanged: DOCUMENTED,
        registry.TimepointAliasChanged: OUTSIDE,
        registry.InstrumentAdded: frozenset({WORDS, BOOK}),
        registry.InstrumentRemoved: DOCUMENTED,
        registry.InstrumentReplaced: VALUE,
        registry.InstrumentItemsChanged: NEW,
        registry.InstrumentLicenceChanged: SHOWN,
        registry.ScoreAdded: frozenset({WORDS, BOOK}),
        registry.ScoreRemoved: DOCUMENTED,
        registry.ScoreChanged: VALUE,
        registry.TranslationChanged: SHOWN,
        forms.FormAdded: SAID,
        forms.FormRemoved: SHOWN | OUTSIDE,
        forms.FormRenamed: SHOWN | OUTSIDE,
        forms.TitleChanged: SAID,
        forms.RespondentChanged: SHOWN | OUTSIDE,
        forms.FormTimepointsChanged: SHOWN | OUTSIDE,
        forms.RecordNamesChanged: OUTSIDE,
        forms.SectionAdded: SAID,
        forms.SectionRemoved: SHOWN,
        forms.SectionsReordered: SHOWN,
        forms.RuleAdded: DEMAND | {WORDS},
        forms.RuleRemoved: DEMAND,
        forms.RuleRenamed: DOCUMENTED,
        forms.RuleChanged: DEMAND,
        forms.RuleSeverityChanged: DEMAND,
        forms.RuleMessageChanged: SAID,
        forms.RuleEraChanged: DEMAND,
        forms.RuleRetired: DEMAND,
        forms.RuleReturned: DEMAND,
        variables.VariableAdded: NEW,
        variables.VariableRemoved: VALUE,
        variables.VariableRenamed: VALUE,
        variables.VariableMoved: VALUE,
        variables.VariableDerived: VALUE,
        variables.VariablePurged: VALUE,
        variables.VariableRetired: VALUE,
        variables.VariableReturned: VALUE,
        variables.RetirementChanged: DOCUMENTED,
        variables.PlaceChanged: SHOWN,
        variables.LabelChanged: SAID,
        variables.HelpChanged: SAID,
        variables.EndsChanged: SAID,
        variables.HeadingChanged: SAID,
        variables.TypeChanged: VALUE,
        variables.UnitChanged: NEW,
        variables.DecimalsChanged: VALUE,
        variables.MinimumChanged: DEMAND,
        variables.MaximumChanged: DEMAND,
        variables.SoftMinimumChanged: DEMAND,
        variables.SoftMaximumChanged: DEMAND,
        variables.LengthChanged: DEMAND,
        variables.CodelistReplaced: VALUE,
        variables.ValueSetChanged: VALUE,
        variables.SystemReplaced: VALUE,
        variables.ValidityDayChanged: DEMAND,
        variables.RequirementChanged: DEMAND,
        variables.RequirementConditionChanged: DEMAND,
        variables.ConditionChanged: VALUE,
        variables.OtherwiseChanged: VALUE,
        variables.CalculationChanged: VALUE,
        variables.PrefillChanged: SHOWN,
        variables.DisplayChanged: SHOWN,
        variables.MissingReasonAdded: DEMAND,
        variables.MissingReasonRemoved: VALUE,
        variables.MissingCodeChanged: OUTSIDE,
        variables.AliasAdded: OUTSIDE,
        variables.AliasRemoved: OUTSIDE,
        variables.CategoryChanged: DOCUMENTED,
        variables.PurposeChanged: DOCUMENTED,
        variables.SourceChanged: DOCUMENTED,
        variables.LimitSourceChanged: DOCUMENTED,
        variables.EraChanged: VALUE,
        variables.IdentificationChanged: OUTSIDE,
        variables.GroupChanged: VALUE,
        variables.GroupAdded: SAID,
        variables.GroupRemoved: SHOWN,
        variables.GroupRenamed: SHOWN,
        variables.GroupKindChanged: VALUE,
        variables.GroupRequirementChanged: DEMAND,
        variables.ExclusiveTickChanged: DEMAND,
        codes.CodelistAdded: frozenset({WORDS, BOOK}),
        codes.CodelistRemoved: DOCUMENTED,
        codes.CodelistRenamed: DOCUMENTED,
        codes.CodelistTitleChanged: SAID,
        codes.CodelistSourceChanged: DOCUMENTED,
        codes.CodesReordered: SHOWN,
        codes.CodeAdded: NEW,
        codes.CodeRemoved: VALUE,
        codes.CodeRetired: VALUE,
        codes.CodeReturned: VALUE,
        codes.CodeRelabelled: NEW,
        codes.CodeMissingChanged: VALUE,
        codes.CodeEraChanged: VALUE,
        codes.Recoded: VALUE,
        codes.ValueSetAdded: DOCUMENTED,
        codes.ValueSetRemoved: DOCUMENTED,
        codes.ValueSetVersionChanged: frozenset({READERS, BOOK}),
        codes.ValueSetNumbersChanged: frozenset({READERS, BOOK}),
        codes.ValueSetTextChanged: DOCUMENTED,
        codes.SystemAdded: frozenset({WORDS, BOOK}),
        codes.SystemRemoved: DOCUMENTED,
        codes.SystemEditionChanged: VALUE,
        codes.SystemCodesChanged: VALUE,
        codes.SystemTextChanged: SAID,
    }
)
"""By the meaning of the change."""
