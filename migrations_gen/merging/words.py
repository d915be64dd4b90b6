"""Three versions of a gettext file in one, text by text: what one side translated and the other commented are both kept.

Each entry stays as written; only its parts (remarks, marks, source, translation) are taken from one side or the other.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from catalogue.findings import Location
from catalogue.source.po_file import parse_po
from migrations_gen.merging.lines import merged_lines
from migrations_gen.merging.order import merged_order
from migrations_gen.merging.records import EVERYTHING, Conflict, Edit, Resolutions, Side

PARTS = ("remarks", "marks", "earlier", "context", "source", "text")
"""An entry's lines, in their order."""

OBSOLETE = "#~ "
_BEGINS = {"msgctxt": "context", "msgid": "source", "msgstr": "text"}
_CONTEXT = re.compile(r'(?:#~ )?msgctxt "(.*)"$')


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its lines by part, as written, and where it stands. The header is the entry without a context."""

    address: str
    lines: Mapping[str, str]
    line: int

    @property
    def text(self) -> str:
        """The entry as written."""
        return "".join(self.lines.get(part, "") for part in PARTS)


def merge_words(
    texts: tuple[str, str, str], paths: tuple[str, str], language: str, resolutions: Resolutions
) -> tuple[str, tuple[Conflict, ...]]:
    """The merged text, and the translations that both sides gave other words."""
    base, ours, theirs = ({entry.address: entry for entry in entries(text)} for text in texts)
    conflicts: list[Conflict] = []
    made: dict[str, Entry] = {}
    for address in dict.fromkeys((*ours, *theirs)):
        three = base.get(address), ours.get(address), theirs.get(address)
        entry = _merged(three, language, paths, resolutions, conflicts)
        if entry is not None:
            made[address] = entry
    names = merged_order(tuple(base), tuple(ours), tuple(theirs), made).names
    return _joined(made[name] for name in names if not _is_back(name, made)), tuple(conflicts)


def _is_back(name: str, made: Mapping[str, Entry]) -> bool:
    """Whether an obsolete text is in use again."""
    return name.startswith(OBSOLETE) and name.removeprefix(OBSOLETE) in made


def chosen_words(before: str, after: str, path: str, wants: Callable[[Edit], bool]) -> str:
    """The earlier text with those entries of the later one that are wanted."""
    old, new = ({entry.address: entry for entry in entries(text)} for text in (before, after))
    made: dict[str, Entry] = {}
    for address in dict.fromkeys((*old, *new)):
        then, now = old.get(address), new.get(address)
        is_other = (then.text if then else None) != (now.text if now else None)
        entry = now if is_other and wants(Edit(path, "text", address, "", "set")) else then
        if entry is not None:
            made[address] = entry
    return _joined(made[name] for name in merged_order(tuple(old), tuple(old), tuple(new), made).names)


def entries(text: str) -> Iterator[Entry]:
    """The entries of a file, in its order; the header is the one without a context."""
    seen: Counter[str] = Counter()
    for found in re.finditer(r"(?:[^\n]+(?:\n|\Z))+", text):
        entry = _entry(found[0] if found[0].endswith("\n") else f"{found[0]}\n", text.count("\n", 0, found.start()) + 1)
        seen[entry.address] += 1
        yield entry if seen[entry.address] == 1 else replace(entry, address=f"{entry.address} #{seen[entry.address]}")


def is_readable(text: str) -> bool:
    """Whether gettext reads the file."""
    return not parse_po(text, "")[1]


def _joined(found: Iterator[Entry]) -> str:
    return "\n".join(entry.text for entry in found)


def _entry(block: str, line: int) -> Entry:
    lines: dict[str, str] = {}
    address, part = "", "remarks"
    for written in block.splitlines(keepends=True):
        part = _part(written, part)
        lines[part] = lines.get(part, "") + written
        found = _CONTEXT.match(written.rstrip("\n"))
        if found:
            address = f"{OBSOLETE}{found[1]}" if written.startswith(OBSOLETE) else found[1]
    return Entry(address, lines, line)


def _part(line: str, part: str) -> str:
    plain = line.removeprefix(OBSOLETE)
    if plain.startswith("#,"):
        return "marks"
    if plain.startswith("#|"):
        return "earlier"
    if plain.startswith("#"):
        return "remarks"
    return _BEGINS.get(plain.split(" ", 1)[0], part)


def _merged(
    three: tuple[Entry | None, Entry | None, Entry | None],
    language: str,
    paths: tuple[str, str],
    resolutions: Resolutions,
    conflicts: list[Conflict],
) -> Entry | None:
    base, ours, theirs = three
    texts = [entry.text if entry else None for entry in three]
    if texts[1] in (texts[0], texts[2]):
        return theirs
    if texts[2] == texts[0]:
        return ours
    if ours is None or theirs is None:
        # Which texts there are follows from the catalogue; a translation that somebody worked on is never thrown away.
        return ours or theirs
    lines = {"context": ours.lines.get("context", "")}
    lines["remarks"] = merged_lines(*(entry.lines.get("remarks", "") if entry else "" for entry in three))
    for part in ("source", "text"):
        values = tuple(entry.lines.get(part, "") if entry else None for entry in three)
        lines[part] = _value(part, values, (ours, theirs), language, paths, resolutions, conflicts)
    marked = _marked(base, ours, theirs, lines)
    return Entry(ours.address, {**lines, **{part: marked.lines.get(part, "") for part in ("marks", "earlier")}}, 0)


def _marked(base: Entry | None, ours: Entry, theirs: Entry, lines: Mapping[str, str]) -> Entry:
    """Whose marks hold: of the side whose translation stands; of two that have it, the one that changed its marks."""
    is_ours = lines["text"] == ours.lines.get("text", "")
    is_theirs = lines["text"] == theirs.lines.get("text", "")
    if is_ours and is_theirs:
        return theirs if base is not None and ours.lines.get("marks") == base.lines.get("marks") else ours
    changed = ours if is_ours else theirs
    has_source = changed.lines.get("source") == lines["source"]
    return changed if has_source else (theirs if is_ours else ours)


def _value(
    part: str,
    values: tuple[str | None, ...],
    sides: tuple[Entry, Entry],
    language: str,
    paths: tuple[str, str],
    resolutions: Resolutions,
    conflicts: list[Conflict],
) -> str:
    base, ours, theirs = values
    if ours in (base, theirs):
        return theirs or ""
    if theirs == base:
        return ours or ""
    address = f"{language}: {sides[0].address}" if sides[0].address else f"{language}: header"
    keys = (f"{address}:{part}", address, EVERYTHING)
    side = next((resolutions[key] for key in keys if key in resolutions), None)
    if side is None:
        at, other = (Location(path, entry.line, 1) for path, entry in zip(paths, sides, strict=True))
        shown = (_shown(value) for value in values)
        conflicts.append(Conflict(at, other, "translation", address, part, *shown))
    return (theirs if side is Side.THEIRS else ours) or ""


def _shown(lines: str | None) -> str | None:
    if lines is None:
        return None
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', lines))
