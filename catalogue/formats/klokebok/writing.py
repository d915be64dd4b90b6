"""A catalogue to a klokebok: a row for every question and every value of its list. Pure.

UTF-8 with mark and Windows' line ends, as spreadsheets like it. What the columns have no room for is a finding at the
place where it is declared.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from catalogue.expressions.nodes import references
from catalogue.findings import Finding
from catalogue.formats.formulas import told_formulas
from catalogue.formats.klokebok.columns import (
    COLUMNS,
    LIMITS,
    PHYSICAL,
    REPORTING,
    SYSTEM,
    Style,
    word_of,
)
from catalogue.formats.klokebok.fates import FATES
from catalogue.formats.klokebok.question import Choice, Question, cells, identifier, still_holds
from catalogue.formats.losses import SLUG, lost_of_catalogue, lost_of_variable
from catalogue.formats.records import WriteOptions, Written, note
from catalogue.formats.selecting import extras_of, written_forms
from catalogue.formats.values import plain_number
from catalogue.model import Alias, Catalogue, Code, Expression, Form, Group, Limit, Variable

TABLE = "tabell"
OF_CODES = frozenset({"listeverdier", "listetekst", "innfoert_dato", "utfaset_dato"})
"""What a code says itself; in other columns its row may differ from the question's for good."""


def write(catalogue: Catalogue, options: WriteOptions) -> Written:
    """The table of the forms asked for."""
    style = _style(catalogue)
    rows: list[dict[str, str]] = []
    forms = written_forms(catalogue, options)
    findings: list[Finding] = list(lost_of_catalogue(catalogue, forms, FATES))
    titles = _titles(forms)
    for form in forms:
        opening = {name for variable in form.variables for name in _opens(variable)}
        for variable in form.variables:
            question = _question(form, titles[form.address], variable, variable.name in opening)
            rows += _rows(question, variable, style)
            findings += lost_of_variable(form, variable, FATES)
            findings += _wordless_limits(form, variable)
    findings += told_formulas(catalogue.at, (cell for row in rows for cell in row.values()))
    return Written(b"\xef\xbb\xbf" + _table(rows).encode(), tuple(findings))


def _table(rows: Iterable[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _style(catalogue: Catalogue) -> Style:
    kept = extras_of(catalogue, SYSTEM)
    return Style(kept.get("days", "iso"), kept.get("bounds", "iso"))


def _opens(variable: Variable) -> tuple[str, ...]:
    return references(variable.enable_when.node) if variable.enable_when else ()


def _titles(forms: Iterable[Form]) -> dict[str, str]:
    """What each form is called there; of two with the same title the later has its address too."""
    titles: dict[str, str] = {}
    for form in forms:
        title = extras_of(form, SYSTEM).get("skjemanavn", form.title.source)
        titles[form.address] = f"{title} ({form.address})" if title in titles.values() else title
    return titles


def _rows(question: Question, variable: Variable, style: Style) -> Iterator[dict[str, str]]:
    codes: tuple[Code | None, ...] = variable.codelist.codes if variable.codelist else ()
    for code in codes or (None,):
        choice = _choice(code) if code else None
        shown = cells(question, choice, style)
        kept = {**extras_of(variable, SYSTEM), **(extras_of(code, SYSTEM) if code else {})}
        own = {column for column in (extras_of(code, SYSTEM) if code else {}) if column not in OF_CODES}
        told = {
            column: value
            for column, value in kept.items()
            if column in own or (column in shown and still_holds(column, value, shown[column], question, choice))
        }
        yield _named(shown | told, variable, told)


def _named(row: dict[str, str], variable: Variable, told: Mapping[str, str]) -> dict[str, str]:
    """The row of a variable that has no name there: its own, in capitals."""
    if not row["fysisk_feltnavn"] and "fysisk_feltnavn" not in told:
        row["fysisk_feltnavn"] = variable.name.upper()
    if not row["variabel_id"] and "variabel_id" not in told:
        row["variabel_id"] = identifier(row[TABLE], row["fysisk_feltnavn"])
    return row


def _question(form: Form, title: str, variable: Variable, opens_others: bool) -> Question:
    group = form.groups.get(variable.group or "")
    return Question(
        form=title,
        table=extras_of(form, SYSTEM).get(TABLE, form.name),
        column=_name(variable.aliases, PHYSICAL),
        label=_label(variable, group),
        type=variable.type,
        help=_help(variable, group),
        reporting=_name(variable.aliases, REPORTING),
        required=variable.required or (group is not None and group.required),
        limits=_limits(variable),
        length=str(variable.max_length or ""),
        decimals={"integer": "0", "decimal": str(variable.decimals)}.get(variable.type, ""),
        opens_others=opens_others,
        is_opened=variable.enable_when is not None,
        start=_day(variable, "start"),
        end=_day(variable, "end"),
    )


def _name(aliases: tuple[Alias, ...], system: str) -> str:
    return next((alias.name for alias in aliases if alias.system == system), "")


def _label(variable: Variable, group: Group | None) -> str:
    if group is None or group.kind == "instrument":
        return variable.label.source
    column = f" – {variable.help}" if group.kind == "matrix" and variable.help else ""
    return f"{group.label}: {variable.label}{column}"


def _help(variable: Variable, group: Group | None) -> str:
    if group is not None and group.kind == "matrix":
        return group.help.source if group.help else ""
    return variable.help.source if variable.help else ""


def _limits(variable: Variable) -> dict[str, str]:
    given: dict[str, Limit | Expression | None] = {key: getattr(variable.limits, key) for key in LIMITS}
    return {key: _limit_text(limit) for key, limit in given.items() if limit is not None}


def _wordless_limits(form: Form, variable: Variable) -> Iterator[Finding]:
    for key in LIMITS:
        limit = getattr(variable.limits, key)
        if isinstance(limit, Expression) and word_of(limit.text) is None:
            message = f"'{form.address}.{variable.name}': the {key} '{limit.text}' has no word in a klokebok."
            yield note(limit.at, SLUG, message)


def _limit_text(limit: Limit | Expression) -> str:
    if isinstance(limit, Expression):
        return limit.text
    return plain_number(limit) if isinstance(limit, float | int) else limit.isoformat()


def _choice(code: Code) -> Choice:
    era = code.collected
    start = era.start.isoformat() if era and era.start else ""
    end = era.end.isoformat() if era and era.end else ""
    return Choice(str(code.value), code.label.source, code.missing, start, end)


def _day(variable: Variable, which: str) -> str:
    day = getattr(variable.collected, which) if variable.collected else None
    return day.isoformat() if day else ""
