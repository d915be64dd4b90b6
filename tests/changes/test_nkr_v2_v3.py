"""Every row of the registry's real change from version 2 to 3 is expressed in two catalogues and one changes file, is a
question that stays one, or is no matter of the catalogue; and every claim of that holds.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pytest

from catalogue.expressions.nodes import Node, references
from catalogue.model import Catalogue, Variable
from catalogue.source.loader import load
from engine.compilers.python import compile_expression
from migrations_gen.carrying import Carry, Way
from migrations_gen.carrying.records import split
from migrations_gen.intents.records import BLANK, Comparable, Derive, Recode
from tests.changes.nkr_v2_v3 import (
    FOLDER,
    Claim,
    Fact,
    claims,
    difference,
    facts,
    names_at,
    read,
    variable_at,
    variables_called,
)

FACT: Mapping[str, Fact] = {fact.row: fact for fact in facts()}

OUTSIDE: Mapping[str, str] = MappingProxyType(
    {
        "centre": "Hospitals and departments, their numbers, names and mergers are rows of the fixed table `centre`.",
        "consent": "Consent to other studies is a row of the fixed table `consent`.",
        "database": "Where the supplier keeps tables and names is not what is asked.",
        "export": "How an extract writes a date; the catalogue has dates.",
        "label": "A label as a column: the view `_tekst` has one for every coded variable.",
        "person": "Who a person is stands in the fixed table `person`, joined by a random number.",
        "reason": "A flag for a missing answer is a missing reason, which every variable has.",
        "record": "State, first completion and creation are columns of the row itself.",
        "release": "Under which version a row was answered stands in the row (`release`), not in a date.",
        "row key": "A key of a row; each table has its own.",
    }
)
"""Why a row is no matter of the catalogue of variables."""


def later_of(address: str) -> str:
    """What a variable of version 2 is called in version 3."""
    return difference().carrying.lineage.after("variable", address) or ""


def earlier_of(address: str) -> str:
    """What a variable of version 3 was called in version 2, if it was there."""
    found = difference().carrying.lineage.before("variable", address) or ""
    return found if has_variable(before(), found) else ""


def before() -> Catalogue:
    return difference().before.catalogue


def after() -> Catalogue:
    return difference().after.catalogue


def has_variable(catalogue: Catalogue, address: str) -> bool:
    form, name = split(address)
    return form in catalogue.form and name in catalogue.form[form].variable


# ---- the states ----


@pytest.mark.parametrize("state", ["before", "after"])
def test_a_state_has_no_finding(state: str) -> None:
    assert [str(finding) for finding in load(FOLDER / state).findings] == []


def test_the_changes_file_has_no_finding() -> None:
    assert [str(finding) for finding in difference().findings] == []


def test_every_fact_is_accounted_for() -> None:
    assert len(facts()) == 518
    assert {claim.row for claim in claims()} == FACT.keys()


def test_what_the_source_is_unsure_of_stays_a_question_and_nothing_else_does() -> None:
    unsure = {fact.row for fact in facts() if fact.unsure}
    assert {claim.row for claim in claims() if claim.how == "question"} == unsure
    asked = {(str(one.other), str(one.subject)) for one in difference().questions}
    assert {(claim.where, claim.gives) for claim in claims() if claim.how == "question"} == asked


# ---- the claims ----


def _added(fact: Fact, claim: Claim) -> bool:
    """A name that version 3 has and version 2 had not, for something that was not there."""
    is_new = ":" in claim.where or not earlier_of(claim.where) or _is_flag(fact, claim)
    return is_new and _occasion(fact, claim)


def _occasion(fact: Fact, claim: Claim) -> bool:
    """Asked before, but not on this occasion."""
    return fact.v3_name in names_at(after(), claim.where) and not variables_called(before(), fact.v3_name)


def _is_flag(fact: Fact, claim: Claim) -> bool:
    _, variable = variable_at(after(), claim.where)
    return any(flag.name == fact.v3_name for missing in variable.missing for flag in missing.flags)


def _alias(fact: Fact, claim: Claim) -> bool:
    """Two names of one thing: the old one stands in version 2, or beside the new one; capitals may differ."""
    known = names_at(after(), claim.where)
    old = claim.where if ":" in claim.where else earlier_of(claim.where)
    earlier = names_at(before(), old) if old else frozenset()
    is_spelling = fact.v2_name.casefold() == fact.v3_name.casefold()
    return fact.v3_name in known and (fact.v2_name in earlier | known or is_spelling)


def _two_names(fact: Fact, claim: Claim) -> bool:
    """One question has two physical names, in two forms."""
    return fact.v2_name in names_at(after(), claim.where) and fact.v3_name in names_at(after(), claim.gives)


def _beside(fact: Fact, claim: Claim) -> bool:
    """The old question is kept, retired; the new one has its own place."""
    (old,) = (address for address in variables_called(before(), fact.v2_name))
    kept = later_of(old)
    return (
        fact.v3_name in names_at(after(), claim.where)
        and kept != claim.where
        and variable_at(after(), kept)[1].retired is not None
    )


def _retired(fact: Fact, claim: Claim) -> bool:
    """Kept in version 3, and no longer asked."""
    retired = variable_at(after(), claim.where)[1].retired
    return _was(fact, claim) and retired is not None and retired.version == "3.0.0"


def _calculated(fact: Fact, claim: Claim) -> bool:
    """Was there, and is computed."""
    return _was(fact, claim) and variable_at(after(), claim.where)[1].is_calculated


def _was(fact: Fact, claim: Claim) -> bool:
    return fact.v2_name in names_at(before(), earlier_of(claim.where))


def _recode(fact: Fact, claim: Claim) -> bool:
    """The pair of codes is in the map of this variable, or of its list."""
    _, variable = variable_at(after(), claim.where)
    old = variable_at(before(), earlier_of(claim.where))[1]
    targets = {claim.where, variable.codelist.name if variable.codelist else ""}
    intents = [one for file in difference().after.intents for one in file.intents if isinstance(one, Recode)]
    maps = [dict(intent.codes) for intent in intents if intent.target in targets]
    pair = fact.v2_code, reason_meant(variable, fact.v3_code)
    given = {} if fact.v2_code == BLANK else {old.name: read(fact.v2_code)}
    carried = _forth(claim.where, given)
    return len(maps) == 1 and maps[0].get(pair[0]) == pair[1] and carried == read(pair[1])


def _derive(fact: Fact, claim: Claim) -> bool:
    """What an expression of the changes file, or what it leaves as it was, makes of a row."""
    return _forth(claim.where, claim.answers) == read(claim.gives)


def _back(fact: Fact, claim: Claim) -> bool:
    """What is had back of a new row."""
    return _carried(difference().carrying.back, after(), claim.where, claim.answers) == read(claim.gives)


def _common(fact: Fact, claim: Claim) -> bool:
    """What a scale common to both versions makes of a row of version 3."""
    calculate = variable_at(after(), claim.where)[1].calculate
    return calculate is not None and evaluated(calculate.node, claim.answers) == read(claim.gives)


def _parts(fact: Fact, claim: Claim) -> bool:
    """The same name is put together of other parts in each version."""
    old = variable_at(before(), variables_called(before(), fact.v2_name)[0])[1]
    return all(
        set(references(variable.calculate.node)) == {f"kp_{part}" for part in codes.split()}
        for variable, codes in ((old, fact.v2_code), (variable_at(after(), claim.where)[1], fact.v3_code))
        if variable.calculate
    )


def _replaced(fact: Fact, claim: Claim) -> bool:
    """Another instrument has its place, and the two are not compared."""
    (old,) = variables_called(before(), fact.v2_name)
    (form, variable), earlier = variable_at(after(), claim.where), variable_at(before(), old)[1]
    ends = f"{form.address}.{earlier.group}", Comparable.NONE
    return fact.v3_name in names_at(after(), claim.where) and ends == difference().carrying.replaced.get(
        f"{form.address}.{variable.group}"
    )


def _era(fact: Fact, claim: Claim) -> bool:
    """Not collected in the period that the fact names."""
    era = variable_at(after(), claim.where)[1].collected
    return era is not None and [f"blank {start} to {end}" for start, end in era.gaps] == [fact.v3_code]


def _question(fact: Fact, claim: Claim) -> bool:
    """Nothing is said of it, and nothing is carried."""
    said = {intent.target for file in difference().after.intents for intent in file.intents}
    later = variable_at(after(), claim.gives)[1]
    return (
        fact.v2_name in names_at(before(), claim.where)
        and not has_variable(after(), later_of(claim.where))
        and not said & {claim.where, claim.gives}
        and later.retired is None
    )


def _outside(fact: Fact, claim: Claim) -> bool:
    return claim.why in OUTSIDE


HOW: Mapping[str, Callable[[Fact, Claim], bool]] = MappingProxyType(
    {
        "added": _added,
        "alias": _alias,
        "back": _back,
        "beside": _beside,
        "calculated": _calculated,
        "common": _common,
        "derive": _derive,
        "era": _era,
        "occasion": _occasion,
        "outside": _outside,
        "parts": _parts,
        "question": _question,
        "recode": _recode,
        "replaced": _replaced,
        "retired": _retired,
        "two names": _two_names,
    }
)
"""Every kind of claim, and how it is held to the catalogues."""


@pytest.mark.parametrize("how", HOW)
def test_every_claim_holds(how: str) -> None:
    of_this_kind = [claim for claim in claims() if claim.how == how]
    assert of_this_kind
    assert [(FACT[claim.row], claim) for claim in of_this_kind if not HOW[how](FACT[claim.row], claim)] == []


def test_every_kind_of_claim_is_known() -> None:
    assert {claim.how for claim in claims()} == HOW.keys()
    assert {claim.why for claim in claims() if claim.how == "outside"} == OUTSIDE.keys()


def test_derivations_are_declared() -> None:
    """What is claimed to be derived is derived by an intent, unless it is only called something else."""
    said = {one.target for file in difference().after.intents for one in file.intents if isinstance(one, Derive)}
    derived = {claim.where for claim in claims() if claim.how == "derive"}
    assert derived - said == {"rygg.operasjon.plf_instrumentert", "rygg.operasjon.perop_annet_spes"}
    assert said <= derived


# ---- one row ----


def reason_meant(variable: Variable, written: str) -> str:
    """A code that means a reason is written as that reason in a map."""
    codes = variable.codelist.codes if variable.codelist else ()
    reasons = {str(code.value): code.missing for code in codes if code.missing}
    reasons |= {str(missing.code): missing.reason for missing in variable.missing if missing.code is not None}
    return reasons.get(written, written)


def _forth(address: str, answers: Mapping[str, object]) -> object:
    """What an old row gives a variable of version 3."""
    return _carried(difference().carrying.forward, before(), address, answers)


def _carried(way: Way, catalogue: Catalogue, address: str, answers: Mapping[str, object]) -> object:
    """The value or the reason that a row gives; a group's reason is that of each of its variables."""
    carry: Carry | None = way.carry(address)
    assert carry is not None, address
    value = evaluated(carry.value, answers)
    if value is not None:
        return value
    variables = catalogue.form[carry.form].variable
    reasons = {f"{name}_missing": answers.get(f"{variables[name].reason_name}_missing") for name in carry.reads}
    return evaluated(carry.reason, answers | reasons)


def evaluated(node: Node, answers: Mapping[str, object]) -> object:
    """An expression on one row; what the row does not name is blank."""
    values = {**dict.fromkeys(references(node)), **answers}
    reasons = {name: answers.get(f"{name}_missing") for name in references(node)}
    return compile_expression(node)(values, reasons, None)
