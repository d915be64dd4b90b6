"""Question types to the types of ours, and back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

CHECKLIST = "checklist"
"""Not a type of ours but a group; here it stands among them."""
GROUP_BEGIN, GROUP_END, REPEAT_BEGIN, REPEAT_END = "begin_group", "end_group", "begin_repeat", "end_repeat"
ANY_DECIMALS = 4
"""Decimals of a number that does not say how many."""

OF_QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("text", "string"), "text"),
        **dict.fromkeys(("integer", "int"), "integer"),
        "decimal": "decimal",
        "range": "integer",
        "date": "date",
        "time": "time",
        **dict.fromkeys(("datetime", "date time"), "datetime"),
        **dict.fromkeys(("acknowledge", "trigger"), "boolean"),
        "calculate": "text",
        "barcode": "text",
        "phone number": "text",
        "percentage": "integer",
    }
)
"""Our type for each question type, in small letters and single spaces."""
METADATA = frozenset(
    {"start", "end", "today", "deviceid", "device id", "imei", "username", "email", "phonenumber", "subscriberid"}
    | {"simserial", "audit", "start-geopoint", "background-audio", "background-geopoint", "start time", "end time"}
    | {"get today", "get start time", "get end time", "get device id", "instance_name"}
)
"""Rows that a device fills in."""
TODAY = frozenset({"today", "get today"})
WITHOUT_ANSWER: Mapping[str, str] = MappingProxyType(
    {
        "note": "a text to read",
        "hidden": "a value that nobody is asked for",
        **dict.fromkeys(("geopoint", "geotrace", "geoshape", "location", "gps"), "a place on a map"),
        **dict.fromkeys(("image", "photo", "audio", "video", "file"), "a file"),
        "rank": "an order of choices",
        "osm": "a place on a map",
        **dict.fromkeys(("csv-external", "xml-external"), "a table beside the form"),
    }
)
"""Types that hold no answer of a type of ours, and what they are."""
_SELECT = re.compile(
    r"(?P<how>select_one_from_file|select_multiple_from_file|select_one_external|select_one|select_multiple|rank"
    r"|select one from file|select multiple from file|select one from|select one|select1|select all that apply from"
    r"|select all that apply|select multiple from|select multiple|add select one prompt using"
    r"|add select multiple prompt using)"
    r"\s+(?P<list>\S+)(?P<other>\s+(or specify other|or_other|or other))?",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"(?P<which>begin|end)[\s_](?P<what>group|repeat|lgroup|loop|looped group)\b.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a type says: our type (empty when there is none), the list of choices, and whether `other` is one more."""

    type: str
    choices: str = ""
    other: bool = False
    why: str = ""


def control_of(written: str) -> str:
    """Whether a row begins or ends a group or repeat."""
    found = _CONTROL.fullmatch(" ".join(written.split()))
    if found is None:
        return ""
    what = "group" if found["what"].lower() == "group" else "repeat"
    return f"{found['which'].lower()}_{what}"


def kind_of(written: str) -> Kind:
    """What the type of a question is here."""
    plain = " ".join(written.split())
    found = _SELECT.fullmatch(plain)
    if found:
        return _choice(found["how"].lower().replace(" ", "_"), found["list"], found["other"] is not None)
    small = plain.lower()
    if small in METADATA:
        return Kind("", why="filled in by the device")
    if small in WITHOUT_ANSWER:
        return Kind("", why=WITHOUT_ANSWER[small])
    return Kind(OF_QUESTIONS.get(small, "text"))


def _choice(how: str, choices: str, other: bool) -> Kind:
    if how == "rank":
        return Kind("", choices, why=WITHOUT_ANSWER["rank"])
    if "file" in how or "external" in how or "${" in choices:
        is_several = "multiple" in how or "all" in how
        return Kind("" if is_several else "text", why="choices from a file or from other answers")
    is_several = "multiple" in how or "all" in how
    return Kind(CHECKLIST if is_several else "code", choices, other)


WRITTEN: Mapping[str, str] = MappingProxyType(
    {
        **{kind: kind for kind in ("integer", "decimal", "date", "time", "text")},
        "datetime": "dateTime",
        "longtext": "text",
        "coding": "text",
    }
)
"""The type that a variable is written with, when it is none of choices."""
BOUND: Mapping[str, str] = MappingProxyType({"integer": "int", "decimal": "decimal", "date": "date"})
"""What a calculated value is kept as there; otherwise it is a text."""
TYPE_OF_BOUND: Mapping[str, str] = MappingProxyType({"int": "integer", "decimal": "decimal", "date": "date"})
OWN_TYPES = frozenset({"integer", "decimal", "date", "boolean", "text", "longtext", "time", "datetime"})
"""What a column of ours may call a value that is computed."""
COMPUTED = frozenset({"calculate", "hidden"})
"""Types of rows that nobody is asked."""
