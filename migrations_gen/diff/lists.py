"""Which shared codelist is which, when names have gone from list to list. Pure.

A program that names lists numbers them, and a list less makes every later one its neighbour's namesake. A list with the
very same codes, for a variable that had it before, is the same list whatever it is called.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from catalogue.model import Catalogue, Codelist
from migrations_gen.carrying.records import Carrying
from migrations_gen.diff.facets import content
from migrations_gen.diff.matching import users_of_lists
from migrations_gen.intents.records import ChangesFile, Rename
from migrations_gen.lineage import Lineage


def with_lists_found(before: Catalogue, after: Catalogue, carrying: Carrying, files: Iterable[ChangesFile]) -> Carrying:
    """The same carrying, with the lists that are called otherwise now. What a changes file says of a list stands."""
    intents = [intent for file in files for intent in file.intents]
    said = {intent.target for intent in intents} | {intent.to for intent in intents if isinstance(intent, Rename)}
    lineage = carrying.lineage
    users = _users(before, lineage.later.get("variable", {})), _users(after, {})
    old, new = (
        {name: codelist for name, codelist in catalogue.codelists.items() if name not in said}
        for catalogue in (before, after)
    )
    moved = {name: then for name, then in _same(old, new, users) if name != then}
    codelists = {**lineage.earlier.get("codelist", {}), **moved}
    return replace(carrying, lineage=Lineage({**lineage.earlier, "codelist": codelists})) if moved else carrying


Users = Mapping[str, set[str]]
"""By the name of a list, the later addresses of the variables that have it."""


def _users(catalogue: Catalogue, later: Mapping[str, str]) -> Users:
    users = users_of_lists(catalogue)
    return {name: {later.get(address, address) for address in addresses} for name, addresses in users.items()}


def _same(
    before: Mapping[str, Codelist], after: Mapping[str, Codelist], users: tuple[Users, Users]
) -> Iterator[tuple[str, str]]:
    """The later and the earlier name of lists that are equal, each list once; a list's own name goes before another."""
    old, new = _by_codes(before), _by_codes(after)
    for codes, names in new.items():
        left = set(old.get(codes, ()))
        own = left & set(names)
        left -= own
        yield from ((name, name) for name in own)
        for name in names:
            then = None if name in own else _most_shared(name, left, users)
            if then is not None:
                left.remove(then)
                yield name, then


def _most_shared(name: str, left: Collection[str], users: tuple[Users, Users]) -> str | None:
    before, after = users
    shared = {then: len(before.get(then, set()) & after.get(name, set())) for then in sorted(left)}
    best = max(shared, key=shared.__getitem__, default=None)
    return best if best is not None and shared[best] else None


def _by_codes(codelists: Mapping[str, Codelist]) -> Mapping[object, list[str]]:
    found: dict[object, list[str]] = defaultdict(list)
    for name, codelist in codelists.items():
        found[content(codelist)].append(name)
    return found
