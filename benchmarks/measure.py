"""Times of several ways to do one thing: taken in turn, so that a busy machine slows them all, and told as medians."""

import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

Task = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: seconds by contestant, ours first, and how much of a peer's time ours may be."""

    title: str
    seconds: Mapping[str, float]
    targets: Mapping[str, float]

    @property
    def ours(self) -> float:
        """The first contestant's time."""
        return next(iter(self.seconds.values()))

    def ratio(self, name: str) -> float:
        """Our time as a part of this one's."""
        return self.ours / self.seconds[name]


def in_turn(tasks: Mapping[str, Task], *, rounds: int, number: int = 1) -> dict[str, float]:
    """The median time of each task over the rounds; a round does each `number` times, one task after the other."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for task in tasks.values():
        task()
    for _ in range(rounds):
        for name, task in tasks.items():
            start = time.perf_counter()
            for _ in range(number):
                task()
            times[name].append((time.perf_counter() - start) / number)
    return {name: median(taken) for name, taken in times.items()}


def command(*words: object, **options: object) -> Task:
    """A program run to its end; it must end well."""

    def run() -> None:
        subprocess.run(list(map(str, words)), check=True, capture_output=True, **options)

    return run
