"""Files of a state, edited one by one: what they can be called, the next version, and answers put in their place."""

import pytest

from migrations_gen.proposals.files import (
    PATH_PROBLEMS,
    bumped,
    next_version,
    path_problem,
    version_of,
    with_file,
    with_intents,
    without,
)

FILES = {"variables.yaml": "catalogue: x\nversion: 4.0.0  # nå\n", "data/a.yaml": "", "data/b.yaml": ""}

PATHS = [
    ("data/c.yaml", None),
    ("c.csv", None),
    ("locale/nn/LC_MESSAGES/catalogue.po", None),
    ("", "not-a-path"),
    ("/etc/passwd.yaml", "not-a-path"),
    ("../a.yaml", "not-a-path"),
    ("data/../../a.yaml", "not-a-path"),
    ("data//a.yaml", "not-a-path"),
    ("data/.hidden.yaml", "not-a-path"),
    ("data\\a.yaml", "not-a-path"),
    ("æ.yaml", "not-a-path"),
    ("a\n.yaml", "not-a-path"),
    ("a" * 200 + ".yaml", "not-a-path"),
    ("data/a.py", "other-kind"),
    ("data", "other-kind"),
    ("data/a.yaml", "is-there"),
    ("data/A.yaml", "is-there"),
    ("data/a.yaml/c.yaml", "in-the-way"),
]


@pytest.mark.parametrize(("path", "problem"), PATHS)
def test_what_a_file_can_be_called(path: str, problem: str | None) -> None:
    assert path_problem(path, FILES) == problem


def test_every_problem_with_a_name_is_tried() -> None:
    assert {problem for _, problem in PATHS} - {None} == set(PATH_PROBLEMS)


def test_a_folder_is_no_file() -> None:
    assert path_problem("data.yaml", {"data.yaml/a.yaml": ""}) == "in-the-way"


def test_files_come_and_go_and_their_lines_end_alike() -> None:
    files = with_file(FILES, "data/c.yaml", "a\r\nb\rc\n")
    assert files["data/c.yaml"] == "a\nb\nc\n"
    assert list(files) == ["data/a.yaml", "data/b.yaml", "data/c.yaml", "variables.yaml"]
    assert without(files, "data/c.yaml") == FILES


@pytest.mark.parametrize(("version", "following"), [("4.0.0", "4.1.0"), ("4.9.3", "4.10.0"), ("7", "7.1.0")])
def test_the_next_version(version: str, following: str) -> None:
    assert next_version(version) == following


FIRST_PAGES = [
    # the first page, the released version, the version it has afterwards
    ("version: 4.0.0  # nå\n", "4.0.0", "version: 4.1.0  # nå\n"),
    ('version: "4.0.0"\n', "4.0.0", "version: 4.1.0\n"),
    ("version: 4.2.0\n", "4.0.0", "version: 4.2.0\n"),
    ("version: 4.0.0\n", "", "version: 4.0.0\n"),
    ("  version: 4.0.0\n", "4.0.0", "  version: 4.0.0\n"),
    ("version: [\n", "4.0.0", "version: [\n"),
]


@pytest.mark.parametrize(("text", "released", "after"), FIRST_PAGES)
def test_the_version_goes_up_while_it_is_the_released_one(text: str, released: str, after: str) -> None:
    assert bumped({"variables.yaml": text}, released)["variables.yaml"] == after


def test_a_state_without_a_first_page_has_no_version() -> None:
    assert version_of({}) == ""
    assert bumped({}, "4.0.0") == {}


LINES = "  - rename: a.b\n    to: c\n"
CHANGES_FILES = [
    # what stood there, what stands there afterwards
    ("", "version: 4.1.0\nrequested_by: \"Oss 'selv'\"\nchanges:\n  - rename: a.b\n    to: c\n"),
    ("version: 4.1.0\n", "version: 4.1.0\nchanges:\n  - rename: a.b\n    to: c\n"),
    ("version: 4.1.0\nchanges: []\n", "version: 4.1.0\nchanges:\n  - rename: a.b\n    to: c\n"),
    (
        "version: 4.1.0\nchanges:\n  - purge: x\n# slutt",
        "version: 4.1.0\nchanges:\n  - purge: x\n# slutt\n  - rename: a.b\n    to: c\n",
    ),
    ("version: 4.1.0\nchanges:\n- purge: x\n", "version: 4.1.0\nchanges:\n- purge: x\n- rename: a.b\n  to: c\n"),
    (
        "changes:\n  - purge: x\nversion: 4.1.0\n",
        "changes:\n  - purge: x\n  - rename: a.b\n    to: c\nversion: 4.1.0\n",
    ),
    ("version: 4.1.0\nchanges:", "version: 4.1.0\nchanges:\n  - rename: a.b\n    to: c\n"),
]


@pytest.mark.parametrize(("text", "after"), CHANGES_FILES)
def test_an_answer_is_put_at_the_end_of_the_list(text: str, after: str) -> None:
    files = {"changes/4.1.0.yaml": text} if text else {}
    written = with_intents(files, "changes/4.1.0.yaml", "4.1.0", 'Oss\n"selv"', LINES)
    assert written["changes/4.1.0.yaml"] == after
