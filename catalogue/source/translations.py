"""Translations of a catalogue's texts: gettext files, one per language, in `locale/` beside the data.

An entry's context is the address of its text. When a source text changes, its translation stays but becomes *fuzzy*,
and is shown to nobody until somebody has looked at it. Without a change in the catalogue nothing changes in the files.
"""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from catalogue.extraction import texts_of
from catalogue.findings import Finding, Location
from catalogue.model import Catalogue, Languages
from catalogue.source.documents import MAX_BYTES
from catalogue.source.po_file import Entry, PoFile, new_header, parse_po, po_text
from catalogue.texts import Text, Translation, Translations

WORDING = "wording."
"""Begins the address of a licensed wording, which is kept outside the repository."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far one language has come, and whether its file was changed."""

    language: str
    path: Path
    translated: int
    fuzzy: int
    missing: int
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did for each language, and what stood in the way."""

    languages: tuple[Completeness, ...]
    findings: tuple[Finding, ...] = ()


def translation_file(folder: Path, language: str) -> Path:
    """Where the translations of a language lie."""
    return folder / "locale" / language / "LC_MESSAGES" / "catalogue.po"


def read_translations(
    folder: Path, languages: Languages, base: Path | None = None
) -> tuple[dict[str, Translations], list[Finding]]:
    """The translations of every language, the source included. Findings name files as seen from `base`."""
    found: dict[str, Translations] = {}
    findings: list[Finding] = []
    for language in languages.all:
        path = translation_file(folder, language)
        name = _shown(path, base or folder)
        entries: dict[str, Translation] = {}
        if language != languages.source and path.exists():
            file, problems = _read(path, name)
            entries, repeated = _by_address(file, name)
            findings += [*problems, *repeated]
        found[language] = Translations(language, entries, Location(name, 1, 1))
    return found, findings


def read_wording(path: Path) -> tuple[dict[str, Translations], list[Finding]]:
    """Licensed wordings by language, from a gettext file or a folder of them. Each names its language in its header."""
    found: dict[str, Translations] = {}
    findings: list[Finding] = []
    for place in sorted(path.rglob("*.po")) if path.is_dir() else [path]:
        file, problems = _read(place, place.name)
        entries, repeated = _by_address(file, place.name)
        own = {address: entry for address, entry in entries.items() if address.startswith(WORDING)}
        if not problems and not (own and file.language):
            message = f"The file has no entry with a context '{WORDING}…', or its header names no Language."
            problems = [Finding(Location(place.name, 1, 1), "not-a-wording", message)]
        findings += [*problems, *repeated]
        before = found.get(file.language, Translations(file.language))
        found[file.language] = replace(before, entries={**before.entries, **own})
    return found, findings


def with_wording(
    translations: Mapping[str, Translations], wording: Mapping[str, Translations]
) -> dict[str, Translations]:
    """The translations with the licensed wording of the same languages laid over them."""
    return {
        language: replace(known, entries={**known.entries, **wording[language].entries})
        if language in wording
        else known
        for language, known in translations.items()
    }


def update(folder: Path, catalogue: Catalogue, start: Collection[str] = ()) -> Updated:
    """Bring the files of all languages up to date.

    A required language without a file gets one; an optional one only when it is to `start`.
    """
    texts = texts_of(catalogue)
    done: list[Completeness] = []
    findings: list[Finding] = []
    for language in catalogue.languages.all[1:]:
        path = translation_file(folder, language)
        if not path.exists() and language not in {*catalogue.languages.required, *start}:
            done.append(Completeness(language, path, 0, 0, len(texts)))
            continue
        before, problems = _content(path, _shown(path, folder)) if path.exists() else ("", [])
        old, unread = parse_po(before, _shown(path, folder))
        findings += problems or unread
        if problems or unread:
            continue
        entries, obsolete = _followed(old, texts)
        after = po_text(old.header or new_header(catalogue.name, language), entries, obsolete)
        done.append(replace(_counted(language, entries), path=path, changed=after != before))
        if after != before:
            _write(path, after)
    return Updated(tuple(done), tuple(findings))


def _followed(old: PoFile, texts: Collection[Text]) -> tuple[list[Entry], list[Entry]]:
    """The entries of today's texts, and those that have a translation but no text any more."""
    known = {**old.obsolete, **{entry.address: entry for entry in old.entries}}
    entries = [_entry(text, known.pop(text.address, None)) for text in texts]
    return entries, [entry for entry in known.values() if entry.text]


def _entry(text: Text, old: Entry | None) -> Entry:
    """The entry of a text: as it was; fuzzy when the source text is another; without translation when it is new."""
    if old is None or not old.text:
        return Entry(text.address, text.source, remarks=old.remarks if old else ())
    if old.source == text.source:
        return replace(old, earlier=old.earlier if old.fuzzy else "")
    translated = old.earlier if old.fuzzy and old.earlier else old.source
    is_back = translated == text.source
    return replace(old, source=text.source, fuzzy=not is_back, earlier="" if is_back else translated)


def _counted(language: str, entries: Collection[Entry]) -> Completeness:
    fuzzy = sum(entry.fuzzy for entry in entries)
    missing = sum(not entry.text for entry in entries)
    return Completeness(language, Path(), len(entries) - fuzzy - missing, fuzzy, missing)


def _by_address(file: PoFile, name: str) -> tuple[dict[str, Translation], list[Finding]]:
    found: dict[str, Translation] = {}
    repeated: list[Finding] = []
    for entry in file.entries:
        at = Location(name, entry.line, 1)
        if entry.address in found:
            message = f"There are two translations of '{entry.address}'. Keep the one whose msgid is today's text."
            repeated.append(Finding(at, "duplicate-translation", message))
        found[entry.address] = Translation(entry.source, entry.text, entry.fuzzy, at)
    return found, repeated


def _read(path: Path, name: str) -> tuple[PoFile, list[Finding]]:
    text, findings = _content(path, name)
    return (PoFile(), findings) if findings else parse_po(text, name)


def _content(path: Path, name: str) -> tuple[str, list[Finding]]:
    try:
        if path.stat().st_size <= MAX_BYTES:
            return path.read_text(encoding="utf-8-sig"), []
        message = f"The file is larger than {MAX_BYTES:,} bytes."
    except UnicodeDecodeError as error:
        message = f"Byte {error.start} is not UTF-8. Save the file as UTF-8."
    except OSError as error:
        message = f"The file cannot be read: {error.strerror}."
    return "", [Finding(Location(name, 1, 1), "unreadable-translations", message)]


def _write(path: Path, text: str) -> None:
    """Replace a file as a whole, so that translators' work is never half there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".po.new")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)


def _shown(path: Path, base: Path) -> str:
    resolved, root = path.resolve(), base.resolve()
    return (resolved.relative_to(root) if resolved.is_relative_to(root) else path).as_posix()
