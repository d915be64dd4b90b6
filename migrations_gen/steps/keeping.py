"""Where everything lies after a migration: the storage record, followed through its steps. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from engine.tables.storage import MARK, Storage
from migrations_gen.carrying import Carrying
from migrations_gen.intents.records import Comparable
from migrations_gen.steps.records import ChangedTable, KeptTable, NewTable, Side, Step


def followed(before: Side, number: int, steps: Iterable[Step]) -> Storage:
    """The record after these steps, which lead to release `number`; CHECKs and breaks are others' concern."""
    listed = tuple(steps)
    storage = before.storage
    earlier = sorted({*storage.kept, before.number} - {number})
    kept: dict[int, dict[str, dict[str, str]]] = {}
    forms: dict[int, dict[str, str]] = {}
    for release in earlier:
        kept[release], forms[release] = _followed(storage, release, number, listed)
    return replace(storage, kept=kept, forms={release: names for release, names in forms.items() if names})


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
