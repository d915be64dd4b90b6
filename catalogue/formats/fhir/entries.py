"""One question as an entry of a form, in the catalogue's own words; and what to say of it. Pure.

What is not understood stays as it was under `extras`, and goes out again with the same question.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalogue.expressions.nodes import Literal
from catalogue.expressions.printer import to_text
from catalogue.formats.fhir.canonical import SYSTEM
from catalogue.formats.fhir.expressing import Reading, Understood, path_of, uses_today
from catalogue.formats.fhir.found import OPEN, Found, is_open, texts
from catalogue.formats.fhir.kept import BEFORE, ELEMENT, PARENT, dumps
from catalogue.formats.fhir.own import Json, extensions_of, mapping, unsealed, value_of, words
from catalogue.formats.fhir.questions import CHECKLIST, code_of
from catalogue.formats.fhir.units import unit_of
from catalogue.formats.fhir.urls import (
    CALCULATED,
    DECIMALS,
    ENABLED,
    EXPRESSION,
    HIDDEN,
    INITIAL,
    ITEM_CONTROL,
    MAX,
    MIN,
    OWN,
    SLIDER_STEP,
    TRANSLATION,
    UNIT,
)
from catalogue.formats.fhir.walking import below_of, control_of, items_of
from catalogue.formats.values import plain_number
from catalogue.value_types import EARLIEST, LATEST, NUMBER_BOUND, VALUE_TYPES

Words = dict[str, Any]
ANY_DECIMALS = 4
"""Decimals of a number that does not say how many."""
LONGEST_SCALE = 20
OF_ITEMS = frozenset(
    {
        "id",
        "definition",
        "code",
        "prefix",
        "_prefix",
        "enableWhen",
        "enableBehavior",
        "repeats",
        "readOnly",
        "maxLength",
    }
    | {"answerValueSet", "initial", "modifierExtension"}
)
"""What else an item of R4 can say, and may be kept."""
LATER = frozenset({"answerConstraint", "disabledDisplay"})
"""What R5 says of an item that R4 has other words for."""
ALWAYS = frozenset({"linkId", "text", "_text", "type", "required", "item", "extension", "answerOption"})
"""What is read of every item."""
OWN_FACTS = (
    "category",
    "purpose",
    "source",
    "required_when",
    "valid_on",
    "edition",
    "identifies",
    "collected",
    "retired",
)
DISPLAYS: Mapping[str, str] = {"radio-button": "radio", "drop-down": "select"}


@dataclass(slots=True)
class Taken:
    """What has been understood of an item; the rest is kept."""

    item: Json
    keys: set[str] = field(default_factory=lambda: set(ALWAYS))
    urls: set[str] = field(default_factory=set)
    remarks: list[tuple[str, str]] = field(default_factory=list)

    def value(self, url: str) -> Any:
        """The value of an extension."""
        return next((value_of(extension) for found, extension in extensions_of(self.item) if found == url), None)

    def left(self) -> Json:
        """What has not been understood, as it stood."""
        extensions = [
            extension for url, extension in extensions_of(self.item) if url not in self.urls and not url.startswith(OWN)
        ]
        left = {key: value for key, value in self.item.items() if key not in self.keys and key in OF_ITEMS}
        text = _without_translations(self.item.get("_text"))
        return {**left, **({"_text": text} if text else {}), **({"extension": extensions} if extensions else {})}


def _without_translations(element: Any) -> Json:
    rest = [extension for url, extension in extensions_of(element) if url != TRANSLATION]
    return {"extension": rest} if rest else {}


@dataclass(frozen=True, slots=True)
class Entry:
    """The declaration, and remarks on it: a slug and a sentence each."""

    declared: Words
    remarks: tuple[tuple[str, str], ...]


def entry_of(found: Found, reading: Reading, *, is_shown: bool = True) -> Entry:
    """The entry of a question; `is_shown` is false where its conditions were found to wait for each other."""
    taken = Taken(found.item)
    extras = _extras(found)
    condition = _condition(taken, reading, is_shown=is_shown)
    label = texts(found.item.get("text")) or words(found.item.get("prefix")) or found.question.link or found.name
    help_text = below_of(found.item, "help") or below_of(found.item, "flyover")
    common: Words = {
        "label": label,
        "help": texts(help_text.get("text")) if help_text else None,
        "enable_when": condition or None,
        "missing": missing_words(found.said.get("missing")),
        "otherwise": words(found.said.get("otherwise")),
        **{key: found.said.get(key) for key in OWN_FACTS},
    }
    specific = _of_checklist(found, taken) if found.kind == CHECKLIST else _of_variable(found, taken, reading, extras)
    declared = {**common, **specific}
    declared["required"] = True if _is_required(found) and not declared.get("calculate") else None
    if declared.get("calculate"):
        declared |= {"missing": None, "otherwise": None, "required_when": None}
    _tell(found, taken)
    left = taken.left()
    extras |= {ELEMENT: dumps(left)} if left else {}
    return Entry({**declared, "extras": {SYSTEM: extras} if extras else None}, tuple(taken.remarks))


def missing_words(said: Any) -> Words | None:
    """The reasons that may stand instead of a value."""
    return {reason: mapping(value) for reason, value in mapping(said).items()} or None


def _is_required(found: Found) -> bool:
    return found.item.get("required") is True or words(found.said.get("required")) == "true"


def _extras(found: Found) -> dict[str, str]:
    placed = found.placed
    return {
        **(found.choices.extras if found.choices else {}),
        **({BEFORE: dumps(placed.before)} if placed.before else {}),
        **({PARENT: placed.parent} if placed.parent else {}),
        **_type_kept(found),
    }


def _type_kept(found: Found) -> dict[str, str]:
    """The item's type, where ours would be written as another."""
    usual = {"boolean": "boolean", "integer": "integer", "decimal": "decimal", "code": "choice", "coding": "choice"}
    usual |= {CHECKLIST: "choice", "date": "date", "time": "time", "datetime": "dateTime", "longtext": "text"}
    written = str(found.item.get("type"))
    if found.kind in {"code", CHECKLIST} or written == "coding":
        written = OPEN if is_open(found.item) else "choice"
    return {} if written == usual.get(found.kind, "string") else {"type": written}


def _condition(taken: Taken, reading: Reading, *, is_shown: bool) -> str:
    understood = reading.asked_when(taken.item)
    if understood.text and is_shown:
        taken.keys |= {"enableWhen", "enableBehavior"}
        taken.urls.add(ENABLED)
        return understood.text
    if understood.text:
        understood = Understood(problem="questions wait for each other in a circle")
    _told(taken, understood, "when it is asked")
    return ""


def _told(taken: Taken, understood: Understood, what: str) -> None:
    if understood.problem:
        message = f"{what} is not carried: {understood.problem}. It is kept under 'extras'; write it by hand."
        taken.remarks.append(("logic-kept", message))


# ---- checklists ----


def _of_checklist(found: Found, taken: Taken) -> Words:
    taken.keys.add("repeats")
    taken.keys.add("answerValueSet")
    if control_of(found.item) == "check-box":
        taken.urls.add(ITEM_CONTROL)
    taken.urls.add(HIDDEN) if found.said.get("retired") else None
    options = {option.code: option for option in found.options.found}
    none = None
    ticks: Words = {}
    for code, name in found.ticks.items():
        key = name.removeprefix(f"{found.name}_")
        option = options.get(_there(found, code))
        said = _codes_of(found).get(code)
        more = dict(said) if isinstance(said, dict) else {"label": said or code}
        more.pop("missing", None)
        kept = dict(mapping(mapping(more.get("extras")).get(SYSTEM)))
        if found.choices and found.choices.extras and key != kept.get("code", code):
            kept.setdefault("code", code)
        ours = {key: option.said.get(key) for key in ("aliases", "source", "collected", "retired")} if option else {}
        ticks[key] = {"label": more["label"], **ours, "extras": {SYSTEM: kept} if kept else None}
        if option and option.exclusive and none is None:
            none = key
    return {"checklist": found.name, "ticks": ticks, "none": none}


def _there(found: Found, code: str) -> str:
    """The code of an answer as the file has it."""
    return code_of(found.choices.answers[code]) if found.choices else code


def _codes_of(found: Found) -> Mapping[str, Any]:
    declared = found.choices.declared if found.choices else {}
    return mapping(declared.get("codes"))


# ---- variables ----


def _of_variable(found: Found, taken: Taken, reading: Reading, extras: dict[str, str]) -> Words:
    calculate = _computed(found, taken, reading)
    declared: Words = {
        "name": found.name,
        "type": found.kind,
        "calculate": calculate or None,
        "aliases": mapping(found.said.get("aliases")),
    }
    if found.choices is not None and found.kind == "code":
        declared |= found.choices.declared
        taken.keys.add("answerValueSet")
    if found.kind == "coding":
        declared["system"] = found.options.system
        taken.keys.add("answerValueSet")
    if calculate:
        taken.keys.add("readOnly")
    declared |= _look(found, taken, is_calculated=bool(calculate))
    declared |= _size(found, taken, extras)
    declared |= _limits(found, taken, reading, declared)
    declared |= _scale(found, taken, declared)
    if not calculate:
        declared["prefill"] = _prefill(found, taken, reading)
    return declared


def _computed(found: Found, taken: Taken, reading: Reading) -> str:
    standard = [extension for url, extension in extensions_of(found.item) if url == CALCULATED]
    own = unsealed(found.said.get("calculate"), standard)
    if own:
        taken.urls.add(CALCULATED)
        return own
    written = path_of(found.item, CALCULATED)
    if not written:
        return ""
    kind = VALUE_TYPES[found.kind].expression_type
    expected = ("number" if found.question.numeric else "text") if kind == "code" else kind
    understood = reading.path(written, "value", expected)
    if understood.text and uses_today(understood.text):
        understood = Understood(problem="what is stored would be wrong tomorrow; count to a date of the form instead")
    if understood.text:
        taken.urls.add(CALCULATED)
    _told(taken, understood, "its calculation")
    return understood.text


def _look(found: Found, taken: Taken, *, is_calculated: bool) -> Words:
    control = control_of(found.item)
    hidden = taken.value(HIDDEN) is True
    if hidden and (is_calculated or found.said.get("retired")):
        taken.urls.add(HIDDEN)
    elif hidden:
        taken.remarks.append(("hidden-question", "is hidden there; here only what is calculated is. It is asked."))
    if control == "autocomplete" and found.kind == "coding":
        taken.urls.add(ITEM_CONTROL)
    if control in DISPLAYS and found.kind in {"code", "boolean"}:
        taken.urls.add(ITEM_CONTROL)
        return {"display": "hidden" if hidden and is_calculated else DISPLAYS[control]}
    own = words(found.said.get("display"))
    return {"display": "hidden" if hidden and is_calculated else own or None}


def _size(found: Found, taken: Taken, extras: dict[str, str]) -> Words:
    """Length, decimals and unit."""
    said: Words = {}
    length = found.item.get("maxLength")
    if found.kind in {"text", "longtext"} and isinstance(length, int) and 0 < length <= 999_999:
        taken.keys.add("maxLength")
        said["max_length"] = length
    if found.kind == "decimal":
        decimals = taken.value(DECIMALS)
        is_known = isinstance(decimals, int) and not isinstance(decimals, bool) and 0 <= decimals <= 9
        said["decimals"] = decimals if is_known else ANY_DECIMALS
        if is_known:
            taken.urls.add(DECIMALS)
        else:
            extras["decimals"] = str(ANY_DECIMALS)
    unit = unit_of(taken.value(UNIT))
    if found.kind in {"integer", "decimal"} and unit:
        taken.urls.add(UNIT)
        said["unit"] = unit
    return said


def _limits(found: Found, taken: Taken, reading: Reading, declared: Words) -> Words:
    said: Words = {key: words(found.said.get(key)) for key in ("soft_min", "soft_max", "limits_source")}
    for key, url in (("min", MIN), ("max", MAX)):
        extension = next((extension for each, extension in extensions_of(found.item) if each == url), None)
        standard = [extension] if extension else []
        own = unsealed(found.said.get(key), standard)
        limit = own or (_limit(found, taken, extension, reading, declared) if extension else "")
        if limit:
            taken.urls.add(url)
            said[key] = limit
    low, high = said.get("min"), said.get("max")
    if low and high and _constants(low, high) and _above(low, high):
        taken.remarks.append(("bounds-out-of-order", "has a least above its greatest. Both are kept under 'extras'."))
        taken.urls -= {MIN, MAX}
        said |= {"min": None, "max": None}
    return {key: value for key, value in said.items() if value}


def _limit(found: Found, taken: Taken, extension: Json, reading: Reading, declared: Words) -> str:
    element = next((value for key, value in extension.items() if key.startswith("_value")), None)
    written = path_of(mapping(element), EXPRESSION)
    if written and found.kind in {"integer", "decimal", "date"} and not found.is_cell:
        understood = reading.path(written, "value", VALUE_TYPES[found.kind].expression_type)
        _told(taken, understood, "its limit")
        return understood.text
    value = value_of(extension)
    limit = _constant_limit(found.kind, value, declared)
    if not limit:
        shown = value if isinstance(value, str | int | float) else "there"
        message = f"the limit '{shown}' is no limit of a {found.kind} here. It is kept under 'extras'."
        taken.remarks.append(("bound-not-understood", message))
    return limit


def _constant_limit(kind: str, value: Any, declared: Words) -> str:
    if kind == "date" and isinstance(value, str):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return ""
        return day.isoformat() if EARLIEST <= day <= LATEST else ""
    value = mapping(value).get("value") if isinstance(value, dict) else value
    if kind not in {"integer", "decimal"} or isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    decimals = int(declared.get("decimals") or 0)
    is_limit = abs(value) <= NUMBER_BOUND and round(value, decimals) == value
    return plain_number(float(value)) if is_limit else ""


def _constants(*limits: str) -> bool:
    return all(limit[:1].isdigit() or limit[:1] == "-" for limit in limits)


def _above(low: str, high: str) -> bool:
    try:
        return float(low) > float(high)
    except ValueError:
        return low > high


def _scale(found: Found, taken: Taken, declared: Words) -> Words:
    """A slider with two ends near each other is a scale; what its ends are called stands below it."""
    low, high = declared.get("min"), declared.get("max")
    if control_of(found.item) != "slider" or found.kind != "integer" or not (low and high and _constants(low, high)):
        return {}
    if not 0 < float(high) - float(low) <= LONGEST_SCALE:
        return {}
    taken.urls.add(ITEM_CONTROL)
    if taken.value(SLIDER_STEP) == 1:
        taken.urls.add(SLIDER_STEP)
    below = [below_of(found.item, code) for code in ("lower", "upper")]
    ends = [texts(each.get("text")) for each in below if each]
    return {"display": "scale", "ends": ends if len(ends) == 2 and all(ends) else None}


def _prefill(found: Found, taken: Taken, reading: Reading) -> str | None:
    initial = found.item.get("initial")
    standard = initial or [extension for url, extension in extensions_of(found.item) if url == INITIAL]
    own = unsealed(found.said.get("prefill"), standard)
    if own:
        taken.keys.add("initial")
        if not initial:
            taken.urls.add(INITIAL)
        return own
    selected = [{f"value{option.kind}": option.code} for option in found.options.found if option.initial]
    values = list(items_of(initial)) or selected
    constant = _constant(found, value_of(values[0])) if len(values) == 1 else ""
    if constant:
        taken.keys.add("initial")
        return constant
    if values:
        taken.remarks.append(("initial-kept", "what it is filled in with is kept under 'extras'."))
    written = path_of(found.item, INITIAL)
    if not written:
        return None
    kind = VALUE_TYPES[found.kind].expression_type
    understood = reading.path(
        written, "value", ("number" if found.question.numeric else "text") if kind == "code" else kind
    )
    if understood.text:
        taken.urls.add(INITIAL)
    _told(taken, understood, "what it is filled in with")
    return understood.text or None


def _constant(found: Found, value: Any) -> str:
    """A constant as an expression writes it; nothing where it is no value of the question."""
    if found.kind == "code":
        there = value.get("code", value.get("display")) if isinstance(value, dict) else value
        codes = [code for code in found.question.answers if _there(found, code) == str(there)]
        codes = [code for code in codes if code not in found.question.missing]
        return to_text(Literal(float(codes[0]) if found.question.numeric else codes[0])) if codes else ""
    match found.kind, value:
        case "boolean", bool():
            return to_text(Literal(value))
        case "integer" | "decimal", int() | float() if not isinstance(value, bool) and abs(value) <= NUMBER_BOUND:
            return to_text(Literal(float(value)))
        case "text" | "longtext", str() if value.strip() and len(value) < 1_000:
            return to_text(Literal(" ".join(value.split())))
        case "date", str() if _constant_limit("date", value, {}):
            return to_text(Literal(date.fromisoformat(value)))
        case _:
            return ""


# ---- what to tell ----


def _tell(found: Found, taken: Taken) -> None:
    """What has an effect there and none here."""
    if found.options.outside:
        message = f"its answers are in the value set '{found.options.outside}', which is not in the file. It is a text"
        taken.remarks.append(("answers-elsewhere", f"{message}; give it codes."))
    if found.kind != CHECKLIST and found.item.get("repeats") is True:
        taken.remarks.append(("several-answers", "may be answered several times there, and once here."))
    if found.choices and found.choices.repeated:
        shown = found.choices.repeated[0]
        taken.remarks.append(("labels-told-apart", f"has two answers called '{shown}'; their codes stand beside them."))
    unknown = sorted(key for key in found.item if key not in ALWAYS | OF_ITEMS | LATER)
    if unknown:
        taken.remarks.append(("unknown-element", f"has '{unknown[0]}', which R4 does not know. It is left out."))
    for url, slug, message in UNUSED:
        if any(each == url for each, _ in extensions_of(found.item)) and url not in taken.urls:
            taken.remarks.append((slug, message))


UNUSED: tuple[tuple[str, str, str], ...] = (
    ("http://hl7.org/fhir/StructureDefinition/regex", "pattern-kept", "must fit a pattern there; here any text does."),
    (
        "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-answerExpression",
        "answers-elsewhere",
        "its answers are computed there. Give it codes.",
    ),
)
"""Extensions whose effect is lost here; they are kept."""
