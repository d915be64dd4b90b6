"""Names of the outside world to names of ours: small letters, digits and underscore, none with a meaning of its own.

The same names in the same order always become the same; the outside name itself is kept as an alias.
"""

import re
import unicodedata
from hashlib import sha256

from catalogue.reserved import ANALYSIS_VIEWS, RESERVED

LONGEST = 40
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "œ": "oe"})
ENDINGS = ("_missing", "_edition", *(f"_{view}" for view in ANALYSIS_VIEWS))
"""What a column beside a variable's own ends in, and a view of a form's."""
_OTHER = re.compile("[^a-z0-9]+")
NAMELESS = "uten_navn"
HASH = 6


def name_for(written: str, taken: set[str], longest: int = LONGEST) -> str:
    """A name that is not taken, and is from now on."""
    plain = _free(shortened(folded_name(written), longest, written), taken, longest)
    taken.add(plain)
    return plain


def folded_name(written: str) -> str:
    """The nearest valid name, of any length."""
    plain = unicodedata.normalize("NFKD", written.lower().translate(LETTERS)).encode("ascii", "ignore").decode()
    name = _OTHER.sub("_", plain).strip("_")
    if not name:
        return NAMELESS if not written.strip() else f"v_{_digest(written)}"
    name = name if name[0].isalpha() else f"v_{name}"
    if name in RESERVED or name.endswith(ENDINGS):
        return f"{name}_svar"
    return name


def shortened(name: str, longest: int, written: str) -> str:
    """A long name cut, with a digest of the whole so that two do not become one."""
    if len(name) <= longest:
        return name
    return f"{name[: longest - HASH - 1].rstrip('_')}_{_digest(written)}"


def _free(name: str, taken: set[str], longest: int) -> str:
    number, free = 2, name
    while free in taken:
        ending = f"_{number}"
        free = name[: longest - len(ending)].rstrip("_") + ending
        number += 1
    return free


def _digest(written: str) -> str:
    return sha256(written.encode()).hexdigest()[:HASH]
