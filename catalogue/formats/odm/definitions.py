"""One element of ODM's metadata to its record, of any version. Pure; judges nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar
from xml.etree.ElementTree import Element

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
    Words,
)

ITEM_WORDS = frozenset({"OID", "Name", "DataType", "Length", "SignificantDigits"})
REF_WORDS = frozenset(
    {
        *("ItemOID", "ItemGroupOID", "FormOID", "StudyEventOID", "OrderNumber", "Mandatory"),
        *("CollectionExceptionConditionOID", "MethodOID", "UnitsItemOID", "PreSpecifiedValue"),
    }
)
GROUP_WORDS = frozenset({"OID", "Name", "Repeating", "Type"})
"""Attributes that have a field of their own."""
CHOICES = ("CodeListItem", "EnumeratedItem")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Definitions:
    """Elements of one file; `prefix` is what stands before their names, `lines` where they begin."""

    prefix: str
    lines: Mapping[Element, int]

    def event(self, element: Element) -> Event:
        """A visit."""
        return Event(
            oid=element.get("OID", ""),
            name=element.get("Name", ""),
            kind=element.get("Type", "Scheduled"),
            repeating=element.get("Repeating") == "Yes",
            description=self.words(element, "Description"),
            refs=self.refs(element, "FormRef", "ItemGroupRef"),
            aliases=self.aliases(element),
            category=element.get("Category"),
            line=self.line(element),
        )

    def form(self, element: Element) -> Group:
        """A form of 1.3."""
        return replace(self.group(element), kind=FORM)

    def group(self, element: Element) -> Group:
        """A group of items, or a form of 2.0."""
        return Group(
            oid=element.get("OID", ""),
            name=element.get("Name", ""),
            kind=element.get("Type", SECTION),
            repeating=element.get("Repeating", "No") != "No",
            description=self.words(element, "Description"),
            refs=self.refs(element, "ItemRef", "ItemGroupRef"),
            aliases=self.aliases(element),
            more=_rest(element, GROUP_WORDS),
            line=self.line(element),
        )

    def refs(self, element: Element, *names: str) -> tuple[Ref, ...]:
        """The references of an element in the order of their numbers; where one has none, as they stand."""
        tags = {self.prefix + name: name.removesuffix("Ref") for name in names}
        return in_order([self._ref(child, tags[child.tag]) for child in element if child.tag in tags])

    def _ref(self, element: Element, kind: str) -> Ref:
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

    def item(self, element: Element) -> Item:
        """One datum."""
        return Item(
            oid=element.get("OID", ""),
            name=element.get("Name", ""),
            data_type=element.get("DataType", "text"),
            length=element.get("Length"),
            digits=element.get("SignificantDigits") or _digits_of(element.get("DisplayFormat", "")),
            question=self.words(element, "Question") or self.words(element, "Prompt"),
            description=self.words(element, "Description"),
            help=self.words(element, "CRFCompletionInstructions"),
            units=tuple(ref.get("MeasurementUnitOID", "") for ref in self.all(element, "MeasurementUnitRef")),
            checks=tuple(map(self._check, self.all(element, "RangeCheck"))),
            codelist=next((ref.get("CodeListOID") for ref in self.all(element, "CodeListRef")), None),
            aliases=self.aliases(element),
            more=_rest(element, ITEM_WORDS),
            line=self.line(element),
        )

    def _check(self, element: Element) -> Check:
        return Check(
            comparator=element.get("Comparator"),
            is_soft=element.get("SoftHard") == "Soft",
            values=tuple((value.text or "").strip() for value in self.all(element, "CheckValue")),
            formal=self._formal(element),
            message=self.words(element, "ErrorMessage"),
        )

    def codelist(self, element: Element) -> CodeList:
        """A list of values, or where it is published."""
        return CodeList(
            oid=element.get("OID", ""),
            name=element.get("Name", ""),
            data_type=element.get("DataType", "text"),
            choices=in_order([self._choice(child) for name in CHOICES for child in self.all(element, name)]),
            external=self._external(element),
            description=self.words(element, "Description"),
            aliases=self.aliases(element),
            line=self.line(element),
        )

    def _choice(self, element: Element) -> Choice:
        return Choice(
            element.get("CodedValue", "").strip(),
            self.words(element, "Decode"),
            _number(element.get("OrderNumber") or element.get("Rank")),
            self.aliases(element),
        )

    def _external(self, element: Element) -> External | None:
        external, coding = self.one(element, "ExternalCodeList"), self.one(element, "Coding")
        if external is not None:
            return External(*(external.get(key, "") for key in ("Dictionary", "Version", "href")))
        if coding is not None:
            return External(*(coding.get(key, "") for key in ("SystemName", "SystemVersion", "System")))
        return None

    def definition(self, element: Element) -> Definition:
        """A condition or a method."""
        oid = element.get("OID", "")
        name = element.get("Name") or oid
        return Definition(
            oid=oid,
            name=name,
            description=self.words(element, "Description") or (("", name),),
            formal=self._formal(element),
            kind=element.get("Type"),
            line=self.line(element),
        )

    def _formal(self, element: Element) -> Formal:
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
        texts = self.all(holder, "TranslatedText") or [holder]
        found: dict[str, str] = {}
        for text in texts:
            said = (text.text or "" if not len(text) else "".join(text.itertext())).strip()
            if said:
                found.setdefault(text.get(LANGUAGE, "").strip(), said)
        return tuple(found.items())

    def aliases(self, element: Element) -> Aliases:
        """The names of a thing by their context."""
        return tuple((alias.get("Context", ""), alias.get("Name", "")) for alias in self.all(element, "Alias"))

    def all(self, element: Element, name: str) -> list[Element]:
        """The elements of the standard with this name directly below."""
        return element.findall(self.prefix + name)

    def one(self, element: Element, name: str) -> Element | None:
        """The first of them."""
        return element.find(self.prefix + name)

    def text_of(self, element: Element | None, name: str) -> str:
        """The text of the first of them."""
        found = None if element is None else self.one(element, name)
        return "" if found is None else "".join(found.itertext()).strip()

    def line(self, element: Element) -> int:
        """The line an element begins in."""
        return self.lines.get(element, 1)


Ordered = TypeVar("Ordered", Ref, Choice)


def in_order(found: list[Ordered]) -> tuple[Ordered, ...]:
    """By the numbers that the file gives; as they stand when one has none."""
    numbers = [thing.order for thing in found if thing.order is not None]
    if len(numbers) < len(found):
        return tuple(found)
    return tuple(thing for _, _, thing in sorted(zip(numbers, range(len(found)), found, strict=True)))


def _rest(element: Element, known: frozenset[str]) -> Mapping[str, str]:
    """The attributes of the standard that have no field of their own."""
    return {key: value for key, value in element.items() if key not in known and not key.startswith("{")}


def _number(written: str | None) -> float | None:
    try:
        return float(written) if written else None
    except ValueError:
        return None


def _digits_of(display: str) -> str | None:
    """The decimals of a format such as 8.2."""
    _, dot, digits = display.strip().rpartition(".")
    return digits if dot and digits.isascii() and digits.isdigit() else None
