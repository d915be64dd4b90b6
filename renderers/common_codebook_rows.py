"""One variable → its rows in the codebook that registries share, by column.

What a number may have, only a number has (`eining`, `desimalar`, `min` …), and only a `kategorisk` variable has codes.
What has no column of its own stands in `kommentar`, under the headings of our own codebook. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from catalogue.formats.workbooks.writing import Cell
from catalogue.model import Code, Expression, Limit, Variable
from renderers.codebook import COLUMNS as TOLD
from renderers.codebook import Entry
from renderers.export_fates import LISTED
from renderers.i18n import Language

TEXTS_FIRST = (
    *("skjema_id", "skjemanamn", "kategori", "innleiing", "variabel_id", "variabeletikett", "forklaring"),
    *("variabeltype", "eining", "unik", "obligatorisk", "verdi", "verditekst", "manglande"),
)
NUMBERS = ("desimalar", "min", "maks", "min_rimeleg", "maks_rimeleg")
COLUMNS = (*TEXTS_FIRST, *NUMBERS, "kommentar_rimeleg", "utrekningsformel", "logikk", "kommentar")

ONCE = frozenset({"innleiing", "utrekningsformel", "logikk", "kommentar"})
"""What stands in a variable's first row only; the rest is the same in all of them."""

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "boolean": "boolsk",
        "integer": "numerisk",
        "decimal": "numerisk",
        "code": "kategorisk",
        "coding": "kategorisk",
        "date": "dato",
        "time": "kl",
        "datetime": "dato_kl",
        "text": "tekst",
        "longtext": "tekst",
    }
)
"""The word for each type of value."""

LIMITS: Mapping[str, str] = MappingProxyType(
    {"min": "min", "max": "maks", "soft_min": "min_rimeleg", "soft_max": "maks_rimeleg"}
)
IN_COMMENT = (
    *("max_length", "system", "valid_on", "missing", "otherwise", "prefill", "category", "purpose", "source"),
    *("identifies", "respondent", "timepoints", "collected", "retired", "aliases", "edition"),
)
"""The rows of our own codebook that have no column here."""

Row = Mapping[str, Cell]


def rows_of(entry: Entry, title: str, opening: tuple[str, ...], language: Language) -> Iterator[Row]:
    """The variable's rows: one, or one for each code."""
    row = _variable_row(entry, title, opening, language)
    codes = listed_codes(entry.variable)
    if not codes:
        yield row
    for place, code in enumerate(codes):
        own = row if place == 0 else {key: value for key, value in row.items() if key not in ONCE}
        comment = joined((own.get("kommentar"), *_code_comment(code, language)))
        yield {**own, **_code_cells(code), "kommentar": comment}


def listed_codes(variable: Variable) -> tuple[Code, ...]:
    """The codes that have a row: those it allows, and those of its list that mean a reason."""
    if variable.system is not None:
        return variable.codes if len(variable.codes) <= LISTED else ()
    if variable.codelist is None:
        return ()
    allowed = {code.value for code in variable.codes}
    return tuple(code for code in variable.codelist.codes if code.missing or code.value in allowed)


def _code_cells(code: Code) -> Row:
    return {
        "verdi": str(code.value),
        "verditekst": code.label.source,
        "manglande": "ja" if code.missing else "nei",
    }


def _code_comment(code: Code, language: Language) -> Iterator[str]:
    if code.missing:
        yield code.missing
    if code.collected:
        yield f"{language.gettext('Collected')}: {code.collected.start or '…'}–{code.collected.end or '…'}"
    if code.retired:
        yield f"{language.gettext('No longer asked')}: {code.retired.version}: {code.retired.reason}"


def _variable_row(entry: Entry, title: str, opening: tuple[str, ...], language: Language) -> Row:
    variable = entry.variable
    limits = {column: _number(getattr(variable.limits, key)) for key, column in LIMITS.items()}
    source = TOLD["limits_source"][1](entry)
    is_soft = limits["min_rimeleg"] is not None or limits["maks_rimeleg"] is not None
    return {
        "skjema_id": entry.form.address,
        "skjemanamn": title,
        "kategori": entry.section.title.source,
        "innleiing": joined(opening),
        "variabel_id": variable.name,
        "variabeletikett": variable.label.source,
        "forklaring": variable.help.source if variable.help else None,
        "variabeltype": type_of(variable),
        "eining": variable.unit.source if variable.unit else None,
        "unik": "nei",
        "obligatorisk": _required(entry),
        "desimalar": {"integer": 0, "decimal": variable.decimals}.get(variable.type),
        **limits,
        "kommentar_rimeleg": source if is_soft else None,
        "utrekningsformel": TOLD["calculate"][1](entry),
        "logikk": TOLD["enable_when"][1](entry),
        "kommentar": joined(_comment(entry, language, is_soft=is_soft)),
    }


def type_of(variable: Variable) -> str:
    """The word for its type."""
    if variable.is_calculated and TYPES[variable.type] == "numerisk":
        return "utrekna"
    is_long = variable.system is not None and not listed_codes(variable)
    return "tekst" if is_long else TYPES[variable.type]


def _required(entry: Entry) -> str:
    """A `boolsk` variable is always answered there, and `ja*` is under a condition."""
    variable = entry.variable
    if variable.type == "boolean" or variable.required or (entry.group is not None and entry.group.required):
        return "ja"
    return "ja*" if variable.required_when else "nei"


def _comment(entry: Entry, language: Language, *, is_soft: bool) -> Iterator[str]:
    variable = entry.variable
    names = [*(key for key in LIMITS if _is_no_number(getattr(variable.limits, key))), *IN_COMMENT]
    names += ["required"] if variable.required_when or variable.type == "boolean" else []
    names += [] if is_soft else ["limits_source"]
    if variable.ends:
        yield " – ".join(end.source for end in variable.ends)
    for name in names:
        heading, tell = TOLD[name]
        if told := tell(entry):
            yield f"{language.gettext(heading)}: {told}"
    for rule in entry.form.rules:
        if rule.name in entry.rules:
            yield f"{rule.name}: {' '.join(rule.require.text.split())} ({rule.message.source})"


def _number(limit: Limit | Expression | None) -> Cell:
    if not isinstance(limit, int | float):
        return None
    return int(limit) if limit == int(limit) else limit


def _is_no_number(limit: Limit | Expression | None) -> bool:
    return limit is not None and _number(limit) is None


def joined(parts: Iterable[Cell]) -> str | None:
    """The texts that there are, in one cell."""
    return " | ".join(str(part) for part in parts if part) or None
