"""How an answer is given (type, unit, limits, codes), as a variable, a matrix or an instrument's item says it. Pure."""

from catalogue.formats.declaring.values import Entry, codes_entry, limit_text, missing_entry, present
from catalogue.model import Variable


def answer_entry(variable: Variable) -> Entry:
    """The keys that a variable shares with the cells of a matrix."""
    limits, codelist = variable.limits, variable.codelist
    return present(
        type=variable.type,
        decimals=str(variable.decimals) if variable.decimals else None,
        unit=variable.unit,
        codelist=codelist.name if codelist and codelist.shared else None,
        codes=codes_entry(codelist.codes) if codelist and not codelist.shared else None,
        only=_only(variable),
        system=variable.system.name if variable.system else None,
        min=limit_text(limits.min),
        soft_min=limit_text(limits.soft_min),
        soft_max=limit_text(limits.soft_max),
        max=limit_text(limits.max),
        max_length=str(variable.max_length) if variable.max_length else None,
        limits_source=limits.source,
    )


def item_entry(variable: Variable) -> Entry:
    """The keys of an instrument's item."""
    return {
        **present(help=variable.help),
        **answer_entry(variable),
        **present(
            display=variable.display,
            ends=list(variable.ends) if variable.ends else None,
            missing=missing_entry(variable.missing),
        ),
    }


def _only(variable: Variable) -> list[str] | None:
    """The codes that may be answered, where they are not all."""
    if variable.codelist is None:
        return None
    chosen = {code.value for code in variable.codes}
    is_all = all(code.value in chosen for code in variable.codelist.codes if not code.missing)
    return None if is_all else [str(code.value) for code in variable.codes]
