"""Questions of a questionnaire with our names: what kind each is, its codes, and the group it belongs to. Pure.

A link that is a word becomes the name; one that is a number or made by a machine says nothing, so the words do.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from catalogue.formats.fhir.choices import Choices, choices_of, ticks_of
from catalogue.formats.fhir.options import Options, options_of
from catalogue.formats.fhir.own import Json, said_of, words
from catalogue.formats.fhir.questions import CHECKLIST, Question, code_of
from catalogue.formats.fhir.resources import Resources
from catalogue.formats.fhir.walking import Part, Placed, control_of, items_of
from catalogue.formats.naming import LONGEST, name_for
from catalogue.reserved import RESERVED

KINDS: Mapping[str, str] = {
    "boolean": "boolean",
    "integer": "integer",
    "decimal": "decimal",
    "quantity": "decimal",
    "date": "date",
    "dateTime": "datetime",
    "time": "time",
    "string": "text",
    "text": "longtext",
    "url": "text",
    "choice": "text",
    "open-choice": "text",
    "coding": "text",
    "question": "text",
}
"""Our type for each type of item; a choice without choices is a text."""
CHOSEN = frozenset({"choice", "open-choice", "coding", "string", "text", "integer", "date", "time", "question"})
"""Types that may have answers to choose from; those but the first three only in R5."""
OPEN = "open-choice"
OURS = re.compile(r"[a-z][a-z0-9_]*")
_MADE = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[^A-Za-z]*|[0-9a-fA-F]{16,}")
WORDS, ROOM = 6, 12


@dataclass
class Found:
    """One question: the item, our name and type, its codes, and the group (matrix or instrument) it is in."""

    placed: Placed
    name: str
    kind: str
    options: Options
    choices: Choices | None = None
    ticks: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    is_cell: bool = False

    @property
    def item(self) -> Json:
        """What the file says."""
        return self.placed.item

    @cached_property
    def said(self) -> Json:
        """What it says in our own words."""
        return said_of(self.item)

    def there(self, code: str) -> str:
        """The code of an answer as the file has it."""
        return code_of(self.choices.answers[code]) if self.choices else code

    @cached_property
    def question(self) -> Question:
        """The same, as expressions see it."""
        choices = self.choices
        return Question(
            link=words(self.item.get("linkId")),
            name=self.name,
            type=self.kind,
            answers=choices.answers if choices else {},
            missing=choices.missing if choices else {},
            ticks=self.ticks,
            numeric=bool(choices and choices.numeric and self.kind == "code"),
            is_cell=self.is_cell,
            written="quantity" if self.item.get("type") == "quantity" else "",
            weights={option.code: option.counts for option in self.options.found if option.counts is not None},
        )


@dataclass(slots=True)
class Finder:
    """Finds the questions of one form; `taken` are the names of its variables and groups."""

    resources: Resources
    taken: set[str] = field(default_factory=set)

    def of(self, part: Part) -> Iterator[tuple[Placed, list[Found]]]:
        """The questions of a section, those of a matrix or instrument together."""
        for placed in part.placed:
            if placed.item.get("type") != "group":
                yield placed, [self._one(placed)]
                continue
            is_grid = is_matrix(placed.item)
            name = self._name(placed.item)
            inside = _cells(placed.item) if is_grid else list(items_of(placed.item.get("item")))
            inside = [item for item in inside if answers(item)]
            yield placed, [self._one(Placed(item), name, is_cell=is_grid) for item in inside]

    def _one(self, placed: Placed, group: str = "", *, is_cell: bool = False) -> Found:
        item = placed.item
        options = options_of(item, self.resources) if item.get("type") in CHOSEN else Options()
        kind = kind_of(item, options)
        choices = self._choices(item, options, kind) if options.found else None
        if choices is not None and kind != CHECKLIST and not set(choices.answers) - set(choices.missing):
            kind, choices = "text", None
        name = self._name(item, _room(item, choices) if kind == CHECKLIST and choices else LONGEST)
        found = Found(placed, name, kind, options, choices, group=group, is_cell=is_cell)
        if kind == CHECKLIST and choices is not None:
            found.ticks = self._ticks(name, choices)
        return found

    def _choices(self, item: Json, options: Options, kind: str) -> Choices:
        if kind == CHECKLIST:
            return ticks_of(options.found, self.resources)
        return choices_of(options.found, said_of(item).get("only"), self.resources)

    def _name(self, item: Json, longest: int = LONGEST) -> str:
        link = words(item.get("linkId"))
        if OURS.fullmatch(link) and len(link) <= longest and link not in self.taken and link not in RESERVED:
            self.taken.add(link)
            return link
        return name_for(spoken_name(link, words(item.get("text"))), self.taken, longest)

    def _ticks(self, name: str, choices: Choices) -> dict[str, str]:
        """The variable of each tick by its code."""
        ticks: dict[str, str] = {}
        keys: set[str] = set()
        for code, (_, value) in choices.answers.items():
            whole = f"{name}_{code}"
            if not (OURS.fullmatch(code) and len(whole) <= LONGEST and whole not in self.taken):
                label = words(value.get("display")) if isinstance(value, dict) else ""
                key = name_for(spoken_name(code, label), keys, LONGEST - len(name) - 1)
                whole = name_for(f"{name}_{key}", self.taken)
            self.taken.add(whole)
            keys.add(whole.removeprefix(f"{name}_"))
            ticks[code] = whole
        return ticks


def _room(item: Json, choices: Choices) -> int:
    """How long a checklist's name may be, so that its ticks have names too."""
    whole = [f"{words(item.get('linkId'))}_{code}" for code in choices.answers]
    return LONGEST if all(OURS.fullmatch(name) and len(name) <= LONGEST for name in whole) else LONGEST - ROOM


def spoken_name(link: str, text: str) -> str:
    """What a thing is called after: its link where that is a word, else its own words."""
    return link if not _MADE.fullmatch(link) or not text else " ".join(text.split()[:WORDS])


def kind_of(item: Json, options: Options) -> str:
    """Our type of an item that can be answered."""
    if options.system:
        return "coding"
    if options.found:
        return CHECKLIST if item.get("repeats") is True else "code"
    return KINDS[str(item.get("type"))]


def is_open(item: Json) -> bool:
    """Whether an answer of one's own may stand beside the choices, as R4 or as R5 says it."""
    return item.get("type") == OPEN or item.get("answerConstraint") in {"optionsOrString", "optionsOrType"}


def answers(item: Json) -> bool:
    """Whether an item holds an answer of a type that we have."""
    return isinstance(item.get("type"), str) and item["type"] in KINDS


def is_one(item: Json) -> bool:
    """Whether a group is one thing of ours: a matrix or an instrument."""
    return "instrument" in said_of(item) or is_matrix(item)


def is_matrix(item: Json) -> bool:
    """Whether a group is a grid of ours: rows of the same columns, each cell called after both."""
    name = words(item.get("linkId"))
    rows = [row for row in items_of(item.get("item")) if row.get("type") != "display"]
    if control_of(item) != "grid" or not rows or not OURS.fullmatch(name):
        return False
    columns = [keys_of(name, row) for row in rows]
    return bool(columns[0]) and all(keys == columns[0] for keys in columns)


def keys_of(name: str, row: Json) -> list[str]:
    """The columns of a row of a matrix; none when it is no row of this one."""
    link = words(row.get("linkId"))
    key = link.removeprefix(f"{name}.")
    cells = [cell for cell in items_of(row.get("item")) if cell.get("type") != "display"]
    links = [words(cell.get("linkId")) for cell in cells]
    prefix = f"{name}_{key}_"
    if row.get("type") != "group" or key == link or not all(each.startswith(prefix) for each in links):
        return []
    return [each.removeprefix(prefix) for each in links] if all(map(answers, cells)) else []


def _cells(item: Json) -> list[Json]:
    return [cell for row in items_of(item.get("item")) for cell in items_of(row.get("item"))]


def texts(value: Any) -> str:
    """Words as they may stand in a catalogue: no tabs, no spaces at the ends of lines."""
    return "\n".join(" ".join(line.split()) for line in words(value).splitlines()).strip()
