"""How changes to codelists, codes, tables of values and coding systems are told, one row per meaning."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.texts import translatable
from migrations_gen.changes import codes as meanings
from migrations_gen.changes.base import Change
from migrations_gen.changes.sentences import values
from migrations_gen.changes.sentences.records import Row, row
from migrations_gen.changes.sentences.variables import CALLED, DOCUMENTED, GONE, IN_USE, NAME, NEW

HEADING_AND_SOURCE = translatable("Heading and documentation")
CODES = values.counted(lambda language, number: language.ngettext("1 code", "{number} codes", number))
ROWS = values.counted(lambda language, number: language.ngettext("1 row", "{number} rows", number))

SENTENCES: Mapping[type[Change], Row] = MappingProxyType(
    {
        meanings.CodelistAdded: row(NEW, came=translatable("A new codelist: {name}, with {after}."), words=CODES),
        meanings.CodelistRemoved: row(
            GONE, went=translatable("The codelist {name}, with {before}, is removed."), words=CODES
        ),
        meanings.CodelistRenamed: row(NAME, CALLED),
        meanings.CodelistTitleChanged: row(
            translatable("Heading"),
            translatable("The heading of the codelist {address} is now “{after}”. It was “{before}”."),
            translatable("The heading of the codelist {address} is now “{after}”. It had none."),
            translatable("The codelist {address} no longer has a heading. It was “{before}”."),
        ),
        meanings.CodelistSourceChanged: row(
            DOCUMENTED,
            translatable("The codelist {name} is documented by: {after}. Until now by: {before}."),
            translatable("The codelist {name} is now documented by: {after}."),
            translatable("The codelist {name} is no longer documented. It was by: {before}."),
        ),
        meanings.CodesReordered: row(
            translatable("Order of the codes"),
            translatable("The codes of {name} are now shown in this order: {after}. Until now: {before}."),
            words=values.listed,
        ),
        meanings.CodeAdded: row(
            NEW, came=translatable("A new code in {owner}: {code}, “{after}”."), words=values.label
        ),
        meanings.CodeRemoved: row(
            GONE, went=translatable("The code {code}, “{before}”, is removed from {owner}."), words=values.label
        ),
        meanings.CodeRetired: row(
            IN_USE,
            came=translatable("The code {code}{words} in {owner} is no longer offered, {after}. The answers are kept."),
            words=values.retirement,
        ),
        meanings.CodeReturned: row(
            IN_USE,
            went=translatable("The code {code}{words} in {owner} is offered again. It was not offered {before}."),
            words=values.retirement,
        ),
        meanings.CodeRelabelled: row(
            translatable("Wording"),
            translatable("The code {code} in {owner} is now called “{after}”. It was called “{before}”."),
        ),
        meanings.CodeMissingChanged: row(
            translatable("Answer or missing answer"),
            translatable("The code {code}{words} in {owner} now means “{after}”. It meant “{before}”."),
            translatable("The code {code}{words} in {owner} is no longer an answer. It now means “{after}”."),
            translatable("The code {code}{words} in {owner} is now an answer. It meant “{before}”."),
            words=values.reason,
        ),
        meanings.CodeEraChanged: row(
            translatable("When it is collected"),
            translatable("The code {code}{words} in {owner} is offered {after}. Until now: {before}."),
            translatable("The code {code}{words} in {owner} is only offered {after}. Until now at all times."),
            translatable("The code {code}{words} in {owner} is offered at all times. Until now: {before}."),
            words=values.era,
        ),
        meanings.Recoded: row(
            translatable("Earlier answers"),
            translatable("Earlier answers to {name} get other codes: {after}."),
            came=translatable("Earlier answers to {name} get other codes: {after}."),
            words=values.mapping,
        ),
        meanings.ValueSetAdded: row(NEW, came=translatable("A new table of values: {name}, with {after}."), words=ROWS),
        meanings.ValueSetRemoved: row(
            GONE, went=translatable("The table of values {name}, with {before}, is removed."), words=ROWS
        ),
        meanings.ValueSetVersionChanged: row(
            translatable("Version"),
            translatable("The table of values {name} is now another version: {after}. It was: {before}."),
            words=values.version_of_table,
        ),
        meanings.ValueSetNumbersChanged: row(
            translatable("Numbers"),
            translatable("The table of values {name} has other numbers: {after}. Until now: {before}."),
            translatable("The table of values {name} has more numbers: {after}."),
            translatable("The table of values {name} no longer has these numbers: {before}."),
            words=values.differing_rows,
        ),
        meanings.ValueSetTextChanged: row(
            HEADING_AND_SOURCE,
            translatable("The table of values {address} is now described as “{after}”. It was “{before}”."),
            words=values.texts,
        ),
        meanings.SystemAdded: row(NEW, came=translatable("A new coding system: {name}, edition {after}.")),
        meanings.SystemRemoved: row(GONE, went=translatable("The coding system {name}, edition {before}, is removed.")),
        meanings.SystemEditionChanged: row(
            translatable("Edition"),
            translatable("The coding system {name} is now edition {after}. It was edition {before}."),
        ),
        meanings.SystemCodesChanged: row(
            translatable("Codes"),
            translatable("Codes of the coding system {name} are now: {after}. They were: {before}."),
            translatable("The coding system {name} has more codes: {after}."),
            translatable("The coding system {name} no longer has these codes: {before}."),
            words=values.differing_rows,
        ),
        meanings.SystemTextChanged: row(
            HEADING_AND_SOURCE,
            translatable("The coding system {address} is now described as “{after}”. It was “{before}”."),
            words=values.texts,
        ),
    }
)
