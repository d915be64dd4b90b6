"""What a check looks at: the catalogue, its translations, and the declarations as written, for exact places.

Costly answers (names in scope, problems of expressions) are found once and shared by all checks.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from catalogue.expressions.inference import Problem, problems
from catalogue.expressions.nodes import references
from catalogue.expressions.problems import MISMATCH
from catalogue.expressions.scope import Scope, scope_of
from catalogue.findings import Location, Severity, did_you_mean
from catalogue.model import Catalogue, Expression, Form, Group, Use, Variable
from catalogue.source.documents import Mapping as Declaration
from catalogue.texts import Translations
from catalogue.value_types import VALUE_TYPES


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check has to say: a finding without its slug, which is the name of the check."""

    at: Location
    message: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True)
class Examined:
    """One catalogue under examination. `declarations` are the raw mappings by the place of the key that names them."""

    catalogue: Catalogue
    translations: Mapping[str, Translations] = field(default_factory=dict)
    declarations: Mapping[Location, Declaration] = field(default_factory=dict)

    def written(self, at: Location) -> Mapping[str, object]:
        """The keys and values an author wrote for the thing declared at this place; empty when it is one of many."""
        return self.declarations.get(at, {})

    def place(self, key: str, *declared: Location) -> Location:
        """Where a key is written: in the first of these declarations that has it, else the first declaration itself."""
        for at in declared:
            if key in self.written(at):
                return self.declarations[at].key_at(key)
        return declared[0]

    @cached_property
    def scopes(self) -> Mapping[str, Scope]:
        """The names that the expressions of each form may use."""
        return {form.address: scope_of(self.catalogue, form) for form in self.catalogue.forms}

    @cached_property
    def uses(self) -> tuple[tuple[Form, Use], ...]:
        """Every expression as written, with its form."""
        return tuple((form, use) for form in self.catalogue.forms for use in form.uses)

    @cached_property
    def problems(self) -> tuple[tuple[Expression, Problem], ...]:
        """What does not fit in the expressions."""
        value_sets = self.catalogue.value_sets
        return tuple(
            (use.expression, problem)
            for form, use in self.uses
            for problem in problems(use.expression.node, self.scopes[form.address], use.expects, value_sets)
            if problem.slug != MISMATCH or not self._reads_unclear(form, use)
        )

    def _reads_unclear(self, form: Form, use: Use) -> bool:
        """Whether an expression reads or makes something whose own type is in doubt: a mismatch would say it again."""
        known = self.reachable[form.address]
        names = (use.owner, *references(use.expression.node))
        return any(self._is_unclear(known[name]) for name in names if name in known)

    def _is_unclear(self, variable: Variable) -> bool:
        kind = self.written(variable.at).get("type")
        is_unknown = kind is not None and str(kind).strip() not in VALUE_TYPES
        return is_unknown or (variable.type == "code" and variable.codelist is None)

    def problems_called(self, slug: str) -> Iterator[Remark]:
        """The problems of one kind."""
        return (
            Remark(place_in(expression, problem.at), problem.message)
            for expression, problem in self.problems
            if problem.slug == slug
        )

    @cached_property
    def variables(self) -> tuple[tuple[Form, Group | None, Variable], ...]:
        """Every variable with its form and the group it belongs to."""
        return tuple(
            (form, form.groups.get(variable.group or ""), variable) for form, variable in self.catalogue.variables()
        )

    def others(self, form: Form) -> tuple[Form, ...]:
        """The forms this form can see beside itself, itself on other occasions included."""
        module = self.catalogue.forms_of(form.module) if form.module else ()
        person = self.catalogue.person
        return (*module, person) if person is not None and person is not form else module

    @cached_property
    def reachable(self) -> Mapping[str, Mapping[str, Variable]]:
        """For each form the variables by the names that its expressions give them."""
        return {form.address: self._reachable(form) for form in self.catalogue.forms}

    def _reachable(self, form: Form) -> Mapping[str, Variable]:
        found = dict(form.variable)
        for other in self.others(form):
            for occasion in other.occasion_names():
                found |= {f"{occasion}.{name}": variable for name, variable in other.variable.items()}
        return found


def place_in(expression: Expression, offset: int) -> Location:
    """The place of a character of an expression, which may have several lines."""
    return expression.at.after(expression.text[:offset])


def or_known(name: str, known: Iterable[str]) -> str:
    """How to end a sentence about an unknown name: with the nearest, else with all that are known."""
    names = sorted(known)
    return did_you_mean(name, names) or (f" Known: {', '.join(names)}." if names else "")


def subject(variable: Variable, group: Group | None) -> str:
    """What an author calls the declaration: a matrix's cells are declared as one."""
    return group.name if group is not None and group.kind == "matrix" else variable.name
