"""What our functions are in FHIRPath, as text with places: written so, and recognised so.

One table for both directions: `{0}` is the first argument. A place stands only where no `$this` is bound, for what is
put there begins at `%resource`. FHIRPath has no difference of dates, and programs round halves differently; so these
are said with whole numbers and `floor`, which mean the same everywhere.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from catalogue.formats.fhir.fhirpath.grammar import LEVEL, SIGNED, Function, Operator, Path, Start, Step, parse

WHOLE = SIGNED + 1
"""How tightly a path or a call holds together: nothing comes between."""

TEXT_LENGTH_OF_MINUTES = 16
"""Letters of `2020-01-31T08:30`: a moment as the clock on the wall shows it, without its zone."""

_DAY = "{%d}.toString().replace('-', '').toInteger()"
_MONTHS = _DAY + ".select($this div 10000 * 1200 + $this mod 10000 - 300)"
"""Months since March of the year 0, and the day of the month in the last two digits."""
_DAYS = _MONTHS + (
    ".select($this div 1200 * 365 + $this div 4800 - $this div 120000 + $this div 480000"
    " + ($this div 100 mod 12 * 153 + 2) div 5 + $this mod 100)"
)
_MINUTES = "{%d}.toString().substring(0, 5).replace(':', '').toInteger().select($this div 100 * 60 + $this mod 100)"


class Idiom(NamedTuple):
    """A text with places, and how tightly it holds together: a sum looser than a sum, so that it stays one part."""

    text: str
    hold: int = WHOLE


IDIOMS: Mapping[str, Idiom] = MappingProxyType(
    {
        "is_false": Idiom("iif({0}.not(), true, false)"),
        "is_true": Idiom("iif({0}, true, false)"),
        "is_answered": Idiom("{0}.empty().not()"),
        "between": Idiom("{1} <= {0} and {0} <= {2}", LEVEL["and"]),
        "negate": Idiom("{0} * -1.0", LEVEL["+"]),
        "years_between": Idiom(f"({_DAY % 1} - {_DAY % 0}) div 10000", LEVEL["div"]),
        "months_between": Idiom(f"({_MONTHS % 1} - {_MONTHS % 0}) div 100", LEVEL["div"]),
        "days_between": Idiom(f"{_DAYS % 1} - {_DAYS % 0}", LEVEL["is"]),
        "add_days": Idiom("{0} + ({1}.truncate().toString() + ' days').toQuantity()", LEVEL["is"]),
        "year": Idiom("{0}.toString().substring(0, 4).toInteger()"),
        "month": Idiom("{0}.toString().substring(5, 2).toInteger()"),
        "hour": Idiom("{0}.toString().substring(0, 2).toInteger()"),
        "minute": Idiom("{0}.toString().substring(3, 2).toInteger()"),
        "minutes_between": Idiom(f"{_MINUTES % 1} - {_MINUTES % 0}", LEVEL["is"]),
        "duration_minutes": Idiom(f"({_MINUTES % 1} - {_MINUTES % 0} + 1440) mod 1440", LEVEL["mod"]),
    }
)

ROUNDED: tuple[Idiom, ...] = tuple(
    Idiom(
        "{0}.select(iif($this < 0, -1, 1) * "
        + (f"($this.abs() * {10**digits} + 0.5).floor() / {10**digits})" if digits else "($this.abs() + 0.5).floor())")
    )
    for digits in range(10)
)
"""`round` to 0 to 9 decimals: half away from zero."""

FOLDS: Mapping[str, str] = MappingProxyType(
    {
        "sum_answered": "iif($total.empty(), $this, $total + $this)",
        "min_answered": "iif($total.empty() or $this < $total, $this, $total)",
        "max_answered": "iif($total.empty() or $this > $total, $this, $total)",
    }
)
"""What `aggregate` does for a list; nothing when nothing is answered."""


class Recognised(NamedTuple):
    """One of our functions with the parts of a FHIRPath that stand at its places; of `round` also the decimals."""

    function: str
    arguments: tuple[Path, ...]
    digits: int = 0


def recognised(path: Path) -> Iterator[Recognised]:
    """The functions that a FHIRPath may be the idiom of."""
    for name, digits, pattern in _PATTERNS.get(_root(path), ()):
        places: dict[int, Path] = {}
        if _fits(pattern, path, places):
            yield Recognised(name, tuple(places[place] for place in sorted(places)), digits)


def _root(path: Path) -> tuple[type, str]:
    return type(path), path.name if isinstance(path, Function | Operator | Step | Start) else ""


def _pattern(text: str) -> Path:
    return parse(text.replace("{0}", "%`0`").replace("{1}", "%`1`").replace("{2}", "%`2`"))


def _fits(pattern: Path, path: Path, places: dict[int, Path]) -> bool:
    """Whether a path is the pattern with something at each place, the same at the same place."""
    if isinstance(pattern, Start) and pattern.name[1:].isdecimal():
        return places.setdefault(int(pattern.name[1:]), path) == path
    match pattern, path:
        case Function(on, name, inside), Function(other, other_name, others):
            pairs = [(on, other), *zip(inside, others, strict=False)]
            return name == other_name and len(inside) == len(others) and _all_fit(pairs, places)
        case Operator(name, inside), Operator(other_name, others):
            pairs = list(zip(inside, others, strict=False))
            return name == other_name and len(inside) == len(others) and _all_fit(pairs, places)
        case _:
            return pattern == path


def _all_fit(pairs: list[tuple[Path | None, Path | None]], places: dict[int, Path]) -> bool:
    return all(one is other if one is None or other is None else _fits(one, other, places) for one, other in pairs)


def _patterns() -> dict[tuple[type, str], list[tuple[str, int, Path]]]:
    found: dict[tuple[type, str], list[tuple[str, int, Path]]] = {}
    rows = [(name, 0, idiom) for name, idiom in IDIOMS.items()]
    rows += [("round", digits, idiom) for digits, idiom in enumerate(ROUNDED)]
    for name, digits, idiom in rows:
        pattern = _pattern(idiom.text)
        found.setdefault(_root(pattern), []).append((name, digits, pattern))
    return found


_PATTERNS = _patterns()
FOLD_OF: Mapping[Path, str] = MappingProxyType({parse(text): name for name, text in FOLDS.items()})
"""The list function that the argument of `aggregate` computes."""
