"""How what was and what is are worded: limits, codes, expressions, dates, lists and the model's own records. Pure."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from catalogue.model import (
    Code,
    Codelist,
    Era,
    Expression,
    MissingValue,
    Retirement,
    Rule,
    Score,
    Timepoint,
    Variable,
)
from catalogue.texts import translatable
from migrations_gen.changes.base import Subject
from migrations_gen.changes.sentences.naming import WITH_WORDS, called, called_in_quotes
from migrations_gen.changes.sentences.records import Telling, Words, absent
from migrations_gen.wording import Language

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "boolean": translatable("yes or no"),
        "integer": translatable("a whole number"),
        "decimal": translatable("a number with decimals"),
        "code": translatable("a choice from a list"),
        "coding": translatable("a code from a coding system"),
        "date": translatable("a date"),
        "time": translatable("a time of day"),
        "datetime": translatable("a date and a time of day"),
        "text": translatable("a short text"),
        "longtext": translatable("a longer text"),
    }
)
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "unknown": translatable("does not know"),
        "declined": translatable("does not want to answer"),
        "not_applicable": translatable("does not apply"),
        "not_answered": translatable("not answered"),
        "not_asked": translatable("not asked"),
        "not_collected": translatable("not collected"),
    }
)
DISPLAYS: Mapping[str, str] = MappingProxyType(
    {
        "radio": translatable("buttons"),
        "select": translatable("a drop-down list"),
        "scale": translatable("a scale"),
        "hidden": translatable("hidden"),
    }
)
GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "checklist": translatable("a checklist"),
        "matrix": translatable("a table of questions"),
        "instrument": translatable("a questionnaire with scores"),
    }
)
SEVERITIES: Mapping[str, str] = MappingProxyType(
    {"hard": translatable("must be met"), "soft": translatable("may be confirmed with a reason")}
)
BLANK = translatable("blank")


def one_of(table: Mapping[str, str]) -> Words:
    """A word of a closed set in plain words; a word that is not there as it is."""
    return lambda value, telling: telling.language.gettext(table.get(str(value), str(value)))


def plain(value: object, telling: Telling) -> str:
    """A constant or an expression: a limit, a condition, a value when nothing is asked."""
    if isinstance(value, Expression):
        return telling.formula(value.node, value)
    return telling.language.show(value)


def second(value: object, telling: Telling) -> str:
    """The words of a pair whose first part says where they stand."""
    return telling.language.show(_part(value, 1))


def name_and_title(value: object, telling: Telling) -> str:
    """A name and its words."""
    return telling.language.gettext(WITH_WORDS, words=second(value, telling), address=_part(value, 0))


def of_module(value: object, telling: Telling) -> str:
    """A variable of the module that is spoken of."""
    return called(Subject("variable", f"{telling.change.subject.address}.{value}"), telling)


def listed(value: object, telling: Telling) -> str:
    """Several plain values."""
    return telling.language.listed([telling.language.show(part) for part in _parts(value)])


def of_kind(kind: str) -> Words:
    """The name of a thing of one kind, by its address."""
    return lambda value, telling: "" if absent(value) else called(Subject(kind, str(value)), telling)


def several_of(kind: str) -> Words:
    """The names of several things of one kind, without what they lie in."""

    def words(value: object, telling: Telling) -> str:
        owner = _owner_of(kind, telling)
        return telling.language.listed(
            [called_in_quotes(Subject(kind, f"{owner}{name}"), telling) for name in _parts(value)]
        )

    return words


def _owner_of(kind: str, telling: Telling) -> str:
    subject = telling.change.subject
    if kind == "timepoint":
        return f"{subject.address.partition('.')[0]}."
    return f"{subject.address}."


def own_name(value: object, telling: Telling) -> str:
    """The name an address ends in."""
    return str(value).rpartition(".")[2]


def form_of(value: object, telling: Telling) -> str:
    """The form an address lies in."""
    return called(Subject("form", str(value).rpartition(".")[0]), telling)


def counted(say: Callable[[Language, int], str]) -> Words:
    """How many there are of something: of a list's codes, or the last part of a record."""

    def words(value: object, telling: Telling) -> str:
        size = len(value.codes) if isinstance(value, Codelist) else _part(value, -1)
        return say(telling.language, size if isinstance(size, int) else 0)

    return words


# ---- records of the model ----


def kind_of_answer(value: object, telling: Telling) -> str:
    """What is answered, with its unit."""
    if not isinstance(value, Variable):
        return ""
    kind = telling.language.gettext(TYPES[value.type])
    return f"{kind} ({value.unit.source})" if value.unit else kind


def label(value: object, telling: Telling) -> str:
    """A code's or score's words."""
    return value.label.source if isinstance(value, Code | Score) else telling.language.show(value)


def title(value: object, telling: Telling) -> str:
    """A timepoint's words."""
    return value.title.source if isinstance(value, Timepoint) else telling.language.show(value)


def demand(value: object, telling: Telling) -> str:
    """What a rule demands."""
    return telling.formula(value.require.node, value) if isinstance(value, Rule) else ""


def retirement(value: object, telling: Telling) -> str:
    """Since when something is not used, and why."""
    if not isinstance(value, Retirement):
        return ""
    said = telling.language.gettext("since version {version}", version=value.version)
    return f"{said}: {value.reason}" if value.reason else said


def era(value: object, telling: Telling) -> str:
    """A period with its gaps."""
    if not isinstance(value, Era):
        return ""
    parts = [_period(value.start, value.end, telling)]
    parts += [
        telling.language.gettext("not {period}", period=_period(start, end, telling)) for start, end in value.gaps
    ]
    return ", ".join(parts)


def _period(start: object, end: object, telling: Telling) -> str:
    if start is None:
        return (
            telling.language.gettext("until {day}", day=end) if end is not None else telling.language.gettext("always")
        )
    if end is None:
        return telling.language.gettext("from {day}", day=start)
    return telling.language.gettext("from {day} to {last}", day=start, last=end)


def score(value: object, telling: Telling) -> str:
    """What a score rests on."""
    if not isinstance(value, Score):
        return ""
    said = telling.language.gettext(
        "items {items}, at least {needs} answered",
        items=telling.language.listed(value.items),
        needs=value.needs,
    )
    return f"{said}, {value.direction}" if value.direction else said


# ---- pairs and rows of them ----


def reason(value: object, telling: Telling) -> str:
    """A missing reason in plain words."""
    name = value.reason if isinstance(value, MissingValue) else str(value)
    return telling.language.gettext(REASONS[name]) if name in REASONS else name


def outside_reason(value: object, telling: Telling) -> str:
    """A reason, and what the outside world writes for it."""
    name, code, flags = _part(value, 0), _part(value, 1), _part(value, 2)
    written = [] if code is None else [str(code)]
    written += [outside_name(flag, telling) for flag in _parts(flags)]
    return f"{reason(name, telling)} = {', '.join(written) or telling.language.gettext('nothing')}"


def outside_name(value: object, telling: Telling) -> str:
    """A name in an outside system, and on which occasion it is that."""
    system, occasion, name = (str(part) for part in _parts(value))
    return f"{system}: {name}" + (f" ({occasion})" if occasion else "")


def place(value: object, telling: Telling) -> str:
    """Where something stands in its form: in which section, after what."""
    section, previous = (str(part) for part in _parts(value))
    form = telling.change.subject.owner
    kind = "section" if telling.named(Subject("section", f"{form}.{section}")).label else "group"
    where = called_in_quotes(Subject(kind, f"{form}.{section}"), telling)
    if not previous or previous.startswith("("):
        return telling.language.gettext("in {section}", section=where)
    after = called_in_quotes(Subject("variable", f"{form}.{previous}"), telling)
    return telling.language.gettext("in {section}, after {previous}", section=where, previous=after)


def codes(value: object, telling: Telling) -> str:
    """Codes with their words."""
    return telling.language.listed([_code(part, telling) for part in _parts(value)])


def _code(value: object, telling: Telling) -> str:
    found = telling.named(Subject("code", f"{telling.change.subject.address}.{value}")).label
    quoted = telling.language.gettext("“{words}”", words=found)
    return f"{value} {quoted}" if found else str(value)


def gained_codes(value: object, telling: Telling) -> str:
    """Of two value sets only the codes that the other one does not have."""
    change = telling.change
    other = change.before if value == change.after else change.after
    return codes(tuple(part for part in _parts(value) if part not in _parts(other)), telling)


def mapping(value: object, telling: Telling) -> str:
    """A map of codes: `1 → 0, blank → not answered`."""
    pairs = ((_part(pair, 0), _part(pair, 1)) for pair in _parts(value))
    return ", ".join(f"{_side(old, telling)} → {_side(new, telling)}" for old, new in pairs)


def _side(value: object, telling: Telling) -> str:
    return telling.language.gettext(BLANK) if value == "blank" else reason(value, telling)


def window(value: object, telling: Telling) -> str:
    """When a form is due, opens and closes, in days from the anchor date."""
    said = zip(WINDOW, _parts(value), strict=True)
    days = [telling.language.gettext(sentence, days=day) for sentence, day in said if day is not None]
    return ", ".join(days) or telling.language.gettext("at any time")


WINDOW = (
    translatable("due on day {days}"),
    translatable("opens on day {days}"),
    translatable("closes on day {days}"),
)


def ends(value: object, telling: Telling) -> str:
    """The words at the two ends of a scale."""
    low, high = _parts(value)
    return telling.language.gettext("“{low}” and “{high}”", low=low, high=high)


def group_kind(value: object, telling: Telling) -> str:
    """What kind of group it is, and of which instrument."""
    kind, instrument = _part(value, 0), _part(value, 1)
    if isinstance(instrument, str):
        return called(Subject("instrument", instrument), telling)
    return telling.language.gettext(GROUPS[str(kind)])


def tick(value: object, telling: Telling) -> str:
    """A tick of the checklist, by its words."""
    return called_in_quotes(Subject("variable", f"{telling.change.subject.owner}.{value}"), telling)


def replaced_group(value: object, telling: Telling) -> str:
    """A questionnaire in a form, or as it is declared."""
    kind = "group" if "." in str(value) else "instrument"
    return called(Subject(kind, str(value)), telling)


def version_of_table(value: object, telling: Telling) -> str:
    """A table's version and where it comes from."""
    return texts((_part(value, 0), _part(value, 1)), telling)


def membership(value: object, telling: Telling) -> str:
    """Which group a variable belongs to, or under which name its missing reason is kept."""
    group, reason_name = _part(value, 0), _part(value, 1)
    if isinstance(group, str):
        return called_in_quotes(Subject("group", f"{telling.change.subject.owner}.{group}"), telling)
    return str(reason_name)


def language_rows(value: object, telling: Telling) -> str:
    """The source language, those that are required and those that are optional."""
    source, required, optional = _parts(value)
    return telling.language.gettext(
        "source {source}; required {required}; optional {optional}",
        source=source,
        required=", ".join(map(str, _parts(required))) or "–",
        optional=", ".join(map(str, _parts(optional))) or "–",
    )


def named_rows(value: object, telling: Telling) -> str:
    """Columns with their outside names, or names with the reason why they are empty."""
    return "; ".join(f"{_part(row, 0)}: {', '.join(map(str, _parts(_part(row, 1))))}" for row in _parts(value))


def differing_rows(value: object, telling: Telling) -> str:
    """How many rows of a table differ, and the first of them."""
    rows = _parts(value)
    shown = "; ".join(_cells(row) for row in rows[:FEW])
    return shown if len(rows) <= FEW else f"{shown} … ({telling.language.show(len(rows))})"


FEW = 5
"""So many rows of a table are shown."""


def _cells(row: object) -> str:
    first, second_part = _part(row, 0), _part(row, 1)
    key = "-".join(map(str, _parts(first)))
    return f"{key}: {second_part:g}" if isinstance(second_part, float) else f"{key}: {second_part}"


def items(value: object, telling: Telling) -> str:
    """The items of an instrument and the lists they are answered with."""
    pairs, lists = _part(value, 0), _part(value, 1)
    said = ", ".join(str(_part(pair, 1)) for pair in _parts(pairs))
    return f"{said} ({', '.join(map(str, _parts(lists)))})" if _parts(lists) else said


def licence(value: object, telling: Telling) -> str:
    """Who owns a wording, and whether it is private."""
    holder, is_private = _part(value, 0), _part(value, 1)
    words = translatable("the wording is licensed") if is_private else translatable("the wording is open")
    owner = telling.language.show(holder) or telling.language.gettext("no owner")
    return f"{owner}, {telling.language.gettext(words)}"


def texts(value: object, telling: Telling) -> str:
    """A heading and where it is documented."""
    return ", ".join(str(part) for part in _parts(value) if part is not None)


def _parts(value: object) -> tuple[object, ...]:
    """The parts of a tuple; of a single value that value."""
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


def _part(value: object, index: int) -> object:
    parts = _parts(value)
    return parts[index] if -len(parts) <= index < len(parts) else None
