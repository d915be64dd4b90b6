"""Pieces of FHIRPath as text: constants, the path to an answer, and brackets where they are needed. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from catalogue.expressions.nodes import Literal
from catalogue.formats.fhir.fhirpath.grammar import SIGNED
from catalogue.formats.fhir.fhirpath.idioms import WHOLE

INTEGER_BOUND = 2**31
"""Where FHIRPath's whole numbers end; larger ones are written as decimals."""
ESCAPED = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f"})


@dataclass(frozen=True, slots=True)
class Said:
    """A FHIRPath, and how tightly it holds together."""

    text: str
    hold: int = WHOLE

    def within(self, hold: int) -> str:
        """The text as a part of something that asks for so much hold."""
        return self.text if self.hold >= hold else f"({self.text})"


def answers_of(link_ids: Iterable[str]) -> str:
    """The path to the answers of some questions."""
    known = [text_constant(link_id) for link_id in link_ids]
    which = f"= {known[0]}" if len(known) == 1 else f"in ({' | '.join(known)})"
    return f"%resource.descendants().where(linkId {which}).answer.value"


def text_constant(text: str) -> str:
    """A text as FHIRPath writes it."""
    return f"'{text.translate(ESCAPED)}'"


def why_unknown(name: str) -> str:
    """Why a name is none of the questions."""
    if name == "timepoint":
        return "'timepoint': a response does not say on which occasion it was given"
    if "." in name:
        return f"'{name}', which is in another form; a response has its own answers only"
    return f"'{name}', which is no question of the form"


def literal(node: Literal) -> Said:
    """A constant."""
    match node.value:
        case None:
            return Said("{}")
        case bool() as truth:
            return Said("true" if truth else "false")
        case float() as number:
            return number_text(number)
        case str() as text:
            return Said(text_constant(text))
        case date() as day:
            return Said(f"@{day.isoformat()}")
        case time() as hour:
            return Said(f"@T{hour:%H:%M}:00")


def number_text(number: float) -> Said:
    """A number; FHIRPath has no exponents."""
    text = f"{Decimal(repr(number)):f}"
    if number.is_integer():
        text = text.removesuffix(".0") + (".0" if abs(number) >= INTEGER_BOUND else "")
    return Said(text, SIGNED if text.startswith("-") else WHOLE)
