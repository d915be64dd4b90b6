"""Changes that need each other, directly or round about, are one part; what is left are needs between parts. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from migrations_gen.parts.records import Link, Part, Parts


def grouped(names: Sequence[str], links: Iterable[Link]) -> Parts:
    """The parts, each where its first change stands."""
    ends: dict[str, dict[str, Link]] = defaultdict(dict)
    for link in links:
        ends[link.change].setdefault(link.needs, link)
    leader = _together(names, {name: tuple(others) for name, others in ends.items()})
    members: dict[str, list[str]] = defaultdict(list)
    for name in names:
        members[leader[name]].append(name)
    return Parts(tuple(_part(tuple(some), ends) for some in members.values()))


def _part(members: tuple[str, ...], ends: Mapping[str, Mapping[str, Link]]) -> Part:
    inside = set(members)
    links = [link for name in members for link in ends.get(name, {}).values()]
    within = tuple(link for link in links if link.needs in inside)
    return Part(members, within, tuple(link for link in links if link.needs not in inside))


def _together(names: Sequence[str], needs: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    """For each name one that stands for all that need each other (Tarjan's components, without recursion)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: list[str] = []
    leader: dict[str, str] = {}
    for start in names:
        if start in number:
            continue
        walk = [(start, iter(needs.get(start, ())))]
        number[start] = low[start] = len(number)
        open_.append(start)
        while walk:
            name, others = walk[-1]
            for other in others:
                if other not in number:
                    number[other] = low[other] = len(number)
                    open_.append(other)
                    walk.append((other, iter(needs.get(other, ()))))
                    break
                if other not in leader:
                    low[name] = min(low[name], number[other])
            else:
                walk.pop()
                if walk:
                    low[walk[-1][0]] = min(low[walk[-1][0]], low[name])
                if low[name] == number[name]:
                    _close(name, open_, leader)
    return leader


def _close(name: str, open_: list[str], leader: dict[str, str]) -> None:
    while True:
        member = open_.pop()
        leader[member] = name
        if member == name:
            return
