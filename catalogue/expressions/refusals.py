"""What an expression refuses, and the sentence that tells the author what to write instead.

Tables of what people bring along from SQL dialects, spreadsheets and programming; every sentence ends with
something that can be written.
"""

from collections.abc import Mapping
from types import MappingProxyType

from catalogue.expressions.functions import FUNCTIONS
from catalogue.findings import did_you_mean

INVALID = "invalid-expression"
UNKNOWN_FUNCTION = "unknown-function"
TOO_LARGE = "expression-too-large"


class ExpressionError(Exception):
    """The text is no expression of ours: what is wrong, at which offset, and the kind of finding it makes."""

    def __init__(self, message: str, at: int, slug: str = INVALID) -> None:
        super().__init__(message)
        self.message = message
        self.at = at
        self.slug = slug


SYMBOLS: Mapping[str, str] = MappingProxyType(
    {
        "==": "Write = to compare.",
        "!=": "Write <> for 'not equal'.",
        "=>": "Write >= for 'greater or equal'.",
        "=<": "Write <= for 'less or equal'.",
        "<=>": "Write = to compare, and `is null` to test for a missing value.",
        "&&": "Write and.",
        "&": "Write and.",
        "||": "Texts cannot be joined here; for 'one or the other' write or.",
        "|": "Write or.",
        "!": "Write not.",
        "~": "There are no patterns; write starts_with(x, 'ab').",
        "^": "Write power(x, 2).",
        "**": "Write power(x, 2).",
        "%": "There is no remainder; write x - n * floor(x / n).",
        "\\": "Write / to divide.",
        "::": "Types cannot be cast; every name has the type its variable was declared with.",
        ":": "Parameters are not part of the language; write the name of a variable.",
        "?": "Parameters are not part of the language; write the name of a variable.",
        "@": "Parameters are not part of the language; write the name of a variable.",
        ";": "An expression is one value; leave out the semicolon.",
        '"': "Names are written without quotes, and texts in single quotes: 'ja'.",
        "`": "Names are written without quotes, and texts in single quotes: 'ja'.",
        "[": "Lists are written in parentheses: x in (1, 2).",
        "]": "Lists are written in parentheses: x in (1, 2).",
        "{": "Lists are written in parentheses: x in (1, 2).",
        "}": "Lists are written in parentheses: x in (1, 2).",
        "->": "Arrows are not part of the language; another form's variable is written form.variable.",
        ":=": "Nothing is assigned in an expression; write = to compare.",
        "$": "Parameters are not part of the language; write the name of a variable.",
        "#": "Comments are not part of an expression; put them in the YAML, after #.",
    }
)

_PATTERN = "There are no patterns; write starts_with(x, 'ab')."
_NO_QUERY = "There are no queries; an expression names the variables of one row."

WORDS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("like", "ilike", "rlike", "regexp", "similar", "glob", "matches"), _PATTERN),
        **dict.fromkeys(("select", "from", "where", "exists", "over", "filter", "group"), _NO_QUERY),
        "xor": "Write a <> b.",
        "div": "Write floor(a / b).",
        "mod": "There is no remainder; write x - n * floor(x / n).",
        "as": "A value has no other name here; write the expression alone.",
        "cast": "Types cannot be cast; every name has the type its variable was declared with.",
        "collate": "Texts are compared as they are written; capitals count.",
        "distinct": "Write a = b, and `is null` to test for a missing value.",
        "unknown": "Write `is null`.",
        "isnull": "Write `is null`.",
        "notnull": "Write `is not null`.",
        "interval": "Write add_days(d, n).",
        "equals": "Write = to compare.",
    }
)

_LIST = "Over a list there are answered, sum_answered, mean_answered, min_answered and max_answered."
_CASE = "Write case when … then … else … end."
_DAY = "Write today()."
_DATES = "There are days_between(a, b), months_between(a, b) and years_between(a, b)."
_TEXTS = "Texts can be compared, and there are length, left and starts_with."

CALLS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("if", "iif", "decode", "switch", "choose", "ifelse"), _CASE),
        **dict.fromkeys(("ifnull", "nvl", "isna"), "Write coalesce(a, b), or `is null` to test."),
        **dict.fromkeys(("isnull", "is_missing", "missing"), "Write `is null`."),
        **dict.fromkeys(("count", "sum", "avg", "mean"), _LIST),
        **dict.fromkeys(("min", "max"), f"Between values there are least and greatest. {_LIST}"),
        **dict.fromkeys(("datediff", "date_diff", "age", "timestampdiff", "julianday"), _DATES),
        **dict.fromkeys(("now", "current_date", "curdate", "getdate", "sysdate", "date"), _DAY),
        **dict.fromkeys(("date_add", "dateadd", "adddate"), "Write add_days(d, n)."),
        **dict.fromkeys(("concat", "substr", "substring", "trim", "upper", "lower", "replace"), _TEXTS),
        **dict.fromkeys(("len", "char_length", "character_length"), "Write length(x)."),
        **dict.fromkeys(("cast", "convert", "to_date", "to_number", "try_cast"), WORDS["cast"]),
        **dict.fromkeys(("pow", "exp"), "Write power(x, n), n from 0 to 9."),
        **dict.fromkeys(("ceil", "ceiling"), "Write -floor(-x)."),
        **dict.fromkeys(("trunc", "truncate", "int"), "Write floor(x), or round(x, n)."),
        **dict.fromkeys(("exists", "any", "all", "some", "select"), _NO_QUERY),
        "mod": WORDS["mod"],
        "like": _PATTERN,
        "sqrt": "Roots are not part of the language; compare squares instead: power(x, 2).",
        "sign": "Write case when x < 0 then -1 when x > 0 then 1 else 0 end.",
        "nullif": "Write case when a = b then null else a end.",
    }
)


def unknown_function(name: str) -> str:
    """The sentence about a function that is not in the table."""
    advice = CALLS.get(name.lower(), "")
    known = (row.name for row in FUNCTIONS.values() if not row.is_operator)
    return f"There is no function '{name}'." + (f" {advice}" if advice else did_you_mean(name, known))


def too_deep() -> str:
    """The sentence about an expression with too many levels."""
    return "The expression has too many levels. Divide it into calculated variables: give each part a name."


def refuse_sign(sign: str, at: int) -> None:
    """Raise the advice about a sign that is no part of the language."""
    advice = SYMBOLS.get(sign, "Names are written with a-z, 0-9 and _, texts in single quotes: 'ja'.")
    raise ExpressionError(f"'{sign}' has no place in an expression. {advice}", at)
