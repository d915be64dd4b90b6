"""What we have said of a whole catalogue in the aliases of its protocol: read without trust, since anybody may edit it.

A name that could not be ours is not taken for one: names become the paths of files.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.formats.declaring.values import Entry
from catalogue.formats.odm.elements import Aliases
from catalogue.formats.odm.ours import own_entry, own_name

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OwnStudy:
    """The first page without its title, the modules without their timepoints, the instruments, the translations."""

    first_page: Entry
    source: str
    languages: frozenset[str]
    modules: dict[str, Entry]
    instruments: dict[str, Entry]
    translations: dict[str, Words]


def own_study(aliases: Aliases) -> OwnStudy | None:
    """What we have said; None when the file is of another system."""
    said = own_entry(aliases)
    first = said.get("catalogue")
    languages = first.get("languages") if isinstance(first, dict) else None
    if not isinstance(first, dict) or not isinstance(languages, dict) or not is_name(first.get("catalogue")):
        return None
    source = languages.get("source")
    if not _is_language(source):
        return None
    known = (languages.get(key) for key in ("required", "optional"))
    return OwnStudy(
        first,
        str(source),
        frozenset(name for names in known if isinstance(names, list) for name in names if _is_language(name)),
        {name: {**entry, "module": name, "timepoints": {}} for name, entry in _named(said, "module:")},
        {
            name: {**entry, "instrument": name}
            for name, entry in _named(said, "instrument:")
            if isinstance(entry.get("items"), dict)
        },
        dict(_translations(said)),
    )


def is_name(written: object) -> bool:
    """Whether this may be a name of ours."""
    return isinstance(written, str) and NAME.fullmatch(written) is not None


def own_address(aliases: Aliases) -> tuple[str, str] | None:
    """The module and the name of a form or a timepoint of ours; no module where it is about the person."""
    address = own_name(aliases)
    if address is None:
        return None
    module, _, name = address.rpartition(".")
    return (module, name) if is_name(name) and (not module or is_name(module)) else None


def _is_language(written: object) -> bool:
    return isinstance(written, str) and LANGUAGE.fullmatch(written) is not None


def _named(said: Entry, prefix: str) -> list[tuple[str, Entry]]:
    """The entries whose key is this prefix and a name."""
    found = ((key.removeprefix(prefix), value) for key, value in said.items() if key.startswith(prefix))
    return [(name, value) for name, value in found if is_name(name) and isinstance(value, dict)]


def _translations(said: Mapping[str, Any]) -> list[tuple[str, Words]]:
    found = ((key.removeprefix("translations:"), value) for key, value in said.items() if "translations:" in key)
    return [
        (language, {source: text for source, text in words.items() if isinstance(text, str)})
        for language, words in found
        if _is_language(language) and isinstance(words, dict)
    ]
