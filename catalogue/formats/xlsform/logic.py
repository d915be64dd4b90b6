"""The logic of a form's questions in XPath, and whether what a form once had still says the same. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from catalogue.expressions.nodes import Call, Literal, Node, Reference, references
from catalogue.expressions.printer import to_text
from catalogue.findings import Finding, Location
from catalogue.formats.expressing import CannotSay, joined
from catalogue.formats.losses import LIMIT_KEYS, SLUG
from catalogue.formats.records import note
from catalogue.formats.values import plain_number
from catalogue.formats.xlsform.asked import Item, tick_keys
from catalogue.formats.xlsform.columns import Place
from catalogue.formats.xlsform.computing import Around
from catalogue.formats.xlsform.constraints import is_decided
from catalogue.formats.xlsform.entries import TRIED, unrounded
from catalogue.formats.xlsform.meaning import condition
from catalogue.formats.xlsform.meant import Fields
from catalogue.formats.xlsform.said import broken_text, condition_text, truth_text, value_text
from catalogue.formats.xlsform.spelling import Names, quoted
from catalogue.formats.xlsform.xpath import XPath, parse
from catalogue.model import Expression, Form, Group, Rule, Variable
from catalogue.value_types import VALUE_TYPES

Row = dict[Place, str]


@dataclass(slots=True)
class Logic:
    """What the questions of a form wait for, compute and require."""

    form: Form
    names: Names
    fields: Fields
    findings: list[Finding]
    own: Mapping[str, Node]
    rules: Mapping[str, list[Rule]] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Form, names: Names, fields: Fields, findings: list[Finding]) -> "Logic":
        """The logic of a form, its rules at the questions that decide them."""
        sections = {id(section.enable_when) for section in form.sections if section.enable_when}
        own = {
            use.owner: use.expression.node
            for use in form.uses
            if use.key == "enable_when" and id(use.expression) not in sections
        }
        logic = cls(form, names, fields, findings, own)
        logic.rules = logic._placed()
        return logic

    def condition(self, node: Node, owner: str, at: Location) -> str:
        """A condition, or nothing with a finding."""
        return self._said(lambda: condition_text(node, self.names), node, owner, at)

    def _said(self, say: Callable[[], str], node: Node, owner: str, at: Location) -> str:
        try:
            return say()
        except CannotSay as problem:
            message = f"'{self.form.address}.{owner}': '{to_text(node)}' cannot be written: {problem}."
            self.findings.append(note(at, SLUG, message))
            return ""

    def cells(self, item: Item, said: Mapping[str, str]) -> Row:
        """The cells of logic of one question; `said` is what a form once had in them."""
        question = item.question
        found = {
            "relevant": self._relevant(item),
            "constraint": self._constraint(item),
            **(self._of_variable(item, question) if isinstance(question, Variable) else {}),
        }
        return {(column, ""): text for column, text in found.items() if text}

    def _relevant(self, item: Item) -> str:
        owners = [item.group.name] if item.group else []
        owners.append(item.question.name)
        nodes = [self.own[owner] for owner in dict.fromkeys(owners) if owner in self.own]
        return self.condition(joined("and", nodes), item.question.name, item.question.at) if nodes else ""

    def _of_variable(self, item: Item, variable: Variable) -> Row:
        found: dict[str, str] = {}
        if variable.required_when is not None and not variable.required:
            found["required"] = self.condition(variable.required_when.node, variable.name, variable.at)
        if variable.calculate is not None:
            found["calculation"] = self._calculation(variable, variable.calculate)
        if variable.prefill is not None:
            found["default"] = self._default(variable, variable.prefill)
        return found  # type: ignore[return-value]

    def _calculation(self, variable: Variable, calculate: Expression) -> str:
        kind = self._kind(variable)
        node = calculate.node
        if kind == "boolean":
            return self._said(lambda: truth_text(node, self.names), node, variable.name, variable.at)
        return self._said(lambda: value_text(node, kind, self.names), node, variable.name, variable.at)

    def _kind(self, variable: Variable) -> str:
        kind = VALUE_TYPES[variable.type].expression_type
        if kind == "code":
            return "number" if variable.codelist is not None and variable.codelist.numeric else "text"
        return kind

    def _default(self, variable: Variable, prefill: Expression) -> str:
        match prefill.node:
            case Literal(bool() as value):
                return "yes" if value else "no"
            case Literal(float() as value):
                return plain_number(value)
            case Literal(str() as value) if "(" not in value and "$" not in value:
                return value
            case Literal(value) if value is not None and not isinstance(value, str):
                return str(value)
        kind, node = self._kind(variable), prefill.node
        return self._said(lambda: value_text(node, kind, self.names), node, variable.name, variable.at)

    # ---- constraints ----

    def _placed(self) -> dict[str, list[Rule]]:
        """Each hard rule at the last question that must be answered for it to be broken."""
        order = [variable.name for variable in self.form.variables]
        placed: dict[str, list[Rule]] = {}
        for rule in self.form.rules:
            names = [name for name in order if name in references(rule.require.node)]
            deciding = [name for name in names if is_decided(rule.require.node, name)]
            if rule.severity == "hard" and deciding:
                placed.setdefault(deciding[-1], []).append(rule)
        return placed

    def _constraint(self, item: Item) -> str:
        question = item.question
        if isinstance(question, Group):
            return self._none(question) if not question.rows else ""
        parts = [*self._limits(question), *self._required(question)]
        return " and ".join(parts)

    def _none(self, group: Group) -> str:
        key = next((key for key, tick in tick_keys(group).items() if tick.name == group.none), None)
        if key is None:
            return ""
        choice = self.names.of(f"{group.name}_{key}").choice
        return f"not(selected(., {quoted(choice)}) and count-selected(.) > 1)"

    def _limits(self, variable: Variable) -> Iterator[str]:
        if variable.is_calculated or variable.display == "scale":
            return
        for key, sign, name in (("min", ">=", "ge"), ("max", "<=", "le")):
            limit = getattr(variable.limits, key)
            if isinstance(limit, Expression):
                text = self._limit(variable, name, sign, limit)
                if text:
                    yield text
            elif limit is not None:
                yield f". {sign} {plain_number(limit) if isinstance(limit, float) else _day(str(limit))}"
        if variable.max_length is not None:
            yield f"string-length(.) <= {variable.max_length}"

    def _limit(self, variable: Variable, name: str, sign: str, limit: Expression) -> str:
        names = self.names.from_within(variable.name)
        if not references(limit.node):
            say = lambda: f". {sign} {value_text(limit.node, self._kind(variable), names)}"  # noqa: E731
        else:
            say = lambda: f"not({broken_text(Call(name, (Reference(variable.name), limit.node)), names)})"  # noqa: E731
        return self._said(say, limit.node, variable.name, variable.at)

    def _required(self, variable: Variable) -> Iterator[str]:
        for rule in self.rules.get(variable.name, ()):
            node = rule.require.node
            text = self._said(lambda node=node: self._rule(node, variable), node, rule.name, rule.at)
            if text:
                yield text

    def _rule(self, node: Node, variable: Variable) -> str:
        names = self.names.from_within(variable.name)
        if set(references(node)) == {variable.name}:
            text = condition_text(node, names)
            return f"({text})" if " or " in text else text
        return f"not({broken_text(node, names)})"

    def still_says(self, written: str, node: Node | None, read: Callable[[XPath, Around], Node], owner: str) -> bool:
        """Whether what a form once had in a cell means what the catalogue says now."""
        try:
            again = read(parse(written), Around(self.fields, owner, condition))
        except TRIED:
            return node is None
        return node is not None and to_text(unrounded(again)) == to_text(unrounded(node))


LIMITS = LIMIT_KEYS


def _day(text: str) -> str:
    return f"date('{text}')"
