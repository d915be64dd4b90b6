"""The folders of `cases/`: a base, two changed versions of it, what comes of them, and what is in dispute."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from catalogue.source.documents import parse_document
from migrations_gen.merging import Files

CASES = Path(__file__).with_name("cases")
NAMES = sorted(folder.name for folder in CASES.iterdir())
CONFLICTS = "conflicts.txt"


def files_in(folder: Path) -> Files:
    """Every file of a folder by its path."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def sides(name: str) -> tuple[Files, Files, Files]:
    """A case's base, ours and theirs."""
    base, ours, theirs = (files_in(CASES / name / side) for side in ("base", "ours", "theirs"))
    return base, ours, theirs


def comments(files: Files) -> Counter[str]:
    """The comments of all pages, those above and those beside things."""
    return Counter(comment for path, text in files.items() if path.endswith(".yaml") for comment in _comments(text))


def _comments(text: str) -> Iterator[str]:
    for line in text.splitlines():
        _, sign, comment = f" {line}".partition(" #")
        if sign:
            yield comment.strip()


def keys(files: Files) -> Counter[str]:
    """How often each key stands in all pages."""
    return Counter(key for path, text in files.items() if path.endswith(".yaml") for key in _keys(read(path, text)))


def read(path: str, text: str) -> object:
    """What a page says."""
    document = parse_document(text, Path(path), path)
    assert document.data is not None, document.findings
    return document.data


def _keys(data: object) -> Iterator[str]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield str(key)
            yield from _keys(value)
    elif isinstance(data, list):
        for value in data:
            yield from _keys(value)


def meaning(files: Files) -> list[object]:
    """What all pages say, whatever they are called, and everything else as it is."""
    pages = (read(path, text) for path, text in files.items() if path.endswith(".yaml"))
    others = (text for path, text in files.items() if not path.endswith(".yaml"))
    return [*sorted(pages, key=str), *sorted("\n".join(sorted(text.splitlines())) for text in others)]
