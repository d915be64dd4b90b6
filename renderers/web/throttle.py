"""How often somebody may guess: so many failures in a while, then nothing more until it has passed.

Kept in the memory of one process. Several processes allow as many guesses each, which is still few. What is refused
here reaches no database, so that nobody can fill one by guessing.
"""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock


@dataclass(slots=True)
class Throttle:
    """Failures by key (an account's name, an address)."""

    failures: int = 5
    period: timedelta = timedelta(minutes=15)
    most_keys: int = 10_000
    _times: defaultdict[str, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))
    _lock: Lock = field(default_factory=Lock)

    def is_closed(self, key: str, now: datetime) -> bool:
        """Whether too many have failed lately."""
        with self._lock:
            return len(self._recent(key, now)) >= self.failures

    def failed(self, key: str, now: datetime) -> None:
        """One more."""
        with self._lock:
            if len(self._times) >= self.most_keys:
                self._times.clear()
            self._recent(key, now).append(now)

    def forget(self, key: str) -> None:
        """It went well."""
        with self._lock:
            self._times.pop(key, None)

    def _recent(self, key: str, now: datetime) -> deque[datetime]:
        times = self._times[key]
        while times and now - times[0] > self.period:
            times.popleft()
        return times
