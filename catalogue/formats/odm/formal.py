"""Conditions and methods: our expressions as they are, with the words of the questions beside them. Pure.

ODM's condition says when something is *not* collected. Something is asked here only when its condition is TRUE; so it
is left out when that `is not true`, which a missing answer makes it too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from catalogue.expressions.nodes import Node, Reference, references, transform
from catalogue.expressions.parser import ExpressionError, parse
from catalogue.expressions.printer import to_text
from catalogue.formats.odm.elements import Definition, Formal
from catalogue.formats.odm.ours import CONTEXT
from catalogue.formats.odm.types import data_type
from catalogue.formats.odm.versions import Version
from catalogue.model import Form, Variable

_LEFT_OUT: Final = re.compile(r"\((.*)\) is not true", re.DOTALL)


def left_out_when(condition: str) -> str:
    """The exception of what is asked under a condition."""
    return f"({condition}) is not true"


def asked_when(formal: Formal) -> str | None:
    """The condition under which something is asked, of an exception in our language; None when it is in another."""
    text = next((text for context, text in formal if context == CONTEXT), None)
    if text is None:
        return None
    found = _LEFT_OUT.fullmatch(text.strip())
    return found[1] if found and _is_whole(found[1]) else f"({text}) is not true"


def _is_whole(text: str) -> bool:
    """Whether a text between brackets is an expression of its own, and not the end of one and the beginning of another."""
    try:
        parse(text)
    except ExpressionError:
        return False
    return True


@dataclass(slots=True)
class Formulas:
    """The conditions and methods of one form, each once."""

    form: Form
    version: Version
    conditions: dict[str, Definition] = field(default_factory=dict)
    methods: list[Definition] = field(default_factory=list)
    nodes: Mapping[str, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nodes = {use.expression.text: use.expression.node for use in self.form.uses}

    def condition(self, owner: str, text: str | None) -> str | None:
        """The OID of what leaves something out unless this is TRUE."""
        if text is None:
            return None
        if text not in self.conditions:
            node = self.nodes.get(text)
            self.conditions[text] = Definition(
                f"C.{self.form.address}.{owner}",
                owner,
                (("en", f"Not collected unless: {self._in_words(node, text)}"),),
                ((CONTEXT, left_out_when(text)),),
                parameters=self._parameters(node),
            )
        return self.conditions[text].oid

    def method(self, variable: Variable, text: str, node: Node, kind: str) -> str:
        """The OID of how a value is computed."""
        oid = f"M.{self.form.address}.{variable.name}"
        words = ((("en", f"{variable.label} = {self._in_words(node, text)}")),)
        returns = _data_type(variable, self.version)
        self.methods.append(
            Definition(oid, variable.name, words, ((CONTEXT, text),), kind, self._parameters(node), returns)
        )
        return oid

    def _in_words(self, node: Node | None, text: str) -> str:
        """The expression with the questions in the place of their names."""
        if node is None:
            return text

        def asked(part: Node) -> Node:
            known = self.form.variable.get(part.name) if isinstance(part, Reference) else None
            return Reference(f"«{known.label}»") if known else part

        return to_text(transform(node, asked))

    def _parameters(self, node: Node | None) -> tuple[tuple[str, str], ...]:
        if node is None or self.version.has_symbols:
            return ()
        known = ((name, self.form.variable.get(name)) for name in references(node))
        return tuple((name, _data_type(variable, self.version) if variable else "text") for name, variable in known)


def _data_type(variable: Variable, version: Version) -> str:
    return data_type(variable.type, version, numeric=bool(variable.codelist and variable.codelist.numeric))
