"""Whatever is changed in a catalogue can be told in a pack, in words with nothing left open."""

import pytest

from catalogue.model import Catalogue
from migrations_gen.change_sets import name_of
from migrations_gen.comparison import compare
from migrations_gen.consequences.records import KINDS
from migrations_gen.states import State
from renderers.comparison.judging import OF_EVERY
from renderers.i18n import languages
from renderers.review import About, pack_of, page
from renderers.review.plain_words import READERS
from tests.migrations.mutations import Mutation, catalogue, mutations
from tests.review.reviewed import MADE_AT

BASE = catalogue()
NO_TYPE = "Variable.type"
"""The mutation that invents a type, which no form can show."""


def state(declared: Catalogue) -> State:
    return State(declared.version, declared, {}, ())


@pytest.mark.parametrize("mutation", [one for one in mutations() if str(one) != NO_TYPE], ids=str)
def test_it_can_be_told(mutation: Mutation) -> None:
    comparison = compare(state(BASE), state(mutation(BASE)))
    found = pack_of(comparison, languages()["nb"], about=About(), made_at=MADE_AT)
    assert {entry.name for entry in found.entries} == set(map(name_of, comparison.difference.changes))
    said = [*(block.heading for block in found.blocks), *(entry.sentence for entry in found.entries)]
    said += [point.text for block in found.blocks for point in block.said]
    assert [sentence for sentence in said if "{" in sentence or "«»" in sentence or "  " in sentence] == []
    assert page(found, languages()["nb"])


def test_everything_that_depends_on_a_change_has_a_name() -> None:
    assert {kind for kind in KINDS if kind not in OF_EVERY} <= set(READERS)
