"""Problems: what is wrong with an expression that can be read, each with a place, a kind and a sentence.

Pure values and their wording; the builder of the catalogue makes findings of them.
"""

from dataclasses import dataclass

from catalogue.expressions.functions import FUNCTIONS
from catalogue.expressions.nodes import Node
from catalogue.expressions.printer import literal_text, to_text
from catalogue.expressions.scope import Scope
from catalogue.findings import did_you_mean
from catalogue.model import CodeValue

UNKNOWN = "unknown-reference"
MISMATCH = "rule-type-mismatch"
UNKNOWN_CODE = "unknown-code-in-rule"
MISSING_CODE = "comparison-with-missing-code"
WITH_NULL = "comparison-with-null"
OVERFLOW = "expression-can-overflow"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an expression, at which offset of its text, and the kind of finding it makes."""

    message: str
    at: int
    slug: str


def shortly(node: Node) -> str:
    """A part of an expression as a message quotes it."""
    text = to_text(node)
    return text if len(text) <= 60 else text[:59] + "…"


def code_text(code: CodeValue) -> str:
    """A code as an expression writes it: `7` or `'ja'`."""
    return literal_text(float(code) if isinstance(code, int) else code)


def unknown_reference(name: str, scope: Scope) -> str:
    """The sentence about a name that nothing has, with the name that was probably meant."""
    return f"There is no '{name}' here.{_hint(name, scope)}"


def _hint(name: str, scope: Scope) -> str:
    own = name.rpartition(".")[2]
    elsewhere = sorted(known for known in scope if known.endswith(f".{name}"))
    if name in FUNCTIONS and not FUNCTIONS[name].is_operator:
        return f" A function is written with parentheses: {name}()."
    if elsewhere:
        return f" It belongs to another form: write {' or '.join(elsewhere[:3])}."
    if own != name and own in scope:
        return f" A variable of this form is written without the form's name: {own}."
    if name.endswith("_missing") and name.removesuffix("_missing") in scope:
        return f" Why there is no answer is missing_reason({name.removesuffix('_missing')})."
    return did_you_mean(name, scope)
