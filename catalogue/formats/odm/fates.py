"""What ODM carries of each construct of the language; both versions carry the same."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.formats.records import Fate, How

ALIAS = "in an alias of ours"

FATES: Mapping[str, Fate] = MappingProxyType(
    {
        "forms": Fate(How.CARRIED, "`FormDef`; in 2.0 an `ItemGroupDef` of type `Form`"),
        "sections": Fate(How.CARRIED, "`ItemGroupDef`"),
        "timepoints": Fate(
            How.CARRIED, "`StudyEventDef`; when one is due, " + ALIAS + " and in 2.0 a `RelativeTimingConstraint`"
        ),
        "label": Fate(How.CARRIED, "`Question`"),
        "help": Fate(How.CARRIED, "`Description`; in 2.0 `CRFCompletionInstructions`; a group's " + ALIAS),
        "aliases": Fate(How.CARRIED, "`Alias` with the system as its context"),
        "purpose": Fate(How.CARRIED, ALIAS),
        "text": Fate(How.CARRIED, "`text` with `Length`"),
        "longtext": Fate(How.CARRIED, "`text`; that it has several lines, " + ALIAS),
        "integer": Fate(How.CARRIED, "`integer`"),
        "decimal": Fate(How.CARRIED, "`float` with `SignificantDigits`; in 2.0 `decimal` with `DisplayFormat`"),
        "boolean": Fate(How.CARRIED, "`boolean`"),
        "date": Fate(How.CARRIED, "`date`"),
        "time": Fate(How.CARRIED, "`time`"),
        "datetime": Fate(How.CARRIED, "`datetime`"),
        "code": Fate(How.CARRIED, "`CodeList`"),
        "coding": Fate(How.CARRIED, "`ExternalCodeList`, in 2.0 `Coding`; its table as a list beside it"),
        "missing-code": Fate(How.CARRIED, "a `CodeListItem`; that it is a reason, " + ALIAS),
        "missing-reason": Fate(How.CARRIED, ALIAS),
        "hard-limits": Fate(How.CARRIED, "`RangeCheck`, `Hard`"),
        "soft-limits": Fate(How.CARRIED, "`RangeCheck`, `Soft`"),
        "computed-limits": Fate(How.CARRIED, "`RangeCheck` with a `FormalExpression` of ours"),
        "unit": Fate(How.CARRIED, "`MeasurementUnit`; in 2.0 an item with one value"),
        "scale": Fate(How.CARRIED, ALIAS),
        "required": Fate(How.CARRIED, "`Mandatory`"),
        "required-when": Fate(How.CARRIED, ALIAS),
        "enable-when": Fate(How.CARRIED, "`ConditionDef` with a `FormalExpression` of ours; it says when *not* to ask"),
        "otherwise": Fate(How.CARRIED, ALIAS),
        "calculate": Fate(How.CARRIED, "`MethodDef` with a `FormalExpression` of ours"),
        "prefill": Fate(How.CARRIED, ALIAS + "; in 2.0 a `MethodDef` of type `Preload`"),
        "rule": Fate(How.CARRIED, "`RangeCheck` with a `FormalExpression` of ours, at the last item it reads"),
        "checklist": Fate(How.CARRIED, "an `ItemGroupDef` of booleans"),
        "matrix": Fate(How.CARRIED, "an `ItemGroupDef` with an item for each cell"),
        "instrument": Fate(How.CARRIED, "an `ItemGroupDef`; the instrument as a whole " + ALIAS),
        "collected": Fate(How.CARRIED, ALIAS),
        "retired": Fate(How.CARRIED, ALIAS),
        "identifies": Fate(How.CARRIED, ALIAS),
        "languages": Fate(How.CARRIED, "`TranslatedText`; texts without an element " + ALIAS),
        "publication": Fate(How.REPORTED, "it is for catalogues of data; `export dcat` has it"),
    }
)
