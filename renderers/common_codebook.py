"""The codebook in the 23 columns that Norwegian registries share: a row for each variable, for each code of a list.

The columns and their rules are those of the registries' own programs. What a reader of it would take otherwise than it
is meant here is a finding. Pure and stable.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping

from catalogue.findings import Finding
from catalogue.formats.formulas import is_formula
from catalogue.formats.losses import lost_of_catalogue, lost_of_variable
from catalogue.formats.records import WriteOptions, Written, note
from catalogue.formats.selecting import written_forms
from catalogue.formats.values import plain_number
from catalogue.formats.workbooks.writing import LONGEST, Cell, NewSheet, workbook
from catalogue.model import Catalogue, Form, Group
from renderers.codebook import Entry, entries_of
from renderers.common_codebook_rows import COLUMNS, Row, rows_of, type_of
from renderers.export_fates import CODEBOOK
from renderers.i18n import languages
from renderers.json_schema import unlisted


def codebook_csv(catalogue: Catalogue, options: WriteOptions) -> Written:
    """The table as spreadsheets of this country open it: UTF-8 with mark, semicolons, decimal comma."""
    rows, findings = _table(catalogue, options)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({column: _written(row.get(column)) for column in COLUMNS} for row in rows)
    marked = _noted(catalogue, rows, is_formula, "would be read as a formula, and has an apostrophe before it")
    return Written(b"\xef\xbb\xbf" + text.getvalue().encode(), (*findings, *marked))


def codebook_xlsx(catalogue: Catalogue, options: WriteOptions) -> Written:
    """The table as a workbook with one sheet."""
    rows, findings = _table(catalogue, options)
    cut = _noted(catalogue, rows, _is_too_long, f"is longer than the {LONGEST:,} letters of a cell, and ends there")
    content = workbook(NewSheet("kodebok", COLUMNS, ([row.get(column) for column in COLUMNS] for row in rows)))
    return Written(content, (*findings, *cut))


def _noted(catalogue: Catalogue, rows: Iterable[Row], is_so: Callable[[str], bool], what: str) -> Iterator[Finding]:
    """A finding for each variable and column whose text is not written as it is."""
    found = {
        (str(row["skjema_id"]), str(row["variabel_id"]), column): None
        for row in rows
        for column, cell in row.items()
        if isinstance(cell, str) and is_so(cell)
    }
    for form, name, column in found:
        at = catalogue.form[form].variable[name].at
        yield note(at, "cell-changed", f"'{form}.{name}': '{column}' {what}.")


def _table(catalogue: Catalogue, options: WriteOptions) -> tuple[list[Row], tuple[Finding, ...]]:
    forms = written_forms(catalogue, options)
    language = languages().get(catalogue.languages.source) or languages()["en"]
    titles = _titles(forms)
    rows: list[Row] = []
    findings = [*lost_of_catalogue(catalogue, forms, CODEBOOK), *_shared_names(forms)]
    for form in forms:
        for entry, opening in _with_openings(form):
            rows += rows_of(entry, titles[form.address], opening, language)
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


def _written(cell: Cell) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it, so that it is none."""
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        return plain_number(cell).replace(".", ",")
    return f"'{cell}" if is_formula(cell) else cell


def _is_too_long(text: str) -> bool:
    return len(text) > LONGEST


def _shared_names(forms: Iterable[Form]) -> Iterator[Finding]:
    """Those who read the table take a name for one variable, of one type and one category, in all forms."""
    known: dict[str, tuple[str, str, str]] = {}
    for form in forms:
        for entry in entries_of(form):
            variable, said = entry.variable, (type_of(entry.variable), entry.section.title.source)
            first = known.setdefault(variable.name, (form.address, *said))
            if first[1:] != said:
                message = (
                    f"'{form.address}.{variable.name}' is not like '{first[0]}.{variable.name}', and those who read"
                )
                yield note(
                    variable.at, "same-name", f"{message} this codebook expect one type and category for a name."
                )
