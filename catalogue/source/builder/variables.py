"""One variable: from raw data to the record, its attributes read by type, its texts addressed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalogue.expressions.nodes import Call, Literal
from catalogue.findings import did_you_mean
from catalogue.model import Code, Codelist, CodingSystem, Expression, Limits, Use, Variable
from catalogue.source.builder.codelists import codes
from catalogue.source.builder.inherited import Inherited, condition
from catalogue.source.builder.reading import (
    NUMBER,
    Notes,
    aliases,
    code_value,
    count,
    expression,
    extras,
    flag,
    limits,
    missing_values,
    names,
    optional,
    retirement,
    sequence,
    text,
)
from catalogue.source.documents import Mapping, Scalar
from catalogue.texts import Text
from catalogue.value_types import VALUE_TYPES

LIMIT_KEYS = ("min", "soft_min", "soft_max", "max")


@dataclass(frozen=True, slots=True)
class Shared:
    """What forms refer to by name."""

    codelists: dict[str, Codelist]
    systems: dict[str, CodingSystem]


def variable(data: Mapping, around: Inherited, shared: Shared, notes: Notes) -> tuple[Variable, tuple[Use, ...]]:
    """The variable, and its expressions as written."""
    name = text(data, "name")
    own = condition(data, notes)
    inside = around.within(data, own, notes)
    base = answer_type(data, f"{around.form}.{name}", shared, notes)
    calculate = expression(data, "calculate", notes)
    built = replace(
        base,
        name=name,
        label=Text(f"{around.form}.{name}.label", text(data, "label")),
        help=optional_text(data, "help", f"{around.form}.{name}.help"),
        required=flag(data, "required"),
        valid_on=expression(data, "valid_on", notes),
        edition=aliases(data, "edition"),
        required_when=expression(data, "required_when", notes),
        enable_when=inside.enable_when,
        otherwise=otherwise(data, base),
        calculate=rounded(calculate, base),
        prefill=expression(data, "prefill", notes),
        display=optional(data, "display"),
        ends=scale_ends(data, f"{around.form}.{name}"),
        missing=missing_values(data),
        aliases=aliases(data),
        category=inside.category,
        purpose=inside.purpose,
        source=inside.source,
        collected=inside.collected,
        retired=retirement(data),
        identifies=optional(data, "identifies"),
        reason_name=name,
        extras=extras(data),
        at=data.key_at("name"),
    )
    return built, tuple(_uses(built, own, calculate))


def answer_type(data: Mapping, address: str, shared: Shared, notes: Notes) -> Variable:
    """What kind of answer is given: type, unit, limits and codes, as a variable that has no name yet."""
    kind = text(data, "type")
    kind = kind if kind in VALUE_TYPES else "text"
    codelist = _codelist(data, address, shared, notes)
    system = _system(data, shared, notes)
    return Variable(
        name="",
        label=Text("", ""),
        type=kind,
        unit=unit(data),
        decimals=(count(data, "decimals") or 0) if kind == "decimal" else None,
        limits=limits(data, kind, notes),
        max_length=count(data, "max_length"),
        codelist=codelist,
        codes=_value_set(data, codelist, system, notes),
        system=system,
    )


def rounded(calculate: Expression | None, answer: Variable) -> Expression | None:
    """A calculated number is rounded to its decimals before anyone sees it."""
    if calculate is None or VALUE_TYPES[answer.type].expression_type != "number":
        return calculate
    return replace(calculate, node=Call("round", (calculate.node, Literal(float(answer.decimals or 0)))))


def otherwise(data: Mapping, answer: Variable) -> bool | float | str | None:
    """The value when not asked because the condition is FALSE, in the variable's own type."""
    written = text(data, "otherwise")
    if not written:
        return None
    if answer.type == "boolean":
        return written == "true"
    if answer.type == "code":
        return code_value(written) if answer.codelist and answer.codelist.numeric else written
    if VALUE_TYPES[answer.type].expression_type == "number" and NUMBER.fullmatch(written):
        return float(written) if answer.type == "decimal" else int(float(written))
    return written


def optional_text(data: Mapping, key: str, address: str) -> Text | None:
    """A text that need not be there."""
    source = text(data, key)
    return Text(address, source) if source else None


def unit(data: Mapping) -> Text | None:
    """The unit of a number; the same words are the same text, wherever they stand."""
    return optional_text(data, "unit", f"unit.{text(data, 'unit')}")


def scale_ends(data: Mapping, address: str) -> tuple[Text, Text] | None:
    """What the two ends of a scale are called."""
    ends = names(data, "ends")
    if len(ends) != 2:
        return None
    return Text(f"{address}.low_end", str(ends[0])), Text(f"{address}.high_end", str(ends[1]))


def _codelist(data: Mapping, address: str, shared: Shared, notes: Notes) -> Codelist | None:
    if "codes" in data:
        own = codes(data, f"{address}.codes", notes)
        return Codelist(address.rpartition(".")[2], own, shared=False, at=data.key_at("codes"))
    name = text(data, "codelist")
    if not name:
        return None
    if name not in shared.codelists:
        message = f"There is no codelist '{name}'.{did_you_mean(name, shared.codelists)}"
        notes.add(data["codelist"].at, "unknown-reference", message)
    return shared.codelists.get(name)


def _system(data: Mapping, shared: Shared, notes: Notes) -> CodingSystem | None:
    name = text(data, "system")
    if name and name not in shared.systems:
        message = f"There is no coding system '{name}'.{did_you_mean(name, shared.systems)}"
        notes.add(data["system"].at, "unknown-reference", message)
    return shared.systems.get(name)


def _value_set(data: Mapping, codelist: Codelist | None, system: CodingSystem | None, notes: Notes) -> tuple[Code, ...]:
    """The codes that may be answered: all but the missing ones, or those under `only`."""
    if system is not None:
        return system.codes
    if codelist is None:
        return ()
    answers = tuple(code for code in codelist.codes if not code.missing)
    if "only" not in data:
        return answers
    chosen = {str(entry).strip(): entry for entry in sequence(data, "only") if isinstance(entry, Scalar)}
    known = {str(code.value) for code in answers}
    for written, entry in chosen.items():
        if written not in known:
            message = f"The codelist '{codelist.name}' has no answer '{written}'. It has: {', '.join(sorted(known))}."
            notes.add(entry.at, "unknown-code", message)
    return tuple(code for code in answers if str(code.value) in chosen)


def _uses(built: Variable, own: Expression | None, calculate: Expression | None) -> Iterator[Use]:
    kind = VALUE_TYPES[built.type].expression_type
    own_type = ("number" if built.codelist and built.codelist.numeric else "text") if kind == "code" else kind
    written = (
        ("enable_when", own, "boolean"),
        ("required_when", built.required_when, "boolean"),
        ("calculate", calculate, own_type),
        ("prefill", built.prefill, own_type),
        ("valid_on", built.valid_on, "date"),
        *((key, getattr(built.limits, key), own_type) for key in LIMIT_KEYS),
    )
    for key, value, expects in written:
        if isinstance(value, Expression):
            yield Use(built.name, key, value, expects)


def group_use(owner: str, own: Expression | None) -> tuple[Use, ...]:
    """The condition of a group or section, as written."""
    return (Use(owner, "enable_when", own, "boolean"),) if own else ()


def constant_limits(answer: Variable, data: Mapping, notes: Notes) -> Variable:
    """A matrix's cells and an instrument's items have constant limits only: one declaration speaks for many."""
    dependent = [key for key in LIMIT_KEYS if isinstance(getattr(answer.limits, key), Expression)]
    for key in dependent:
        notes.add(data.key_at(key), "limit-not-constant", f"The {key} must be a number or a date here.")
    return replace(answer, limits=Limits()) if dependent else answer
