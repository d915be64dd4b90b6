"""Migrations as files: an Alembic revision with its SQL in full, the release it leads to, and sums that notice an edit.

    versions/<revision>.py    what is done, to be read before it is run
    snapshots/<revision>.json the whole catalogue it leads to
    releases/<revision>.json  the release's number, and where everything lies after going there and after going back
    versions.sum              a sum of each of these

The text is pure; `write` is the one function that writes, `read` and `changed_files` those that read.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from engine.releases import digest_of, revision_of
from engine.tables.build import FIRST
from engine.tables.storage import Storage, as_data, from_data
from migrations_gen.emit import EMITTERS
from migrations_gen.stages import Stage
from migrations_gen.steps import Plan

VERSIONS, SNAPSHOTS, RELEASES, SUMS = "versions", "snapshots", "releases", "versions.sum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A release as the migrations' folder has it. `after` is the revision before it, `went_back` where everything lies
    at that one after going back from this.
    """

    revision: str
    number: int
    version: str
    digest: str
    after: str | None = None
    storage: Storage = field(default_factory=Storage)
    went_back: Storage = field(default_factory=Storage)


def known_of(version: str, snapshot: str, number: int = FIRST) -> Known:
    """A state as a release, before anything is known of how it came about."""
    digest = digest_of(snapshot)
    return Known(revision=revision_of(version, digest), number=number, version=version, digest=digest)


def revision_text(release: Known, sentences: tuple[str, ...], ways: tuple[Plan, Plan] | None) -> str:
    """The Python file of a revision."""
    if ways is None:
        return _FIRST.format(title=f"{release.version}: where the migrations begin.", revision=release.revision)
    there, back = ways
    listed = "".join(f"\n- {' '.join(sentence.split())}" for sentence in sentences)
    return _FILE.format(
        title=f"{there.before.catalogue.version} → {release.version}",
        sentences=listed or "\n- Nothing that is kept changes.",
        revision=release.revision,
        after=release.after,
        upgrade=_stages(there),
        downgrade=_stages(back),
    )


_FIRST = '''"""{title}

A database of this version is made by 'serve'.
"""

revision = "{revision}"
down_revision = None


def upgrade() -> None:
    """Nothing: the tables are there."""


def downgrade() -> None:
    """Nothing: there is no earlier release."""
'''

_FILE = '''"""{title}
{sentences}

Written by 'skjemaverk migrate'. Do not edit: a changed file is refused.
"""

from migrations_gen.running import run
from migrations_gen.stages import Stage

revision = "{revision}"
down_revision = "{after}"

UPGRADE = {{{upgrade}}}

DOWNGRADE = {{{downgrade}}}


def upgrade() -> None:
    """To the later release."""
    run(UPGRADE)


def downgrade() -> None:
    """Back to the earlier one."""
    run(DOWNGRADE)
'''


def _stages(plan: Plan) -> str:
    parts = (f'\n    "{dialect}": (\n{"".join(map(_stage, emit(plan)))}    ),' for dialect, emit in EMITTERS.items())
    return "".join(parts) + "\n"


def _stage(stage: Stage) -> str:
    lines = [
        "        Stage(",
        f"            key={stage.key!r},",
        f"            says={stage.says!r},",
        f"            how={stage.how!r},",
    ]
    if stage.sql:
        lines += ["            sql=(", *(f"{_literal(statement)}," for statement in stage.sql), "            ),"]
    lines += [f"            {name}={text!r}," for name in ("table", "unless") if (text := getattr(stage, name))]
    return "\n".join((*lines, "        ),\n"))


def _literal(statement: str) -> str:
    """As it would be typed to the database, where Python can hold it so."""
    if '"""' in statement or statement.endswith("\\"):
        return repr(statement)
    return f'r"""\n{statement}\n"""'


# ---- the folder ----


def files_of(release: Known, snapshot: str, text: str) -> Mapping[str, str]:
    """What is written for a revision, by path."""
    data = {
        "number": release.number,
        "version": release.version,
        "digest": release.digest,
        "after": release.after,
        "storage": as_data(release.storage),
        "went_back": as_data(release.went_back),
    }
    return {
        f"{VERSIONS}/{release.revision}.py": text,
        f"{SNAPSHOTS}/{release.revision}.json": snapshot,
        f"{RELEASES}/{release.revision}.json": json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n",
    }


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write these, and the sums of all there then are."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    sums = (f"{_sum(folder / path)}  {path}\n" for path in _listed(folder))
    (folder / SUMS).write_text("".join(sums), encoding="utf-8")


def read(folder: Path) -> Mapping[str, Known]:
    """Every release of the folder by its revision."""
    found = (_known(path) for path in sorted((folder / RELEASES).glob("*.json")))
    return {release.revision: release for release in found}


def snapshot_of(folder: Path, revision: str) -> str:
    """The catalogue a revision leads to."""
    return (folder / SNAPSHOTS / f"{revision}.json").read_text(encoding="utf-8")


def changed_files(folder: Path) -> tuple[str, ...]:
    """The files that are not as they were written: changed, lacking, or nobody knows them."""
    sums = folder / SUMS
    lines = sums.read_text(encoding="utf-8").splitlines() if sums.is_file() else []
    known = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    there = set(_listed(folder))
    changed = {path for path in there & known.keys() if _sum(folder / path) != known[path]}
    return tuple(sorted(changed | (there ^ known.keys())))


def _known(path: Path) -> Known:
    data = json.loads(path.read_text(encoding="utf-8"))
    return Known(
        revision=path.stem,
        number=data["number"],
        version=data["version"],
        digest=data["digest"],
        after=data["after"],
        storage=from_data(data["storage"]),
        went_back=from_data(data["went_back"]),
    )


def _listed(folder: Path) -> Iterator[str]:
    for part, ending in ((VERSIONS, "py"), (SNAPSHOTS, "json"), (RELEASES, "json")):
        yield from (path.relative_to(folder).as_posix() for path in sorted((folder / part).glob(f"*.{ending}")))


def _sum(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
