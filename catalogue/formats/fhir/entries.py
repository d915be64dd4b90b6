"""One question as an entry of a form, in the catalogue's own words; and what to say of it. Pure.

What is not understood stays as it was under `extras`, and goes out again with the same question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.formats.fhir.canonical import SYSTEM
from catalogue.formats.fhir.expressing import Reading, Understood
from catalogue.formats.fhir.filled import computed, prefill
from catalogue.formats.fhir.found import OPEN, Found, is_open, texts
from catalogue.formats.fhir.kept import BEFORE, ELEMENT, PARENT, dumps
from catalogue.formats.fhir.measures import limits, look, scale, size
from catalogue.formats.fhir.own import extensions_of, mapping, words
from catalogue.formats.fhir.questions import CHECKLIST, TYPES
from catalogue.formats.fhir.taken import KNOWN, Taken, told
from catalogue.formats.fhir.urls import (
    CALCULATED,
    ENABLED,
    HIDDEN,
    ITEM_CONTROL,
)
from catalogue.formats.fhir.walking import below_of, control_of

Words = dict[str, Any]
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
    specific = (
        _of_checklist(found, taken)
        if found.kind == CHECKLIST
        else _of_variable(found, taken, reading, extras, is_shown=is_shown)
    )
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
    written = str(found.item.get("type"))
    if found.kind in {"code", CHECKLIST} or written == "coding":
        written = OPEN if is_open(found.item) else "choice"
    return {} if written == TYPES[found.kind] else {"type": written}


def _condition(taken: Taken, reading: Reading, *, is_shown: bool) -> str:
    understood = reading.asked_when(taken.item)
    if understood.text and is_shown:
        taken.keys |= {"enableWhen", "enableBehavior"}
        taken.urls.add(ENABLED)
        return understood.text
    if understood.text:
        understood = Understood(problem="questions wait for each other in a circle")
    told(taken, understood, "when it is asked")
    return ""


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
        option = options.get(found.there(code))
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


def _codes_of(found: Found) -> Mapping[str, Any]:
    declared = found.choices.declared if found.choices else {}
    return mapping(declared.get("codes"))


# ---- variables ----


def _of_variable(found: Found, taken: Taken, reading: Reading, extras: dict[str, str], *, is_shown: bool) -> Words:
    calculate = computed(found, taken, reading, is_shown=is_shown)
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
    declared |= look(found, taken, is_calculated=bool(calculate))
    declared |= size(found, taken, extras)
    declared |= limits(found, taken, reading, declared)
    declared |= scale(found, taken, declared)
    if not calculate:
        declared["prefill"] = prefill(found, taken, reading)
    return declared


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
    if found.kind == CHECKLIST and any(url == CALCULATED for url, _ in extensions_of(found.item)):
        taken.remarks.append(("logic-kept", "is computed there; here what is ticked never is. It is kept."))
    unknown = found.item.keys() - KNOWN
    if unknown:
        taken.remarks.append(("unknown-element", f"has '{min(unknown)}', which R4 does not know. It is left out."))
    left = {url for url, _ in extensions_of(found.item)} - taken.urls
    taken.remarks += [(slug, message) for url, slug, message in UNUSED if url in left]


UNUSED: tuple[tuple[str, str, str], ...] = (
    ("http://hl7.org/fhir/StructureDefinition/regex", "pattern-kept", "must fit a pattern there; here any text does."),
    (
        "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-answerExpression",
        "answers-elsewhere",
        "its answers are computed there. Give it codes.",
    ),
)
"""Extensions whose effect is lost here; they are kept."""
