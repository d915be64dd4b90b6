"""How fast a table is worked through: batches so small that nobody waits long for a row, and rests between them that
grow when others need the machine.

Who fills in a form notices a backfill in two ways: a row is locked, or there is no processor to be had. The first is
kept short by the size of a batch. The second nobody can ask a database about; but a batch that takes longer than the
same work took before shows it, whoever it is that is in the way: many who save, a backup, an automatic ANALYZE.
"""

from dataclasses import dataclass, replace

LEAST, LARGEST = 100, 5000
"""Rows in a batch."""

AIM = 0.1
"""Seconds a batch should take: so long may somebody wait who saves one of its rows."""

LONGEST_REST = 3.0
"""Seconds: however busy the machine is, it goes on."""

MEMORY, FORGETTING = 0.8, 0.999
"""How much of the usual rate is that of earlier batches, so that one slow batch is no sign; and what is left of the
best rate after each, so that a table whose rows grow longer is not taken for a busy machine for ever.
"""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many rows the next batch takes and how many seconds are rested before it.

    `usual` is the rate of late and `best` the highest it has been, in rows a second while working; `bounds` the least
    and the most rows of a batch.
    """

    size: int = LEAST
    rest: float = 0.0
    usual: float = 0.0
    best: float = 0.0
    bounds: tuple[int, int] = (LEAST, LARGEST)

    def after(self, rows: int, seconds: float) -> "Pace":
        """The pace after a batch of so many rows. On a quiet machine it rests as long as it worked; at half the best
        rate four times as long.
        """
        seconds = max(seconds, 0.001)
        rate = rows / seconds
        usual = MEMORY * self.usual + (1 - MEMORY) * rate if self.usual else rate
        best = max(usual, self.best * FORGETTING)
        least, largest = self.bounds
        return replace(
            self,
            size=max(least, min(largest, int(self.size * min(2.0, max(0.5, AIM / seconds))))),
            rest=min(LONGEST_REST, seconds * (best / usual) ** 2),
            usual=usual,
            best=best,
        )
