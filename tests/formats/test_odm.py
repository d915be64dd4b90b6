"""A catalogue goes out as ODM, valid against the published schemas, and comes in again as it was."""

import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring, tostring

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.expressions.printer import to_text
from catalogue.findings import is_broken
from catalogue.formats import FORMATS
from catalogue.formats.constructs import CONSTRUCTS
from catalogue.formats.declaring import declared, declared_files
from catalogue.formats.odm.formal import asked_when
from catalogue.formats.odm.ours import decoded_value, encoded
from catalogue.formats.pages import page
from catalogue.formats.records import ReadOptions, WriteOptions
from catalogue.model import Catalogue
from catalogue.source.loader import Loaded
from catalogue.texts import Translations
from engine.compilers.python import compile_expression
from tests.catalogues import MODULE, catalogue_of, form_of
from tests.engine.clinic import TODAY
from tests.formats.odm_schemas import VERSIONS, dangling, errors
from tests.formats.reading import OPTIONS, assert_canonical, catalogue_of_files, loaded
from tests.formats.test_fates import SAMPLES, in_nynorsk, sample
from tests.nkr import loaded_nkr

GROUPS = ("checklist", "matrix", "instrument")
NAMESPACES = {"odm": "{http://www.cdisc.org/ns/odm/v1.3}", "odm2": "{http://www.cdisc.org/ns/odm/v2.0}"}


def written(version: str, catalogue: Catalogue, translations: dict[str, Translations] | None = None) -> bytes:
    return FORMATS[version].write(catalogue, WriteOptions(translations=translations or {})).content


def element(version: str, content: bytes, name: str, oid: str) -> Element:
    """The element of this name and OID."""
    found = fromstring(content).iter(NAMESPACES[version] + name)
    return next(part for part in found if part.get("OID") == oid)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_every_construct_is_valid_and_comes_back(version: str, construct: str) -> None:
    catalogue = sample(construct)
    content = written(version, catalogue, in_nynorsk(catalogue))
    assert errors(version, content) == []
    assert dangling(content) == []
    read = FORMATS[version].read(content, OPTIONS)
    assert read.findings == ()
    assert_canonical(read.files)
    assert catalogue_of_files(read) == catalogue


@pytest.fixture(scope="module")
def registry() -> Loaded:
    return loaded_nkr()


@pytest.fixture(scope="module")
def registry_files(registry: Loaded) -> dict[str, str]:
    """The registry's pages and tables as they are declared again."""
    assert registry.catalogue is not None
    documents, _ = declared(registry.catalogue, registry.catalogue.forms)
    return declared_files(documents, {})


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
def test_every_form_of_the_registry_is_valid_and_comes_back(
    version: str, registry: Loaded, registry_files: dict[str, str]
) -> None:
    assert registry.catalogue is not None
    content = written(version, registry.catalogue, dict(registry.translations))
    assert errors(version, content) == []
    assert dangling(content) == []
    read = FORMATS[version].read(content, OPTIONS)
    assert read.findings == ()
    assert {path: text for path, text in read.files.items() if not path.endswith(".po")} == registry_files


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
def test_the_whole_registry_is_the_same_with_its_translations(version: str, registry: Loaded, tmp_path: Path) -> None:
    assert registry.catalogue is not None
    content = written(version, registry.catalogue, dict(registry.translations))
    again = loaded(FORMATS[version].read(content, OPTIONS).files, tmp_path)
    assert again.catalogue == registry.catalogue
    for language, translations in registry.translations.items():
        texts = {address: entry.text for address, entry in translations.entries.items() if entry.text}
        assert {address: again.translations[language].entries[address].text for address in texts} == texts
    assert written(version, again.catalogue, dict(again.translations)) == content


def test_a_form_that_is_written_alone_has_what_it_uses_and_tells_what_it_reads_elsewhere() -> None:
    first = form_of("- {name: dato, label: Dato, type: date}").replace("skjema", "foerste")
    second = form_of(
        "- {name: a, label: A, type: code, codelist: ja_nei}\n- {name: b, label: B, type: date, min: foerste.dato}"
    )
    module = MODULE.replace("title: Forløp", "title: Forløp, anchor: foerste.dato")
    lists = "codelists: {ja_nei: {codes: {0: Nei, 1: Ja}}, andre: {codes: {1: En, 2: To}}}"
    catalogue = catalogue_of(first, second, lists, module=module)
    written = FORMATS["odm"].write(catalogue, WriteOptions(("test.skjema",)))
    assert errors("odm", written.content) == []
    assert [found.message.partition(":")[0] for found in written.findings] == ["'test'", "'test.skjema.b'"]
    read = FORMATS["odm"].read(written.content, OPTIONS)
    assert "andre" not in read.files["test/codelists.yaml"]
    assert "anchor" not in read.files["test/test/module.yaml"]


# ---- The standard's own words, which any other program understands ----

WORDS = """
    - name: alder
      label: Alder
      help: Hele år
      type: integer
      unit: år
      min: 18
      soft_max: 90
      max: today_is
      required: true
      aliases: {openqreg: ALDER}
    - {name: today_is, label: Grense, type: integer}
    - {name: royk, label: Røyker du?, type: code, codes: {1: Ja, 2: Nei, 9: {label: Ukjent, missing: unknown}}}
    - {name: antall, label: Hvor mange?, type: decimal, decimals: 1, enable_when: royk = 1}
    - {name: sum, label: Sum, type: decimal, decimals: 2, calculate: antall * 7}
    - {checklist: syk, label: Sykdommer, ticks: {a: Astma, b: Bronkitt}, enable_when: alder > 20}
"""
RULES = "- {rule: nok, require: antall < alder, severity: soft, message: Så mange?}"
CATALOGUE = catalogue_of(form_of(WORDS, RULES))
CONTENTS = {version: written(version, CATALOGUE) for version in VERSIONS}


def texts(version: str, part: Element, path: str) -> list[str]:
    steps = "/".join(NAMESPACES[version] + step for step in path.split("/"))
    return ["".join(found.itertext()) for found in part.iterfind(steps)]


@pytest.mark.parametrize("version", VERSIONS)
def test_an_item_says_what_is_asked_and_what_it_may_be(version: str) -> None:
    item = element(version, CONTENTS[version], "ItemDef", "I.test.skjema.alder")
    assert (item.get("Name"), item.get("DataType")) == ("alder", "integer")
    assert texts(version, item, "Question/TranslatedText") == ["Alder"]
    described = {"odm": "Description", "odm2": "CRFCompletionInstructions"}[version]
    assert texts(version, item, f"{described}/TranslatedText") == ["Hele år"]
    checks = [
        (check.get("Comparator"), check.get("SoftHard"), "".join(check.itertext()).strip())
        for check in item.iter(NAMESPACES[version] + "RangeCheck")
    ]
    assert checks == [
        ("GE", "Hard", "18"),
        ("LE", "Soft", "90"),
        (None, "Hard", "alder <= (today_is)"),
    ]
    assert [alias.get("Name") for alias in item if alias.get("Context") == "openqreg"] == ["ALDER"]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_rule_stands_at_the_last_item_it_reads(version: str) -> None:
    item = element(version, CONTENTS[version], "ItemDef", "I.test.skjema.antall")
    assert texts(version, item, "RangeCheck/ErrorMessage/TranslatedText") == ["Så mange?"]
    assert [text.strip() for text in texts(version, item, "RangeCheck/FormalExpression")] == ["antall < alder"]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_condition_says_when_not_to_ask(version: str) -> None:
    condition = element(version, CONTENTS[version], "ConditionDef", "C.test.skjema.antall")
    assert texts(version, condition, "Description/TranslatedText") == ["Not collected unless: «Røyker du?» = 1"]
    assert [text.strip() for text in texts(version, condition, "FormalExpression")] == ["(royk = 1) is not true"]
    refs = fromstring(CONTENTS[version]).iter(NAMESPACES[version] + "ItemRef")
    left_out = {ref.get("ItemOID"): ref.get("CollectionExceptionConditionOID") for ref in refs}
    assert left_out["I.test.skjema.antall"] == "C.test.skjema.antall"
    assert left_out["I.test.skjema.royk"] is None


@pytest.mark.parametrize("version", VERSIONS)
def test_a_list_has_its_values_in_order(version: str) -> None:
    codelist = element(version, CONTENTS[version], "CodeList", "CL.test.skjema.royk")
    items = list(codelist.iter(NAMESPACES[version] + "CodeListItem"))
    assert [(item.get("CodedValue"), item.get("OrderNumber")) for item in items] == [("1", "1"), ("2", "2"), ("9", "3")]
    assert texts(version, codelist, "CodeListItem/Decode/TranslatedText") == ["Ja", "Nei", "Ukjent"]
    assert codelist.get("DataType") == "integer"


def test_in_2_0_a_unit_is_an_item_beside_what_is_measured_in_it() -> None:
    section = element("odm2", CONTENTS["odm2"], "ItemGroupDef", "IG.test.skjema.del")
    units = {ref.get("ItemOID"): ref.get("UnitsItemOID") for ref in section.iter(NAMESPACES["odm2"] + "ItemRef")}
    assert units["I.test.skjema.alder"] == "MU.år"
    assert "MU.år" in units


def test_in_2_0_groups_lie_in_each_other_and_in_1_3_after_each_other() -> None:
    inner = "IG.test.skjema.del.syk"
    section = element("odm2", CONTENTS["odm2"], "ItemGroupDef", "IG.test.skjema.del")
    assert [ref.get("ItemGroupOID") for ref in section if ref.get("ItemGroupOID")] == [inner]
    form = element("odm", CONTENTS["odm"], "FormDef", "F.test.skjema")
    assert [ref.get("ItemGroupOID") for ref in form if ref.get("ItemGroupOID")] == ["IG.test.skjema.del", inner]


def test_in_2_0_a_timepoint_is_due_some_days_after_the_event_with_the_anchor_date() -> None:
    module = MODULE.replace("title: Forløp", "title: Forløp, anchor: skjema.dato").replace(
        "{title: Etter 3 måneder}", "{title: Etter 3 måneder, due: 90 days, opens: 75 days, closes: 180 days}"
    )
    catalogue = catalogue_of(form_of("- {name: dato, label: Dato, type: date}"), module=module)
    content = written("odm2", catalogue)
    assert errors("odm2", content) == []
    (timing,) = fromstring(content).iter(NAMESPACES["odm2"] + "RelativeTimingConstraint")
    assert (timing.get("PredecessorOID"), timing.get("SuccessorOID")) == ("SE.test.preop", "SE.test.m3")
    windows = [timing.get(f"Timepoint{part}") for part in ("PreWindow", "RelativeTarget", "PostWindow")]
    assert windows == ["P15D", "P90D", "P90D"]
    assert FORMATS["odm2"].read(content, OPTIONS).findings == ()
    assert catalogue_of_files(FORMATS["odm2"].read(content, OPTIONS)) == catalogue


@pytest.mark.parametrize("version", VERSIONS)
def test_either_name_reads_either_version(version: str) -> None:
    assert {FORMATS[name].read(CONTENTS[version], OPTIONS).files["test/test/skjema.yaml"] for name in VERSIONS} == {
        FORMATS[version].read(CONTENTS[version], OPTIONS).files["test/test/skjema.yaml"]
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_what_another_program_has_changed_is_read(version: str) -> None:
    changed = (
        CONTENTS[version]
        .replace(b"<CheckValue>18<", b"<CheckValue>21<")
        .replace("Røyker du?".encode(), "Røyker du nå?".encode())
    )
    again = catalogue_of_files(FORMATS[version].read(changed, OPTIONS)).forms[0].variable
    assert again["alder"].limits.min == 21
    assert again["royk"].label.source == "Røyker du nå?"


# ---- Conditions turned round ----

EXCEPTIONS = {
    "(a = 1) is not true": "a = 1",
    "a = 1": "(a = 1) is not true",
    "(a = 1) is not true and (b = 2) is not true": "((a = 1) is not true and (b = 2) is not true) is not true",
    "(a = ')') is not true": "a = ')'",
}


@pytest.mark.parametrize(("exception", "asked"), EXCEPTIONS.items())
def test_an_exception_of_ours_is_a_condition(exception: str, asked: str) -> None:
    assert asked_when((("skjemaverk", exception),)) == asked


def test_an_exception_in_another_language_is_none() -> None:
    assert asked_when((("XPath", "a = 1"), ("", "a = 1"))) is None


def test_what_is_left_out_on_an_exception_is_asked_for_every_other_answer_and_for_none() -> None:
    form = form_of("- {name: a, label: A, type: boolean}\n- {name: b, label: B, type: text, enable_when: a}")
    content = written("odm", catalogue_of(form)).replace(b"(a) is not true", b"not a")
    again = catalogue_of_files(FORMATS["odm"].read(content, OPTIONS)).forms[0].variable["b"].enable_when
    assert again is not None
    assert to_text(again.node) == "(not a) is not true"
    asked = [compile_expression(again.node)({"a": value}, {}, TODAY) for value in (True, False, None)]
    assert asked == [True, False, True]


# ---- Anything at all ----

TEXT = st.text(st.sampled_from("aÆ9 <>&'\"{}[]\n:#-|é😀\\"), min_size=1, max_size=12).map(str.strip).filter(bool)
NUMBER = st.integers(0, 10**6)
ANSWERS: dict[str, dict[str, Any]] = {
    "boolean": {},
    "text": {"max_length": st.integers(1, 999).map(str)},
    "longtext": {},
    "date": {"min": st.dates().filter(lambda day: 1800 < day.year < 2200).map(str)},
    "time": {},
    "datetime": {},
    "integer": {"min": NUMBER.map(str), "soft_max": NUMBER.map(lambda n: str(10**6 + n)), "unit": TEXT},
    "decimal": {"decimals": st.sampled_from("123456789"), "unit": TEXT},
    "code": {},
}
COMMON = {
    "help": TEXT,
    "required": st.just("true"),
    "source": TEXT,
    "identifies": st.sampled_from(["direct", "indirect"]),
    "missing": st.just({"unknown": {}}),
    "aliases": st.dictionaries(st.sampled_from(["openqreg", "rapporteket"]), TEXT, min_size=1),
    "extras": st.dictionaries(st.just("redcap"), st.dictionaries(TEXT, TEXT, min_size=1), min_size=1),
    "enable_when": st.just("foerst"),
}


@st.composite
def variables(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(ANSWERS)))
    optional = draw(st.fixed_dictionaries({}, optional={**ANSWERS[kind], **COMMON}))
    codes = {"codes": draw(st.dictionaries(TEXT, TEXT, min_size=1, max_size=3))} if kind == "code" else {}
    return {"label": draw(TEXT), "type": kind, **codes, **optional}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(VERSIONS), st.lists(variables(), max_size=4), TEXT, TEXT)
def test_whatever_is_declared_is_valid_and_comes_back(
    version: str, entries: list[dict[str, Any]], title: str, message: str
) -> None:
    named = [{"name": f"v{number}", **entry} for number, entry in enumerate(entries)]
    form = {
        **yaml.safe_load(form_of("- {name: foerst, label: F, type: boolean}")),
        "title": title,
        "rules": [{"rule": "r", "require": "foerst", "severity": "hard", "message": message}],
    }
    form["sections"][0]["variables"] += named
    catalogue = catalogue_of(page(form))
    content = written(version, catalogue)
    assert errors(version, content) == []
    again = catalogue_of_files(FORMATS[version].read(content, OPTIONS))
    assert again == catalogue
    assert [variable.extras for _, variable in again.variables()] == [v.extras for _, v in catalogue.variables()]
    assert written(version, again) == content


@given(st.recursive(TEXT, lambda inside: st.lists(inside, max_size=3) | st.dictionaries(TEXT, inside, max_size=3)))
def test_every_value_of_a_document_goes_through_an_alias(value: Any) -> None:
    assert decoded_value(encoded(value)) == value


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(VERSIONS), st.binary(max_size=40), st.integers(0, 20_000), st.integers(0, 200))
def test_any_bytes_are_read_or_refused(version: str, noise: bytes, place: int, length: int) -> None:
    data = CONTENTS[version]
    for damaged in (noise, data[:place], data[:place] + noise + data[place + length :]):
        read = FORMATS[version].read(damaged, OPTIONS)
        assert read.files or is_broken(read.findings)


@pytest.mark.parametrize("version", VERSIONS)
def test_what_another_program_has_changed_of_an_instrument_or_a_matrix_is_told(version: str) -> None:
    for construct, label in (("instrument", "Andre"), ("matrix", "Rad")):
        content = written(version, sample(construct))
        assert FORMATS[version].read(content, OPTIONS).findings == ()
        changed = content.replace(f">{label}<".encode(), b">Ny<")
        told = FORMATS[version].read(changed, OPTIONS).findings
        assert {finding.slug for finding in told} == {"not-read"}


MIXED = {
    version: written(
        version, catalogue_of(form_of("".join(SAMPLES[kind] for kind in GROUPS)), SAMPLES["ski"], SAMPLES["system"])
    )
    for version in VERSIONS
}
VALUES = [
    "",
    "0",
    "x",
    "Yes",
    "No",
    "-1",
    "1e400",
    "nan",
    "2019-13-01",
    '{"a": ',
    "[[1]]",
    "{}",
    "(",
    "skjemaverk",
    "text",
    "../../../etc",
    '{"catalogue": "../x", "languages": {"source": "nb"}}',
    '{"catalogue": {}, "languages": []}',
    '{"catalogue": "x", "languages": {"source": "nb", "required": {}}, "categories": 1}',
    '{"module": 1, "episode": [], "timepoints": 2}',
    '{"items": {"a": 1}, "scores": "x"}',
    '{"items": 7}',
    '[{"rule": []}]',
    '{"system": "..", "keys": 3}',
]
PATH = re.compile(
    r"variables\.yaml|([a-z][a-z0-9_]*/)+[a-z0-9_]+\.(yaml|csv)|([a-z0-9_]+/)+locale/[a-z]+/LC_MESSAGES/catalogue\.po"
)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(VERSIONS), st.sampled_from(["Alias", ""]), st.data())
def test_any_attribute_may_say_anything(version: str, name: str, data: st.DataObject) -> None:
    root = fromstring(MIXED[version])
    parts = [part for part in root.iter() if part.attrib and part.tag.endswith(name)]
    for _ in range(data.draw(st.integers(1, 6))):
        part = data.draw(st.sampled_from(parts))
        part.set(data.draw(st.sampled_from(sorted(part.attrib))), data.draw(st.sampled_from(VALUES)))
    read = FORMATS[version].read(tostring(root), OPTIONS)
    assert read.files or is_broken(read.findings)
    assert [path for path in read.files if not PATH.fullmatch(path)] == []


def test_the_name_and_title_asked_for_are_for_files_of_others() -> None:
    read = FORMATS["odm"].read(CONTENTS["odm"], ReadOptions("fil.xml", "annet", "Annet"))
    assert catalogue_of_files(read).name == "test"
    assert catalogue_of_files(read).title.source == "Testregister"
