"""What stands around things: comments and blank lines of three sides in one, so that no comment is lost. Pure."""

from collections import Counter
from difflib import SequenceMatcher


def merged_lines(base: str, ours: str, theirs: str) -> str:
    """Whole lines: where both changed them, what either added and nothing that either took away."""
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    old = base.splitlines(keepends=True)
    (mine, gone), (yours, lost) = (_edits(old, side.splitlines(keepends=True)) for side in (ours, theirs))
    found: list[str] = []
    for place in range(len(old) + 1):
        both = [(place in gone, mine.get(place, [])), (place in lost, yours.get(place, []))]
        (_, first), (_, second) = sorted(both, key=lambda pair: pair[0])
        found += first + [line for line in second if line not in first]
        if place < len(old) and place not in gone | lost:
            found.append(old[place])
    return "".join(found)


def _edits(old: list[str], new: list[str]) -> tuple[dict[int, list[str]], set[int]]:
    """What was added before each line, and which lines were taken away."""
    added: dict[int, list[str]] = {}
    gone: set[int] = set()
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            gone |= set(range(start, end))
            added.setdefault(start, []).extend(new[first:last])
    return added, gone


def merged_rest(base: str, ours: str, theirs: str) -> str:
    """The comment beside something: where both changed it, one after the other."""
    if ours in (base, theirs):
        return theirs
    if theirs == base or not theirs.strip(" \n,"):
        return ours
    if not ours.strip(" \n,"):
        return theirs
    return f"{ours.rstrip()}  {theirs.strip(' ,')}" + ("" if theirs.endswith("\n") else "\n" if "\n" in ours else "")


def added_comments(base: str, side: str) -> str:
    """The comment lines that a side has and the base has not."""
    come = Counter(_comments(side)) - Counter(_comments(base))
    return "".join(line for line in side.splitlines(keepends=True) if _taken(line, come))


def _comments(lines: str) -> list[str]:
    return [line.strip() for line in lines.splitlines() if line.strip().startswith("#")]


def _taken(line: str, from_these: Counter[str]) -> bool:
    """Whether a comment is one of these; each is taken as often as it is there."""
    key = line.strip()
    if from_these[key] <= 0:
        return False
    from_these[key] -= 1
    return True
