"""`make bench`: our speed beside our peers', on one machine in one run, as ratios; also written as JSON.

Never a test: a machine may be busy. Every row names what each contestant does; a peer that does less is given the
benefit, since it is not charged for what it leaves out.
"""

import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from bulk import bulk
from definition import MODULES, as_json, faulty_record, fields, rules, valid_record
from formats import dictionaries
from keystroke import keystroke
from ledger import ledger
from measure import Row, command, in_turn
from migration import measured as migration
from migration import report
from ours import write_catalogue
from peers import django_form, jinja_loop, json_schema, linkml_schema, pydantic_types, wtforms_form
from proofs import implication
from versions import versions

BIN = Path(sys.executable).parent
RESULTS = Path(__file__).parent / "results"
FIELDS = fields()
RULES = rules(FIELDS)
TODAY = date(2026, 1, 15)


def main() -> None:
    """Measure, print, write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = []
        for row in measured(folder):
            show(row)
            found.append(row)
    figures = migration()
    print("\n".join(report(figures)))
    write(found, figures)


def measured(folder: Path) -> Iterator[Row]:
    """The rows, quickest first."""
    one = write_catalogue(folder / "one", MODULES[:1], FIELDS, RULES)
    three = write_catalogue(folder / "three", MODULES, FIELDS, RULES)
    yield from submissions(one)
    yield pages(one)
    yield from bulk(folder, one, FIELDS)
    yield keystroke()
    yield implication(folder, MODULES[0], FIELDS, RULES)
    yield from versions()
    yield from dictionaries()
    yield ledger()
    yield checks(folder, three)
    yield demonstration(folder)
    yield builds(folder, three)


def submissions(catalogue_path: Path) -> Iterator[Row]:
    """One submission: we check everything and collect all issues; the peers check types and limits."""
    from pydantic import ValidationError

    from catalogue.source.loader import load
    from engine.answers import Answers, Context
    from engine.evaluation import evaluator

    catalogue = load(catalogue_path).catalogue
    assert catalogue is not None
    evaluate = evaluator(catalogue, catalogue.form["rygg.pasient"]).evaluate
    context = Context(today=TODAY, timepoint="op")
    model, validator = pydantic_types.model(FIELDS), json_schema.validator(FIELDS)

    def validated(record: dict[str, object]) -> None:
        try:
            model.model_validate(record)
        except ValidationError as error:
            error.errors()

    def all_errors(document: dict[str, object]) -> None:
        for _ in validator.iter_errors(document):
            pass

    for title, record in (("valid", valid_record(FIELDS)), ("with faults", faulty_record(FIELDS))):
        answers, document = Answers(record), as_json(record)
        tasks = {
            "skjemaverk: types, limits, conditions, 114 rules": partial(evaluate, answers, context),
            "pydantic: types, limits": partial(validated, record),
            "jsonschema-rs: types, limits": partial(all_errors, document),
        }
        seconds = in_turn(tasks, rounds=60, number=200)
        yield Row(f"One submission of 350 variables, {title}", seconds, {"pydantic: types, limits": 1.0})


def pages(catalogue_path: Path) -> Row:
    """The HTML of the whole form with the answers of the valid record."""
    from catalogue.source.loader import load
    from engine.answers import Answers, Context
    from engine.coercion import Style
    from engine.evaluation import evaluator
    from renderers.html.forms import Filling, form_template
    from renderers.html.submission import typed_answers
    from renderers.html.wording import Wording
    from renderers.i18n import languages

    loaded = load(catalogue_path)
    assert loaded.catalogue is not None
    form = loaded.catalogue.form["rygg.pasient"]
    template = form_template(form, Wording(languages()["nb"], loaded.translations["nb"], "nb"))
    record = valid_record(FIELDS)
    answers = Answers(record)
    outcome = evaluator(loaded.catalogue, form).evaluate(answers, Context(today=TODAY, timepoint="op"))

    def ours() -> str:
        typed = typed_answers(template.questionnaire, answers, Style())
        return template.fill(Filling(typed=typed, outcome=outcome))

    django_form.start()
    loop, wtforms_class, django_class = jinja_loop.Page(FIELDS), *classes()
    tasks = {
        "skjemaverk": ours,
        "WTForms": lambda: wtforms_form.page(wtforms_form.filled(wtforms_class, record)),
        "Django forms": lambda: django_form.page(django_form.filled(django_class, record)),
        "plain Jinja loop": lambda: loop.page(record),
    }
    seconds = in_turn(tasks, rounds=15)
    return Row("HTML of the whole form", seconds, {"WTForms": 1 / 25, "Django forms": 1 / 60})


def classes() -> tuple[type, type]:
    """The peers' forms."""
    return wtforms_form.form_class(FIELDS), django_form.form_class(FIELDS)


def checks(folder: Path, catalogue_path: Path) -> Row:
    """A check of the unchanged catalogue of three modules, start of Python included."""
    surroundings = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    check = command(BIN / "skjemaverk", "check", "--catalogue", catalogue_path, env=surroundings)
    check()
    seconds = in_turn(
        {"skjemaverk check, warm": check, "python -c pass": command(sys.executable, "-c", "pass")}, rounds=9
    )
    return Row("Warm check of three modules (target: under 0.3 s)", seconds, {})


def demonstration(folder: Path) -> Row:
    """The registry's own catalogue read, its demo made with patients at every stage, and the first page answered."""
    from catalogue.source.loader import load
    from renderers.web import Settings, create_app
    from renderers.web.demo import create_demo

    root, made = Path(__file__).resolve().parent.parent, iter(range(100))

    def first_page() -> None:
        url = f"sqlite:///{folder / f'demo{next(made)}.sqlite'}"
        catalogue = load(root).catalogue
        assert catalogue is not None
        create_demo(url, catalogue, "", datetime.now(UTC))
        app = create_app(Settings(catalogue=root, database_url=url, secret="bench", secure=False, demo=True))
        assert app.test_client().get("/login").status_code == 200

    seconds = in_turn({"skjemaverk demo: the first page": first_page}, rounds=3)
    return Row("The demo from nothing to its first page (target: under 5 s)", seconds, {})


def builds(folder: Path, catalogue_path: Path) -> Row:
    """Three modules from cold: we write DDL, JSON Schema, forms, rules, codebook; LinkML DDL, JSON Schema, Pydantic."""
    out = folder / "out"
    surroundings = {**os.environ, "XDG_CACHE_HOME": str(folder / "empty")}
    build = command(BIN / "skjemaverk", "build", "--catalogue", catalogue_path, "--out", out, env=surroundings)

    def ours() -> None:
        shutil.rmtree(out, ignore_errors=True)
        build()

    schemas = [linkml(folder, f"{module}.yaml", (module,)) for module in MODULES]
    commands = [
        command(BIN / generator, schema)
        for schema in schemas
        for generator in ("gen-sqltables", "gen-json-schema", "gen-pydantic")
    ]
    together = linkml(folder, "all.yaml", MODULES)
    script = Path(__file__).parent / "peers" / "linkml_schema.py"
    tasks = {
        "skjemaverk build": ours,
        "LinkML's three commands per module": lambda: [run() for run in commands],
        "LinkML, all in one schema and process": command(
            sys.executable, script, together, env={**os.environ, "PYTHONPATH": str(script.parent.parent)}
        ),
    }
    seconds = in_turn(tasks, rounds=3)
    return Row("Build of three modules from cold", seconds, {"LinkML's three commands per module": 1 / 10})


def linkml(folder: Path, name: str, modules: tuple[str, ...]) -> Path:
    """The modules as a LinkML schema."""
    path = folder / name
    path.write_text(linkml_schema.schema(modules, FIELDS), encoding="utf-8")
    return path


def show(row: Row) -> None:
    """A line per contestant."""
    print(f"\n{row.title}")
    width = max(map(len, row.seconds))
    for name, seconds in row.seconds.items():
        line = f"  {name:{width}}  {_time(seconds)}"
        if seconds != row.ours:
            line += f"   ours is {row.ratio(name):6.3f} of it"
        if name in row.targets:
            met = "met" if row.ratio(name) <= row.targets[name] else "MISSED"
            line += f"   target {row.targets[name]:.3f}: {met}"
        print(line)


def _time(seconds: float) -> str:
    return f"{seconds:9.3f} s " if seconds >= 0.1 else f"{seconds * 1e3:9.3f} ms"


def write(found: list[Row], migration_under_load: dict[str, float]) -> None:
    """The same as JSON."""
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    report = {
        "at": now.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} processors",
        "migration under load": migration_under_load,
        "rows": [{**asdict(row), "ratios": {name: row.ratio(name) for name in row.seconds}} for row in found],
    }
    path = RESULTS / f"{now:%Y-%m-%dT%H%M%S}.json"
    path.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"\nWritten to {path}")


if __name__ == "__main__":
    main()
