"""What becomes of each construct in FHIR. What stands in an extension of ours comes back; others leave it aside."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.formats.records import Fate, How

CARRIED = How.CARRIED

FATES: Mapping[str, Fate] = MappingProxyType(
    {
        "forms": Fate(CARRIED, "a `Questionnaire` each, in one bundle"),
        "sections": Fate(CARRIED, "groups"),
        "timepoints": Fate(CARRIED, "in an extension of ours"),
        "label": Fate(CARRIED, "`text`"),
        "help": Fate(CARRIED, "a `display` item with the control `help`; a form's is its `description`"),
        "aliases": Fate(CARRIED, "in an extension of ours; the name in fhir is the `linkId`"),
        "purpose": Fate(CARRIED, "in an extension of ours"),
        "text": Fate(CARRIED, "`string` with `maxLength`"),
        "longtext": Fate(CARRIED, "`text`"),
        "integer": Fate(CARRIED, "`integer`"),
        "decimal": Fate(CARRIED, "`decimal` with `maxDecimalPlaces`"),
        "boolean": Fate(CARRIED, "`boolean`"),
        "date": Fate(CARRIED, "`date`"),
        "time": Fate(CARRIED, "`time`"),
        "datetime": Fate(CARRIED, "`dateTime`"),
        "code": Fate(CARRIED, "`choice` with `answerOption`; each list is a `CodeSystem` and a `ValueSet` too"),
        "coding": Fate(
            CARRIED, "`choice` with `answerValueSet`; the system's codes, days and successors are a `CodeSystem`"
        ),
        "missing-code": Fate(CARRIED, "a code like the others, with the property `missing` in its `CodeSystem`"),
        "missing-reason": Fate(CARRIED, "in an extension of ours; an answer has `data-absent-reason`"),
        "hard-limits": Fate(CARRIED, "`minValue`, `maxValue`"),
        "soft-limits": Fate(CARRIED, "in an extension of ours"),
        "computed-limits": Fate(
            CARRIED, "`minValue`, `maxValue` with `cqf-expression`, as far as FHIRPath has the words"
        ),
        "unit": Fate(CARRIED, "`questionnaire-unit`, with the code of UCUM where it is known"),
        "scale": Fate(CARRIED, "`slider` with `sliderStepValue`, its ends as `lower` and `upper`"),
        "required": Fate(CARRIED, "`required`"),
        "required-when": Fate(CARRIED, "in an extension of ours"),
        "enable-when": Fate(CARRIED, "`enableWhen` where it means the same, else `enableWhenExpression`"),
        "otherwise": Fate(CARRIED, "in an extension of ours"),
        "calculate": Fate(CARRIED, "`calculatedExpression`, as far as FHIRPath has the words"),
        "prefill": Fate(CARRIED, "`initial`, or `initialExpression`"),
        "rule": Fate(CARRIED, "`questionnaire-constraint`, as far as FHIRPath has the words"),
        "checklist": Fate(CARRIED, "a `choice` that repeats, with `optionExclusive`"),
        "matrix": Fate(CARRIED, "a group with the control `grid`"),
        "instrument": Fate(CARRIED, "a group; its scores are calculated items"),
        "collected": Fate(CARRIED, "in an extension of ours"),
        "retired": Fate(CARRIED, "hidden, and in an extension of ours; a code has the status `retired`"),
        "identifies": Fate(CARRIED, "in an extension of ours"),
        "languages": Fate(CARRIED, "`translation`, and `designation` of codes"),
        "publication": Fate(How.REPORTED, "it is for catalogues of data; `export dcat` has it"),
    }
)
