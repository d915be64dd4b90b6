"""Changes files (`changes/<version>.yaml` beside the data) → intents, with a finding for everything that is wrong in
one. Reads files; never raises.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from catalogue.findings import Finding, Location, is_broken
from catalogue.model import Expression
from catalogue.source.builder.reading import Notes, day, expression, mapping, mappings, text
from catalogue.source.documents import Document, Scalar, read_document
from catalogue.source.documents import Mapping as Read
from catalogue.source.structure import shape_findings
from migrations_gen.intents.records import (
    About,
    ChangesFile,
    Comparable,
    Derive,
    Intent,
    Move,
    Purge,
    Recode,
    Rename,
    Replace,
    Reworded,
)
from migrations_gen.versions import version_key

SCHEMA = Path(__file__).with_name("schema.json")
FOLDER = "changes"


@dataclass(frozen=True, slots=True)
class ReadIntents:
    """The changes files of a catalogue in the order of their versions, and what is wrong in them."""

    files: tuple[ChangesFile, ...]
    findings: tuple[Finding, ...]


def read_intents(folder: Path, base: Path) -> ReadIntents:
    """Everything in `folder/changes/`; paths in findings count from `base`."""
    notes = Notes()
    found = [
        changes
        for path in sorted((folder / FOLDER).glob("*.yaml"))
        if (changes := _changes_file(read_document(path, _shown(path, base)), notes)) is not None
    ]
    files = tuple(sorted(found, key=lambda changes: version_key(changes.version)))
    _note_repeated_versions(files, notes)
    return ReadIntents(files, tuple(sorted(notes.findings)))


def _shown(path: Path, base: Path) -> str:
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()


def _changes_file(document: Document, notes: Notes) -> ChangesFile | None:
    notes.findings += document.findings
    data = document.data
    if not isinstance(data, Read):
        if not document.findings:
            message = "A changes file begins with 'version:' and has a list 'changes:'."
            notes.add(Location(document.name, 1, 1), "not-a-changes-file", message)
        return None
    shape = list(shape_findings(data, SCHEMA, "document_changes"))
    notes.findings += shape
    if is_broken(shape) and not text(data, "version"):
        return None
    intents = tuple(intent for entry in mappings(data, "changes") for intent in _intent(entry, notes))
    return ChangesFile(
        version=text(data, "version"),
        requested_by=text(data, "requested_by"),
        in_use_from=day(data, "in_use_from", notes),
        intents=intents,
        at=data.at,
    )


def _intent(entry: Read, notes: Notes) -> Iterator[Intent]:
    kind = next((kind for kind in INTENTS if kind in entry), None)
    if kind is None:
        return
    shape = [*shape_findings(entry, SCHEMA, f"intent_{kind}"), *_blank(entry)]
    notes.findings += shape
    if not shape:
        yield INTENTS[kind](entry, text(entry, kind), text(entry, "reason"), notes)


def _blank(entry: Read) -> Iterator[Finding]:
    """Values that are nothing but spaces, which the schema takes for texts."""
    for value in entry.values():
        if isinstance(value, Scalar) and value and not value.strip():
            yield Finding(value.at, "empty-value", "Nothing stands here. Write a value, or remove the key.")


def _rename(entry: Read, target: str, reason: str, notes: Notes) -> Intent:
    return Rename(target=target, to=text(entry, "to"), reason=reason, at=entry["rename"].at)


def _move(entry: Read, target: str, reason: str, notes: Notes) -> Intent:
    return Move(target=target, to=text(entry, "to"), reason=reason, at=entry["move"].at)


def _recode(entry: Read, target: str, reason: str, notes: Notes) -> Intent:
    return Recode(
        target=target,
        codes=_sides(entry, "map"),
        back=_sides(entry, "back"),
        comparable=_comparable(entry, Comparable.EXACT),
        reason=reason,
        at=entry["recode"].at,
    )


def _derive(entry: Read, target: str, reason: str, notes: Notes) -> Intent:
    written = expression(entry, "as", notes)
    assert written is not None  # its shape is right
    return Derive(
        target=target,
        expression=written,
        missing=expression(entry, "missing", notes),
        back=_expressions(mapping(entry, "back"), notes),
        comparable=_comparable(entry, Comparable.EXACT),
        reason=reason,
        at=entry["derive"].at,
    )


def _replace(entry: Read, target: str, reason: str, notes: Notes) -> Intent:
    comparable = _comparable(entry, Comparable.NONE)
    return Replace(target=target, by=text(entry, "by"), comparable=comparable, reason=reason, at=entry["replace"].at)


def _purge(entry: Read, target: str, reason: str, notes: Notes) -> Intent:
    return Purge(target=target, reason=reason, at=entry["purge"].at)


def _reworded(entry: Read, target: str, reason: str, notes: Notes) -> Intent:
    return Reworded(target=target, reason=reason, at=entry["reworded"].at)


def _about(entry: Read, target: str, reason: str, notes: Notes) -> Intent:
    return About(target=target, reason=reason, at=entry["about"].at)


INTENTS: Mapping[str, Callable[[Read, str, str, Notes], Intent]] = MappingProxyType(
    {
        "rename": _rename,
        "move": _move,
        "recode": _recode,
        "derive": _derive,
        "replace": _replace,
        "purge": _purge,
        "reworded": _reworded,
        "about": _about,
    }
)
"""How each kind of intent is read, by the key that tells it."""


def _comparable(entry: Read, otherwise: Comparable) -> Comparable:
    written = text(entry, "comparable")
    return Comparable(written) if written else otherwise


def _sides(entry: Read, key: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(left).strip(), right.strip()) for left, right in mapping(entry, key).items() if isinstance(right, Scalar)
    )


def _expressions(entry: Read, notes: Notes) -> Mapping[str, Expression]:
    found = ((name, expression(entry, name, notes)) for name in entry)
    return {name: written for name, written in found if written is not None}


def _note_repeated_versions(files: tuple[ChangesFile, ...], notes: Notes) -> None:
    seen: dict[str, ChangesFile] = {}
    for file in files:
        if file.version in seen:
            other = seen[file.version].at.path
            message = f"There is already a changes file for version {file.version}: {other}. Put both in one file."
            notes.add(file.at, "duplicate-version", message)
        seen.setdefault(file.version, file)
