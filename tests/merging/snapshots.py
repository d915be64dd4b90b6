"""Snapshots of a small catalogue for tests, written as an author would write its files."""

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from migrations_gen.change_sets import name_of
from migrations_gen.changes.base import Change
from migrations_gen.diff.records import Difference
from migrations_gen.states import snapshot_of_files
from tests.catalogues import FIRST_PAGE, MODULE, form_of
from tests.states import AFTER, BEFORE

NEW_WORDS = "msgctxt"


def snapshots(case: Mapping[str, Any]) -> tuple[str, str]:
    """The earlier and the later state of a case. Its two sides have `variables`, `rules`, `lists` and `nn`."""
    before, after = _files(case["before"], BEFORE), _files(case["after"], AFTER)
    if case.get("changes"):
        after["changes/2.0.0.yaml"] = f"version: {AFTER}\nchanges:\n{_indented(case['changes'])}\n"
    return snapshot_of_files(before), snapshot_of_files(after)


def _files(side: Mapping[str, str], version: str) -> dict[str, str]:
    page = FIRST_PAGE.replace("version: 1.0.0", f"version: {version}").lstrip()
    files = {
        "variables.yaml": page.replace("{source: nb}", "{source: nb, optional: [nn]}"),
        "data/module.yaml": MODULE.lstrip(),
        "data/skjema.yaml": form_of(side["variables"], side.get("rules", "")),
    }
    if side.get("lists"):
        files["data/lists.yaml"] = f"codelists:\n{_indented(side['lists'])}\n"
    if side.get("nn"):
        files["locale/nn/LC_MESSAGES/catalogue.po"] = 'msgid ""\nmsgstr ""\n"Language: nn\\n"\n\n' + side["nn"]
    return files


def _indented(text: str) -> str:
    return textwrap.indent(textwrap.dedent(text).strip(), "  ")


def named(difference: Difference) -> dict[str, Change]:
    """The changes by name, but for that of the version."""
    changes = (change for change in difference.changes if type(change).__name__ != "VersionChanged")
    return {name_of(change): change for change in changes}


def shown(names: Iterable[str], changes: Mapping[str, Change]) -> list[str]:
    """Changes as a table writes them: `LabelChanged hoyde`."""
    return sorted(f"{type(changes[name]).__name__} {changes[name].subject.name}" for name in names if name in changes)
