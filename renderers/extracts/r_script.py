"""A sheet → an R script that reads its CSV: types, labels of columns and codes, and reasons as tagged missing values.

The script needs R's own `utils` and the package haven, and says so when that is lacking. Every text from the catalogue
is a quoted string in it. Pure and stable.
"""

from collections.abc import Iterator

from engine.extracts.records import Column, Sheet
from engine.extracts.stata import LETTER_OF

HEAD = """\
# {title}
# {what}
# Reads '{file}', which must lie where R stands: setwd("...") first, or give the path to read_{function}().

if (!requireNamespace("haven", quietly = TRUE)) stop("Install the package haven: install.packages(\\"haven\\")")

reason_letters <- c({letters})
reason_labels <- c({reasons})

# Where there is a reason instead of a number: an NA that is tagged with the reason's letter.
tagged <- function(numbers, reasons) {{
  there <- is.na(numbers) & reasons %in% names(reason_letters)
  numbers[there] <- haven::tagged_na(reason_letters[reasons[there]])
  numbers
}}

as_numbers <- function(values, reasons, codes, label) {{
  numbers <- suppressWarnings(as.double(values))
  labels <- codes
  if (!is.null(reasons)) {{
    numbers <- tagged(numbers, reasons)
    tags <- haven::tagged_na(unname(reason_letters))
    names(tags) <- unname(reason_labels)
    labels <- c(labels, tags)
  }}
  haven::labelled(numbers, labels = labels, label = label)
}}

as_texts <- function(values, codes, label) {{
  values[values == ""] <- NA_character_
  if (is.null(codes)) structure(values, label = label) else haven::labelled(values, labels = codes, label = label)
}}

as_days <- function(values, reasons, label) {{
  values[values == ""] <- NA_character_
  days <- as.double(as.Date(values))
  structure(tagged(days, reasons), class = "Date", label = label)
}}

as_moments <- function(values, reasons, label) {{
  seconds <- as.double(as.POSIXct(values, format = "%Y-%m-%d %H:%M", tz = "UTC"))
  structure(tagged(seconds, reasons), class = c("POSIXct", "POSIXt"), tzone = "UTC", label = label)
}}

# Times of day as seconds after midnight.
as_times <- function(values, reasons, label) {{
  parts <- strsplit(values, ":", fixed = TRUE)
  seconds <- vapply(parts, function(part) if (length(part) == 2) sum(as.double(part) * c(3600, 60)) else NA_real_, 0)
  structure(tagged(seconds, reasons), class = "difftime", units = "secs", label = label)
}}

read_{function} <- function(file = {quoted}) {{
  raw <- utils::read.csv(file, colClasses = "character", na.strings = character(), check.names = FALSE,
                         encoding = "UTF-8")
  data <- raw[, integer(), drop = FALSE]
"""
TAIL = """\
  data
}}

# The reasons of a column as a factor, whatever the column holds.
reason_of <- function(data, column) {{
  reasons <- names(reason_letters)[match(haven::na_tag(data[[column]]), reason_letters)]
  factor(reasons, names(reason_labels), reason_labels)
}}

{function} <- read_{function}()
"""


def r_script(sheet: Sheet, file: str, what: str) -> str:
    """The script; `what` is a line about the data, which are called after the sheet in R."""
    function = sheet.heading.name.replace(".", "_")
    reasons = sheet.words.reasons
    head = HEAD.format(
        title=_comment(sheet.heading.title),
        what=_comment(what),
        file=_comment(file),
        quoted=quoted(file),
        function=function,
        letters=", ".join(f"{reason} = {quoted(letter)}" for reason, letter in LETTER_OF.items()),
        reasons=", ".join(f"{reason} = {quoted(reasons[reason])}" for reason in LETTER_OF),
    )
    lines = (line for column in sheet.heading.columns for line in _column(column))
    return head + "".join(f"  {line}\n" for line in lines) + TAIL.format(function=function)


def _column(column: Column) -> Iterator[str]:
    place, label = quoted(column.name), quoted(column.label)
    reasons = f"raw[[{quoted(column.reason)}]]" if column.reason else "NULL"
    if column.kind in READ:
        yield f"data[[{place}]] <- {READ[column.kind]}(raw[[{place}]], {reasons}, {label})"
    elif column.kind == "text":
        yield f"data[[{place}]] <- as_texts(raw[[{place}]], {_codes(column)}, {label})"
    else:
        yield f"data[[{place}]] <- as_numbers(raw[[{place}]], {reasons}, {_codes(column)}, {label})"
    if column.unit:
        yield f'attr(data[[{place}]], "unit") <- {quoted(column.unit)}'


READ = {"date": "as_days", "datetime": "as_moments", "time": "as_times"}


def _codes(column: Column) -> str:
    if not column.codes:
        return "NULL"
    values = (quoted(str(value)) if column.kind == "text" else str(value) for value, _ in column.codes)
    labels = (quoted(label) for _, label in column.codes)
    return f"setNames(c({', '.join(values)}), c({', '.join(labels)}))"


ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def quoted(text: str) -> str:
    """A string of R's; what is not ASCII is escaped, since R reads a script in the machine's own encoding."""
    return '"' + "".join(ESCAPES.get(sign) or _sign(sign) for sign in text) + '"'


def _sign(sign: str) -> str:
    if " " <= sign <= "~":
        return sign
    return f"\\U{{{ord(sign):x}}}"


def _comment(text: str) -> str:
    return " ".join(text.split())
