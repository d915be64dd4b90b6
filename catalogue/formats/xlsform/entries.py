"""One question as an entry of a form: its declaration, its rule, and what to say of it. Pure.

What our own columns say of logic counts as long as the cells of logic are those it was written beside (`check`).
"""

from collections.abc import Set as AnySet
from dataclasses import dataclass, field
from typing import Any

from catalogue.expressions.nodes import references
from catalogue.expressions.parser import parse as parse_ours
from catalogue.formats.markup import plain
from catalogue.formats.xlsform import own
from catalogue.formats.xlsform.cells import (
    COLUMN_OF,
    NAMES,
    TRIED,
    Cells,
    Keys,
    Remark,
    Seen,
    expected,
    range_of,
    sound,
)
from catalogue.formats.xlsform.columns import OWN, Line
from catalogue.formats.xlsform.fields import MATRIX, Choice, Named
from catalogue.formats.xlsform.meant import SYSTEM
from catalogue.formats.xlsform.types import CHECKLIST

LONGEST_SCALE = 20
OWN_LOGIC = ("enable_when", "required", "required_when", "calculate", "prefill", "min", "max", "max_length", "none")
"""Columns of ours that say what the cells of logic do not."""


ASKED = frozenset({"prefill", "required", "required_when"})
"""What only a question that somebody is asked can have."""
LIMITS = frozenset({"min", "max", "max_length", "rule"})
"""What a constraint says, which nobody there looks at when the value is computed."""


@dataclass(slots=True)
class Entry:
    """The declaration in the catalogue's own words; a rule; remarks; what the expressions look at.

    `is_ours` when our own columns say its logic.
    """

    declaration: dict[str, Any]
    rule: dict[str, Any] | None = None
    remarks: list[Remark] = field(default_factory=list)
    reads: frozenset[str] = frozenset()
    is_ours: bool = False


def entry_of(named: Named, seen: Seen, *, has_logic: bool = True) -> Entry:
    """The entry of a question; its logic only kept as it is, when it cannot be used."""
    cells = Cells(named, seen)
    logic: Keys = {}
    is_ours = has_logic and _is_unchanged(named.line, cells)
    if is_ours:
        logic = _own_logic(named.line, cells)
    elif has_logic:
        logic = {key: value for column in NAMES for key, value in cells.read(column).items()}
    if "calculate" in logic:
        logic = _of_computed(logic, ASKED if is_ours else ASKED | LIMITS, cells)
    rule = logic.pop("rule", None)
    build = _group if cells.is_group else _variable
    declaration = _with_aliases({**build(named), **_settled(named, logic)}, named)
    return Entry(declaration, rule, cells.remarks, frozenset(cells.reads), is_ours)


def _of_computed(logic: Keys, without: AnySet[str], cells: Cells) -> Keys:
    """The logic of what is computed, `without` what has no effect then; each cell that says such a thing is told."""
    for column in dict.fromkeys(COLUMN_OF[key] for key, value in logic.items() if key in without and value):
        message = f"'{cells.named.written}' is computed and never asked, so its {NAMES[column]} has no effect here."
        cells.remarks.append((cells.named.line, column, "without-effect", f"{message} Take it away, or ask for it."))
    return {key: value for key, value in logic.items() if key not in without}


def _is_unchanged(line: Line, cells: Cells) -> bool:
    """Whether the cells of logic are those beside which our columns were written."""
    check = own.cell(line, own.CHECK)
    if not check:
        return False
    if check == own.check_of({column: line.cell(column) for column in own.LOGIC_COLUMNS}):
        return True
    message = "The logic has been changed in the workbook, so it is read anew and not from our own columns."
    cells.remarks.append((line, "name", "logic-changed", message))
    return False


def _own_logic(line: Line, cells: Cells) -> Keys:
    return {key: found for key in OWN_LOGIC if (text := own.cell(line, key)) and (found := _own(key, text, cells))}


def _own(key: str, text: str, cells: Cells) -> Any:
    """What a column of ours says, when it can be."""
    if key == "required":
        return text == "true"
    if key == "max_length":
        return text if text.isdigit() and 0 < int(text) <= 100_000 else None
    if key == "none":
        return text if text in cells.named.ticks.values() else None
    kind = expected(cells.named)
    if key in {"min", "max"} and own.READ["soft_min"](text):
        return text if kind in {"number", "date"} and ("-" in text[1:]) == (kind == "date") else None
    return _own_expression(key, text, "boolean" if key.endswith("_when") else kind, cells)


def _own_expression(key: str, text: str, expects: str, cells: Cells) -> str | None:
    try:
        node = sound(parse_ours(text), expects, cells.seen)
    except TRIED as problem:
        why = str(problem).rstrip(".")
        message = f"'{text}' cannot be used here and is left out: {why}. Write it by hand."
        cells.remarks.append((cells.named.line, f"{OWN}{key}", "logic-left-out", message))
        return None
    cells.reads |= set(references(node))
    return text


def _settled(named: Named, logic: Keys) -> dict[str, Any]:
    """What the row says of logic, and what only we say, as far as the two go together."""
    keys = own.OF_GROUPS if named.type in {CHECKLIST, MATRIX} else own.OF_VARIABLES
    said = own.declared(named.line, keys)
    if named.type != "decimal":
        said.pop("decimals", None)
    if "otherwise" in said and not _fits(said["otherwise"], named, logic):
        del said["otherwise"]
    if said.get("display") == "hidden" and not logic.get("calculate"):
        del said["display"]
    if not _are_in_order([logic.get("min"), said.get("soft_min"), said.get("soft_max"), logic.get("max")]):
        said.pop("soft_min", None)
        said.pop("soft_max", None)
    return {**logic, **said}


def _with_aliases(declaration: dict[str, Any], named: Named) -> dict[str, Any]:
    """What a variable is called there, beside its names elsewhere."""
    if "name" not in declaration or named.written == named.name:
        return declaration
    return {**declaration, "aliases": {SYSTEM: named.written, **declaration.get("aliases", {})}}


def _fits(otherwise: str, named: Named, logic: Keys) -> bool:
    """Whether a question can have this value when it is not asked."""
    if not logic.get("enable_when") and not named.question.is_conditional:
        return False
    if named.type in {"boolean", CHECKLIST, MATRIX}:
        return otherwise in {"true", "false"}
    if named.type == "code":
        return otherwise in {choice.code for choice in named.choices if not choice.reason}
    if named.type in {"integer", "decimal"}:
        return own.READ["soft_min"](otherwise) == otherwise and _are_in_order(
            [logic.get("min"), otherwise, logic.get("max")]
        )
    return named.type in {"text", "longtext"}


def _are_in_order(limits: list[str | None]) -> bool:
    constants = [limit for limit in limits if limit is not None and own.READ["soft_min"](limit)]
    if any("-" in limit[1:] for limit in constants):
        return constants == sorted(constants)
    numbers = [float(limit) for limit in constants]
    return numbers == sorted(numbers)


def _common(named: Named) -> dict[str, Any]:
    return {"label": plain(named.line.cell("label")) or named.written, "help": plain(named.line.cell("hint"))}


def _group(named: Named) -> dict[str, Any]:
    by_key = {named.ticks[choice.code]: choice for choice in named.choices}
    if named.type == MATRIX:
        rows = {key: plain(row.cell("label")) or row.cell("name") for key, row in named.rows}
        columns = {key: choice.label for key, choice in by_key.items()}
        return {"matrix": named.name, **_common(named), "type": "boolean", "rows": rows, "columns": columns}
    ticks = {key: _tick(key, choice) for key, choice in by_key.items()}
    return {"checklist": named.name, **_common(named), "ticks": ticks}


def _tick(key: str, choice: Choice) -> Any:
    said = own.declared(choice.line, own.OF_TICKS) if choice.line else {}
    if choice.code != key:
        said["extras"] = {SYSTEM: {"name": choice.code}}
    return {"label": choice.label, **said} if said else choice.label


def _variable(named: Named) -> dict[str, Any]:
    line = named.line
    return {
        "name": named.name,
        **_common(named),
        "type": named.type,
        "decimals": named.decimals if named.type == "decimal" else None,
        "unit": own.cell(line, "unit") if named.type in {"integer", "decimal"} else None,
        "codes": {choice.code: own.code_of(choice.label, choice.line) for choice in named.choices} or None,
        **_display(named),
    }


def _display(named: Named) -> dict[str, Any]:
    line = named.line
    if named.type in {"code", "boolean"} and "minimal" in line.cell("appearance").split():
        return {"display": "select"}
    if line.cell("type").lower() != "range" or named.type != "integer":
        return {}
    scale = range_of(line.cell("parameters"))
    is_short = scale["step"] == 1 and 0 < abs(scale["end"] - scale["start"]) <= LONGEST_SCALE
    return {"display": "scale", "ends": [end.label for end in named.ends] or None} if is_short else {}
