"""What a form says that the language has no word for, as `extras`: cells of a row, and whole rows as JSON. Pure."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from catalogue.formats.markup import plain
from catalogue.formats.xlsform.books import CHOICES, SURVEY, FormBook
from catalogue.formats.xlsform.columns import OWN, Line, Place, language_code, language_heading
from catalogue.formats.xlsform.fields import Named
from catalogue.formats.xlsform.outline import Outline, Part

BEFORE, AFTER, UNUSED, LANGUAGE, LOOSE, NOTE = "before", "after", "choices", "language", "group", "note"
"""Under which words whole rows are kept; the heading of the form's language; a part without a group; a help's name."""
WHOLE_ROWS = frozenset({BEFORE, AFTER, UNUSED, LANGUAGE, LOOSE, NOTE})
"""Words of ours that are no columns."""
LOGIC = ("relevant", "required", "constraint", "calculation", "default")
WORDED = ("label", "hint")
SAID = frozenset({"type", "name"})
"""Columns that are written from the variable itself."""
TEXTS = frozenset({"label", "hint"})
"""Columns of which only the words are ours."""
ELSEWHERE = frozenset({"choice_filter", "save_to"})
"""Columns that have no meaning without the sheets that are not kept."""
_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^\s{}]+)\s*\}")


def key_of(place: Place) -> str:
    """A column and its language as one word."""
    return "::".join(part for part in place if part)


def place_of(key: str) -> Place:
    """The column and the language of such a word."""
    for column in (*WORDED, "guidance_hint", "constraint_message", "required_message", "image", "audio", "video"):
        if key.startswith(f"{column}::"):
            return column, key.removeprefix(f"{column}::")
    return key, ""


def referred(text: str) -> frozenset[str]:
    """The questions that a text names as `${…}`."""
    return frozenset(_REFERENCE.findall(text))


def of_question(named: Named, again: Mapping[str, str], *, has_logic: bool) -> dict[str, str]:
    """The cells of a row that the variable does not say; `again` are those of logic as they would be written."""
    found = {BEFORE: rows_text(named.question.before)} if named.question.before else {}
    elsewhere = ELSEWHERE if has_outside(named.line) else frozenset[str]()
    if named.line.cell("type") != again.get("type", "") and not elsewhere:
        found["type"] = named.line.cell("type")
    for place, cell in named.line.cells.items():
        if place[0] not in elsewhere and _is_kept(place[0], cell, again, has_logic=has_logic):
            found[key_of(place)] = cell
    return found


def has_outside(line: Line) -> bool:
    """Whether a question takes its choices from a sheet, or sends its answer to one, that is not kept."""
    return "external" in line.cell("type") or bool(line.cell("save_to"))


def _is_kept(column: str, cell: str, again: Mapping[str, str], *, has_logic: bool) -> bool:
    if column in LOGIC:
        return has_logic and cell != again.get(column, "")
    if column in TEXTS:
        return plain(cell) != cell
    return column not in SAID and cell != again.get(column, "") and not column.startswith(OWN)


def of_part(part: Part) -> dict[str, str]:
    """What a group says beside its title and condition."""
    found = {BEFORE: rows_text(part.before)} if part.before else {}
    if part.line is None:
        return {**found, LOOSE: "none"}
    for place, cell in part.line.cells.items():
        if place[0] not in {"type", "name", "label"} and not place[0].startswith(OWN):
            found[key_of(place)] = cell
    if part.help is not None:
        found[NOTE] = part.help.cell("name")
    return found


def of_form(book: FormBook, outline: Outline, default: str) -> dict[str, str]:
    """Rows after the last question, settings, and lists of choices that no question of ours has."""
    found = {AFTER: rows_text(outline.after)} if outline.after else {}
    if default != language_heading(language_code(default)):
        found[LANGUAGE] = default
    for _, language in book.tables[SURVEY].headings:
        code = language_code(language)
        if code and language not in {default, language_heading(code)}:
            found[f"{LANGUAGE} {code}"] = language
    said = {"form_title", "form_id"} | ({"default_language"} if default else set())
    for place, cell in book.settings.cells.items():
        if place[0] not in said and not place[0].startswith(OWN):
            found[f"settings {key_of(place)}"] = cell
    used = {word for line, _ in outline.kept for word in line.cell("type").split()}
    parameters = (word for line in book.lines(SURVEY) for word in line.cell("parameters").split())
    used |= {word.partition("=")[2] for word in parameters if word.startswith("tick_labelset=")}
    unused = [line for line in book.lines(CHOICES) if line.cell("list_name") in used]
    if unused:
        found[UNUSED] = rows_text(unused)
    if outline.help is not None:
        found[NOTE] = outline.help.cell("name")
    return found


def rows_text(lines: Iterable[Line]) -> str:
    """Rows as a text."""
    rows = [{key_of(place): cell for place, cell in line.cells.items()} for line in lines]
    return json.dumps(rows, ensure_ascii=False)


def rows_of(text: str) -> list[dict[Place, str]]:
    """The rows of such a text; none when somebody has made something else of it."""
    if not text:
        return []
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, list):
        return []
    return [_row(row) for row in found if isinstance(row, Mapping)]


def _row(row: Mapping[Any, Any]) -> dict[Place, str]:
    return {place_of(str(key)): str(cell) for key, cell in row.items() if str(cell).strip()}
