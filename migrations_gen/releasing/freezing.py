"""A release as it is frozen: the whole catalogue byte for byte, what was decided of it in plain words, and the entry
that puts it in use. Pure; nothing is asked here, for that is done (`demands.py`, `obstacles.py`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.releases import digest_of
from migrations_gen import change_sets
from migrations_gen.changes.base import Change
from migrations_gen.changes.sentences import sentence
from migrations_gen.comparison import Comparison
from migrations_gen.ledger.records import Decision, Emergency, Entry, Outcome, Released, Statement
from migrations_gen.naming import naming
from migrations_gen.releasing.demands import Acts
from migrations_gen.states import DECIDED, RELEASES
from migrations_gen.wording import Language

DECIDED_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """What is to be released and what it rests on. `comparison` is None, and `before` empty, for a first release;
    `decisions` are those that count, with their entries.
    """

    version: str
    snapshot: str
    before: str
    comparison: Comparison | None
    proposal: str
    acts: Acts
    decisions: Sequence[tuple[Entry, Decision]]
    emergency: Emergency | None = None


@dataclass(frozen=True, slots=True)
class Frozen:
    """The files to be written, from the folder of the catalogue's data, and what is to be recorded."""

    files: Mapping[str, str]
    act: Released


def freeze(case: Case, language: Language, code: str) -> Frozen:
    """The release, with its changes told in this language, which has this code."""
    named, heard = _named(case), _statement(case)
    act = Released(
        version=case.version,
        digest=digest_of(case.snapshot),
        before=case.before,
        changes=change_sets.digest_of(named),
        proposal=case.proposal,
        statement=heard[0].number if heard else None,
        decisions=tuple(entry.number for entry, _ in case.decisions),
        emergency=case.emergency,
    )
    decided = _decided(case, act, named, (language, code))
    files = {
        f"{RELEASES}/{case.version}.json": case.snapshot,
        f"{RELEASES}/{case.version}{DECIDED}.json": json.dumps(decided, ensure_ascii=False, indent=1) + "\n",
    }
    return Frozen(files, act)


def _named(case: Case) -> dict[str, Change]:
    changes = case.comparison.difference.changes if case.comparison else ()
    return {change_sets.name_of(change): change for change in changes}


def _statement(case: Case) -> tuple[Entry, Statement] | None:
    """The board's statement; an emergency release has none, whatever the board has said of other things."""
    return None if case.emergency else case.acts.statement


# ---- what was decided, to be read ----


def _decided(
    case: Case, act: Released, named: Mapping[str, Change], spoken: tuple[Language, str]
) -> Mapping[str, object]:
    """What `verify` holds against the ledger, and under `told` the same at length."""
    return {
        "decided": DECIDED_FORMAT,
        "version": act.version,
        "digest": act.digest,
        "before": act.before,
        "kind": _kind(act),
        "emergency": _plain_emergency(act.emergency),
        "proposal": _proposal(case),
        "changes": act.changes,
        "statement": act.statement,
        "decisions": list(act.decisions),
        "told": {
            "language": spoken[1],
            "changes": _changes(case, named, spoken),
            "statement": _plain_statement(_statement(case)),
            "decisions": [_plain_decision(entry, decision) for entry, decision in case.decisions],
        },
    }


def _kind(act: Released) -> str:
    if act.emergency:
        return "emergency"
    return "ordinary" if act.before else "first"


def _plain_emergency(emergency: Emergency | None) -> Mapping[str, str] | None:
    return {"reason": emergency.reason, "until": emergency.until.isoformat()} if emergency else None


def _proposal(case: Case) -> Mapping[str, object]:
    """The case as people call it, from what was said and decided on it."""
    acts: list[Statement | Decision] = [decision for _, decision in case.decisions]
    acts += [case.acts.statement[1]] if case.acts.statement else []
    number, title = (acts[0].number, acts[0].title) if acts else (0, "")
    return {"id": case.proposal, "number": number, "title": title}


def _changes(case: Case, named: Mapping[str, Change], spoken: tuple[Language, str]) -> list[Mapping[str, object]]:
    if case.comparison is None:
        return []
    difference, grades = case.comparison.difference, case.comparison.grades
    language, code = spoken
    names = naming(difference.before, difference.after, code)
    heard = _statement(case)
    return [
        {
            "name": name,
            "address": change.subject.address,
            "grade": grades[change].value,
            "sentence": sentence(change, language, names),
            "reason": difference.reason_of(change),
            "board": _outcome(heard[1] if heard else None, name),
            "recommended_by": _seats(heard[1] if heard else None, name),
        }
        for name, change in named.items()
    ]


def _outcome(statement: Statement | None, name: str) -> str | None:
    outcome: Outcome | None = statement.outcomes.get(name) if statement else None
    return outcome.value if outcome else None


def _seats(statement: Statement | None, name: str) -> list[str]:
    """Who recommended it, by seat."""
    views = statement.views if statement else ()
    return sorted(said.seat for said in views if said.change == name and said.view in ("recommend", "remark"))


def _plain_statement(found: tuple[Entry, Statement] | None) -> Mapping[str, object] | None:
    if found is None:
        return None
    entry, act = found
    return {
        "entry": entry.number,
        "on": act.on.isoformat(),
        "has_quorum": act.has_quorum,
        "warnings": [{"what": slug, "about": about} for slug, about in act.warnings],
        "views": [
            {"change": said.change, "seat": said.seat, "view": said.view, "text": said.text} for said in act.views
        ],
        "interests": [{"change": said.change, "seat": said.seat, "text": said.text} for said in act.interests],
        "text": dict(act.text),
        "packs": dict(act.packs),
    }


def _plain_decision(entry: Entry, act: Decision) -> Mapping[str, object]:
    return {
        "entry": entry.number,
        "on": entry.at.date().isoformat(),
        "office": act.office.value,
        "statement": act.statement,
        "verdicts": {name: verdict.value for name, verdict in act.verdicts.items()},
        "text": act.text,
    }
