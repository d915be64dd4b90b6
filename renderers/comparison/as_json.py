"""A report as JSON for programs, in a form that stays: docs/diff.md tells what each key holds. Pure."""

import json
from dataclasses import asdict

from renderers.comparison.records import Entry, Report
from renderers.i18n import Language

FORMAT = 1
"""Counted up when a key gets another meaning; new keys may come at any time."""


def json_text(report: Report, language: Language) -> str:
    """The report; one change an object, in the order of the report."""
    content = {
        "format": FORMAT,
        "language": language.code,
        "registry": report.registry,
        "before": report.before,
        "after": report.after,
        "requested_by": list(report.requested_by),
        "changes_file": report.changes_file,
        "stops": report.stops,
        "summary": {graded.grade: graded.number for graded in report.graded},
        "notes": list(report.notes),
        "questions": [asdict(asked) for asked in report.questions],
        "findings": [asdict(found) for found in report.findings],
        "series": [asdict(broken) for broken in report.series],
        "loads": [asdict(load) for load in report.loads],
        "changes": [_change(entry) for entry in report.entries],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _change(entry: Entry) -> dict[str, object]:
    return asdict(entry)
