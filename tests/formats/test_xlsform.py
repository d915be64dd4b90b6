"""XLSForms are read to a catalogue and written back; what we write is what others read."""

import io
import zipfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.expressions.printer import to_text
from catalogue.findings import is_broken
from catalogue.formats import FORMATS
from catalogue.formats.records import Read, WriteOptions
from catalogue.formats.workbooks.writing import NewSheet, workbook
from catalogue.model import Catalogue, Form, Variable
from catalogue.source.loader import Loaded
from tests.catalogues import catalogue_of, form_of
from tests.formats.reading import OPTIONS, assert_canonical, catalogue_of_files, loaded
from tests.formats.test_fates import SAMPLES, in_nynorsk, sample
from tests.formats.xlsforms import converted, only, rows_of, sheet, xlsform
from tests.nkr import loaded_nkr

XLSFORM = FORMATS["xlsform"]

HEADS_OF_SURVEY = (
    *(
        "type",
        "name",
        "label::English (en)",
        "label::Norsk bokmål (nb)",
        "hint::English (en)",
        "hint::Norsk bokmål (nb)",
    ),
    *(
        "relevant",
        "required",
        "constraint",
        "constraint_message::English (en)",
        "constraint_message::Norsk bokmål (nb)",
    ),
    *("calculation", "appearance", "parameters", "guidance_hint::English (en)", "guidance_hint::Norsk bokmål (nb)"),
    "default",
)
ASKED: list[tuple[str, str, str, str, dict[str, str]]] = [
    ("start", "started", "", "", {}),
    ("today", "day", "", "", {}),
    ("begin_group", "about", "About you", "Om deg", {"appearance": "field-list"}),
    ("note", "about_intro", "Please answer all.", "Svar på alt.", {}),
    (
        *("text", "Name", "<b>Your</b> name", "Navnet ditt"),
        {
            "hint::English (en)": "As written",
            "hint::Norsk bokmål (nb)": "Som skrevet",
            "required": "yes",
            "constraint": "string-length(.) <= 40",
            "guidance_hint::English (en)": "Ask kindly",
        },
    ),
    ("date", "born", "Born", "Født", {"constraint": ". <= ${day}"}),
    (
        *("integer", "height", "Height", "Høyde"),
        {
            "required": "yes",
            "constraint": ". >= 100 and . <= 230",
            "default": "170",
            "constraint_message::English (en)": "Too tall",
            "constraint_message::Norsk bokmål (nb)": "For høy",
        },
    ),
    ("decimal", "weight", "Weight", "Vekt", {"constraint": ". > 0"}),
    (
        *("calculate", "bmi", "", ""),
        {"calculation": "round(${weight} div (${height} div 100 * ${height} div 100), 1)"},
    ),
    ("geopoint", "place", "Where", "Hvor", {}),
    ("select_one yn", "ill", "Ill?", "Syk?", {}),
    (
        *("select_multiple ills", "which", "Which?", "Hvilke?"),
        {
            "relevant": "${ill} = 'yes'",
            "required": "${height} > 150",
            "constraint": "not(selected(., 'none') and count-selected(.) > 1)",
        },
    ),
    ("end_group", "", "", "", {}),
    ("begin_group", "work", "Work", "Arbeid", {"relevant": "${height} > 120"}),
    ("select_one status or_other", "status", "Status", "Status", {"appearance": "minimal"}),
    ("range", "pain", "Pain", "Smerte", {"parameters": "start=0 end=10 step=1"}),
    ("begin_group", "inner", "Inner", "Indre", {"relevant": "${status} = '2'"}),
    ("integer", "hours", "Hours", "Timer", {"constraint": "regex(., '^[0-9]+$')"}),
    ("end_group", "", "", "", {}),
    ("text", "more", "More", "Mer", {"appearance": "multiline"}),
    ("end_group", "", "", "", {}),
    ("begin_group", "grid", "How often?", "Hvor ofte?", {"appearance": "table-list"}),
    ("select_multiple often", "walk", "Walk", "Gå", {}),
    ("select_multiple often", "swim", "Swim", "Svømme", {}),
    ("end_group", "", "", "", {}),
    ("acknowledge", "agree", "I agree", "Jeg samtykker", {}),
    ("begin_repeat", "child", "Child", "Barn", {}),
    ("text", "child_name", "Name", "Navn", {}),
    ("end_repeat", "", "", "", {}),
]
"""A survey: type, name, the label in two languages, and the other cells."""
CHOICES = """
| list_name | name | label::English (en) | label::Norsk bokmål (nb) |
| yn | yes | Yes | Ja |
| yn | no | No | Nei |
| ills | heart | Heart | Hjerte |
| ills | lungs | Lungs | Lunger |
| ills | none | None of these | Ingen |
| status | 1 | Works | Jobber |
| status | 2 | Studies | Studerer |
| often | day | Every day | Hver dag |
| often | week | Every week | Hver uke |
"""
SETTINGS = """
| form_title | form_id | default_language |
| A survey | survey_1 | English (en) |
"""
SURVEY = NewSheet(
    "survey",
    HEADS_OF_SURVEY,
    [[*words, *(cells.get(head) for head in HEADS_OF_SURVEY[4:])] for *words, cells in ASKED],
)
DATA = workbook(SURVEY, sheet("choices", CHOICES), sheet("settings", SETTINGS))
READ = XLSFORM.read(DATA, OPTIONS)
CATALOGUE = catalogue_of_files(READ)
FORM = CATALOGUE.forms[0]


def catalogue_and_translations(read: Read, folder: Path) -> Loaded:
    found = loaded(read.files, folder)
    assert not is_broken(found.findings)
    return found


def reread(catalogue: Catalogue) -> Catalogue:
    return catalogue_of_files(XLSFORM.read(XLSFORM.write(catalogue, WriteOptions()).content, OPTIONS))


def messages(read: Read, slug: str) -> str:
    return "\n".join(found.message for found in read.findings if found.slug == slug)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("name", ("Your name", "text", None)),
        ("born", ("Born", "date", None)),
        ("height", ("Height", "integer", None)),
        ("weight", ("Weight", "decimal", 4)),
        ("bmi", ("bmi", "decimal", 1)),
        ("ill", ("Ill?", "boolean", None)),
        ("which_heart", ("Heart", "boolean", None)),
        ("status_svar", ("Status", "code", None)),
        ("status_other", ("Specify other.", "text", None)),
        ("pain", ("Pain", "integer", None)),
        ("more", ("More", "longtext", None)),
        ("grid_walk_day", ("Walk", "boolean", None)),
        ("agree", ("I agree", "boolean", None)),
    ],
)
def test_each_question_is_one_of_our_types(name: str, expected: tuple[str, str, int | None]) -> None:
    names = {variable.name: variable for variable in FORM.variables}
    assert (names[name].label.source, names[name].type, names[name].decimals) == expected


def test_sections_are_groups_and_a_text_before_their_first_question_is_their_help() -> None:
    told = [(section.title.source, section.help and section.help.source) for section in FORM.sections]
    assert told[:4] == [
        ("About you", "Please answer all."),
        ("Work", None),
        ("Inner", None),
        ("Work", None),
    ]


def test_logic_is_translated() -> None:
    assert FORM.variable["height"].limits.min == 100
    assert to_text(FORM.variable["born"].limits.max.node) == "today()"
    assert FORM.variable["name"].max_length == 40
    assert to_text(FORM.variable["which_heart"].enable_when.node) == "ill"
    assert to_text(FORM.variable["hours"].enable_when.node) == "height > 120 and status_svar = '2'"
    assert to_text(FORM.variable["bmi"].calculate.node) == "round(weight / (height / 100 * height / 100), 1)"
    assert FORM.groups["which"].none == "which_none"
    assert [(rule.name, to_text(rule.require.node)) for rule in FORM.rules] == [("weight_constraint", "weight > 0")]


def test_what_has_no_place_here_is_told_with_its_row() -> None:
    assert "'started' (start) is filled in by the device" in messages(READ, "no-answer")
    assert "'child' (begin_repeat) is inside a part that is filled in several times" in messages(READ, "no-answer")
    assert "regex(); there are no patterns of texts here" in messages(READ, "logic-kept")
    assert "cannot depend on something here" in messages(READ, "logic-kept")
    where = next(found.at for found in READ.findings if found.slug == "logic-kept" and "regex" in found.message)
    assert (where.path, where.line) == ("fil.csv[survey]", 19)


def test_other_languages_come_as_translations(tmp_path: Path) -> None:
    found = catalogue_and_translations(READ, tmp_path)
    words = found.translations["nb"]
    assert words.wording(FORM.variable["height"].label) == "Høyde"
    assert words.wording(FORM.sections[0].help) == "Svar på alt."
    assert words.wording(FORM.groups["grid"].columns[0][1]) == "Hver dag"


def test_what_is_written_keeps_the_cells_of_the_source(tmp_path: Path) -> None:
    found = catalogue_and_translations(READ, tmp_path)
    rows = rows_of(XLSFORM.write(found.catalogue, WriteOptions(translations=found.translations)).content)
    first = {row["name"]: row for row in rows_of(DATA) if row.get("name", "inner") != "inner"}
    for row in rows:
        for key, cell in row.items():
            if row.get("name") in first and not key.startswith("skjemaverk_") and key in first[row["name"]]:
                assert (key, cell.replace(" or_other", "")) == (key, first[row["name"]][key].replace(" or_other", ""))
    assert only(rows, "Name")["label::English (en)"] == "<b>Your</b> name"
    assert only(rows, "Name")["guidance_hint::English (en)"] == "Ask kindly"
    assert only(rows, "hours")["constraint"] == "regex(., '^[0-9]+$')"
    assert [row["type"] for row in rows][-4:] == ["acknowledge", "begin_repeat", "text", "end_repeat"]


def test_the_second_pass_is_the_same_as_the_first(tmp_path: Path) -> None:
    found = catalogue_and_translations(READ, tmp_path / "one")
    first = XLSFORM.write(found.catalogue, WriteOptions(translations=found.translations)).content
    again = catalogue_and_translations(XLSFORM.read(first, OPTIONS), tmp_path / "two")
    assert XLSFORM.write(again.catalogue, WriteOptions(translations=again.translations)).content == first
    converted(first)


def test_the_files_are_canonical_and_the_catalogue_has_no_errors(tmp_path: Path) -> None:
    assert_canonical(READ.files)
    assert not is_broken(loaded(READ.files, tmp_path).findings)


# ---- spellings ----


@pytest.mark.parametrize(
    ("headings", "language"),
    [
        ("| command | tag | caption |", "en"),
        ("| Type | Name | label:English |", "en"),
        ("| type | name | label::Norsk nynorsk |", "nn"),
        ("| type | name | label : French (fr) |", "fr"),
    ],
)
def test_columns_are_known_under_all_their_names(headings: str, language: str) -> None:
    catalogue = catalogue_of_files(XLSFORM.read(xlsform(f"{headings}\n| text | a | A |"), OPTIONS))
    assert [(v.name, v.label.source) for v in catalogue.forms[0].variables] == [("a", "A")]
    assert catalogue.languages.source == language


def test_a_language_that_nobody_knows_is_told() -> None:
    survey = "| type | name | label::English | label::Klingon |\n| text | a | A | B |"
    assert "which language 'Klingon' is" in messages(XLSFORM.read(xlsform(survey), OPTIONS), "unknown-language")


@pytest.mark.parametrize("relevant", ["relevant", "bind::relevant", "relevance", "Relevant"])
def test_conditions_are_known_under_all_their_names(relevant: str) -> None:
    survey = f"| type | name | label | {relevant} |\n| integer | a | A | |\n| text | b | B | ${{a}} > 1 |"
    form = catalogue_of_files(XLSFORM.read(xlsform(survey), OPTIONS)).forms[0]
    assert to_text(form.variable["b"].enable_when.node) == "a > 1"


def test_a_circle_is_opened_and_told(tmp_path: Path) -> None:
    survey = """
    | type | name | label | relevant |
    | integer | a | A | ${b} > 1 |
    | integer | b | B | ${a} > 1 |
    | begin_group | g | G | ${c} > 1 |
    | integer | c | C | |
    | end_group | | | |
    """
    read = XLSFORM.read(xlsform(survey), OPTIONS)
    assert "waits for itself" in messages(read, "logic-kept")
    assert not is_broken(loaded(read.files, tmp_path).findings)
    assert [
        row.get("relevant") for row in rows_of(XLSFORM.write(catalogue_of_files(read), WriteOptions()).content)
    ] == [
        "${b} > 1",
        "${a} > 1",
        "${c} > 1",
        None,
        None,
    ]


def test_two_languages_of_catalogues_and_several_forms_make_an_archive() -> None:
    two = catalogue_of(form_of(SAMPLES["text"]), form_of(SAMPLES["code"]).replace("form: skjema", "form: annet"))
    written = XLSFORM.write(two, WriteOptions()).content
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert archive.namelist() == ["test.skjema.xlsx", "test.annet.xlsx"]
    assert [form.name for form in catalogue_of_files(XLSFORM.read(written, OPTIONS)).forms] == ["skjema", "annet"]


# ---- what only we read ----

OURS = """
- {name: a, label: A, type: integer, min: 0, soft_min: 2, max: 10, unit: cm, missing: {unknown: {code: 99}}}
- {name: b, label: B, type: code, codes: {1: Ja, 9: {label: Ukjent, missing: unknown}}, enable_when: "a in (1, 2)"}
- {name: c, label: C, type: decimal, decimals: 1, calculate: "case when b = 1 then a / 3 end"}
- {name: d, label: D, type: text, enable_when: b <> 1, otherwise: ukjent}
"""
RULES = """
- {rule: r, require: "a + c < 100", severity: hard, message: Sum.}
- {rule: s, require: a <> 3, severity: soft, message: Tre?}
"""


def test_everything_of_ours_comes_back() -> None:
    catalogue = catalogue_of(form_of(OURS, RULES))
    again = reread(catalogue)
    assert _said(again.forms[0]) == _said(catalogue.forms[0])


def _said(form: Form) -> object:
    variables = [
        (
            *(
                v.name,
                v.type,
                v.limits,
                v.unit,
                v.missing,
                len(v.codes),
                v.otherwise,
                v.decimals,
                v.category,
                v.purpose,
            ),
            *(e and e.node for e in (v.enable_when, v.calculate, v.required_when, v.prefill)),
        )
        for v in form.variables
    ]
    return variables, {(rule.name, rule.require.node, rule.severity, rule.message.source) for rule in form.rules}


def test_a_change_in_the_workbook_counts_more_than_what_we_once_wrote() -> None:
    written = XLSFORM.write(catalogue_of(form_of(OURS, RULES)), WriteOptions()).content
    rows = rows_of(written)
    assert only(rows, "b")["relevant"] == "${a} = 1 or ${a} = 2"
    assert only(rows, "b")["skjemaverk_enable_when"] == "a in (1, 2)"
    changed = [{**row, "relevant": "${a} = 3"} if row.get("name") == "b" else row for row in rows]
    headings = list(dict.fromkeys(key for row in changed for key in row))
    survey = NewSheet("survey", headings, [[row.get(key) for key in headings] for row in changed])
    choices = rows_of(written, "choices")
    choice_headings = list(dict.fromkeys(key for row in choices for key in row))
    listed = NewSheet("choices", choice_headings, [[row.get(key) for key in choice_headings] for row in choices])
    read = XLSFORM.read(workbook(survey, listed), OPTIONS)
    assert to_text(catalogue_of_files(read).forms[0].variable["b"].enable_when.node) == "a = 3"
    assert "read anew" in messages(read, "logic-changed")


def test_a_name_of_another_form_is_told_when_the_form_is_read_alone() -> None:
    other = form_of("- {name: b, label: B, type: integer}").replace("form: skjema", "form: annet")
    questions = """
    - {name: a, label: A, type: text, enable_when: annet.b = 1}
    - {name: c, label: C, type: integer, calculate: annet.b + 1}
    """
    written = XLSFORM.write(catalogue_of(form_of(questions), other), WriteOptions(("test.skjema",))).content
    told = [found for found in XLSFORM.read(written, OPTIONS).findings if found.slug == "logic-left-out"]
    assert [(found.at.path, found.at.line, found.message) for found in told] == [
        (
            *("fil.csv[survey]", line),
            f"'{text}' cannot be used here and is left out: There is no 'annet.b' here. Write it by hand.",
        )
        for line, text in ((3, "annet.b = 1"), (4, "annet.b + 1"))
    ]


def test_limits_of_what_is_computed_come_back() -> None:
    computed = """
    - {name: a, label: A, type: integer}
    - {name: b, label: B, type: integer, calculate: a + 1, min: 1, soft_max: 5, max: 9}
    - {name: c, label: C, type: text, calculate: "case when a = 1 then 'x' end", max_length: 5}
    """
    catalogue = catalogue_of(form_of(computed))
    rows = rows_of(XLSFORM.write(catalogue, WriteOptions()).content)
    assert [row.get("constraint") for row in rows] == [None] * len(rows)
    before, after = (found.forms[0].variables for found in (catalogue, reread(catalogue)))
    assert list(map(_whole, after)) == list(map(_whole, before))


def test_what_only_a_question_can_have_is_told_of_a_calculation(tmp_path: Path) -> None:
    survey = """
    | type | name | label | calculation | required | constraint | default |
    | integer | a | A | | | | |
    | calculate | b | | ${a} + 1 | yes | . > 3 | 5 |
    """
    read = XLSFORM.read(xlsform(survey), OPTIONS)
    told = messages(read, "without-effect").splitlines()
    assert [(found.at.line, found.at.column) for found in read.findings if found.slug == "without-effect"] == [
        (3, 5),
        (3, 6),
        (3, 7),
    ]
    assert told[0] == (
        "'b' is computed and never asked, so its condition of what is required has no effect here."
        " Take it away, or ask for it."
    )
    assert not is_broken(loaded(read.files, tmp_path).findings)


BAD_CELLS = ["[[[[", "{}", '{"unknown": 5}', "9" * 40, "today(", "{" * 3000, "true", "2020-13-01", '{"from": 1}']


@pytest.mark.parametrize("cell", BAD_CELLS)
def test_nonsense_in_our_own_columns_is_as_if_it_were_not_there(cell: str, tmp_path: Path) -> None:
    keys = ["missing", "soft_min", "collected", "retired", "aliases", "otherwise", "decimals", "display", "identifies"]
    head = ["type", "name", "label", *(f"skjemaverk_{key}" for key in keys)]
    data = workbook(NewSheet("survey", head, [["decimal", "a", "A", *([cell] * len(keys))]]))
    assert not is_broken(loaded(XLSFORM.read(data, OPTIONS).files, tmp_path).findings)


# ---- what others read ----


@pytest.mark.parametrize("construct", sorted(set(SAMPLES) - {"system", "ski"}))
def test_every_construct_converts_without_a_warning(construct: str) -> None:
    catalogue = sample(construct)
    converted(XLSFORM.write(catalogue, WriteOptions(translations=in_nynorsk(catalogue))).content)


def test_words_that_look_like_a_reference_are_none() -> None:
    odd = catalogue_of(form_of('- {name: a, label: "Pris ${kroner} og ${a}", type: text}'))
    written = XLSFORM.write(odd, WriteOptions()).content
    assert only(rows_of(written), "a")["label::Norsk bokmål (nb)"] == "Pris $ {kroner} og ${a}"
    converted(written)


def test_a_calculation_without_words_there_is_hidden_and_nothing_counts_with_it() -> None:
    catalogue = catalogue_of(
        form_of(
            """
            - {name: a, label: A, type: integer, missing: {unknown: {}}}
            - {name: b, label: B, type: boolean, calculate: "missing_reason(a) = 'unknown'"}
            - {name: c, label: C, type: text, enable_when: b}
            """
        )
    )
    written = XLSFORM.write(catalogue, WriteOptions())
    rows = rows_of(written.content)
    assert (only(rows, "b")["type"], "relevant" in only(rows, "c")) == ("hidden", False)
    told = "\n".join(found.message for found in written.findings)
    assert "'test.skjema.b': 'missing_reason(a) = 'unknown'' cannot be written" in told
    assert "'test.skjema.c': 'b' cannot be written" in told
    converted(written.content)
    assert _said(reread(catalogue).forms[0]) == _said(catalogue.forms[0])


@pytest.fixture(scope="module")
def nkr() -> Loaded:
    return loaded_nkr()


@pytest.mark.slow
def test_every_form_of_the_registry_converts_without_a_warning_and_passes_odks_own_validator(nkr: Loaded) -> None:
    for form in nkr.catalogue.forms:
        written = XLSFORM.write(nkr.catalogue, WriteOptions((form.address,), nkr.translations))
        converted(written.content, validate=True)


def test_a_form_of_the_registry_converts_without_a_warning(nkr: Loaded) -> None:
    converted(XLSFORM.write(nkr.catalogue, WriteOptions(("deformitet.kirurgoppfolging",), nkr.translations)).content)


# ---- whatever comes ----

NAMES = st.sampled_from(["a", "b", "c_1", "d"])
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=15
)
LABELS = TEXTS.map(lambda text: " ".join(text.replace("<", "(").replace("&", "+").split())).filter(
    lambda text: text and "${" not in text and not text.startswith(("=", "#", "@", "+", "-"))
)
ATTRIBUTES = st.fixed_dictionaries(
    {},
    optional={
        "required": st.just(True),
        "help": LABELS,
        "enable_when": st.sampled_from(["z = 1", "z <> 1", "z is null", "z between 1 and 3", "not (z > 2)"]),
        "identifies": st.just("direct"),
    },
)
KINDS = st.sampled_from(
    [
        {"type": "text", "max_length": 20},
        {"type": "longtext"},
        {"type": "integer", "min": -5, "max": 9, "soft_max": 7, "unit": "cm"},
        {"type": "decimal", "decimals": 2, "min": 0.25},
        {"type": "boolean"},
        {"type": "date", "max": "today()"},
        {"type": "time"},
        {"type": "datetime"},
        {"type": "code", "codes": {1: "En", 2: "To"}},
        {"type": "code", "codes": {"x": "Eks", "y": {"label": "Ukjent", "missing": "unknown"}}},
    ]
)
QUESTIONS = st.lists(st.tuples(NAMES, LABELS, KINDS, ATTRIBUTES), min_size=1, max_size=4, unique_by=lambda row: row[0])


@given(QUESTIONS)
@settings(max_examples=25, deadline=None)
def test_what_it_carries_comes_back(questions: list[tuple[str, str, dict[str, object], dict[str, object]]]) -> None:
    entries = [{"name": name, "label": label, **kind, **extra} for name, label, kind, extra in questions]
    entries.insert(0, {"name": "z", "label": "Z", "type": "integer"})
    catalogue = catalogue_of(form_of(yaml.safe_dump(entries, allow_unicode=True)))
    again = reread(catalogue)
    told = [_whole(variable) for variable in again.forms[0].variables]
    assert told == [_whole(variable) for variable in catalogue.forms[0].variables]


def _whole(variable: Variable) -> object:
    expressions = (variable.enable_when, variable.required_when, variable.calculate, variable.limits.max)
    codes = variable.codelist.codes if variable.codelist else ()
    return (
        *(variable.name, variable.label.source, variable.help and variable.help.source, variable.type),
        *(variable.decimals, variable.limits.min, variable.limits.soft_max, variable.max_length, variable.unit),
        [(code.value, code.label.source, code.missing) for code in codes],
        *(variable.required, variable.identifies),
        *(getattr(expression, "node", expression) for expression in expressions),
    )


BASE = """
- {name: n, label: N, type: integer}
- {name: m, label: M, type: integer, max: 9}
- {name: x, label: X, type: code, codes: {1: En, 2: To}}
- {name: u, label: U, type: code, codes: {1: En, 2: {label: Ukjent, missing: unknown}}}
"""
LOGIC = st.sampled_from(
    [
        *(("enable_when", each) for each in ("{0} = 1", "{0} <> 1", "{0} is null", "{0} in (1, 2)", "not ({0} > {1})")),
        *(("calculate", each) for each in ("{0} + {1}", "sum_answered({0}, {1})", "floor({0} / 3)", "{0} * {0}")),
    ]
)


@given(st.lists(st.tuples(LOGIC, st.permutations(["n", "m", "x", "u"])), min_size=2, max_size=5))
@settings(max_examples=15, deadline=None)
def test_a_row_says_the_same_whatever_stands_before_it(said: list[tuple[tuple[str, str], list[str]]]) -> None:
    """For what is found of one row holds for all of its shape."""
    questions = [
        f"- {{name: q{place}, label: Q, type: integer, {key}: '{template.format(*names)}'}}\n"
        for place, ((key, template), names) in enumerate(said)
    ]
    together = rows_of(XLSFORM.write(catalogue_of(form_of(BASE + "".join(questions))), WriteOptions()).content)
    for place, question in enumerate(questions):
        alone = rows_of(XLSFORM.write(catalogue_of(form_of(BASE + question)), WriteOptions()).content)
        assert only(together, f"q{place}") == only(alone, f"q{place}")


CELLS = st.sampled_from(
    [
        *("text", "integer", "select_one l", "select_multiple l", "begin_group", "end_group", "begin_repeat"),
        *("end_repeat", "calculate", "note", "range", "rank l", "date", "a", "b", "A", "", "${a} > 1", "${b} = ''"),
        *("today()", "yes", ". > 1 and . < 9", "selected(${a}, 'x')", "start=0 end=5 step=1", "((((", "x", "1"),
        *("table-list", "hidden", "${a"),
    ]
)
HEADS = ["type", "name", "label", "relevant", "constraint", "calculation", "required", "appearance", "parameters"]
HEADS += ["default", "list_name", "trigger", "label::nn", "skjemaverk_check", "skjemaverk_calculate", "bind::type"]


@given(st.lists(st.lists(CELLS, min_size=len(HEADS), max_size=len(HEADS)), max_size=7), st.booleans())
@settings(max_examples=30, deadline=None)
def test_no_sheet_crashes_the_reader_and_what_comes_in_is_right(rows: list[list[str]], has_choices: bool) -> None:
    choices = NewSheet("choices", ["list_name", "name", "label"], [["l", "x", "X"], ["l", "1", "En"]])
    sheets = [NewSheet("survey", HEADS, rows), *([choices] if has_choices else [])]
    read = XLSFORM.read(workbook(*sheets), OPTIONS)
    if read.files:
        XLSFORM.write(catalogue_of_files(read), WriteOptions())


@given(st.binary(max_size=300), st.integers(0, 1_000_000))
@settings(max_examples=40, deadline=None)
def test_no_bytes_crash_the_reader(noise: bytes, place: int) -> None:
    where = place % len(DATA)
    for data in (noise, DATA[:where] + noise + DATA[where + len(noise) :], DATA[:where]):
        XLSFORM.read(data, OPTIONS)
