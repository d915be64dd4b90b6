"""A catalogue to XLSForms: a workbook for a form, an archive of workbooks for several. Pure.

What ODK has no word for stands in columns that only we read, or is a finding at the place where it is declared. The
same catalogue gives the same bytes.
"""

import io
from collections.abc import Iterable, Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from catalogue.findings import Finding
from catalogue.formats.losses import lost_of_catalogue, lost_of_variable
from catalogue.formats.records import WriteOptions, Written
from catalogue.formats.selecting import extras_of, written_forms
from catalogue.formats.workbooks.writing import MADE, NewSheet, workbook
from catalogue.formats.xlsform import kept
from catalogue.formats.xlsform.asked import naming
from catalogue.formats.xlsform.books import CHOICES, RULES, SETTINGS, SURVEY
from catalogue.formats.xlsform.columns import TRANSLATED, Place
from catalogue.formats.xlsform.fates import FATES
from catalogue.formats.xlsform.logic import Row
from catalogue.formats.xlsform.meant import SYSTEM
from catalogue.formats.xlsform.rows import FormWriter
from catalogue.formats.xlsform.wording import Wording, wording_of
from catalogue.model import Catalogue, Form
from catalogue.texts import Translations

SURVEY_ORDER = (
    *("type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant"),
    *("constraint", "constraint_message", "calculation", "bind::type", "default", "appearance", "parameters"),
    *("choice_filter", "read_only", "repeat_count", "trigger"),
)
CHOICES_ORDER = ("list_name", "name", "label")
RULES_ORDER = ("rule", "require", "severity", "message", "question")
SETTINGS_ORDER = ("form_title", "form_id", "version", "default_language")


def write(catalogue: Catalogue, options: WriteOptions) -> Written:
    """The workbook of the form asked for, or an archive of those of several."""
    forms = written_forms(catalogue, options)
    findings = list(lost_of_catalogue(catalogue, forms, FATES))
    books: dict[str, bytes] = {}
    for form in forms:
        books[f"{form.address}.xlsx"] = _book(catalogue, form, options.translations, findings)
        findings += (lost for variable in form.variables for lost in lost_of_variable(form, variable, FATES))
    content = next(iter(books.values())) if len(books) == 1 else _archive(books)
    return Written(content, tuple(findings))


def _archive(books: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in books.items():
            archive.writestr(ZipInfo(name, MADE.timetuple()[:6]), content, ZIP_DEFLATED)
    return made.getvalue()


def _book(catalogue: Catalogue, form: Form, translations: Mapping[str, Translations], findings: list[Finding]) -> bytes:
    called = naming(form)
    findings += called.findings
    said = extras_of(form, SYSTEM)
    words = wording_of(catalogue.languages.source, translations, said, called.known)
    writer = FormWriter.of(catalogue, form, called, words, findings)
    sheets = [
        _sheet(SURVEY, writer.survey(), SURVEY_ORDER, words),
        _sheet(CHOICES, writer.choices(), CHOICES_ORDER, words),
        _sheet(SETTINGS, [writer.settings()], SETTINGS_ORDER, words),
    ]
    rules = list(writer.rules())
    if rules:
        sheets.append(_sheet(RULES, rules, RULES_ORDER, words))
    return workbook(*sheets)


def _sheet(title: str, rows: Iterable[Row], order: tuple[str, ...], words: Wording) -> NewSheet:
    """The rows under all headings that any of them has, and every language for each text that has one."""
    rows = list(rows)
    used = dict.fromkeys(place for row in rows for place in row)
    columns = _columns(used, order, words)
    return NewSheet(
        title,
        [kept.key_of(place) for place in columns],
        ([row.get(place) for place in columns] for row in rows),
    )


def _columns(used: Iterable[Place], order: tuple[str, ...], words: Wording) -> list[Place]:
    names = list(dict.fromkeys([*order[:2], *(column for column, _ in used)]))
    names.sort(key=lambda name: order.index(name) if name in order else len(order))
    languages = {name: [language for column, language in used if column == name] for name in names}
    return [
        (name, language)
        for name in names
        for language in (words.headings if name in TRANSLATED else dict.fromkeys(languages[name]) or ("",))
    ]
