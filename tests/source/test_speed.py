"""A catalogue of three modules is checked while one looks: the checks and the reading of expressions are linear."""

from pathlib import Path
from time import perf_counter

from catalogue.checks import run_checks
from catalogue.source.builder import build
from catalogue.source.declarations import declarations
from catalogue.source.loader import read_sources
from tests.checks.broken import BASE

FORM = """
form: skjema{number}
module: rygg
title: Skjema {number}
respondent: patient
timepoints: [m3, m12]
category: bakgrunn
purpose: Prøve
source: prøve
sections:
  - section: del
    title: Del
    variables:
"""
ASKED = "      - {{name: v{n}, label: V {n}, type: decimal, decimals: 1, min: 0, max: 100, {key}: '{rule}'}}\n"
COMPUTED = "      - {{name: v{n}, label: V {n}, type: decimal, decimals: 1, calculate: 'round(v{m} / (v0 + 1), 1)'}}\n"


def write_large(folder: Path, forms: int, variables: int) -> None:
    """Forms with as many numbers, each asked, computed or limited by the one before."""
    data = folder / "data"
    data.mkdir()
    (folder / "variables.yaml").write_bytes((BASE / "variables.yaml").read_bytes())
    module = (BASE / "data" / "modul.yaml").read_text(encoding="utf-8").replace("  anchor: operasjon.op_dato\n", "")
    (data / "modul.yaml").write_text(module, encoding="utf-8")
    for number in range(forms):
        text = FORM.format(number=number) + "".join(map(_variable, range(variables)))
        (data / f"skjema{number}.yaml").write_text(text, encoding="utf-8")


def _variable(n: int) -> str:
    m = max(n - 1, 0)
    if n % 3 == 1:
        return ASKED.format(n=n, key="enable_when", rule=f"v{m} > 5 and (v{m} < 90 or v0 is null)")
    if n % 3 == 2:
        return COMPUTED.format(n=n, m=m)
    return ASKED.format(n=n, key="required_when", rule=f"coalesce(v{m}, 0) <> 7")


def test_a_thousand_variables_are_checked_in_half_a_second(tmp_path: Path) -> None:
    write_large(tmp_path, forms=3, variables=350)
    sources = read_sources(tmp_path)
    built = build(sources.root, sources.documents)
    assert built.findings == ()
    assert sum(len(form.uses) for form in built.catalogue.forms) > 1000
    places = declarations((sources.root, *sources.documents))
    times = []
    for _ in range(3):
        before = perf_counter()
        findings = list(run_checks(built.catalogue, {}, places))
        times.append(perf_counter() - before)
    assert findings == []
    assert min(times) < 0.5
