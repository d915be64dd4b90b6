"""Questions that wait for each other in a circle: each is right by itself, and together they are no rule. Pure."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

Key = tuple[str, str]
"""A form and the name of a question in it."""


def in_circles(reads: Mapping[Key, frozenset[Key]]) -> frozenset[Key]:
    """Questions whose logic must go, so that no circle is left; `reads` is what the logic of each looks at."""
    left = dict(reads)
    gone: set[Key] = set()
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            first = min(key for key in error.args[1] if left.get(key))
            gone.add(first)
            left[first] = frozenset()
        else:
            return frozenset(gone)
