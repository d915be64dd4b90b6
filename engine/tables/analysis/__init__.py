"""The analysts' views: for each module one row per episode, and a column per variable and occasion.

There are three with the same columns: `<module>_analyse` has the values, `<module>_analyse_tekst` the labels of codes
and of yes and no, `<module>_analyse_mangler` the reasons why a value is missing. Names are those of the outside system
that the catalogue calls `analysis_names`. Told of earlier releases (`Series`), a column is one series over all of them
where answers compare, with the answers as they were given and the marks of breaks beside it (`docs/series.md`).
"""

from engine.tables.analysis.series import NO_SERIES, EndedForm, History, Original, Series, Since
from engine.tables.analysis.statements import create_views, view_names, view_statements, views_sql
from engine.tables.analysis.writer import YesNo

__all__ = [
    "NO_SERIES",
    "EndedForm",
    "History",
    "Original",
    "Series",
    "Since",
    "YesNo",
    "create_views",
    "view_names",
    "view_statements",
    "views_sql",
]
