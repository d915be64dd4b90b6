"""One question as an item of a questionnaire: its type, its answers, its limits, and what FHIR has no word for. Pure.

The standard's words come first, so that any program understands the question; ours stand beside them in extensions.
"""

from collections.abc import Mapping
from datetime import date, time

from catalogue.expressions.nodes import Literal, Node, Value
from catalogue.expressions.printer import to_text
from catalogue.formats.expressing import CannotSay, unrounded
from catalogue.formats.fhir.canonical import SYSTEM
from catalogue.formats.fhir.declared import (
    alias_words,
    era_words,
    limit_words,
    missing_words,
    retirement_words,
)
from catalogue.formats.fhir.enabling import enabling, expression, number_of
from catalogue.formats.fhir.kept import with_kept
from catalogue.formats.fhir.own import Json, owns
from catalogue.formats.fhir.questions import TYPES, Question, offered
from catalogue.formats.fhir.units import coding_of
from catalogue.formats.fhir.urls import (
    CALCULATED,
    CONTROLS,
    DECIMALS,
    EXPRESSION,
    HIDDEN,
    INITIAL,
    ITEM_CONTROL,
    MAX,
    MIN,
    ORDINAL,
    SLIDER_STEP,
    UNIT,
)
from catalogue.formats.fhir.writer import Writer
from catalogue.formats.selecting import extras_of
from catalogue.model import Code, Expression, Variable
from catalogue.texts import Text

VALUES: Mapping[str, str] = {"integer": "valueInteger", "decimal": "valueDecimal", "date": "valueDate"}
"""The key of a limit for each type that may have one."""
CONTROL_OF: Mapping[str, str] = {"radio": "radio-button", "select": "drop-down", "scale": "slider"}
"""How a question looks; what is not here is left to the program."""


def asked_when(writer: Writer, owner: str, condition: Expression | None) -> Json:
    """When an item is asked, in the standard's words and in ours."""
    if condition is None:
        return {}
    try:
        part = enabling(condition.node, writer.questions, writer.say)
    except CannotSay as problem:
        writer.only_ours(condition.at, owner, "when it is asked", problem)
        part = {}
    extensions = part.get("extension", [])
    return {**part, "extension": [*extensions, *writer.ours("enable_when", owner, condition, part)]}


def merged(*parts: Json) -> Json:
    """One element of several parts; their extensions together."""
    extensions = [extension for part in parts for extension in part.get("extension", [])]
    keys = {key: value for part in parts for key, value in part.items() if key != "extension"}
    return {**keys, **({"extension": extensions} if extensions else {})}


def help_item(writer: Writer, link: str, text: Text | None) -> list[Json]:
    """A help text, as the item below a question that programs show beside it."""
    if text is None:
        return []
    item = {"linkId": f"{link}.help", "type": "display", **writer.wording.element("text", text)}
    return [{**item, "extension": [control("help")]}]


def control(code: str) -> Json:
    """How an item looks."""
    return {"url": ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"system": CONTROLS, "code": code}]}}


def question_item(
    writer: Writer, variable: Variable, around: Mapping[str, str | None], label: Text | None = None
) -> Json:
    """A variable as an item; `around` is what its section or group has said already of category, purpose and source."""
    question = writer.questions[variable.name]
    kept = extras_of(variable, SYSTEM)
    item: Json = {
        "linkId": question.link,
        **writer.wording.element("text", label or variable.label),
        "type": kept.get("type", TYPES[variable.type]),
    }
    if variable.required and not variable.retired:
        item["required"] = True
    if variable.is_calculated:
        item["readOnly"] = True
    if variable.max_length and item["type"] in {"string", "text"}:
        item["maxLength"] = variable.max_length
    parts = (
        item,
        asked_when(writer, variable.name, writer.own_conditions.get(variable.name)),
        _look(writer, variable),
        _limits(writer, variable),
        _computed(writer, variable),
        _prefilled(writer, variable, question),
        _answers(writer, variable, question),
        {"extension": _ours(writer, variable, around)},
    )
    below = [*_ends(writer, variable, question.link), *_help(writer, variable, question.link)]
    return with_kept(merged(*parts, {"item": below} if below else {}), variable)


def _help(writer: Writer, variable: Variable, link: str) -> list[Json]:
    is_cell = variable.group is not None and writer.form.groups[variable.group].kind == "matrix"
    return [] if is_cell else help_item(writer, link, variable.help)


def _look(writer: Writer, variable: Variable) -> Json:
    extensions = []
    if variable.display and variable.display in CONTROL_OF:
        extensions.append(control(CONTROL_OF[variable.display]))
    if variable.display == "scale":
        extensions.append({"url": SLIDER_STEP, "valueInteger": 1})
    if variable.type == "coding":
        extensions.append(control("autocomplete"))
    if variable.display == "hidden" or (variable.retired and not variable.group):
        extensions.append({"url": HIDDEN, "valueBoolean": True})
    if variable.unit is not None:
        coding = {**coding_of(variable.unit.source), **writer.wording.element("display", variable.unit)}
        extensions.append({"url": UNIT, "valueCoding": coding})
    if variable.type == "decimal" and extras_of(variable, SYSTEM).get("decimals") != str(variable.decimals):
        extensions.append({"url": DECIMALS, "valueInteger": variable.decimals})
    return {"extension": extensions}


def _ends(writer: Writer, variable: Variable, link: str) -> list[Json]:
    """What the two ends of a scale are called, as the standard has it."""
    return [
        {
            "linkId": f"{link}.{code}",
            "type": "display",
            **writer.wording.element("text", text),
            "extension": [control(code)],
        }
        for code, text in zip(("lower", "upper"), variable.ends or (), strict=False)
    ]


def _limits(writer: Writer, variable: Variable) -> Json:
    extensions: list[Json] = []
    for key, url in (("min", MIN), ("max", MAX)):
        limit = getattr(variable.limits, key)
        if isinstance(limit, Expression):
            extensions += _computed_limit(writer, variable, key, url, limit)
        elif limit is not None:
            value = limit.isoformat() if isinstance(limit, date) else number_of(limit)
            extensions.append({"url": url, VALUES[variable.type]: value})
    soft = {key: limit_words(getattr(variable.limits, key)) for key in ("soft_min", "soft_max")}
    return {"extension": [*extensions, *owns({**soft, "limits_source": variable.limits.source})]}


def _computed_limit(writer: Writer, variable: Variable, key: str, url: str, limit: Expression) -> list[Json]:
    try:
        inside = [expression(EXPRESSION, writer.say(limit.node))]
    except CannotSay as problem:
        writer.only_ours(limit.at, variable.name, f"its {key}", problem)
        return writer.ours(key, variable.name, limit, [])
    standard = [{"url": url, f"_{VALUES[variable.type]}": {"extension": inside}}]
    return [*standard, *writer.ours(key, variable.name, limit, standard)]


def _computed(writer: Writer, variable: Variable) -> Json:
    return _expressed(writer, variable, "calculate", CALCULATED, variable.calculate, "its calculation")


def _expressed(writer: Writer, variable: Variable, key: str, url: str, said: Expression | None, what: str) -> Json:
    if said is None:
        return {}
    try:
        standard = [expression(url, writer.say(said.node, variable.name))]
    except CannotSay as problem:
        writer.only_ours(said.at, variable.name, what, problem)
        standard = []
    text = to_text(unrounded(said.node)) if variable.group and key == "calculate" else said.text
    return {"extension": [*standard, *writer.ours(key, variable.name, said, standard, text)]}


def _prefilled(writer: Writer, variable: Variable, question: Question) -> Json:
    """A constant is an initial value; all else is an expression."""
    prefill = variable.prefill
    value = _constant(question, prefill.node) if prefill else None
    if prefill is None or value is None:
        return _expressed(writer, variable, "prefill", INITIAL, prefill, "what it is filled in with")
    return {"initial": [value], "extension": writer.ours("prefill", variable.name, prefill, [value])}


def _constant(question: Question, node: Node) -> Json | None:
    """A constant as an initial value; None where it is no value of the question."""
    if not isinstance(node, Literal) or node.value is None or question.written == "quantity":
        return None
    if question.type == "code":
        value = node.value
        code = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        found = question.answers.get(code)
        return {f"value{found[0]}": found[1]} if found else None
    return _plain_constant(question.type, node.value)


def _plain_constant(kind: str, value: Value) -> Json | None:
    match kind, value:
        case "boolean", bool():
            return {"valueBoolean": value}
        case "integer" | "decimal", float() if kind == "decimal" or value.is_integer():
            return {VALUES[kind]: number_of(value)}
        case "date", date():
            return {"valueDate": value.isoformat()}
        case "time", time():
            return {"valueTime": f"{value:%H:%M:%S}"}
        case "text" | "longtext", str():
            return {"valueString": value}
        case _:
            return None


def _answers(writer: Writer, variable: Variable, question: Question) -> Json:
    if variable.system is not None:
        return {"answerValueSet": writer.addresses.of("ValueSet", f"system.{variable.system.name}")}
    if variable.codelist is None:
        return {}
    is_scored = variable.name in writer.scored and question.numeric
    options = [
        _option(writer, code, question, is_scored=is_scored)
        for code in offered(variable)
        if not code.retired or code.missing
    ]
    return {"answerOption": options} if options else {}


def _option(writer: Writer, code: Code, question: Question, *, is_scored: bool) -> Json:
    """A code to choose. What it counts stands both where the standard and where Norwegian programs look for it."""
    kind, value = question.answers[str(code.value)]
    kept = extras_of(code, SYSTEM)
    counts = (is_scored or "code" in kept) and isinstance(code.value, int) and not code.missing
    extensions = [{"url": ORDINAL, "valueDecimal": code.value}] if counts else []
    if kind == "Coding":
        shown = {key: part for key, part in value.items() if key != "display"}
        value = {
            **shown,
            **writer.wording.element("display", code.label),
            **({"extension": extensions} if counts else {}),
        }
    return with_kept({f"value{kind}": value, **({"extension": extensions} if extensions else {})}, code)


def _ours(writer: Writer, variable: Variable, around: Mapping[str, str | None]) -> list[Json]:
    """What FHIR has no word for."""
    codelist = variable.codelist
    is_only = codelist is not None and len(variable.codes) < sum(not code.missing for code in codelist.codes)
    facts = {"category": variable.category, "purpose": variable.purpose, "source": variable.source}
    is_group, is_cell = variable.group is not None, variable.reason_name != variable.name
    return owns(
        {
            "display": variable.display if variable.display == "text" else None,
            "required": (variable.required and variable.retired is not None) or None,
            "required_when": variable.required_when and variable.required_when.text,
            "otherwise": None if is_group else otherwise_words(variable.otherwise),
            "missing": None if is_cell else missing_words(variable.missing),
            "only": [str(code.value) for code in variable.codes] if is_only else None,
            "valid_on": variable.valid_on.text if variable.valid_on and variable.name in writer.dated else None,
            "aliases": alias_words(variable.aliases, without=SYSTEM),
            "edition": alias_words(variable.edition),
            "identifies": variable.identifies,
            "collected": None if is_group else era_words(variable.collected),
            "retired": None if is_group else retirement_words(variable.retired),
            **{key: value for key, value in facts.items() if value != around.get(key) and not is_group},
        }
    )


def otherwise_words(value: bool | float | str | None) -> str | None:
    """The value of what is not asked, as an author writes it."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return None if value is None else str(value).lower() if isinstance(value, bool) else value
    return str(number_of(value))
