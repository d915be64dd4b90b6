"""Sections, checklists, matrices and instruments as items: groups, a question with several answers, a grid. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from catalogue.formats.fhir.canonical import SYSTEM
from catalogue.formats.fhir.declared import alias_words, era_words, missing_words, retirement_words
from catalogue.formats.fhir.items import (
    asked_when,
    control,
    help_item,
    merged,
    otherwise_words,
    question_item,
)
from catalogue.formats.fhir.kept import AFTER, BEFORE, OPEN, PARENT, ROOT, kept_items, with_kept
from catalogue.formats.fhir.own import Json, own, owns
from catalogue.formats.fhir.questions import Questions, link_of, tick_code
from catalogue.formats.fhir.urls import EXCLUSIVE, HIDDEN
from catalogue.formats.fhir.writer import Writer
from catalogue.formats.selecting import extras_of
from catalogue.model import Form, Group, Instrument, Section, Variable

FACTS = ("category", "purpose", "source")
"""What a section or group says for all that is in it, when it is the same for all."""
Around = Mapping[str, str | None]


def section_items(writer: Writer, section: Section, instruments: Mapping[str, Instrument]) -> list[Json]:
    """A section as a group; one whose questions stood in no group is its questions."""
    if ROOT in extras_of(section, SYSTEM):
        return list(_placed(writer, section, {}, instruments))
    around = shared_facts(section.variables)
    below = list(_placed(writer, section, around, instruments))
    group: Json = {
        "linkId": section_link(writer.questions, writer.form, section),
        **writer.wording.element("text", section.title),
    }
    group["type"] = "group"
    condition = asked_when(writer, section.name, section.enable_when)
    below = [*help_item(writer, group["linkId"], section.help), *below]
    return [with_kept(merged(group, condition, {"extension": owns(around)}, {"item": below}), section)]


def section_link(questions: Questions, form: Form, section: Section) -> str:
    """The link of a section: its name, unless a question is called the same."""
    link = link_of(section)
    taken = link in questions or link in form.groups
    return f"section.{link}" if taken else link


def shared_facts(variables: Iterable[Variable]) -> dict[str, str | None]:
    """What is the same for all of them."""
    found = {key: {getattr(variable, key) for variable in variables} for key in FACTS}
    return {key: next(iter(values)) for key, values in found.items() if len(values) == 1}


def _placed(writer: Writer, section: Section, around: Around, instruments: Mapping[str, Instrument]) -> Iterator[Json]:
    """The items of a section in their places, what stood around and below them among them."""
    by_link: dict[str, Json] = {}
    for thing in section.items:
        if isinstance(thing, Variable) and _is_free_answer(writer, thing):
            continue
        item = _item(writer, thing, around, instruments)
        by_link[item["linkId"]] = item
        parent = by_link.get(extras_of(thing, SYSTEM).get(PARENT, ""))
        before = kept_items(thing, BEFORE)
        if parent is None or parent is item:
            yield from before
            yield item
        else:
            parent["item"] = [*parent.get("item", []), *before, item]
    yield from kept_items(section, AFTER)


def _is_free_answer(writer: Writer, variable: Variable) -> bool:
    """Whether a text is the free answer of a question that is open there."""
    beside = writer.questions.get(extras_of(variable, SYSTEM).get(OPEN, ""))
    return beside is not None and beside.written == "open-choice"


def _item(writer: Writer, thing: Variable | Group, around: Around, instruments: Mapping[str, Instrument]) -> Json:
    if isinstance(thing, Variable):
        return question_item(writer, thing, around)
    match thing.kind:
        case "checklist":
            return _checklist(writer, thing, around)
        case "matrix":
            return _matrix(writer, thing, around)
        case _:
            return _instrument(writer, thing, around, instruments[thing.instrument or thing.name])


def _said_by_group(group: Group, around: Around) -> Json:
    """What a group says for all its variables."""
    first = group.variables[0]
    is_same = {
        key: all(getattr(variable, key) == getattr(first, key) for variable in group.variables)
        for key in ("source", "collected", "retired", "otherwise")
    }
    facts = {
        "category": first.category,
        "purpose": first.purpose,
        "source": first.source if is_same["source"] else None,
    }
    return {
        **{key: value for key, value in facts.items() if value != around.get(key)},
        "otherwise": otherwise_words(first.otherwise) if is_same["otherwise"] else None,
        "missing": missing_words(group.missing),
        "collected": era_words(first.collected) if is_same["collected"] else None,
        "retired": retirement_words(first.retired) if is_same["retired"] else None,
    }


def _framed(writer: Writer, group: Group, frame: Json, said: Json, code: str = "") -> Json:
    """A group's item: what it is called, when it is asked, how it looks, and what we say of it."""
    base = {"linkId": link_of(group), **writer.wording.element("text", group.label), **frame}
    look = [control(code)] if code else []
    hidden = [{"url": HIDDEN, "valueBoolean": True}] if said.get("retired") else []
    condition = asked_when(writer, group.name, writer.own_conditions.get(group.name))
    return merged(base, condition, {"extension": [*look, *hidden, *owns(said)]})


def _checklist(writer: Writer, group: Group, around: Around) -> Json:
    said = _said_by_group(group, around)
    frame: Json = {"type": extras_of(group, SYSTEM).get("type", "choice"), "repeats": True}
    if group.required and not said.get("retired"):
        frame["required"] = True
    frame["answerOption"] = [_tick(writer, group, tick, {**around, **said}) for tick in group.variables]
    below = help_item(writer, link_of(group), group.help)
    item = merged(_framed(writer, group, frame, said, "check-box"), {"item": below} if below else {})
    return with_kept(item, group)


def _tick(writer: Writer, group: Group, tick: Variable, said: Json) -> Json:
    kind, value = writer.questions[group.name].answers[tick_code(group, tick)]
    if kind == "Coding":
        shown = {key: part for key, part in value.items() if key != "display"}
        value = {**shown, **writer.wording.element("display", tick.label)}
    alone = [{"url": EXCLUSIVE, "valueBoolean": True}] if tick.name == group.none else []
    ours = {
        "aliases": alias_words(tick.aliases, without=SYSTEM),
        "source": tick.source if tick.source != said.get("source") else None,
        "collected": None if said["collected"] else era_words(tick.collected),
        "retired": None if said["retired"] else retirement_words(tick.retired),
    }
    extensions = [*alone, *owns(ours)]
    return with_kept({f"value{kind}": value, **({"extension": extensions} if extensions else {})}, tick)


def _matrix(writer: Writer, group: Group, around: Around) -> Json:
    said = _said_by_group(group, around)
    link = link_of(group)
    cells = iter(group.variables)
    rows = [
        {
            "linkId": f"{link}.{row}",
            **writer.wording.element("text", label),
            "type": "group",
            "item": [question_item(writer, next(cells), {}, cell_label) for _, cell_label in group.columns],
        }
        for row, label in group.rows
    ]
    frame: Json = {"type": "group", **({"required": True} if group.required and not said.get("retired") else {})}
    below = [*help_item(writer, link, group.help), *rows]
    return with_kept(merged(_framed(writer, group, frame, said, "grid"), {"item": below}), group)


def _instrument(writer: Writer, group: Group, around: Around, instrument: Instrument) -> Json:
    said = {
        **_said_by_group(group, around),
        "otherwise": None,
        "missing": None,
        "instrument": {
            "holder": instrument.holder,
            "wording": "private" if instrument.wording_is_private else "public",
            "items": [key for key, _ in instrument.items],
        },
    }
    scores = {f"{instrument.name}_{score.name}": score for score in instrument.scores}
    below = []
    for variable in group.variables:
        item = question_item(writer, variable, {})
        score = scores.get(variable.name) if variable.is_calculated else None
        words: dict[str, Any] = {}
        if score is not None and variable.calculate is not None:
            named = {"items": list(score.items), "needs": score.needs, "direction": score.direction}
            words = {**named, "calculate": variable.calculate.text}
        below.append(merged(item, {"extension": own("score", words)}))
    return merged(_framed(writer, group, {"type": "group"}, said), {"item": below})
