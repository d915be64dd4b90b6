"""Nothing in a file can make the reader raise, hang or fill the memory: there is a finding, or there is a catalogue."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.checks import CHECKS, slug
from catalogue.source.loader import Loaded, load
from tests.checks.broken import MADE, cases

ROOT = Path(__file__).resolve().parents[2]
NKR = {
    path.relative_to(ROOT): path.read_text(encoding="utf-8")
    for path in (ROOT / "variables.yaml", *sorted((ROOT / "catalogue" / "nkr").rglob("*.yaml")))
}
KNOWN = {case.slug for case in cases()} | {slug(check) for check in CHECKS}

MEASURED = """
import sys, time
from pathlib import Path
from catalogue.source.loader import load
before = time.process_time()
found = load(Path(sys.argv[1])).findings
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(time.process_time() - before, int(peak.split()[1]) // 1024, found[0].slug)
"""


@pytest.mark.parametrize("made", ["a billion laughs", "six million bytes", "forty brackets"])
def test_a_hostile_file_costs_neither_time_nor_memory(made: str, tmp_path: Path) -> None:
    (tmp_path / "variables.yaml").write_bytes(MADE[made]())
    program = [sys.executable, "-c", MEASURED, str(tmp_path)]
    seconds, megabytes, _ = subprocess.check_output(program, cwd=ROOT, text=True).split()
    assert float(seconds) < 1
    assert int(megabytes) < 200


ODD = [
    "",
    "9" * 5000,
    "1e400",
    "-0",
    "{}",
    "[]",
    "[[]]",
    "{a: b}",
    "null",
    "*x",
    "&x y",
    "|",
    "'",
    '"',
    "1,5",
    "!!int 3",
]
WRONG_HERE = ["rygg", "person.fodselsdato", "odi", "today()", "2019-02-30", "\u0660", "a b", "true", "-", "#", "\x07"]
VALUES = st.sampled_from([*ODD, *WRONG_HERE])


@st.composite
def mutations(draw: st.DrawFn) -> dict[Path, str]:
    """The NKR catalogue with lines taken out, doubled, exchanged or given another value."""
    files = dict(NKR)
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(sorted(files)))
        lines = files[path].split("\n")
        place = draw(st.integers(0, len(lines) - 1))
        other = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["take out", "double", "exchange", "cut", "value", "value", "value"]))
        if how == "take out":
            del lines[place : place + draw(st.integers(1, 20))]
        elif how == "double":
            lines.insert(other, lines[place])
        elif how == "exchange":
            lines[place], lines[other] = lines[other], lines[place]
        elif how == "cut":
            lines[place] = lines[place][: draw(st.integers(0, 30))]
        else:
            lines[place] = lines[place].partition(":")[0] + ": " + draw(VALUES)
        files[path] = "\n".join(lines)
    return files


def loaded(files: dict[Path, str], folder: Path) -> Loaded:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return load(folder)


def holds(files: dict[Path, str], folder: Path) -> None:
    result = loaded(files, folder)
    for finding in result.findings:
        assert finding.slug in KNOWN, finding
        assert finding.at.line > 0, finding
        assert (folder / finding.at.path).exists() or finding.at.path.endswith(".po"), finding
        assert finding.message.endswith((".", "?")), finding
    assert (result.catalogue is None) == any(finding.severity == "error" for finding in result.findings)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the catalogue, its tables and translations; every example writes its own YAML over it."""
    copy = tmp_path_factory.mktemp("nkr")
    shutil.copytree(ROOT / "catalogue" / "nkr", copy / "catalogue" / "nkr")
    table = next(copy.rglob("eq5d5l_norge.csv"))
    table.write_text("\n".join(table.read_text(encoding="utf-8").split("\n")[:50]), encoding="utf-8")
    return copy


COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}


@given(mutations())
@settings(max_examples=6, **COMMON)
def test_any_mutation_is_findings_or_a_catalogue(folder: Path, files: dict[Path, str]) -> None:
    holds(files, folder)


@pytest.mark.fuzz
@given(mutations())
@settings(max_examples=20_000, **COMMON)
def test_very_many_mutations(folder: Path, files: dict[Path, str]) -> None:
    holds(files, folder)


def test_the_catalogue_before_mutation_is_sound(folder: Path) -> None:
    assert loaded(NKR, folder).findings == ()
