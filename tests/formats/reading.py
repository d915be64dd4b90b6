"""What the tests of formats share: a catalogue from the files that a reader gives."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from catalogue.findings import is_broken
from catalogue.formats.records import Read, ReadOptions
from catalogue.model import Catalogue
from catalogue.source.builder import build
from catalogue.source.documents import parse_document
from catalogue.source.formatter import format_text
from catalogue.source.loader import Loaded, load
from catalogue.source.structure import structure_findings

FILES = Path(__file__).parent / "files"
OPTIONS = ReadOptions("fil.csv", "prove", "Prøveregisteret")


def loaded(files: Mapping[str, str], folder: Path) -> Loaded:
    """The files written into a folder and read as 'check' reads them."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return load(folder)


def catalogue_of_files(read: Read) -> Catalogue:
    """The catalogue that was read, every file of it right and as 'format' writes it; tables are read from a folder."""
    if any(path.endswith(".csv") for path in read.files):
        with TemporaryDirectory() as folder:
            found = loaded(read.files, Path(folder))
        assert found.catalogue is not None, "\n".join(map(str, found.findings))
        return found.catalogue
    pages = {path: text for path, text in read.files.items() if path.endswith(".yaml")}
    parsed = {path: parse_document(text, Path(path), path) for path, text in pages.items()}
    findings = [
        finding for document in parsed.values() for finding in (*document.findings, *structure_findings(document))
    ]
    root = parsed.pop("variables.yaml")
    built = build(root, parsed.values())
    assert not is_broken((*findings, *built.findings)), "\n".join(map(str, (*findings, *built.findings)))
    return built.catalogue


def assert_canonical(files: Mapping[str, str]) -> None:
    """Every file looks as 'skjemaverk format' would write it."""
    for path, text in files.items():
        if not path.endswith(".yaml"):
            continue
        formatted = format_text(text, path)
        assert (formatted.text, formatted.findings) == (text, ())
