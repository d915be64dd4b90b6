"""Small forms built by hand: one of every kind of question, and the fewest words to make one more."""

from datetime import date

from catalogue.expressions.nodes import Call, Literal, Reference
from catalogue.model import (
    Code,
    Codelist,
    CodingSystem,
    Era,
    Expression,
    Form,
    Group,
    Limits,
    MissingValue,
    Retirement,
    Rule,
    Section,
    Variable,
)
from catalogue.texts import Text, Translation, Translations
from renderers.html.wording import Wording
from renderers.i18n import languages


def text(words: str) -> Text:
    return Text(words.lower().replace(" ", "_"), words)


def wording(language: str = "nb", **translated: str) -> Wording:
    entries = {
        text(source).address: Translation(source, words)
        for source, words in ((key.replace("_", " "), words) for key, words in translated.items())
    }
    return Wording(languages()[language], Translations(language, entries), "nb")


def variable(name: str, kind: str, label: str = "", **more: object) -> Variable:
    return Variable(name=name, label=text(label or name.capitalize()), type=kind, **{"reason_name": name} | more)


def form(*items: Variable | Group, rules: tuple[Rule, ...] = (), **more: object) -> Form:
    sections = (Section(name="del", title=text("Del"), items=items),)
    return Form(
        **{"name": "skjema", "module": "prove", "title": text("Skjema"), "respondent": "patient"}
        | {"sections": sections, "rules": rules}
        | more
    )


def codelist(name: str, *labels: str, **missing: str) -> Codelist:
    codes = [Code(number, text(label)) for number, label in enumerate(labels, 1)]
    codes += [Code(90 + number, text(label), reason) for number, (reason, label) in enumerate(missing.items())]
    return Codelist(name, tuple(codes))


def coded(name: str, label: str, listed: Codelist, **more: object) -> Variable:
    codes = tuple(code for code in listed.codes if not code.missing)
    return variable(name, "code", label, codelist=listed, codes=codes, **more)


def equals(name: str, number: float) -> Expression:
    return Expression(f"{name} = {number:g}", Call("eq", (Reference(name), Literal(number))))


def reasons(*names: str) -> tuple[MissingValue, ...]:
    return tuple(MissingValue(name) for name in names)


YES_NO = codelist("ja_nei", "Ja", "Nei")
WORK = codelist("arbeid", "Jobber", "Sykmeldt", "Delvis sykmeldt", unknown="Vet ikke")
COUNTRIES = codelist("land", *(f"Land {number}" for number in range(1, 16)))
RETIRED = Codelist(
    "rod", (Code(1, text("Rød")), Code(2, text("Lilla"), retired=Retirement("2.0.0", "slått sammen med rød")))
)

PROCEDURES = CodingSystem(
    name="prosedyre",
    title=text("Prosedyrer"),
    version="2016",
    codes=(
        Code("AB10", text("Prolaps, mikrokirurgisk")),
        Code("AB15", text("Stimulator"), collected=Era(None, date(2015, 12, 31))),
        Code("AB21", text("Elektrode <tynn>"), collected=Era(date(2016, 1, 1))),
    ),
    replaced_by={"AB15": "AB21"},
)

TICKS = Group(
    kind="checklist",
    name="sykdom",
    label=text("Har du noen av disse?"),
    none="sykdom_ingen",
    required=True,
    missing=reasons("unknown"),
    variables=tuple(
        variable(f"sykdom_{name}", "boolean", label, group="sykdom", reason_name="sykdom")
        for name, label in (("diabetes", "Diabetes"), ("hjerte", "Hjertesykdom"), ("ingen", "Ingen av disse"))
    ),
)
LEVELS = Group(
    kind="matrix",
    name="niva",
    label=text("Hvilke nivåer og sider?"),
    rows=(("c1", text("C1")), ("c2", text("C2"))),
    columns=(("h", text("Høyre")), ("v", text("Venstre"))),
    variables=tuple(
        variable(f"niva_{row}_{side}", "boolean", f"{row} {side}", group="niva", reason_name="niva")
        for row in ("c1", "c2")
        for side in ("h", "v")
    ),
)
MEASURES = Group(
    kind="matrix",
    name="maal",
    label=text("Mål på hver side"),
    rows=(("arm", text("Arm")),),
    columns=(("h", text("Høyre")), ("v", text("Venstre"))),
    variables=tuple(
        variable(
            f"maal_arm_{side}", "integer", f"Arm {side}", group="maal", reason_name="maal", limits=Limits(0, max=50)
        )
        for side in ("h", "v")
    ),
)
INSTRUMENT = Group(
    kind="instrument",
    name="odi",
    label=text("Oswestry Disability Index"),
    instrument="odi",
    variables=(
        coded("odi_smerte", "Smerte", codelist("niva", "nivå 0", "nivå 1"), group="odi"),
        variable("odi_skaar", "decimal", "ODI-skår", unit="%", decimals=1, calculate=equals("odi_smerte", 1)),
    ),
)

EVERYTHING = form(
    variable(
        "hoyde",
        "integer",
        "Hvor høy er du?",
        unit="cm",
        limits=Limits(100, 140, 210, 230),
        required=True,
        help=text("Uten sko"),
        missing=reasons("unknown", "declined"),
    ),
    variable("vekt", "decimal", "Hvor mye veier du?", unit="kg", decimals=1, limits=Limits(25, max=300)),
    variable("temperatur", "decimal", "Temperatur", decimals=1, limits=Limits(-40, max=40)),
    variable("fodt", "date", "Når er du født?", limits=Limits(date(1900, 1, 1)), missing=reasons("unknown")),
    variable("klokken", "time", "Når begynte operasjonen?"),
    variable("tidspunkt", "datetime", "Når ble du lagt inn?"),
    variable("royker", "boolean", "Røyker du?", missing=reasons("declined")),
    coded("arbeid", "Hva er din arbeidssituasjon?", WORK, required=True),
    variable(
        "prosent", "integer", "Hvor mange prosent?", unit="%", limits=Limits(1, max=99), enable_when=equals("arbeid", 3)
    ),
    coded("farge", "Farge", RETIRED),
    coded("land", "Hvilket land?", COUNTRIES),
    variable(
        "smerte",
        "integer",
        "Hvor vondt har du?",
        display="scale",
        limits=Limits(0, max=10),
        ends=(text("Ingen smerter"), text("Verst tenkelige")),
        missing=reasons("unknown"),
    ),
    variable("prosedyre", "coding", "Hvilken prosedyre?", system=PROCEDURES, codes=PROCEDURES.codes),
    variable("yrke", "text", "Hva er yrket ditt?", max_length=30),
    variable("annet", "longtext", "Er det noe mer du vil si?"),
    TICKS,
    LEVELS,
    MEASURES,
    INSTRUMENT,
    rules=(
        Rule(name="sum", require=equals("vekt", 1), severity="hard", message=text("Høyde og vekt passer ikke sammen.")),
    ),
)
"""One of every kind of question."""
