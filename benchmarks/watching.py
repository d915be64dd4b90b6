"""What is looked at while a migration goes on: who holds a lock, and how quick the disk is."""

import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import psycopg

EVERY = 0.01
"""Seconds from one look at the locks to the next: often enough to tell 200 ms, and a load that is not felt."""


class Watcher(threading.Thread):
    """Something that looks again and again until it is told to stop."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.running = True

    def stop(self) -> None:
        """End it."""
        self.running = False
        self.join()


class Locks(Watcher):
    """For how long anybody holds an exclusive lock on some tables, by table."""

    QUERY = """
    SELECT pid, relation::regclass::text FROM pg_locks
    WHERE mode = 'AccessExclusiveLock' AND granted AND relation = ANY(%s)
    """

    def __init__(self, url: str, tables: Iterable[str]) -> None:
        super().__init__()
        self.connection = psycopg.connect(url, autocommit=True)
        self.tables = [self.connection.execute("SELECT %s::regclass::oid", [name]).fetchone()[0] for name in tables]
        self.longest: dict[str, float] = {}

    def run(self) -> None:
        """Until told to stop."""
        held: dict[tuple[int, str], float] = {}
        while self.running:
            now = time.monotonic()
            there = set(self.connection.execute(self.QUERY, [self.tables], prepare=True))
            for key in there:
                held.setdefault(key, now)
            for key in list(held):
                taken = time.monotonic() - held[key]
                self.longest[key[1]] = max(self.longest.get(key[1], 0.0), taken)
                if key not in there:
                    del held[key]
            time.sleep(EVERY)
        self.connection.close()


class Disk(Watcher):
    """Writes a little and flushes it, twenty times a second: how long the disk itself keeps anybody waiting."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.pairs: list[tuple[float, float]] = []

    def run(self) -> None:
        """Until told to stop."""
        with self.path.open("wb") as file:
            while self.running:
                begun = time.monotonic()
                file.seek(0)
                file.write(b"\0" * 8192)
                file.flush()
                os.fsync(file.fileno())
                self.pairs.append((begun, time.monotonic() - begun))
                time.sleep(0.05)
