"""The kinds of files that analysts get. A kind is a row in `KINDS`; the formats of other systems are kinds too.

A kind writes all sheets into a folder, under the stems given, and says what a file could not hold.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from catalogue.findings import Finding
from catalogue.formats.answer_formats import ANSWER_FORMATS
from catalogue.formats.answers import AnswerFormat
from catalogue.model import Catalogue, Form
from engine.extracts import spss, stata
from engine.extracts.answer_rows import answer_rows
from engine.extracts.fitting import STATA, cut
from engine.extracts.plain_files import write_csv, write_parquet
from engine.extracts.records import Sheet
from engine.extracts.statistics_files import write_spss, write_stata
from renderers.extracts.package import data_package, table_schema
from renderers.extracts.r_script import r_script

PACKAGE = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet on its way into files: which form it is of, if of one, and what the file is called, without suffix."""

    sheet: Sheet
    form: Form | None
    stem: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file. `goes_with` are the endings of what is written beside each, `of_all` what is written once."""

    title: str
    suffix: str
    write: Callable[[Catalogue, Iterable[Part], Path], Iterator[Finding]]
    goes_with: tuple[str, ...] = ()
    of_all: tuple[str, ...] = ()

    def files(self, stems: Iterable[str]) -> tuple[str, ...]:
        """What is written when these are the files, by name without ending."""
        return (*(f"{stem}{ending}" for stem in stems for ending in (self.suffix, *self.goes_with)), *self.of_all)


def _csv(catalogue: Catalogue, parts: Iterable[Part], folder: Path) -> Iterator[Finding]:
    listed = tuple(parts)
    for part in listed:
        write_csv(folder / f"{part.stem}.csv", part.sheet)
    files = ((f"{part.stem}.csv", part.sheet) for part in listed)
    package = data_package(catalogue.name, str(catalogue.title), catalogue.version, files)
    (folder / PACKAGE).write_text(package, encoding="utf-8")
    yield from ()


def _parquet(catalogue: Catalogue, parts: Iterable[Part], folder: Path) -> Iterator[Finding]:
    for part in parts:
        schema = table_schema(part.sheet.heading, part.sheet.words.language)
        about = {"title": part.sheet.heading.title, "catalogue": f"{catalogue.name} {catalogue.version}"}
        write_parquet(folder / f"{part.stem}.parquet", part.sheet, {**about, "table-schema": schema})
    yield from ()


def _stata(catalogue: Catalogue, parts: Iterable[Part], folder: Path) -> Iterator[Finding]:
    for part in parts:
        fitting, path = stata.fitting(), folder / f"{part.stem}.dta"
        frame, told = stata.stata_frame(part.sheet, fitting)
        write_stata(path, frame, cut(part.sheet.heading.title, STATA.label, in_bytes=False), told)
        yield from fitting.findings


def _spss(catalogue: Catalogue, parts: Iterable[Part], folder: Path) -> Iterator[Finding]:
    for part in parts:
        fitting = spss.fitting()
        frame, told = spss.spss_frame(part.sheet, fitting)
        title = cut(part.sheet.heading.title, 64, in_bytes=True)
        write_spss(folder / f"{part.stem}.sav", frame, title, told)
        yield from fitting.findings


def _r(catalogue: Catalogue, parts: Iterable[Part], folder: Path) -> Iterator[Finding]:
    for part in parts:
        file = f"{part.stem}.csv"
        write_csv(folder / file, part.sheet)
        what = f"{catalogue.title}, {catalogue.version}"
        script = r_script(part.sheet, file, what)
        (folder / f"{part.stem}.R").write_text(script, encoding="utf-8")
    yield from ()


def _answers(form: AnswerFormat, catalogue: Catalogue, parts: Iterable[Part], folder: Path) -> Iterator[Finding]:
    for part in parts:
        if part.form is not None:
            content = form.write(catalogue, part.form, answer_rows(part.sheet, part.form))
            (folder / f"{part.stem}{form.suffix}").write_bytes(content)
    yield from ()


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "csv": Kind("CSV and a data package", ".csv", _csv, of_all=(PACKAGE,)),
        "parquet": Kind("Parquet", ".parquet", _parquet),
        "stata": Kind("Stata", ".dta", _stata),
        "spss": Kind("SPSS", ".sav", _spss),
        "r": Kind("CSV and an R script", ".R", _r, goes_with=(".csv",)),
        **{name: Kind(found.title, found.suffix, partial(_answers, found)) for name, found in ANSWER_FORMATS.items()},
    }
)
"""Every kind by its name on the command line."""
