"""Names in the database: made from the catalogue's own, in one place, and never longer than PostgreSQL keeps.

Pure and stable: the same form gives the same names in every release. PostgreSQL cuts a longer name without a
word, so two long names could silently become one; a hash of the whole name keeps them apart.
"""

from hashlib import sha256

from catalogue.model import Form

LONGEST = 63
"""Bytes."""


def database_name(*parts: str) -> str:
    """The parts joined by underscores; cut and marked with a hash of the whole when too long."""
    return shortened("_".join(part for part in parts if part), LONGEST)


def shortened(name: str, room: int) -> str:
    """A name of at most so many bytes; an outside name may have any character."""
    written = name.encode()
    if len(written) <= room:
        return name
    digest = sha256(written).hexdigest()[:8]
    return f"{written[: room - len(digest) - 1].decode(errors='ignore')}_{digest}"


def table_name(form: Form) -> str:
    """`rygg.pasient` is kept in `rygg_pasient`; the form about the person in the fixed table `person`."""
    return database_name(form.module, form.name)


def history_name(form: Form) -> str:
    """Where the rows go that a write has replaced."""
    return database_name(form.module, form.name, "history")


def reason_column(reason_name: str) -> str:
    """The column of the missing reason of a variable, or of a group that shares one."""
    return f"{reason_name}_missing"


def edition_column(name: str) -> str:
    """The column with the edition of the system that a coding's value was taken from."""
    return f"{name}_edition"


def system_table(system: str) -> str:
    """Where the codes of a coding system are."""
    return database_name("system", system)


def is_system_table(table: str) -> bool:
    """Whether a table that others refer to is one of those."""
    return table.startswith("system_")


def check_name(table: str, subject: str, kind: str) -> str:
    """`ck_rygg_pasient_hoyde_limits`: what a refused row is told."""
    return database_name("ck", table, subject, kind)
