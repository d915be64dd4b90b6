"""What becomes of each construct of the language in what only goes out: a table for each output.

`tests/formats/test_exports.py` holds the tables to what is written and reported.
"""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.formats.records import Fate, How

LISTED = 2000
"""The most codes of a system that are written out."""

CODEBOOK: Mapping[str, Fate] = MappingProxyType(
    {
        "forms": Fate(How.CARRIED, "`skjema_id`, `skjemanamn`"),
        "sections": Fate(How.CARRIED, "`kategori`"),
        "timepoints": Fate(How.CHANGED, "in `kommentar`"),
        "label": Fate(How.CARRIED, "`variabeletikett`"),
        "help": Fate(How.CARRIED, "`forklaring`; a form's, section's and group's in `innleiing`"),
        "aliases": Fate(How.CHANGED, "in `kommentar`"),
        "purpose": Fate(How.CHANGED, "in `kommentar`"),
        "text": Fate(How.CHANGED, "`tekst`; the greatest length in `kommentar`"),
        "longtext": Fate(How.CHANGED, "`tekst`, as one line is; the greatest length in `kommentar`"),
        "integer": Fate(How.CARRIED, "`numerisk` with `desimalar` 0"),
        "decimal": Fate(How.CARRIED, "`numerisk`"),
        "boolean": Fate(How.CHANGED, "`boolsk`, which those who read it take for always answered"),
        "date": Fate(How.CARRIED, "`dato`"),
        "time": Fate(How.CARRIED, "`kl`"),
        "datetime": Fate(How.CARRIED, "`dato_kl`"),
        "code": Fate(How.CARRIED, "`kategorisk`, a row for each code"),
        "coding": Fate(
            How.CHANGED, f"`kategorisk`; a system of more than {LISTED:,} codes is `tekst`, and its codes are reported"
        ),
        "missing-code": Fate(How.CHANGED, "`manglande`; which reason it is, in the row's `kommentar`"),
        "missing-reason": Fate(How.CHANGED, "in `kommentar`"),
        "hard-limits": Fate(How.CHANGED, "`min`, `maks`; a day's in `kommentar`"),
        "soft-limits": Fate(How.CHANGED, "`min_rimeleg`, `maks_rimeleg`; a day's in `kommentar`"),
        "computed-limits": Fate(How.CHANGED, "in `kommentar`"),
        "unit": Fate(How.CARRIED, "`eining`"),
        "scale": Fate(How.CHANGED, "its ends in `kommentar`"),
        "required": Fate(How.CARRIED, "`obligatorisk`"),
        "required-when": Fate(How.CHANGED, "`obligatorisk` is `ja*`; the condition in `kommentar`"),
        "enable-when": Fate(How.CARRIED, "`logikk`"),
        "otherwise": Fate(How.CHANGED, "in `kommentar`"),
        "calculate": Fate(How.CARRIED, "`utrekningsformel`; a number is `utrekna`"),
        "prefill": Fate(How.CHANGED, "in `kommentar`"),
        "rule": Fate(How.CHANGED, "in the `kommentar` of each variable it reads"),
        "checklist": Fate(How.CHANGED, "`boolsk` for each tick, the list's label in `innleiing`"),
        "matrix": Fate(How.CHANGED, "a variable for each cell, the matrix' label in `innleiing`"),
        "instrument": Fate(How.CHANGED, "its items and scores as single variables, its label in `innleiing`"),
        "collected": Fate(How.CHANGED, "in `kommentar`, of a code in its row"),
        "retired": Fate(How.CHANGED, "in `kommentar`, of a code in its row"),
        "identifies": Fate(How.CHANGED, "in `kommentar`"),
        "languages": Fate(How.REPORTED, "the table has one language"),
    }
)

JSON_SCHEMA: Mapping[str, Fate] = MappingProxyType(
    {
        "forms": Fate(How.CARRIED, "a schema for each"),
        "sections": Fate(How.REPORTED, "answers have no parts"),
        "timepoints": Fate(How.CHANGED, "the enum `timepoint`, when there are several"),
        "label": Fate(How.CARRIED, "`title`"),
        "help": Fate(How.CARRIED, "`description`"),
        "aliases": Fate(How.REPORTED, "a property has one name"),
        "purpose": Fate(How.REPORTED, "what a property is for has no word"),
        "text": Fate(How.CARRIED, "`string` with `maxLength`"),
        "longtext": Fate(How.CHANGED, "`string`, as one line is"),
        "integer": Fate(How.CARRIED, "`integer`"),
        "decimal": Fate(How.CHANGED, "`number`; its decimals under `x-decimals`, which is a word of ours"),
        "boolean": Fate(How.CARRIED, "`boolean`"),
        "date": Fate(How.CARRIED, "`format` `date`"),
        "time": Fate(How.CARRIED, "a `pattern`"),
        "datetime": Fate(How.CARRIED, "a `pattern`"),
        "code": Fate(How.CARRIED, "`oneOf` with `const` and `title`"),
        "coding": Fate(How.CHANGED, "as a code; a system too large to list is reported"),
        "missing-code": Fate(How.CHANGED, "a value of the reason's own property"),
        "missing-reason": Fate(How.CARRIED, "a property of its own; value and reason exclude each other"),
        "hard-limits": Fate(How.CHANGED, "`minimum`, `maximum` of numbers; a day's are reported"),
        "soft-limits": Fate(How.REPORTED, "a limit cannot be confirmed"),
        "computed-limits": Fate(How.REPORTED, "a limit is a constant"),
        "unit": Fate(How.CHANGED, "`x-unit`, which is a word of ours"),
        "scale": Fate(How.REPORTED, "a property has no appearance"),
        "required": Fate(How.CARRIED, "`anyOf` a value and a reason, under `if` it is asked"),
        "required-when": Fate(How.CARRIED, "`if` and `then`, as far as there are words; the rest is reported"),
        "enable-when": Fate(How.CHANGED, "part of the `if` of what is required; what is not asked may stand there"),
        "otherwise": Fate(How.REPORTED, "a schema changes no answers"),
        "calculate": Fate(How.REPORTED, "`readOnly`; the formula has no words"),
        "prefill": Fate(How.REPORTED, "a schema changes no answers"),
        "rule": Fate(How.CHANGED, "hard ones under `not`, as far as there are words; the rest is reported"),
        "checklist": Fate(How.CHANGED, "a property for each tick, and what excludes what"),
        "matrix": Fate(How.CHANGED, "a property for each cell"),
        "instrument": Fate(How.CHANGED, "its items and scores as single properties"),
        "collected": Fate(How.REPORTED, "a property has no dates"),
        "retired": Fate(How.CHANGED, "a code is `deprecated`, and so is a variable"),
        "identifies": Fate(How.REPORTED, "whom a property identifies has no word"),
        "languages": Fate(How.REPORTED, "a title has one language"),
    }
)

TABLE_SCHEMA: Mapping[str, Fate] = MappingProxyType(
    {
        "forms": Fate(How.CARRIED, "resources"),
        "sections": Fate(How.REPORTED, "a table has no parts"),
        "timepoints": Fate(How.CHANGED, "the categories of the column `timepoint`, when there are several"),
        "label": Fate(How.CARRIED, "`title`"),
        "help": Fate(How.CARRIED, "`description`"),
        "aliases": Fate(How.REPORTED, "a column has one name"),
        "purpose": Fate(How.REPORTED, "what a column is for has no word"),
        "text": Fate(How.CARRIED, "`string` with `maxLength`"),
        "longtext": Fate(How.CHANGED, "`string`, as one line is"),
        "integer": Fate(How.CARRIED, "`integer`"),
        "decimal": Fate(How.CHANGED, "`number`; its decimals under `decimals`, which is a word of ours"),
        "boolean": Fate(How.CARRIED, "`boolean`"),
        "date": Fate(How.CARRIED, "`date`"),
        "time": Fate(How.CARRIED, "`time`, to the minute"),
        "datetime": Fate(How.CARRIED, "`datetime`, to the minute"),
        "code": Fate(How.CARRIED, "`categories` and `enum`"),
        "coding": Fate(How.CHANGED, "`categories` and `enum`; a system too large to list is reported"),
        "missing-code": Fate(How.CHANGED, "a category of the reason's own column"),
        "missing-reason": Fate(How.CARRIED, "a column of its own"),
        "hard-limits": Fate(How.CARRIED, "`minimum`, `maximum`"),
        "soft-limits": Fate(How.REPORTED, "a constraint cannot be confirmed"),
        "computed-limits": Fate(How.REPORTED, "a constraint is a constant"),
        "unit": Fate(How.CHANGED, "`unit`, which is a word of ours"),
        "scale": Fate(How.REPORTED, "a column has no appearance"),
        "required": Fate(How.REPORTED, "a reason may stand instead, and that is in another column"),
        "required-when": Fate(How.REPORTED, "a constraint sees one column"),
        "enable-when": Fate(How.REPORTED, "a constraint sees one column"),
        "otherwise": Fate(How.REPORTED, "a constraint sees one column"),
        "calculate": Fate(How.REPORTED, "a column has no formula"),
        "prefill": Fate(How.REPORTED, "a column has no formula"),
        "rule": Fate(How.REPORTED, "a constraint sees one column"),
        "checklist": Fate(How.CHANGED, "a column for each tick"),
        "matrix": Fate(How.CHANGED, "a column for each cell"),
        "instrument": Fate(How.CHANGED, "its items and scores as single columns"),
        "collected": Fate(How.REPORTED, "a column has no dates"),
        "retired": Fate(How.REPORTED, "a column is there or not"),
        "identifies": Fate(How.REPORTED, "whom a column identifies has no word"),
        "languages": Fate(How.REPORTED, "a title has one language"),
    }
)
