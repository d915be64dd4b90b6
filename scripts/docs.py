"""Writes what the code knows best: in `docs/` the functions of an expression, the findings of a check, the risks of a
change and the flaws of a ledger, and the page about the registry's catalogue.

Run by `make docs`; `tests/test_docs.py` holds the pages to what this gives.
"""

import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path

from catalogue.checks import CHECKS, slug
from catalogue.expressions.functions import FUNCTIONS, Function
from catalogue.formats import FORMATS
from catalogue.formats.constructs import CONSTRUCTS
from catalogue.formats.records import Fate
from catalogue.source.loader import load
from migrations_gen.changes.base import Change
from migrations_gen.ledger.remedies import KINDS as FLAWS
from migrations_gen.policy.reading import DEFAULT
from migrations_gen.risks import HARMLESS, RISKS
from migrations_gen.risks import slug as risk_slug
from renderers.exports import EXPORTS
from renderers.overview import overview

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
REGISTRY = ROOT / "catalogue" / "nkr" / "README.md"
SAME_TABLE = {"codebook-xlsx", "dcat-jsonld", "skos-jsonld"}
"""Outputs that carry what another does."""
START, END = "<!-- made by make docs, from here -->", "<!-- to here -->"


def functions() -> str:
    """A row for each function and operator."""
    rows = [f"| `{_call(row)}` | {row.result} | {row.doc} |" for row in FUNCTIONS.values()]
    return "\n".join(("| write | gives | meaning |", "|---|---|---|", *rows))


def findings() -> str:
    """A paragraph for each check: its slug and what its file says of it."""
    parts = []
    for check in sorted(CHECKS, key=slug):
        text = (import_module(check.__name__).__doc__ or "").strip()
        parts.append(f"### {slug(check)}\n\n{text}")
    return "\n\n".join(parts)


def risks() -> str:
    """A paragraph for each risk: its slug and what its file says of it; and the table of what is harmless."""
    parts = []
    for risk in sorted(RISKS, key=risk_slug):
        text = (import_module(risk.__name__).__doc__ or "").strip()
        parts.append(f"### {risk_slug(risk)}\n\n{text}")
    rows = [f"| {_meaning(meaning)} | {reason} |" for meaning, reason in HARMLESS.items()]
    table = "\n".join(("| change | why it hurts no answer |", "|---|---|", *rows))
    return "\n\n".join((*parts, "### harmless", table))


def _meaning(meaning: type[Change]) -> str:
    """`CodelistAdded` as `codelist added`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", meaning.__name__).lower()


def policy() -> str:
    """The policy of a registry that says nothing."""
    return f"```yaml\n{DEFAULT.read_text(encoding='utf-8').strip()}\n```"


def flaws() -> str:
    """A row for each way in which a ledger can be wrong."""
    rows = [f"| `{kind.slug}` | {kind.what} | {kind.remedy} |" for kind in FLAWS]
    return "\n".join(("| slug | what it is, or the rule that is broken | what to do |", "|---|---|---|", *rows))


def formats() -> str:
    """A row for each construct of the language, a column for each format, and under it what is done."""
    both_ways = _fates({found.title: found.fates for found in FORMATS.values()})
    only_out = _fates({found.title: found.fates for name, found in EXPORTS.items() if name not in SAME_TABLE})
    return f"{both_ways}\n\n### And what only goes out\n\n{only_out}"


def _fates(columns: Mapping[str, Mapping[str, Fate]]) -> str:
    head = ("construct", *columns)
    rows = [(what, *(_fate(fates[key]) for fates in columns.values())) for key, what in CONSTRUCTS.items()]
    return "\n".join(_table_row(cells) for cells in (head, ["---"] * len(head), *rows))


def _fate(fate: Fate) -> str:
    return f"{fate.how}: {fate.note}" if fate.note else str(fate.how)


def _table_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


PARTS = {
    "expressions.md": functions,
    "findings.md": findings,
    "formats.md": formats,
    "ledger.md": flaws,
    "policy.md": policy,
    "risks.md": risks,
}


def pages() -> dict[Path, str]:
    """The pages with their made parts as they should be."""
    return {DOCS / name: _filled((DOCS / name).read_text(encoding="utf-8"), make()) for name, make in PARTS.items()}


def registry_page() -> tuple[Path, str]:
    """The page about the registry's catalogue, as `skjemaverk overview` writes it."""
    loaded = load(ROOT)
    if loaded.catalogue is None:
        raise SystemExit("The catalogue has errors; see 'skjemaverk check'.")
    return REGISTRY, overview(loaded.catalogue, loaded.translations)


def _filled(page: str, part: str) -> str:
    before, _, rest = page.partition(START)
    after = rest.partition(END)[2]
    return f"{before}{START}\n\n{part}\n\n{END}{after}"


def _call(row: Function) -> str:
    names = [f"{name}{'…' if row.repeats and place == len(row.parameters) else ''}" for place, name in _places(row)]
    if not row.symbol:
        return f"{row.name}({', '.join(names)})"
    if len(names) == 1:
        return f"{names[0]} {row.symbol}" if row.symbol.startswith("is ") else f"{row.symbol} {names[0]}"
    if row.name == "between":
        return "{} between {} and {}".format(*names)
    if row.name == "in":
        return f"{names[0]} in ({', '.join(names[1:])})"
    return f" {row.symbol} ".join(names)


def _places(row: Function) -> list[tuple[int, str]]:
    return list(enumerate(row.parameters, 1))


if __name__ == "__main__":
    for path, text in (*pages().items(), registry_page()):
        path.write_text(text, encoding="utf-8")
