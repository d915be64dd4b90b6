"""A form's evaluation as stages of a query: each adds columns to the one before, until every value is known.

First what is refused, then, by dependency, what is asked and what is computed: the order of `python_form.py`. A
variable's evaluated value is the column of its own name.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from catalogue.dependencies import evaluation_order
from catalogue.expressions.nodes import Node
from catalogue.model import Era, Expression, Form, Group, Variable
from engine.answers import IssueSeverity
from engine.compilers.spark_words import spark_name, spark_text, spark_whole
from engine.constraints import SYSTEM_REASONS, constraint, has_ticks
from engine.spark import words as names
from engine.spark.checks import Checks
from engine.spark.reading import not_whole
from engine.spark.words import Words

Stage = list[str]
"""The columns a stage adds, each as it stands in a SELECT."""

FALSE = "FALSE"


@dataclass(slots=True)
class Stages:
    """The stages being written, and what later ones refer to.

    `kinds` says what the table has of variables and reasons (as `<name> reason`), and as what. `levels` says in which
    stage a name has its value.
    """

    words: Words
    checks: Checks
    kinds: Mapping[str, str]
    first: Stage = field(default_factory=list)
    second: Stage = field(default_factory=list)
    later: list[Stage] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)
    eras: dict[Era, str] = field(default_factory=dict)
    conditions: dict[Node, str] = field(default_factory=dict)

    @property
    def form(self) -> Form:
        """The form that is evaluated."""
        return self.words.form

    def has(self, name: str) -> bool:
        """Whether the table has a column for a variable or reason."""
        return name in self.kinds

    def gone(self, variable: Variable) -> str:
        """Whether a variable has no value since it was not collected or is retired."""
        if variable.retired is not None and not variable.is_calculated:
            return "TRUE"
        return f"(NOT {self.eras[variable.collected]})" if variable.collected else FALSE

    def off(self, variable: Variable) -> str:
        """Whether a variable is not asked."""
        if variable.enable_when is None or variable.is_calculated or not self._may_be_off(variable):
            return FALSE
        asked = f"({self.conditions[variable.enable_when.node]} IS NOT TRUE"
        return f"{asked} AND {self.eras[variable.collected]})" if variable.collected else f"{asked})"

    def _may_be_off(self, variable: Variable) -> bool:
        """What has an era and is retired is always gone, and so never merely not asked."""
        return variable.retired is None or variable.collected is None

    def ticked(self, variable: Variable) -> str:
        """A variable's value as given, or FALSE beside a tick of its group that is answered."""
        group = self.form.groups.get(variable.group or "")
        if group is None or not has_ticks(group):
            return names.given(variable.name)
        return f"coalesce({names.given(variable.name)}, CASE WHEN {_answered(group)} THEN FALSE END)"

    def all(self) -> Iterator[Stage]:
        """The stages in order; those that add nothing are left out."""
        return (stage for stage in (self.first, self.second, *self.later) if stage)

    def add(self, level: int, column: str, text: str) -> None:
        """One more column in a later stage; the levels of later stages begin at 1."""
        while len(self.later) < level:
            self.later.append([])
        self.later[level - 1].append(_column(text, column))


def stages(words: Words, checks: Checks, kinds: Mapping[str, str]) -> Stages:
    """The evaluation of a form, given the columns that its table has."""
    written = Stages(words, checks, kinds)
    asked = [variable for variable in words.form.variables if not variable.is_calculated]
    _write_eras(written)
    for group in words.form.groups.values():
        if has_ticks(group):
            given = " OR ".join(f"{names.given(part.name)} IS NOT NULL" for part in group.variables)
            written.first.append(_column(f"({given})", _answered(group)))
    for variable in words.form.variables:
        _write_refusal(written, variable)
    for reason_name, variables in words.form.reason_names.items():
        _write_reason_refusal(written, reason_name, variables)
    for variable in asked:
        _write_admitted(written, variable)
    read = frozenset(names.read_by(_nodes(words.form)))
    for variable in evaluation_order(words.form):
        level = _write_value(written, variable)
        written.levels[variable.name] = level
        if f"{variable.name} reason" in read:
            _write_reason(written, variable, level + 1)
    return written


def _column(text: str, column: str) -> str:
    return f"{text} AS {column}"


def _answered(group: Group) -> str:
    return spark_name(f"{group.name} answered")


def _nodes(form: Form) -> Iterator[Node]:
    """Every expression of the form."""
    for variable in form.variables:
        bounds = variable.limits
        conditions = (variable.enable_when, variable.required_when, variable.calculate, variable.valid_on)
        limits = (bounds.min, bounds.soft_min, bounds.soft_max, bounds.max)
        yield from (part.node for part in (*conditions, *limits) if isinstance(part, Expression))
    yield from (rule.require.node for rule in form.rules)


def _write_eras(written: Stages) -> None:
    eras = (*(variable.collected for variable in written.form.variables),)
    for number, era in enumerate(dict.fromkeys(era for era in eras if era), 1):
        written.eras[era] = spark_name(f"era {number}")
        written.first.append(_column(names.in_era(era, names.DAY), written.eras[era]))


def _write_refusal(written: Stages, variable: Variable) -> None:
    """What a value may be at all, in the order in which `Constraint` says it."""
    rules = list(_unread(variable, written.kinds[variable.name])) if written.has(variable.name) else []
    if written.has(variable.name) and not variable.is_calculated:
        rules += _breaks(variable)
    text = written.checks.first(variable.name, IssueSeverity.REFUSED, *rules)
    written.first.append(_column(text, names.refused(variable.name)))


def _unread(variable: Variable, kind: str) -> Iterator[tuple[str, str]]:
    """There is something, and it is no value of the variable's type."""
    nothing_read = f"{names.written(variable.name)} IS NOT NULL AND {names.given(variable.name)} IS NULL"
    another = not_whole(kind, names.written(variable.name)) if variable.type == "integer" else None
    if another is not None:
        yield f"{nothing_read} AND {another}", "not-whole"
    yield nothing_read, "unknown-code" if variable.type in {"code", "coding"} else "wrong-type"


def _breaks(variable: Variable) -> Iterator[tuple[str, str]]:
    bound, name = constraint(variable), names.given(variable.name)
    if bound.low is not None:
        yield f"{name} < {names.beside(bound.low)}", "below-min"
    if bound.high is not None:
        yield f"{name} > {names.beside(bound.high)}", "above-max"
    if bound.max_length is not None:
        yield f"char_length({name}) > {bound.max_length}", "too-long"
    if bound.decimals is not None:
        scale = f"{10.0**bound.decimals!r}D"
        yield f"({spark_whole(f'({name} * {scale} + 0.5D)')}) / {scale} <> {name}", "too-many-decimals"


def _write_reason_refusal(written: Stages, reason_name: str, variables: tuple[Variable, ...]) -> None:
    rules: list[tuple[str, str]] = []
    if written.has(f"{reason_name} reason"):
        reason = names.given_reason(reason_name)
        known = names.in_list((*variables[0].offered_reasons, *sorted(SYSTEM_REASONS)))
        answered = " OR ".join(f"{written.ticked(variable)} IS NOT NULL" for variable in variables)
        rules = [
            (f"{reason} NOT IN {known}", "unknown-reason"),
            (f"{reason} IS NOT NULL AND ({answered})", "value-and-reason"),
        ]
    text = written.checks.first(reason_name, IssueSeverity.REFUSED, *rules)
    written.second.append(_column(text, names.reason_refused(reason_name)))


def _write_admitted(written: Stages, variable: Variable) -> None:
    """The value that an evaluation begins with; it is the last one where nothing decides whether it is asked."""
    name = variable.name
    column = spark_name(name) if variable.enable_when is None else names.admitted(name)
    conditions = [f"{names.refused(name)} IS NULL"]
    if (gone := written.gone(variable)) != FALSE:
        conditions.append(f"NOT {gone}")
    text = f"CASE WHEN {' AND '.join(conditions)} THEN {written.ticked(variable)} END"
    written.second.append(_column(text, column))


def _write_value(written: Stages, variable: Variable) -> int:
    """The evaluated value, and the stage in which it stands."""
    condition = variable.enable_when.node if variable.enable_when else None
    asked = _write_condition(written, condition) if condition is not None else 0
    if variable.calculate is not None:
        level = max(asked, _level(written.levels, [variable.calculate.node])) + 1
        written.add(level, spark_name(variable.name), _calculation(written, variable))
        return level
    if variable.enable_when is None:
        return 0
    written.add(asked + 1, spark_name(variable.name), _asked_value(written, variable))
    return asked + 1


def _write_condition(written: Stages, node: Node) -> int:
    """A condition has a column of its own, however many variables are asked under it."""
    level = _level(written.levels, [node]) + 1
    if node not in written.conditions:
        written.conditions[node] = spark_name(f"condition {len(written.conditions) + 1}")
        written.add(level, written.conditions[node], written.words.expression(node))
    return level


def _level(levels: Mapping[str, int], nodes: Iterable[Node]) -> int:
    """The stage after which everything that these expressions read is known."""
    return max((levels.get(name, 0) for name in names.read_by(nodes)), default=0)


def _asked_value(written: Stages, variable: Variable) -> str:
    """NULL when not asked, or the `otherwise` when the condition is FALSE."""
    assert variable.enable_when is not None
    condition, instead = written.conditions[variable.enable_when.node], ""
    if variable.otherwise is not None and written.off(variable) != FALSE:
        collected = f" AND {written.eras[variable.collected]}" if variable.collected else ""
        instead = f" WHEN {condition} IS FALSE{collected} THEN {names.constant(variable, variable.otherwise)}"
    return f"CASE WHEN {condition} IS TRUE THEN {names.admitted(variable.name)}{instead} END"


def _calculation(written: Stages, variable: Variable) -> str:
    assert variable.calculate is not None
    text = written.words.expression(variable.calculate.node)
    if variable.enable_when is not None:
        text = f"CASE WHEN {written.conditions[variable.enable_when.node]} IS TRUE THEN {text} END"
    if variable.type == "integer":
        return f"CAST(CAST({text} AS BIGINT) AS DOUBLE)"
    if variable.type == "code" and variable.codelist is not None and variable.codelist.numeric:
        return f"CAST({text} AS INT)"
    return text


def _write_reason(written: Stages, variable: Variable, level: int) -> None:
    """The missing reason as it would be were the form final now, for expressions that read it."""
    branches = [f"WHEN {spark_name(variable.name)} IS NOT NULL THEN CAST(NULL AS STRING)"]
    if (gone := written.gone(variable)) != FALSE:
        branches.append(f"WHEN {gone} THEN 'not_collected'")
    if (off := written.off(variable)) != FALSE:
        branches.append(f"WHEN {off} THEN 'not_asked'")
    given = names.given_reason(variable.reason_name) if not variable.is_calculated else "CAST(NULL AS STRING)"
    otherwise = f"coalesce({given}, {spark_text('not_answered')})"
    written.levels[f"{variable.name} reason"] = level
    written.add(level, names.reason_then(variable.name), f"CASE {' '.join(branches)} ELSE {otherwise} END")
