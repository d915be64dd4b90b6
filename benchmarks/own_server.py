"""A PostgreSQL server of our own for as long as something is measured, set up as one would be that is used."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

SETTINGS = {
    "shared_buffers": "2GB",
    "max_wal_size": "16GB",
    "listen_addresses": "",
    "timezone": "UTC",
    "checkpoint_timeout": "30min",
    "wal_compression": "on",
}


@contextmanager
def server() -> Iterator[str]:
    """PostgreSQL as it would be used, in a folder of its own."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
    place = os.environ.get("SKJEMAVERK_BENCH_FOLDER", "/tmp")
    folder = Path(tempfile.mkdtemp(prefix="bench-pg-", dir=place))
    as_root = os.geteuid() == 0
    if as_root:
        shutil.chown(folder, "postgres", "postgres")
    switch = ["setpriv", "--pdeathsig=INT"]
    switch += ["--reuid=postgres", "--regid=postgres", "--init-groups"] if as_root else []
    data = str(folder / "data")
    create = [
        *switch,
        str(programs[-1] / "initdb"),
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "--locale=C.UTF-8",
        "-E",
        "UTF8",
    ]
    subprocess.run(create, check=True, capture_output=True, cwd=folder)
    settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
    start = [*switch, str(programs[-1] / "postgres"), "-D", data, "-k", str(folder), *settings]
    with (folder / "log").open("wb") as log, subprocess.Popen(start, cwd=folder, stderr=log) as process:
        try:
            wait(folder)
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            process.send_signal(2)
            process.wait()
            shutil.rmtree(folder, ignore_errors=True)


def wait(folder: Path) -> None:
    """Until it answers."""
    for _ in range(300):
        try:
            psycopg.connect(f"host={folder} user=postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL does not answer: {(folder / 'log').read_text()}")
