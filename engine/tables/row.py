"""What one row of a form can decide by itself: which variables it holds, and which expressions look no further.

A condition sees one row. What reads another form, the person, the day or a value set is left to a query
(`row_external`); a calculation that does so is not stored at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.dependencies import stored_variables
from catalogue.expressions.nodes import Call, Node, references, walk
from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Form, Variable

UNSEEN_BY_A_ROW = frozenset({"today", "lookup"})


@dataclass(frozen=True, slots=True)
class Row:
    """The stored variables of a form in their order, and the missing reasons with the variables each speaks for.

    Beside a coding stands the edition of its system that the value was taken from (`editions`, by variable).
    """

    variables: Mapping[str, Variable]
    reasons: Mapping[str, tuple[Variable, ...]]

    @property
    def editions(self) -> Mapping[str, str]:
        """The edition of today by the name of each coding."""
        return {name: variable.system.version for name, variable in self.variables.items() if variable.system}

    def decides(self, node: Node) -> bool:
        """Whether a condition can evaluate the expression."""
        calls = {part.function for part in walk(node) if isinstance(part, Call)}
        return not calls & UNSEEN_BY_A_ROW and self.holds(node)

    def holds(self, node: Node) -> bool:
        """Whether the row has every variable that the expression reads."""
        return all(name in self.variables or name == TIMEPOINT for name in references(node))


def row_of(form: Form) -> Row:
    """The row of a form: all that is asked, and each calculation that reads nothing outside it."""
    return Row(stored_variables(form), form.reason_names)


def outside_names(form: Form) -> tuple[str, ...]:
    """What the form's expressions read from other forms and the person, each once."""
    names = (name for use in form.uses for name in references(use.expression.node) if "." in name)
    return tuple(dict.fromkeys(names))
