"""`series`: how answers of two dates compare, variable by variable."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.findings import did_you_mean
from renderers.cli.common import catalogue_option, print_json
from renderers.cli.states import told

if TYPE_CHECKING:
    from migrations_gen.series import Chain, Comparability, Stage
    from renderers.series.sentences import Speaker

DAY = click.DateTime(formats=["%Y-%m-%d"])
TIMEOUT = 60


@click.command("series", short_help="Tell how answers of two dates compare, variable by variable.")
@click.argument("days", metavar="FROM TO", nargs=2, type=DAY)
@click.option("--only", metavar="PART", help="Only this module or form, such as rygg or rygg.pasient.")
@click.option("--db", "url", metavar="URL", help="Take the releases and their dates from this database.")
@click.option("--all", "everything", is_flag=True, help="Show also what compares exactly.")
@click.option("--json", "written", flag_value="json", help="Write the report as JSON, with every variable.")
@click.option("--markdown", "written", flag_value="markdown", help="Write the report as Markdown.")
@click.option(
    "--language", type=click.Choice(["nb", "nn", "en"]), help="The report's language. Default: en; nb for --markdown."
)
@catalogue_option
def series_verb(
    days: tuple[datetime, datetime],
    only: str | None,
    url: str | None,
    everything: bool,
    written: str | None,
    language: str | None,
    root: Path,
) -> int:
    """Tell for every variable how answers compare from FROM to TO, two days such as 2018-01-01: exactly, in coarser
    groups, when newer answers are joined, not at all; and when it was not collected.

    Without --db the releases beside the catalogue are taken, and the dates of their changes files (in_use_from).
    """
    start, end = (day.date() for day in days)
    if start > end:
        raise click.UsageError("FROM is later than TO.")
    from migrations_gen.series import comparability
    from renderers.series import as_json, as_markdown, as_text

    chain = _chain(url, root)
    found = _chosen(comparability(chain, start, end), only)
    speaker = _speaker(chain, language or ("nb" if written == "markdown" else "en"))
    if written == "json":
        print_json(as_json(found, speaker))
    else:
        write = as_markdown if written == "markdown" else as_text
        click.echo(write(found, speaker, everything=everything), nl=False)
    return 0


def _chain(url: str | None, root: Path) -> "Chain":
    from migrations_gen.series import chain_of
    from migrations_gen.series.comparability import undated

    with told(root):
        chain = chain_of(_stages(url, root))
    missing = ", ".join(undated(chain))
    if missing:
        raise click.UsageError(
            f"Nobody says since when {missing} has been in use. Write in_use_from: 2019-01-01 in its changes file, or"
            " give --db URL."
        )
    return chain


def _stages(url: str | None, root: Path) -> "tuple[Stage, ...]":
    from migrations_gen.series.stages import stages_in, stages_of

    if url is None:
        return stages_in(root)
    from engine.installation import DatabaseRefused, releases_in

    try:
        found = stages_of(releases_in(url, TIMEOUT))
    except DatabaseRefused as refused:
        raise click.UsageError(str(refused)) from None
    if not found:
        raise click.UsageError("The database does not say which releases it has been through.")
    return found


def _chosen(found: "Comparability", only: str | None) -> "Comparability":
    """Only the lines of a module or form."""
    if only is None:
        return found
    lines = tuple(line for line in found.lines if only in (line.form.module, line.form.address))
    if not lines:
        known = dict.fromkeys(part for line in found.lines for part in (line.form.module, line.form.address))
        remedy = did_you_mean(only, known) or f" There are: {', '.join(known)}."
        raise click.BadParameter(f"there is no module or form '{only}'.{remedy}", param_hint="--only")
    return replace(found, lines=lines)


def _speaker(chain: "Chain", code: str) -> "Speaker":
    from catalogue.texts import Translations
    from renderers.html.wording import Wording
    from renderers.i18n import languages
    from renderers.series.sentences import Speaker

    state = chain.stages[-1].state
    translations = state.translations.get(code, Translations(code))
    return Speaker(state.catalogue, Wording(languages()[code], translations, state.catalogue.languages.source))
