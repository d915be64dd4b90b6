"""Two codes of a list are the same to the outside world: `1` and `01`, `Ja` and `ja`.

A spreadsheet or a statistics program makes one of them, and the answers cannot be told apart again. Keep one code.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark
from catalogue.model import Catalogue, Codelist, CodeValue


def check(examined: Examined) -> Iterator[Remark]:
    """Every code that differs from an earlier one only in zeros, capitals or spaces."""
    for codelist in codelists_of(examined.catalogue):
        seen: dict[str, CodeValue] = {}
        for code in codelist.codes:
            folded = _folded(str(code.value))
            if folded in seen:
                message = (
                    f"The codes '{seen[folded]}' and '{code.value}' of '{codelist.name}' are the same to most programs."
                    " Give one of them another code, or remove it."
                )
                yield Remark(code.at, message)
            seen.setdefault(folded, code.value)


def codelists_of(catalogue: Catalogue) -> Iterator[Codelist]:
    """The shared codelists, then those written in place."""
    yield from catalogue.codelists.values()
    for _, variable in catalogue.variables():
        if variable.codelist is not None and not variable.codelist.shared:
            yield variable.codelist


def _folded(code: str) -> str:
    return code.lstrip("0") or "0" if code.isdecimal() else " ".join(code.split()).casefold()
