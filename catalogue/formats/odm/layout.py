"""Where the answers of one form stand in a file of clinical data: by the OIDs of the metadata we would write. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalogue.formats.declaring import declared
from catalogue.formats.odm.elements import Group, Study
from catalogue.formats.odm.ours import own_entry, own_name
from catalogue.formats.odm.reading_groups import KINDS
from catalogue.formats.odm.versions import Version
from catalogue.formats.odm.writing import study_of
from catalogue.formats.records import WriteOptions
from catalogue.model import Catalogue, Form


@dataclass(frozen=True, slots=True)
class Place:
    """A group of items: the variables by the OIDs of their items, and the groups in it.

    `reason_name` is the checklist or matrix whose one missing reason stands at the group.
    """

    oid: str
    variables: Mapping[str, str]
    inner: tuple["Place", ...] = ()
    reason_name: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """One form: its OID, those of its timepoints, and its groups."""

    study: str
    version: str
    form: str
    events: Mapping[str, str]
    places: tuple[Place, ...]

    def everywhere(self) -> Iterator[Place]:
        """All groups, however deep."""
        return _all(self.places)


def layout_of(catalogue: Catalogue, form: Form, version: Version) -> Layout:
    """The layout of a form. The metadata are of the whole catalogue, as they are exported."""
    documents, _ = declared(catalogue, catalogue.forms)
    study = study_of(catalogue, catalogue.forms, documents, version, WriteOptions())
    groups = {group.oid: group for group in study.groups}
    own = next(group for group in study.groups if own_name(group.aliases) == form.address)
    names = {item.oid: own_name(item.aliases) for item in study.items}
    places = tuple(_place(groups[ref.oid], groups, names, form) for ref in own.refs if ref.is_group)
    return Layout(study.oid, study.version, own.oid, dict(_events(study, form, own)), places)


def _events(study: Study, form: Form, own: Group) -> Iterator[tuple[str, str]]:
    for event in study.events:
        if any(ref.oid == own.oid for ref in event.refs):
            module, _, timepoint = (own_name(event.aliases) or "").partition(".")
            yield (timepoint if module == form.module else "", event.oid)


def _place(group: Group, groups: Mapping[str, Group], names: Mapping[str, str | None], form: Form) -> Place:
    own = own_entry(group.aliases)
    asked = next((str(own[kind]) for kind in KINDS if kind in own), "")
    variables = {
        ref.oid: f"{asked}_{name}" if asked else name
        for ref in group.refs
        if not ref.is_group and (name := names.get(ref.oid))
    }
    inner = tuple(_place(groups[ref.oid], groups, names, form) for ref in group.refs if ref.is_group)
    return Place(group.oid, variables, inner, asked if asked and form.groups[asked].shares_reason else "")


def _all(places: tuple[Place, ...]) -> Iterator[Place]:
    for place in places:
        yield place
        yield from _all(place.inner)
