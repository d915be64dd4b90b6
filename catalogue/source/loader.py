"""Load a catalogue: the passes in reading order. All findings of all passes in one run, sorted; never an exception."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalogue.checks import run_checks
from catalogue.findings import Finding, Location, Severity, is_broken
from catalogue.model import Catalogue
from catalogue.source.builder import build
from catalogue.source.builder.reading import names, text
from catalogue.source.cache import Inputs
from catalogue.source.declarations import declarations
from catalogue.source.documents import Document, Mapping, Scalar, read_document
from catalogue.source.structure import kind_of, structure_findings
from catalogue.source.translations import read_translations
from catalogue.texts import Translations

ROOT_NAME = "variables.yaml"
LOCALE = "locale"
NOT_INCLUDED = frozenset({"changes", "releases", LOCALE})
"""Folders beside the data that hold something other than declarations."""
POLICY = "policy.yaml"
BOARD = "board.yaml"
FILES_NOT_INCLUDED = frozenset({BOARD, POLICY})
"""Files beside the data that are about people and not about answers."""
BETWEEN_FILES = frozenset(
    {
        "expression-can-overflow",
        "missing-text",
        "rule-type-mismatch",
        "unknown-category",
        "unknown-code",
        "unknown-code-in-rule",
        "unknown-module",
        "unknown-reference",
        "unused-codelist",
        "wrong-episode-anchor",
    }
)
"""Findings that follow from a file which could not be read, and are only said when all could."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A catalogue with its translations, or None when an error stands in the way; and all findings.

    `folder` is where translations, changes and releases lie.
    """

    catalogue: Catalogue | None
    translations: dict[str, Translations]
    findings: tuple[Finding, ...]
    inputs: Inputs
    folder: Path


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a catalogue as read, the root document first."""

    root: Document
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    folder: Path
    includes: tuple[Path, ...]

    @property
    def inputs(self) -> Inputs:
        """All that a load rests on, translations and tables included."""
        documents = (self.root, *self.documents)
        tables = (
            document.path.parent / text(document.data, "table")
            for document in documents
            if isinstance(document.data, Mapping) and "table" in document.data
        )
        return Inputs(
            tuple(document.path.resolve() for document in documents),
            (*self.includes, self.folder / LOCALE),
            tuple(tables),
        )


def load(path: Path) -> Loaded:
    """Load the catalogue whose first page is `path` (a `variables.yaml`, or the folder it lies in)."""
    sources = read_sources(path)
    every = (sources.root, *sources.documents)
    findings = [*sources.findings, *(finding for document in every for finding in document.findings)]
    findings += [finding for document in every for finding in structure_findings(document)]
    if not isinstance(sources.root.data, Mapping) or kind_of(sources.root.data) != "catalogue":
        findings += _not_a_first_page(sources.root)
        return Loaded(None, {}, _sorted(findings), sources.inputs, sources.folder)
    built = build(sources.root, sources.documents)
    translations, unreadable = read_translations(sources.folder, built.catalogue.languages, sources.root.path.parent)
    meant = [*built.findings, *unreadable, *run_checks(built.catalogue, translations, declarations(every))]
    if sources.findings or any(document.findings for document in every):
        meant = [finding for finding in meant if finding.slug not in BETWEEN_FILES]
    unique = _sorted(findings + meant)
    return Loaded(None if is_broken(unique) else built.catalogue, translations, unique, sources.inputs, sources.folder)


def read_sources(path: Path) -> Sources:
    """Read the first page and all it includes, in a stable order."""
    root_path = path / ROOT_NAME if path.is_dir() else path
    root = read_document(root_path, root_path.name)
    findings: list[Finding] = []
    documents: dict[Path, Document] = {}
    included: list[Path] = []
    if isinstance(root.data, Mapping):
        for entry in names(root.data, "include"):
            folder = _included(root_path.parent, entry, findings)
            if folder is None:
                continue
            included.append(folder)
            for file in _yaml_files(folder):
                documents.setdefault(file, read_document(file, _shown(file, root_path.parent)))
    return Sources(root, tuple(documents.values()), tuple(findings), data_folder(root_path, included), tuple(included))


def data_folder(root: Path, included: list[Path]) -> Path:
    """Where `changes/`, `releases/` and `locale/` lie: the folder that holds all includes."""
    if not included:
        return root.parent
    parents = [set(folder.parents) for folder in included]
    common = set.intersection(*parents)
    return max(common, key=lambda folder: len(folder.parts), default=root.parent)


def _included(base: Path, entry: Scalar, findings: list[Finding]) -> Path | None:
    target = (base / entry.strip()).resolve()
    if not target.is_relative_to(base.resolve()):
        message = f"'{entry}' lies outside the catalogue's folder. Include only what lies below it."
        findings.append(Finding(entry.at, "outside-catalogue", message))
        return None
    if not target.exists():
        message = f"'{entry}' does not exist. Correct the path; it counts from the folder of {ROOT_NAME}."
        findings.append(Finding(entry.at, "missing-include", message))
    return target


def _yaml_files(target: Path) -> Iterator[Path]:
    if target.is_file():
        yield target
        return
    for file in sorted(target.rglob("*.yaml")):
        inside = file.relative_to(target)
        is_declaration = not NOT_INCLUDED & set(inside.parts) and inside.name not in FILES_NOT_INCLUDED
        if is_declaration and _stays(file, target):
            yield file


def _stays(file: Path, target: Path) -> bool:
    return file.resolve().is_relative_to(target)


def _shown(file: Path, base: Path) -> str:
    return file.relative_to(base.resolve()).as_posix()


def _not_a_first_page(root: Document) -> Iterator[Finding]:
    if isinstance(root.data, Mapping):
        message = (
            "This is not a catalogue's first page: the key 'catalogue' is missing. 'skjemaverk init DIR' makes one."
        )
        yield Finding(Location(root.name, 1, 1), "not-a-catalogue", message)


def _sorted(findings: list[Finding]) -> tuple[Finding, ...]:
    """Sorted by place, each once: an instrument's mistake is found in every form that uses it."""
    errors_first = {Severity.ERROR: 0, Severity.WARNING: 1}
    return tuple(
        sorted(set(findings), key=lambda found: (found.at, errors_first[found.severity], found.slug, found.message))
    )
