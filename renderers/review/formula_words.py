"""How functions and operators are said: tables of sentences, one row for each. Order and brackets are not here."""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.texts import translatable

SAID: Mapping[str, str] = MappingProxyType(
    {
        "and": translatable("{first} and {second}"),
        "or": translatable("{first} or {second}"),
        "eq": translatable("{first} is {second}"),
        "ne": translatable("{first} is not {second}"),
        "lt": translatable("{first} is less than {second}"),
        "le": translatable("{first} is at most {second}"),
        "gt": translatable("{first} is more than {second}"),
        "ge": translatable("{first} is at least {second}"),
        "add": "{first} + {second}",
        "subtract": "{first} − {second}",
        "multiply": "{first} × {second}",
        "divide": "{first} / {second}",
        "negate": "−{first}",
        "not": translatable("it is not so that {first}"),
        "between": translatable("{first} is between {second} and {third}"),
        "is_null": translatable("{first} is not answered"),
        "is_answered": translatable("{first} is answered"),
        "is_true": translatable("{first} is yes"),
        "is_false": translatable("{first} is no"),
        "missing_reason": translatable("the reason why {first} is not answered"),
        "abs": translatable("{first} without its sign"),
        "floor": translatable("{first} rounded down"),
        "round": translatable("{first} rounded to {second} decimals"),
        "power": translatable("{first} to the power of {second}"),
        "days_between": translatable("the days from {first} to {second}"),
        "months_between": translatable("the months from {first} to {second}"),
        "years_between": translatable("the years from {first} to {second}"),
        "add_days": translatable("the day {second} days after {first}"),
        "year": translatable("the year of {first}"),
        "month": translatable("the month of {first}"),
        "today": translatable("today's date"),
        "minutes_between": translatable("the minutes from {first} to {second}"),
        "duration_minutes": translatable("the minutes from {first} to {second}"),
        "hour": translatable("the hour of {first}"),
        "minute": translatable("the minute of {first}"),
        "length": translatable("the number of characters in {first}"),
        "starts_with": translatable("{first} begins with {second}"),
        "left": translatable("the first {second} characters of {first}"),
    }
)
"""How each function and operator with a fixed number of parts is said."""

OF_MANY: Mapping[str, str] = MappingProxyType(
    {
        "least": translatable("the least of {parts}"),
        "greatest": translatable("the greatest of {parts}"),
        "coalesce": translatable("the first of these that is answered: {parts}"),
        "answered": translatable("how many of these are answered: {parts}"),
        "sum_answered": translatable("the sum of the answers to {parts}"),
        "mean_answered": translatable("the average of the answers to {parts}"),
        "min_answered": translatable("the least of the answers to {parts}"),
        "max_answered": translatable("the greatest of the answers to {parts}"),
    }
)
"""The same for those that take any number of parts."""

IN = translatable("{first} is one of {parts}")
LOOKUP = translatable("the value in the table “{name}” for {parts}")

OF_DAYS: Mapping[str, str] = MappingProxyType(
    {
        "lt": translatable("{first} is before {second}"),
        "le": translatable("{first} is no later than {second}"),
        "gt": translatable("{first} is after {second}"),
        "ge": translatable("{first} is no earlier than {second}"),
    }
)
"""How days are compared."""

OF_COUNT: Mapping[tuple[str, float], str] = MappingProxyType(
    {
        ("gt", 0.0): translatable("at least one of these is answered: {parts}"),
        ("ge", 1.0): translatable("at least one of these is answered: {parts}"),
        ("eq", 0.0): translatable("none of these is answered: {parts}"),
    }
)
"""What a count of answers is mostly asked for."""

OPPOSITE: Mapping[str, str] = MappingProxyType(
    {
        "in": translatable("{first} is none of {parts}"),
        "between": translatable("{first} is not between {second} and {third}"),
        "is_null": SAID["is_answered"],
        "is_answered": SAID["is_null"],
    }
)
"""What is said instead of “it is not so that”."""

SQUARED, CUBED = translatable("{first} squared"), translatable("{first} cubed")
TICKED = (translatable("{first} is ticked"), SAID["is_true"])
UNTICKED = (translatable("{first} is not ticked"), translatable("{first} is not yes"))
"""A yes-or-no as a condition: where one ticks, and where one chooses."""

IF = translatable("if {when}, then {then}")
QUOTED = translatable("“{words}”")
WHEN = translatable("{then} when {when}")
ELSE = translatable("otherwise {then}")
NOTHING = translatable("nothing")
OCCASION = translatable("the timepoint")
WHOLE_GROUP = translatable("everything under “{words}”")
ELSEWHERE = translatable("“{words}” in {form}")

OR_LAST = translatable("or")
