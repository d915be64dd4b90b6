"""What the command line does with a database of which it knows only the address, on both databases."""

import pytest

from engine.installation import DatabaseRefused, make_ready
from engine.releases import first_release
from engine.tables.analysis import YesNo
from migrations_gen.ledger.databases import caught_up, kept_in, recorded, running_flaws, trust_in
from migrations_gen.ledger.files import append_lines, read_lines
from migrations_gen.ledger.flaws import LedgerRefused
from migrations_gen.ledger.lines import entry_of
from tests.engine.databases import DIALECTS, NOW, database_url
from tests.ledger.honest import CATALOGUE, CONTROLLER, LINES, NEXT_TEXT, SEAL


@pytest.fixture(params=DIALECTS)
def url(request):
    """A registry's database at what is released last."""
    url = database_url(request, request.param)
    make_ready(url, CATALOGUE, YesNo("Ja", "Nei"), first_release("4.1.0", NEXT_TEXT, "test", NOW))
    return url


class Stop(Exception):
    """Something goes wrong while an entry is being added."""


def test_a_database_from_its_first_entry_to_production(url, tmp_path):
    append_lines(tmp_path, LINES[:6])
    assert caught_up(url, tmp_path, LINES[:6]) == ("database", 6)
    with pytest.raises(Stop), recorded(url, entry_of(LINES[6])):
        raise Stop
    assert kept_in(url).lines == LINES[:6]
    for line in LINES[6:]:
        with recorded(url, entry_of(line)):
            pass
    assert caught_up(url, tmp_path, read_lines(tmp_path)) == ("file", 2)
    assert read_lines(tmp_path) == LINES
    assert caught_up(url, tmp_path, LINES) == ("database", 0)
    with pytest.raises(LedgerRefused, match="begins with another key"):
        trust_in(url, CONTROLLER.fingerprint, "kari", NOW)
    trust_in(url, SEAL.fingerprint, "kari", NOW)
    found = kept_in(url)
    assert (found.lines, found.wrong_rows, found.trusted) == (LINES, (), {SEAL.fingerprint})
    assert list(running_flaws(found, tuple(map(entry_of, LINES)))) == []
    assert [flaw.slug for flaw in running_flaws(found, tuple(map(entry_of, LINES[:7])))] == ["running-unreleased"]


def test_a_database_that_is_not_there_is_told():
    with pytest.raises(DatabaseRefused, match="The database cannot be used"):
        kept_in("postgresql://nobody@/nowhere?host=/nowhere")
