"""Two states of a catalogue held against each other: every difference that means something, and no other.

Pure. The order of keys, quotes, comments and layout give no change; what an author renamed is held against what it was.
"""

from collections.abc import Callable, Iterator

from migrations_gen.carrying.composing import carrying_of
from migrations_gen.changes.base import Change
from migrations_gen.diff.asking import questions
from migrations_gen.diff.codes import compare_codelists, compare_systems, compare_value_sets
from migrations_gen.diff.forms import compare_forms
from migrations_gen.diff.groups import compare_groups
from migrations_gen.diff.lists import with_lists_found
from migrations_gen.diff.matching import Pair
from migrations_gen.diff.records import Difference, Question
from migrations_gen.diff.registry import (
    compare_first_page,
    compare_instruments,
    compare_modules,
    compare_translations,
)
from migrations_gen.diff.variables import compare_variables
from migrations_gen.intents.records import ChangesFile, Intent
from migrations_gen.lineage import Lineage, between
from migrations_gen.states import State

COMPARERS: tuple[Callable[[Pair], Iterator[Change]], ...] = (
    compare_first_page,
    compare_modules,
    compare_forms,
    compare_groups,
    compare_variables,
    compare_codelists,
    compare_instruments,
    compare_value_sets,
    compare_systems,
)
"""One for each kind of thing."""


def diff(before: State, after: State) -> Difference:
    """Everything between two states. The later one's changes files say what was meant."""
    files = between(after.intents, before.version, after.version)
    carrying, findings = carrying_of(before.catalogue, after.catalogue, files)
    carrying = with_lists_found(before.catalogue, after.catalogue, carrying, files)
    pair = Pair(before.catalogue, after.catalogue, carrying)
    changes = [change for compare in COMPARERS for change in compare(pair)]
    changes += compare_translations(pair, before.translations, after.translations)
    intents = _by_address(files, carrying.lineage)
    return Difference(
        before,
        after,
        carrying,
        tuple(sorted(changes, key=lambda change: change.order)),
        tuple(sorted(questions(pair, changes, intents), key=lambda question: question.order)),
        findings,
        intents,
    )


def _by_address(files: tuple[ChangesFile, ...], lineage: Lineage) -> dict[str, tuple[Intent, ...]]:
    """What is said of each address, as written and under what the thing is called in the later state."""
    found: dict[str, tuple[Intent, ...]] = {}
    for file in files:
        for intent in file.intents:
            kinds = (names.get(intent.target) for names in lineage.later.values())
            for address in dict.fromkeys((intent.target, *(name for name in kinds if name))):
                found[address] = (*found.get(address, ()), intent)
    return found


__all__ = ["COMPARERS", "Difference", "Question", "diff"]
