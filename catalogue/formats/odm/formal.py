"""Conditions and methods: our expressions as they are, with the words of the questions beside them. Pure.

ODM's condition says when something is *not* collected. Something is asked here only when its condition is TRUE; so it
is left out when that `is not true`, which a missing answer makes it too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from catalogue.expressions.nodes import Node, Reference, references, transform
from catalogue.expressions.parser import ExpressionError, parse
from catalogue.expressions.printer import to_text
from catalogue.formats.odm.elements import Definition, Formal
from catalogue.formats.odm.ours import CONTEXT
from catalogue.formats.odm.registry import Registry
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
    """Whether a text between brackets is one expression, and not the end of one and the beginning of another."""
    depth = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return _is_expression(text)
    return depth == 0 or _is_expression(text)


def _is_expression(text: str) -> bool:
    """For texts with brackets in them."""
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
    registry: Registry
    conditions: dict[str, str] = field(default_factory=dict)
    nodes: Mapping[str, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nodes = {use.expression.text: use.expression.node for use in self.form.uses}

    def condition(self, owner: str, text: str | None, kept: Definition | None = None) -> str | None:
        """The OID of what leaves something out unless this is TRUE; `kept` is one in another language."""
        if text is None:
            return None if kept is None else self.registry.condition(kept, kept.oid)
        if text not in self.conditions:
            node = self.nodes.get(text)
            oid = f"C.{self.form.address}.{owner}"
            said = (("en", f"Not collected unless: {self._in_words(node, text)}"),)
            parameters = self._parameters(node)
            definition = Definition(oid, owner, said, ((CONTEXT, left_out_when(text)),), parameters=parameters)
            self.conditions[text] = self.registry.condition(definition, oid)
        return self.conditions[text]

    def method(self, variable: Variable, kept: Definition | None = None) -> str | None:
        """The OID of how a value is computed, or in 2.0 filled in beforehand; `kept` is one in another language."""
        if variable.calculate:
            return self._method(variable, variable.calculate.text, variable.calculate.node, "Computation")
        if variable.prefill and self.version.nests:
            return self._method(variable, variable.prefill.text, variable.prefill.node, "Preload")
        if kept is None:
            return None
        return self.registry.method(replace(kept, returns=_data_type(variable, self.version)), kept.oid)

    def _method(self, variable: Variable, text: str, node: Node, kind: str) -> str:
        oid = f"M.{self.form.address}.{variable.name}"
        said = (("en", f"{variable.label} = {self._in_words(node, text)}"),)
        parameters, returns = self._parameters(node), _data_type(variable, self.version)
        return self.registry.method(
            Definition(oid, variable.name, said, ((CONTEXT, text),), kind, parameters, returns), oid
        )

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
