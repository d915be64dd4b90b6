"""A variable's answers over all releases as one series: how far back it goes, where it breaks, what is kept beside it.

Pure. `chain_of` puts the releases in a row, `trace` follows one variable through them, `series_of` is what the analysis
views must know of them, `comparability` what an analyst must know who holds two dates against each other.
"""

from migrations_gen.series.chain import Chain, Stage, chain_of
from migrations_gen.series.comparability import comparability
from migrations_gen.series.originals import series_of
from migrations_gen.series.records import Comparability, Line
from migrations_gen.series.tracing import Trace, Turn, trace

__all__ = [
    "Chain",
    "Comparability",
    "Line",
    "Stage",
    "Trace",
    "Turn",
    "chain_of",
    "comparability",
    "series_of",
    "trace",
]
