"""The application behind gunicorn: it says when it is ready, and ends when told to.

The application is made before the processes that serve it are forked, so that a mistake in the catalogue or the
settings is told once, by whoever starts it, and all processes share one secret.
"""

import os
import socket
from collections.abc import Callable

from flask import Flask
from gunicorn.app.base import BaseApplication

from renderers.web.context import EXTENSION, Registry

THREADS = 4
MOST_WORKERS = 4


class AddressTaken(Exception):
    """Nothing can listen there; the message says why."""


def serve(app: Flask, host: str, port: int, ready: Callable[[], None]) -> None:
    """Serve until told to stop; `ready` is called when the first request can come."""
    _Served(app, f"[{host}]:{port}" if ":" in host else f"{host}:{port}", ready).run()


def refuse_taken(host: str, port: int) -> None:
    """Say so before anything is made when the address is not to be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise AddressTaken(f"{host}:{port} cannot be used: {error.strerror}.") from None


class _Served(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, app: Flask, address: str, ready: Callable[[], None]) -> None:
        self.app = app
        self.settings = {
            "bind": address,
            "workers": _workers(app),
            "worker_class": "gthread",
            "threads": THREADS,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _: ready(),
        }
        super().__init__()

    def load_config(self) -> None:
        """Only what is said here; no file and no variable of the surroundings has a say."""
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, already made."""
        return self.app


def _workers(app: Flask) -> int:
    """SQLite has one writer at a time; a database server takes as many as there are processors to serve."""
    registry: Registry = app.extensions[EXTENSION]
    on_file = registry.settings.database_url.startswith("sqlite")
    return 1 if on_file else min(MOST_WORKERS, (os.cpu_count() or 1) + 1)
