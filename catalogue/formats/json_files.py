"""JSON to plain values, with the lines that findings point at. Pure, and bounded: what could harm is refused.

A file may be as large as `decoding.MAX_BYTES`; what is deeper than here, numbers that are none and numbers without end
are refused with a sentence. A key that stands twice is told, and the last counts. What no text may hold is a space.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from catalogue.findings import Finding, Location
from catalogue.formats.decoding import decoded
from catalogue.formats.records import note

MAX_DEPTH = 200
LONGEST_NUMBER = 30
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The value, None when a finding says why there is none; and the text, for the lines of its keys."""

    value: Any
    text: str = ""
    findings: tuple[Finding, ...] = ()


class _Refused(Exception):
    """A number that is none, or one without end."""


def parsed_json(data: bytes, file: str) -> Parsed:
    """The value of a file; `file` is how findings call it."""
    text = decoded(data, file)
    if text.text is None:
        return Parsed(None, "", text.findings)
    repeated: set[str] = set()
    try:
        value = json.loads(
            text.text,
            object_pairs_hook=lambda pairs: _mapping(pairs, repeated),
            parse_constant=_refuse_constant,
            parse_int=_whole,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        message = f"This is not JSON, or it is cut off: {error.msg}."
        return _refused(Location(file, error.lineno, error.colno), message, text.findings)
    except _Refused as problem:
        return _refused(Location(file, 1, 1), str(problem), text.findings)
    except RecursionError:
        value = None
    if value is None or _depth(value) > MAX_DEPTH:
        message = f"The file is empty, or has more than {MAX_DEPTH} levels. A definition has fewer."
        return _refused(Location(file, 1, 1), message, text.findings)
    found = tuple(_repeated(key, text.text, file) for key in sorted(repeated))
    is_clean = "\\u" not in text.text and not _UNUSABLE.search(text.text)
    return Parsed(value if is_clean else _cleaned(value), text.text, (*text.findings, *found))


def lines_of(text: str, key: str) -> dict[str, int]:
    """The line in which this key first has each value that is a text."""
    lines: dict[str, int] = {}
    line, last = 1, 0
    for found in re.finditer(rf'"{key}"\s*:\s*("(?:[^"\\]|\\.)*")', text):
        line, last = line + text.count("\n", last, found.start()), found.start()
        lines.setdefault(_string(found[1]), line)
    return lines


def _string(written: str) -> str:
    try:
        return str(json.loads(written))
    except json.JSONDecodeError:
        return written


def _mapping(pairs: list[tuple[str, Any]], repeated: set[str]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated.update(key for key in mapping if keys.count(key) > 1)
    return mapping


def _refuse_constant(written: str) -> NoReturn:
    raise _Refused(f"The file has the number {written}, which JSON does not know. Write a number, or leave it out.")


def _whole(written: str) -> int | float:
    return int(written) if len(written) <= LONGEST_NUMBER else _number(written)


def _number(written: str) -> float:
    number = float(written)
    if number in (float("inf"), float("-inf")):
        raise _Refused(f"The number {written[:20]}… is larger than any that can be kept. Correct it.")
    return number


def _depth(root: Any) -> int:
    """How many levels there are, as far as they are counted."""
    level, depth = [root], 0
    while level and depth <= MAX_DEPTH:
        depth += 1
        level = [
            part
            for each in level
            if type(each) is dict or type(each) is list
            for part in (each.values() if type(each) is dict else each)
        ]
    return depth


def _cleaned(value: Any) -> Any:
    """The same with a space for what no text may hold."""
    if isinstance(value, dict):
        return {key: _cleaned(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_cleaned(part) for part in value]
    return _UNUSABLE.sub(" ", value) if isinstance(value, str) else value


def _repeated(key: str, text: str, file: str) -> Finding:
    line = text.count("\n", 0, max(text.rfind(json.dumps(key)), 0)) + 1
    message = f"The key '{key}' stands twice in one place; the last counts. Take the other away."
    return note(Location(file, line, 1), "repeated-key", message)


def _refused(at: Location, message: str, before: tuple[Finding, ...]) -> Parsed:
    return Parsed(None, "", (*before, Finding(at, "not-readable", message)))
