"""How each value type is asked: `WIDGETS`, one function per type, from a variable to the boxes and choices it needs.

Data only; the markup is in `templates/form/`. The choices made here:

* Dates and times are asked in parts (day, month, year). People say and write them so, nobody has to guess the order
  or the separator, telephones' number keyboards have no full stop, and a calendar is slow for a birthday long ago. A
  whole date pasted in the first box is understood too.
* Numbers are text boxes: a wheel or an arrow key must not change an answer, and what is typed wrong must come back as
  typed.
* Few codes are radio buttons, all of them visible; many are a list.
* "I don't know" is one of the choices where one chooses, and a tick below where one writes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeGuard

from catalogue.model import CodingSystem, Group, Variable
from catalogue.texts import Text, translatable
from renderers.html.attributes import Attributes, of_number, of_text

FEW = 12
"""So many choices are shown as radio buttons; more make a list to choose from."""
MANY = 2000
"""So many codes can be suggested; a page with more would be slow to open."""
WIDEST_SCALE = 20
REASON = "missing:"
"""Begins the value of a choice that is no answer but the reason why there is none."""

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "unknown": translatable("I don't know"),
        "declined": translatable("I don't want to answer"),
        "not_applicable": translatable("Does not apply"),
    }
)
YEAR = translatable("Year")
MONTH = translatable("Month")
DAY = translatable("Day")
HOUR = translatable("Hour")
MINUTE = translatable("Minute")
DATE_PARTS = (("d", DAY, "2"), ("m", MONTH, "2"), ("y", YEAR, "4"))
TIME_PARTS = (("h", HOUR, "2"), ("min", MINUTE, "2"))


@dataclass(frozen=True, slots=True)
class Box:
    """Something to write in: the field's name, its attributes, and its own label when it is one of several."""

    field: str
    attributes: Attributes
    label: str = ""

    @property
    def id(self) -> str:
        """The element's id."""
        return element_id(self.field)


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose or tick."""

    field: str
    value: str
    label: Text | str
    id: str
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Widget:
    """What one variable is asked with. `kind` names the macro.

    `instead` are choices among the others that are no answer but a reason; `reasons` are ticks below a box.
    """

    kind: str
    boxes: tuple[Box, ...] = ()
    options: tuple[Option, ...] = ()
    instead: tuple[Option, ...] = ()
    reasons: tuple[Option, ...] = ()
    unit: Text | None = None
    ends: tuple[Text, Text] | None = None

    @property
    def first_id(self) -> str:
        """The element a link to the question leads to."""
        return [*(box.id for box in self.boxes), *(option.id for option in self.options)][0]

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields it sends."""
        chosen = (option.field for option in (*self.options, *self.instead, *self.reasons))
        return tuple(dict.fromkeys((*(box.field for box in self.boxes), *chosen)))


def element_id(field: str) -> str:
    """The id of a field's first element; the prefix keeps variables' names apart from the page's own ids."""
    return "f-" + field.replace(".", "-")


def tick(variable: Variable) -> Widget:
    """A box to tick: a yes-or-no that stands in a checklist or matrix."""
    option = Option(variable.name, "1", variable.label, element_id(variable.name), variable.retired is not None)
    return Widget("tick", options=(option,))


def reason_ticks(asked: Variable | Group) -> tuple[Option, ...]:
    """The reasons one may tick instead of writing an answer."""
    return tuple(
        Option(f"{asked.name}.{reason}", "1", REASONS[reason], element_id(f"{asked.name}.{reason}"))
        for reason in asked.offered_reasons
    )


def _yes_no(variable: Variable) -> Widget:
    return _choices(variable, [("1", translatable("Yes"), False), ("0", translatable("No"), False)])


def _code(variable: Variable) -> Widget:
    codes = [(str(code.value), code.label, code.retired is not None) for code in variable.codes]
    return _choices(variable, codes)


def _choices(variable: Variable, answers: Sequence[tuple[str, Text | str, bool]]) -> Widget:
    first = element_id(variable.name)
    options = tuple(
        Option(variable.name, value, label, f"{first}-{index}" if index else first, retired)
        for index, (value, label, retired) in enumerate(answers)
    )
    instead = tuple(
        Option(variable.name, REASON + reason, label, f"{first}-{reason}")
        for reason, label in _reason_labels(variable).items()
    )
    is_list = variable.display == "select" or (variable.display != "radio" and len(options) > FEW)
    return Widget("select" if is_list else "choices", options=options, instead=instead)


def _reason_labels(variable: Variable) -> dict[str, Text | str]:
    """The reasons on offer; a codelist's own words for one come before ours."""
    codes = variable.codelist.codes if variable.codelist else ()
    own = {code.missing: code.label for code in codes}
    return {reason: own.get(reason, REASONS[reason]) for reason in variable.offered_reasons}


def _integer(variable: Variable) -> Widget:
    low, high = variable.limits.min, variable.limits.max
    if not (isinstance(low, int | float) and isinstance(high, int | float)):
        return _number(variable)
    if variable.display != "scale" or high - low > WIDEST_SCALE:
        return _number(variable)
    chosen = _choices(variable, [(str(step), str(step), False) for step in range(int(low), int(high) + 1)])
    return replace(chosen, kind="scale", ends=variable.ends)


def _number(variable: Variable) -> Widget:
    return _box("text", variable, of_number(variable))


def _text(variable: Variable) -> Widget:
    return _box("text", variable, of_text(variable))


def _coding(variable: Variable) -> Widget:
    """A box that suggests the system's codes while one types."""
    suggests = {"list": suggestions_id(variable.system)} if is_suggested(variable.system) else {}
    return _box("text", variable, {**suggests, "spellcheck": "false"})


def is_suggested(system: CodingSystem | None) -> TypeGuard[CodingSystem]:
    """Whether a page can hold all the codes of a system."""
    return system is not None and len(system.codes) <= MANY


def suggestions_id(system: CodingSystem) -> str:
    """The id of the list that every box of a system suggests from."""
    return f"codes-{system.name}"


def _long_text(variable: Variable) -> Widget:
    return _box("area", variable, {"rows": "4"})


def _box(kind: str, variable: Variable, attributes: Attributes) -> Widget:
    return Widget(kind, (Box(variable.name, attributes),), reasons=reason_ticks(variable), unit=variable.unit)


def _parts(*parts: tuple[str, str, str]) -> Callable[[Variable], Widget]:
    def widget(variable: Variable) -> Widget:
        boxes = tuple(
            Box(f"{variable.name}.{part}", {"inputmode": "numeric", "size": size}, label) for part, label, size in parts
        )
        return Widget("parts", boxes, reasons=reason_ticks(variable))

    return widget


WIDGETS: Mapping[str, Callable[[Variable], Widget]] = MappingProxyType(
    {
        "boolean": _yes_no,
        "integer": _integer,
        "decimal": _number,
        "code": _code,
        "coding": _coding,
        "date": _parts(*DATE_PARTS),
        "time": _parts(*TIME_PARTS),
        "datetime": _parts(*DATE_PARTS, *TIME_PARTS),
        "text": _text,
        "longtext": _long_text,
    }
)
"""How each value type is asked."""
