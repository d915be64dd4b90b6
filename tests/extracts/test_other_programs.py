"""R and PSPP, which are other people's programs, read our files: values, labels and why something is missing.

Slow, and left out with a sentence where the program is not installed (`make slow` installs both).
"""

import shutil
import subprocess
from datetime import UTC, date, datetime, time
from pathlib import Path
from urllib.parse import quote

import pytest

from catalogue.model import Catalogue
from engine.extracts.records import Sheet
from engine.extracts.stata import LETTER_OF
from tests.catalogues import catalogue_of, form_of
from tests.extracts.reading_back import Missing, asked, cells_of, sheet_of_answers, written

QUESTIONS = """
- name: hoyde
  label: Hvor høy er du, «sånn omtrent»?
  type: integer
  unit: cm
  min: 100
  max: 230
  missing: {unknown: {}}
- {name: vekt, label: "Vekt \\\\ \\"tyngde\\"", type: decimal, decimals: 1, min: 0, max: 300}
- {name: royk, label: Røyk, type: code, codes: {0: Nei, 1: Ja, 9: {label: Ukjent, missing: unknown}}}
- {name: bokstav, label: Bokstav, type: code, codes: {æ: Ære, b: Bok}}
- {name: dato, label: Dato, type: date}
- {name: klokke, label: Klokke, type: time}
- {name: stund, label: Stund, type: datetime}
- {name: tekst, label: Tekst, type: longtext}
- {checklist: sykdom, label: Sykdom, ticks: {hjerte: Hjerte, annen: Annen}}
"""
ROWS = [
    {"hoyde": 180, "vekt": 70.5, "royk": 1, "bokstav": "æ", "dato": date(2020, 2, 29), "tekst": 'å, "ja"\n#2'},
    {
        "hoyde_missing": "unknown",
        "royk": 0,
        "vekt_missing": "not_answered",
        "dato": date(1800, 1, 1),
        "klokke": "23:59",
    },
    {
        "hoyde": 230,
        "royk_missing": "unknown",
        "dato_missing": "not_answered",
        "klokke": "23:59",
        "stund": "1999-12-31T23:59",
    },
    {"hoyde": 100, "tekst_missing": "not_answered", "klokke_missing": "not_answered", "sykdom_missing": "not_answered"},
    {"hoyde": 101, "tekst": "x" * 4_000, "sykdom_hjerte": True, "sykdom_annen": False},
]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return catalogue_of(form_of(QUESTIONS))


@pytest.fixture
def sheet(catalogue: Catalogue, tmp_path: Path) -> Sheet:
    return sheet_of_answers(tmp_path, catalogue, catalogue.form["test.skjema"], ROWS)


def ran(folder: Path, program: str, *arguments: str) -> str:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed. Type: make setup-slow")
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


# ---- R ----

DUMP = """
plain <- function(column) {
  if (is.double(column)) sprintf("%.6f", unclass(column)) else utils::URLencode(enc2utf8(unclass(column)), TRUE, TRUE)
}
dump <- function(data) for (name in names(data)) {
  column <- data[[name]]
  tags <- if (is.double(column)) haven::na_tag(column) else rep(NA, length(column))
  values <- ifelse(is.na(column), "", plain(column))
  cat(paste(name, seq_along(column), values, tags, sep = "\\t"), sep = "\\n")
}
labels <- function(column) {
  found <- attr(column, "labels")
  paste(names(found), ifelse(is.na(found), haven::na_tag(found), found), sep = "=", collapse = "|")
}
"""


def cells_in_r(folder: Path, script: str) -> tuple[dict[str, list[object]], list[str]]:
    """What R has of each column, and the lines that it printed besides."""
    (folder / "les.R").write_text(DUMP + script, encoding="utf-8")
    found: dict[str, list[object]] = {}
    others: list[str] = []
    for line in ran(folder, "Rscript", "--encoding=UTF-8", "les.R").splitlines():
        name, *cells = line.split("\t")
        if len(cells) != 3:
            others.append(line)
            continue
        value, tag = cells[1:3]
        found.setdefault(name, []).append(Missing(REASON_OF[tag]) if tag != "NA" else value or None)
    return found, others


REASON_OF = {letter: reason for reason, letter in LETTER_OF.items()}


def as_r_has_it(cells: list[object]) -> list[object]:
    return [cell if cell is None or isinstance(cell, Missing) else _in_r(cell) for cell in cells]


def _in_r(value: object) -> str:
    match value:
        case str():
            return quote(value, safe="")
        case datetime():
            return f"{value.replace(tzinfo=UTC).timestamp():.6f}"
        case date():
            return f"{(value - date(1970, 1, 1)).days:.6f}"
        case time():
            return f"{value.hour * 3600 + value.minute * 60:.6f}"
        case _:
            return f"{float(str(int(value) if isinstance(value, bool) else value)):.6f}"


LOOK = """
source("ut.R", encoding = "UTF-8")
data <- test_skjema
dump(data)
cat(labels(data$royk), "\\n")
cat(attr(data$hoyde, "label"), attr(data$hoyde, "unit"), "\\n")
cat(attr(data$vekt, "label"), "\\n")
cat(as.character(reason_of(data, "hoyde"))[2], class(data$dato), "\\n")
"""


@pytest.mark.slow
def test_the_script_reads_its_file_in_r(sheet: Sheet, catalogue: Catalogue, tmp_path: Path) -> None:
    written("r", tmp_path, sheet, catalogue)
    found, printed = cells_in_r(tmp_path, LOOK)
    texts = {column.name for column in asked(sheet) if column.kind == "text"}
    for name, cells in cells_of(sheet).items():
        without = [None if isinstance(cell, Missing) else cell for cell in cells] if name in texts else cells
        assert found[name] == as_r_has_it(without), name
    assert [line.strip() for line in printed] == [
        "Nei=0|Ja=1|Vet ikke=a|Vil ikke=b|Gjelder ikke=c|Ubesvart=d|Ikke spurt=e|Ikke samlet=f",
        "Hvor høy er du, «sånn omtrent»? cm",
        'Vekt \\ "tyngde"',
        "Vet ikke Date",
    ]


@pytest.mark.slow
def test_haven_reads_stata_s_file(sheet: Sheet, catalogue: Catalogue, tmp_path: Path) -> None:
    written("stata", tmp_path, sheet, catalogue)
    found, printed = cells_in_r(tmp_path, 'd <- haven::read_dta("ut.dta"); dump(d)\ncat(labels(d$royk), "\\n")')
    for name in ("hoyde", "vekt", "royk", "dato", "sykdom_hjerte"):
        assert found[name] == as_r_has_it(cells_of(sheet)[name]), name
    assert found["tekst"][4] == "x" * 4_000
    assert printed[0].split("|")[:3] == ["Nei=0", "Ja=1", "Vet ikke=a"]


# ---- PSPP ----


SYNTAX = """\
GET FILE='ut.sav'.
DESCRIPTIVES hoyde vekt.
FREQUENCIES royk.
DISPLAY DICTIONARY /VARIABLES=hoyde dato.
"""


@pytest.mark.slow
def test_pspp_counts_no_missing_value(sheet: Sheet, catalogue: Catalogue, tmp_path: Path) -> None:
    """Of SPSS's file: the mean is of answers only, and each reason is there under its label."""
    written("spss", tmp_path, sheet, catalogue)
    syntax = (
        "GET FILE='ut.sav'.\nDESCRIPTIVES hoyde vekt.\nFREQUENCIES royk.\nDISPLAY DICTIONARY /VARIABLES=hoyde dato.\n"
    )
    (tmp_path / "les.sps").write_text(syntax, encoding="utf-8")
    printed = ran(tmp_path, "pspp", "-O", "format=csv", "les.sps")
    assert '"Hvor høy er du, «sånn omtrent»?",4,152.75' in printed
    assert ",Vet ikke,1,20.0%,,\n" in printed
    assert 'hoyde,2,"Hvor høy er du, «sånn omtrent»?",Scale,Input,' in printed
    assert "-10000000000006 THRU -10000000000001" in printed
