"""Events to timepoints and back. Pure.

An event is a timepoint; where there are several arms, its name keeps the arm. Days are read only where the project
plans by them (`SchedulingEnabled`): everywhere else they merely put events in order.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.formats.naming import name_for
from catalogue.formats.redcap.project.records import Event
from catalogue.formats.redcap.reading import table_text
from catalogue.formats.values import days_of
from catalogue.model import Catalogue, Form, Module, Timepoint

COLUMNS = (
    "timepoint",
    "UniqueEventName",
    "EventName",
    "CustomEventLabel",
    "ArmNum",
    "ArmName",
    "DayOffset",
    "OffsetMin",
    "OffsetMax",
    "Repeating",
)
"""The table of what an event says beside its timepoint, as it is kept under `extras`."""
_ARM = re.compile(r"_arm_\d+$")


@dataclass(frozen=True, slots=True)
class Planned:
    """The timepoints as a module declares them, those of each form by its name there, and the table to keep."""

    timepoints: Mapping[str, Mapping[str, Any]]
    of_form: Mapping[str, tuple[str, ...]]
    kept: str


def planned(events: Sequence[Event], forms: Iterable[str], *, by_days: bool) -> Planned:
    """The timepoints of a project's events; `forms` are our names of forms, which may not end in one of theirs."""
    taken, ours = set[str](), list(forms)
    arms = {event.words.get("ArmNum", "1") for event in events}
    names = [_name(event, ours, taken, has_arms=len(arms) > 1) for event in events]
    timepoints = {name: _declared(event, by_days, len(arms) > 1) for name, event in zip(names, events, strict=True)}
    of_form: dict[str, tuple[str, ...]] = {}
    for name, event in zip(names, events, strict=True):
        of_form |= {form: (*of_form.get(form, ()), name) for form in event.forms}
    rows = [{**event.words, "timepoint": name} for name, event in zip(names, events, strict=True)]
    return Planned(timepoints, of_form, _table(rows))


def _name(event: Event, forms: Iterable[str], taken: set[str], *, has_arms: bool) -> str:
    name = name_for(event.name if has_arms else _ARM.sub("", event.name), taken)
    while any(form.endswith(f"_{name}") for form in forms):
        name = name_for(f"{name}_event", taken)
    return name


def _declared(event: Event, by_days: bool, has_arms: bool) -> dict[str, Any]:
    words = event.words
    title = " ".join((words.get("Name" if has_arms else "EventName") or words.get("Name") or event.name).split())
    due = days_of(words.get("DayOffset", "")) if by_days else None
    if due is None:
        return {"title": title}
    before, after = (days_of(words.get(key, "")) for key in ("OffsetMin", "OffsetMax"))
    opens, closes = due - before if before and before > 0 else None, due + after if after and after > 0 else None
    return {"title": title, "due": _days(due), "opens": _days(opens), "closes": _days(closes)}


def _days(days: int | None) -> str | None:
    return None if days is None else f"{days} days"


def _table(rows: Iterable[Mapping[str, str]]) -> str:
    return table_text([COLUMNS, *([row.get(column, "") for column in COLUMNS] for row in rows)])


# ---- and back ----


def written_events(catalogue: Catalogue, forms: Sequence[Form], kept: str) -> Iterator[Event]:
    """The events of the modules whose forms are written, an arm for each module that no file has said otherwise of."""
    known = {row.get("timepoint", ""): row for row in csv.DictReader(io.StringIO(kept, newline=""))}
    modules = [module for module in catalogue.modules.values() if any(form.module == module.name for form in forms)]
    for arm, module in enumerate(modules, 1):
        for number, timepoint in enumerate(module.timepoints, 1):
            words = _usual(module, timepoint, arm, number) | _kept(known.get(timepoint.name), timepoint)
            words["Name"] = _title(words, len(modules) > 1 or len(_arms(known.values())) > 1)
            held = tuple(
                form.name for form in forms if form.module == module.name and timepoint.name in form.timepoints
            )
            yield Event(words["UniqueEventName"], held, words)


def plans_by_days(catalogue: Catalogue, forms: Sequence[Form]) -> bool:
    """Whether a timepoint of these forms is due on a day."""
    names = {form.module for form in forms}
    return any(t.due is not None for name in names if name for t in catalogue.modules[name].timepoints)


def _usual(module: Module, timepoint: Timepoint, arm: int, number: int) -> dict[str, str]:
    due = timepoint.due
    return {
        "UniqueEventName": f"{timepoint.name}_arm_{arm}",
        "EventName": timepoint.title.source,
        "CustomEventLabel": "",
        "ArmNum": str(arm),
        "ArmName": module.title.source,
        "DayOffset": str(number if due is None else due),
        "OffsetMin": str(due - timepoint.opens if due is not None and timepoint.opens is not None else 0),
        "OffsetMax": str(timepoint.closes - due if due is not None and timepoint.closes is not None else 0),
        "Repeating": "No",
    }


def _kept(row: Mapping[str, str] | None, timepoint: Timepoint) -> dict[str, str]:
    """What a file has said of the event; its title and days only while the timepoint says nothing else."""
    if row is None:
        return {}
    said = {column: row[column] for column in COLUMNS[1:] if row.get(column) is not None}
    has_arms = timepoint.title.source == _title(said, has_arms=True)
    if not has_arms and timepoint.title.source != " ".join(said.get("EventName", "").split()):
        said.pop("EventName", None)
    if timepoint.due is not None:
        said = {key: value for key, value in said.items() if key not in {"DayOffset", "OffsetMin", "OffsetMax"}}
    return said


def _title(words: Mapping[str, str], has_arms: bool) -> str:
    arm = f" (Arm {words.get('ArmNum', '1')}: {words.get('ArmName', '')})" if has_arms else ""
    return f"{words.get('EventName', '')}{arm}"


def _arms(rows: Iterable[Mapping[str, str]]) -> set[str]:
    return {row.get("ArmNum") or "1" for row in rows}
