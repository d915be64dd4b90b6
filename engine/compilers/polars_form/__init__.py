"""A form → its whole evaluation as Polars columns: what is wrong with very many rows, each as if it were to be final.

Two passes over a frame. The first finds the values that a type, code or constant limit refuses, which read as NULL from
there on (`values.py`); the second, by dependency, what is asked and computed (`steps.py`), and what must hold
(`rules.py`). Row by row it is what `python_form.py` finds, and what only a file can have wrong besides (`files.py`). A
frame has a column for each variable, `reason:<name>` for missing reasons that are given, dotted columns for other
forms, and `timepoint`.
"""

from engine.compilers.polars_form.compiling import compile_form
from engine.compilers.polars_form.plan import Check, Extreme, FormPlan, column_type, reason_name

__all__ = ["Check", "Extreme", "FormPlan", "column_type", "compile_form", "reason_name"]
