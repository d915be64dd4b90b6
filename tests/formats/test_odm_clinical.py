"""Answers go out as clinical data, valid against the published schemas, and come in again as they were."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.findings import is_broken
from catalogue.formats import FORMATS
from catalogue.formats.answers import AnswerFormat, AnswerRow, Value
from catalogue.formats.odm.clinical import ANSWERS
from catalogue.formats.records import WriteOptions
from tests.catalogues import catalogue_of, form_of
from tests.formats.odm_schemas import VERSIONS, errors
from tests.formats.reading import FILES, OPTIONS, catalogue_of_files
from tests.formats.test_fates import SAMPLES

CATALOGUE = catalogue_of(
    form_of(
        """
        - {name: ja, label: J, type: boolean}
        - {name: antall, label: A, type: integer, unit: cm, missing: {unknown: {}}}
        - {name: vekt, label: V, type: decimal, decimals: 2}
        - {name: kode, label: K, type: code, codes: {1: En, 2: To, 9: {label: Ukjent, missing: unknown}}}
        - {name: tekst, label: T, type: code, codes: {x: X, y: Y}}
        - {checklist: syk, label: Syk, ticks: {a: A, b: B}, missing: {unknown: {}}}
        - {name: prosedyre, label: P, type: coding, system: prove}
        - {name: dato, label: D, type: date}
        - {matrix: hvor, label: H, type: integer, rows: {r: R, s: S}, columns: {h: H}, missing: {declined: {}}}
        - {name: klokke, label: K, type: time}
        - {name: naar, label: N, type: datetime}
        - {instrument: ski}
        - {name: ord, label: O, type: longtext}
        """
    ).replace("[preop]", "[preop, m3]"),
    SAMPLES["system"],
    SAMPLES["ski"],
    "form: person\nper: patient\ntitle: Person\nrespondent: patient\ncategory: bakgrunn\npurpose: P\nsource: s\n"
    "sections: [{section: s, title: S, variables: [{name: foedt, label: F, type: date}]}]\n",
)
FORM, PERSON = CATALOGUE.form["test.skjema"], CATALOGUE.form["person"]
BY_VERSION: Mapping[str, AnswerFormat] = {answers.name: answers for answers in ANSWERS}
ROW = AnswerRow(
    episode="e1",
    timepoint="preop",
    values={
        "ja": True,
        "antall": 7,
        "vekt": 70.25,
        "kode": 2,
        "tekst": "x",
        "syk_a": True,
        "syk_b": False,
        "prosedyre": "ABC12",
        "dato": date(2024, 1, 31),
        "klokke": time(8, 30),
        "naar": datetime(2024, 1, 31, 8, 30),
        "ski_en": 3,
        "ski_to": 4,
        "ski_skaar": 7,
        "ord": 'Æ <b> & "x"\nny linje',
    },
    reasons={"hvor": "declined"},
    person="p1",
    centre="601",
    completed_at=datetime(2024, 2, 1, 12, 0, 30),
)
DRAFT = AnswerRow("e1", "m3", {"ja": False}, {"antall": "unknown", "syk": "unknown"}, "p1", "601", is_final=False)
ALONE = AnswerRow("e2", "preop", {"antall": 0})


def test_each_version_has_a_format() -> None:
    assert [answers.name for answers in ANSWERS] == list(VERSIONS)


@pytest.mark.parametrize("version", VERSIONS)
def test_rows_are_valid_and_come_back(version: str) -> None:
    rows = (ROW, DRAFT, ALONE)
    content = BY_VERSION[version].write(CATALOGUE, FORM, iter(rows))
    assert errors(version, content) == []
    read = BY_VERSION[version].read(content, CATALOGUE, FORM, "fil.xml")
    assert read.rows == rows
    assert read.findings == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_asked_of_a_person_has_no_episode(version: str) -> None:
    rows = (AnswerRow("", "", {"foedt": date(1950, 1, 1)}, person="p1"), AnswerRow("e2", "", {}, person="p2"))
    content = BY_VERSION[version].write(CATALOGUE, PERSON, rows)
    assert errors(version, content) == []
    assert BY_VERSION[version].read(content, CATALOGUE, PERSON, "fil.xml").rows == rows


@pytest.mark.parametrize("version", VERSIONS)
def test_either_format_reads_either_version(version: str) -> None:
    content = BY_VERSION[version].write(CATALOGUE, FORM, (ROW,))
    assert [BY_VERSION[name].read(content, CATALOGUE, FORM, "f").rows for name in VERSIONS] == [(ROW,), (ROW,)]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_oids_are_those_of_the_metadata(version: str) -> None:
    metadata = FORMATS[version].write(CATALOGUE, WriteOptions()).content.decode()
    data = BY_VERSION[version].write(CATALOGUE, FORM, (ROW,)).decode()
    for oid in (
        *("SE.test.preop", "F.test.skjema", "IG.test.skjema.del.syk", "I.test.skjema.ski_en"),
        *("CL.skjemaverk.flags", "CL.skjemaverk.flag_values"),
    ):
        assert f'"{oid}"' in metadata
        assert f'OID="{oid}"' in data


def test_the_rows_of_one_subject_stand_together() -> None:
    data = BY_VERSION["odm"].write(CATALOGUE, FORM, (ROW, DRAFT, ALONE)).decode()
    assert data.count("<SubjectData ") == 2
    assert 'SubjectKey="p1"' in data
    assert 'StudyEventRepeatKey="e1"' in data


def values_of(variable_type: str) -> st.SearchStrategy[Value]:
    texts = st.text(st.sampled_from("aÆ <>&'\"\n\t9é😀"), min_size=1, max_size=9).map(str.strip).filter(bool)
    strategies: dict[str, st.SearchStrategy[Any]] = {
        "boolean": st.booleans(),
        "integer": st.integers(-(10**12), 10**12),
        "decimal": st.floats(-1e12, 1e12).map(lambda number: round(number, 2)),
        "date": st.dates(date(1800, 1, 1), date(2200, 12, 31)),
        "time": st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
        "datetime": st.datetimes(datetime(1800, 1, 1)).map(lambda moment: moment.replace(second=0, microsecond=0)),
    }
    return strategies.get(variable_type, texts)


@st.composite
def rows_of(draw: st.DrawFn) -> AnswerRow:
    values: dict[str, Value] = {}
    reasons: dict[str, str] = {}
    for name, variables in FORM.reason_names.items():
        match draw(st.sampled_from(["value", "reason", "nothing"])):
            case "reason":
                reasons[name] = draw(st.sampled_from(["unknown", "declined", "not_asked", "not_collected"]))
            case "value":
                for variable in variables:
                    own = [st.just(code.value) for code in variable.codes]
                    values[variable.name] = draw(st.one_of(own) if own else values_of(variable.type))
    keys = st.text(st.sampled_from("abc123-<&"), min_size=1, max_size=5)
    return AnswerRow(
        episode=draw(keys),
        timepoint=draw(st.sampled_from(FORM.timepoints)),
        values=values,
        reasons=reasons,
        person=draw(st.just("") | keys),
        centre=draw(st.sampled_from(["", "601", "7"])),
        is_final=draw(st.booleans()),
        completed_at=draw(st.none() | st.datetimes(datetime(1900, 1, 1))),
    )


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(VERSIONS), st.lists(rows_of(), max_size=3))
def test_any_rows_are_valid_and_come_back(version: str, rows: list[AnswerRow]) -> None:
    content = BY_VERSION[version].write(CATALOGUE, FORM, rows)
    assert errors(version, content) == []
    assert list(BY_VERSION[version].read(content, CATALOGUE, FORM, "f").rows) == rows


CONTENT = {version: BY_VERSION[version].write(CATALOGUE, FORM, (ROW, DRAFT)) for version in VERSIONS}


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(VERSIONS), st.binary(max_size=20), st.integers(0, 6_000), st.integers(0, 60))
def test_any_bytes_are_read_or_refused(version: str, noise: bytes, place: int, length: int) -> None:
    data = CONTENT[version]
    for damaged in (noise, data[:place], data[:place] + noise + data[place + length :]):
        read = BY_VERSION[version].read(damaged, CATALOGUE, FORM, "f")
        assert read.rows or read.findings


# ---- Data of other systems ----

KNEE = catalogue_of_files(FORMATS["odm"].read((FILES / "odm.xml").read_bytes(), OPTIONS))
BASE = KNEE.form["prove.baseline_form"]
THEIRS = """<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" FileType="Snapshot" FileOID="D" ODMVersion="1.3">
<ClinicalData StudyOID="S.KNEE" MetaDataVersionOID="MDV.1">
<SubjectData SubjectKey="001"><StudyEventData StudyEventOID="SE.FIRST"><FormData FormOID="F.BASE">
<ItemGroupData ItemGroupOID="IG.DEMO">
%s
</ItemGroupData></FormData><FormData FormOID="F.PAIN"/></StudyEventData></SubjectData></ClinicalData></ODM>"""


def theirs(items: str) -> tuple[tuple[dict[str, Value], ...], list[str]]:
    read = BY_VERSION["odm"].read((THEIRS % items).encode(), KNEE, BASE, "fil.xml")
    return tuple(dict(row.values) for row in read.rows), [finding.slug for finding in read.findings]


ITEMS: dict[str, tuple[str, dict[str, Value], list[str]]] = {
    "under their own OIDs": ('<ItemData ItemOID="I.SEX" Value="F"/>', {"sex": "F"}, []),
    "typed elements": ('<ItemDataFloat ItemOID="I.HEIGHT">170.5</ItemDataFloat>', {"height": 170.5}, []),
    "a number with idle zeros": ('<ItemData ItemOID="I.AGE" Value="42.0"/>', {"age": 42}, []),
    "a boolean that is 1": ('<ItemData ItemOID="I.PREG" Value="1"/>', {"preg": True}, []),
    "a moment with zone and seconds": (
        '<ItemData ItemOID="I.VISIT" Value="2024-01-31T08:30:15+02:00"/>',
        {"visit_time": datetime(2024, 1, 31, 8, 30)},
        [],
    ),
    "nothing": ('<ItemData ItemOID="I.AGE" IsNull="Yes"/><ItemData ItemOID="I.SEX" Value=""/>', {}, []),
    "an item of nobody": ('<ItemData ItemOID="I.X" Value="1"/>', {}, ["unknown-item"]),
    "a code of nobody": ('<ItemData ItemOID="I.SEX" Value="Q"/>', {}, ["wrong-value"]),
    "no number": ('<ItemData ItemOID="I.AGE" Value="old"/>', {}, ["wrong-value"]),
    "an answer given twice": (
        '<ItemData ItemOID="I.AGE" Value="1"/><ItemData ItemOID="I.AGE" Value="2"/>',
        {"age": 1},
        ["repeats"],
    ),
}


@pytest.mark.parametrize("what", ITEMS)
def test_an_answer_of_another_system(what: str) -> None:
    items, values, slugs = ITEMS[what]
    assert theirs(items) == ((values,), slugs)


def test_subjects_of_others_are_episodes() -> None:
    row = BY_VERSION["odm"].read((THEIRS % "").encode(), KNEE, BASE, "fil.xml").rows[0]
    assert (row.episode, row.person, row.timepoint, row.is_final) == ("001", "", "baseline", True)


def test_a_form_that_is_filled_in_twice_at_one_event_is_told() -> None:
    form = '<FormData FormOID="F.BASE" FormRepeatKey="2"/>'
    twice = (THEIRS % "").replace('<FormData FormOID="F.PAIN"/>', form).encode()
    read = BY_VERSION["odm"].read(twice, KNEE, BASE, "f")
    assert (len(read.rows), [found.slug for found in read.findings]) == (2, ["repeats"])


def test_what_is_taken_away_or_of_another_form_is_told() -> None:
    removed = (THEIRS % "").replace('SubjectKey="001"', 'SubjectKey="001" TransactionType="Remove"').encode()
    assert [found.slug for found in BY_VERSION["odm"].read(removed, KNEE, BASE, "f").findings] == ["removed"]
    other = (THEIRS % "").replace("F.BASE", "F.OTHER").encode()
    assert [found.slug for found in BY_VERSION["odm"].read(other, KNEE, BASE, "f").findings] == ["no-data"]


def test_what_is_no_data_is_refused() -> None:
    for data in (b"", b"<html/>", b"<ODM"):
        assert is_broken(BY_VERSION["odm"].read(data, CATALOGUE, FORM, "f").findings)
