"""ODM's lists as codes: shared lists, those of one variable, value sets and the tables of coding systems. Pure."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.findings import Finding, Location
from catalogue.formats.declaring.tables import SYSTEM_COLUMNS, table
from catalogue.formats.declaring.values import Entry, present
from catalogue.formats.naming import name_for
from catalogue.formats.odm.elements import Choice, CodeList, Study
from catalogue.formats.odm.kept import pairs_text, with_kept
from catalogue.formats.odm.lists import CODES, SUBSET, SYSTEM, VALUE_SET
from catalogue.formats.odm.ours import is_ours, own_entry, own_name
from catalogue.formats.odm.own_study import is_name
from catalogue.formats.odm.said import Said
from catalogue.formats.records import note


@dataclass(slots=True)
class Lists:
    """The lists of one study, by OID, as they are used. In a file of ours a list that is shared says so."""

    study: Study
    said: Said
    is_ours: bool
    system: str = ""
    file: str = ""
    findings: list[Finding] = field(default_factory=list)
    shared: dict[str, str] = field(default_factory=dict)
    codelists: Entry = field(default_factory=dict)
    systems: list[Entry] = field(default_factory=list)
    system_names: dict[str, str] = field(default_factory=dict)
    value_sets: list[Entry] = field(default_factory=list)
    tables: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    known: Mapping[str, CodeList] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = {codelist.oid: codelist for codelist in self.study.codelists}
        used = Counter(item.codelist for item in self.study.items if item.codelist)
        taken = {name for codelist in self.study.codelists if (name := own_name(codelist.aliases))}
        for codelist in self.study.codelists:
            own = own_entry(codelist.aliases)
            if SYSTEM in own:
                self._system(codelist, own[SYSTEM])
            elif VALUE_SET in own:
                self._value_set(codelist, own[VALUE_SET])
            elif SUBSET not in own:
                self._shared(codelist, own, used[codelist.oid], taken)

    def _shared(self, codelist: CodeList, own: Entry, users: int, taken: set[str]) -> None:
        """A list of ours that has a name, or one that several items use."""
        name = own_name(codelist.aliases)
        if name is None and (self.is_ours or users < 2 or not codelist.choices):
            return
        if name is None:
            name = name_for(codelist.name or codelist.oid, taken)
            self.kept[f"codelist.{name}"] = list_text(codelist)
        self.shared[codelist.oid] = name
        self.codelists[name] = {**own, "codes": self.codes(codelist)}

    def codes(self, codelist: CodeList) -> dict[str, Any]:
        """The codes of a list: each value once, each label once."""
        chosen: dict[str, Choice] = {}
        for choice in codelist.choices:
            if choice.value and _folded(choice.value) not in chosen:
                chosen[_folded(choice.value)] = choice
            else:
                self._tell(codelist, f"The value '{choice.value}' is empty or stands twice; it is not read.")
        written = [(self.said.text(choice.decode) or choice.value, choice.value) for choice in chosen.values()]
        labels = list(_distinct(written))
        for label, (said, value) in zip(labels, written, strict=True):
            if label != said:
                self._tell(codelist, f"'{said}' is the label of two values; that of '{value}' is read as '{label}'.")
        return {
            choice.value: {"label": label, **more} if (more := self._more(choice)) else label
            for choice, label in zip(chosen.values(), labels, strict=True)
        }

    def _more(self, choice: Choice) -> Entry:
        """What is said of a code beside its label."""
        own = own_entry(choice.aliases)
        foreign = tuple(alias for alias in choice.aliases if not is_ours(alias[0]))
        kept = {"aliases": pairs_text(foreign)} if foreign and "extras" not in own else {}
        return {**own, **present(extras=with_kept(own.get("extras"), self.system, kept))}

    def _tell(self, codelist: CodeList, message: str) -> None:
        at = Location(self.file, codelist.line, 1)
        self.findings.append(note(at, "codelist", f"{message[:-1]} (list '{codelist.name or codelist.oid}')."))

    def entry(self, oid: str) -> Entry | None:
        """How a variable says that it has this list; None when the list has no codes."""
        codelist = self.known.get(oid)
        if codelist is None:
            return None
        if oid in self.system_names:
            return {"type": "coding", "system": self.system_names[oid]}
        if not codelist.choices:
            return None
        shared = own_entry(codelist.aliases).get(SUBSET)
        if shared:
            only = [choice.value for choice in codelist.choices if "missing" not in own_entry(choice.aliases)]
            return {"type": "code", "codelist": shared, "only": only}
        if oid in self.shared:
            return {"type": "code", "codelist": self.shared[oid]}
        codes = self.codes(codelist)
        return {"type": "code", "codes": codes} if codes else None

    def _system(self, codelist: CodeList, document: Any) -> None:
        if isinstance(document, dict) and is_name(document.get("system")):
            file = f"{document['system']}.csv"
            self.systems.append({**document, "table": file})
            self.system_names[codelist.oid.removesuffix(CODES)] = document["system"]
            self.tables[file] = table(SYSTEM_COLUMNS, (_system_row(choice) for choice in codelist.choices))

    def _value_set(self, codelist: CodeList, document: Any) -> None:
        if isinstance(document, dict) and is_name(document.get("value_set")) and isinstance(document.get("keys"), list):
            file = f"{document['value_set']}.csv"
            self.value_sets.append({**document, "table": file})
            rows = (
                (*_codes_of(choice.value), choice.decode[0][1] if choice.decode else "") for choice in codelist.choices
            )
            self.tables[file] = table((*document["keys"], "value"), rows)


def _system_row(choice: Choice) -> Iterable[str]:
    own = own_entry(choice.aliases)
    label = choice.decode[0][1] if choice.decode else choice.value
    return (choice.value, label, *(str(own.get(key, "")) for key in ("valid_from", "valid_to", "replaced_by")))


def _codes_of(value: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(value)), [])
    except csv.Error:
        return [value]


def _folded(code: str) -> str:
    """Codes that most programs take for the same."""
    return code.lstrip("0") or "0" if code.isdecimal() else " ".join(code.split()).casefold()


def _distinct(labels: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Each label once; the value is put behind one that an earlier code has."""
    seen: set[str] = set()
    for label, value in labels:
        free, number = label, 2
        while free.casefold() in seen:
            free, number = f"{label} ({value})" if number == 2 else f"{label} ({value}, {number})", number + 1
        seen.add(free.casefold())
        yield free


def list_text(codelist: CodeList) -> str:
    """What another system calls a list."""
    said = present(
        OID=codelist.oid,
        Name=codelist.name or codelist.oid,
        aliases=pairs_text(codelist.aliases) if codelist.aliases else None,
        Description=pairs_text(codelist.description) if codelist.description else None,
    )
    return json.dumps(said, ensure_ascii=False)
