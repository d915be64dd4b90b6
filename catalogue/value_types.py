"""The closed set of value types: what kind of value a variable holds, and which attributes its declaration may carry.

Adding a type is a row here and one entry in each table that `tests/test_seams.py` walks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

NUMBER_BOUND = 1e12
"""Every number lies within ± this, unless its variable says less, so that no expression can overflow unseen."""

EARLIEST, LATEST = date(1800, 1, 1), date(2200, 12, 31)
"""Every date lies within these, unless its variable says less."""

TEXT_LENGTH, LONG_TEXT_LENGTH = 250, 10_000
"""The longest `text` and `longtext`, in code points, unless the variable says less."""


@dataclass(frozen=True, slots=True)
class ValueType:
    """A kind of value: its type in expressions, and the keys that only make sense for it."""

    name: str
    expression_type: str
    attributes: frozenset[str]
    doc: str


LIMITS = frozenset({"min", "soft_min", "soft_max", "max", "limits_source"})
CODING = frozenset({"system", "valid_on", "edition"})


def _value_type(name: str, expression_type: str, attributes: frozenset[str] | set[str], doc: str) -> ValueType:
    return ValueType(name, expression_type, frozenset(attributes), doc)


VALUE_TYPES: Mapping[str, ValueType] = MappingProxyType(
    {
        row.name: row
        for row in (
            _value_type("boolean", "boolean", set(), "yes or no"),
            _value_type("integer", "number", LIMITS | {"unit", "ends"}, "a whole number"),
            _value_type("decimal", "number", LIMITS | {"unit", "decimals"}, "a number with `decimals` decimals"),
            _value_type("code", "code", {"codelist", "codes", "only"}, "one code of a codelist"),
            _value_type("coding", "text", CODING, "one code of a versioned system such as ICD-10"),
            _value_type("date", "date", LIMITS, "a date"),
            _value_type("time", "time", set(), "a time of day, to the minute"),
            _value_type("datetime", "datetime", set(), "a date and a time of day, to the minute"),
            _value_type("text", "text", {"max_length", "limits_source"}, "one line of text"),
            _value_type("longtext", "text", {"max_length", "limits_source"}, "several lines of text"),
        )
    }
)
