"""Codelists, coding systems and value sets as ODM's lists. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from catalogue.formats.declaring.values import Entry, present, without
from catalogue.formats.odm.elements import Aliases, Choice, CodeList, External
from catalogue.formats.odm.kept import pairs_of
from catalogue.formats.odm.ours import own_aliases
from catalogue.formats.odm.versions import Version
from catalogue.formats.odm.wording import Wording
from catalogue.model import MISSING_REASONS, Code, Codelist, CodingSystem

CODES = ".codes"
"""How the OID of the list with a system's codes ends, where the system has a list of its own."""
SUBSET, SYSTEM, VALUE_SET = "only", "system", "value_set"
"""What kind of list of ours one is, when it is no codelist; the key of the alias that says so."""


def shared_list(name: str, entry: Entry, wording: Wording, kept: Mapping[str, str]) -> CodeList:
    """A codelist that several variables may have; `kept` is what this format called it before."""
    aliases = own_aliases(name, without(entry, "codes"))
    return list_of({"OID": f"CL.{name}", "Name": name, **kept}, entry["codes"], wording, aliases)


FLAGS, FLAG_VALUES = "CL.skjemaverk.flags", "CL.skjemaverk.flag_values"
"""The lists that the flags of clinical data are from."""
STATUS, COMPLETED_AT, MISSING = "status", "completed_at", "missing"
FINAL, DRAFT = "final", "draft"


def flag_lists() -> Iterator[CodeList]:
    """What the flags of clinical data may be of, and say; when a form was completed is a moment, and in no list."""
    for oid, values in ((FLAGS, (STATUS, COMPLETED_AT, MISSING)), (FLAG_VALUES, (FINAL, DRAFT, *MISSING_REASONS))):
        choices = tuple(Choice(value, (("en", value.replace("_", " ")),)) for value in values)
        yield CodeList(oid, oid.removeprefix("CL."), "text", choices)


def list_of(named: Mapping[str, str], codes: Mapping[str, Any], wording: Wording, aliases: Aliases = ()) -> CodeList:
    """A list of codes, as an entry has them; `named` is its OID, its name, and what this format said of it before."""
    choices = tuple(
        Choice(value, wording.words(_label(said)), aliases=_choice_aliases(said)) for value, said in codes.items()
    )
    return CodeList(
        named["OID"],
        named["Name"],
        _data_type(codes),
        choices,
        description=pairs_of(named, "Description"),
        aliases=(*aliases, *pairs_of(named, "aliases")),
    )


def _choice_aliases(said: Any) -> Aliases:
    """What is said of a code beside its label; the names that other systems' files have for it stand by themselves."""
    more = without(said, "label") if isinstance(said, Mapping) else {}
    kept = (pairs_of(own, "aliases") for own in more.get("extras", {}).values())
    return (*own_aliases("", more)[1:], *dict.fromkeys(alias for aliases in kept for alias in aliases))


def subset_of(oid: str, name: str, codelist: Codelist, chosen: Iterable[Code], wording: Wording) -> CodeList:
    """Those codes of a shared list that one variable allows, and its reasons."""
    allowed = {code.value for code in chosen}
    codes = [code for code in codelist.codes if code.missing or code.value in allowed]
    choices = tuple(
        Choice(str(code.value), wording.words(code.label), aliases=own_aliases("", present(missing=code.missing))[1:])
        for code in codes
    )
    kind = "integer" if codelist.numeric else "text"
    return CodeList(oid, name, kind, choices, aliases=own_aliases(name, {SUBSET: codelist.name}))


def system_lists(system: CodingSystem, document: Entry, version: Version) -> Iterator[CodeList]:
    """Where the system is published, and the codes of its table: one list, or in 1.3, where it cannot be, two."""
    external = External(system.title.source, system.version, _address(system.source))
    choices = tuple(_system_choice(code, system.replaced_by.get(code.value)) for code in system.codes)
    aliases = own_aliases(system.name, {SYSTEM: without(document, "table")})
    oid = f"CL.{SYSTEM}.{system.name}"
    if version.nests:
        yield CodeList(oid, system.name, "text", choices, external, aliases=aliases)
        return
    yield CodeList(oid, system.name, "text", external=external)
    yield CodeList(f"{oid}{CODES}", f"{system.name} codes", "text", choices, aliases=aliases)


def _system_choice(code: Code, replaced_by: str | None) -> Choice:
    era = code.collected
    validity = present(
        valid_from=era.start.isoformat() if era and era.start else None,
        valid_to=era.end.isoformat() if era and era.end else None,
        replaced_by=replaced_by,
    )
    return Choice(str(code.value), (("", code.label.source),), aliases=own_aliases("", validity)[1:])


def value_set_list(document: Entry, table: str) -> CodeList:
    """A table from codes to a number: the codes as one value, the number as its label."""
    name = str(document["value_set"])
    rows = list(csv.reader(io.StringIO(table)))[1:]
    choices = tuple(Choice(_joined(row[:-1]), (("", row[-1]),)) for row in rows)
    aliases = own_aliases(name, {VALUE_SET: without(document, "table")})
    return CodeList(f"CL.{VALUE_SET}.{name}", name, "text", choices, aliases=aliases)


def _joined(codes: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(codes)
    return text.getvalue()


def _label(said: Any) -> Any:
    return said["label"] if isinstance(said, Mapping) else said


def _data_type(codes: Iterable[str]) -> str:
    return "integer" if all(_is_whole(code) for code in codes) else "text"


def _is_whole(code: str) -> bool:
    digits = code.removeprefix("-")
    return digits.isascii() and digits.isdigit() and (digits == "0" or not digits.startswith("0"))


def _address(source: str | None) -> str:
    """An address of the outside world, where the source is one."""
    return source if source and source.startswith(("http://", "https://", "urn:")) and " " not in source else ""
