"""The codebook that registries share: as it stands, what its readers demand of it, and that it is complete."""

import csv
import io
from collections import Counter, defaultdict

import pytest
from openpyxl import load_workbook

from catalogue.formats.records import WriteOptions
from catalogue.model import Catalogue, Variable
from renderers.common_codebook import codebook_csv, codebook_xlsx
from renderers.common_codebook_rows import COLUMNS
from tests.catalogues import catalogue_of, form_of
from tests.golden_files import assert_golden
from tests.nkr import nkr_catalogue
from tests.renderers.small_catalogue import CATALOGUE

SHARED = (
    "skjema_id skjemanamn kategori innleiing variabel_id variabeletikett forklaring variabeltype eining unik "
    "obligatorisk verdi verditekst manglande desimalar min maks min_rimeleg maks_rimeleg kommentar_rimeleg "
    "utrekningsformel logikk kommentar"
)
NUMBERS = ("desimalar", "min", "maks", "min_rimeleg", "maks_rimeleg")
NKR = nkr_catalogue()


def text(catalogue: Catalogue) -> str:
    return codebook_csv(catalogue, WriteOptions()).content.decode("utf-8-sig")


def rows(catalogue: Catalogue) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(catalogue), newline=""), delimiter=";"))


REAL = rows(NKR)


def test_it_is_as_it_was() -> None:
    assert_golden("common_codebook.csv", text(CATALOGUE).replace("\r\n", "\n"))


def test_it_has_the_columns_in_their_order() -> None:
    assert " ".join(COLUMNS) == SHARED


def test_it_begins_as_spreadsheets_like_it() -> None:
    assert codebook_csv(CATALOGUE, WriteOptions()).content.startswith(b"\xef\xbb\xbfskjema_id;")


TOLD = [
    # variable, column, what stands there
    ("hoyde", "variabeltype", "numerisk"),
    ("hoyde", "eining", "cm"),
    ("hoyde", "obligatorisk", "ja"),
    ("hoyde", "min", "100"),
    ("hoyde", "min_rimeleg", "140"),
    ("hoyde", "maks_rimeleg", ""),
    ("hoyde", "kommentar_rimeleg", "proposed"),
    ("vekt", "desimalar", "1"),
    ("kmi", "variabeltype", "utrekna"),
    ("kmi", "utrekningsformel", "vekt / power(hoyde / 100, 2)"),
    ("farge", "variabeltype", "kategorisk"),
    ("farge", "obligatorisk", "ja*"),
    ("farge", "logikk", "royk = 1"),
    ("dag", "variabeltype", "dato"),
    ("dag", "min", ""),
    ("klokken", "variabeltype", "kl"),
    ("mote", "variabeltype", "dato_kl"),
    ("merknad", "variabeltype", "tekst"),
    ("plager_hoste", "variabeltype", "boolsk"),
    ("plager_hoste", "innleiing", "Plager"),
]


@pytest.mark.parametrize(("variable", "column", "told"), TOLD)
def test_a_cell_says(variable: str, column: str, told: str) -> None:
    first = next(row for row in rows(CATALOGUE) if row["variabel_id"] == variable)
    assert first[column] == told


def test_what_has_no_column_is_in_the_comment() -> None:
    comment = {row["variabel_id"]: row["kommentar"] for row in reversed(rows(CATALOGUE))}
    for variable, told in (
        ("hoyde", "unknown (code 999, gammel: HOYDE_MISS)"),
        ("hoyde", "gammel: Hoyde*"),
        ("vekt", "tung: vekt < 200 or hoyde > 180 (Er du så tung & lav?)"),
        ("farge", "hoyde > 200"),
        ("dag", "2007-01-01"),
        ("dag", "today()"),
    ):
        assert told in comment[variable]


def test_a_list_has_a_row_for_each_code_that_may_stand_there() -> None:
    found = [
        (row["verdi"], row["verditekst"], row["manglande"]) for row in rows(CATALOGUE) if row["variabel_id"] == "royk"
    ]
    assert found == [("0", "Nei", "nei"), ("1", "Ja", "nei"), ("9", "Ikke utfylt", "ja")]


def values_of(variable: Variable) -> set[str]:
    """The codes it may have, and those of its list that say why there is none."""
    reasons = [code for code in variable.codelist.codes if code.missing] if variable.codelist else []
    return {str(code.value) for code in (*variable.codes, *reasons)}


def test_every_variable_and_code_of_the_registry_is_there_once() -> None:
    found = Counter((row["skjema_id"], row["variabel_id"], row["verdi"]) for row in REAL)
    declared = Counter(
        (form.address, variable.name, value)
        for form, variable in NKR.variables()
        for value in sorted(values_of(variable)) or [""]
    )
    assert found == declared


def test_only_numbers_have_what_numbers_have() -> None:
    for row in REAL:
        if row["variabeltype"] not in {"numerisk", "utrekna"}:
            assert not any(row[column] for column in (*NUMBERS, "eining")), row["variabel_id"]


def test_only_lists_have_codes() -> None:
    for row in REAL:
        assert bool(row["verdi"] and row["verditekst"] and row["manglande"]) is (row["variabeltype"] == "kategorisk")


def test_a_variable_says_one_thing_of_itself() -> None:
    said = defaultdict(set)
    for row in REAL:
        own = tuple(
            row[column] for column in ("variabeletikett", "forklaring", "variabeltype", "obligatorisk", "kategori")
        )
        said[row["skjema_id"], row["variabel_id"]].add(own)
    assert {variable for variable, things in said.items() if len(things) > 1} == set()


def test_limits_are_in_order_and_usual_ones_have_their_source() -> None:
    for row in REAL:
        limits = [row[column] for column in ("min", "min_rimeleg", "maks_rimeleg", "maks")]
        known = [float(limit.replace(",", ".")) for limit in limits if limit]
        assert known == sorted(known), row["variabel_id"]
        assert not row["kommentar_rimeleg"] or row["min_rimeleg"] or row["maks_rimeleg"]


def test_forms_and_their_names_are_one_to_one() -> None:
    pairs = {(row["skjema_id"], row["skjemanamn"]) for row in REAL}
    assert len(pairs) == len({form for form, _ in pairs}) == len({name for _, name in pairs})


def test_some_forms_only() -> None:
    written = codebook_csv(NKR, WriteOptions(("rygg.pasient",))).content.decode("utf-8-sig")
    found = {row["skjema_id"] for row in csv.DictReader(io.StringIO(written, newline=""), delimiter=";")}
    assert found == {"rygg.pasient"}


def test_the_workbook_says_what_the_table_says() -> None:
    sheet = load_workbook(io.BytesIO(codebook_xlsx(CATALOGUE, WriteOptions()).content)).active
    header, *body = ([shown(cell.value) for cell in row] for row in sheet.iter_rows())
    assert (header, body) == (list(COLUMNS), [list(row.values()) for row in rows(CATALOGUE)])


def shown(value: object) -> str:
    return "" if value is None else str(value).replace(".", ",") if isinstance(value, float) else str(value)


def test_the_same_catalogue_gives_the_same_workbook() -> None:
    first, second = (codebook_xlsx(CATALOGUE, WriteOptions()).content for _ in range(2))
    assert first == second


FORMULAS = ["=1+1", "+47", "-verst", "@SUM(A1)"]
ERROR = "#N/A"
LABELS = [*FORMULAS, ERROR]
DANGEROUS = catalogue_of(
    form_of("\n".join(f"- {{name: v{place}, label: '{label}', type: text}}" for place, label in enumerate(LABELS)))
)


def test_a_text_is_no_formula_in_a_workbook() -> None:
    sheet = load_workbook(io.BytesIO(codebook_xlsx(DANGEROUS, WriteOptions()).content)).active
    cells = [row[COLUMNS.index("variabeletikett")] for row in sheet.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [
        (label, "s", True) for label in LABELS
    ]


def test_a_text_that_looks_like_a_formula_is_marked_in_csv_and_told() -> None:
    written = codebook_csv(DANGEROUS, WriteOptions())
    assert [row["variabeletikett"] for row in rows(DANGEROUS)] == [*(f"'{label}" for label in FORMULAS), ERROR]
    assert [finding.slug for finding in written.findings].count("cell-changed") == len(FORMULAS)


def test_a_negative_code_is_a_number() -> None:
    minus = catalogue_of(form_of("- {name: a, label: A, type: code, codes: {-1: Mindre, 1: Mer}}"))
    assert [row["verdi"] for row in rows(minus)] == ["-1", "1"]


def test_a_text_longer_than_a_cell_is_cut_and_told() -> None:
    long = catalogue_of(form_of(f"- {{name: a, label: {'x' * 40_000}, type: text}}"))
    written = codebook_xlsx(long, WriteOptions())
    assert "cell-changed" in [finding.slug for finding in written.findings]
    label = load_workbook(io.BytesIO(written.content)).active.cell(2, COLUMNS.index("variabeletikett") + 1).value
    assert label == "x" * 32_767


def test_a_name_that_means_two_things_is_told() -> None:
    other = form_of("- {name: a, label: A, type: integer}").replace("form: skjema", "form: annet")
    two = catalogue_of(form_of("- {name: a, label: A, type: text}"), other)
    assert "same-name" in [finding.slug for finding in codebook_csv(two, WriteOptions()).findings]


def test_forms_of_one_title_are_told_apart() -> None:
    other = form_of("- {name: b, label: B, type: text}").replace("form: skjema", "form: annet")
    two = catalogue_of(form_of("- {name: a, label: A, type: text}"), other)
    assert [row["skjemanamn"] for row in rows(two)] == ["Skjema", "Skjema (test.annet)"]
