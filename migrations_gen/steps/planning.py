"""Two releases and what is known of the way between their rows → the steps of a migration. Pure.

The way back is planned by the same rules as the way there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Table

from catalogue.model import Catalogue, Form
from catalogue.reserved import PERSON
from engine.tables import Tables, build_tables
from engine.tables.names import table_name
from engine.tables.storage import kept_name
from migrations_gen.carrying import Carrying
from migrations_gen.lineage import Lineage
from migrations_gen.steps.checks import Gates, check_texts, compared, is_met_by_nothing, reference_texts
from migrations_gen.steps.columns import Columns, Ways
from migrations_gen.steps.keeping import breaks_after, followed, renames
from migrations_gen.steps.lists import list_steps
from migrations_gen.steps.records import ChangedTable, Empty, KeptTable, NewTable, Plan, Side, Step

DIALECTS = ("sqlite", "postgresql")

InDialects = tuple[Tables, ...]
"""The tables of one catalogue, in the order of `DIALECTS`."""


def plan(before: Side, catalogue: Catalogue, carrying: Carrying) -> tuple[Plan, Plan]:
    """The way from a release to the next one, and the way back."""
    number = before.number + 1
    tables = _tables_of(before.catalogue), _tables_of(catalogue)
    after = Side(catalogue, number, before.storage)
    there = _Planning(before, after, carrying.lineage, _ways(carrying), carrying, tables)
    steps, since, notes = there.planned()
    storage = replace(followed(before, number, steps), since=since, breaks=breaks_after(before, number, carrying))
    after = Side(catalogue, number, storage)
    way = Plan(before, after, steps, notes, since)
    return way, _back(way, carrying, tables)


def _tables_of(catalogue: Catalogue) -> InDialects:
    return tuple(build_tables(catalogue, dialect) for dialect in DIALECTS)


def _back(way: Plan, carrying: Carrying, tables: tuple[InDialects, InDialects]) -> Plan:
    lineage = carrying.lineage.reverse()
    ways = Ways(carrying.back, carrying.forward, _timepoints(lineage), is_back=True)
    planning = _Planning(way.after, way.before, lineage, ways, None, tables[::-1])
    steps, _, notes = planning.planned()
    old = way.before.storage
    storage = replace(followed(way.after, way.before.number, steps), since=old.since, breaks=old.breaks)
    return Plan(way.after, Side(way.before.catalogue, way.before.number, storage), steps, notes, old.since)


def _ways(carrying: Carrying) -> Ways:
    return Ways(carrying.forward, carrying.back, _timepoints(carrying.lineage))


def _timepoints(lineage: Lineage) -> tuple[tuple[str, str], ...]:
    return tuple((old, new) for new, old in lineage.earlier.get("timepoint", {}).items())


@dataclass(slots=True)
class _Planning:
    """One direction. `carrying` is there on the way to a later release only, and brings purges; `tables` are those of
    both sides.
    """

    before: Side
    after: Side
    lineage: Lineage
    ways: Ways
    carrying: Carrying | None
    tables: tuple[InDialects, InDialects]

    def planned(self) -> tuple[tuple[Step, ...], Mapping[str, int], tuple[str, ...]]:
        """The steps, from which release conditions hold, and what is to be told."""
        since: dict[str, int] = {}
        notes: list[str] = []
        steps: list[Step] = list(list_steps(self.before, self.after))
        pairs = tuple(self._pairs())
        for one, other in pairs:
            if (one is not None and other is not None) or PERSON in (_address(one), _address(other)):
                steps.append(self._changed(one, other, since, notes))
            elif other is not None:
                steps.append(
                    NewTable(other.address, table_name(other), kept_name(table_name(other), self.after.number))
                )
            elif one is not None:
                kept = kept_name(table_name(one), self.before.number)
                steps.append(KeptTable(one.address, table_name(one), kept))
        return tuple(steps), since, tuple(dict.fromkeys(notes))

    def _pairs(self) -> Iterator[tuple[Form | None, Form | None]]:
        """Each form with what it was; forms that are gone last."""
        met: set[str] = set()
        for form in self.after.catalogue.forms:
            address = self.lineage.before("form", form.address)
            other = self.before.catalogue.form.get(address) if address else None
            met |= {other.address} if other else set()
            yield other, form
        yield from ((form, None) for form in self.before.catalogue.forms if form.address not in met)

    def _changed(
        self,
        one: Form | None,
        other: Form | None,
        since: dict[str, int],
        notes: list[str],
    ) -> ChangedTable:
        columns = Columns(self.before, self.ways, one, other)
        steps = columns.steps()
        step = ChangedTable(
            form_before=_address(one) or PERSON,
            form_after=_address(other) or PERSON,
            before=_table_name(one),
            after=_table_name(other),
            columns=steps,
            kept=columns.kept(),
        )
        notes += columns.notes
        old, new = ([_table(each, form) for each in side] for side, form in zip(self.tables, (one, other), strict=True))
        names = dict(renames(step, self.after.number))
        found = compared(check_texts(old), check_texts(new), names, self._gates(step, check_texts(new)))
        since |= found.since
        references = compared(reference_texts(old[0]), reference_texts(new[0]), names, ({}, lambda *_: None))
        return replace(
            step,
            checks=found.checks,
            references=references.checks,
            purged=tuple(self._purged(step, notes)),
            is_relabelled=_comments(old[1]) != _comments(new[1]),
        )

    def _gates(self, step: ChangedTable, texts: Mapping[str, tuple[str, ...]]) -> Gates:
        """From which release each condition holds. On the way back that is known; the person's row is of no release."""
        known, after = self.before.storage.since, self.after
        empty = {column.name for column in step.coming if isinstance(column.source, Empty)}

        def gate(name: str, same: str | None) -> int | None:
            if step.form_after == PERSON:
                return None
            if self.ways.is_back:
                return after.storage.since.get(name)
            if same is not None:
                return known.get(same)
            return None if is_met_by_nothing(texts[name], empty) else after.number

        return known, gate

    def _purged(self, step: ChangedTable, notes: list[str]) -> Iterator[str]:
        """The columns that are erased, as they are called out of use."""
        purged = self.carrying.purged if self.carrying else frozenset()
        kept = dict(step.kept)
        for address in sorted(purged):
            form, _, name = address.rpartition(".")
            if form != step.form_before:
                continue
            if name not in kept:
                notes.append(f"{address} is still in use, and is not erased.")
                continue
            yield from (kept[part] for part in (name, f"{name}_missing", f"{name}_edition") if part in kept)


def _address(form: Form | None) -> str:
    return form.address if form else ""


def _table_name(form: Form | None) -> str:
    return table_name(form) if form else PERSON


def _table(tables: Tables, form: Form | None) -> Table:
    address = _address(form) or PERSON
    return tables.fixed.person if address == PERSON else tables.forms[address].table


def _comments(table: Table) -> tuple[object, ...]:
    return (table.comment, *((column.name, column.comment) for column in table.columns))
