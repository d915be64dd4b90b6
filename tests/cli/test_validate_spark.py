"""What `validate --engine spark` says and exits with; its verdicts are held to Python's in `engine/test_spark.py`."""

import json
from datetime import date
from pathlib import Path

import pytest

from engine.spark import job
from renderers.cli.validate_spark import NotUsable, SparkNeeded, validate_on_spark
from tests.catalogues import catalogue_of, form_of
from tests.engine.spark_runtime import spark

__all__ = ["spark"]
CATALOGUE = catalogue_of(form_of("- {name: hoyde, label: Høyde, type: integer, min: 100, soft_max: 200}"))
FORM = CATALOGUE.form["test.skjema"]


def said(path: Path, capsys: pytest.CaptureFixture[str], **how: bool) -> tuple[int, str]:
    options = {"summary": False, "as_json": False, **how}
    status = validate_on_spark(CATALOGUE, FORM, str(path), timepoint="preop", today=date(2026, 1, 15), **options)
    return status, capsys.readouterr().out


def test_without_spark_the_exit_status_is_two(monkeypatch: pytest.MonkeyPatch, capsys, tmp_path: Path) -> None:
    monkeypatch.setattr(job, "find_spec", lambda name: None)
    with pytest.raises(SparkNeeded, match="pip install") as stopped:
        said(tmp_path / "rows.csv", capsys)
    assert stopped.value.exit_code == 2


@pytest.mark.slow
def test_violations_and_counts(spark, capsys, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("id,hoyde\na,90\nb,210\nc,170\n", encoding="utf-8")
    assert said(path, capsys) == (
        1,
        f"{path}: row 1 (id a): hoyde refused below-min\n{path}: row 2 (id b): hoyde soft above-soft-max\n"
        "3 rows, 1 refused, 1 soft.\n",
    )
    status, text = said(path, capsys, summary=True)
    assert status == 1
    assert text.split("\n")[0] == f"{1:>12}  refused hoyde below-min"
    report = json.loads(said(path, capsys, as_json=True)[1])
    assert report["counts"] == {"refused": 1, "hard": 0, "soft": 1}
    assert [found["row"] for found in report["violations"]] == [1, 2]


@pytest.mark.slow
def test_what_is_only_unusual_is_no_failure(spark, capsys, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("hoyde\n210\n", encoding="utf-8")
    assert said(path, capsys)[0] == 0


@pytest.mark.slow
def test_a_wrong_column_is_named(spark, capsys, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("hoide\n170\n", encoding="utf-8")
    with pytest.raises(NotUsable, match="There is no column 'hoide'") as stopped:
        said(path, capsys)
    assert stopped.value.exit_code == 1


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"", b"PAR1 and then nothing", b"PAR1" + bytes(400) + b"PAR1"])
def test_a_damaged_file_is_told_in_a_sentence(spark, capsys, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rows.parquet"
    path.write_bytes(content)
    with pytest.raises(NotUsable, match="Spark cannot read it") as stopped:
        said(path, capsys)
    assert stopped.value.exit_code == 1
