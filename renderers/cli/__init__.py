"""The command line: `skjemaverk VERB`. Parses arguments, calls, prints; no traceback reaches a user.

Order of `VERBS` is the order of the help. A verb's file is read when the verb is called, and imports what it needs
inside its function, so that `check` answers before a web framework has been read. Exit status: 0 fine, 1 findings or
invalid data, 2 wrong use, 70 a fault of this program's own.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType

import click

from catalogue.findings import did_you_mean

VERBS: Mapping[str, str] = MappingProxyType(
    {
        "init": "renderers.cli.init",
        "check": "renderers.cli.check",
        "format": "renderers.cli.format",
        "translate": "renderers.cli.translate",
        "overview": "renderers.cli.overview",
        "build": "renderers.cli.build",
        "validate": "renderers.cli.validate",
        "synth": "renderers.cli.synth",
        "diff": "renderers.cli.diff",
        "review": "renderers.cli.review",
        "export": "renderers.cli.export",
        "import": "renderers.cli.import_",
        "load": "renderers.cli.load",
        "extract": "renderers.cli.extract",
        "impact": "renderers.cli.impact",
        "series": "renderers.cli.series",
        "propose": "renderers.cli.propose",
        "merge": "renderers.cli.merge",
        "release": "renderers.cli.release",
        "sign": "renderers.cli.sign",
        "verify": "renderers.cli.verify",
        "migrate": "renderers.cli.migrate",
        "upgrade": "renderers.cli.upgrade",
        "recalculate": "renderers.cli.recalculate",
        "account": "renderers.cli.account",
        "inspect": "renderers.cli.inspect",
        "serve": "renderers.cli.serve",
        "demo": "renderers.cli.serve",
    }
)
"""Where each verb's command is; it has the verb's name there."""

FAULT = 70
INTERRUPTED = 130


class Verbs(click.Group):
    """The verbs, each read when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the table."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's command; None when there is none."""
        if cmd_name not in VERBS:
            return None
        command = getattr(import_module(VERBS[cmd_name]), f"{cmd_name}_verb")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb and what is left to parse; the nearest name for one that does not exist."""
        if args[0] not in VERBS and not args[0].startswith("-"):
            remedy = did_you_mean(args[0], VERBS) or f" There are: {', '.join(VERBS)}."
            raise click.UsageError(f"There is no verb '{args[0]}'.{remedy}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
def skjemaverk() -> None:
    """One reviewed definition of every variable in; database, validation, forms and codebook out."""


def main() -> None:
    """The console script."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one verb; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        return _run(arguments)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone (`| head`); Python's own attempt to flush at exit would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except Exception as error:
        if os.environ.get("SKJEMAVERK_DEBUG"):
            raise
        return _told(error)


def _run(arguments: Sequence[str]) -> int:
    try:
        status = skjemaverk.main(list(arguments), prog_name="skjemaverk", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    sys.stdout.flush()
    return status if isinstance(status, int) else 0


def _told(error: Exception) -> int:
    """One sentence: for what the machine refuses, what it was; for our own fault, how to report it."""
    if isinstance(error, OSError) and error.strerror:
        name = f"{error.filename}: " if error.filename else ""
        click.echo(f"Error: {name}{error.strerror}.", err=True)
        return 2
    what = f"{type(error).__name__}: {error}"
    click.echo(
        f"This is a fault in skjemaverk, not in what you wrote: {what}. Please report it with the command you gave;"
        " SKJEMAVERK_DEBUG=1 before the command shows where it happened.",
        err=True,
    )
    return FAULT
