"""What one release holds, in words: every variable, codelist and coding system that can have a history. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from catalogue.model import Code, Form, Variable
from catalogue.texts import Text, translatable
from migrations_gen.changes.base import Change, Subject
from migrations_gen.changes.sentences.records import Telling
from migrations_gen.changes.sentences.values import era, retirement
from migrations_gen.naming import naming
from migrations_gen.states import State
from renderers.history.records import Coded, Known, Roll
from renderers.i18n import NAMES, Language

VARIABLE, CODELIST, SYSTEM = "variable", "codelist", "system"
LISTS = (CODELIST, SYSTEM)
"""What codes are taken from, in the order in which a name is looked for."""

NOT_AN_ANSWER = translatable("not an answer")
NOT_OFFERED = translatable("no longer offered")
EDITION = translatable("Edition {version}")


def roll_of(state: State, language: Language) -> Roll:
    """Everything in a release, in one language."""
    speaker = _Speaker(state, language)
    return {
        VARIABLE: dict(speaker.variables()),
        CODELIST: dict(speaker.codelists()),
        SYSTEM: dict(speaker.systems()),
    }


class _Speaker:
    """One state and the language it is told in."""

    def __init__(self, state: State, language: Language) -> None:
        self._catalogue, self._language = state.catalogue, language
        self._translations = state.translations.get(language.code)
        self._named = naming(state, state, language.code, NAMES)
        self._telling = Telling(Change(Subject("catalogue", "")), language, self._named)
        self._users = self._used()

    def variables(self) -> Iterator[tuple[str, Known]]:
        for form, variable in self._catalogue.variables():
            address = f"{form.address}.{variable.name}"
            yield address, self._variable(form, variable, address)

    def codelists(self) -> Iterator[tuple[str, Known]]:
        for name, codelist in self._catalogue.codelists.items():
            label = self._named(Subject(CODELIST, name)).label or name
            yield name, Known(label, codes=self._codes(codelist.codes), users=self._users.get((CODELIST, name), ()))

    def systems(self) -> Iterator[tuple[str, Known]]:
        for name, system in self._catalogue.systems.items():
            edition = self._language.gettext(EDITION, version=system.version)
            yield name, Known(self._words(system.title), edition, users=self._users.get((SYSTEM, name), ()))

    def _variable(self, form: Form, variable: Variable, address: str) -> Known:
        codelist = variable.codelist
        return Known(
            label=self._named(Subject(VARIABLE, address)).label or variable.name,
            place=self._words(form.title),
            group=f"{form.address}.{variable.group}" if variable.group else "",
            listed=self._listed(variable),
            codes=self._codes(codelist.codes) if codelist else (),
            collected=era(variable.collected, self._telling),
            retired=retirement(variable.retired, self._telling),
        )

    def _codes(self, codes: tuple[Code, ...]) -> tuple[Coded, ...]:
        return tuple(Coded(str(code.value), self._words(code.label), self._note(code)) for code in codes)

    def _note(self, code: Code) -> str:
        if code.retired:
            return self._language.gettext(NOT_OFFERED)
        return self._language.gettext(NOT_AN_ANSWER) if code.missing else ""

    def _listed(self, variable: Variable) -> str:
        if variable.system:
            return variable.system.name
        return variable.codelist.name if variable.codelist and variable.codelist.shared else ""

    def _words(self, text: Text) -> str:
        return self._translations.wording(text) if self._translations else text.source

    def _used(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        users: dict[tuple[str, str], list[str]] = defaultdict(list)
        for form, variable in self._catalogue.variables():
            kind = SYSTEM if variable.system else CODELIST
            if name := self._listed(variable):
                users[kind, name].append(f"{form.address}.{variable.name}")
        return {key: tuple(found) for key, found in users.items()}
