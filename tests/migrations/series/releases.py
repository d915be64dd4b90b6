"""A row of small releases for tests, as an author would have written them, and where their answers lie."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from engine.tables.storage import Storage
from migrations_gen.series import Chain, Stage, chain_of
from migrations_gen.states import State
from tests.catalogues import FIRST_PAGE, MODULE
from tests.states import states_of

PAGE = FIRST_PAGE.strip() + "\nanalysis_names: ut\n"
OCCASIONS = MODULE.replace("{title: Før}", "{title: Før, alias: Pre}").replace("3 måneder}", "3 måneder, alias: 3mnd}")


def chain_in(case: Mapping[str, Any]) -> Chain:
    """The releases of a case, numbered from 1.

    Each has `version`, and `variables` of one form or `documents`; the later ones `changes`, a list of intents. What a
    release does not say of its variables is as in the one before.
    """
    stages: list[Stage] = []
    known: Any = None
    for number, release in enumerate(case["releases"], 1):
        known = release.get("variables") or release.get("documents") or known
        earlier = stages[-1].state if stages else None
        state = _state(release, known, earlier, case.get("module", OCCASIONS))
        stages.append(Stage(number, state, release.get("in_use_from")))
    return chain_of(stages)


def _state(release: Mapping[str, Any], documents: Any, earlier: State | None, module: str) -> State:
    version = str(release["version"])
    others = [documents] if isinstance(documents, str) else documents
    page = PAGE.replace("version: 1.0.0", f"version: {version}")
    changes = release.get("changes", "")
    lines = [f"version: {version}", *_when(release.get("in_use_from")), "changes:" if changes else "changes: []"]
    file = "\n".join((*lines, *(f"  {line}" for line in changes.splitlines()))) + "\n"
    _, state = states_of([module, *others], [page, module, *others], file)
    return replace(state, intents=(*(earlier.intents if earlier else ()), *state.intents))


def _when(day: date | None) -> Iterable[str]:
    return (f"in_use_from: {day}",) if day else ()


def storage_of(chain: Chain, kept: Iterable[str]) -> Storage:
    """Where answers lie when these columns and tables are kept: `royk@2` has what `royk` was up to release 2."""
    now = {}
    for name, _, until in sorted((kept_one.rpartition("@") for kept_one in kept), key=lambda part: -int(part[2])):
        now |= {(number, name): f"{name}@{until}" for number in range(1, int(until) + 1)}
    columns: dict[int, dict[str, dict[str, str]]] = {}
    tables: dict[int, dict[str, str]] = {}
    for stage in chain.stages:
        here = {name: column for (number, name), column in now.items() if number == stage.number}
        addresses = [form.address for form in stage.state.catalogue.forms]
        columns[stage.number] = dict.fromkeys(addresses, here)
        known = {address: address.replace(".", "_") for address in addresses}
        tables[stage.number] = {address: here[name] for address, name in known.items() if name in here}
    return Storage(kept=columns, forms=tables)
