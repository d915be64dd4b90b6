"""Which expressions read what: every rule, calculation, condition and limit by the variable it reads. Found once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalogue.expressions.nodes import Call, Literal, Node, Reference, children, references, walk
from catalogue.model import Catalogue, Form, Use
from catalogue.reserved import PERSON

KIND_OF_KEY: Mapping[str, str] = MappingProxyType(
    {
        "require": "rule",
        "calculate": "calculation",
        "enable_when": "condition",
        "required_when": "requirement",
        "prefill": "prefill",
        "valid_on": "validity-day",
        **dict.fromkeys(("min", "soft_min", "soft_max", "max"), "limit"),
    }
)
"""What an expression is called, by the key it stands under."""

ASKS_ONLY_WHETHER = frozenset({"is_null", "is_answered", "missing_reason", "answered"})
"""Functions for which it is all one what the value is."""
COMPARES = frozenset({"eq", "ne", "in"})


@dataclass(frozen=True, slots=True)
class Reader:
    """One expression that reads a variable under some name."""

    form: Form
    use: Use
    name: str

    @property
    def address(self) -> str:
        """The address of what the expression belongs to."""
        return f"{self.form.address}.{self.use.owner}"

    @property
    def kind(self) -> str:
        """What the expression is called; a calculation of an instrument is a score."""
        variable = self.form.variable.get(self.use.owner)
        group = self.form.groups.get(variable.group or "") if variable else None
        is_score = self.use.key == "calculate" and group is not None and group.kind == "instrument"
        return "score" if is_score else KIND_OF_KEY[self.use.key]


def readers_of(catalogue: Catalogue) -> Mapping[str, tuple[Reader, ...]]:
    """The readers of each variable, by its address."""
    found: dict[str, list[Reader]] = defaultdict(list)
    outside = _outside(catalogue)
    for form in catalogue.forms:
        for use in form.uses:
            for name in references(use.expression.node):
                address = _address(name, form, outside)
                if address is not None:
                    found[address].append(Reader(form, use, name))
    return {address: tuple(some) for address, some in found.items()}


def _outside(catalogue: Catalogue) -> Mapping[tuple[str, str], str]:
    """The addresses of forms, by module and by the names that the module's other forms give them."""
    names = {(form.module, occasion): form.address for form in catalogue.forms for occasion in form.occasion_names()}
    if catalogue.person is not None:
        names |= {(module, PERSON): catalogue.person.address for module in catalogue.modules}
    return names


def _address(name: str, form: Form, outside: Mapping[tuple[str, str], str]) -> str | None:
    owner, dot, inner = name.rpartition(".")
    if dot:
        found = outside.get((form.module, owner))
        return f"{found}.{inner}" if found else None
    return f"{form.address}.{name}" if name in form.variable else None


def compared_with(node: Node, name: str) -> tuple[frozenset[str], bool]:
    """The constants that a name is compared with, and whether its value is used in any other way."""
    constants: set[str] = set()
    is_used = isinstance(node, Reference) and node.name == name
    for part in walk(node):
        if not any(isinstance(child, Reference) and child.name == name for child in children(part)):
            continue
        function = part.function if isinstance(part, Call) else ""
        if function in COMPARES and all(isinstance(child, Literal | Reference) for child in children(part)):
            constants |= {_written(child.value) for child in children(part) if isinstance(child, Literal)}
        elif function not in ASKS_ONLY_WHETHER:
            is_used = True
    return frozenset(constants), is_used


def _written(value: object) -> str:
    """A constant as a map writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def lookups(node: Node) -> Iterator[str]:
    """The value sets that an expression looks into."""
    for part in walk(node):
        if isinstance(part, Call) and part.function == "lookup" and isinstance(part.arguments[0], Reference | Literal):
            first = part.arguments[0]
            yield first.name if isinstance(first, Reference) else str(first.value)
