"""Metadata as an ODM file of either version: the elements in the order that the schema asks for. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.formats.odm.elements import (
    FORM,
    Aliases,
    Check,
    Choice,
    CodeList,
    Definition,
    Event,
    Formal,
    Group,
    Item,
    Ref,
    Study,
    Words,
)
from catalogue.formats.odm.versions import Version
from catalogue.formats.odm.xml_text import HEAD, Attributes, tag, text_tag, words_tag

WRITTEN_AT = "2000-01-01T00:00:00"
"""The day of every file: what is the same is written in the same bytes. When it was made is for its sender to say."""
ITEM_ATTRIBUTES = ("SASFieldName", "SDSVarName", "Origin", "Comment")
REF_ATTRIBUTES = ("KeySequence", "Role")
GROUP_ATTRIBUTES = ("SASDatasetName", "Domain", "Origin", "Role", "Purpose", "Comment")
GROUP_ATTRIBUTES_2 = ("Domain", "Purpose", "Structure", "DatasetName")
"""Attributes that are kept for their own version."""


def odm_attributes(version: Version, file: str, granularity: str) -> Attributes:
    """The attributes of the root."""
    return {
        "xmlns": version.namespace,
        "FileType": "Snapshot",
        "Granularity": granularity,
        "FileOID": file,
        "CreationDateTime": WRITTEN_AT,
        "ODMVersion": version.number,
        "SourceSystem": "Skjemaverk",
    }


def printed(study: Study, version: Version) -> bytes:
    """The whole file."""
    content = _Printer(version).study(study)
    return (HEAD + tag("ODM", odm_attributes(version, f"{study.oid}.{study.version}", "Metadata"), (content,))).encode()


@dataclass(frozen=True, slots=True)
class _Printer:
    """Elements to text; levels are those of the indentation."""

    version: Version

    def study(self, study: Study) -> str:
        """The study with its one version."""
        metadata = {"OID": study.version, "Name": study.version_name}
        inside = (tag("MetaDataVersion", metadata, self._metadata(study), 2),)
        if not self.version.has_symbols:
            names = {"OID": study.oid, "StudyName": study.name, "ProtocolName": study.protocol}
            said = self._words("Description", (("", study.description),), 2) if study.description else ""
            return tag("Study", names, (said, *inside), 1)
        variables = (
            text_tag("StudyName", {}, study.name, 3),
            text_tag("StudyDescription", {}, study.description, 3),
            text_tag("ProtocolName", {}, study.protocol, 3),
        )
        units = (
            tag("MeasurementUnit", {"OID": oid, "Name": words[0][1]}, (self._words("Symbol", words, 4),), 3)
            for oid, words in study.units.items()
        )
        basics = tag("BasicDefinitions", {}, units, 2) if study.units else ""
        return tag("Study", {"OID": study.oid}, (tag("GlobalVariables", {}, variables, 2), basics, *inside), 1)

    def _metadata(self, study: Study) -> Iterator[str]:
        yield from self._protocol(study)
        yield from (self._event(event) for event in study.events)
        if self.version.nests:
            yield from (self._group(group) for group in study.groups)
        else:
            yield from (self._form(group) for group in study.groups if group.kind == FORM)
            yield from (self._group(group) for group in study.groups if group.kind != FORM)
        yield from (self._item(item) for item in study.items)
        yield from (self._codelist(codelist) for codelist in study.codelists)
        yield from (self._definition("ConditionDef", condition) for condition in study.conditions)
        yield from (self._definition("MethodDef", method) for method in study.methods)

    def _protocol(self, study: Study) -> Iterator[str]:
        """The visits in their order; in 2.0 they are a group of their own."""
        refs = [
            self._ref("StudyEventRef", "StudyEventOID", ref, place, 4) for place, ref in enumerate(study.schedule, 1)
        ]
        aliases = self._aliases(study.aliases, 4)
        if self.version.has_symbols:
            yield tag("Protocol", {}, (*refs, aliases), 3)
            return
        group = {"StudyEventGroupOID": f"{study.oid}.events", "OrderNumber": "1", "Mandatory": "Yes"}
        used = tag("StudyEventGroupRef", group, (), 4) if refs else ""
        yield tag("Protocol", {}, (self._timings(study), used, aliases), 3)
        if refs:
            yield tag("StudyEventGroupDef", {"OID": f"{study.oid}.events", "Name": study.name}, refs, 3)

    def _timings(self, study: Study) -> str:
        """When the events are due, as durations from another event."""
        constraints = [
            tag(
                "RelativeTimingConstraint",
                {
                    "OID": timing.oid,
                    "Name": timing.name,
                    "PredecessorOID": timing.predecessor,
                    "SuccessorOID": timing.successor,
                    "Type": "StartToStart",
                    "TimepointRelativeTarget": _days(timing.target),
                    "TimepointPreWindow": _days(timing.before),
                    "TimepointPostWindow": _days(timing.after),
                },
                (),
                6,
            )
            for timing in study.timings
        ]
        whole = tag("StudyTiming", {"OID": f"{study.oid}.timing", "Name": study.name}, constraints, 5)
        return tag("StudyTimings", {}, (whole,), 4) if constraints else ""

    def _event(self, event: Event) -> str:
        name, oid = ("ItemGroupRef", "ItemGroupOID") if self.version.nests else ("FormRef", "FormOID")
        inside = (
            self._words("Description", event.description, 4),
            *(self._ref(name, oid, ref, place, 4) for place, ref in enumerate(event.refs, 1)),
            self._aliases(event.aliases, 4),
        )
        attributes = {"OID": event.oid, "Name": event.name, "Repeating": _yes(event.repeating), "Type": event.kind}
        return tag("StudyEventDef", {**attributes, "Category": event.category}, inside, 3)

    def _form(self, group: Group) -> str:
        attributes = {"OID": group.oid, "Name": group.name, "Repeating": _yes(group.repeating)}
        return tag("FormDef", attributes, self._inside(group), 3)

    def _group(self, group: Group) -> str:
        nests = self.version.nests
        kept = {key: group.more.get(key) for key in (GROUP_ATTRIBUTES_2 if nests else GROUP_ATTRIBUTES)}
        repeating = "Simple" if nests and group.repeating else _yes(group.repeating)
        attributes = {
            "OID": group.oid,
            "Name": group.name,
            "Repeating": repeating,
            "Type": group.kind if nests else None,
        }
        return tag("ItemGroupDef", {**attributes, **kept}, self._inside(group), 3)

    def _inside(self, group: Group) -> Iterator[str]:
        yield self._words("Description", group.description, 4)
        for place, ref in enumerate(group.refs, 1):
            name = ("ItemGroupRef", "ItemGroupOID") if ref.is_group else ("ItemRef", "ItemOID")
            yield self._ref(*name, ref, place, 4)
        yield self._aliases(group.aliases, 4)

    def _ref(self, name: str, oid: str, ref: Ref, place: int, level: int) -> str:
        attributes = {
            oid: ref.oid,
            "OrderNumber": str(place),
            "Mandatory": _yes(ref.mandatory),
            "MethodOID": ref.method,
            "CollectionExceptionConditionOID": ref.condition,
            "UnitsItemOID": ref.unit,
            "PreSpecifiedValue": ref.preset,
            **{key: ref.more.get(key) for key in REF_ATTRIBUTES},
        }
        return tag(name, attributes, (), level)

    def _item(self, item: Item) -> str:
        kept = {key: item.more.get(key) for key in ITEM_ATTRIBUTES} if self.version.has_symbols else {}
        attributes = {"OID": item.oid, "Name": item.name, "DataType": item.data_type, "Length": item.length}
        return tag("ItemDef", {**attributes, **self._digits(item), **kept}, self._in_item(item), 3)

    def _digits(self, item: Item) -> Attributes:
        """How many decimals: 2.0 has it in the format."""
        if self.version.has_symbols:
            return {"SignificantDigits": item.digits}
        return {
            "DisplayFormat": f"{item.length or ''}.{item.digits}" if item.digits else item.more.get("DisplayFormat")
        }

    def _in_item(self, item: Item) -> Iterator[str]:
        has_symbols = self.version.has_symbols
        yield self._words("Description", item.description or (item.help if has_symbols else ()), 4)
        yield self._words("Question", item.question, 4)
        if not has_symbols:
            yield self._words("CRFCompletionInstructions", item.help, 4)
        else:
            yield from (tag("MeasurementUnitRef", {"MeasurementUnitOID": unit}, (), 4) for unit in item.units)
        yield from (self._check(check) for check in item.checks)
        if item.codelist:
            yield tag("CodeListRef", {"CodeListOID": item.codelist}, (), 4)
        yield self._aliases(item.aliases, 4)

    def _check(self, check: Check) -> str:
        inside = (
            *(text_tag("CheckValue", {}, value, 5) for value in check.values),
            *self._formal(check.formal, 5),
            self._words("ErrorMessage", check.message, 5),
        )
        severity = "Soft" if check.is_soft else "Hard"
        return tag("RangeCheck", {"Comparator": check.comparator, "SoftHard": severity}, inside, 4)

    def _formal(self, formal: Formal, level: int) -> Iterator[str]:
        for context, text in formal:
            if self.version.has_symbols:
                yield text_tag("FormalExpression", {"Context": context or None}, text, level)
            else:
                code = text_tag("Code", {}, text, level + 1)
                yield tag("FormalExpression", {"Context": context or None}, (code,), level)

    def _codelist(self, codelist: CodeList) -> str:
        attributes = {"OID": codelist.oid, "Name": codelist.name, "DataType": codelist.data_type}
        inside = (
            self._words("Description", codelist.description, 4),
            *(self._choice(choice, place) for place, choice in enumerate(codelist.choices, 1)),
            self._external(codelist),
            self._aliases(codelist.aliases, 4),
        )
        return tag("CodeList", attributes, inside, 3)

    def _external(self, codelist: CodeList) -> str:
        external = codelist.external
        if external is None:
            return ""
        if self.version.has_symbols:
            said = {"Dictionary": external.dictionary or None, "Version": external.version or None}
            return tag("ExternalCodeList", {**said, "href": external.href or None}, (), 4)
        system = external.href or f"urn:skjemaverk:{codelist.oid}"
        said = {"SystemName": external.dictionary or None, "SystemVersion": external.version or None}
        return tag("Coding", {"System": system, **said}, (), 4)

    def _choice(self, choice: Choice, place: int) -> str:
        inside = (self._words("Decode", choice.decode, 5), self._aliases(choice.aliases, 5))
        return tag("CodeListItem", {"CodedValue": choice.value, "OrderNumber": str(place)}, inside, 4)

    def _definition(self, name: str, definition: Definition) -> str:
        attributes = {"OID": definition.oid, "Name": definition.name, "Type": definition.kind}
        inside = (
            self._words("Description", definition.description, 4),
            self._signature(definition),
            *self._formal(definition.formal, 4),
        )
        return tag(name, attributes, inside, 3)

    def _signature(self, definition: Definition) -> str:
        if self.version.has_symbols:
            return ""
        reads = (
            tag("Parameter", {"Name": name, "DataType": kind, "OrderNumber": str(place)}, (), 5)
            for place, (name, kind) in enumerate(definition.parameters, 1)
        )
        gives = tag("ReturnValue", {"Name": "result", "DataType": definition.returns}, (), 5)
        return tag("MethodSignature", {}, (*reads, gives), 4)

    def _aliases(self, aliases: Aliases, level: int) -> str:
        return "".join(tag("Alias", {"Context": context, "Name": name}, (), level) for context, name in aliases)

    def _words(self, name: str, words: Words, level: int) -> str:
        return words_tag(name, words, level, needs_media=self.version.needs_media)


def _yes(value: bool) -> str:
    return "Yes" if value else "No"


def _days(number: int | None) -> str | None:
    """A number of days as a duration."""
    return None if number is None else f"{'-' if number < 0 else ''}P{abs(number)}D"
