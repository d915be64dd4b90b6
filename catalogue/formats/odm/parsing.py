"""An ODM file of any version to the records of its metadata. Pure; what is not understood here is said so.

Versions 1.2 to 1.3.2 are read alike, and 2.0 by its own words. A file with several studies, or several versions of one,
gives the last that has forms; what a version includes from another one of the file is put together.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar
from xml.etree.ElementTree import Element

from catalogue.findings import Finding, Location
from catalogue.formats.odm.elements import (
    FORM,
    SECTION,
    Aliases,
    Check,
    Choice,
    CodeList,
    Definition,
    Event,
    External,
    Formal,
    Group,
    Item,
    Ref,
    Study,
    Words,
)
from catalogue.formats.odm.versions import NAMESPACES, ODM_1_3, ODM_2_0, Version
from catalogue.formats.records import note
from catalogue.formats.xml_files import Tree, parsed_xml

ITEM_WORDS = frozenset({"OID", "Name", "DataType", "Length", "SignificantDigits"})
REF_WORDS = frozenset(
    {
        *("ItemOID", "ItemGroupOID", "FormOID", "StudyEventOID", "OrderNumber", "Mandatory"),
        *("CollectionExceptionConditionOID", "MethodOID", "UnitsItemOID", "PreSpecifiedValue"),
    }
)
GROUP_WORDS = frozenset({"OID", "Name", "Repeating", "Type"})
"""Attributes that have a field of their own."""
NOT_ODM = "This is not an ODM file: its first element is <{}>, not <ODM> of CDISC. Choose another format."


@dataclass(frozen=True, slots=True)
class Parsed:
    """The metadata, None when a finding says why there is none."""

    study: Study | None
    version: Version
    findings: tuple[Finding, ...]


def parsed(data: bytes, file: str) -> Parsed:
    """The metadata of a file; `file` is how findings call it."""
    tree = parsed_xml(data, file)
    if tree.root is None:
        return Parsed(None, ODM_1_3, tree.findings)
    version = version_of(tree.root)
    if version is None:
        message = NOT_ODM.format(local_name(tree.root))
        return Parsed(None, ODM_1_3, (Finding(tree.at(tree.root, file), "not-readable", message),))
    parser = Parser(tree, file, version)
    study = parser.study()
    return Parsed(study, version, tuple(parser.findings))


def version_of(root: Element) -> Version | None:
    """The version of a file by its namespace, or by what it says where it has none of CDISC's."""
    namespace, _, name = root.tag.rpartition("}")
    if name != "ODM":
        return None
    known = NAMESPACES.get(namespace.removeprefix("{"))
    return known or (ODM_2_0 if root.get("ODMVersion", "").startswith("2") else ODM_1_3)


def local_name(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


Thing = TypeVar("Thing", Event, Group, Item, CodeList, Definition)


@dataclass(slots=True)
class Parser:
    """Elements to records; collects findings as it goes."""

    tree: Tree
    file: str
    version: Version
    findings: list[Finding] = field(default_factory=list)
    prefix: str = ""

    def __post_init__(self) -> None:
        root = self.tree.root
        self.prefix = root.tag.removesuffix("ODM") if root is not None else ""

    def study(self) -> Study | None:
        """The one version of one study that is read."""
        root = self.tree.root
        assert root is not None
        versions = [
            (study, version) for study in self.all(root, "Study") for version in self.all(study, "MetaDataVersion")
        ]
        filled = [found for found in versions if self._has_items(found[1])]
        if not filled:
            message = (
                "The file defines no items: it has data only, or is about something else. Export the metadata too."
            )
            self.findings.append(Finding(self.at(root), "not-readable", message))
            return None
        study, version = filled[-1]
        if len(versions) > 1:
            message = (
                f"The file has {len(versions)} versions of metadata; the last with items is read"
                f" ('{version.get('OID', '')}' of '{study.get('OID', '')}')."
            )
            self.findings.append(note(self.at(version), "several-versions", message))
        self._tell_foreign(version)
        return self._put_together(study, version, {(s.get("OID"), v.get("OID")): (s, v) for s, v in versions})

    def _has_items(self, version: Element) -> bool:
        return self.one(version, "ItemDef") is not None

    def _put_together(
        self, study: Element, version: Element, known: Mapping[tuple[str | None, str | None], tuple[Element, Element]]
    ) -> Study:
        """A version with what it includes; its own definitions replace those of the same OID."""
        own = self._study(study, version)
        seen = {(study.get("OID"), version.get("OID"))}
        include = self.one(version, "Include")
        while include is not None:
            key = (include.get("StudyOID"), include.get("MetaDataVersionOID"))
            if key in seen or key not in known:
                message = f"The included version '{key[1]}' of '{key[0]}' is not in the file. Export it too."
                self.findings.append(note(self.at(include), "not-in-the-file", message))
                return own
            seen.add(key)
            own = _merged(self._study(*known[key]), own)
            include = self.one(known[key][1], "Include")
        return own

    def _study(self, study: Element, version: Element) -> Study:
        protocol = self.one(version, "Protocol")
        variables = self.one(study, "GlobalVariables")
        basics = self.one(study, "BasicDefinitions")
        units = () if basics is None else self.all(basics, "MeasurementUnit")
        return Study(
            oid=study.get("OID", ""),
            name=study.get("StudyName") or self.text_of(variables, "StudyName"),
            protocol=study.get("ProtocolName") or self.text_of(variables, "ProtocolName"),
            description=self.text_of(variables, "StudyDescription") or _first(self.words(study, "Description")),
            version=version.get("OID", ""),
            version_name=version.get("Name", ""),
            schedule=tuple(self._schedule(version, protocol)),
            aliases=() if protocol is None else self.aliases(protocol),
            units={unit.get("OID", ""): self.words(unit, "Symbol") or _named(unit) for unit in units},
            events=self._unique(version, "StudyEventDef", self._event),
            groups=(*self._unique(version, "FormDef", self._form), *self._unique(version, "ItemGroupDef", self._group)),
            items=self._unique(version, "ItemDef", self._item),
            codelists=self._unique(version, "CodeList", self._codelist),
            conditions=self._unique(version, "ConditionDef", self._definition),
            methods=self._unique(version, "MethodDef", self._definition),
            line=self.at(version).line,
        )

    def _unique(self, version: Element, name: str, record: Callable[[Element], Thing]) -> tuple[Thing, ...]:
        """The records of all elements of a name; of two with the same OID the first."""
        found: dict[str, Thing] = {}
        for element in self.all(version, name):
            oid = element.get("OID", "")
            if oid and oid not in found:
                found[oid] = record(element)
            else:
                message = f"A second {name} '{oid}' is not read." if oid else f"A {name} without OID is not read."
                self.findings.append(note(self.at(element), "repeated-definition", message))
        return tuple(found.values())

    def _schedule(self, version: Element, protocol: Element | None) -> Iterator[Ref]:
        """The events in the protocol's order; in 2.0 by way of their groups."""
        if self.version.has_symbols:
            yield from () if protocol is None else self.refs(protocol, ("StudyEventRef",))
            return
        for group in self.all(version, "StudyEventGroupDef"):
            yield from self.refs(group, ("StudyEventRef",))

    def _event(self, element: Element) -> Event:
        return Event(
            oid=element.get("OID", ""),
            name=element.get("Name", ""),
            kind=element.get("Type", "Scheduled"),
            repeating=element.get("Repeating") == "Yes",
            description=self.words(element, "Description"),
            refs=tuple(self.refs(element, ("FormRef", "ItemGroupRef"))),
            aliases=self.aliases(element),
            category=element.get("Category"),
            line=self.line(element),
        )

    def _form(self, element: Element) -> Group:
        return replace(self._group(element), kind=FORM)

    def _group(self, element: Element) -> Group:
        return Group(
            oid=element.get("OID", ""),
            name=element.get("Name", ""),
            kind=element.get("Type", SECTION),
            repeating=element.get("Repeating", "No") != "No",
            description=self.words(element, "Description"),
            refs=tuple(self.refs(element, ("ItemRef", "ItemGroupRef"))),
            aliases=self.aliases(element),
            more=_rest(element, GROUP_WORDS),
            line=self.line(element),
        )

    def refs(self, element: Element, names: tuple[str, ...]) -> Iterator[Ref]:
        """The references of an element in the order of their numbers; those without one where they stand."""
        found = [self._ref(child) for child in element if child.tag.removeprefix(self.prefix) in names]
        return iter(sorted(found, key=lambda ref: ref.order) if all(ref.order is not None for ref in found) else found)

    def _ref(self, element: Element) -> Ref:
        kind = element.tag.removeprefix(self.prefix).removesuffix("Ref")
        return Ref(
            oid=element.get(f"{kind}OID", ""),
            mandatory=element.get("Mandatory") == "Yes",
            is_group=kind == "ItemGroup",
            order=_number(element.get("OrderNumber")),
            condition=element.get("CollectionExceptionConditionOID") or None,
            method=element.get("MethodOID") or None,
            unit=element.get("UnitsItemOID") or None,
            preset=element.get("PreSpecifiedValue"),
            more=_rest(element, REF_WORDS),
        )

    def _item(self, element: Element) -> Item:
        described = self.words(element, "Description")
        instructions = self.words(element, "CRFCompletionInstructions")
        refs = (ref.get("CodeListOID") for ref in self.all(element, "CodeListRef"))
        return Item(
            oid=element.get("OID", ""),
            name=element.get("Name", ""),
            data_type=element.get("DataType", "text"),
            length=element.get("Length"),
            digits=element.get("SignificantDigits") or _digits_of(element.get("DisplayFormat", "")),
            question=self.words(element, "Question") or self.words(element, "Prompt"),
            description=described,
            help=instructions,
            units=tuple(ref.get("MeasurementUnitOID", "") for ref in self.all(element, "MeasurementUnitRef")),
            checks=tuple(map(self._check, self.all(element, "RangeCheck"))),
            codelist=next(refs, None),
            aliases=self.aliases(element),
            more=_rest(element, ITEM_WORDS),
            line=self.line(element),
        )

    def _check(self, element: Element) -> Check:
        return Check(
            comparator=element.get("Comparator"),
            is_soft=element.get("SoftHard") == "Soft",
            values=tuple((value.text or "").strip() for value in self.all(element, "CheckValue")),
            formal=self.formal(element),
            message=self.words(element, "ErrorMessage"),
        )

    def _codelist(self, element: Element) -> CodeList:
        return CodeList(
            oid=element.get("OID", ""),
            name=element.get("Name", ""),
            data_type=element.get("DataType", "text"),
            choices=tuple(self._choices(element)),
            external=self._external(element),
            description=self.words(element, "Description"),
            aliases=self.aliases(element),
            line=self.line(element),
        )

    def _choices(self, element: Element) -> Iterable[Choice]:
        found = [
            Choice(
                child.get("CodedValue", "").strip(),
                self.words(child, "Decode"),
                _number(child.get("OrderNumber") or child.get("Rank")),
                self.aliases(child),
            )
            for child in element
            if child.tag.removeprefix(self.prefix) in {"CodeListItem", "EnumeratedItem"}
        ]
        return sorted(found, key=lambda choice: choice.order) if all(c.order is not None for c in found) else found

    def _external(self, element: Element) -> External | None:
        external, coding = self.one(element, "ExternalCodeList"), self.one(element, "Coding")
        if external is not None:
            return External(*(external.get(key, "") for key in ("Dictionary", "Version", "href")))
        if coding is not None:
            return External(*(coding.get(key, "") for key in ("SystemName", "SystemVersion", "System")))
        return None

    def _definition(self, element: Element) -> Definition:
        name = element.get("Name") or element.get("OID", "")
        return Definition(
            oid=element.get("OID", ""),
            name=name,
            description=self.words(element, "Description") or (("", name),),
            formal=self.formal(element),
            kind=element.get("Type"),
            line=self.line(element),
        )

    def formal(self, element: Element) -> Formal:
        """Formal expressions; in 2.0 their text is an element of its own."""
        return tuple(
            (found.get("Context", ""), self.text_of(found, "Code") or "".join(found.itertext()).strip())
            for found in self.all(element, "FormalExpression")
        )

    def words(self, element: Element, name: str) -> Words:
        """The texts below an element of this name, each language once; empty ones are none."""
        holder = self.one(element, name)
        if holder is None:
            return ()
        texts = list(self.all(holder, "TranslatedText"))
        found: dict[str, str] = {}
        for text in texts:
            said = "".join(text.itertext()).strip()
            if said:
                found.setdefault(_language(text), said)
        if not texts and (holder.text or "").strip():
            return (("", (holder.text or "").strip()),)
        return tuple(found.items())

    def aliases(self, element: Element) -> Aliases:
        """The aliases of an element."""
        return tuple((alias.get("Context", ""), alias.get("Name", "")) for alias in self.all(element, "Alias"))

    def all(self, element: Element, name: str) -> Iterator[Element]:
        """The elements of the standard of this name directly below."""
        tag = self.prefix + name
        return (child for child in element if child.tag == tag)

    def one(self, element: Element, name: str) -> Element | None:
        """The first of them."""
        return next(self.all(element, name), None)

    def text_of(self, element: Element | None, name: str) -> str:
        """The text of the first of them."""
        found = None if element is None else self.one(element, name)
        return "" if found is None else "".join(found.itertext()).strip()

    def at(self, element: Element) -> Location:
        """Where an element stands."""
        return self.tree.at(element, self.file)

    def line(self, element: Element) -> int:
        """The line an element begins in."""
        return self.tree.lines.get(element, 1)

    def _tell_foreign(self, version: Element) -> None:
        """What other vendors have added is not read."""
        foreign = Counter(
            child.tag.removeprefix("{").partition("}")[0]
            for child in version.iter()
            if not child.tag.startswith(self.prefix)
        )
        for namespace, count in foreign.items():
            message = f"{count} elements of '{namespace}' are an extension of ODM; they are not read."
            self.findings.append(note(self.at(version), "extension-not-read", message))


def _merged(base: Study, own: Study) -> Study:
    """The included version below the one that includes it."""

    def together(name: str) -> tuple[Event | Group | Item | CodeList | Definition, ...]:
        known = {thing.oid: thing for thing in getattr(base, name)}
        return tuple((known | {thing.oid: thing for thing in getattr(own, name)}).values())

    lists = ("events", "groups", "items", "codelists", "conditions", "methods")
    merged = {name: together(name) for name in lists}
    return replace(
        own,
        schedule=own.schedule or base.schedule,
        aliases=own.aliases or base.aliases,
        units={**base.units, **own.units},
        **merged,
    )


def _rest(element: Element, known: frozenset[str]) -> Mapping[str, str]:
    """The attributes of the standard that have no field of their own."""
    return {key: value for key, value in element.attrib.items() if key not in known and not key.startswith("{")}


def _language(text: Element) -> str:
    return text.get("{http://www.w3.org/XML/1998/namespace}lang", "").strip()


def _first(words: Words) -> str:
    return words[0][1] if words else ""


def _named(unit: Element) -> Words:
    name = unit.get("Name") or unit.get("OID", "")
    return (("", name),) if name else ()


def _number(written: str | None) -> float | None:
    try:
        return float(written) if written else None
    except ValueError:
        return None


def _digits_of(display: str) -> str | None:
    """The decimals of a format such as 8.2."""
    _, dot, digits = display.strip().rpartition(".")
    return digits if dot and digits.isascii() and digits.isdigit() else None
