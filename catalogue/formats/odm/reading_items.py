"""An item as one of our variables: its type, limits, list and condition; what is left is kept under `extras`. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeGuard

from catalogue.findings import Finding, Location
from catalogue.formats.declaring.values import Entry, present
from catalogue.formats.odm.elements import CodeList, Definition, Item, Ref, Study, Words
from catalogue.formats.odm.formal import asked_when
from catalogue.formats.odm.items import LENGTHS
from catalogue.formats.odm.kept import checks_text, definition_text, pairs_text, with_kept
from catalogue.formats.odm.ours import CONTEXT, own_entry, own_name
from catalogue.formats.odm.reading_checks import checked
from catalogue.formats.odm.reading_lists import Lists, list_text
from catalogue.formats.odm.said import Said
from catalogue.formats.odm.types import OF_DATA_TYPES, data_type
from catalogue.formats.odm.versions import Version
from catalogue.formats.records import note
from catalogue.value_types import VALUE_TYPES

SOME_DECIMALS = "4"
"""Decimals of a number that says of none."""
MOST_DECIMALS = 9
BEFOREHAND = "Preload"


@dataclass(slots=True)
class Items:
    """Reads the items of one study; collects what has to be told."""

    study: Study
    version: Version
    file: str
    said: Said
    lists: Lists
    findings: list[Finding] = field(default_factory=list)
    known: Mapping[str, Item] = field(default_factory=dict)
    conditions: Mapping[str, Definition] = field(default_factory=dict)
    methods: Mapping[str, Definition] = field(default_factory=dict)
    units: set[str] = field(default_factory=set)
    told_types: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        study = self.study
        self.known = {item.oid: item for item in study.items}
        self.conditions = {condition.oid: condition for condition in study.conditions}
        self.methods = {method.oid: method for method in study.methods}
        used = {ref.unit for group in study.groups for ref in group.refs if ref.unit}
        self.units = {oid for oid in used if oid in self.known and self._unit_of(oid)}

    def variable(self, ref: Ref, item: Item, name: str) -> tuple[Entry, list[Entry]]:
        """The entry of a variable, and the rules that stand at it."""
        own = own_entry(item.aliases)
        answer = self.answer(item, ref, own)
        label = self.said.text(item.question) or self.said.text(item.description) or item.name or item.oid
        checks = checked(name, label, answer, item.checks, self.said)
        kept = self._kept(ref, item, name, answer) if own_name(item.aliases) is None else {}
        if checks.kept:
            kept["checks"] = checks_text(tuple(checks.kept))
            self._tell(item, "check-kept", f"A range check of '{name}' is in another language, or not of its type.")
        kept |= {f"message.{key}": pairs_text(words) for key, words in checks.messages.items()}
        calculate, prefill = self._methods(ref, item, name, kept)
        entry = {
            "name": name,
            "label": label,
            **present(help=self._help(item)),
            **answer,
            **checks.limits,
            **present(
                calculate=calculate,
                prefill=prefill,
                enable_when=self.condition(ref, item.line, name, kept),
                required="true" if ref.mandatory and calculate is None else None,
            ),
            **own,
            **present(aliases=self.aliases(item, own), extras=with_kept(own.get("extras"), self.version.name, kept)),
        }
        return entry, checks.rules

    def answer(self, item: Item, ref: Ref, own: Entry) -> Entry:
        """What kind of answer an item has."""
        listed = self.lists.entry(item.codelist) if item.codelist else None
        kind = str(listed["type"]) if listed else OF_DATA_TYPES.get(item.data_type)
        if kind is None:
            kind = "text"
            self._tell_type(item)
        if item.codelist and listed is None:
            self._tell_list(item)
        entry: Entry = {"type": kind, **(listed or {})}
        if kind == "decimal":
            digits = min(int(item.digits), MOST_DECIMALS) if _is_count(item.digits) else int(SOME_DECIMALS)
            entry |= present(decimals=str(digits) if digits else None)
        if kind in LENGTHS and _is_count(item.length) and 0 < int(item.length) <= LENGTHS["longtext"]:
            usual = LENGTHS.get(str(own.get("type", kind)), LENGTHS[kind])
            entry |= present(max_length=str(int(item.length)) if int(item.length) != usual else None)
        unit = self._unit(item, ref)
        if unit and "unit" not in VALUE_TYPES[kind].attributes:
            self._tell(item, "unit-not-read", f"The unit '{unit}' of '{item.name}', a {kind}, is not read.")
            return entry
        return {**entry, **present(unit=unit)}

    def condition(self, ref: Ref, line: int, name: str, kept: dict[str, str]) -> str | None:
        """The condition under which something is asked; what is in no language of ours is kept."""
        if ref.condition is None:
            return None
        definition = self.conditions.get(ref.condition)
        if definition is None:
            message = f"The condition '{ref.condition}' of '{name}' is not in the file."
            self.findings.append(note(Location(self.file, line, 1), "unknown-definition", message))
            return None
        asked = asked_when(definition.formal)
        if asked is None:
            kept["condition"] = definition_text(definition)
            message = f"When '{name}' is left out is not in our language ({_in_words(definition)}). Write it by hand."
            self.findings.append(note(Location(self.file, line, 1), "logic-kept", message))
        return asked

    def aliases(self, item: Item, own: Entry) -> Entry | None:
        """The names in other systems, as far as the system's name is one; in our order where we have said it."""
        plain = {context: name for context, name in item.aliases if _is_system(context) and name.strip()}
        said = own.get("aliases")
        return ({**said, **plain} if isinstance(said, dict) else plain) or None

    def _help(self, item: Item) -> str | None:
        if item.help:
            return self.said.text(item.help)
        return self.said.text(item.description) if item.question and self.version.has_symbols else None

    def _methods(self, ref: Ref, item: Item, name: str, kept: dict[str, str]) -> tuple[str | None, str | None]:
        """The calculation and what is filled in beforehand."""
        method = self.methods.get(ref.method) if ref.method else None
        if method is None:
            return None, None
        text = next((text for context, text in method.formal if context == CONTEXT), None)
        if text is None:
            kept["method"] = definition_text(method)
            message = f"How '{name}' is computed is not in our language ({_in_words(method)}). Write it by hand."
            self._tell(item, "logic-kept", message)
            return None, None
        return (None, text) if method.kind == BEFOREHAND else (text, None)

    def _unit(self, item: Item, ref: Ref) -> str | None:
        if ref.unit in self.units:
            return self._unit_of(str(ref.unit))
        words = [self.study.units[oid] for oid in item.units if oid in self.study.units]
        if len(words) > 1:
            self._tell(item, "several-units", f"'{item.name}' may be given in {len(words)} units; the first is read.")
        return self.said.text(words[0]) if words else None

    def _unit_of(self, oid: str) -> str | None:
        """What an item says that stands for a unit and nothing else."""
        item = self.known[oid]
        codelist = self.lists.known.get(item.codelist or "")
        if codelist is None or len(codelist.choices) != 1:
            return None
        return self.said.text(codelist.choices[0].decode) or codelist.choices[0].value

    def _kept(self, ref: Ref, item: Item, name: str, answer: Entry) -> dict[str, str]:
        """What another system says of an item that we have no word for."""
        kind, codelist = answer["type"], self.lists.known.get(item.codelist or "")
        numeric = codelist is not None and codelist.data_type == "integer"
        usual = data_type(kind, self.version, numeric=numeric)
        foreign = tuple(alias for alias in item.aliases if not _is_system(alias[0]))
        return {
            **present(OID=item.oid, Name=item.name if item.name != name else None),
            **present(DataType=item.data_type if item.data_type != usual else None),
            **present(Length=item.length if kind not in LENGTHS else None),
            **present(SignificantDigits=item.digits if kind != "decimal" else None),
            **present(
                Description=pairs_text(item.description) if item.description and not self.version.has_symbols else None
            ),
            **present(aliases=pairs_text(foreign) if foreign else None),
            **present(CodeListOID=item.codelist if item.codelist and "type" in answer and kind != "code" else None),
            **present(CodeList=list_text(codelist) if codelist and "codes" in answer else None),
            **item.more,
            **{f"Ref.{key}": value for key, value in ref.more.items()},
        }

    def _tell(self, item: Item, slug: str, message: str) -> None:
        self.findings.append(note(Location(self.file, item.line, 1), slug, message))

    def _tell_type(self, item: Item) -> None:
        if item.data_type not in self.told_types:
            self.told_types.add(item.data_type)
            message = f"The data type '{item.data_type}' has no type here; '{item.name}' and its like are read as text."
            self._tell(item, "unknown-type", message)

    def _tell_list(self, item: Item) -> None:
        codelist: CodeList | None = self.lists.known.get(item.codelist or "")
        what = "is not in the file" if codelist is None else "has no codes in the file"
        self._tell(
            item, "no-codes", f"The list '{item.codelist}' of '{item.name}' {what}. Give the variable its codes."
        )


def _is_count(written: str | None) -> TypeGuard[str]:
    return bool(written) and len(str(written)) < 10 and str(written).isascii() and str(written).isdigit()


def _is_system(context: str) -> bool:
    """Whether a context is a name that a system may have here."""
    return (
        context != CONTEXT
        and context.isascii()
        and context.replace("_", "a").isalnum()
        and context[:1].islower()
        and context.islower()
    )


def _in_words(definition: Definition) -> str:
    text = definition.formal[0][1] if definition.formal else _first(definition.description) or definition.name
    return " ".join(text.split())[:80]


def _first(words: Words) -> str:
    return words[0][1] if words else ""
