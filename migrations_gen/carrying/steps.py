"""One version's step: what its file renames, and the way from the row before it to the row after it, and back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from catalogue.findings import Finding
from catalogue.model import Catalogue
from migrations_gen.carrying.deriving import derive
from migrations_gen.carrying.reader import Reader
from migrations_gen.carrying.recoding import recode
from migrations_gen.carrying.records import Way, identity, split
from migrations_gen.intents.records import ChangesFile, Comparable, Derive, Intent, Purge, Recode, Replace
from migrations_gen.lineage import Names, Renamed, addresses, renamed_by


@dataclass(frozen=True, slots=True)
class Step:
    """What one version's file says of the rows, and what is wrong in it."""

    renamed: Renamed
    forward: Way
    back: Way
    replaced: Mapping[str, tuple[str, Comparable]]
    purged: tuple[str, ...]
    findings: tuple[Finding, ...]


def step_of(
    file: ChangesFile, stage: Names, before: Catalogue, after: Catalogue, *, is_first: bool, is_last: bool
) -> Step:
    """What one file says, given what everything is called before it. All its intents see the row as it was."""
    renamed, _ = renamed_by(file, stage, before)
    moved = renamed["variable"]
    reader = Reader(stage, renamed, before, after, is_first, is_last)
    reader.forward |= {new: identity(*split(old)) for old, new in moved.items()}
    reader.back |= {old: identity(*split(new)) for old, new in moved.items()}
    for intent in sorted(file.intents, key=_is_particular):
        match intent:
            case Recode():
                recode(intent, reader)
            case Derive():
                derive(intent, reader)
            case _:
                pass
    return Step(
        renamed,
        Way(reader.forward, frozenset(moved) - reader.forward.keys()),
        Way(reader.back, (frozenset(moved.values()) | reader.gone_back) - reader.back.keys()),
        dict(_replaced(file, reader)),
        tuple(_purged(file, reader)),
        tuple(reader.findings),
    )


def _is_particular(intent: Intent) -> bool:
    """What is said of one variable goes before what is said of all that share a codelist, wherever it stands."""
    return "." in intent.target


def _replaced(file: ChangesFile, reader: Reader) -> Iterator[tuple[str, tuple[str, Comparable]]]:
    """Each group that takes another's place. `replace: eq5d3l`, `by: eq5d5l` is meant in every form that has both."""
    groups = {*addresses(reader.before, "group"), *addresses(reader.after, "group")}
    for intent in file.intents:
        if not isinstance(intent, Replace):
            continue
        pairs = [
            (f"{form}.{split(intent.by)[1]}", f"{form}.{split(intent.target)[1]}")
            for form in {split(address)[0] for address in groups}
            if not split(intent.target)[0] or split(intent.target)[0] == form
        ]
        found = [(new, old) for new, old in sorted(pairs) if new in groups and old in groups]
        if not found:
            reader.note_unknown(intent, "instrument", (split(address)[1] for address in groups))
        yield from ((new, (old, intent.comparable)) for new, old in found)


def _purged(file: ChangesFile, reader: Reader) -> Iterator[str]:
    for intent in file.intents:
        if isinstance(intent, Purge):
            if intent.target in reader.stage["variable"]:
                yield reader.stage["variable"][intent.target]
            else:
                reader.note_unknown(intent, "variable", reader.stage["variable"])
