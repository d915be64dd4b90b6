"""An ODM file of any version to the records of its metadata. Pure; what is not understood here is said so.

Versions 1.2 to 1.3.2 are read alike, and 2.0 by its own words. A file with several studies, or several versions of one,
gives the last that has items; what a version includes from another one of the file is put together.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar
from xml.etree.ElementTree import Element

from catalogue.findings import Finding, Location
from catalogue.formats.odm.definitions import Definitions
from catalogue.formats.odm.elements import CodeList, Definition, Event, Group, Item, Ref, Study, Words
from catalogue.formats.odm.ours import own_name
from catalogue.formats.odm.versions import NAMESPACES, ODM_1_3, ODM_2_0, Version
from catalogue.formats.records import note
from catalogue.formats.xml_files import Tree, parsed_xml

NOT_ODM = "This is not an ODM file: its first element is <{}>, not <ODM> of CDISC. Choose another format."
READ = frozenset(
    {
        *("MetaDataVersion", "Include", "Protocol", "StudyEventRef", "StudyEventGroupRef", "StudyEventGroupDef"),
        *("StudyEventDef", "FormRef", "FormDef", "ItemGroupRef", "ItemGroupDef", "ItemRef", "ItemDef", "Alias"),
        *("Description", "TranslatedText", "Question", "Prompt", "CRFCompletionInstructions", "MeasurementUnitRef"),
        *("RangeCheck", "CheckValue", "FormalExpression", "Code", "ErrorMessage", "CodeListRef", "CodeList"),
        *("CodeListItem", "EnumeratedItem", "Decode", "ExternalCodeList", "ConditionDef", "MethodDef"),
        *("MethodSignature", "Parameter", "ReturnValue"),
    }
)
"""The elements of which something is made here; those of a list too."""
OF_TIMES = frozenset({"StudyTimings", "StudyTiming", "RelativeTimingConstraint"})
"""Those that we write, and say in aliases too."""
Versions = Mapping[tuple[str | None, str | None], tuple[Element, Element]]
"""The study and the version by their OIDs."""


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
    parser = _Parser(tree, file, version, Definitions(tree.root.tag.removesuffix("ODM"), tree.lines))
    return Parsed(parser.study(tree.root), version, tuple(parser.findings))


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
class _Parser:
    """Finds the one version that is read; collects findings as it goes."""

    tree: Tree
    file: str
    version: Version
    elements: Definitions
    findings: list[Finding] = field(default_factory=list)

    def study(self, root: Element) -> Study | None:
        """The last version that has items."""
        every = [
            (study, version)
            for study in self.elements.all(root, "Study")
            for version in self.elements.all(study, "MetaDataVersion")
        ]
        filled = [found for found in every if self.elements.one(found[1], "ItemDef") is not None]
        if not filled:
            message = (
                "The file defines no items: it has data only, or is about something else. Export the metadata too."
            )
            self.findings.append(Finding(self._at(root), "not-readable", message))
            return None
        study, version = filled[-1]
        if len(every) > 1:
            message = (
                f"The file has {len(every)} versions of metadata; the last with items is read"
                f" ('{version.get('OID', '')}' of '{study.get('OID', '')}')."
            )
            self._note(version, "several-versions", message)
        self._tell_unread(version)
        known = {(study.get("OID"), version.get("OID")): (study, version) for study, version in every}
        return self._put_together(study, version, known)

    def _put_together(self, study: Element, version: Element, known: Versions) -> Study:
        """A version with what it includes; its own definitions replace those of the same OID."""
        own = self._study(study, version)
        seen = {(study.get("OID"), version.get("OID"))}
        include = self.elements.one(version, "Include")
        while include is not None:
            key = (include.get("StudyOID"), include.get("MetaDataVersionOID"))
            if key in seen or key not in known:
                message = f"The included version '{key[1]}' of '{key[0]}' is not in the file. Export it too."
                self._note(include, "not-in-the-file", message)
                return own
            seen.add(key)
            own = _merged(self._study(*known[key]), own)
            include = self.elements.one(known[key][1], "Include")
        return own

    def _study(self, study: Element, version: Element) -> Study:
        elements = self.elements
        protocol, variables, basics = (
            elements.one(parent, name)
            for parent, name in ((version, "Protocol"), (study, "GlobalVariables"), (study, "BasicDefinitions"))
        )
        units = () if basics is None else elements.all(basics, "MeasurementUnit")
        described = elements.words(study, "Description")
        return Study(
            oid=study.get("OID", ""),
            name=study.get("StudyName") or elements.text_of(variables, "StudyName"),
            protocol=study.get("ProtocolName") or elements.text_of(variables, "ProtocolName"),
            description=elements.text_of(variables, "StudyDescription") or (described[0][1] if described else ""),
            version=version.get("OID", ""),
            version_name=version.get("Name", ""),
            schedule=tuple(self._schedule(version, protocol)),
            aliases=() if protocol is None else elements.aliases(protocol),
            units={unit.get("OID", ""): elements.words(unit, "Symbol") or _named(unit) for unit in units},
            events=self._unique(version, "StudyEventDef", elements.event),
            groups=(
                *self._unique(version, "FormDef", elements.form),
                *self._unique(version, "ItemGroupDef", elements.group),
            ),
            items=self._unique(version, "ItemDef", elements.item),
            codelists=self._unique(version, "CodeList", elements.codelist),
            conditions=self._unique(version, "ConditionDef", elements.definition),
            methods=self._unique(version, "MethodDef", elements.definition),
            line=elements.line(version),
        )

    def _unique(self, version: Element, name: str, record: Callable[[Element], Thing]) -> tuple[Thing, ...]:
        """The records of all elements of a name; of two with the same OID the first."""
        found: dict[str, Thing] = {}
        for element in self.elements.all(version, name):
            oid = element.get("OID", "")
            if oid and oid not in found:
                found[oid] = record(element)
            else:
                message = f"A second {name} '{oid}' is not read." if oid else f"A {name} without OID is not read."
                self._note(element, "repeated-definition", message)
        return tuple(found.values())

    def _schedule(self, version: Element, protocol: Element | None) -> Iterator[Ref]:
        """The events in the protocol's order; in 2.0 by way of their groups."""
        if self.version.has_symbols:
            yield from () if protocol is None else self.elements.refs(protocol, "StudyEventRef")
            return
        for group in self.elements.all(version, "StudyEventGroupDef"):
            yield from self.elements.refs(group, "StudyEventRef")

    def _tell_unread(self, version: Element) -> None:
        """What vendors have added, and what of the standard has no word here."""
        prefix = self.elements.prefix
        counted = Counter(element.tag for element in version.iter())
        counted -= Counter(part.tag for codelist in self.elements.all(version, "CodeList") for part in codelist)
        foreign = {tag: count for tag, count in counted.items() if tag.startswith("{") and not tag.startswith(prefix)}
        spaces = Counter[str]()
        for tag, count in foreign.items():
            spaces[tag[1:].partition("}")[0]] += count
        for namespace, count in spaces.items():
            message = f"{count} elements of '{namespace}' are an extension of ODM; they are not read."
            self._note(version, "extension-not-read", message)
        protocol = self.elements.one(version, "Protocol")
        is_ours = protocol is not None and own_name(self.elements.aliases(protocol)) is not None
        known = READ | OF_TIMES if is_ours else READ
        for tag in sorted(counted.keys() - foreign.keys()):
            if tag.removeprefix(prefix) not in known:
                message = f"{counted[tag]} elements <{tag.removeprefix(prefix)}> have no word here; they are not read."
                self._note(version, "not-read", message)

    def _at(self, element: Element) -> Location:
        return self.tree.at(element, self.file)

    def _note(self, element: Element, slug: str, message: str) -> None:
        self.findings.append(note(self._at(element), slug, message))


def _merged(base: Study, own: Study) -> Study:
    """The included version below the one that includes it."""
    return replace(
        own,
        schedule=own.schedule or base.schedule,
        aliases=own.aliases or base.aliases,
        units={**base.units, **own.units},
        events=_together(base.events, own.events),
        groups=_together(base.groups, own.groups),
        items=_together(base.items, own.items),
        codelists=_together(base.codelists, own.codelists),
        conditions=_together(base.conditions, own.conditions),
        methods=_together(base.methods, own.methods),
    )


def _together(base: Iterable[Thing], own: Iterable[Thing]) -> tuple[Thing, ...]:
    return tuple({thing.oid: thing for things in (base, own) for thing in things}.values())


def _named(unit: Element) -> Words:
    name = unit.get("Name") or unit.get("OID", "")
    return (("", name),) if name else ()
