"""The real catalogue: it has no finding, every public field of the registry has found its place, its size is what the
statutes say, and its texts are complete.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.model import Catalogue, Variable
from catalogue.source.loader import Loaded, read_sources
from catalogue.source.translations import read_translations, update
from renderers.overview import counted, variables_of
from tests.nkr import ROOT, loaded_nkr
from tests.registry_facts import Fact, Line, Places, allowed, facts, known_codes, lines, places

MODULES = ("rygg", "nakke", "deformitet")
SIZE = range(315, 386)
"""About 350 variables in each module, according to the statutes."""
LEAST_RULES = 40
LEFT_OUT = lines("nkr-left-out.yaml")
DIFFERENT = lines("nkr-differences.yaml")
UNITS = {
    "NRS": {None},
    "antall": {None},
    "prosent": {"%"},
    "doegn": {"døgn"},
    "dager": {"dager"},
    "uker": {"uker"},
    "mnd": {"måneder"},
    "aar": {"år"},
    "time": {None, "time", "timer"},
    "timer": {"timer"},
    "min": {None, "min"},
    "grader": {"°", "grader"},
}
"""How the table writes our units, where it does not write them as we do. An hour of the clock has none."""


@pytest.fixture(scope="module")
def nkr() -> Loaded:
    return loaded_nkr()


@pytest.fixture(scope="module")
def catalogue(nkr: Loaded) -> Catalogue:
    assert nkr.catalogue is not None, "\n".join(map(str, nkr.findings))
    return nkr.catalogue


@pytest.fixture(scope="module")
def found(catalogue: Catalogue) -> dict[str, Places]:
    """The places of each module."""
    return {module: places(catalogue, module) for module in MODULES if module in catalogue.modules}


def told(problems: list[str]) -> None:
    """Fail with a list to work from."""
    if problems:
        pytest.fail("\n".join((f"{len(problems)} of them:", *problems)), pytrace=False)


def facts_of(module: str) -> list[Fact]:
    return [fact for fact in facts() if fact.module == module]


# ---- the catalogue by itself ----


def test_it_has_no_finding(nkr: Loaded) -> None:
    told([str(finding) for finding in nkr.findings])


def test_it_has_three_modules(catalogue: Catalogue) -> None:
    assert tuple(catalogue.modules) == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_about_350_variables(catalogue: Catalogue, module: str) -> None:
    assert counted(variables_of(catalogue, module)).now in SIZE


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_its_rules(catalogue: Catalogue, module: str) -> None:
    rules = [rule for form in catalogue.forms_of(module) for rule in form.rules if not rule.retired]
    assert len(rules) >= LEAST_RULES


def test_every_variable_says_why_it_is_there(catalogue: Catalogue) -> None:
    told(
        [
            f"{form.address}.{variable.name} has no {what}"
            for form, variable in catalogue.variables()
            for what in ("category", "purpose", "source")
            if not getattr(variable, what)
        ]
    )


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_text_is_translated(catalogue: Catalogue, language: str, tmp_path: Path) -> None:
    shutil.copytree(read_sources(ROOT).folder / "locale", tmp_path / "locale")
    done = {row.language: row for row in update(tmp_path, catalogue).languages}
    assert (done[language].fuzzy, done[language].missing, done[language].changed) == (0, 0, False)


def test_translations_keep_numbers_and_question_marks(catalogue: Catalogue) -> None:
    translations, _ = read_translations(read_sources(ROOT).folder, catalogue.languages)
    for language in ("nn", "en"):
        for entry in translations[language].entries.values():
            assert (entry.text[-1] == "?") == (entry.source[-1] == "?"), entry
            assert (entry.text[-1] == ".") == (entry.source[-1] == "."), entry


# ---- the catalogue beside what is publicly known ----


def test_the_table_of_fields_is_whole() -> None:
    assert {module: len(facts_of(module)) for module in MODULES} == {"rygg": 658, "nakke": 480, "deformitet": 156}
    view = {name for fact in facts_of("rygg") if fact.in_view for name in fact.names}
    assert len(view) == 376


@pytest.mark.parametrize("module", MODULES)
def test_every_field_has_its_place(catalogue: Catalogue, found: dict[str, Places], module: str) -> None:
    told(list(not_found(catalogue, found[module], module)))


def not_found(catalogue: Catalogue, known: Places, module: str) -> Iterator[str]:
    """Each name that is not where it belongs, and that no line explains."""
    for fact in facts_of(module):
        for system, name in absent(catalogue, known, fact):
            if not any(line.is_about(fact) and line.excuses(name) for line in LEFT_OUT):
                elsewhere = sorted({f"{place.form} {place.timepoint}" for place in known.get((system, name), ())})
                beside = f"; it is found in {', '.join(elsewhere)}" if elsewhere else ""
                yield f"{fact}: {system} '{name}' is not found{beside}"


def absent(catalogue: Catalogue, known: Places, fact: Fact) -> list[tuple[str, str]]:
    return [name for name in fact.outside if not allowed(catalogue, fact, name, known)]


def test_what_is_left_out_is_in_the_table_and_not_in_the_catalogue(
    catalogue: Catalogue, found: dict[str, Places]
) -> None:
    told(list(stale(catalogue, found)))


def stale(catalogue: Catalogue, found: dict[str, Places]) -> Iterator[str]:
    for line in LEFT_OUT:
        about = [fact for fact in facts() if line.is_about(fact)]
        present = [fact for fact in about if fact.module in found and not absent(catalogue, found[fact.module], fact)]
        if not about:
            yield f"{line}: there is no such field"
        yield from (f"{line}: {fact} is in the catalogue" for fact in present)
        if not line.reason:
            yield f"{line}: why is it left out?"


@pytest.mark.parametrize("module", MODULES)
def test_fields_are_as_they_are_known(catalogue: Catalogue, found: dict[str, Places], module: str) -> None:
    told(
        [
            f"{fact}: {variable.name}: {what}: {message}"
            for fact, variable, what, message in differences(catalogue, found[module], module)
            if not any(line.is_about(fact) and line.what == what for line in DIFFERENT)
        ]
    )


def test_differences_that_are_explained_are_differences(catalogue: Catalogue, found: dict[str, Places]) -> None:
    seen = [
        (fact, what) for module, known in found.items() for fact, _, what, _ in differences(catalogue, known, module)
    ]
    told([f"{line}: no such difference" for line in DIFFERENT if not is_seen(line, seen)])


def is_seen(line: Line, seen: list[tuple[Fact, str]]) -> bool:
    return bool(line.reason) and any(line.is_about(fact) and line.what == what for fact, what in seen)


def differences(catalogue: Catalogue, known: Places, module: str) -> Iterator[tuple[Fact, Variable, str, str]]:
    """What the table says of a variable and the catalogue says otherwise."""
    for fact in facts_of(module):
        variable = variable_of(catalogue, known, fact)
        if variable:
            for what, message in (*_marks(fact, variable), *_limits(fact, variable), *_codes(fact, variable)):
                yield fact, variable, what, message


def variable_of(catalogue: Catalogue, known: Places, fact: Fact) -> Variable | None:
    """The variable a fact is about: the one that has most of its names, else the one that has its field."""
    found: Counter[str] = Counter()
    variables: dict[str, Variable] = {}
    for name in fact.outside:
        for variable in {
            place.variable.name: place.variable for place in allowed(catalogue, fact, name, known) if place.variable
        }.values():
            found[variable.name] += 1
            variables[variable.name] = variable
    return variables[max(found, key=found.__getitem__)] if found else None


def _marks(fact: Fact, variable: Variable) -> Iterator[tuple[str, str]]:
    if fact.category and variable.category != fact.category:
        yield "category", f"'{variable.category}', not '{fact.category}'"
    unit = variable.unit.source if variable.unit else None
    units = UNITS.get(fact.unit, {fact.unit})
    if fact.unit and unit not in units:
        yield "unit", f"'{unit}', not '{fact.unit}'"


def _limits(fact: Fact, variable: Variable) -> Iterator[tuple[str, str]]:
    """A code's limits are its codes', and what is calculated is within those of what it comes from."""
    limits = variable.limits
    if variable.type not in {"integer", "decimal"}:
        return
    for what, stated, ours in (("min", fact.low, limits.min), ("max", fact.high, limits.max)):
        if stated and not (ours is None and variable.is_calculated) and ours != float(stated):
            yield what, f"{ours}, not {stated}"


def _codes(fact: Fact, variable: Variable) -> Iterator[tuple[str, str]]:
    answers, missing = known_codes().get(fact.codelist, (frozenset(), frozenset()))
    if (not answers and not missing) or "*" in answers or variable.type == "coding":
        return
    ours = _answers(variable)
    if answers and ours != answers:
        yield "codes", f"{_listed(ours)}, not {_listed(answers)}"
    unknown = missing - _missing(variable)
    if unknown and not variable.is_calculated:
        yield "missing", f"{_listed(unknown)} is no missing code here"


def _answers(variable: Variable) -> frozenset[str]:
    if variable.type == "boolean":
        return frozenset("01")
    return frozenset(str(code.value) for code in variable.codes)


def _missing(variable: Variable) -> frozenset[str]:
    codes = variable.codelist.codes if variable.codelist else ()
    own = (str(missing.code) for missing in variable.missing if missing.code is not None)
    return frozenset((*own, *(str(code.value) for code in codes if code.missing)))


def _listed(codes: frozenset[str]) -> str:
    return ", ".join(sorted(codes, key=lambda code: (len(code), code))) or "none"
