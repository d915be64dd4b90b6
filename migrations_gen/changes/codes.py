"""Changes to codelists, codes, value sets and coding systems."""

from migrations_gen.changes.base import Change


class CodelistAdded(Change):
    """A codelist that was not there; `after` is the list."""


class CodelistRemoved(Change):
    """A codelist that is no longer there; `before` is the list."""


class CodelistRenamed(Change):
    """The same list under another name; both are names."""

    is_renaming = True


class CodelistTitleChanged(Change):
    """The heading of a codelist."""


class CodelistSourceChanged(Change):
    """Where a codelist is documented."""


class CodesReordered(Change):
    """The order in which codes are shown; both are codes."""


class CodeAdded(Change):
    """A code that was not there; `after` is the code."""


class CodeRemoved(Change):
    """A code that is no longer there; `before` is the code."""


class CodeRetired(Change):
    """A code that is no longer offered; `after` is the retirement."""


class CodeReturned(Change):
    """A code that is offered again; `before` is the retirement."""


class CodeRelabelled(Change):
    """Other words for a code."""


class CodeMissingChanged(Change):
    """Whether a code is an answer or a reason why there is none; both are the reason or None."""


class CodeEraChanged(Change):
    """When a code is collected."""


class Recoded(Change):
    """Old answers get other codes by a declared map; both are (old side, new side) pairs, `before` empty."""


class ValueSetAdded(Change):
    """A table of numbers that was not there; `after` is (version, number of rows)."""


class ValueSetRemoved(Change):
    """A table of numbers that is no longer there; `before` is (version, number of rows)."""


class ValueSetVersionChanged(Change):
    """Which version of a table of numbers is used; both are (version, origin, keys)."""


class ValueSetNumbersChanged(Change):
    """Other numbers in a table; both are (combination, number) pairs that differ."""


class ValueSetTextChanged(Change):
    """The heading or the documentation of a table of numbers; both are (title, source)."""


class SystemAdded(Change):
    """A coding system that was not there; `after` is its edition."""


class SystemRemoved(Change):
    """A coding system that is no longer there; `before` is its edition."""


class SystemEditionChanged(Change):
    """Which edition of a coding system is used."""


class SystemCodesChanged(Change):
    """Codes of a coding system that came, went or changed: `before` and `after` are those that differ."""


class SystemTextChanged(Change):
    """The heading or the documentation of a coding system; both are (title, source)."""


CodelistAdded.pair(CodelistRemoved)
CodeAdded.pair(CodeRemoved)
CodeRetired.pair(CodeReturned)
ValueSetAdded.pair(ValueSetRemoved)
SystemAdded.pair(SystemRemoved)
