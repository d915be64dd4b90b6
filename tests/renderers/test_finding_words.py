"""Every finding that a page can show has a sentence in its reader's language, and no sentence is without a finding."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from catalogue.checks import CHECKS, slug
from catalogue.expressions.refusals import INVALID
from engine.proofs.questions import MESSAGES
from renderers.finding_words import GENERAL, general
from renderers.i18n import languages

ROOT = Path(__file__).parent.parent.parent
FLOORS = ("catalogue", "engine", "migrations_gen")
ELSEWHERE = ("catalogue/formats", "engine/extracts", "migrations_gen/diff")
"""Whose findings are told on the command line only, or have sentences of their own."""
MAKERS = {
    "Finding": 1,
    "Problem": 2,
    "ExpressionError": 2,
    "Question": 0,
    "add": 1,
    "finding": 0,
    "note": 1,
    "problem": 2,
    "_about": 1,
    "_finding": 0,
    "_left": 1,
    "_stop": 1,
    "_unreadable": 2,
}
"""What makes findings, and which of its arguments is the slug."""
PASSED_ON = {
    "slug": "whoever calls gives it, and is read too",
    "slug(check)": "a check, by the name of its file",
    "error.slug": "an ExpressionError's",
    "problem.slug": "a Problem's",
    "question.slug": "a question of the prover, or one between two states, which has sentences of its own",
    "conflict.slug": "a conflict has sentences of its own",
}
"""How a slug may be given other than in so many words, and where it comes from."""


def given(path: Path) -> Iterator[str]:
    """The slugs that a file gives; a new way of giving one fails here, and belongs in a table above."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        maker = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if maker not in MAKERS:
            continue
        place = MAKERS[maker]
        named = (keyword.value for keyword in call.keywords if keyword.arg == "slug")
        for argument in (*call.args[place : place + 1], *named):
            match argument:
                case ast.Constant(value=str(written)):
                    yield written
                case ast.Name(id=name) if name.isupper():
                    yield vars(import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)))[name]
                case other if maker in {"Finding", "Problem"}:
                    assert ast.unparse(other) in PASSED_ON, f"{path}:{call.lineno}: {ast.unparse(other)}"


@pytest.fixture(scope="module")
def slugs() -> set[str]:
    """Every slug that a page can meet."""
    files = (path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
    read = [path for path in files if not path.relative_to(ROOT).as_posix().startswith(ELSEWHERE)]
    written = {name for path in read for name in given(path)}
    return {*map(slug, CHECKS), *MESSAGES, INVALID, *written}


def test_every_slug_has_a_sentence_and_every_sentence_a_slug(slugs):
    assert set(GENERAL) == slugs


@pytest.mark.parametrize("name", GENERAL)
def test_a_sentence_says_what_is_wrong_and_what_to_do(name):
    for code in ("en", "nb", "nn"):
        said = languages()[code].gettext(GENERAL[name])
        assert said.endswith(".")
        assert ". " in said, f"{code}: {said}"


def test_english_needs_only_the_message():
    assert general("unknown-key", languages()["en"]) == ""
    for code in ("nb", "nn", "se"):
        assert "nøkkel" in languages()[code].gettext(general("unknown-key", languages()[code])), code
