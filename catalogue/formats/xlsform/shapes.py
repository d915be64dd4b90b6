"""Logic with its names taken out: what is found of one condition holds for all that differ in names alone. Pure.

A form has many conditions and few kinds of them, so that each kind need be looked at only once.
"""

import re
from collections.abc import Hashable, Mapping

from catalogue.expressions.nodes import Call, Case, Node, Reference

Numbers = Mapping[str, int]
"""The names that are taken out, each with a number of its own."""
_NAME = re.compile(r"""'[^']*'|"[^"]*"|\$\{([^\s{}]+)\}""")


def shape_of(node: Node | None, numbers: Numbers) -> Hashable:
    """An expression with numbers for names; a name without one stays."""
    match node:
        case Reference(name):
            return numbers.get(name, name)
        case Call(function, arguments):
            return function, *[shape_of(argument, numbers) for argument in arguments]
        case Case(branches, otherwise):
            parts = [shape_of(part, numbers) for branch in branches for part in branch]
            return "case", *parts, shape_of(otherwise, numbers)
        case _:
            return node


def names_in(xpath: str) -> list[str]:
    """The questions that a cell names as `${…}`, outside its texts."""
    return [name for name in _NAME.findall(xpath) if name]


def shape_of_xpath(xpath: str, numbers: Numbers) -> str:
    """A cell with numbers for the questions it names as `${…}`; what stands in a text of it stays."""
    return _NAME.sub(lambda found: f"${{{numbers[found[1]]}}}" if found[1] else found[0], xpath)
