"""Units to the codes of UCUM, so that any machine knows them, and back to the words people read. Pure."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from catalogue.formats.fhir.urls import UCUM

AS_WRITTEN = ("%", "cm", "m", "mm", "kg", "g", "mg", "kg/m2", "min", "mol/L", "mmol/L", "L", "mL", "s")
CODES: Mapping[str, str] = MappingProxyType(
    {
        **{unit: unit for unit in AS_WRITTEN},
        **dict.fromkeys(("ml",), "mL"),
        **dict.fromkeys(("l",), "L"),
        **dict.fromkeys(("cl",), "cL"),
        **dict.fromkeys(("dl",), "dL"),
        **dict.fromkeys(("µg", "mcg"), "ug"),
        **dict.fromkeys(("kg/m²",), "kg/m2"),
        **dict.fromkeys(("sek", "sekunder", "seconds"), "s"),
        **dict.fromkeys(("minutt", "minutter", "minutes"), "min"),
        **dict.fromkeys(("t", "time", "timer", "hours"), "h"),
        **dict.fromkeys(("døgn", "dag", "dager", "days"), "d"),
        **dict.fromkeys(("uke", "uker", "weeks"), "wk"),
        **dict.fromkeys(("måned", "måneder", "months"), "mo"),
        **dict.fromkeys(("år", "years"), "a"),
        **dict.fromkeys(("grader", "°"), "deg"),
        **dict.fromkeys(("°C",), "Cel"),
        **dict.fromkeys(("mmHg", "mm Hg"), "mm[Hg]"),
    }
)
"""The code of each unit as forms write it."""


def coding_of(unit: str) -> dict[str, Any]:
    """The unit as a coding: with a code where it has one, else in words alone."""
    code = CODES.get(unit)
    return {"system": UCUM, "code": code, "display": unit} if code else {"display": unit}


def unit_of(coding: Any) -> str:
    """The words of a unit; its code where it has none."""
    found = coding if isinstance(coding, dict) else {}
    return next((str(found[key]).strip() for key in ("display", "code") if str(found.get(key) or "").strip()), "")
