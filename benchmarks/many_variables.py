"""Two versions of a catalogue of any size, made in memory: every fiftieth variable is changed."""

from dataclasses import replace

from catalogue.expressions.parser import parse
from catalogue.model import (
    Alias,
    Catalogue,
    Code,
    Codelist,
    EpisodeType,
    Expression,
    Form,
    Languages,
    Limits,
    Module,
    Rule,
    Section,
    Timepoint,
    Use,
    Variable,
)
from catalogue.texts import Text
from migrations_gen.states import State

PER_FORM = 100
LISTS = 50
EVERY = 50


def two_versions(variables: int) -> tuple[State, State]:
    """The earlier and the later one, with so many variables each."""
    before, after = (_catalogue(variables, version) for version in ("1.0.0", "1.1.0"))
    return State("before", before, {}, ()), State("after", after, {}, ())


def _catalogue(variables: int, version: str) -> Catalogue:
    lists = [_codelist(number) for number in range(LISTS)]
    module = Module("m", Text("m", "Modul"), EpisodeType("e", Text("e", "Forløp")), (Timepoint("t", Text("t", "Nå")),))
    return Catalogue(
        name="many",
        title=Text("title", "Mange"),
        controller="Ingen",
        version=version,
        languages=Languages("nb"),
        modules={"m": module},
        forms=tuple(_form(number, lists, version) for number in range(variables // PER_FORM)),
        codelists={codelist.name: codelist for codelist in lists},
    )


def _codelist(number: int) -> Codelist:
    name = f"liste{number}"
    return Codelist(name, tuple(Code(code, Text(f"{name}.{code}", f"svar {code}")) for code in range(6)))


def _form(number: int, lists: list[Codelist], version: str) -> Form:
    address = f"m.f{number}"
    first = number * PER_FORM
    variables = tuple(_variable(address, place, lists, version) for place in range(first, first + PER_FORM))
    require = Expression(f"v{first + 1} > 3", parse(f"v{first + 1} > 3"))
    return Form(
        name=f"f{number}",
        module="m",
        title=Text(f"{address}.title", f"Skjema {number}"),
        respondent="p",
        sections=(Section(name="s", title=Text(f"{address}.s", "Del"), items=variables),),
        rules=(Rule(name="r", require=require, severity="hard", message=Text(f"{address}.r", "Minst 3")),),
        uses=(Use("r", "require", require, "boolean"),),
        timepoints=("t",),
    )


def _variable(form: str, number: int, lists: list[Codelist], version: str) -> Variable:
    name = f"v{number}"
    codelist = lists[number % LISTS] if number % 3 == 0 else None
    made = Variable(
        name=name,
        label=Text(f"{form}.{name}.label", f"Spørsmål nummer {number} om tema {number % 997}"),
        type="code" if codelist else "integer",
        codelist=codelist,
        codes=codelist.codes if codelist else (),
        limits=Limits() if codelist else Limits(0.0, None, None, 100.0),
        aliases=(Alias("system", f"V{number}"),),
        category="c",
        purpose="p",
        source="s",
        reason_name=name,
    )
    return _changed(made, number) if version != "1.0.0" and number % EVERY == 7 else made


def _changed(variable: Variable, number: int) -> Variable:
    """Other words, another name that nobody has declared, or newly required."""
    if number % 3 == 0:
        return replace(variable, label=Text(variable.label.address, f"{variable.label.source} nå"))
    if number % 3 == 1:
        return replace(variable, name=f"{variable.name}_ny", reason_name=f"{variable.name}_ny")
    return replace(variable, required=True)
