"""Lines of a changes file, ready to paste: an intent for each answer to a question. Pure."""

from collections.abc import Iterable

from catalogue.model import Code, Codelist
from migrations_gen.carrying.records import split
from migrations_gen.diff.similarity import folded

WHY = "…"
"""Where the author must say why."""


def rename(earlier: str, later: str) -> str:
    """The same thing under another name."""
    (form, _), (place, name) = split(earlier), split(later)
    return _entry(("rename", earlier), ("to", name if form == place else later))


def move(earlier: str, later: str) -> str:
    """The same variable in another form."""
    return _entry(("move", earlier), ("to", later))


def replace(earlier: str, later: str) -> str:
    """An instrument that takes another's place."""
    return _entry(("replace", earlier), ("by", later), ("reason", WHY))


def about(earlier: str, later: str) -> str:
    """The two are not the same."""
    return _entry(("about", later), ("reason", f"Ikke det samme som {earlier}: {WHY}"))


def reworded(address: str) -> str:
    """Other words, the same meaning."""
    return _entry(("reworded", address))


def derive(address: str, expression: str) -> str:
    """The value is an expression over the old row."""
    return _entry(("derive", address)) + f"    as: |\n      {expression}\n    reason: {WHY}\n"


def recode(address: str, codes: Iterable[tuple[str, str]]) -> str:
    """Every old code and what it becomes."""
    pairs = ", ".join(f"{left}: {right}" for left, right in codes)
    return _entry(("recode", address)) + f"    map: {{{pairs}}}\n    reason: {WHY}\n"


def map_of(before: Codelist | None, after: Codelist | None) -> tuple[tuple[str, str], ...]:
    """Every old code with the new one that has its words; where none has, the author must say."""
    later = {folded(code.label.source): code for code in (after.codes if after else ())}
    codes = before.codes if before else ()
    return tuple((str(code.value), _side(later.get(folded(code.label.source)))) for code in codes)


def _side(code: Code | None) -> str:
    return WHY if code is None else str(code.value)


def _entry(*pairs: tuple[str, str]) -> str:
    lines = [f"{key}: {_quoted(value)}" for key, value in pairs]
    return "  - " + "\n    ".join(lines) + "\n"


def _quoted(value: str) -> str:
    """As YAML reads it: a colon with a space after it would begin a mapping."""
    return f'"{value}"' if ": " in value else value
