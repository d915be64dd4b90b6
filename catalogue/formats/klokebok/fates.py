"""What a klokebok carries of each construct."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.formats.records import Fate, How

FATES: Mapping[str, Fate] = MappingProxyType(
    {
        "forms": Fate(How.CARRIED, "`skjemanavn`"),
        "sections": Fate(How.REPORTED, "a form has no sections there"),
        "timepoints": Fate(How.REPORTED, "when a form is filled in is not in the table"),
        "label": Fate(How.CARRIED, "`ledetekst`"),
        "help": Fate(How.CARRIED, "`hjelpetekst`"),
        "aliases": Fate(
            How.CARRIED, "`fysisk_feltnavn` (openqreg) and `navn_i_rapporteket` (rapporteket); others are left out"
        ),
        "purpose": Fate(How.REPORTED, "what a variable is for is not in the table"),
        "text": Fate(How.CARRIED, "*Tekstvariabel*, `antall_tegn`"),
        "longtext": Fate(How.CARRIED, "*Stor tekstvariabel*"),
        "integer": Fate(How.CARRIED, "*Tallvariabel* with `desimaler` 0"),
        "decimal": Fate(How.CARRIED, "*Tallvariabel*"),
        "boolean": Fate(How.CARRIED, "*Avkrysningsboks*"),
        "date": Fate(How.CARRIED, "*Datovariabel*"),
        "time": Fate(How.CARRIED, "*Tidsvariabel*"),
        "datetime": Fate(How.CARRIED, "*TIMESTAMP*"),
        "code": Fate(
            How.CARRIED, "*Listevariabel*, a row for each code; a shared list is written out for each variable"
        ),
        "coding": Fate(How.REPORTED, "written as *Tekstvariabel*; the system is not in the table"),
        "missing-code": Fate(How.CHANGED, "a code like the others; known again by its number and label (9 *Ukjent*)"),
        "missing-reason": Fate(How.REPORTED, "only a list's code can say why there is no answer"),
        "hard-limits": Fate(How.CARRIED, "`maksintervall_…`"),
        "soft-limits": Fate(How.CARRIED, "`normalintervall_…`"),
        "computed-limits": Fate(How.CHANGED, "`today`, `toDayPlus30Days`, `todayYear`; other expressions are reported"),
        "unit": Fate(How.REPORTED, "the table has no unit"),
        "scale": Fate(How.REPORTED, "written as a number; its ends have no place"),
        "required": Fate(How.CARRIED, "`obligatorisk`"),
        "required-when": Fate(How.REPORTED, "the table has no conditions"),
        "enable-when": Fate(How.REPORTED, "only `underspoersmaal` says that there is a condition, not which"),
        "otherwise": Fate(How.REPORTED, "the table has no conditions"),
        "calculate": Fate(How.REPORTED, "the table has no formulas"),
        "prefill": Fate(How.REPORTED, "the table has no formulas"),
        "rule": Fate(How.REPORTED, "the table has no rules"),
        "checklist": Fate(How.CHANGED, "an *Avkrysningsboks* for each tick, with both labels"),
        "matrix": Fate(How.CHANGED, "a row for each cell, with all labels"),
        "instrument": Fate(How.CHANGED, "its items and scores as single variables"),
        "collected": Fate(How.CARRIED, "`innfoert_dato` and `utfaset_dato`; 1980-01-01 is always; gaps are left out"),
        "retired": Fate(How.REPORTED, "the table has a last day and no reason"),
        "identifies": Fate(How.REPORTED, "the table does not say what identifies a person"),
        "languages": Fate(How.REPORTED, "the table has one language"),
        "publication": Fate(How.REPORTED, "it is for catalogues of data; `export dcat` has it"),
    }
)
