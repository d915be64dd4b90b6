"""Numbers and days as other systems write them. Pure."""

import re
from datetime import date
from decimal import Decimal

_DAY = re.compile(r"'?(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T][\d:.]*)?'?|'?(\d{1,2})[./](\d{1,2})[./](\d{4})'?")


def day_of(written: str) -> str | None:
    """A day as ISO, however it is written; None when it is none."""
    found = _DAY.fullmatch(written.strip())
    if not found:
        return None
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,9})?")


def number_of(written: str) -> str | None:
    """A number as we write it: `0,10` is `0.1`; None when it is none."""
    if not _NUMBER.fullmatch(written.strip()):
        return None
    return plain_number(float(written.strip().replace(",", ".")))


def plain_number(number: float) -> str:
    """A number without idle zeros, and without an exponent."""
    return str(int(number)) if number == int(number) else f"{Decimal(repr(number)):f}"
