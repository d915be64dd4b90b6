"""Instruments: written once, opened into variables wherever a form uses them.

An item becomes the variable `<instrument>_<item>`, a score `<instrument>_<score>`, computed when as many items as it
needs are answered. In a score's expression `items` stands for its own items, and an item is called by its short name.
A form may leave items out: a score uses those that are left, and is not made when they are fewer than it needs.

How items are answered is written once at the instrument, or at an item that differs. An item is a code of a codelist
unless it has a `type`; one that names its own type takes nothing over from the instrument.
"""

from dataclasses import dataclass, replace

from catalogue.expressions.functions import LIST_FUNCTIONS
from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference, transform
from catalogue.findings import NOWHERE, did_you_mean
from catalogue.model import Code, Expression, Instrument, Limits, Score, Variable
from catalogue.source.builder.reading import (
    EMPTY,
    Notes,
    count,
    expression,
    limits,
    mapping,
    mappings,
    missing_values,
    names,
    optional,
    text,
    words,
)
from catalogue.source.builder.variables import Shared, answer_type, constant_limits, optional_text, scale_ends, unit
from catalogue.source.documents import Mapping, Scalar
from catalogue.texts import Text

ITEMS = "items"
ANSWER_KEYS = (
    *("type", "decimals", "unit", "codelist", "only", "display", "ends", "missing"),
    *("min", "soft_min", "soft_max", "max", "max_length", "limits_source"),
)
"""What an instrument may say once for all its items."""
CODE = Scalar("code")
CODE.at = CODE.body = NOWHERE


@dataclass(frozen=True, slots=True)
class Declaration:
    """An instrument as declared: the record, and what its variables are made from."""

    instrument: Instrument
    answers: dict[str, Mapping]
    scores: tuple[Mapping, ...]
    expressions: dict[str, Expression]


def declaration(data: Mapping, notes: Notes) -> Declaration:
    """Read one instrument's document."""
    name = text(data, "instrument")
    items = tuple(
        (item, Text(f"instrument.{name}.{item}", label, f"wording.{name}.{item}"))
        for item, label, _ in words(data, ITEMS)
    )
    answers = {item: _answer(data, item, entry) for item, _, entry in words(data, ITEMS)}
    scores = tuple(mappings(data, "scores"))
    licence = mapping(data, "licence")
    instrument = Instrument(
        name=name,
        title=Text(f"instrument.{name}", text(data, "title")),
        holder=optional(licence, "holder"),
        wording_is_private=text(licence, "wording") == "private",
        items=items,
        scores=tuple(_score(name, score, dict(items), notes) for score in scores),
        codelists=tuple(sorted({text(answer, "codelist") for answer in answers.values() if "codelist" in answer})),
        at=data.key_at("instrument"),
    )
    parsed = {text(score, "name"): expression(score, "calculate", notes) for score in scores}
    return Declaration(instrument, answers, scores, {key: value for key, value in parsed.items() if value})


def _answer(data: Mapping, item: str, entry: Mapping) -> Mapping:
    """How an item is answered: as it says itself, and else as the instrument says. Its place is where that is said."""
    common = EMPTY if "type" in entry else data
    shared = {key: common[key] for key in ANSWER_KEYS if key in common}
    answer = Mapping({"type": CODE, **shared, **entry})
    answer.at = mapping(data, ITEMS).key_at(item) if "type" in entry else data.key_at("instrument")
    answer.keys_at, answer.size = {**common.keys_at, **entry.keys_at}, len(answer)
    return answer


def _score(instrument: str, data: Mapping, items: dict[str, Text], notes: Notes) -> Score:
    name = text(data, "name")
    for item in names(data, ITEMS):
        if item not in items:
            notes.add(item.at, "unknown-reference", f"The instrument has no item '{item}'.{did_you_mean(item, items)}")
    label = text(data, "label") or name
    return Score(
        name=name,
        label=Text(f"instrument.{instrument}.{name}", label),
        items=tuple(str(item) for item in names(data, ITEMS) if item in items),
        needs=count(data, "needs") or 1,
        direction=optional(data, "direction"),
    )


def variables(declared: Declaration, shared: Shared, without: tuple[Scalar, ...], notes: Notes) -> tuple[Variable, ...]:
    """The variables an instrument opens into, items first; `without` leaves items out."""
    instrument = declared.instrument
    known = dict(instrument.items)
    for name in without:
        if name not in known:
            message = f"'{instrument.name}' has no item '{name}' to leave out.{did_you_mean(name, known)}"
            notes.add(name.at, "unknown-reference", message)
    items = tuple(_item(declared, item, label, shared, notes) for item, label in known.items() if item not in without)
    scores = (
        _score_variable(declared, score, data, without, notes)
        for score, data in zip(instrument.scores, declared.scores, strict=True)
        if len(_left(score, without)) >= score.needs
    )
    return (*items, *scores)


def _left(score: Score, without: tuple[Scalar, ...]) -> tuple[str, ...]:
    return tuple(item for item in score.items if item not in without)


def _item(declared: Declaration, item: str, label: Text, shared: Shared, notes: Notes) -> Variable:
    instrument = declared.instrument
    written = declared.answers[item]
    address = f"instrument.{instrument.name}.{item}"
    answer = constant_limits(answer_type(written, address, shared, notes), written, notes)
    if answer.type == "code" and "codelist" not in written:
        message = f"The item '{item}' has no codes to choose from. Write 'codelist:' here, or at the item."
        notes.add(instrument.at, "missing-key", message)
    name = f"{instrument.name}_{item}"
    return replace(
        answer,
        name=name,
        label=label,
        help=optional_text(written, "help", f"{address}.help"),
        codes=tuple(_private(code, instrument.name, item) for code in answer.codes),
        display=optional(written, "display"),
        ends=scale_ends(written, address),
        missing=missing_values(written),
        reason_name=name,
        at=written.at,
    )


def _private(code: Code, instrument: str, item: str) -> Code:
    """The code with the address of this item's own licensed wording."""
    return replace(code, label=replace(code.label, private=f"wording.{instrument}.{item}.{code.value}"))


def _score_variable(
    declared: Declaration, score: Score, data: Mapping, without: tuple[Scalar, ...], notes: Notes
) -> Variable:
    decimals = count(data, "decimals") or 0
    kind = "decimal" if decimals else "integer"
    written = declared.expressions.get(score.name, Expression("null", NULL, declared.instrument.at))
    node = _in_form(written.node, declared.instrument.name, score, dict(declared.instrument.items), without)
    bounds = limits(data, kind, notes)
    return Variable(
        name=f"{declared.instrument.name}_{score.name}",
        label=score.label,
        type=kind,
        unit=unit(data),
        decimals=decimals or None,
        limits=Limits(min=bounds.min, max=bounds.max),
        calculate=replace(written, node=node),
        display="hidden",
        at=data.key_at("name"),
    )


def _in_form(node: Node, prefix: str, score: Score, items: dict[str, Text], without: tuple[Scalar, ...]) -> Node:
    """The score's expression in the names of the form, NULL when fewer items are answered than it needs."""
    own = tuple(Reference(f"{prefix}_{item}") for item in _left(score, without))

    def rename(part: Node) -> Node:
        match part:
            case Reference() if part.name in without:
                return NULL
            case Reference() if part.name in items:
                return Reference(f"{prefix}_{part.name}", part.at)
            case Call() if part.function in LIST_FUNCTIONS:
                opened = (own if argument == Reference(ITEMS) else (argument,) for argument in part.arguments)
                return Call(part.function, tuple(argument for group in opened for argument in group), part.at)
            case _:
                return part

    enough = Call("ge", (Call("answered", own), Literal(float(score.needs))))
    return Case(((enough, transform(node, rename)),), NULL)
