"""One field as an entry of a form: its declaration, and the item that a writer will see in it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.expressions.nodes import Call, Node, references, walk
from catalogue.expressions.printer import to_text
from catalogue.formats.expressing import CannotSay, checked_text, digits_of, is_whole, unrounded
from catalogue.formats.markup import plain
from catalogue.formats.redcap.columns import CHOICES, COLUMNS, SLIDER_MAX, SLIDER_MIN, SYSTEM
from catalogue.formats.redcap.fields import Found
from catalogue.formats.redcap.item import Item, cells, ends_of
from catalogue.formats.redcap.logic import LogicError, parse
from catalogue.formats.redcap.meaning import Fields, condition, number
from catalogue.formats.redcap.said import Spelt, condition_text, number_text
from catalogue.formats.redcap.types import CHECKLIST, decimals_of
from catalogue.formats.values import day_of, number_of
from catalogue.value_types import EARLIEST, LATEST, NUMBER_BOUND

Remark = tuple[str, str, str]
"""A column, a slug and a sentence."""
LONGEST_SCALE = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """The declaration in the catalogue's own words, what to say of it, and the item it will be written as."""

    declaration: Mapping[str, Any]
    item: Item
    remarks: tuple[Remark, ...]
    reads: frozenset[str]


@dataclass(frozen=True, slots=True)
class Translated:
    """A logic as an expression, None when there is none; its text as declared, and how it would be written again."""

    node: Node | None = None
    text: str = ""
    again: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What the expressions of a form may look at: what fields mean, how each variable is written, which are whole."""

    fields: Fields
    names: Mapping[str, Spelt]
    whole: frozenset[str]

    @classmethod
    def of(cls, fields: Fields) -> "Seen":
        """All of it for these fields."""
        return cls(fields, spelt(fields), whole_names(fields))

    def beside(self, own: "Seen") -> "Seen":
        """The same with a form's own fields, which come before others of the same name."""
        return Seen({**self.fields, **own.fields}, {**self.names, **own.names}, self.whole | own.whole)


def entry_of(found: Found, conditions: Seen, calculations: Seen, *, has_logic: bool = True) -> Entry:
    """The entry of a field; its logic only kept as it is, when it cannot be used."""
    row = found.row.cells
    asked = _asked(row["branching_logic"], conditions) if has_logic else Translated()
    limits, remarks = _limits(found)
    display = _display(found, limits)
    is_calc = row["field_type"].strip().lower() == "calc" and has_logic
    calculated = _calculated(row[CHOICES], calculations) if is_calc else Translated()
    kind, decimals = _number_type(found, calculated.node, calculations)
    item = Item(
        field=found.field,
        form=row["form_name"].strip(),
        label=plain(row["field_label"]) or found.field,
        type=kind,
        help=plain(row["field_note"]),
        codes=found.codes,
        display=display,
        ends=ends_of(row[CHOICES]) if display == "scale" else None,
        limits=limits,
        decimals=decimals,
        identifies=row["identifier"].strip().lower() in {"y", "yes", "1"},
        required=row["required_field"].strip().lower() in {"y", "yes", "1"},
        asked_when=asked.again,
        calculation=calculated.again if calculated.node else None,
    )
    told = (*asked.remarks, *calculated.remarks, *remarks)
    reads = frozenset(name for node in (asked.node, calculated.node) if node for name in references(node))
    return Entry(_declared(found, item, asked, calculated), item, told, reads)


def kept_cells(found: Found, entry: Entry) -> dict[str, str]:
    """The cells of the row that would be written otherwise."""
    shown = cells(entry.item)
    passed = {"form_name", "section_header"}
    return {
        column: found.row.cells[column]
        for column in COLUMNS
        if found.row.cells[column] != shown[column]
        and (column not in passed or (column == "section_header" and _is_blank(found.row.cells[column])))
    }


def _is_blank(cell: str) -> bool:
    """A cell with spaces and no words."""
    return cell != "" and not cell.strip()


def _declared(found: Found, item: Item, asked: Translated, calculated: Translated) -> dict[str, Any]:
    common = {"label": item.label, "help": item.help, "enable_when": asked.text or None}
    required = True if item.required and calculated.node is None else None
    if found.type == CHECKLIST:
        return {"checklist": found.name, **common, "required": required, "ticks": _ticks(found)}
    return {
        "name": found.name,
        **common,
        "type": item.type,
        "decimals": item.decimals if item.type == "decimal" else None,
        "display": item.display or None,
        "ends": list(item.ends) if item.ends else None,
        "codes": dict(item.codes) or None,
        **{key: _limit_text(limit) for key, limit in item.limits.items()},
        "calculate": calculated.text or None,
        "required": required,
        "identifies": "direct" if item.identifies else None,
        "aliases": {SYSTEM: found.field} if found.field != found.name else None,
    }


def _ticks(found: Found) -> dict[str, Any]:
    return {found.ticks[code]: _tick(found, code, label) for code, label in found.codes}


def _tick(found: Found, code: str, label: str) -> dict[str, Any]:
    name = tick_name(found.field, code)
    extras = {SYSTEM: {"code": code}} if name.partition("___")[2] != code else None
    return {"label": label, "aliases": {SYSTEM: name}, "extras": extras}


def tick_name(name: str, code: str) -> str:
    """What REDCap's data call a choice of a checkbox."""
    return f"{name}___{''.join(letter if letter.isalnum() else '_' for letter in code.lower())}"


def _display(found: Found, limits: Mapping[str, str]) -> str:
    kind = found.row.cells["field_type"].strip().lower()
    if kind == "slider" and float(limits["max"]) - float(limits["min"]) <= LONGEST_SCALE:
        return "scale"
    return "select" if kind in {"dropdown", "select"} and found.type == "code" else ""


def _limits(found: Found) -> tuple[dict[str, str], list[Remark]]:
    """A slider cannot be moved beyond its ends; the limits of a text only ask."""
    row, limits, remarks = found.row.cells, dict[str, str](), list[Remark]()
    is_slider = row["field_type"].strip().lower() == "slider"
    for end, usual in (("min", SLIDER_MIN), ("max", SLIDER_MAX)):
        column = f"text_validation_{end}"
        written = row[column].strip() or (str(usual) if is_slider else "")
        limit = _limit(written, found) if written else None
        if limit is not None:
            limits[end if is_slider else f"soft_{end}"] = limit
        elif written:
            message = f"The limit '{written}' is no limit of a {found.type} here. It is kept under 'extras'."
            remarks.append((column, "bound-not-understood", message))
            if is_slider:
                limits[end] = str(usual)
    constant = [limit for limit in limits.values() if limit != "today"]
    if len(constant) == 2 and _above(*constant):
        remarks.append(("text_validation_min", "bounds-out-of-order", "The least is above the greatest. Correct one."))
        limits = {"min": str(SLIDER_MIN), "max": str(SLIDER_MAX)} if is_slider else {}
    return limits, remarks


def _limit(written: str, found: Found) -> str | None:
    if found.type == "date":
        day = day_of(written)
        if day is None:
            return "today" if written.lower() == "today" else None
        return day if EARLIEST.isoformat() <= day <= LATEST.isoformat() else None
    limit = number_of(written) if found.type in {"integer", "decimal"} else None
    if limit is None or abs(float(limit)) > NUMBER_BOUND:
        return None
    finest = decimals_of(found.row.cells) if found.type == "decimal" else 0
    return limit if len(limit.partition(".")[2]) <= finest else None


def _limit_text(limit: str) -> str:
    return "today()" if limit == "today" else limit


def _above(low: str, high: str) -> bool:
    return low > high if day_of(low) else float(low) > float(high)


# ---- logic ----


def _asked(text: str, fields: Seen) -> Translated:
    if not text.strip():
        return Translated()
    try:
        node = condition(parse(text), fields.fields)
        ours = checked_text(node)
    except (LogicError, CannotSay, IndexError, ValueError) as problem:
        return Translated(remarks=(_untold("branching_logic", problem),))
    return Translated(node, ours, _again(lambda: condition_text(node, fields.names)))


def _calculated(text: str, fields: Seen) -> Translated:
    try:
        node = number(parse(text), fields.fields)
        ours = checked_text(node)
    except (LogicError, CannotSay, IndexError, ValueError) as problem:
        return Translated(remarks=(_untold(CHOICES, problem),))
    if any(isinstance(part, Call) and part.function == "today" for part in walk(node)):
        message = "The calculation counts to today, and would be wrong tomorrow. Count to a date of the form instead."
        return Translated(remarks=((CHOICES, "logic-kept", f"{message} It is kept under 'extras'."),))
    ours = ours if unrounded(node) is node else to_text(unrounded(node))
    return Translated(node, ours, _again(lambda: number_text(node, fields.names)))


def _again(write: Any) -> str:
    try:
        return str(write())
    except CannotSay:
        return ""


def _untold(column: str, problem: Exception) -> Remark:
    what = "calculation" if column == CHOICES else "condition"
    if isinstance(problem, LogicError):
        why = f"cannot be read: {problem.message} (character {problem.at + 1})"
    else:
        why = (
            f"has no expression that means the same: {problem}" if isinstance(problem, CannotSay) else "cannot be read"
        )
    return column, "logic-kept", f"The {what} {why}. It is kept under 'extras'; write it by hand."


def spelt(fields: Fields) -> dict[str, Spelt]:
    """How each variable is written there."""
    names: dict[str, Spelt] = {}
    for name, meant in fields.items():
        names.setdefault(meant.name, Spelt(f"[{name}]", meant.kind))
        for code, tick in meant.ticks.items():
            names.setdefault(tick, Spelt(f"[{name}({code})]", "tick"))
    return names


def _number_type(found: Found, calculated: Node | None, fields: Seen) -> tuple[str, int]:
    """Type and decimals: a calculation is whole where it can be nothing else, or as it is rounded, or has them all."""
    if calculated is None:
        return found.type, decimals_of(found.row.cells) if found.type == "decimal" else 0
    return ("integer", 0) if is_whole(calculated, fields.whole) else (found.type, digits_of(calculated))


def whole_names(fields: Fields) -> frozenset[str]:
    """The variables whose values are whole numbers."""
    return frozenset(meant.name for meant in fields.values() if meant.whole)
