"""One form as groups of items: a group for each section, and one for each checklist, matrix and instrument. Pure.

In 2.0 the groups lie in each other. In 1.3 they cannot, so a section with groups in it is told in parts, which a reader
of ours puts together again: each part says whose it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalogue.formats.declaring.values import Entry, present, without
from catalogue.formats.odm.elements import FORM, SECTION, Group, Ref
from catalogue.formats.odm.kept import definition_of, pairs_of
from catalogue.formats.odm.members import Inner, Members
from catalogue.formats.odm.ours import PREFIX, own_aliases
from catalogue.model import Form, Section, Variable

PART = "part_of"
"""The key of a part's alias: the section it belongs to."""
OF_FORMS = ("title", "timepoints", "sections", "rules", "form", "module")
OF_SECTIONS = ("section", "title", "enable_when", "variables")
"""Keys that have words of their own."""
Part = list[Ref] | Inner
"""A run of items, or a group between two."""


def write_form(form: Form, document: Entry, members: Members) -> str:
    """Define all that a form has, and give its OID."""
    writer = _FormWriter(form, members)
    refs = [
        ref
        for section, entry in zip(form.sections, document["sections"], strict=True)
        for ref in writer.section(section, entry)
    ]
    rules = [without(rule, "require", "message", "severity") for rule in document.get("rules", ())]
    said = {**without(document, *OF_FORMS), **present(timepoints=document.get("timepoints"), rules=rules or None)}
    kept = members.kept(document)
    group = Group(
        kept.get("OID", f"F.{form.address}"),
        kept.get("Name") or form.title.source,
        FORM,
        kept.get("Repeating") == "Yes",
        members.wording.words(form.title),
        tuple(refs),
        (*own_aliases(form.address, said), *pairs_of(kept, "aliases")),
        kept,
    )
    return members.registry.group(group, f"F.{form.address}")


@dataclass(frozen=True, slots=True)
class _FormWriter:
    """The sections of one form."""

    form: Form
    members: Members

    def section(self, section: Section, entry: Entry) -> Iterator[Ref]:
        """The references that the form has to a section: one, or in 1.3 one for each of its parts."""
        kept = self.members.kept(entry)
        parts = list(self._parts(section, entry))
        nests = self.members.version.nests
        first = parts if nests else parts[:1] if parts and isinstance(parts[0], list) else []
        refs = [ref for part in first for ref in (part if isinstance(part, list) else [self._inner(part)])]
        group = Group(
            kept.get("OID", self.members.oid("IG", section.name)),
            kept.get("Name") or section.title.source,
            SECTION,
            kept.get("Repeating") == "Yes",
            self.members.wording.words(section.title),
            self.members.with_units(refs),
            (*own_aliases(section.name, without(entry, *OF_SECTIONS)), *pairs_of(kept, "aliases")),
            kept,
        )
        oid = self.members.registry.group(group, self.members.oid("IG", section.name))
        owner, foreign = f"section.{section.name}", definition_of(kept, "condition")
        condition = self.members.formulas.condition(owner, entry.get("enable_when"), foreign)
        yield Ref(oid, kept.get("Mandatory") == "Yes", is_group=True, condition=condition)
        if not nests:
            yield from self._apart(section, entry, parts[len(first) :])

    def _inner(self, inner: Inner) -> Ref:
        """A group in its section."""
        condition = self.members.formulas.condition(inner.owner, inner.condition)
        oid = self.members.registry.group(inner.group, inner.group.oid)
        return Ref(oid, inner.is_required, True, condition=condition)

    def _apart(self, section: Section, entry: Entry, parts: list[Part]) -> Iterator[Ref]:
        """The parts of a section that is told in pieces, after the first; each has the section's condition too."""
        around = entry.get("enable_when")
        part_of = ((f"{PREFIX}{PART}", section.name),)
        for number, part in enumerate(parts, 2):
            own = None if isinstance(part, list) else part.condition
            whole = f"({around}) and ({own})" if around and own else around or own
            if isinstance(part, list):
                oid, words = (
                    self.members.oid("IG", section.name, str(number)),
                    self.members.wording.words(section.title),
                )
                refs = self.members.with_units(part)
                group = Group(oid, section.title.source, SECTION, description=words, refs=refs, aliases=part_of)
                owner, is_required = f"section.{section.name}", False
            else:
                group = replace(part.group, aliases=(*part.group.aliases, *part_of))
                owner, is_required = part.owner, part.is_required
            condition = self.members.formulas.condition(owner, whole)
            yield Ref(self.members.registry.group(group, group.oid), is_required, True, condition=condition)

    def _parts(self, section: Section, entry: Entry) -> Iterator[Part]:
        """References to the items of a section, in runs, and its groups between them."""
        run: list[Ref] = []
        for item, said in zip(section.items, entry["variables"], strict=True):
            if isinstance(item, Variable):
                run.append(self.members.variable(item, said))
                continue
            if run:
                yield run
            run = []
            yield self.members.inner(section.name, item, said)
        if run:
            yield run
