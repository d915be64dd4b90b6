"""`demo` and `serve`: what they refuse, and that they answer."""

import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.cli.conftest import change

SKJEMAVERK = Path(sys.executable).with_name("skjemaverk")
LICENSED = """\
instrument: kart
title: Smertekart
licence: {holder: Eieren, wording: private}
codelist: niva
items: {rygg: Rygg}
"""
LEVELS = """\
codelists:
  niva:
    codes:
      0: nivå 0
"""
WORDING = """\
msgid ""
msgstr ""
"Language: %s\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgctxt "wording.kart.rygg"
msgid "Rygg"
msgstr "Eierens egne ord"

msgctxt "wording.kart.rygg.0"
msgid "nivå 0"
msgstr "Eierens nivå"
"""


@pytest.fixture
def port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return server.getsockname()[1]


@contextmanager
def served(port: int, *arguments: object) -> Iterator[str]:
    """The address of a server that has answered; afterwards it has ended, and well."""
    address = f"http://127.0.0.1:{port}"
    command = [str(SKJEMAVERK), *map(str, arguments), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            until_it_answers(address, process)
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            printed, _ = process.communicate(timeout=20)
    assert process.returncode == 0, printed
    assert f"{address}/" in printed


def until_it_answers(address: str, process: subprocess.Popen[str]) -> None:
    for _ in range(400):
        try:
            urlopen(f"{address}/healthz").close()
            return
        except OSError:
            assert process.poll() is None, process.communicate()[0]
            time.sleep(0.05)
    pytest.fail("the server did not answer within 20 seconds")


def read(address: str) -> str:
    with urlopen(address) as answer:
        return answer.read().decode()


def test_the_demo_answers_and_begins_anew_each_time(registry, port):
    for _ in range(2):
        with served(port, "demo") as address:
            assert 'lang="nb"' in read(address)
    assert [path.name for path in (registry / "demo").glob("*.sqlite")] == [f"demo-{port}.sqlite"]


def test_watching_shows_the_form_as_it_was_just_saved(registry, port):
    with served(port, "serve", "--watch") as address:
        assert "Hvor høy er du?" in read(f"{address}/preview/hoved.helse")
        change(registry / "data" / "helse.yaml", "Hvor høy er du?", "Hvor lang er du?")
        assert "Hvor lang er du?" in read(f"{address}/preview/hoved.helse")


def test_serving_makes_the_tables_once(registry, port):
    for _ in range(2):
        with served(port, "serve", "--database", f"sqlite:///{registry}/r.sqlite") as address:
            assert "<form" in read(f"{address}/login")
    with closing(sqlite3.connect(registry / "r.sqlite")) as database:
        assert database.execute("select count(*) from hoved_helse").fetchone() == (0,)


def test_a_database_of_another_version_is_refused(skjemaverk, registry, port):
    with served(port, "serve", "--database", f"sqlite:///{registry}/r.sqlite"):
        pass
    change(registry / "data" / "helse.yaml", "name: vekt", "name: tyngde")
    change(registry / "data" / "helse.yaml", "calculate: vekt", "calculate: tyngde")
    ran = skjemaverk("serve", "--database", f"sqlite:///{registry}/r.sqlite", "--port", port)
    assert (ran.status, "has no column tyngde" in ran.err) == (2, True)


def license_an_instrument(registry: Path) -> None:
    (registry / "data" / "kart.yaml").write_text(LICENSED, encoding="utf-8")
    (registry / "data" / "niva.yaml").write_text(LEVELS, encoding="utf-8")
    change(registry / "data" / "helse.yaml", "rules:", "      - instrument: kart\nrules:")


def test_nobody_is_shown_an_instrument_without_its_wording(skjemaverk, registry, port):
    license_an_instrument(registry)
    ran = skjemaverk("serve", "--database", f"sqlite:///{registry}/r.sqlite", "--port", port)
    assert ran.status == 1
    assert "hoved.helse: Smertekart has no licensed wording in nb, first wording.kart.rygg." in ran.err
    assert not (registry / "r.sqlite").exists()


def test_with_its_wording_it_is_served(registry, port, tmp_path):
    license_an_instrument(registry)
    wording = tmp_path / "wording"
    wording.mkdir()
    for language in ("nb", "nn"):
        (wording / f"{language}.po").write_text(WORDING % language, encoding="utf-8")
    database = f"sqlite:///{registry}/r.sqlite"
    with served(port, "serve", "--database", database, "--wording", wording) as address:
        assert "<form" in read(f"{address}/login")


def test_the_demo_does_without_the_wording(registry, port):
    license_an_instrument(registry)
    with served(port, "demo") as address:
        assert 'lang="nb"' in read(address)


def test_a_port_that_is_taken_is_said_so(skjemaverk):
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        taken = server.getsockname()[1]
        ran = skjemaverk("demo", "--port", taken)
    assert (ran.status, "Address already in use" in ran.err) == (2, True)


def test_a_short_secret_is_refused(skjemaverk, monkeypatch):
    monkeypatch.setenv("SKJEMAVERK_SECRET", "kort")
    ran = skjemaverk("serve", "--database", "sqlite://", "--port", 1025)
    assert (ran.status, "shorter than 32 characters" in ran.err) == (2, True)


def test_a_broken_catalogue_is_not_served(skjemaverk, registry, port):
    change(registry / "data" / "helse.yaml", "royk = 1", "rok = 1")
    for verb in (["demo"], ["serve", "--watch"], ["serve", "--database", "sqlite://"]):
        ran = skjemaverk(*verb, "--port", port)
        assert (ran.status, "unknown-reference" in ran.err) == (1, True), verb


@pytest.mark.parametrize("given", ["10.0.0.0/33", "proxy.sykehus.no"])
def test_a_proxy_that_is_no_address_is_refused(skjemaverk, given):
    ran = skjemaverk("serve", "--database", "sqlite://", "--proxy", "10.1.2.3", "--proxy", given)
    assert ran.status == 2
    assert "Give an address (10.1.2.3) or a network (10.0.0.0/8)." in " ".join(ran.err.split())
