"""Cells of a table in Spark → typed values, as `engine.coercion` reads them: text kindly, other columns as they are.

Pure text. Three things are said of a column: how it is tidied, what its value is, and so what cannot be read (there was
something, and no value came of it). Text must be in composed form (NFC): Spark cannot bring it there.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from catalogue.model import Variable
from engine.compilers.spark_words import spark_digits, spark_text, spark_whole

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "string": "text",
        "boolean": "boolean",
        **dict.fromkeys(("byte", "short", "integer", "long", "float", "double", "decimal"), "number"),
        "date": "date",
        "timestamp": "datetime",
        "timestamp_ntz": "datetime",
    }
)
"""What a column holds, by Spark's name of its type; what is not here cannot be answers."""

SQL_TYPES: Mapping[str, str] = MappingProxyType(
    {"boolean": "BOOLEAN", "integer": "DOUBLE", "decimal": "DOUBLE", "date": "DATE"}
)

SPACES = "".join(chr(point) for point in range(0x3001) if chr(point).isspace())
"""What Python strips from a text, and what the statement's parameter `:spaces` must be."""

_NO_VALUE = "'NA'"
_NUMBER = r"\A[+-]?[0-9]{1,16}(?:[.,][0-9]{1,12})?\z"
_WHOLE = r"\A[+-]?[0-9]{1,16}(?:[.,]0{1,12})?\z"
_WHOLE_AS_REAL = r"\A(-?[0-9]+)[.,]0+\z"
_ISO_DATE = r"\A(?!0000)[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\z"
_DAY_FIRST = r"\A([0-9]{1,2})[. /-]([0-9]{1,2})[. /-]((?!0000)[0-9]{4})\z"
_TIME = r"\A(0?[0-9]|1[0-9]|2[0-3])[:.]?([0-5][0-9])(?::00)?\z"
_DAY_AND_TIME = r"(?s)\A(.*) ([^ ]*)\z"


def sql_type(variable: Variable) -> str:
    """The Spark type of a variable's value; a code's is that of its codes."""
    if variable.type == "code":
        return "INT" if all(isinstance(code.value, int) for code in variable.codes) else "STRING"
    return SQL_TYPES.get(variable.type, "STRING")


def plain_text(column: str) -> str:
    """A column as trimmed text; empty and NA are no value."""
    return f"nullif({_trimmed(f'CAST({column} AS STRING)')}, {_NO_VALUE})"


def tidied(variable: Variable, kind: str, column: str) -> str:
    """A column as its variable's reader wants it: NULL when there is nothing."""
    if kind == "number":
        return f"CAST({column} AS DOUBLE)"
    if kind != "text":
        return column
    if variable.type in {"text", "longtext"}:
        return _trimmed(f"replace(replace({column}, '\\r\\n', '\\n'), '\\r', '\\n')")
    plain = plain_text(column)
    if variable.type in {"code", "boolean"}:
        return f"regexp_replace({plain}, {spark_text(_WHOLE_AS_REAL)}, '$1')"
    return f"translate({plain}, :spaces, '')" if variable.type in {"integer", "decimal"} else plain


def value(variable: Variable, kind: str, column: str) -> str:
    """The value in a tidied column; NULL when it cannot be read."""
    read = READERS[kind].get(variable.type)
    return read(variable, column) if read else f"CAST(NULL AS {sql_type(variable)})"


def not_whole(kind: str, column: str) -> str | None:
    """Whether a tidied column has a number where its variable asks for a whole one; None when it never can."""
    match kind:
        case "text":
            return _matches(column, _NUMBER)
        case "number":
            return f"NOT isnan({column})"
        case _:
            return None


def _trimmed(text: str) -> str:
    return f"nullif(trim(BOTH :spaces FROM {text}), '')"


def _matches(column: str, pattern: str) -> str:
    return f"{column} RLIKE {spark_text(pattern)}"


def _part(column: str, pattern: str, number: int) -> str:
    return f"regexp_extract({column}, {spark_text(pattern)}, {number})"


# ---- from text ----


def _boolean(_: Variable, column: str) -> str:
    yes, no = "('1', 'true', 'ja', 'yes')", "('0', 'false', 'nei', 'no')"
    return f"CASE WHEN lower({column}) IN {yes} THEN TRUE WHEN lower({column}) IN {no} THEN FALSE END"


def _number(variable: Variable, column: str) -> str:
    pattern = _WHOLE if variable.type == "integer" else _NUMBER
    return f"CASE WHEN {_matches(column, pattern)} THEN CAST(replace({column}, ',', '.') AS DOUBLE) END"


def _code(variable: Variable, column: str) -> str:
    codes = ", ".join(spark_text(str(code.value)) for code in variable.codes)
    return f"CASE WHEN {column} IN ({codes}) THEN CAST({column} AS {sql_type(variable)}) END"


def _coding(variable: Variable, column: str) -> str:
    """A code in any case, alone or with its label behind it."""
    first = f"substring_index(lower({column}), ' ', 1)"
    codes = variable.system.codes if variable.system else ()
    entries = ", ".join(f"{spark_text(str(code.value).lower())}, {spark_text(str(code.value))}" for code in codes)
    labels = ", ".join(
        f"{spark_text(str(code.value).lower())}, {spark_text(f'{code.value} {code.label.source}'.lower())}"
        for code in codes
    )
    with_label = f"lower(regexp_replace({column}, '\\\\s+', ' ')) = try_element_at(map({labels}), {first})"
    return f"CASE WHEN instr({column}, ' ') = 0 OR {with_label} THEN try_element_at(map({entries}), {first}) END"


def _date(_: Variable, column: str) -> str:
    day_first = f"regexp_replace({column}, {spark_text(_DAY_FIRST)}, '$3-$2-$1')"
    return (
        f"CASE WHEN {_matches(column, _ISO_DATE)} THEN try_cast({column} AS DATE)"
        f" WHEN {_matches(column, _DAY_FIRST)} THEN try_cast({day_first} AS DATE) END"
    )


def _time(_: Variable, column: str) -> str:
    both = f"regexp_replace({column}, {spark_text(_TIME)}, '$1:$2')"
    return f"CASE WHEN {_matches(column, _TIME)} THEN lpad({both}, 5, '0') END"


def _datetime(variable: Variable, column: str) -> str:
    both = f"replace({column}, 'T', ' ')"
    day = _date(variable, f"trim(BOTH :spaces FROM {_part(both, _DAY_AND_TIME, 1)})")
    return f"concat(CAST({day} AS STRING), 'T', {_time(variable, _part(both, _DAY_AND_TIME, 2))})"


def _text(_: Variable, column: str) -> str:
    return f"CASE WHEN instr({column}, '\\u0000') = 0 THEN replace({column}, '\\n', ' ') END"


def _long_text(_: Variable, column: str) -> str:
    return f"CASE WHEN instr({column}, '\\u0000') = 0 THEN {column} END"


# ---- from columns that have a type ----


def _as_it_is(_: Variable, column: str) -> str:
    return column


def _number_as_number(_: Variable, column: str) -> str:
    return f"nanvl({column}, CAST(NULL AS DOUBLE))"


def _number_as_whole(_: Variable, column: str) -> str:
    """To Spark NaN equals itself and is above infinity."""
    return (
        f"CASE WHEN abs({column}) < CAST('Infinity' AS DOUBLE) AND {column} = {spark_whole(column)} THEN {column} END"
    )


def _number_as_boolean(_: Variable, column: str) -> str:
    return f"CASE WHEN {column} = 1 THEN TRUE WHEN {column} = 0 THEN FALSE END"


def _number_as_code(variable: Variable, column: str) -> str:
    if sql_type(variable) != "INT":
        return "CAST(NULL AS STRING)"
    codes = ", ".join(spark_digits(code.value) for code in variable.codes if isinstance(code.value, int))
    return f"CASE WHEN {column} IN ({codes}) THEN CAST({column} AS INT) END"


def _midnight_as_date(_: Variable, column: str) -> str:
    """Programs that have no dates write them as midnight."""
    return f"CASE WHEN date_format({column}, 'HH:mm:ss') = '00:00:00' THEN CAST({column} AS DATE) END"


def _to_the_minute(_: Variable, column: str) -> str:
    return f"date_format({column}, \"yyyy-MM-dd'T'HH:mm\")"


Read = Callable[[Variable, str], str]

READERS: Mapping[str, Mapping[str, Read]] = MappingProxyType(
    {
        "text": {
            "boolean": _boolean,
            "integer": _number,
            "decimal": _number,
            "code": _code,
            "coding": _coding,
            "date": _date,
            "time": _time,
            "datetime": _datetime,
            "text": _text,
            "longtext": _long_text,
        },
        "number": {
            "boolean": _number_as_boolean,
            "integer": _number_as_whole,
            "decimal": _number_as_number,
            "code": _number_as_code,
        },
        "boolean": {"boolean": _as_it_is},
        "date": {"date": _as_it_is},
        "datetime": {"date": _midnight_as_date, "datetime": _to_the_minute},
    }
)
"""By what a column holds and its variable's type: how the value is read. A pair that is not here has no value."""
