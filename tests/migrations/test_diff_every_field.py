"""Nothing that is declared can be changed without the comparison telling it: every field of every record of the model.

A new field makes a test of its own; what is no difference stands in a table with the reason.
"""

import inspect
from dataclasses import fields, is_dataclass, replace

import pytest

from catalogue import model
from catalogue.model import Catalogue, Code, Retirement, Rule, Variable
from migrations_gen.changes.variables import RetirementChanged
from migrations_gen.diff import diff
from migrations_gen.states import State
from tests.migrations.mutations import NOT_A_DIFFERENCE, PLACES, Mutation, catalogue, mutations

BASE = catalogue()
INSIDE_OTHERS = {
    model.Expression: "compared by meaning wherever it is written",
    model.Use: "which expression an author wrote where: the form's uses",
    model.Era: "a value of what is collected",
    model.Retirement: "a value of what is retired",
}
"""The records that are only compared as values."""


def state(declared: Catalogue) -> State:
    return State(declared.version, declared, {}, ())


@pytest.mark.parametrize("mutation", list(mutations()), ids=str)
def test_a_changed_field_is_a_change(mutation: Mutation) -> None:
    difference = diff(state(BASE), state(mutation(BASE)))
    assert difference.changes
    assert difference.findings == ()


def test_every_record_of_the_model_is_walked() -> None:
    records = {kind for kind in vars(model).values() if inspect.isclass(kind) and is_dataclass(kind)}
    ours = {kind for kind in records if kind.__module__ == model.__name__}
    assert ours - set(PLACES) == set(INSIDE_OTHERS)


def test_what_is_no_difference_is_a_field() -> None:
    known = {(kind, field.name) for kind in PLACES for field in fields(kind)}
    assert set(NOT_A_DIFFERENCE) <= known


@pytest.mark.parametrize("kind", [Variable, Code, Rule])
def test_another_reason_for_being_out_of_use_is_told(kind: type) -> None:
    place = PLACES[kind]
    before, after = (
        place.put(BASE, replace(place.get(BASE), retired=Retirement("2.0.0", reason))) for reason in ("Først", "Siden")
    )
    assert [type(change) for change in diff(state(before), state(after)).changes] == [RetirementChanged]
