"""The changes that hurt no answer, each with the reason. One table; what is not in it is judged by a risk."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.texts import translatable
from migrations_gen.changes import codes, forms, registry, variables
from migrations_gen.changes.base import Change

EXPECTED = translatable("Every release has a version number of its own.")
JUDGED_BY_USE = translatable("By itself it is seen by nobody; the questions that use it are judged one by one.")
JUDGED_INSIDE = translatable("Only a heading came or went; the questions under it are judged one by one.")
LOOSER = translatable("What was right before is right still; less is demanded than before.")
MORE_CHOICE = translatable("Respondents may give one more reason for not answering; every earlier answer stands.")
DOCUMENTATION = translatable("Only the documentation is changed, nothing that anybody answers.")
OTHERWISE = translatable("Nothing that was answered is touched.")

HARMLESS: Mapping[type[Change], str] = MappingProxyType(
    {
        registry.VersionChanged: EXPECTED,
        registry.CategoryAdded: JUDGED_BY_USE,
        registry.CategoryRemoved: JUDGED_BY_USE,
        registry.RespondentAdded: JUDGED_BY_USE,
        registry.RespondentRemoved: JUDGED_BY_USE,
        registry.InstrumentAdded: JUDGED_BY_USE,
        registry.InstrumentRemoved: JUDGED_BY_USE,
        codes.CodelistAdded: JUDGED_BY_USE,
        codes.CodelistRemoved: JUDGED_BY_USE,
        variables.CodelistReplaced: JUDGED_BY_USE,
        codes.ValueSetAdded: JUDGED_BY_USE,
        codes.ValueSetRemoved: JUDGED_BY_USE,
        codes.SystemAdded: JUDGED_BY_USE,
        codes.SystemRemoved: JUDGED_BY_USE,
        forms.SectionAdded: JUDGED_INSIDE,
        forms.SectionRemoved: JUDGED_INSIDE,
        forms.RuleRemoved: LOOSER,
        forms.RuleRetired: LOOSER,
        variables.MissingReasonAdded: MORE_CHOICE,
        variables.RetirementChanged: DOCUMENTATION,
        variables.SourceChanged: DOCUMENTATION,
        variables.LimitSourceChanged: DOCUMENTATION,
        codes.CodelistSourceChanged: DOCUMENTATION,
        codes.ValueSetTextChanged: DOCUMENTATION,
        codes.SystemTextChanged: DOCUMENTATION,
    }
)
"""Why, by the meaning of the change."""
