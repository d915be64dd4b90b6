"""Where everything lies after a migration: the storage record, followed through its steps. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from catalogue.expressions.scope import TIMEPOINT
from catalogue.model import Catalogue
from engine.tables.names import edition_column, reason_column, table_name
from engine.tables.row import row_of
from engine.tables.storage import MARK, Storage, kept_name
from migrations_gen.carrying import Carrying
from migrations_gen.intents.records import Comparable
from migrations_gen.steps.records import ChangedTable, KeptTable, NewTable, Side, Step

Catalogues = tuple[Catalogue, Catalogue]


def followed(before: Side, number: int, steps: Iterable[Step]) -> Storage:
    """The record after these steps, which lead to release `number`; conditions and breaks are others' concern."""
    listed = tuple(steps)
    storage = before.storage
    earlier = sorted({*storage.kept, before.number} - {number})
    kept: dict[int, dict[str, dict[str, str]]] = {}
    forms: dict[int, dict[str, str]] = {}
    for release in earlier:
        kept[release], forms[release] = _followed(storage, release, number, listed)
    return replace(
        storage,
        kept=kept,
        forms={release: names for release, names in forms.items() if names},
        hidden={table: columns for table, columns in _hidden(before, number, listed) if columns},
    )


def _hidden(before: Side, number: int, steps: tuple[Step, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The kept columns that identify somebody directly: those there were, but for what comes, and those that go."""
    met = set()
    for step in steps:
        if isinstance(step, ChangedTable):
            met.add(step.before)
            form = before.catalogue.form.get(step.form_before)
            direct = (
                {variable.name for variable in form.variables if variable.identifies == "direct"} if form else set()
            )
            coming = {column.waiting(number) for column in step.coming}
            stay = (name for name in before.storage.hidden.get(step.before, ()) if name not in coming)
            yield step.after, (*stay, *(kept for name, kept in step.kept if name in direct))
    yield from ((table, names) for table, names in before.storage.hidden.items() if table not in met)


def with_later(arriving: Storage, leaving: Storage, numbers: tuple[int, int], catalogues: Catalogues) -> Storage:
    """The record of the release that comes, with what a database knows of releases later than both: those it has been
    at and left again. `numbers` are those of the one that is left and the one that comes, as are `catalogues`.
    """
    left, comes = numbers
    kept, forms = dict(arriving.kept), dict(arriving.forms)
    ends = {table_name(form): form.address for form in catalogues[0].forms}
    for release in sorted(leaving.kept.keys() - arriving.kept.keys() - {comes}):
        columns: dict[str, dict[str, str]] = {}
        tables = {}
        for form in {*leaving.kept[release], *leaving.forms.get(release, {})}:
            table = leaving.table(release, form)
            address = ends.get(table, "")
            place = (
                arriving.table(left, address)
                if address
                else _in_use(table, comes, map(table_name, catalogues[1].forms))
            )
            known = leaving.kept[release].get(form, {})
            names = _columns(catalogues[1])
            columns[form] = {
                name: arriving.column(left, address, column) if MARK not in column else _in_use(column, comes, names)
                for name, column in known.items()
            }
            tables[form] = place
        kept[release] = columns
        forms[release] = tables
    hidden = {
        table: tuple(dict.fromkeys((*names, *arriving.hidden.get(table, ())))) for table, names in _left(leaving, comes)
    }
    return replace(arriving, kept=kept, forms=forms, hidden={**arriving.hidden, **hidden})


def _left(leaving: Storage, comes: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is hidden of releases later than both."""
    for table, names in leaving.hidden.items():
        yield table, tuple(name for name in names if int(name.rpartition(MARK)[2]) > comes)


def _in_use(name: str, number: int, names: Iterable[str]) -> str:
    """What waits under this name, once it is in use."""
    return next((other for other in names if kept_name(other, number) == name), name)


def _columns(catalogue: Catalogue) -> tuple[str, ...]:
    """Every column that a form of the catalogue has."""
    rows = (row_of(form) for form in catalogue.forms)
    names = (
        (*row.variables, *map(edition_column, row.editions), *map(reason_column, row.reasons), TIMEPOINT)
        for row in rows
    )
    return tuple(dict.fromkeys(name for some in names for name in some))


def _followed(
    storage: Storage, release: int, number: int, steps: tuple[Step, ...]
) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """One release's columns and tables."""
    known = storage.kept.get(release, {})
    kept = {form: dict(columns) for form, columns in known.items()}
    forms = dict(storage.forms.get(release, {}))
    addresses = {table: form for form, table in forms.items()}
    for step in steps:
        match step:
            case ChangedTable():
                form = addresses.get(step.before, step.form_before)
                columns = _renamed(dict(known.get(form, {})), dict(renames(step, number)))
                kept[form] = {name: column for name, column in columns.items() if name != column}
                _place(forms, form, step.before, step.after)
            case KeptTable():
                _place(forms, addresses.get(step.name, step.form), step.name, step.kept)
            case NewTable() if step.waiting in addresses:
                forms.pop(addresses[step.waiting])
            case _:
                pass
    return {form: columns for form, columns in kept.items() if columns}, forms


def renames(step: ChangedTable, release: int) -> Iterator[tuple[str, str]]:
    """What every column that is called otherwise was called, and is called."""
    yield from step.kept
    yield from step.renamed
    yield from ((column.waiting(release), column.name) for column in step.coming)


def _renamed(columns: dict[str, str], names: Mapping[str, str]) -> dict[str, str]:
    found = {name: names.get(column, column) for name, column in columns.items()}
    return found | {old: new for old, new in names.items() if old not in columns and MARK not in old}


def _place(forms: dict[str, str], form: str, table: str, now: str) -> None:
    if form in forms or table != now:
        forms[form] = now


def breaks_after(before: Side, number: int, carrying: Carrying) -> Mapping[str, Mapping[int, str]]:
    """After which releases a variable's or group's series is not the same any more, and how it compares."""
    found = {_after(carrying, address): dict(releases) for address, releases in before.storage.breaks.items()}
    for address, carry in carrying.forward.carries.items():
        if carry.comparable is not Comparable.EXACT:
            found.setdefault(address, {})[number] = str(carry.comparable)
    for address, (_, comparable) in carrying.replaced.items():
        found.setdefault(address, {})[number] = str(comparable)
    return found


def _after(carrying: Carrying, address: str) -> str:
    kinds = ("variable", "group")
    names = (carrying.lineage.later.get(kind, {}).get(address) for kind in kinds)
    return next((name for name in names if name), address)
