"""How each variable is written in XPath, and when it has no value there. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from catalogue.expressions.nodes import Node
from catalogue.expressions.scope import Scope
from catalogue.formats.expressing import CannotSay
from catalogue.formats.xlsform.meant import NO, YES


@dataclass(frozen=True, slots=True)
class Spelt:
    """A variable there: the question that holds it, and its kind of value (those of `Meant`, and `tick`).

    A tick is a `choice` of its question, and unanswered when nothing is ticked in any of the questions `beside` it.
    `missing` are choices that mean no answer here. `otherwise` is what it is when the condition `asked` is FALSE.
    """

    text: str
    kind: str
    choice: str = ""
    beside: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    otherwise: bool | float | str | None = None
    asked: Node | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """Every variable of a form as it is written, and what is known of its values.

    `own` is the variable that an expression belongs to, which is `.` there; none when it belongs to no question.
    """

    spelt: Mapping[str, Spelt]
    scope: Scope
    own: str = ""

    def of(self, name: str) -> Spelt:
        """How a variable is written."""
        found = self.spelt.get(name)
        if found is None:
            raise CannotSay(f"'{name}', which is not in this form")
        return replace(found, text=".") if name == self.own else found


def quoted(text: str) -> str:
    """A text in quotes; XPath has no way to write a quote inside its own kind."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    return "concat(" + ', "\'", '.join(f"'{part}'" for part in text.split("'")) + ")"


def has_choice(spelt: Spelt) -> str:
    """Whether a tick is set, or a question answered with yes."""
    if spelt.kind == "tick":
        return f"selected({spelt.text}, {quoted(spelt.choice)})"
    return f"{spelt.text} = '{YES}'"


def has_not(spelt: Spelt) -> str:
    """Whether a tick is not set although something is, or a question answered with no."""
    if spelt.kind != "tick":
        return f"{spelt.text} = '{NO}'"
    others = " or ".join(f"{question} != ''" for question in spelt.beside)
    others = f"({others})" if len(spelt.beside) > 1 else others
    return f"not({has_choice(spelt)}) and {others}"


def has_none(spelt: Spelt) -> str:
    """Whether a question has no answer that counts."""
    if spelt.kind == "tick":
        return " and ".join(f"{question} = ''" for question in spelt.beside)
    return " or ".join([f"{spelt.text} = ''", *(f"{spelt.text} = {quoted(code)}" for code in spelt.missing)])


def has_some(spelt: Spelt) -> str:
    """Whether a question has an answer that counts."""
    if spelt.kind == "tick":
        some = " or ".join(f"{question} != ''" for question in spelt.beside)
        return f"({some})" if len(spelt.beside) > 1 else some
    return " and ".join([f"{spelt.text} != ''", *(f"{spelt.text} != {quoted(code)}" for code in spelt.missing)])
