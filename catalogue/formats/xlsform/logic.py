"""The logic of a form's questions as cells: what XPath has the words for, and what only our own columns say. Pure.

Each cell is read again while it is written. What comes back otherwise than the catalogue says it stands in our own
columns beside the cells, with a check of these, so that a change of theirs counts more than what we once wrote.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from catalogue.expressions.nodes import Node, references
from catalogue.expressions.printer import to_text
from catalogue.findings import Finding
from catalogue.formats.expressing import joined, unrounded
from catalogue.formats.losses import SLUG
from catalogue.formats.records import note
from catalogue.formats.selecting import extras_of
from catalogue.formats.xlsform import kept, own
from catalogue.formats.xlsform.asked import Item, Naming, choice_of, codes_of, fields_of, tick_keys
from catalogue.formats.xlsform.cells import COLUMN_OF, NAMES, Cells, Seen
from catalogue.formats.xlsform.columns import OWN, Line, Place
from catalogue.formats.xlsform.constraints import is_decided
from catalogue.formats.xlsform.fields import MATRIX, Choice, Named
from catalogue.formats.xlsform.logical import Logical, Written, cells_of
from catalogue.formats.xlsform.meant import SYSTEM, Meant
from catalogue.formats.xlsform.outline import Question
from catalogue.formats.xlsform.shapes import names_in, shape_of_xpath
from catalogue.formats.xlsform.spelling import Names
from catalogue.formats.xlsform.types import CHECKLIST, Kind
from catalogue.model import Form, Group, Rule, Variable
from catalogue.value_types import VALUE_TYPES

Row = dict[Place, str]


@dataclass(slots=True)
class Logic:
    """What the questions of a form wait for, compute and require. `own` are the conditions as they were written."""

    form: Form
    called: Naming
    names: Names
    seen: Seen
    findings: list[Finding]
    own: Mapping[str, Node]
    rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    ruled: set[str] = field(default_factory=set)
    written_rules: list[tuple[Rule, str]] = field(default_factory=list)
    computed: dict[str, Written] = field(default_factory=dict)
    known_shapes: dict[Hashable, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Form, called: Naming, names: Names, findings: list[Finding]) -> "Logic":
        """The logic of a form, its rules at the questions that decide them."""
        sections = {id(section.enable_when) for section in form.sections if section.enable_when}
        conditions = {
            use.owner: use.expression.node
            for use in form.uses
            if use.key == "enable_when" and id(use.expression) not in sections
        }
        seen = Seen.of(fields_of(form, called))
        for name in called.days:
            seen.fields.setdefault(name, Meant(name, "today"))
        logic = cls(form, called, names, seen, findings, conditions, _placed(form))
        logic._compute()
        return logic

    def _compute(self) -> None:
        """The cells of all calculations; one that has no words there has no value, and no name for others."""
        spelt = dict(self.names.spelt)
        computed = {variable.name: variable for variable in self.form.variables if variable.is_calculated}
        waiting = set(computed)
        while waiting:
            self.computed |= {name: cells_of(_of_variable(computed[name]), self.names) for name in waiting}
            gone = {name for name in waiting if self.computed[name].unsaid}
            for name in gone:
                del spelt[name], computed[name]
            self.names = Names(dict(spelt), self.names.scope)
            waiting = {
                name
                for name, found in computed.items()
                if found.calculate and gone & {*references(found.calculate.node)}
            }

    def _written(self, logical: Logical) -> Written:
        """The cells of a question; those of a calculation without a condition are known."""
        known = self.computed.get(logical.name)
        return cells_of(logical, self.names) if known is None or logical.enable_when or logical.rules else known

    def condition(self, node: Node, owner: str, kept_text: str) -> str:
        """The condition of a section."""
        written = cells_of(Logical(owner, "boolean", enable_when=node), self.names)
        self._tell(owner, written, self.form)
        return written.cells.get("relevant", "") or kept_text

    def cells(self, item: Item) -> Row:
        """The cells of logic of one question, and our own columns where these do not say all."""
        logical = self._logical(item)
        if logical.is_empty and not any(column in kept.LOGIC for column in extras_of(item.question, SYSTEM)):
            return {}
        written = self._written(logical)
        self._tell(item.question.name, written, item.question)
        row = self._with_kept(dict(written.cells), item, logical)
        self.ruled |= {rule.name for rule in self.rules.get(item.question.name, ())}
        shape = self._shape(row, item, logical) if row == written.cells else None
        if self._comes_back(row, item, logical, shape):
            return {(column, ""): text for column, text in row.items()}
        said = {**logical.keys(), **({"none": self._none_key(item)} if logical.none else {})}
        own_cells = {f"{OWN}{key}": text for key, text in said.items()}
        own_cells[f"{OWN}{own.CHECK}"] = own.check_of(row)
        name = self.called.questions[item.name]
        self.written_rules += ((rule, name) for rule in self.rules.get(item.question.name, ()))
        return {(column, ""): text for column, text in {**row, **own_cells}.items()}

    def other_rules(self) -> Iterator[Rule]:
        """Rules that no question's constraint says."""
        return (rule for rule in self.form.rules if rule.name not in self.ruled)

    # ---- what the catalogue says ----

    def _logical(self, item: Item) -> Logical:
        question = item.question
        owners = [*([item.group.name] if item.group else []), question.name]
        nodes = [self.own[owner] for owner in dict.fromkeys(owners) if owner in self.own]
        asked = joined("and", nodes) if nodes else None
        if isinstance(question, Group):
            none = next(
                (choice_of(question, k, t) for k, t in tick_keys(question).items() if t.name == question.none), ""
            )
            return Logical(question.name, "boolean", enable_when=asked, required=question.required, none=none)
        rules = tuple(rule.require.node for rule in self.rules.get(question.name, ()))
        return _of_variable(question, asked, rules)

    def _none_key(self, item: Item) -> str:
        question = item.question
        return question.none.removeprefix(f"{question.name}_") if isinstance(question, Group) and question.none else ""

    def _wanted(self, item: Item, logical: Logical) -> dict[str, object]:
        """The keys that a reader must find."""
        found: dict[str, object] = dict(logical.keys())
        if logical.none:
            found["none"] = self._none_key(item)
        rules = self.rules.get(item.question.name, ())
        if rules:
            found["rule"] = [_rule_keys(rule) for rule in rules]
        return found

    # ---- what a reader finds ----

    def _comes_back(self, row: Mapping[str, str], item: Item, logical: Logical, shape: Hashable) -> bool:
        """Whether a reader finds in the cells what the catalogue says; looked at once for all rows of one shape."""
        if shape is None:
            return self._again(row, item) == self._wanted(item, logical)
        if shape not in self.known_shapes:
            self.known_shapes[shape] = self._comes_back(row, item, logical, None)
        return self.known_shapes[shape]

    def _shape(self, row: Mapping[str, str], item: Item, logical: Logical) -> Hashable:
        """All that decides it for cells we have written, with numbers for names; nothing when names decide it too."""
        question, own_name = item.question, self.called.questions[item.name]
        if isinstance(question, Group) or question.display == "scale":
            return None
        written = dict.fromkeys([own_name, *(name for text in row.values() for name in names_in(text))])
        meant = [self.seen.fields[name] for name in written]
        shapes = (
            logical.shape({each.name: number for number, each in enumerate(meant)}),
            *(each.shape for each in meant),
        )
        if None in shapes:
            return None
        numbers = {name: number for number, name in enumerate(written)}
        cells = [(column, shape_of_xpath(text, numbers)) for column, text in row.items()]
        return question.type, question.decimals, *cells, *shapes

    def _again(self, row: Mapping[str, str], item: Item, columns: Iterable[str] = tuple(NAMES)) -> dict[str, object]:
        cells = Cells(self._named(item, row), self.seen)
        found = {key: value for column in columns for key, value in cells.read(column).items() if key != "decimals"}
        if "required" in found:
            found["required"] = "true"
        if "rule" in found:
            rule = found["rule"]
            found["rule"] = [{**rule, "collected": None, "retired": None}]
        return found

    def _named(self, item: Item, row: Mapping[str, str]) -> Named:
        question = item.question
        cells: Row = {(column, ""): text for column, text in row.items()}
        is_scale = isinstance(question, Variable) and question.display == "scale" and not question.is_calculated
        cells["type", ""] = "range" if is_scale else "text"
        cells["label", ""] = question.label.source
        if is_scale and isinstance(question, Variable):
            cells["parameters", ""] = scale_text(question)
        cells["constraint_message", ""] = self.message(question.name) or extras_of(question, SYSTEM).get(
            "constraint_message", ""
        )
        asked = Question(Line.of(0, cells), Kind("text"))
        written = self.called.questions[item.name]
        if isinstance(question, Variable):
            choices = tuple(Choice(str(code.value), "") for code in codes_of(question))
            decimals = question.decimals or 0
            return Named(asked, question.name, written, question.type, decimals, choices)
        ticks = {choice_of(question, key, tick): key for key, tick in tick_keys(question).items()}
        return Named(asked, question.name, written, MATRIX if question.rows else CHECKLIST, ticks=ticks)

    def message(self, name: str) -> str:
        """What is said when the rules of a question are broken."""
        return " ".join(rule.message.source for rule in self.rules.get(name, ()))

    def _with_kept(self, row: dict[str, str], item: Item, logical: Logical) -> dict[str, str]:
        """The cells as a form once had them, where they still say the same."""
        said = extras_of(item.question, SYSTEM)
        for column in kept.LOGIC:
            text = said.get(column, "")
            if not text or not self.is_known(text):
                continue
            trial = {**row, column: text}
            wanted = {
                key: value
                for key, value in self._wanted(item, logical).items()
                if COLUMN_OF.get(key, "constraint") == column
            }
            if not wanted or self._again(trial, item, (column,)) == wanted:
                row = trial
        return row

    def is_known(self, text: str) -> bool:
        """Whether all questions that a text names are there."""
        return kept.referred(text) <= self.called.known

    def _tell(self, owner: str, written: Written, thing: Form | Variable | Group) -> None:
        for unsaid in written.unsaid:
            message = f"'{self.form.address}.{owner}': '{to_text(unsaid.node)}' cannot be written: {unsaid.why}."
            self.findings.append(note(thing.at, SLUG, message))


def _placed(form: Form) -> dict[str, tuple[Rule, ...]]:
    """Each hard rule at the last question that must be answered for it to be broken."""
    order = [
        variable.name
        for variable in form.variables
        if variable.group is None or form.groups[variable.group].kind == "instrument"
    ]
    placed: dict[str, tuple[Rule, ...]] = {}
    for rule in form.rules:
        used = set(references(rule.require.node))
        computed = {variable.name for variable in form.variables if variable.is_calculated}
        deciding = [name for name in order if name in used - computed and is_decided(rule.require.node, name)]
        if rule.severity == "hard" and deciding and not rule.retired and not rule.collected:
            placed[deciding[-1]] = (*placed.get(deciding[-1], ()), rule)
    return placed


def _rule_keys(rule: Rule) -> dict[str, object]:
    return {
        "rule": rule.name,
        "require": to_text(rule.require.node),
        "severity": rule.severity,
        "message": rule.message.source,
        "collected": rule.collected,
        "retired": rule.retired,
    }


def _of_variable(variable: Variable, asked: Node | None = None, rules: tuple[Node, ...] = ()) -> Logical:
    """The logic of a variable with this condition and these rules."""
    kind = expression_kind(variable)
    limits = variable.limits
    return Logical(
        variable.name,
        kind,
        enable_when=asked,
        required=variable.required and not variable.is_calculated,
        required_when=variable.required_when.node if variable.required_when and not variable.required else None,
        calculate=_calculation(variable, variable.calculate.node) if variable.calculate else None,
        rounded=(variable.decimals or 0) if kind == "number" else None,
        prefill=variable.prefill.node if variable.prefill else None,
        min=own.limit_text(limits.min),
        max=own.limit_text(limits.max),
        max_length="" if variable.max_length is None else str(variable.max_length),
        rules=rules,
    )


def _calculation(variable: Variable, node: Node) -> Node:
    """A calculation as it was written, without the rounding to its decimals; a code is not rounded."""
    return unrounded(node) if VALUE_TYPES[variable.type].expression_type == "number" else node


def expression_kind(variable: Variable) -> str:
    """The type of expression that gives a value of the variable."""
    kind = VALUE_TYPES[variable.type].expression_type
    if kind == "code":
        return "number" if variable.codelist is not None and variable.codelist.numeric else "text"
    return kind


def scale_text(variable: Variable) -> str:
    """The ends of a scale."""
    return f"start={own.limit_text(variable.limits.min)} end={own.limit_text(variable.limits.max)} step=1"
