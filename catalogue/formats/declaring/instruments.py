"""An instrument as its own document, from the record and from the variables that forms have opened it into. Pure.

An item or score that no form has opened is not known any more, and so is left out with a finding.
"""

from collections.abc import Iterator

from catalogue.findings import Finding
from catalogue.formats.declaring.answers import item_entry
from catalogue.formats.declaring.values import Entry, limit_text, present, without
from catalogue.formats.losses import SLUG
from catalogue.formats.records import note
from catalogue.model import Catalogue, Form, Instrument, Score, Variable
from catalogue.texts import Text


def instrument_documents(catalogue: Catalogue, forms: tuple[Form, ...]) -> tuple[list[Entry], list[Finding]]:
    """The instruments that these forms use."""
    opened: dict[str, dict[str, Variable]] = {}
    for form in forms:
        for name, group in form.groups.items():
            if group.kind == "instrument":
                known = opened.setdefault(name, {})
                known |= {
                    variable.name.removeprefix(f"{name}_"): variable
                    for variable in group.variables
                    if variable.name.removeprefix(f"{name}_") not in known
                }
    named = [(instrument, opened.get(name, {})) for name, instrument in catalogue.instruments.items()]
    findings = [lost for instrument, variables in named for lost in _unopened(instrument, variables)]
    return [_document(instrument, variables) for instrument, variables in named if variables], findings


def _document(instrument: Instrument, opened: dict[str, Variable]) -> Entry:
    licence = present(holder=instrument.holder, wording="private" if instrument.wording_is_private else None)
    return {
        "instrument": instrument.name,
        "title": instrument.title,
        **present(licence=licence or None),
        "items": {item: _item(label, opened.get(item)) for item, label in instrument.items},
        **present(
            scores=[_score(score, opened[score.name]) for score in instrument.scores if score.name in opened] or None
        ),
    }


def _item(label: Text, variable: Variable | None) -> Entry:
    if variable is None:
        return {"label": label, "type": "text"}
    entry = item_entry(variable)
    if len(variable.missing) == 1 and variable.missing[0].flags:
        entry["missing"] = {reason: without(said, "flag") for reason, said in entry["missing"].items()}
    return {"label": label, **entry}


def _score(score: Score, variable: Variable) -> Entry:
    return {
        "name": score.name,
        "label": score.label,
        "items": list(score.items),
        "needs": str(score.needs),
        **present(
            unit=variable.unit,
            decimals=str(variable.decimals) if variable.decimals else None,
            min=limit_text(variable.limits.min),
            max=limit_text(variable.limits.max),
            direction=score.direction,
            calculate=variable.calculate.text if variable.calculate else None,
        ),
    }


def _unopened(instrument: Instrument, opened: dict[str, Variable]) -> Iterator[Finding]:
    if not opened:
        message = f"No form that is written asks for the instrument '{instrument.name}', so it is left out."
        yield note(instrument.at, SLUG, message)
        return
    for name in (*(item for item, _ in instrument.items), *(score.name for score in instrument.scores)):
        if name not in opened:
            message = f"No form that is written asks for '{name}' of '{instrument.name}', so it is written without it."
            yield note(instrument.at, SLUG, message)
