"""A catalogue to a project's XML: rows by the dictionary's writer; events, reasons and settings here. Pure.

The same catalogue gives the same bytes: the time of export, which ODM asks for, is always the same.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalogue.findings import Finding
from catalogue.formats.losses import SLUG
from catalogue.formats.pages import TIMEPOINT
from catalogue.formats.records import WriteOptions, Written, note
from catalogue.formats.redcap.columns import CHOICES, SYSTEM
from catalogue.formats.redcap.project.also import said_also
from catalogue.formats.redcap.project.document import HOLD_CHOICES, broken_parts, document, is_query
from catalogue.formats.redcap.project.events import plans_by_days, written_events
from catalogue.formats.redcap.project.fates import FATES
from catalogue.formats.redcap.project.missing import Answers, codes_for, codes_of, declared, reasons_of, without
from catalogue.formats.redcap.project.parsing import RESERVED as NO_ATTRIBUTES
from catalogue.formats.redcap.project.reading import CODES, EMPTY, EVENTS, PART, RESERVED, RULES, TITLE
from catalogue.formats.redcap.project.records import Event, Project
from catalogue.formats.redcap.project.rules import COLUMNS as RULE_COLUMNS
from catalogue.formats.redcap.project.rules import written_rules
from catalogue.formats.redcap.writing import WrittenRow, written_rows
from catalogue.formats.selecting import extras_of, written_forms
from catalogue.formats.tables import Row
from catalogue.model import Catalogue, Form, MissingValue, Variable


def write(catalogue: Catalogue, options: WriteOptions) -> Written:
    """The project of the forms asked for."""
    forms = written_forms(catalogue, options)
    found = written_rows(catalogue, options, FATES)
    kept = extras_of(catalogue, SYSTEM)
    codes = codes_for((row.question.missing for row in found.rows if row.question), codes_of(kept.get(CODES, "")))
    reasons = reasons_of(codes)[0]
    rows = [_beside(row, reasons) for row in found.rows]
    empty = {} if options.forms else {name: (title, at) for name, title, at in _table(kept.get(EMPTY, ""), width=3)}
    events = tuple(
        replace(event, forms=(*event.forms, *(name for name, (_, at) in empty.items() if event.name in at.split())))
        for event in _events(catalogue, forms, kept.get(EVENTS, ""))
    )
    told: list[Finding] = []
    project = Project(
        title=kept.get(TITLE, catalogue.title.source),
        rows=tuple(Row(0, row.cells) for row in rows),
        titles={name: title for name, (title, _) in empty.items()}
        | {extras_of(form, SYSTEM).get("form_name", form.name): form.title.source for form in forms},
        events=events,
        missing=tuple(codes),
        rules=(*written_rules(forms, found.names, told), *_kept_rules(kept.get(RULES, ""))),
        settings=_settings(kept) | ({"SchedulingEnabled": "1"} if plans_by_days(catalogue, forms) else {}),
        parts={name.removeprefix(PART): text for name, text in kept.items() if name.startswith(PART)},
        others={row.field: row.others for row in rows if row.others},
        also={row.field: row.also for row in rows if row.also},
    )
    told += [*_without_place(catalogue, found.rows), *_of_timepoints(catalogue, forms, events)]
    told += (note(catalogue.at, "not-xml", _not_xml(name)) for name in broken_parts(project))
    return Written(document(project), (*found.findings, *told))


@dataclass(frozen=True, slots=True)
class _Beside:
    """A row as it is written, and what stands beside its columns."""

    cells: Mapping[str, str]
    others: Mapping[str, str]
    also: str

    @property
    def field(self) -> str:
        return self.cells["field_name"]


def _beside(row: WrittenRow, reasons: Mapping[str, str]) -> _Beside:
    question = row.question
    if question is None:
        return _Beside(row.cells, {}, "")
    own, cells = _declared(question.missing), dict(row.cells)
    if reasons and not own and not (isinstance(question, Variable) and question.is_calculated):
        cells["field_annotation"] = without(cells["field_annotation"])
    others = {name: text for name, text in extras_of(question, SYSTEM).items() if name not in NO_ATTRIBUTES}
    return _Beside(
        cells, others, said_also(question, own if own and own != declared(reasons, Answers.of(question)) else None)
    )


def _declared(missing: tuple[MissingValue, ...]) -> dict[str, Any]:
    """Reasons as a variable declares them."""
    return {
        value.reason: ({"code": str(value.code)} if value.code is not None else {})
        | ({"flag": {flag.system: flag.name for flag in value.flags}} if value.flags else {})
        for value in missing
    }


def _kept_rules(kept: str) -> Iterator[dict[str, str]]:
    return (dict(zip(RULE_COLUMNS, row, strict=True)) for row in _table(kept, width=len(RULE_COLUMNS)))


def _table(kept: str, width: int) -> Iterator[list[str]]:
    """The rows of a table that was kept, those of another width left out."""
    return (row for row in csv.reader(io.StringIO(kept, newline="")) if len(row) == width)


def _settings(kept: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in kept.items() if name not in RESERVED and not name.startswith(PART)}


def _events(catalogue: Catalogue, forms: Sequence[Form], kept: str) -> Iterator[Event]:
    """The events; none where the one timepoint is the plainest, as in a project that is not longitudinal."""
    names = {timepoint for form in forms for timepoint in form.timepoints}
    modules = [module for module in catalogue.modules.values() if any(form.module == module.name for form in forms)]
    planned = {timepoint.name for module in modules for timepoint in module.timepoints} | names
    if kept or any(not name.startswith(TIMEPOINT) for name in planned) or len(planned) > 1:
        yield from written_events(catalogue, forms, kept)


def _of_timepoints(catalogue: Catalogue, forms: Sequence[Form], events: Sequence[Event]) -> Iterator[Finding]:
    names = {form.module for form in forms} if events else set[str]()
    for module in (module for module in catalogue.modules.values() if module.name in names):
        for timepoint in module.timepoints:
            if timepoint.due is None and (timepoint.opens is not None or timepoint.closes is not None):
                message = (
                    f"'{module.name}.{timepoint.name}' opens and closes, and is due on no day: an event has only that."
                )
                yield note(module.at, SLUG, message)


def _without_place(catalogue: Catalogue, rows: Sequence[WrittenRow]) -> Iterator[Finding]:
    """Cells for choices that a project has no place for, such as the query of a list."""
    for row in rows:
        kind = row.cells["field_type"].strip().lower()
        choices = row.cells[CHOICES].strip()
        if choices and kind not in HOLD_CHOICES and (kind != "sql" or is_query(choices)):
            at = row.question.at if row.question else catalogue.at
            message = (
                f"'{row.cells['field_name']}': the choices of a field of type '{kind}' are not in a project's XML."
            )
            yield note(at, SLUG, message)


def _not_xml(name: str) -> str:
    return f"'{PART}{name}' under 'extras' is no XML any more, and is not written. Correct it, or take it away."
