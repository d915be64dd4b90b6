"""What stands around things: comments and blank lines of three sides in one, so that no comment is lost. Pure."""

from collections import Counter


def merged_lines(base: str, ours: str, theirs: str) -> str:
    """Whole lines: where both changed them, ours without the comments that theirs took away, then those that theirs
    added.
    """
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    gone = Counter(_comments(base)) - Counter(_comments(theirs))
    come = Counter(_comments(theirs)) - Counter(_comments(base)) - Counter(_comments(ours))
    kept = [line for line in ours.splitlines(keepends=True) if not _taken(line, gone)]
    return "".join([*kept, *(line for line in theirs.splitlines(keepends=True) if _taken(line, come))])


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
