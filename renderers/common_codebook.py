"""The codebook in the 23 columns that Norwegian registries share: a row for each variable, for each code of a list.

The columns and their rules are those of the registries' own programs: what a number may have, only a number has
(`eining`, `desimalar`, `min` …), and only a `kategorisk` variable has codes. What has no column of its own stands in
`kommentar`, under the headings of our own codebook. Pure and stable.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from catalogue.findings import Finding
from catalogue.formats.losses import lost_of_catalogue, lost_of_variable
from catalogue.formats.records import WriteOptions, Written, note
from catalogue.formats.selecting import written_forms
from catalogue.formats.values import plain_number
from catalogue.model import Catalogue, Code, Expression, Form, Group, Limit, Variable
from renderers.codebook import COLUMNS as TOLD
from renderers.codebook import Entry, entries_of
from renderers.export_fates import CODEBOOK, LISTED
from renderers.i18n import Language, languages
from renderers.json_schema import unlisted
from renderers.workbook import LONGEST, Cell, workbook

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

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
Row = Mapping[str, Cell]


def codebook_csv(catalogue: Catalogue, options: WriteOptions) -> Written:
    """The table as spreadsheets of this country open it: UTF-8 with mark, semicolons, decimal comma."""
    rows, findings = _table(catalogue, options)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({column: _written(row.get(column)) for column in COLUMNS} for row in rows)
    marked = _noted(catalogue, rows, _is_formula, "would be read as a formula, and has an apostrophe before it")
    return Written(b"\xef\xbb\xbf" + text.getvalue().encode(), (*findings, *marked))


def codebook_xlsx(catalogue: Catalogue, options: WriteOptions) -> Written:
    """The table as a workbook with one sheet."""
    rows, findings = _table(catalogue, options)
    cut = _noted(catalogue, rows, _is_too_long, f"is longer than the {LONGEST:,} letters of a cell, and ends there")
    content = workbook("kodebok", COLUMNS, ([row.get(column) for column in COLUMNS] for row in rows))
    return Written(content, (*findings, *cut))


def _noted(catalogue: Catalogue, rows: Iterable[Row], is_so: Callable[[str], bool], what: str) -> Iterator[Finding]:
    """A finding for each text that is not written as it is."""
    for row in rows:
        for column, cell in row.items():
            if isinstance(cell, str) and is_so(cell):
                at = catalogue.form[str(row["skjema_id"])].variable[str(row["variabel_id"])].at
                yield note(at, "cell-changed", f"'{row['skjema_id']}.{row['variabel_id']}': '{column}' {what}.")


def _table(catalogue: Catalogue, options: WriteOptions) -> tuple[list[Row], tuple[Finding, ...]]:
    forms = written_forms(catalogue, options)
    language = languages().get(catalogue.languages.source) or languages()["en"]
    titles = _titles(forms)
    rows: list[Row] = []
    findings = [*lost_of_catalogue(catalogue, forms, CODEBOOK), *_shared_names(forms)]
    for form in forms:
        for entry, opening in _with_openings(form):
            rows += _rows_of(entry, titles[form.address], opening, language)
            findings += lost_of_variable(form, entry.variable, CODEBOOK)
            findings += unlisted(form, entry.variable)
    return rows, tuple(findings)


def _titles(forms: Iterable[Form]) -> Mapping[str, str]:
    """What each form is called; of two with the same title the later has its address too, as names must differ."""
    titles: dict[str, str] = {}
    for form in forms:
        taken = form.title.source in titles.values()
        titles[form.address] = f"{form.title.source} ({form.address})" if taken else form.title.source
    return titles


def _with_openings(form: Form) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """Each variable with what is read before it: the form's and section's help once, the group's label each time."""
    helped: set[str] = set()
    for entry in entries_of(form):
        parts = [
            owner.help.source
            for owner, key in ((form, "form"), (entry.section, entry.section.name))
            if owner.help and key not in helped
        ]
        helped |= {"form", entry.section.name}
        yield entry, (*parts, *_of_group(entry.group))


def _of_group(group: Group | None) -> tuple[str, ...]:
    if group is None:
        return ()
    return (group.label.source, *((group.help.source,) if group.help else ()))


def _rows_of(entry: Entry, title: str, opening: tuple[str, ...], language: Language) -> Iterator[Row]:
    row = _variable_row(entry, title, opening, language)
    codes = listed_codes(entry.variable)
    if not codes:
        yield row
    for place, code in enumerate(codes):
        own = row if place == 0 else {key: value for key, value in row.items() if key not in ONCE}
        comment = _joined((own.get("kommentar"), *_code_comment(code, language)))
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
        "innleiing": _joined(opening),
        "variabel_id": variable.name,
        "variabeletikett": variable.label.source,
        "forklaring": variable.help.source if variable.help else None,
        "variabeltype": _type(variable),
        "eining": variable.unit.source if variable.unit else None,
        "unik": "nei",
        "obligatorisk": _required(entry),
        "desimalar": {"integer": 0, "decimal": variable.decimals}.get(variable.type),
        **limits,
        "kommentar_rimeleg": source if is_soft else None,
        "utrekningsformel": TOLD["calculate"][1](entry),
        "logikk": TOLD["enable_when"][1](entry),
        "kommentar": _joined(_comment(entry, language, is_soft=is_soft)),
    }


def _type(variable: Variable) -> str:
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


def _joined(parts: Iterable[Cell]) -> str | None:
    return " | ".join(str(part) for part in parts if part) or None


def _written(cell: Cell) -> str:
    """A text that a spreadsheet would take for a formula begins with an apostrophe, which it does not show."""
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        return plain_number(cell).replace(".", ",")
    return f"'{cell}" if _is_formula(cell) else cell


def _is_formula(text: str) -> bool:
    return text.startswith(FORMULA_MARKS) and not text.removeprefix("-").isdecimal()


def _is_too_long(text: str) -> bool:
    return len(text) > LONGEST


def _shared_names(forms: Iterable[Form]) -> Iterator[Finding]:
    """Those who read the table take a name for one variable, of one type and one category, in all forms."""
    known: dict[str, tuple[str, str, str]] = {}
    for form in forms:
        for entry in entries_of(form):
            variable, said = entry.variable, (_type(entry.variable), entry.section.title.source)
            first = known.setdefault(variable.name, (form.address, *said))
            if first[1:] != said:
                message = (
                    f"'{form.address}.{variable.name}' is not like '{first[0]}.{variable.name}', and those who read"
                )
                yield note(
                    variable.at, "same-name", f"{message} this codebook expect one type and category for a name."
                )
