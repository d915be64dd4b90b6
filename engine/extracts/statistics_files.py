"""Shaped sheets written as Stata's and SPSS's own files, the one place that sees the library for them."""

from pathlib import Path

import polars as pl
import pyreadstat

from engine.extracts import spss, stata
from engine.extracts.stata_sections import finish

STATA_VERSION = 14
"""What Stata 14 and later read."""


def write_stata(path: Path, frame: pl.DataFrame, title: str, told: stata.Told) -> None:
    """A `.dta`."""
    names = frame.columns
    short = {name: f"c{place}" for place, name in enumerate(names)}
    pyreadstat.write_dta(
        frame.rename(short),
        path,
        file_label=title,
        column_labels=[told.labels[name] for name in names],
        version=STATA_VERSION,
        variable_value_labels={short[name]: labels for name, labels in told.value_labels.items()},
        missing_user_values={short[name]: letters for name, letters in told.missing.items()},
        variable_format={short[name]: form for name, form in told.formats.items()},
    )
    finish(path, names, told.notes)


def write_spss(path: Path, frame: pl.DataFrame, title: str, told: spss.Told) -> None:
    """A `.sav`."""
    pyreadstat.write_sav(
        frame,
        path,
        file_label=title,
        column_labels=[told.labels[name] for name in frame.columns],
        row_compress=True,
        note=told.notes or None,
        variable_value_labels=told.value_labels,
        missing_ranges=told.missing,
        variable_display_width=told.widths,
        variable_measure=told.measures,
        variable_format=told.formats,
    )
