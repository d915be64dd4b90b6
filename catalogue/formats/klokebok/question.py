"""One question as a klokebok has it, between its rows and our variable; both ways meet here. Pure.

`cells` says how a question is written. What a file has written otherwise is kept under `extras`, so that reading and
writing back gives the same cells; `still_holds` says when such a text is out of date because the variable has changed.
"""

import re
from dataclasses import dataclass, field

from catalogue.formats.klokebok.columns import (
    ALWAYS,
    COLUMNS,
    LIMITS,
    NO,
    TYPES,
    YES,
    Style,
    day_text,
    word_of,
)
from catalogue.formats.values import day_of, number_of


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a list."""

    value: str
    label: str
    missing: str | None = None
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What the columns say of one question, in our words; limits are numbers, ISO days or expressions, as text."""

    form: str
    table: str
    column: str
    label: str
    type: str
    help: str = ""
    reporting: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    limits: dict[str, str] = field(default_factory=dict)
    length: str = ""
    decimals: str = ""
    opens_others: bool = False
    is_opened: bool = False
    start: str = ""
    end: str = ""


def cells(question: Question, choice: Choice | None, style: Style) -> dict[str, str]:
    """The row of a question, or of one of its choices."""
    start = (choice.start if choice else "") or question.start or ALWAYS
    end = (choice.end if choice else "") or question.end
    return {
        **dict.fromkeys(COLUMNS, ""),
        **_limit_cells(question, style),
        "skjemanavn": question.form,
        "navn_i_rapporteket": question.reporting,
        "ledetekst": question.label,
        "obligatorisk": YES if question.required else NO,
        "type": TYPES[question.type],
        "listeverdier": choice.value if choice else "",
        "listetekst": choice.label if choice else "",
        "antall_tegn": question.length,
        "desimaler": question.decimals,
        "aktiveringsspoersmaal": YES if question.opens_others else NO,
        "underspoersmaal": YES if question.is_opened else NO,
        "innfoert_dato": day_text(start, style.days),
        "utfaset_dato": day_text(end, style.days) if end else "",
        "tabell": question.table,
        "fysisk_feltnavn": question.column,
        "variabel_id": identifier(question.table, question.column),
        "hjelpetekst": question.help,
    }


def _limit_cells(question: Question, style: Style) -> dict[str, str]:
    ending = "dato" if question.type == "date" else "numerisk"
    return {
        f"{LIMITS[key]}_{ending}": bound_text(limit, question, style)
        for key, limit in question.limits.items()
        if word_of(limit) or not _is_expression(limit)
    }


def bound_text(limit: str, question: Question, style: Style) -> str:
    """A limit as its cell has it; empty when it is an expression without a word."""
    if _is_expression(limit):
        return word_of(limit) or ""
    if question.type == "date":
        return day_text(limit, style.bounds)
    decimals = int(question.decimals or 0)
    return f"{float(limit):.{decimals}f}" if decimals else limit


def _is_expression(limit: str) -> bool:
    return number_of(limit) is None and day_of(limit) is None


def identifier(table: str, column: str) -> str:
    """What a variable is called over all tables."""
    return f"{table}_{column}".upper() if table and column else column


ALWAYS_KEPT = frozenset(
    {"type", "lovlige_tegn", "kommentar", "tabell", "variabel_id", "aktiveringsspoersmaal", "underspoersmaal"}
)
"""Columns about which the variable itself says nothing that could be otherwise."""
NO_LABEL = "Uten ledetekst"


def still_holds(column: str, kept: str, shown: str, question: Question, choice: Choice | None) -> bool:
    """Whether what a file once said in a column is still true of the variable as it is now."""
    said_by_nobody = {"", NO, "0", NO_LABEL, question.column, choice.value if choice else ""}
    says_nothing = column == "desimaler" and not kept
    is_default = says_nothing or shown in said_by_nobody or (column == "innfoert_dato" and day_of(shown) == ALWAYS)
    return column in ALWAYS_KEPT or is_default or _worded(kept) == _worded(shown)


_NUMBERED = re.compile(r" \(\d+\)$")


def _worded(text: str) -> str:
    """A cell as it is compared: its day, its number, or its words."""
    plain = _NUMBERED.sub("", " ".join(text.split()))
    return day_of(plain) or number_of(plain) or plain.strip("'").casefold()
