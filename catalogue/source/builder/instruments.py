"""Instruments: written once, opened into variables wherever a form uses them.

An item becomes the variable `<instrument>_<item>`, a score `<instrument>_<score>`, computed when as many items as it
needs are answered. In a score's expression `items` stands for its own items, and an item is called by its short name.
"""

from dataclasses import dataclass, replace

from catalogue.expressions.functions import LIST_FUNCTIONS
from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference, transform
from catalogue.findings import did_you_mean
from catalogue.model import Code, Codelist, Expression, Instrument, Limits, Score, Variable
from catalogue.source.builder.reading import (
    Notes,
    count,
    expression,
    limits,
    mapping,
    mappings,
    names,
    optional,
    scalar,
    text,
    words,
)
from catalogue.source.documents import Mapping, Scalar
from catalogue.texts import Text

ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Declaration:
    """An instrument as declared: the record, and what its variables are made from."""

    instrument: Instrument
    codelists: dict[str, Scalar | None]
    scores: tuple[Mapping, ...]
    expressions: dict[str, Expression]


def declaration(data: Mapping, notes: Notes) -> Declaration:
    """Read one instrument's document."""
    name = text(data, "instrument")
    items = tuple(
        (item, Text(f"instrument.{name}.{item}", label, f"wording.{name}.{item}"))
        for item, label, _ in words(data, ITEMS)
    )
    common = scalar(data, "codelist")
    codelists = {item: scalar(entry, "codelist") or common for item, _, entry in words(data, ITEMS)}
    scores = tuple(mappings(data, "scores"))
    licence = mapping(data, "licence")
    instrument = Instrument(
        name=name,
        title=Text(f"instrument.{name}", text(data, "title")),
        holder=optional(licence, "holder"),
        wording_is_private=text(licence, "wording") == "private",
        items=items,
        scores=tuple(_score(name, score, dict(items), notes) for score in scores),
        codelists=tuple(sorted({str(written).strip() for written in codelists.values() if written})),
        at=data.key_at("instrument"),
    )
    parsed = {text(score, "name"): expression(score, "calculate", notes) for score in scores}
    return Declaration(instrument, codelists, scores, {key: value for key, value in parsed.items() if value})


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


def variables(
    declared: Declaration, shared: dict[str, Codelist], without: tuple[str, ...], notes: Notes
) -> tuple[Variable, ...]:
    """The variables an instrument opens into, items first; `without` leaves items out."""
    instrument = declared.instrument
    items = tuple(
        _item(declared, item, label, shared, notes) for item, label in instrument.items if item not in without
    )
    scores = (
        _score_variable(declared, score, data, without, notes)
        for score, data in zip(instrument.scores, declared.scores, strict=True)
    )
    return (*items, *scores)


def _item(declared: Declaration, item: str, label: Text, shared: dict[str, Codelist], notes: Notes) -> Variable:
    instrument = declared.instrument
    codelist = _codelist(declared, item, shared, notes)
    allowed = tuple(code for code in codelist.codes if not code.missing) if codelist else ()
    name = f"{instrument.name}_{item}"
    return Variable(
        name=name,
        label=label,
        type="code",
        codelist=codelist,
        codes=tuple(_private(code, instrument.name, item) for code in allowed),
        reason_name=name,
        at=instrument.at,
    )


def _codelist(declared: Declaration, item: str, shared: dict[str, Codelist], notes: Notes) -> Codelist | None:
    written = declared.codelists[item]
    if written is None:
        message = f"The item '{item}' has no codes to choose from. Write 'codelist:' here, or at the item."
        notes.add(declared.instrument.at, "missing-key", message)
        return None
    name = written.strip()
    if name not in shared:
        notes.add(written.at, "unknown-reference", f"There is no codelist '{name}'.{did_you_mean(name, shared)}")
    return shared.get(name)


def _private(code: Code, instrument: str, item: str) -> Code:
    """The code with the address of this item's own licensed wording."""
    return replace(code, label=replace(code.label, private=f"wording.{instrument}.{item}.{code.value}"))


def _score_variable(
    declared: Declaration, score: Score, data: Mapping, without: tuple[str, ...], notes: Notes
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
        unit=optional(data, "unit"),
        decimals=decimals or None,
        limits=Limits(min=bounds.min, max=bounds.max),
        calculate=replace(written, node=node),
        display="hidden",
        at=data.key_at("name"),
    )


def _in_form(node: Node, prefix: str, score: Score, items: dict[str, Text], without: tuple[str, ...]) -> Node:
    """The score's expression in the names of the form, NULL when fewer items are answered than it needs."""
    own = tuple(Reference(f"{prefix}_{item}") for item in score.items if item not in without)

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
    return Case(((enough, transform(node, rename)),), NULL) if own else NULL
