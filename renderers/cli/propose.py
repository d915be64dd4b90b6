"""`propose`: a proposal from the catalogue at hand; the proposals there are; the files of one."""

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from renderers.cli.common import (
    Refused,
    catalogue_option,
    json_option,
    print_findings,
    print_json,
    shown,
)
from renderers.cli.proposals import list_verb, report, show_verb, transaction
from renderers.collecting import making_much

if TYPE_CHECKING:
    from engine.releases import Release
    from migrations_gen.comparison import Comparison
    from migrations_gen.proposals.checking import Checked
    from migrations_gen.proposals.records import Draft, Proposal


@click.group("propose", invoke_without_command=True, short_help="Open a proposal; list them; write out one's files.")
@click.option("--database", "--db", "url", metavar="URL", help="sqlite:///FILE or postgresql://USER@HOST/NAME.")
@click.option("--title", help="What it is called on the agenda.")
@click.option("--reason", help="Why, for somebody who does not know the forms.")
@click.option("--requested-by", default="", metavar="WHO", help="Who asked for it.")
@click.option("--recommend", default="", metavar="TEXT", help="What the secretariat recommends.")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help="The day by which members should have answered.")
@click.option("--from", "old", metavar="OLD", help="What it starts from: a folder, release, git:REV or snapshot.")
@click.option("--open", "is_open", is_flag=True, help="Put it on the board's table at once.")
@click.option("--account", metavar="NAME", help="Whose proposal it is. Default: your name on this machine.")
@catalogue_option
@json_option
@click.pass_context
def propose_verb(context: click.Context, /, url: str | None, is_open: bool, as_json: bool, **given: Any) -> int:
    """Open a proposal: the catalogue at hand instead of the release that the database is at, or of OLD.

    A draft may have findings and open questions, which are told; with --open nothing may stand in its way. Exit status
    1 when something does, and nothing was written.
    """
    if context.invoked_subcommand is not None:
        return 0
    for name, value in (("--database", url), ("--title", given["title"]), ("--reason", given["reason"])):
        if not value:
            raise click.UsageError(f"Give {name}. A proposal says what it is and why, and is kept in a database.")
    assert url is not None
    return _propose(url, is_open, as_json, given)


propose_verb.add_command(list_verb)
propose_verb.add_command(show_verb)


def _propose(url: str, is_open: bool, as_json: bool, given: dict[str, Any]) -> int:
    from engine.releases import current_release
    from migrations_gen.proposals.checking import check
    from migrations_gen.proposals.tabling import obstacles
    from migrations_gen.states import snapshot

    root: Path = given["root"]
    with transaction(url) as connection:
        release = current_release(connection)
    before, after = _before(release, given["old"], root), snapshot(root)
    with making_much():
        looked = check(after, "the catalogue at hand")
        comparison = _compared(before, looked)
    _tell(looked, comparison, root)
    stands = [stand.slug for stand in obstacles(given["title"], given["reason"], looked, comparison)]
    if is_open and stands:
        raise Refused(f"Not put on the table, and nothing was written. In the way: {', '.join(stands)}.")
    proposal = _kept(url, given, (before, after), comparison if is_open else None)
    if as_json:
        print_json(report(proposal) | {"in_the_way": stands})
    else:
        click.echo(f"Proposal {proposal.number} is {'on the table' if is_open else 'a draft'}: {proposal.title}")
        if stands:
            click.echo(f"In the way of putting it on the table: {', '.join(stands)}.")
    return 0


def _before(release: "Release | None", old: str | None, root: Path) -> str:
    """The state it starts from, as one text."""
    from migrations_gen.states import snapshot_of
    from renderers.cli.states import told

    if old:
        with told(root):
            return snapshot_of(old, root)
    if release is None:
        raise click.UsageError("The database has no release to start from. Give one: --from OLD")
    return release.snapshot


def _compared(before: str, looked: "Checked") -> "Comparison | None":
    from migrations_gen.comparison import compare
    from migrations_gen.states import StateRefused, state_of_snapshot

    try:
        earlier = state_of_snapshot(before, "the earlier state")
    except StateRefused as refused:
        raise click.UsageError(str(refused)) from None
    return compare(earlier, looked.state) if looked.state else None


def _tell(looked: "Checked", comparison: "Comparison | None", root: Path) -> None:
    """What is wrong, and what is asked."""
    print_findings(shown((*looked.findings, *(comparison.findings if comparison else ())), root), err=True)
    for question in comparison.questions if comparison else ():
        other = f" and {question.other}" if question.other else ""
        click.echo(f"open question: {question.slug} {question.subject}{other}", err=True)
        click.echo(question.suggestion, err=True)


def _kept(url: str, given: dict[str, Any], states: tuple[str, str], comparison: "Comparison | None") -> "Proposal":
    """The proposal in the database; on the table when there is a comparison to make its pack of."""
    from migrations_gen.proposals import store
    from migrations_gen.proposals.records import Proposal, Stage
    from renderers.proposing import Case, counts, packs, proved

    now, who = datetime.now(UTC), given["account"] or getpass.getuser()
    draft = _draft(given, states)
    compared = proved(comparison) if comparison else None
    counted_rows = counts(compared, draft.before, url) if compared else ()
    with transaction(url) as connection:
        for text in states:
            store.keep_state(connection, text)
        proposal = store.add_proposal(connection, draft, who, now)
        if compared is None:
            return proposal
        opened = store.set_stage(connection, proposal.id, proposal.revision, Stage.OPEN, who, now)
        assert isinstance(opened, Proposal)
        for code, content in packs(Case(proposal.number, draft, now), compared, counted_rows).items():
            store.keep_pack(connection, opened, code, content, now)
        return opened


def _draft(given: dict[str, Any], states: tuple[str, str]) -> "Draft":
    from engine.releases import digest_of
    from migrations_gen.proposals.records import Draft

    before, after = map(digest_of, states)
    due: datetime | None = given["due"]
    return Draft(
        title=given["title"],
        reason=given["reason"],
        before=before,
        after=after,
        requested_by=given["requested_by"],
        recommendation=given["recommend"],
        due=due.date() if due else None,
    )
