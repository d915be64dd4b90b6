"""The rows of a survey in order: which part each question is in, what groups are, and what is no question. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from catalogue.formats.xlsform.columns import Line
from catalogue.formats.xlsform.types import (
    CHECKLIST,
    COMPUTED,
    GROUP_BEGIN,
    GROUP_END,
    REPEAT_BEGIN,
    REPEAT_END,
    Kind,
    control_of,
    kind_of,
)

Raw = tuple[Line, ...]
"""Rows that are kept as they are."""


@dataclass(slots=True)
class Question:
    """One question, or the rows of a matrix; `conditions` are of groups that are no parts here."""

    line: Line
    kind: Kind
    conditions: tuple[Line, ...] = ()
    rows: Raw = ()
    before: Raw = ()
    is_conditional: bool = False


@dataclass(slots=True)
class Part:
    """A titled part: the group that opens it (None for questions outside all), and the groups around that one."""

    line: Line | None
    around: tuple[Line, ...] = ()
    before: Raw = ()
    help: Line | None = None
    items: list[Question] = field(default_factory=list)
    continued: bool = False


@dataclass(slots=True)
class Outline:
    """A survey: its parts, its help, rows without answer with the reason, and what to say of rows."""

    parts: list[Part] = field(default_factory=list)
    help: Line | None = None
    after: Raw = ()
    kept: list[tuple[Line, str]] = field(default_factory=list)
    remarks: list[tuple[Line, str, str]] = field(default_factory=list)

    def keep(self, question: Question) -> None:
        """Make a question a row that waits for the question after it."""
        self.kept.append((question.line, ""))
        part = next(part for part in self.parts if any(item is question for item in part.items))
        place = next(place for place, item in enumerate(part.items) if item is question)
        del part.items[place]
        rows = (*question.before, question.line)
        after = next((item for item in part.items[place:]), None)
        if after is not None:
            after.before = (*rows, *after.before)
        else:
            self.after = (*rows, *self.after)


def outlined(lines: Sequence[Line]) -> Outline:
    """The outline of a survey's rows."""
    walk = _Walk(list(lines))
    walk.all()
    return walk.found


class _Walk:
    """One row after the other."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines, self.place = lines, 0
        self.found = Outline()
        self.open: list[tuple[Line, bool]] = []
        self.part: Part | None = None
        self.waiting: list[Line] = []

    def all(self) -> None:
        while self.place < len(self.lines):
            line = self.lines[self.place]
            self.place += 1
            self.row(line)
        for line, _ in self.open:
            self.remark(line, "unclosed-group", "The group does not end; it ends with the last row here.")
        self.found.after = tuple(self.waiting)
        self.found.parts = [part for part in self.found.parts if part.items]

    def row(self, line: Line) -> None:
        written = line.cell("type")
        control = control_of(written)
        if control == GROUP_BEGIN:
            self.begin(line)
        elif control == REPEAT_BEGIN:
            self.keep_all(line, self.inside(REPEAT_BEGIN, REPEAT_END), "inside a part that is filled in several times")
        elif control in {GROUP_END, REPEAT_END}:
            self.end(line)
        elif written:
            self.question(line)
        elif line.cell("name") or line.cell("label"):
            self.remark(line, "no-type", "The row has no type, so it is no question and is not read.")

    def begin(self, line: Line) -> None:
        matrix = self.matrix(line)
        if matrix is not None:
            self.add(matrix)
            return
        is_part = bool(line.cell("label")) or not self.open
        self.open.append((line, is_part))
        if not is_part:
            return
        around = tuple(group for group, _ in self.open[:-1])
        if around:
            message = "A group inside another is a part of its own here; the conditions of both hold."
            self.remark(line, "group-in-group", message)
        self.part = Part(line, around, self.taken())
        self.found.parts.append(self.part)

    def end(self, line: Line) -> None:
        if not self.open:
            self.remark(line, "unopened-group", "The row ends a group that has not begun, and is not read.")
            return
        _, was_part = self.open.pop()
        if was_part:
            self.part = None

    def question(self, line: Line) -> None:
        kind = kind_of(line.cell("type"))
        if line.cell("skjemaverk_note"):
            return
        if line.cell("type").lower() in COMPUTED and line.cell("skjemaverk_type"):
            said = line.cell("skjemaverk_type")
            kind = kind_of(said) if said.startswith("select_one ") else Kind("text")
        if kind.type:
            self.add(Question(line, kind))
            if kind.other:
                self.add(Question(_which_other(line), Kind("text")))
        elif line.cell("type").lower() == "note" and self.is_help(line):
            self.help(line)
        else:
            self.keep_all(line, [], kind.why)

    def is_help(self, line: Line) -> bool:
        """Whether a text to read is the first thing of a part or of the form."""
        if not line.cell("label") or line.cell("relevant"):
            return False
        if not self.open:
            return not self.found.parts and self.found.help is None
        return self.part is not None and not self.part.items and self.part.help is None and self.open[-1][1]

    def help(self, line: Line) -> None:
        if self.part is None:
            self.found.help = line
        else:
            self.part.help = line

    def add(self, question: Question) -> None:
        if self.part is None:
            self.part = self.loose()
            self.found.parts.append(self.part)
        question.conditions = tuple(group for group, is_part in self.open if not is_part and group.cell("relevant"))
        if self.part.line is not None and not self.part.continued:
            depth = next(place for place, (group, _) in enumerate(self.open) if group is self.part.line)
            inner = self.open[depth:]
            question.conditions = tuple(group for group, is_part in inner if not is_part and group.cell("relevant"))
        question.before = self.taken()
        question.is_conditional = any(group.cell("relevant") for group, _ in self.open)
        self.part.items.append(question)

    def loose(self) -> Part:
        """A part for questions after a group inside another has ended, or outside all groups."""
        titled = [place for place, (_, is_part) in enumerate(self.open) if is_part]
        if not titled:
            return Part(None)
        last = titled[-1]
        return Part(self.open[last][0], tuple(group for group, _ in self.open[:last]), continued=True)

    def keep_all(self, line: Line, others: list[Line], why: str) -> None:
        """Rows without an answer wait for the question after them."""
        self.waiting += [line, *others]
        self.found.kept.append((line, why))
        self.found.kept += [(other, "") for other in others]

    def taken(self) -> Raw:
        waiting, self.waiting = tuple(self.waiting), []
        return waiting

    def inside(self, begin: str, end: str) -> list[Line]:
        """All rows up to the end of what has begun."""
        depth, start = 1, self.place
        while self.place < len(self.lines) and depth:
            control = control_of(self.lines[self.place].cell("type"))
            depth += (control == begin) - (control == end)
            self.place += 1
        return self.lines[start : self.place]

    def remark(self, line: Line, slug: str, message: str) -> None:
        self.found.remarks.append((line, slug, message))

    def matrix(self, line: Line) -> Question | None:
        """A group of choices of several from one list, shown as a table, is a matrix."""
        start = self.place
        rows = self.inside(GROUP_BEGIN, GROUP_END)
        shown = [row for row in rows[:-1] if row.cell("type")]
        kinds = [kind_of(row.cell("type")) for row in shown]
        if rows and control_of(rows[-1].cell("type")) == GROUP_END and _is_table(line, shown, kinds):
            answered = tuple(row for row in shown if row.cell("appearance") != "label")
            return Question(line, Kind("matrix", kinds[0].choices), rows=answered)
        self.place = start
        return None


def _which_other(line: Line) -> Line:
    """The question after a choice of `other`: which."""
    name = line.cell("name")
    cells = {("type", ""): "text", ("name", ""): f"{name}_other", ("label", ""): "Specify other."}
    return Line.of(line.number, {**cells, ("relevant", ""): f"selected(${{{name}}}, 'other')"}, line.columns)


PLAIN_APPEARANCES = frozenset({"", "list-nolabel", "label"})
ONLY = frozenset({"type", "name", "label", "appearance"})
"""What the rows of a matrix may say, beside columns of our own."""


def _is_table(line: Line, shown: list[Line], kinds: list[Kind]) -> bool:
    if not shown or len({kind.choices for kind in kinds}) != 1:
        return False
    if any(kind.type != CHECKLIST or kind.other for kind in kinds):
        return False
    said = {column for row in shown for column, _ in row.cells if not column.startswith("skjemaverk_")}
    nolabel = [row.cell("appearance") for row in shown]
    is_grid = "list-nolabel" in nolabel and all(shown in {"label", "list-nolabel"} for shown in nolabel)
    return said <= ONLY and set(nolabel) <= PLAIN_APPEARANCES and ("table-list" in line.cell("appearance") or is_grid)


def parts_of(outline: Outline) -> Iterator[tuple[Part, Question]]:
    """All questions of a form with their parts."""
    return ((part, item) for part in outline.parts for item in part.items)


def questions(outline: Outline) -> Iterator[Question]:
    """All questions of a form."""
    return (item for part in outline.parts for item in part.items)
