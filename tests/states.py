"""Two states of a small catalogue for tests: before and after, and the changes file between them."""

import tempfile
import textwrap
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from catalogue.findings import is_broken
from catalogue.texts import Translation, Translations
from migrations_gen.intents.reading import FOLDER, read_intents
from migrations_gen.intents.records import ChangesFile
from migrations_gen.states import State
from tests.catalogues import FIRST_PAGE, MODULE, catalogue_of, form_of

BEFORE, AFTER = "1.0.0", "2.0.0"
"""The versions of the two, unless a first page says something else."""

Documents = str | list[str]
Words = Mapping[str, Mapping[str, tuple[str, str]]]
"""By language and address: the source text that was translated, and the translation."""

UNTRANSLATED: Words = MappingProxyType({})


def states_of(
    before: Documents,
    after: Documents,
    changes: str = "",
    *,
    words_before: Words = UNTRANSLATED,
    words_after: Words = UNTRANSLATED,
) -> tuple[State, State]:
    """The earlier and the later state.

    Each is one or several documents. A list of variables (`- name: …`) is the form `test.skjema` with just these; a
    first page and a module take the place of those of `tests/catalogues.py`. `changes` are the intents of the later
    version (`- rename: …`), or a whole changes file.
    """
    earlier = _state(before, BEFORE, words_before)
    return earlier, _state(after, AFTER, words_after, _intents(changes))


def _state(documents: Documents, version: str, words: Words, intents: tuple[ChangesFile, ...] = ()) -> State:
    texts = [_document(text) for text in ([documents] if isinstance(documents, str) else documents)]
    first_page = next((text for text in texts if text.startswith("catalogue:")), _first_page(version))
    module = next((text for text in texts if text.startswith("module:")), MODULE)
    others = [text for text in texts if not text.startswith(("catalogue:", "module:"))]
    catalogue = catalogue_of(*others, module=module, first_page=first_page)
    return State(catalogue.version, catalogue, _translations(words), intents)


def _document(text: str) -> str:
    plain = textwrap.dedent(text).strip() + "\n"
    return form_of(plain) if plain.startswith("- ") else plain


def _first_page(version: str) -> str:
    return FIRST_PAGE.replace("version: 1.0.0", f"version: {version}")


def _translations(words: Words) -> Mapping[str, Translations]:
    return {
        language: Translations(language, {address: Translation(*pair) for address, pair in entries.items()})
        for language, entries in words.items()
    }


def _intents(changes: str) -> tuple[ChangesFile, ...]:
    """The changes file as an author would have written it, read as any other."""
    plain = textwrap.dedent(changes).strip()
    if not plain:
        return ()
    whole = plain if plain.startswith("version:") else f"version: {AFTER}\nchanges:\n{textwrap.indent(plain, '  ')}\n"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / FOLDER).mkdir()
        (folder / FOLDER / "changes.yaml").write_text(whole, encoding="utf-8")
        read = read_intents(folder, folder)
    assert not is_broken(read.findings), "\n".join(map(str, read.findings))
    return read.files
