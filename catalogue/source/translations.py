"""Translations of a catalogue's texts: gettext catalogues, one per language, in `locale/` beside the data.

An entry's context is the address of its text. When a source text changes, its translation stays but becomes *fuzzy*,
and is shown to nobody until somebody has looked at it. Writing is stable: without a change in the catalogue nothing
changes in the files. The only file of this floor that sees Babel.
"""

import io
import os
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, denormalize, read_po, write_po

from catalogue.extraction import texts_of
from catalogue.findings import Finding, Location
from catalogue.model import Catalogue, Languages
from catalogue.source.documents import MAX_BYTES
from catalogue.texts import Text, Translation, Translations

WORDING = "wording."
"""Begins the address of a licensed wording, which is kept outside the repository."""
NO_WRAPPING = 100_000
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_LINE = re.compile(r'\s*((#~\s*)?((msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])\s)?\s*"([^"\\]|\\.)*"|#.*)?\s*')


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
            messages, problems = _read(path, name)
            findings += problems
            entries, repeated = _entries(messages, name)
            findings += repeated
        found[language] = Translations(language, entries, Location(name, 1, 1))
    return found, findings


def read_wording(path: Path) -> tuple[dict[str, Translations], list[Finding]]:
    """Licensed wordings by language, from a gettext catalogue or a folder of them. Each names its language in its
    header.
    """
    found: dict[str, Translations] = {}
    findings: list[Finding] = []
    for file in sorted(path.rglob("*.po")) if path.is_dir() else [path]:
        messages, problems = _read(file, file.name)
        entries, repeated = _entries(messages, file.name)
        own = {address: entry for address, entry in entries.items() if address.startswith(WORDING)}
        language = str(messages.locale_identifier or "")
        if not problems and not (own and language):
            message = f"The file has no entry with a context '{WORDING}…', or its header names no Language."
            problems = [Finding(Location(file.name, 1, 1), "not-a-wording", message)]
        findings += [*problems, *repeated]
        before = found.get(language, Translations(language))
        found[language] = replace(before, entries={**before.entries, **own})
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
    """Bring the files of all languages up to date. An optional language gets a file when it has one or is to
    `start`.
    """
    texts = texts_of(catalogue)
    done: list[Completeness] = []
    findings: list[Finding] = []
    for language in catalogue.languages.all[1:]:
        path = translation_file(folder, language)
        if not path.exists() and language not in {*catalogue.languages.required, *start}:
            done.append(Completeness(language, path, 0, 0, len(texts)))
            continue
        before, problems = _text(path, _shown(path, folder)) if path.exists() else ("", [])
        after, counts, unread = _updated(before, texts, catalogue.name, language, _shown(path, folder))
        findings += problems or unread
        if problems or unread:
            continue
        done.append(replace(counts, path=path, changed=after != before))
        if after != before:
            _write(path, after)
    return Updated(tuple(done), tuple(findings))


def _updated(
    before: str, texts: Iterable[Text], project: str, language: str, name: str
) -> tuple[str, Completeness, list[Finding]]:
    """A file's new text and what it holds."""
    old, findings = _parse(before, name)
    known = {message.context: message for message in (*old.obsolete.values(), *old) if message.id and message.context}
    new = Catalog(charset="utf-8")
    for text in texts:
        message = _message(text, known.pop(text.address, None))
        new[message.id] = message
    new.obsolete.update((key, message) for key, message in known.items() if message.string)
    written = io.BytesIO()
    write_po(written, new, width=NO_WRAPPING, omit_header=True, include_previous=True, no_location=True)
    messages = [message for message in new if message.id]
    fuzzy = sum(message.fuzzy for message in messages)
    missing = sum(not message.string for message in messages)
    counts = Completeness(language, Path(), len(messages) - fuzzy - missing, fuzzy, missing)
    return f"{_header(before, project, language)}\n\n{written.getvalue().decode()}".rstrip() + "\n", counts, findings


def _message(text: Text, old: Message | None) -> Message:
    """The entry of a text: as it was; fuzzy when the source text is another; new without translation."""
    if old is None or not old.string:
        return Message(text.source, "", context=text.address, user_comments=_remarks(old))
    previous = _previous(old) if old.fuzzy else None
    if old.id == text.source:
        flags, before = (["fuzzy"], previous) if old.fuzzy else ([], None)
    else:
        before = previous or str(old.id)
        flags, before = ([], None) if before == text.source else (["fuzzy"], before)
    return Message(
        text.source,
        old.string,
        flags=flags,
        user_comments=_remarks(old),
        previous_id=[before] if before else [],
        context=text.address,
    )


def _remarks(old: Message | None) -> list[str]:
    """What translators wrote for each other. Babel reads the line with the previous source text as such a remark
    too.
    """
    return [comment for comment in old.user_comments if not comment.startswith("|")] if old else []


def _previous(old: Message) -> str | None:
    """The source text that a fuzzy translation translates."""
    kept = " ".join(comment for comment in old.user_comments if comment.startswith("|") and "msgctxt" not in comment)
    return "".join(denormalize(part) for part in _QUOTED.findall(kept)) or None


def _header(before: str, project: str, language: str) -> str:
    """The file's own header, or a new one without dates, which would change every time."""
    first = before.partition("\n\n")[0].strip()
    if 'msgid ""' in first:
        return first
    fields = (
        f"Project-Id-Version: {project}",
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    )
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in fields)])


def _entries(messages: Iterable[Message], name: str) -> tuple[dict[str, Translation], list[Finding]]:
    entries: dict[str, Translation] = {}
    repeated: list[Finding] = []
    for message in messages:
        if not (message.context and isinstance(message.id, str) and isinstance(message.string, str)):
            continue
        at = Location(name, message.lineno or 1, 1)
        if message.context in entries:
            sentence = f"There are two translations of '{message.context}'. Keep the one whose msgid is today's text."
            repeated.append(Finding(at, "duplicate-translation", sentence))
        entries[message.context] = Translation(message.id, message.string, message.fuzzy, at)
    return entries, repeated


def _read(path: Path, name: str) -> tuple[Catalog, list[Finding]]:
    text, findings = _text(path, name)
    if findings:
        return Catalog(), findings
    return _parse(text, name)


def _text(path: Path, name: str) -> tuple[str, list[Finding]]:
    try:
        if path.stat().st_size <= MAX_BYTES:
            return path.read_text(encoding="utf-8-sig"), []
        message = f"The file is larger than {MAX_BYTES:,} bytes."
    except UnicodeDecodeError as error:
        message = f"Byte {error.start} is not UTF-8. Save the file as UTF-8."
    except OSError as error:
        message = f"The file cannot be read: {error.strerror}."
    return "", [Finding(Location(name, 1, 1), "unreadable-translations", message)]


def _parse(text: str, name: str) -> tuple[Catalog, list[Finding]]:
    """The entries of a file. A line that is no gettext is named before Babel sees it."""
    lines = text.split("\n")
    wrong = next((number for number, line in enumerate(lines, 1) if not _LINE.fullmatch(line)), 0)
    if not wrong:
        try:
            return read_po(iter(lines), abort_invalid=True), []
        except PoFileError as error:
            wrong = error.lineno + 1
        except (ValueError, LookupError, AttributeError):
            wrong = 1
    message = "This is not a gettext entry: msgctxt, msgid and msgstr, each followed by a text in double quotes."
    return Catalog(), [Finding(Location(name, wrong, 1), "unreadable-translations", message)]


def _write(path: Path, text: str) -> None:
    """Replace a file as a whole, so that translators' work is never half there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".po.new")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)


def _shown(path: Path, base: Path) -> str:
    resolved, root = path.resolve(), base.resolve()
    return (resolved.relative_to(root) if resolved.is_relative_to(root) else path).as_posix()
