"""The questions of a form with the names, types and choices they get here, before any logic is read. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from catalogue.formats.markup import plain
from catalogue.formats.naming import LONGEST, folded_name, name_for
from catalogue.formats.xlsform.columns import Line
from catalogue.formats.xlsform.meant import NO, YES, Fields, Meant
from catalogue.formats.xlsform.outline import Outline, Question, questions
from catalogue.formats.xlsform.types import ANY_DECIMALS, CHECKLIST, COMPUTED, OWN_TYPES, TODAY, TYPE_OF_BOUND
from catalogue.model import MISSING_REASONS

MATRIX = "matrix"
LONGEST_GROUP, LONGEST_KEY = 18, 10
"""Names of a checklist or matrix and of its parts are cut to these when a tick's whole name would be too long."""
OTHER, OTHER_LABEL = "other", "Other"
YES_NO: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("nb", "nn"), ("Ja", "Nei")),
    **dict.fromkeys(("sv", "da"), ("Ja", "Nej")),
    "se": ("Juo", "Ii"),
    "de": ("Ja", "Nein"),
    "nl": ("Ja", "Nee"),
    "fr": ("Oui", "Non"),
    "es": ("Sí", "No"),
    "pt": ("Sim", "Não"),
    "it": ("Sì", "No"),
    "fi": ("Kyllä", "Ei"),
    "en": ("Yes", "No"),
}
"""What yes and no are called."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list: its code, its label as words, and where it stands (None for one that is only meant)."""

    code: str
    label: str
    line: Line | None = None

    @property
    def reason(self) -> str:
        """The reason for no answer that the choice is, if it is one."""
        said = self.line.cell("skjemaverk_missing") if self.line else ""
        return said if said in MISSING_REASONS else ""


@dataclass(frozen=True, slots=True)
class Named:
    """A question with its name and type here; `ticks` are keys by code, `rows` a matrix's questions by key."""

    question: Question
    name: str
    written: str
    type: str
    decimals: int = 0
    choices: tuple[Choice, ...] = ()
    ticks: Mapping[str, str] = field(default_factory=dict)
    ends: tuple[Choice, ...] = ()
    rows: tuple[tuple[str, Line], ...] = ()

    @property
    def line(self) -> Line:
        """The row of the question."""
        return self.question.line

    @property
    def is_computed(self) -> bool:
        """Whether nobody is asked, and a value is computed."""
        return self.line.cell("type").lower() in COMPUTED


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of choices of a form, each code and each label once."""

    lists: Mapping[str, tuple[Choice, ...]]
    repeated: tuple[tuple[Line, str], ...] = ()

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Lists":
        """All of them; a code that stands twice is told."""
        found: dict[str, list[Choice]] = {}
        repeated: list[tuple[Line, str]] = []
        seen: set[tuple[str, str]] = set()
        for line in lines:
            name, code = line.cell("list_name"), line.cell("name")
            if not name or not code:
                continue
            if (name, code.casefold()) in seen:
                repeated.append((line, f"The choice '{code}' of '{name}' stands twice; the second is not read."))
                continue
            seen.add((name, code.casefold()))
            found.setdefault(name, []).append(Choice(code, plain(line.cell("label")) or code, line))
        return cls({name: tuple(_told_apart(choices)) for name, choices in found.items()}, tuple(repeated))


def _told_apart(choices: Iterable[Choice]) -> Iterator[Choice]:
    """Choices whose labels differ: a second of the same label gets its code beside it."""
    labels: set[str] = set()
    for choice in choices:
        label = choice.label if choice.label.casefold() not in labels else f"{choice.label} ({choice.code})"
        labels.add(label.casefold())
        yield replace(choice, label=label)


def named_questions(outline: Outline, lists: Lists, language: str) -> list[Named]:
    """The questions of a form in order."""
    taken: set[str] = set()
    return [named for question in questions(outline) for named in _named(question, lists, language, taken)]


def _named(question: Question, lists: Lists, language: str, taken: set[str]) -> Iterator[Named]:
    written = question.line.cell("name") or "question"
    choices = lists.lists.get(question.kind.choices, ())
    kind = question.kind.type
    if question.kind.other and choices and OTHER not in {choice.code for choice in choices}:
        choices = (*choices, Choice(OTHER, OTHER_LABEL))
    if kind in {MATRIX, CHECKLIST} and choices:
        yield _group(question, written, choices, taken)
    else:
        type_ = _type(question, choices, language)
        yield Named(
            question,
            name_for(written, taken),
            written,
            type_,
            _decimals(question.line) if type_ == "decimal" else 0,
            choices if type_ == "code" else (),
            ends=_ends(question.line, lists) if type_ == "integer" else (),
        )


def _ends(line: Line, lists: Lists) -> tuple[Choice, ...]:
    """The words at the two ends of a range."""
    named = [part.partition("=")[2] for part in line.cell("parameters").split() if part.startswith("tick_labelset=")]
    labels = lists.lists.get(named[0], ()) if named else ()
    return (labels[0], labels[-1]) if len(labels) > 1 else ()


def _type(question: Question, choices: tuple[Choice, ...], language: str) -> str:
    line, kind = question.line, question.kind.type
    if kind in {"code", CHECKLIST, MATRIX}:
        if not choices:
            return "text"
        return "boolean" if kind == "code" and _is_yes_or_no(choices, language) else "code"
    own = line.cell("skjemaverk_type")
    if own in OWN_TYPES and line.cell("type").lower() in COMPUTED:
        return own
    if kind == "text":
        is_long = "multiline" in line.cell("appearance") or "rows=" in line.cell("parameters").replace(" ", "")
        bound = TYPE_OF_BOUND.get(line.cell("bind::type"), "")
        return bound or ("longtext" if is_long else "text")
    if line.cell("type").lower() == "range" and "." in line.cell("parameters"):
        return "decimal"
    return kind


def _is_yes_or_no(choices: tuple[Choice, ...], language: str) -> bool:
    words = yes_or_no(language)
    said = [(choice.code, choice.label) for choice in choices]
    return said == [(YES, words[0]), (NO, words[1])]


def yes_or_no(language: str) -> tuple[str, str]:
    """What yes and no are called in a language."""
    return YES_NO.get(language, YES_NO["en"])


def _decimals(line: Line) -> int:
    written = line.cell("skjemaverk_decimals")
    return int(written) if len(written) == 1 and written.isdigit() else ANY_DECIMALS


def _group(question: Question, written: str, choices: tuple[Choice, ...], taken: set[str]) -> Named:
    """A checklist, or a matrix: names of its parts so that none is too long or taken."""
    ours = folded_name(written)
    columns = [_folded(choice.code) for choice in choices]
    rows = [_row_key(row, written) for row in question.rows]
    longest = len(ours) + max(map(len, columns)) + max(map(len, rows), default=-1) + 2
    if longest > LONGEST:
        ours = name_for(written, set(), LONGEST_GROUP)
        columns = [name_for(key, set(), LONGEST_KEY) for key in columns]
        rows = [name_for(key, set(), LONGEST_KEY) for key in rows]
    name = name_for(ours, taken, LONGEST_GROUP if longest > LONGEST else LONGEST)
    columns, rows = _distinct(columns), _distinct(rows)
    for key in [f"{row}_{column}" for row in rows for column in columns] if rows else columns:
        taken.add(f"{name}_{key}")
    return Named(
        question,
        name,
        written,
        MATRIX if question.rows else CHECKLIST,
        choices=choices,
        ticks=dict(zip((choice.code for choice in choices), columns, strict=True)),
        rows=tuple(zip(rows, question.rows, strict=True)),
    )


def _folded(written: str) -> str:
    """A part of a name, which may be any word since it never stands alone."""
    name = folded_name(f"x {written}").removeprefix("x_")
    return name if name[:1].isalpha() else f"v_{name}"


def _row_key(row: Line, written: str) -> str:
    said = row.cell("skjemaverk_row")
    if re.fullmatch("[a-z][a-z0-9_]{0,39}", said):
        return said
    name = row.cell("name")
    return _folded(name.removeprefix(f"{written}_") or name)


def _distinct(keys: list[str]) -> list[str]:
    seen: set[str] = set()
    found = []
    for key in keys:
        found.append(name_for(key, seen) if key in seen else key)
        seen.add(key)
    return found


# ---- what they mean ----


def meanings(named: Iterable[Named], outline: Outline) -> Fields:
    """What each name of the form is in an expression."""
    fields: dict[str, Meant] = {}
    for each in named:
        for written, meant in _meant(each):
            is_twice = written in fields
            fields[written] = (
                Meant(written, "nothing", why=f"'{written}', of which there are several") if is_twice else meant
            )
    for line, why in outline.kept:
        name = line.cell("name")
        if line.cell("type").lower() in TODAY:
            fields.setdefault(name, Meant(name, "today"))
        elif name:
            fields.setdefault(name, Meant(name, "nothing", why=f"'{name}', which is {why or 'no question here'}"))
    return fields


def _meant(each: Named) -> Iterator[tuple[str, Meant]]:
    if each.type == MATRIX:
        beside = tuple(row.cell("name") for _, row in each.rows)
        for key, row in each.rows:
            ticks = {code: f"{each.name}_{key}_{column}" for code, column in each.ticks.items()}
            yield row.cell("name"), Meant(f"{each.name}_{key}", "ticks", ticks=ticks, beside=beside)
    elif each.type == CHECKLIST:
        yield each.written, Meant(each.name, "ticks", ticks={c: f"{each.name}_{key}" for c, key in each.ticks.items()})
    else:
        yield each.written, meant_variable(each)


def meant_variable(each: Named) -> Meant:
    """What a question with one variable is in an expression."""
    if each.type == "code":
        codes = frozenset(choice.code for choice in each.choices)
        missing = tuple(choice.code for choice in each.choices if choice.reason)
        whole = are_whole(codes)
        return Meant(each.name, "code" if whole else "code-text", codes, missing=missing, whole=whole)
    if each.line.cell("type").lower() in {"acknowledge", "trigger"}:
        return Meant(each.name, "acknowledge")
    kind = {"integer": "number", "decimal": "number", "longtext": "text"}.get(each.type, each.type)
    return Meant(each.name, kind, whole=each.type == "integer")


def are_whole(codes: Iterable[str]) -> bool:
    """Whether all codes are whole numbers as our language reads them."""
    codes = list(codes)
    digits = [code.removeprefix("-") for code in codes]
    return bool(codes) and all(
        part.isascii() and part.isdigit() and len(part) <= 15 and code == str(int(code))
        for part, code in zip(digits, codes, strict=True)
    )
