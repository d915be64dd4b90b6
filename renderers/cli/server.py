"""The application behind gunicorn, in this process and those it forks: it says when it is ready, and ends when told to.

The application is made before the fork, so that a mistake in the catalogue or the settings is told once, by the verb.
"""

import os
import socket
from collections.abc import Callable

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

THREADS = 4
MOST_WORKERS = 4


class Served(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """One application at one address."""

    def __init__(self, app: Flask, host: str, port: int, ready: Callable[[], None], *, workers: int) -> None:
        self.app = app
        self.settings = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": workers,
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


def workers_for(database_url: str) -> int:
    """SQLite has one writer at a time; a database server takes as many as there are processors to serve."""
    return 1 if database_url.startswith("sqlite") else min(MOST_WORKERS, (os.cpu_count() or 1) + 1)


def refuse_taken(host: str, port: int) -> None:
    """Say so before anything is made when the address is not to be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            message = f"{host}:{port} cannot be used: {getattr(error, 'strerror', error)}. Choose another --port or --host."
            raise click.UsageError(message) from None
