"""Tables that must agree do: each row names a closed set and the table that has a line for every member of it.

A new function, value type, issue or reason makes this test name the cells that are still empty; a new table is a row.
"""

import re
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import pytest

from catalogue.expressions.functions import COMPILED, FUNCTIONS, LIST_FUNCTIONS
from catalogue.model import MISSING_REASONS, OFFERED_REASONS
from catalogue.reserved import ANALYSIS_VIEWS
from catalogue.value_types import VALUE_TYPES
from engine.answers import ISSUES
from engine.compilers import COMPILERS
from engine.compilers.javascript import CALLS
from engine.compilers.sql_words import DIALECTS
from migrations_gen.board.records import View
from migrations_gen.changes import KINDS as KINDS_OF_SUBJECT
from migrations_gen.changes import MEANINGS
from migrations_gen.diff.asking import QUESTIONS
from migrations_gen.intents.reading import INTENTS
from migrations_gen.proposals.records import Stage
from migrations_gen.proposals.tabling import OBSTACLES
from renderers.cli.export import EXPORT_NAMES
from renderers.cli.extract import KIND_NAMES
from renderers.cli.import_ import ANSWER_FORMAT_NAMES
from renderers.html.client_rules import KINDS

RULES_JS = (Path(__file__).parent.parent / "renderers" / "static" / "rules.js").read_text(encoding="utf-8")

CODED = {"code", "coding"}
LOWERED = set(FUNCTIONS) - set(COMPILED)
SYSTEM_REASONS = set(MISSING_REASONS) - set(OFFERED_REASONS)
COUNTING = {row.name for row in FUNCTIONS.values() if row.result in ("number", "date", "same")} - {"lookup"}

# A table ("module:NAME") and the members it has a line for, no more and no fewer.
TABLES: list[tuple[str, Iterable[str]]] = [
    ("catalogue.expressions.lowering:LOWERED", LOWERED | {"in"}),
    ("catalogue.expressions.interval_rules:RULES", COUNTING),
    ("engine.compilers.polars:CALLS", COMPILED),
    ("engine.proofs.terms:TERMS", COMPILED),
    ("engine.tables.analysis.views:VIEWS", ANALYSIS_VIEWS),
    ("engine.coercion:_READERS", VALUE_TYPES),
    ("engine.constraints:_KINDS", set(VALUE_TYPES) - CODED),
    ("engine.tables.types:COLUMN_TYPES", VALUE_TYPES),
    ("engine.tables.always_checks:SQLITE_TYPES", set(VALUE_TYPES) - {"code"}),
    ("engine.synth.units:ORDINARY", VALUE_TYPES),
    ("renderers.html.widgets:WIDGETS", VALUE_TYPES),
    ("renderers.html.client_rules:KINDS", VALUE_TYPES),
    ("renderers.json_schema:VALUES", VALUE_TYPES),
    ("renderers.table_schema:FIELDS", VALUE_TYPES),
    ("renderers.common_codebook_rows:TYPES", VALUE_TYPES),
    ("renderers.exports:EXPORTS", EXPORT_NAMES),
    ("catalogue.formats.answer_formats:ANSWER_FORMATS", ANSWER_FORMAT_NAMES),
    ("renderers.extracts.kinds:KINDS", KIND_NAMES),
    ("renderers.html.widgets:REASONS", OFFERED_REASONS),
    ("renderers.html.values:SYSTEM_REASONS", SYSTEM_REASONS),
    ("engine.constraints:SYSTEM_REASONS", SYSTEM_REASONS),
    ("migrations_gen.changes.sentences:SENTENCES", MEANINGS),
    ("migrations_gen.changes.sentences.values:TYPES", VALUE_TYPES),
    ("migrations_gen.changes.sentences.values:REASONS", MISSING_REASONS),
    ("migrations_gen.changes.sentences.naming:NOUNS", {*KINDS_OF_SUBJECT, "calculation", "checklist", "matrix"}),
    ("migrations_gen.naming:FINDERS", {*KINDS_OF_SUBJECT} - {"language"}),
    ("migrations_gen.diff.sentences:QUESTIONS", QUESTIONS),
    ("renderers.web.table.checking:ANSWERS", INTENTS),
    ("renderers.web.table.checking:SENTENCES", OBSTACLES),
    ("renderers.web.table.pages:STAGES", Stage),
    ("renderers.web.table.voices:VIEWS", View),
    ("renderers.web.table.voices:CHOICES", View),
]


def compared(name: str, has: Iterable[str], needs: Iterable[str]) -> list[str]:
    """A sentence for each cell that is empty, and for each line that belongs to nothing."""
    lacking, strange = sorted(set(needs) - set(has)), sorted(set(has) - set(needs))
    return [
        *(f"{name} has no line for {member}" for member in lacking),
        *(f"{name} has a line for {member}, which is no member" for member in strange),
    ]


@pytest.mark.parametrize(("table", "members"), TABLES, ids=[table for table, _ in TABLES])
def test_the_table_has_a_line_for_every_member(table: str, members: Iterable[str]) -> None:
    module, name = table.split(":")
    assert compared(table, getattr(import_module(module), name), members) == []


@pytest.mark.parametrize("target", COMPILERS)
def test_every_function_is_compiled(target: str) -> None:
    assert compared(f"the compiler to {target}", COMPILERS[target].functions, COMPILED) == []


def test_the_runtime_has_every_function_that_is_called() -> None:
    called = set(re.findall(r"\bS\.(\w+)", "".join(CALLS.values())))
    exported = set(re.findall(r"^export const (\w+)", RULES_JS, re.MULTILINE))
    assert compared("rules.js", exported & called, called) == []


def test_the_runtime_tests_every_kind_of_value() -> None:
    table = re.search(r"const ADMITS = {(.*?)\n}", RULES_JS, re.DOTALL)
    assert table is not None
    kinds = set(KINDS.values()) - {"code"}
    assert compared("ADMITS in rules.js", re.findall(r"^  (\w+):", table[1], re.MULTILINE), kinds) == []


def test_the_runtime_knows_the_systems_reasons() -> None:
    listed = re.search(r"const SYSTEM_REASONS = \[(.*?)\]", RULES_JS)
    assert listed is not None
    assert compared("SYSTEM_REASONS in rules.js", re.findall(r'"(\w+)"', listed[1]), SYSTEM_REASONS) == []


def test_every_issue_has_a_sentence() -> None:
    messages = import_module("renderers.html.messages")
    general = [key for key in messages.SENTENCES if " " not in key]
    assert compared("SENTENCES", general, [*ISSUES, messages.NOT_ASKED]) == []


def test_every_database_has_a_dialect() -> None:
    written = import_module("engine.tables.wording").COMPILER_NAMES.values()
    assert compared("COMPILER_NAMES", written, DIALECTS) == []


def test_a_list_function_takes_lists_only() -> None:
    assert [name for name in LIST_FUNCTIONS if FUNCTIONS[name].parameters != ("item",)] == []


def test_an_empty_cell_is_named() -> None:
    assert compared("the table", ["a", "x"], ["a", "b"]) == [
        "the table has no line for b",
        "the table has a line for x, which is no member",
    ]
