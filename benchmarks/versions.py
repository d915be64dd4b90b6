"""From one version to the next: the diff beside Alembic's autogenerate on the equal tables, and how it grows."""

import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from many_variables import two_versions
from measure import Row, command, in_turn

if TYPE_CHECKING:
    from migrations_gen.compatibility.records import Verdict
    from migrations_gen.states import State

REPOSITORY = Path(__file__).resolve().parent.parent
PDF = """
import sys
from renderers.i18n import languages
from renderers.review import pack_from, pdf
assert pdf(pack_from(open(sys.argv[1], encoding="utf-8").read()), languages()["nb"])[:4] == b"%PDF"
"""
NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
SIZES = (1_000, 10_000, 100_000)


def versions() -> Iterator[Row]:
    """The registry's own catalogue, then made-up ones of growing size."""
    yield registry()
    yield merging()
    yield review()
    yield growth()


def registry() -> Row:
    """NKR's three modules with forty changes. Alembic compares columns with a database that has the earlier tables; it
    knows nothing of codes, rules, texts or what was meant.
    """
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from changed_nkr import changed
    from sqlalchemy import create_engine

    from engine.tables import build_tables
    from migrations_gen.comparison import compare
    from migrations_gen.states import open_state
    from renderers.collecting import making_much

    with tempfile.TemporaryDirectory() as temporary:
        root = REPOSITORY / "variables.yaml"
        with making_much():  # as the verb does
            before = open_state(str(REPOSITORY), root)
            after = open_state(str(changed(Path(temporary) / "changed")), root)
        engine = create_engine(f"sqlite:///{temporary}/before.db")
        build_tables(before.catalogue).metadata.create_all(engine)
        later = build_tables(after.catalogue).metadata
        with engine.connect() as connection:
            context = MigrationContext.configure(connection)
            tasks = {
                "skjemaverk: diff with risks": lambda: compare(before, after),
                "skjemaverk: the same with proofs": lambda: compare(before, after, verdicts=_judged(before, after)),
                "Alembic autogenerate: tables and columns": lambda: compare_metadata(context, later),
            }
            seconds = in_turn(tasks, rounds=3)
    title = f"Two versions of NKR, {len(compare(before, after).difference.changes)} changes (target: 0.3 s, proofs 5 s)"
    return Row(title, seconds, {})


def merging() -> Row:
    """NKR's three modules merged with the year's changes when the other side has touched every page; and those changes
    taken apart into what must travel together.
    """
    from changed_nkr import changed

    from migrations_gen.diff import diff
    from migrations_gen.merging import merge
    from migrations_gen.parts import parts_of
    from migrations_gen.states import files_of, snapshot, state_of_snapshot

    with tempfile.TemporaryDirectory() as temporary:
        before, after = snapshot(REPOSITORY), snapshot(changed(Path(temporary) / "changed"))
    difference = diff(state_of_snapshot(before, "before"), state_of_snapshot(after, "after"))
    base, theirs = files_of(before, ""), files_of(after, "")
    ours = {path: f"{text}# ours\n" if path.endswith(".yaml") else text for path, text in base.items()}
    tasks = {
        "skjemaverk: merge of three modules": lambda: merge(base, ours, theirs),
        "skjemaverk: what travels together": lambda: parts_of(difference, before, after),
    }
    seconds = in_turn(tasks, rounds=3)
    title = f"A merge, and {len(difference.changes)} changes taken apart (target: 2 s and 1 s)"
    return Row(title, seconds, {})


def _judged(before: "State", after: "State") -> "tuple[Verdict, ...]":
    """Every demand that changed, proved, refuted or undecided."""
    from migrations_gen.compatibility.judging import judge
    from migrations_gen.diff import diff

    return judge(before.catalogue, after.catalogue, diff(before, after).carrying)


def review() -> Row:
    """The paper a board decides on: made, written as a page, and set as a PDF. The comparison is there already; the PDF
    is made by a program of its own, in the environment that has WeasyPrint.
    """
    from changed_nkr import changed

    from migrations_gen.comparison import compare
    from migrations_gen.states import open_state
    from renderers.i18n import languages
    from renderers.review import About, pack_json, pack_of, page

    with tempfile.TemporaryDirectory() as temporary:
        root = REPOSITORY / "variables.yaml"
        before = open_state(str(REPOSITORY), root)
        after = open_state(str(changed(Path(temporary) / "changed")), root)
    comparison, language = compare(before, after), languages()["nb"]
    pack = pack_of(comparison, language, about=About(), made_at=NOW)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as kept:
        kept.write(pack_json(pack))
        kept.flush()
        tasks = {
            "skjemaverk: the pack": lambda: pack_of(comparison, language, about=About(), made_at=NOW),
            "skjemaverk: its page": lambda: page(pack, language),
            "skjemaverk: its PDF": command(REPOSITORY / ".venv" / "bin" / "python", "-c", PDF, kept.name),
        }
        seconds = in_turn(tasks, rounds=3)
    return Row(f"Review pack of {len(pack.entries)} changes of NKR (target: PDF under 20 s)", seconds, {})


def growth() -> Row:
    """Catalogues of 1,000, 10,000 and 100,000 variables, every fiftieth changed, and what the process has held."""
    from migrations_gen.diff import diff

    seconds = {}
    for size in SIZES:
        before, after = two_versions(size)
        start = time.perf_counter()
        diff(before, after)
        seconds[f"skjemaverk: diff of {size:,} variables"] = time.perf_counter() - start
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    title = f"Diff as catalogues grow, at most {held:,} MB held (target: 100,000 variables in 15 s and 2 GB)"
    return Row(title, dict(reversed(seconds.items())), {})
