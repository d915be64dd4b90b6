"""How a catalogue is written is no difference: order of keys, quotes, comments, line breaks, order of files."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from catalogue.source.loader import LOCALE
from catalogue.source.starter import create
from migrations_gen.diff import diff
from migrations_gen.states import State, read_state

NKR = Path(__file__).parent.parent.parent / "variables.yaml"
RECORDS = frozenset({"catalogue", "module", "form", "section", "name", "label", "checklist", "matrix", "rule"})
"""A mapping with one of these keys is a record, whose keys may stand in any order."""


def turned(data: object) -> object:
    """The same with the keys of every record the other way round."""
    if isinstance(data, list):
        return [turned(part) for part in data]
    if not isinstance(data, dict):
        return data
    pairs = [(key, turned(value)) for key, value in data.items()]
    return dict(reversed(pairs) if RECORDS & data.keys() else pairs)


def dumped(style: str | None) -> Callable[[str], str]:
    """A file written by another program: other quotes, other line breaks, no comments."""

    def written(text: str) -> str:
        data = turned(yaml.CBaseLoader(text).get_single_data())
        return yaml.dump(data, sort_keys=False, default_style=style, allow_unicode=True, width=70)

    return written


def commented(text: str) -> str:
    return "".join(f"# before\n{line}\n" if line.startswith("  - ") else f"{line}\n" for line in text.splitlines())


WRITTEN: dict[str, Callable[[str], str]] = {
    "other order, no comments": dumped(None),
    "everything quoted": dumped('"'),
    "single quotes": dumped("'"),
    "more comments": commented,
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "spaces at the end": lambda text: text.replace("\n", "  \n") if "|" not in text else text,
}


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("registry")
    create(folder, "registry", "Registeret")
    return folder / "variables.yaml"


def rewritten(root: Path, target: Path, write: Callable[[str], str]) -> State:
    """The catalogue with every file of it written in another way."""
    kept = [root, *root.parent.glob("catalogue/nkr/**/*"), *root.parent.glob("data/**/*"), *root.parent.glob(LOCALE)]
    for file in (*kept, *root.parent.glob(f"{LOCALE}/**/*")):
        place = target / file.relative_to(root.parent)
        if file.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            text = file.read_text(encoding="utf-8")
            place.write_text(write(text) if file.suffix == ".yaml" else text, encoding="utf-8", newline="")
    return read_state(target, "rewritten")


@pytest.mark.parametrize("style", WRITTEN)
def test_how_it_is_written_is_no_difference(style: str, starter: Path, tmp_path: Path) -> None:
    assert diff(read_state(starter, "as it was"), rewritten(starter, tmp_path, WRITTEN[style])).changes == ()


def test_a_whole_registry_written_by_another_program_is_the_same(tmp_path: Path) -> None:
    difference = diff(read_state(NKR, "as it was"), rewritten(NKR, tmp_path, WRITTEN["everything quoted"]))
    assert (difference.changes, difference.questions) == ((), ())
