"""How the questions of a form that is read would be written, to see which of its cells need not be kept. Pure."""

from collections.abc import Iterator, Mapping

from catalogue.expressions.parser import ExpressionError
from catalogue.formats.xlsform.cells import Seen, expected
from catalogue.formats.xlsform.entries import Entry
from catalogue.formats.xlsform.fields import MATRIX, Named
from catalogue.formats.xlsform.logical import Logical, cells_of
from catalogue.formats.xlsform.meant import Meant
from catalogue.formats.xlsform.spelling import Names, Spelt
from catalogue.formats.xlsform.types import BOUND, CHECKLIST, WRITTEN


def names_of_named(seen: Seen) -> Names:
    """How each variable of a form that is read is written."""
    spelt = {name: found for written, meant in seen.fields.items() for name, found in _spelt(written, meant)}
    return Names(spelt, seen.scope)


def _spelt(written: str, meant: Meant) -> Iterator[tuple[str, Spelt]]:
    own = f"${{{written}}}"
    if meant.kind == "ticks":
        beside = tuple(f"${{{row}}}" for row in meant.beside) or (own,)
        for code, tick in meant.ticks.items():
            yield tick, Spelt(own, "tick", code, beside)
    elif meant.kind not in {"nothing", "today"}:
        kind = "boolean" if meant.kind == "acknowledge" else meant.kind
        yield meant.name, Spelt(own, kind, missing=meant.missing)


def written_again(named: Named, entry: Entry, names: Names) -> Mapping[str, str]:
    """The cells of a question as they would be written; those of logic only when they are where it was read from."""
    keys = entry.declaration
    try:
        cells = {} if entry.is_ours else dict(cells_of(_logical(named, entry), names).cells)
    except ExpressionError:
        return {}
    if keys.get("display") == "scale" and "min" in keys:
        cells.pop("constraint", None)
        cells["parameters"] = f"start={keys['min']} end={keys['max']} step=1"
    if "calculate" in keys:
        return {**cells, "type": "calculate", "bind::type": BOUND.get(named.type, "")}
    return {**cells, "type": _type(named, keys), **_appearance(named, keys)}


def _logical(named: Named, entry: Entry) -> Logical:
    none = next((code for code, key in named.ticks.items() if key == entry.declaration.get("none")), "")
    rule = str(entry.rule["require"]) if entry.rule else ""
    kind = "boolean" if named.type in {CHECKLIST, MATRIX} else expected(named)
    return Logical.of(named.name, kind, entry.declaration, none, rule)


def _appearance(named: Named, keys: Mapping[str, object]) -> dict[str, str]:
    if named.type == MATRIX:
        return {"appearance": "table-list"}
    shown = "multiline" if named.type == "longtext" else "minimal" if keys.get("display") == "select" else ""
    return {"appearance": shown} if shown else {}


def _type(named: Named, keys: Mapping[str, object]) -> str:
    if named.type == MATRIX:
        return named.line.cell("type")
    if named.type == CHECKLIST:
        return f"select_multiple {named.written}"
    if named.type == "code":
        return f"select_one {named.written}"
    if named.type == "boolean":
        return "select_one yes_no"
    return "range" if keys.get("display") == "scale" else WRITTEN[named.type]
