"""The codebook: everything declared about every variable, as pages to read (HTML) and tables to compute with (CSV).

The readable output, never the source. Pure and stable: the same catalogue and translations give the same bytes. What
is not translated stands empty in a table and in the source language on a page; licensed wordings are in neither.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalogue.expressions.nodes import references
from catalogue.model import Alias, Catalogue, Code, Era, Expression, Form, Group, Section, Variable
from catalogue.texts import Text, Translations, translatable
from engine.constraints import constraint
from renderers.html.pages import rendered
from renderers.html.wording import Wording
from renderers.i18n import languages

ByLanguage = Mapping[str, Translations]


@dataclass(frozen=True, slots=True)
class Entry:
    """One variable where it stands, with the rules that read it."""

    form: Form
    section: Section
    group: Group | None
    variable: Variable
    rules: tuple[str, ...] = ()


def codebook(catalogue: Catalogue, translations: ByLanguage) -> Iterator[tuple[str, str]]:
    """The codebook's files by path."""
    shown = shown_languages(catalogue, translations)
    yield "variables.csv", _csv(*_variable_table(catalogue, shown))
    yield "codes.csv", _csv(*_code_table(catalogue, shown))
    yield "rules.csv", _csv(*_rule_table(catalogue, shown))
    source = catalogue.languages.source
    wording = Wording(languages().get(source) or languages()["en"], translations[source], source)
    yield "index.html", _page(catalogue, wording, shown)


def shown_languages(catalogue: Catalogue, translations: ByLanguage) -> ByLanguage:
    """The languages something is written in: the source, and those with translations."""
    source = catalogue.languages.source
    return {code: known for code, known in translations.items() if code == source or known.entries}


def entries_of(form: Form) -> Iterator[Entry]:
    """The form's variables in the order they are met."""
    rules: dict[str, tuple[str, ...]] = {}
    for rule in form.rules:
        for name in references(rule.require.node):
            rules[name] = (*rules.get(name, ()), rule.name)
    for section in form.sections:
        for item in section.items:
            group = item if isinstance(item, Group) else None
            for variable in item.variables if isinstance(item, Group) else (item,):
                yield Entry(form, section, group, variable, rules.get(variable.name, ()))


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Expression():
            return " ".join(value.text.split())
        case Text():
            return value.source
        case float():
            return f"{value:.12g}"
        case _:
            return str(value)


def _of(attribute: str) -> Callable[[Entry], str]:
    return lambda entry: _text(getattr(entry.variable, attribute))


def _limit_of(bound: str) -> Callable[[Entry], str]:
    return lambda entry: _text(getattr(entry.variable.limits, bound))


def _codes(variable: Variable) -> str:
    if variable.codelist is None:
        return ""
    allowed = {code.value for code in variable.codes}
    return " | ".join(_code(code) for code in variable.codelist.codes if code.missing or code.value in allowed)


def _code(code: Code) -> str:
    return f"{code.value} = {code.label.source}" + (f" ({code.missing})" if code.missing else "")


def _missing(entry: Entry) -> str:
    parts = []
    for missing in entry.variable.missing:
        written = [f"code {missing.code}"] if missing.code is not None else []
        written += [f"{flag.system}: {flag.name}" for flag in missing.flags]
        parts.append(f"{missing.reason} ({', '.join(written)})" if written else missing.reason)
    return " | ".join(parts)


def _required(entry: Entry) -> str:
    if entry.variable.required or (entry.group and entry.group.required):
        return "true"
    return _text(entry.variable.required_when)


COLUMNS: Mapping[str, tuple[str, Callable[[Entry], str]]] = {
    "type": (translatable("Type"), _of("type")),
    "unit": (translatable("Unit"), _of("unit")),
    "decimals": (translatable("Decimals"), _of("decimals")),
    "min": (translatable("Least"), _limit_of("min")),
    "soft_min": (translatable("Least usual"), _limit_of("soft_min")),
    "soft_max": (translatable("Greatest usual"), _limit_of("soft_max")),
    "max": (translatable("Greatest"), _limit_of("max")),
    "limits_source": (translatable("Where the limits come from"), _limit_of("source")),
    "max_length": (
        translatable("Most characters"),
        lambda entry: (
            _text(constraint(entry.variable).max_length) if entry.variable.type in {"text", "longtext"} else ""
        ),
    ),
    "codelist": (
        translatable("Codelist"),
        lambda entry: entry.variable.codelist.name if entry.variable.codelist else "",
    ),
    "codes": (translatable("Codes"), lambda entry: _codes(entry.variable)),
    "system": (
        translatable("Coding system"),
        lambda entry: f"{entry.variable.system.name} {entry.variable.system.version}" if entry.variable.system else "",
    ),
    "valid_on": (translatable("The code is valid on"), _of("valid_on")),
    "missing": (translatable("Instead of an answer"), _missing),
    "required": (translatable("Must be answered"), _required),
    "enable_when": (translatable("Asked when"), _of("enable_when")),
    "otherwise": (translatable("Value when not asked"), _of("otherwise")),
    "calculate": (translatable("Computed as"), _of("calculate")),
    "prefill": (translatable("Filled in beforehand with"), _of("prefill")),
    "rules": (translatable("Rules"), lambda entry: ", ".join(entry.rules)),
    "category": (translatable("Category"), _of("category")),
    "purpose": (translatable("Purpose"), _of("purpose")),
    "source": (translatable("Source"), _of("source")),
    "identifies": (translatable("Identifies the person"), _of("identifies")),
    "respondent": (translatable("Answered by"), lambda entry: entry.form.respondent),
    "timepoints": (translatable("When"), lambda entry: ", ".join(entry.form.timepoints)),
    "collected": (translatable("Collected"), lambda entry: _era(entry.variable.collected)),
    "retired": (
        translatable("No longer asked"),
        lambda entry: (
            f"{entry.variable.retired.version}: {entry.variable.retired.reason}" if entry.variable.retired else ""
        ),
    ),
    "aliases": (
        translatable("Names elsewhere"),
        lambda entry: " | ".join(map(_outside_name, entry.variable.aliases)),
    ),
    "edition": (
        translatable("Names elsewhere of the coding system's edition"),
        lambda entry: " | ".join(map(_outside_name, entry.variable.edition)),
    ),
}
"""What is told of a variable: the table's column, its heading on a page, and how it is written."""


def _outside_name(alias: Alias) -> str:
    where = f" ({alias.occasion})" if alias.occasion else ""
    return f"{alias.system}: {alias.name}{where}"


def _variable_table(catalogue: Catalogue, shown: ByLanguage) -> tuple[list[str], Iterator[list[str]]]:
    labels = [f"{part}_{code}" for part in ("section_title", "group_label", "label", "help") for code in shown]
    header = ["form", "section", "group", "name", *labels, *COLUMNS]
    return header, (
        [
            *(form.address, entry.section.name, entry.variable.group or "", entry.variable.name),
            *_in_each(entry.section.title, shown),
            *_in_each(entry.group.label if entry.group else None, shown),
            *_in_each(entry.variable.label, shown),
            *_in_each(entry.variable.help, shown),
            *(write(entry) for _, write in COLUMNS.values()),
        ]
        for form in catalogue.forms
        for entry in entries_of(form)
    )


def _code_table(catalogue: Catalogue, shown: ByLanguage) -> tuple[list[str], Iterator[list[str]]]:
    header = ["codelist", "code", "missing", "retired", "collected", *(f"label_{code}" for code in shown)]
    in_place = {
        f"{form.address}.{variable.codelist.name}": variable.codelist
        for form, variable in catalogue.variables()
        if variable.codelist and not variable.codelist.shared
    }
    return header, (
        [
            *(name, str(code.value), code.missing or ""),
            *(code.retired.version if code.retired else "", _era(code.collected)),
            *_in_each(code.label, shown),
        ]
        for name, codelist in (*catalogue.codelists.items(), *in_place.items())
        for code in codelist.codes
    )


def _rule_table(catalogue: Catalogue, shown: ByLanguage) -> tuple[list[str], Iterator[list[str]]]:
    header = ["form", "rule", "require", "severity", "collected", "retired", *(f"message_{code}" for code in shown)]
    return header, (
        [
            *(form.address, rule.name, _text(rule.require), rule.severity),
            *(_era(rule.collected), rule.retired.version if rule.retired else ""),
            *_in_each(rule.message, shown),
        ]
        for form in catalogue.forms
        for rule in form.rules
    )


def _page(catalogue: Catalogue, wording: Wording, shown: ByLanguage) -> str:
    columns = [(wording.language.gettext(heading), write) for heading, write in COLUMNS.values()]
    return rendered(
        "codebook.html",
        wording,
        catalogue=catalogue,
        entries_of=entries_of,
        told=lambda entry: [(heading, text) for heading, write in columns if (text := write(entry))],
        others=lambda text: [(code, known.wording(text)) for code, known in shown.items() if known.has(text)],
    )


def _in_each(text: Text | None, shown: ByLanguage) -> list[str]:
    """The text in each language; empty where it is not translated."""
    if text is None:
        return [""] * len(shown)
    source = next(iter(shown))
    return [
        text.source if code == source else known.wording(text) if known.has(text) else ""
        for code, known in shown.items()
    ]


def _era(era: Era | None) -> str:
    if era is None:
        return ""
    gaps = "".join(f", not {start} to {end}" for start, end in era.gaps)
    return f"{era.start or '…'} to {era.end or '…'}{gaps}"


def _csv(header: list[str], rows: Iterable[list[str]]) -> str:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return table.getvalue()
