"""One catalogue with something of everything, and every way to change one field of one of its records.

The fields are read from the model itself, so that a new field is a new mutation and not one that somebody forgot.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from catalogue.expressions.parser import parse
from catalogue.model import (
    Alias,
    Catalogue,
    Code,
    Codelist,
    CodingSystem,
    EpisodeType,
    Era,
    Expression,
    Form,
    Group,
    Instrument,
    Languages,
    Limits,
    MissingValue,
    Module,
    Retirement,
    Rule,
    Score,
    Section,
    Timepoint,
    Use,
    ValueSet,
    Variable,
)
from catalogue.texts import Text
from tests.states import states_of

FORM = """
form: skjema
module: test
title: Skjema
help: Svar så godt du kan
respondent: patient
timepoints: [preop, m3]
category: bakgrunn
purpose: Test
source: test
record: {status: {ute: STATUS}}
sections:
  - section: del
    title: Del
    help: Velg ett svar
    enable_when: timepoint = 'preop'
    variables:
      - name: hoyde
        label: Hvor høy er du?
        help: Uten sko
        type: integer
        display: scale
        ends: [Lav, Høy]
        unit: cm
        min: 0
        soft_min: 2
        soft_max: 8
        max: 10
        limits_source: test
        missing: {unknown: {code: 99}}
        aliases: {ute: HOYDE}
        collected: {from: 2020-01-01, to: 2024-12-31}
      - name: status
        label: Hva gjør du?
        type: code
        codelist: status
      - name: andel
        label: Andel
        type: decimal
        decimals: 1
        min: 0
        max: 100
        enable_when: hoyde > 3
        required_when: hoyde > 4
        prefill: hoyde
        otherwise: 0
      - name: dobbelt
        label: Dobbelt
        type: decimal
        decimals: 1
        calculate: andel * 2
      - checklist: sykdom
        label: Har du noen av disse?
        help: Kryss av
        ticks: {diabetes: Diabetes, hjerte: Hjerte, ingen: Ingen}
        none: ingen
        missing: {unknown: {code: 99}}
      - matrix: niva
        label: Hvilke nivåer?
        type: boolean
        rows: {c1: C1, c2: C2}
        columns: {h: Høyre, v: Venstre}
  - section: skala
    title: Skala
    variables:
      - instrument: skala
      - name: prosedyre
        label: Prosedyre
        type: coding
        system: prosedyre
        valid_on: date '2024-01-01'
        edition: {ute: UTGAVE}
  - section: slutt
    title: Til slutt
    variables:
      - name: merknad
        label: Merknad
        type: text
        max_length: 100
        required: true
rules:
  - rule: ikke_for_hoy
    require: hoyde < 9
    severity: hard
    message: For høy
"""

CODELISTS = """
codelists:
  status:
    title: Status
    source: test
    codes:
      1: Jobber
      2: {label: Sykmeldt, collected: {from: 2020-01-01}}
      9: {label: Ikke utfylt, missing: not_answered}
  niva2:
    codes: {0: nivå 0, 1: nivå 1}
"""

INSTRUMENT = """
instrument: skala
title: En skala
licence: {holder: Noen, wording: private}
codelist: niva2
items: {a: Arbeid, b: Hjemme}
scores:
  - {name: skaar, items: [a, b], needs: 1, calculate: mean_answered(items)}
"""

SYSTEM = """
system: prosedyre
title: Prosedyrer
version: 2017
source: test
table: prosedyre.csv
"""

FIRST_PAGE = """
catalogue: test
title: Testregister
controller: Testsykehuset
statutes: 2025-07-29
version: 1.0.0
analysis_names: ute
languages: {source: nb, required: [nb], optional: [en]}
categories: {bakgrunn: Bakgrunn, resultat: Resultat}
respondents: {patient: Pasient, surgeon: Kirurg}
include: [data]
"""

MODULE = """
module: test
title: Testmodul
episode: {name: forlop, title: Forløp, record: {centre_id: {ute: SYKEHUS}}}
timepoints:
  preop: {title: Før, alias: Pre}
  m3: {title: Etter 3 måneder, due: 90 days, opens: 75 days, closes: 180 days}
"""


def catalogue() -> Catalogue:
    """Something of everything."""
    made = states_of([FIRST_PAGE, MODULE, CODELISTS, INSTRUMENT, SYSTEM, FORM], "- {name: a, label: A, type: text}")[0]
    tariff = ValueSet("tariff", "Tariff", "Noen 2024", "2024", ("a", "b"), {(1, 1): 0.5, (1, 2): 0.25}, "test")
    return replace(made.catalogue, value_sets={"tariff": tariff})


# ---- where one record of each kind is, and how another takes its place ----

Put = Callable[[Catalogue, Any], Catalogue]


@dataclass(frozen=True)
class Place:
    """How one record of a kind is found, and how a catalogue is made with another one there."""

    get: Callable[[Catalogue], Any]
    put: Put


def _swapped(items: tuple[Any, ...], index: int, new: Any) -> tuple[Any, ...]:
    return (*items[:index], new, *items[index + 1 :])


def inside(outer: Place, name: str, index: int | None = None) -> Place:
    """A record that is, or is one of, a field of another."""

    def get(catalogue: Catalogue) -> Any:
        value = getattr(outer.get(catalogue), name)
        return value if index is None else value[index]

    def put(catalogue: Catalogue, new: Any) -> Catalogue:
        record = outer.get(catalogue)
        value = new if index is None else _swapped(getattr(record, name), index, new)
        return outer.put(catalogue, replace(record, **{name: value}))

    return Place(get, put)


def first(field: str) -> Place:
    """A record that a catalogue keeps by name; it stays the first also when it is called something else."""

    def put(catalogue: Catalogue, new: Any) -> Catalogue:
        kept = dict(list(getattr(catalogue, field).items())[1:])
        return replace(catalogue, **{field: {new.name: new, **kept}})

    return Place(lambda catalogue: next(iter(getattr(catalogue, field).values())), put)


WHOLE = Place(lambda catalogue: catalogue, lambda catalogue, new: new)
ONLY_FORM = inside(WHOLE, "forms", 0)
DEL, SKALA, SLUTT = (inside(ONLY_FORM, "sections", index) for index in range(3))
HOYDE, STATUS, ANDEL, _, SYKDOM, NIVA = (inside(DEL, "items", index) for index in range(6))
MODULE_TEST, CODELIST, TARIFF = first("modules"), first("codelists"), first("value_sets")
QUESTIONNAIRE, SYSTEM_ONE = first("instruments"), first("systems")

PLACES: Mapping[type, Place] = {
    Catalogue: WHOLE,
    Languages: inside(WHOLE, "languages"),
    Module: MODULE_TEST,
    EpisodeType: inside(MODULE_TEST, "episode"),
    Timepoint: inside(MODULE_TEST, "timepoints", 1),
    Form: ONLY_FORM,
    Section: DEL,
    Group: SYKDOM,
    Variable: HOYDE,
    Limits: inside(HOYDE, "limits"),
    Alias: inside(HOYDE, "aliases", 0),
    MissingValue: inside(HOYDE, "missing", 0),
    Rule: inside(ONLY_FORM, "rules", 0),
    Codelist: CODELIST,
    Code: inside(CODELIST, "codes", 1),
    Instrument: QUESTIONNAIRE,
    Score: inside(QUESTIONNAIRE, "scores", 0),
    ValueSet: TARIFF,
    CodingSystem: SYSTEM_ONE,
}
"""Every kind of record that a catalogue is made of."""

ELSEWHERE: Mapping[tuple[type, str], Place] = {
    (Variable, "codelist"): STATUS,
    (Variable, "codes"): STATUS,
    (Variable, "decimals"): ANDEL,
    (Variable, "otherwise"): ANDEL,
    (Variable, "max_length"): inside(SLUTT, "items", 0),
    (Variable, "system"): inside(SKALA, "items", 1),
    (Variable, "edition"): inside(SKALA, "items", 1),
    (Codelist, "shared"): inside(STATUS, "codelist"),
    (Group, "rows"): NIVA,
    (Group, "columns"): NIVA,
    (Group, "instrument"): inside(SKALA, "items", 0),
}
"""The fields that the ordinary record of a kind does not have."""

NOT_A_DIFFERENCE: Mapping[tuple[type, str], str] = {
    (Variable, "enable_when"): "the whole condition; each part is compared where it is written, in the form's uses",
    (Variable, "required_when"): "compared where it is written, in the form's uses",
    (Variable, "calculate"): "rounded; compared where it is written, in the form's uses",
    (Variable, "prefill"): "compared where it is written, in the form's uses",
    (Variable, "valid_on"): "compared where it is written, in the form's uses",
    (Section, "enable_when"): "compared where it is written, in the form's uses",
    (Codelist, "shared"): "where the same codes are written; with other codes the list is replaced",
    (Catalogue, "name"): "which registry it is; two registries are not two versions of one",
    (Catalogue, "publication"): "what outsiders are told of the registry, which changes no answer",
    **{
        (kind, "extras"): "what other systems say of it, which means nothing here"
        for kind in (Catalogue, Form, Section, Group, Variable, Code)
    },
}
"""The fields whose change is no difference, or is told by another field."""


@dataclass(frozen=True)
class Mutation:
    """One field of one record with another value."""

    kind: type
    field: str

    def __str__(self) -> str:
        return f"{self.kind.__name__}.{self.field}"

    def __call__(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue with the other value."""
        place = ELSEWHERE.get((self.kind, self.field), PLACES[self.kind])
        record = place.get(catalogue)
        other = OTHERS.get((self.kind, self.field))
        value = getattr(record, self.field)
        return place.put(catalogue, replace(record, **{self.field: other(value) if other else another(value)}))


def mutations() -> Iterator[Mutation]:
    """Every field of every record, but places in files and what is no difference."""
    for kind in PLACES:
        for field in fields(kind):
            if field.name != "at" and (kind, field.name) not in NOT_A_DIFFERENCE:
                yield Mutation(kind, field.name)


# ---- another value ----


def another(value: Any) -> Any:
    """A value of the same type that means something else."""
    match value:
        case Text():
            return replace(value, source=f"{value.source} og mer")
        case Expression():
            return expression("hoyde > 1")
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return f"{value}x"
        case tuple():
            return value[:-1]
        case dict():
            return dict(list(value.items())[:-1])
        case _:
            raise TypeError(f"what would another {value!r} be?")


def expression(text: str) -> Expression:
    parsed = parse(text)
    return Expression(text, parsed)


def _text(_: Any) -> Text:
    return Text("x", "Noe annet")


ERA = Era(date(2021, 1, 1), None, ())
LATER = Retirement("2.0.0", "Ikke lenger i bruk")
ALIAS = Alias("ute", "NY")


def _first_heading(headings: Any) -> Any:
    (key, text), *others = headings
    return ((key, another(text)), *others)


OTHERS: Mapping[tuple[type, str], Callable[[Any], Any]] = {
    (Variable, "codelist"): lambda codelist: replace(codelist, name="en_annen", codes=codelist.codes[:1]),
    (Variable, "system"): lambda system: replace(system, name="en_annen"),
    (Variable, "ends"): lambda ends: (ends[0], another(ends[1])),
    (Variable, "identifies"): lambda _: "direct",
    (Variable, "group"): lambda _: "sykdom",
    (Variable, "retired"): lambda _: LATER,
    (Variable, "required"): lambda required: not required,
    (Variable, "collected"): lambda _: ERA,
    (Variable, "codes"): lambda codes: codes[1:],
    (Variable, "limits"): lambda limits: replace(limits, min=-1.0),
    (Variable, "max_length"): lambda _: 50,
    (Variable, "decimals"): lambda _: 2,
    (Variable, "edition"): lambda _: (ALIAS,),
    (Alias, "occasion"): lambda _: "m3",
    (MissingValue, "flags"): lambda _: (ALIAS,),
    (Group, "kind"): lambda _: "matrix",
    (Group, "instrument"): lambda _: "en_annen",
    (Group, "missing"): lambda missing: (*missing, MissingValue("declined")),
    (Module, "empty_columns"): lambda _: (("TOM", "Finnes ikke"),),
    (Rule, "severity"): lambda _: "soft",
    (Rule, "collected"): lambda _: ERA,
    (Rule, "retired"): lambda _: LATER,
    (Code, "missing"): lambda _: "unknown",
    (Code, "retired"): lambda _: LATER,
    (Code, "collected"): lambda _: ERA,
    (Codelist, "shared"): lambda _: False,
    (Form, "module"): lambda _: "annen",
    (Form, "uses"): lambda uses: (*uses[1:], Use("hoyde", "enable_when", expression("andel > 1"), "boolean")),
    (Score, "direction"): lambda _: "higher_is_worse",
    (CodingSystem, "replaced_by"): lambda _: {"AB15": "AB20"},
    (Catalogue, "forms"): lambda forms: (*forms, replace(forms[0], name="nytt")),
    (Catalogue, "analysis_names"): lambda _: "andre",
    (Catalogue, "languages"): lambda languages: replace(languages, required=()),
    (Module, "episode"): lambda episode: replace(episode, name="behandling"),
    (Timepoint, "alias"): lambda _: "3mnd",
    (Group, "rows"): _first_heading,
    (Group, "columns"): _first_heading,
    (Group, "variables"): lambda variables: variables[::-1],
}
"""The other value where the type does not tell one."""
