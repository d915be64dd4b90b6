"""Whether one version of a form implies another: 350 variables, 114 rules, one limit tighter than before."""

from dataclasses import replace
from pathlib import Path

from definition import Field, Rule
from measure import Row, in_turn
from ours import write_catalogue


def implication(folder: Path, module: str, asked: tuple[Field, ...], rules: tuple[Rule, ...]) -> Row:
    """Every demand of the changed form against all answers valid before; the counterexample is replayed."""
    from catalogue.source.loader import load
    from engine.proofs.implications import Grade, implies

    limited = next(place for place, field in enumerate(asked) if field.kind == "integer")
    tighter = replace(asked[limited], high=asked[limited].high - 1)
    changed = (*asked[:limited], tighter, *asked[limited + 1 :])
    before, after = (
        load(write_catalogue(folder / name, (module,), fields, rules)).catalogue
        for name, fields in (("before", asked), ("after", changed))
    )
    assert before is not None
    assert after is not None
    (old,), (new,) = before.forms_of(module), after.forms_of(module)

    def held() -> None:
        refuted = [proof.owner for proof in implies((before, old), (after, new)) if proof.grade is Grade.REFUTED]
        assert refuted == [tighter.name]

    title = "Does the changed form accept every answer that was valid? (target: under 2 s)"
    return Row(title, in_turn({"skjemaverk: implies, with one counterexample": held}, rounds=3), {})
