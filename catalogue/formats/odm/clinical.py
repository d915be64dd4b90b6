"""Answers as ODM's clinical data, both versions, both ways. Pure; keys of subjects only, never an identity.

A row is the data of one form at one event. The subject is the person, or the episode where no person is known; the
event's repeat key is the episode. Why there is no value, and whether a form is final, are flags: ODM has no words.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby

from catalogue.formats.answers import AnswerFormat, AnswerRow
from catalogue.formats.odm.answer_values import value_text
from catalogue.formats.odm.clinical_reading import read
from catalogue.formats.odm.layout import Layout, Place, layout_of
from catalogue.formats.odm.lists import COMPLETED_AT, DRAFT, FINAL, FLAG_VALUES, FLAGS, MISSING, STATUS
from catalogue.formats.odm.printing import WRITTEN_AT, odm_attributes
from catalogue.formats.odm.versions import ODM_1_3, ODM_2_0, Version
from catalogue.formats.odm.xml_text import HEAD, attribute_text, escaped, tag, text_tag
from catalogue.model import Catalogue, Form


def write(version: Version, catalogue: Catalogue, form: Form, rows: Iterable[AnswerRow]) -> bytes:
    """The rows of a form. Those of one subject that follow on each other stand together."""
    layout = layout_of(catalogue, form, version)
    writer = _Writer(version, layout, bool(form.module))
    subjects = [
        writer.subject(subject, centre, list(own))
        for (subject, centre), own in groupby(rows, key=lambda row: (row.person or row.episode, row.centre))
    ]
    head = odm_attributes(version, f"{layout.study}.{form.address}.data", "AllClinicalData")
    data = {"StudyOID": layout.study, "MetaDataVersionOID": layout.version}
    inside = (writer.admin(), tag("ClinicalData", data, subjects, 1))
    return (HEAD + tag("ODM", head, inside)).encode()


@dataclass(slots=True)
class _Writer:
    """Rows to elements; remembers the centres it meets."""

    version: Version
    layout: Layout
    has_episodes: bool
    centres: dict[str, None] = field(default_factory=dict)

    def admin(self) -> str:
        """The centres that subjects refer to."""
        if not self.centres:
            return ""
        ref = {
            "StudyOID": self.layout.study,
            "MetaDataVersionOID": self.layout.version,
            "EffectiveDate": WRITTEN_AT[:10],
        }
        inside = tag("MetaDataVersionRef", ref, (), 3)
        kind = "LocationType" if self.version.has_symbols else "Role"
        places = (
            tag("Location", {"OID": centre, "Name": centre, kind: "Site"}, (inside,), 2) for centre in self.centres
        )
        return tag("AdminData", {"StudyOID": self.layout.study}, places, 1)

    def subject(self, key: str, centre: str, rows: list[AnswerRow]) -> str:
        """The occasions of one subject."""
        site = ""
        if centre:
            self.centres[centre] = None
            site = tag("SiteRef", {"LocationOID": centre}, (), 3)
        return tag("SubjectData", {"SubjectKey": key}, (site, *map(self._event, rows)), 2)

    def _event(self, row: AnswerRow) -> str:
        repeat = row.episode if row.person or not self.has_episodes else ""
        attributes = {
            "StudyEventOID": self.layout.events.get(row.timepoint, row.timepoint),
            "StudyEventRepeatKey": repeat or None,
        }
        return tag("StudyEventData", attributes, (self._form(row),), 3)

    def _form(self, row: AnswerRow) -> str:
        groups = [text for place in self.layout.places if (text := self._group(place, row, 5))]
        flags = {STATUS: FINAL if row.is_final else DRAFT}
        if row.completed_at:
            flags[COMPLETED_AT] = row.completed_at.isoformat()
        name, oid = ("FormData", "FormOID") if self.version.has_symbols else ("ItemGroupData", "ItemGroupOID")
        return tag(name, {oid: self.layout.form}, self._annotated(groups, flags, 5), 4)

    def _group(self, place: Place, row: AnswerRow, level: int) -> str:
        """A group with what was answered in it; nothing when nothing was."""
        inside = [text for oid, name in place.variables.items() for text in self._item(oid, name, row, level + 1)]
        inside += [text for inner in place.inner if (text := self._group(inner, row, level + 1))]
        reason = row.reasons.get(place.reason_name)
        if not inside and reason is None:
            return ""
        flags = {MISSING: reason} if reason else {}
        return tag("ItemGroupData", {"ItemGroupOID": place.oid}, self._annotated(inside, flags, level + 1), level)

    def _item(self, oid: str, name: str, row: AnswerRow, level: int) -> Iterator[str]:
        value = row.values.get(name)
        if value is not None:
            yield self._value(oid, value_text(value), level)
        elif name in row.reasons:
            inside = self._annotated([], {MISSING: row.reasons[name]}, level + 1)
            yield tag("ItemData", {"ItemOID": oid, "IsNull": "Yes"}, inside, level)

    def _value(self, oid: str, text: str, level: int) -> str:
        """An answer; spelt out, because a file is mostly made of them."""
        if self.version.has_symbols:
            return f"{'  ' * level}<ItemData ItemOID={attribute_text(oid)} Value={attribute_text(text)}/>\n"
        return f"{'  ' * level}<ItemData ItemOID={attribute_text(oid)}><Value>{escaped(text)}</Value></ItemData>\n"

    def _annotated(self, inside: list[str], flags: Mapping[str, str], level: int) -> list[str]:
        """The contents with flags: before them, or in 2.0 after."""
        if not flags:
            return inside
        said = [
            tag(
                "Flag",
                {},
                (
                    text_tag("FlagValue", {"CodeListOID": FLAG_VALUES}, value, level + 2),
                    text_tag("FlagType", {"CodeListOID": FLAGS}, kind, level + 2),
                ),
                level + 1,
            )
            for kind, value in flags.items()
        ]
        annotation = tag("Annotation", {"SeqNum": "1"}, said, level)
        return [annotation, *inside] if self.version.has_symbols else [*inside, annotation]


ANSWERS = (
    AnswerFormat("odm", "CDISC ODM 1.3.2", ".xml", partial(write, ODM_1_3), partial(read, ODM_1_3)),
    AnswerFormat("odm2", "CDISC ODM 2.0", ".xml", partial(write, ODM_2_0), partial(read, ODM_2_0)),
)
"""Either reads a file of either version."""
