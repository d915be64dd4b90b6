"""What a file's columns must and may be, known before any row is read."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from catalogue.findings import did_you_mean
from catalogue.model import Catalogue, Form, Variable
from engine.answer_columns import Columns
from engine.bulk.pieces import Fault, Opened, Piece

CENTRE = ("centre_number", "centre_name", "centre_id")
"""What a row's centre may be called in the record, the best first."""


def wrong_columns(opened: Opened, form: Form, columns: Columns) -> tuple[str, ...]:
    """A sentence for each column that means nothing, or else for each that is lacking."""
    unknown = columns.unknown(opened.header)
    return unknown or (tuple(_lacking(opened.header, form, columns)) if opened.is_complete else ())


def _lacking(header: tuple[str, ...], form: Form, columns: Columns) -> Iterator[str]:
    """The columns without which every row would lack an answer."""
    for variable in form.variables:
        names = [name for name, meant in columns.values.items() if meant is variable]
        reasons = [name for name, meant in columns.reasons.items() if meant == variable.reason_name]
        flags = [name for name, (meant, _) in columns.flags.items() if meant == variable.reason_name]
        if _always_required(variable) and names and not {*names, *reasons, *flags} & {*header}:
            yield f"The column '{names[0]}' is lacking, and every row must have it.{did_you_mean(names[0], header)}"


def _always_required(variable: Variable) -> bool:
    asked = variable.enable_when is None and variable.collected is None and variable.retired is None
    return variable.required and asked and not variable.is_calculated


def without_strange(piece: Piece, columns: Columns) -> Piece:
    """The piece with those rows as faults that have a name which means nothing."""
    strange = [name for name in piece.table.columns if name not in columns.known]
    if not strange:
        return piece
    names = pl.Series([None] * piece.table.height, dtype=pl.String)
    for name in strange:
        is_given = pl.Series([cell is not None for cell in piece.table[name]])
        names = names.zip_with(~is_given, pl.Series([name]).new_from_index(0, len(names)))
    faults = [
        Fault(piece.numbers[place], piece.lines[place], columns.unknown((names[place],))[0], (piece.texts[place],))
        for place in names.is_not_null().arg_true()
    ]
    kept = names.is_null()
    return replace(
        piece,
        numbers=piece.numbers.filter(kept),
        lines=piece.lines.filter(kept),
        table=piece.table.drop(strange).filter(kept),
        faults=tuple(sorted((*piece.faults, *faults), key=lambda fault: fault.number)),
        texts=tuple(text for text, keep in zip(piece.texts, kept, strict=True) if keep),
    )


def centre_column(catalogue: Catalogue, form: Form, system: str | None, header: tuple[str, ...]) -> str | None:
    """The column with a row's centre; None when the file has none."""
    module = catalogue.modules.get(form.module)
    records = (*form.record, *(module.episode.record if module else ()))
    for kind in CENTRE:
        aliases = (alias for name, aliases in records if name == kind for alias in aliases)
        names = [alias.name for alias in aliases if alias.system == system] if system else [kind]
        found = next((name for name in names if name in header), None)
        if found is not None:
            return found
    return None
