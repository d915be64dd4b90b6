"""The registry's own catalogue, edited here and there as authors do: by line, with comments, and repeatably."""

import random
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from migrations_gen.merging import Files
from migrations_gen.states import files_of, snapshot

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def registry() -> Files:
    """The files of the three modules."""
    return files_of(snapshot(ROOT), "")


def _other_number(line: str, chance: random.Random) -> str:
    return re.sub(r": (\d+)$", lambda found: f": {int(found[1]) + chance.randint(1, 9)}", line)


def _other_words(line: str, chance: random.Random) -> str:
    return f"{line} ({chance.randint(10, 99)})" if line.endswith(("?", "t", "r", "n")) else line


def _comment_above(line: str, chance: random.Random) -> str:
    indent = " " * (len(line) - len(line.lstrip(" ")))
    return f"{indent}# merknad {chance.randint(1000, 9999)}\n{line}"


def _comment_beside(line: str, chance: random.Random) -> str:
    return line if "#" in line else f"{line}   # merknad {chance.randint(1000, 9999)}"


def _new_attribute(line: str, chance: random.Random) -> str:
    return f"{line}\n        identifies: {chance.choice(['direct', 'indirect'])}"


EDITS: Mapping[str, tuple[Callable[[str, random.Random], str], ...]] = {
    r" +(min|max|soft_min|soft_max): \d+": (_other_number, _comment_above, _comment_beside),
    r"        label: [^\"'|>#]*[?\w]": (_other_words, _comment_above, _comment_beside, _new_attribute),
    r"    title: [^\"'|>#]*\w": (_other_words, _comment_above, _comment_beside),
}
"""What may be done with a line that looks like this."""


def mutated(files: Files, seed: int, share: int, shares: int) -> Files:
    """Another version. Of `shares` people that edit at once, each keeps to lines of their own."""
    chance = random.Random(f"{seed} {share}")
    made = dict(files)
    for path in sorted(path for path in files if path.endswith(".yaml") and "person" not in path):
        lines = files[path].split("\n")
        for number, line in enumerate(lines):
            fitting = [edits for pattern, edits in EDITS.items() if re.fullmatch(pattern, line)]
            if fitting and number // 3 % shares == share and chance.random() < 0.2:
                lines[number] = chance.choice(fitting[0])(line, chance)
        made[path] = "\n".join(lines)
    return made
