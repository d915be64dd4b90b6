"""One questionnaire as a form: its sections, its questions, its rules. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from catalogue.expressions.scope import Binding
from catalogue.findings import Finding, Location
from catalogue.formats.fhir.asking import all_of
from catalogue.formats.fhir.canonical import SYSTEM
from catalogue.formats.fhir.entries import Entry, Words, entry_of
from catalogue.formats.fhir.expressing import Reading, binding_of, names_in, variables_of
from catalogue.formats.fhir.filled import calculation_of
from catalogue.formats.fhir.found import OURS, Finder, Found, answers, is_matrix, is_one, is_open, spoken_name, texts
from catalogue.formats.fhir.gathering import FACTS, block_of, matrix_of
from catalogue.formats.fhir.kept import AFTER, ELEMENT, OPEN, ROOT, dumps
from catalogue.formats.fhir.own import Json, extensions_of, said_of, words
from catalogue.formats.fhir.questions import CHECKLIST, Question
from catalogue.formats.fhir.resources import Resources, contained_in
from catalogue.formats.fhir.rules import rules_of
from catalogue.formats.fhir.taken import OF_ITEMS
from catalogue.formats.fhir.unread import form_extras
from catalogue.formats.fhir.urls import ENABLED, OWN
from catalogue.formats.fhir.walking import Part, Placed, Walk, below_of
from catalogue.formats.naming import LONGEST, name_for
from catalogue.formats.records import note
from catalogue.formats.settling import in_circles

OF_GROUPS = frozenset({"linkId", "text", "_text", "type", "item", "extension", "enableWhen", "enableBehavior"})
FREE = {"nb": "eget svar", "nn": "eige svar", "no": "eget svar"}
"""What the free answer of an open question is called, in the language of the form; in others 'own answer'."""
PART = "del"
"""What a section without a name is called."""
Found2 = tuple[Placed, list[Found]]


@dataclass(slots=True)
class FormReader:
    """Reads one questionnaire; `at` says where an item stands, `spelt` how the links of the file are spelt."""

    questionnaire: Json
    resources: Resources
    at: Callable[[str], Location]
    language: str
    spelt: dict[str, str]
    findings: list[Finding] = field(default_factory=list)
    linked: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    blocks: list[tuple[Words, Words]] = field(default_factory=list)

    def form(self) -> Words | None:
        """The sections and what is kept of the questionnaire; None when nothing in it can be answered."""
        walk = Walk(is_one, answers)
        walk.items(self.questionnaire.get("item"), ())
        finder = Finder(self.resources.beside(contained_in(self.questionnaire)))
        parts = [(part, list(finder.of(part))) for part in walk.parts]
        parts = [(part, found) for part, found in parts if any(questions for _, questions in found)]
        if not parts:
            return None
        self._tell_unanswered(walk)
        everything = [each for _, found in parts for _, questions in found for each in questions]
        reading = self._reading(everything, [part for part, _ in parts])
        circles = self._circles(everything, parts, reading)
        rules = rules_of(self.questionnaire, reading, finder.taken)
        self.findings += (note(self.at(""), slug, message) for slug, message in rules.remarks)
        taken: set[str] = set()
        free = finder.taken
        sections = [self._section(part, found, reading, circles, taken, free) for part, found in parts]
        if walk.waiting:
            last = sections[-1]
            last["extras"] = {SYSTEM: {**(last["extras"] or {}).get(SYSTEM, {}), AFTER: dumps(walk.waiting)}}
        kept = form_extras(self.questionnaire, rules.understood)
        return {"sections": sections, "rules": list(rules.declared), "extras": {SYSTEM: kept} if kept else None}

    def note(self, link: str, slug: str, message: str) -> None:
        """Something to say of an item."""
        self.findings.append(note(self.at(link), slug, message))

    # ---- what expressions look at ----

    def _reading(self, everything: list[Found], parts: list[Part]) -> Reading:
        scope: dict[str, Binding] = {}
        by_link: dict[str, Question] = {}
        for found in everything:
            question = found.question
            by_link.setdefault(question.link, question)
            if found.ticks:
                for name in found.ticks.values():
                    scope[name] = Binding("boolean")
            else:
                scope[found.name] = binding_of(question, {"decimals": 4} if found.kind == "decimal" else {})
        around = {id(group): group for part in parts for group in part.around}
        return Reading(by_link, scope, variables_of(self.questionnaire, *around.values()))

    def _circles(self, everything: list[Found], parts: Any, reading: Reading) -> frozenset[str]:
        """Questions whose conditions wait for each other."""
        owners = {name: found.name for found in everything for name in found.ticks.values()}
        reads: dict[tuple[str, str], frozenset[tuple[str, str]]] = {}
        for part, placed in parts:
            around = [names_in(reading.asked_when(group).text) for group in part.around]
            for _, questions in placed:
                for found in questions:
                    own = names_in(reading.asked_when(found.item).text)
                    computed = names_in(calculation_of(found, reading).text)
                    names = {owners.get(name, name) for group in (*around, own, computed) for name in group}
                    reads["", found.name] = frozenset(("", name) for name in names)
        return frozenset(name for _, name in in_circles(reads))

    # ---- sections ----

    def _section(
        self,
        part: Part,
        placed: list[Found2],
        reading: Reading,
        circles: frozenset[str],
        taken: set[str],
        free: set[str],
    ) -> Words:
        group = part.around[-1] if part.around else self.questionnaire
        said = said_of(group) if part.around else {}
        link = words(group.get("linkId")) if part.around else ""
        name = _section_name(link, texts(group.get("text")), taken)
        condition = self._section_condition(part, reading, circles) or None
        entries = [entry for each in placed for entry in self._entries(each, reading, circles, free)]
        for entry in entries:
            if not condition and not entry.get("enable_when"):
                entry.pop("otherwise", None)
        help_item = below_of(group, "help") if part.around and not part.continued else None
        extras = self._section_extras(part, group, link, name)
        return {
            "section": name,
            "title": self._title(part),
            "help": texts(help_item.get("text")) if help_item else None,
            **{key: said.get(key) for key in ("category", "purpose", "source")},
            "enable_when": condition,
            "variables": entries,
            "extras": {SYSTEM: extras} if extras else None,
        }

    def _title(self, part: Part) -> str:
        titles = [texts(group.get("text")) for group in part.around]
        whole = " – ".join(title for title in titles if title)
        return whole or texts(self.questionnaire.get("title")) or words(self.questionnaire.get("name")) or "Form"

    def _section_extras(self, part: Part, group: Json, link: str, name: str) -> dict[str, str]:
        if not part.around:
            return {ROOT: "true"}
        if part.continued:
            return {}
        unread = {key: value for key, value in group.items() if key not in OF_GROUPS and key in OF_ITEMS}
        extensions = [
            extension for url, extension in extensions_of(group) if not url.startswith(OWN) and url != ENABLED
        ]
        left = {**unread, **({"extension": extensions} if extensions else {})}
        if group.get("repeats") is True:
            self.note(link, "repeated-group", f"The group '{link}' may be answered several times there, and once here.")
        if len(part.around) > 1:
            self._once(link, "nested-group", "Groups in groups become sections of their own, one after the other.")
        kept = {"linkId": link} if link and link not in {name, f"section.{name}"} else {}
        return {**kept, **({ELEMENT: dumps(left)} if left else {})}

    def _section_condition(self, part: Part, reading: Reading, circles: frozenset[str]) -> str:
        texts_found = []
        for group in part.around:
            understood = reading.asked_when(group)
            if understood.text:
                texts_found.append(understood.text)
            elif understood.problem:
                link = words(group.get("linkId"))
                message = f"'{link}': when it is asked is not carried: {understood.problem}. Write it by hand."
                self._once(link, "logic-kept", message)
        return all_of(texts_found) if texts_found else ""

    def _once(self, link: str, slug: str, message: str) -> None:
        if message not in self.told:
            self.told.add(message)
            self.note(link, slug, message)

    # ---- entries ----

    def _entries(self, placed: Found2, reading: Reading, circles: frozenset[str], free: set[str]) -> Iterator[Words]:
        spot, questions = placed
        entries = [(found, self._entry(found, reading, circles)) for found in questions]
        if spot.item.get("type") == "group":
            yield from self._grouped(spot.item, entries, reading)
            return
        for found, declared in entries:
            yield declared
            if is_open(found.item) and found.kind in {"code", CHECKLIST}:
                yield self._free_answer(found, declared, free)

    def _entry(self, found: Found, reading: Reading, circles: frozenset[str]) -> Words:
        entry = entry_of(found, reading, is_shown=found.name not in circles)
        link = found.question.link
        for slug, message in entry.remarks:
            self.note(link, slug, f"'{link}': {message}")
        return self._linked(found, entry)

    def _linked(self, found: Found, entry: Entry) -> Words:
        """The entry with the link it had, where it is not our name."""
        link, declared = found.question.link, entry.declared
        is_repeated = link in self.linked
        self.linked.add(link)
        if is_repeated:
            self.note(
                link, "repeated-link", f"'{link}' is the link of several items; the later get links of their own."
            )
        if link == found.name or not link or is_repeated:
            return declared
        if "name" in declared and self.spelt.setdefault(link.casefold(), link) == link:
            return {**declared, "aliases": {SYSTEM: link, **declared["aliases"]}}
        extras = {"linkId": link, **((declared.get("extras") or {}).get(SYSTEM, {}))}
        return {**declared, "extras": {SYSTEM: extras}}

    def _free_answer(self, found: Found, declared: Words, free: set[str]) -> Words:
        name = name_for(f"{found.name[: LONGEST - 6]}_annet", free)
        label = f"{declared['label']} ({FREE.get(self.language, 'own answer')})"
        message = f"'{found.question.link}': an answer of one's own is the text '{name}' beside it."
        self.note(found.question.link, "open-answer", message)
        return {
            "name": name,
            "label": label,
            "type": "text",
            "enable_when": declared.get("enable_when"),
            **{key: declared.get(key) for key in ("category", "purpose", "source")},
            "extras": {SYSTEM: {OPEN: found.name}},
        }

    def _grouped(self, item: Json, entries: list[tuple[Found, Words]], reading: Reading) -> Iterator[Words]:
        """A matrix or an instrument; else its questions one by one."""
        link = words(item.get("linkId"))
        understood = reading.asked_when(item)
        if is_matrix(item):
            matrix = matrix_of(item, link, entries, understood.text)
            if matrix is not None:
                yield matrix
                return
        else:
            block = block_of(item, link, entries, understood.text)
            if block is not None:
                self.blocks.append(block)
                yield block[0]
                return
        title, said = texts(item.get("text")), said_of(item)
        facts = {key: said[key] for key in FACTS if key in said}
        for _, declared in entries:
            conditions = [text for text in (understood.text, declared.get("enable_when")) if text]
            label = f"{title}: {declared['label']}" if title else declared["label"]
            yield {**declared, **facts, "label": label, "enable_when": all_of(conditions) if conditions else None}

    def _tell_unanswered(self, walk: Walk) -> None:
        unanswered = [
            *walk.waiting,
            *(item for part in walk.parts for placed in part.placed for item in placed.before),
        ]
        kinds = sorted({str(item.get("type")) for item in unanswered if item.get("type") != "display"})
        texts_kept = [item for item in unanswered if item.get("type") == "display"]
        if texts_kept:
            link = words(texts_kept[0].get("linkId"))
            message = f"Texts between questions ({len(texts_kept)}) are kept under 'extras', and not shown here."
            self.note(link, "texts-kept", message)
        for kind in kinds:
            item = next(item for item in unanswered if str(item.get("type")) == kind)
            link = words(item.get("linkId"))
            self.note(link, "no-such-type", f"'{link}' is of type '{kind}', which has no place here. It is kept.")
        if walk.too_deep:
            self.note("", "too-deep", "Groups deeper than 60 are not read.")


def _section_name(link: str, text: str, taken: set[str]) -> str:
    plain = link.removeprefix("section.")
    if OURS.fullmatch(plain) and len(plain) <= LONGEST and plain not in taken:
        taken.add(plain)
        return plain
    return name_for(spoken_name(plain, text) or PART, taken)
