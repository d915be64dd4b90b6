"""The statement of a case, made and written out in the registry's languages."""

from dataclasses import dataclass

from flask import abort

from migrations_gen import change_sets
from migrations_gen.board.statement import Table, statement, with_text
from migrations_gen.ledger.records import Statement
from migrations_gen.proposals.store import packs_of
from renderers.i18n import Language, languages
from renderers.statement import Document, digest, document
from renderers.web.board.case import Case
from renderers.web.context import edition


@dataclass(frozen=True, slots=True)
class Written:
    """A statement and its document in one language. `is_as_signed` is whether the words are still those that were
    signed: a later version of this program may say the same otherwise.
    """

    made: Statement
    document: Document
    is_as_signed: bool


def statement_of(case: Case) -> Statement:
    """What the board says today, bound to its own words in every language."""
    packs = {code: pack.digest for code, pack in packs_of(case.work.connection, case.proposal).items()}
    table = Table(case.proposal, tuple(case.change), change_sets.digest_of(case.told.sentences), packs)
    made = statement(table, case.board, case.roster, case.views, case.interests)
    return with_text(made, {code: _digest(made, case, spoken) for code, spoken in spoken_languages().items()})


def written(made: Statement, case: Case, code: str) -> Written:
    """A statement in one language: that of the reader, or one it was signed in."""
    spoken = spoken_languages().get(code) or abort(404)
    text = document(made, case.board, case.told_in(spoken), spoken)
    return Written(made, text, made.text.get(code) == digest(text, spoken))


def spoken_languages() -> dict[str, Language]:
    """The languages a statement is written in: the registry's, where the program speaks them itself."""
    return {code: languages()[code] for code in edition().offered if languages()[code].instead is None}


def _digest(made: Statement, case: Case, spoken: Language) -> str:
    return digest(document(made, case.board, case.told_in(spoken), spoken), spoken)
