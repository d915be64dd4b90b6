"""Every form that is in both versions, its later demands held against all answers that were valid in the earlier one.

The only file of this floor that asks the prover; what the catalogues say word for word alike is not asked.
"""

from collections.abc import Iterator

from catalogue.model import Catalogue, Form, Variable
from engine.proofs.implications import implies
from engine.proofs.sameness import value_sets_of
from migrations_gen.carrying.records import Carrying
from migrations_gen.compatibility.records import Verdict
from migrations_gen.compatibility.rows import passage_of
from migrations_gen.compatibility.showing import counterexample_of


def judge(before: Catalogue, after: Catalogue, carrying: Carrying) -> tuple[Verdict, ...]:
    """The verdicts, form by form in the later version's order."""
    return tuple(verdict for form in after.forms for verdict in _of_form(before, after, form, carrying))


def _of_form(before: Catalogue, after: Catalogue, form: Form, carrying: Carrying) -> Iterator[Verdict]:
    earlier = before.form.get(carrying.lineage.before("form", form.address) or "")
    if earlier is None:
        return
    passage = passage_of((before, earlier), (after, form), carrying)
    for found in implies((before, earlier), (after, form), passage):
        yield Verdict(
            form=form.address,
            demand=found.demand,
            owner=found.owner,
            kind=found.kind,
            grade=found.grade.value,
            exact=found.exact,
            code=found.code,
            counterexample=counterexample_of(found, passage, (after, form)) if found.counterexample else None,
            sampled=found.sampled,
            about=frozenset(_about(form, found.owner, found.code)),
            rests_on=frozenset(part for name in found.rests_on for part in _about(form, name, None)),
        )


def _about(form: Form, owner: str, code: object) -> Iterator[str]:
    """The addresses of a variable, group or rule, and of all that it lies in or takes codes and numbers from."""
    yield f"{form.address}.{owner}"
    for section in form.sections:
        for item in section.items:
            if owner == item.name or owner in {variable.name for variable in getattr(item, "variables", ())}:
                yield f"{form.address}.{item.name}"
                yield f"{form.address}.{section.name}"
    variable = form.variable.get(owner)
    if variable is not None:
        yield from _lists(f"{form.address}.{owner}", variable, code)


def _lists(address: str, variable: Variable, code: object) -> Iterator[str]:
    if variable.calculate is not None:
        yield from value_sets_of(variable.calculate.node)
    if variable.system is not None:
        yield variable.system.name
    if variable.codelist is not None:
        name = variable.codelist.name if variable.codelist.shared else address
        yield name
        if code is not None:
            yield f"{name}.{code}"
