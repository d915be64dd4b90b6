"""What a variable's type cannot say, as constraint rules of ModellDCAT-AP-NO with expressions of our language. Pure."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from catalogue.expressions.nodes import references
from catalogue.model import Era, Expression, Form, Limit, Retirement, Rule, Variable
from renderers.linked_data.iris import Iris
from renderers.linked_data.periods import period, periods
from renderers.linked_data.terms import DCT, MODEL, OWL, SKOS, XSD, Iri, Triples, Value, Words, about, decimal, kinds
from renderers.linked_data.wording import Wordings

SIDES = (("min", ">="), ("soft_min", ">="), ("soft_max", "<="), ("max", "<="))
SAID: Mapping[str, Callable[[Variable], Expression | None]] = MappingProxyType(
    {
        "enable_when": lambda variable: variable.enable_when,
        "required_when": lambda variable: variable.required_when,
        "calculate": lambda variable: variable.calculate,
        "prefill": lambda variable: variable.prefill,
        "valid_on": lambda variable: variable.valid_on,
    }
)
"""What a variable says with an expression, by its key."""


def constraints(form: Form, variable: Variable, iris: Iris) -> Triples:
    """A rule for each limit, condition and formula that its simple type has no facet for."""
    for key, text in _expressions(variable):
        node = iris.of("constraint", form.address, variable.name, key)
        yield from kinds(node, MODEL("ConstraintRule"))
        yield from about(
            node,
            (DCT("title"), Words(f"{variable.name}: {key}")),
            (MODEL("constraintExpression"), Words(text)),
            (MODEL("constrains"), iris.variable(form, variable.name)),
        )


def _expressions(variable: Variable) -> Iterator[tuple[str, str]]:
    for key, sign in SIDES:
        limit: Limit | Expression | None = getattr(variable.limits, key)
        if limit is not None and (key.startswith("soft") or not isinstance(limit, int | float)):
            yield key, f"{variable.name} {sign} {_written(limit)}"
    for key, said in SAID.items():
        expression = said(variable)
        if expression is not None:
            yield key, expression.text
    if variable.otherwise is not None:
        yield "otherwise", str(variable.otherwise).lower() if variable.type == "boolean" else str(variable.otherwise)


def _written(limit: Limit | Expression) -> str:
    match limit:
        case Expression():
            return limit.text
        case date():
            return f"date '{limit.isoformat()}'"
        case _:
            return decimal(limit).text


def rules(form: Form, iris: Iris, wordings: Wordings) -> Triples:
    """The form's rules; each constrains what it reads of the form, or the form."""
    for rule in form.rules:
        yield from _rule(form, rule, iris, wordings)


def _rule(form: Form, rule: Rule, iris: Iris, wordings: Wordings) -> Triples:
    node = iris.of("rule", form.address, rule.name)
    read = [iris.variable(form, name) for name in references(rule.require.node) if name in form.variable]
    yield from kinds(node, MODEL("ConstraintRule"))
    yield from about(
        node,
        (DCT("title"), Words(f"{rule.name} ({rule.severity})")),
        (DCT("description"), wordings.of(rule.message)),
        (MODEL("constraintExpression"), Words(rule.require.text)),
        (MODEL("constrains"), read or iris.form(form)),
    )
    yield from lifetime(node, rule.collected, rule.retired, wordings)


def lifetime(node: Iri, era: Era | None, retired: Retirement | None, wordings: Wordings) -> Triples:
    """When something is collected, and since when it no longer is."""
    if retired is not None:
        yield node, OWL("deprecated"), Value("true", XSD("boolean"))
        yield from about(node, (SKOS("changeNote"), wordings.written(f"{retired.version}: {retired.reason}")))
    for number, span in enumerate(periods(era) if era else (), start=1):
        when = Iri(f"{node.value}#period-{number}")
        yield node, DCT("temporal"), when
        yield from period(when, span)
