"""Proposals in the database, and what is said of them: everything others call.

Every function takes a connection and runs inside its transaction. What is refused is a value of ours (`Stale`,
`WrongStage`, `NoText`); what does not exist is None, or raises `engine.access.NotFound` where it must exist.
"""

from migrations_gen.proposals.packs import keep_pack, pack_of, packs_of
from migrations_gen.proposals.records import NoText, Stale, WrongStage
from migrations_gen.proposals.saying import (
    add_note,
    declare_interest,
    every_view_on,
    interests_on,
    notes_on,
    remind,
    reminders_on,
    say,
    views_on,
)
from migrations_gen.proposals.states import keep_state, state_text
from migrations_gen.proposals.writing import (
    NEXT,
    add_proposal,
    change_proposal,
    find_proposal,
    list_proposals,
    locked,
    rebase_proposal,
    set_stage,
)

__all__ = [
    "NEXT",
    "NoText",
    "Stale",
    "WrongStage",
    "add_note",
    "add_proposal",
    "change_proposal",
    "declare_interest",
    "every_view_on",
    "find_proposal",
    "interests_on",
    "keep_pack",
    "keep_state",
    "list_proposals",
    "locked",
    "notes_on",
    "pack_of",
    "packs_of",
    "rebase_proposal",
    "remind",
    "reminders_on",
    "say",
    "set_stage",
    "state_text",
    "views_on",
]
