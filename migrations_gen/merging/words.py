"""Three versions of a gettext file in one, text by text: what one translated and the other commented are both kept.

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
from migrations_gen.merging.records import Conflict, Disputes, Edit, Side, Three

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


def merge_words(texts: Three[str], paths: tuple[str, str], language: str, disputes: Disputes) -> str:
    """The merged text; translations that both sides gave other words are in dispute."""
    base, ours, theirs = texts.map(lambda text: {entry.address: entry for entry in entries(text)}).all
    told = Told(disputes, paths, language)
    made: dict[str, Entry] = {}
    for address in dict.fromkeys((*ours, *theirs)):
        three = Three(base.get(address), ours.get(address), theirs.get(address))
        entry = _merged(three, told)
        if entry is not None:
            made[address] = entry
    names = merged_order(tuple(base), tuple(ours), tuple(theirs), made).names
    return _joined(made[name] for name in names if not _is_back(name, made))


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


def _merged(three: Three[Entry | None], told: "Told") -> Entry | None:
    base, ours, theirs = three.all
    texts = three.map(lambda entry: entry.text if entry else None)
    if texts.ours in (texts.base, texts.theirs):
        return theirs
    if texts.theirs == texts.base:
        return ours
    if ours is None or theirs is None:
        # Which texts there are follows from the catalogue; a translation that somebody worked on is never thrown away.
        return ours or theirs
    lines = {"context": ours.lines.get("context", "")}
    lines["remarks"] = merged_lines(*three.map(lambda entry: entry.lines.get("remarks", "") if entry else "").all)
    for part in ("source", "text"):
        lines[part] = _value(part, three, told)
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


@dataclass(frozen=True, slots=True)
class Told:
    """Where conflicts are told, and how: in which files, and in which language."""

    disputes: Disputes
    paths: tuple[str, str]
    language: str


def _value(part: str, three: Three[Entry | None], told: Told) -> str:
    values = three.map(lambda entry: entry.lines.get(part, "") if entry else None)
    base, ours, theirs = values.all
    if ours in (base, theirs):
        return theirs or ""
    if theirs == base:
        return ours or ""
    entries_here = [entry for entry in (three.ours, three.theirs) if entry]
    places = [Location(path, entry.line, 1) for path, entry in zip(told.paths, entries_here, strict=True)]
    address = f"{told.language}: {entries_here[0].address or 'header'}"
    conflict = Conflict(places[0], places[1], "translation", address, part, *values.map(_shown).all)
    return (theirs if told.disputes.settled(conflict) is Side.THEIRS else ours) or ""


def _shown(lines: str | None) -> str | None:
    if lines is None:
        return None
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', lines))
