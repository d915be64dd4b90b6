"""What people call the things of two states: a question by its words, a code by its label, in the reader's language.

Pure. What is in the later state is called as there, what is only in the earlier as it was.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

from catalogue.model import Catalogue, Codelist, Form, Group
from catalogue.texts import Text, Translations
from migrations_gen.carrying.records import split
from migrations_gen.changes.base import Subject
from migrations_gen.changes.sentences import Named, Naming
from migrations_gen.states import State


def naming(before: State, after: State, language: str, languages: Mapping[str, str] = MappingProxyType({})) -> Naming:
    """The names of everything in two states, in this language where they are translated to it; `languages` are those
    of the languages themselves, by code.
    """
    states = [(state.catalogue, state.translations.get(language)) for state in (after, before)]

    @cache
    def named(subject: Subject) -> Named:
        if subject.kind == "language":
            return Named(languages.get(subject.address, ""), "language")
        for catalogue, translations in states:
            found = FINDERS[subject.kind](catalogue, subject.address)
            if found is not None:
                texts, noun = found
                return Named(" – ".join(_words(text, translations) for text in texts), noun or subject.kind)
        return Named("", subject.kind)

    return named


def _words(text: Text, translations: Translations | None) -> str:
    return translations.wording(text) if translations else text.source


Found = tuple[tuple[Text, ...], str] | None
"""Its words, a group's before those of what lies in it, and what kind of thing it is where its subject does not say."""


def _form_of(catalogue: Catalogue, address: str) -> Iterator[tuple[Form, str]]:
    place, name = split(address)
    if place in catalogue.form:
        yield catalogue.form[place], name


def _variable(catalogue: Catalogue, address: str) -> Found:
    for form, name in _form_of(catalogue, address):
        if name in form.variable:
            variable = form.variable[name]
            group = form.groups.get(variable.group or "")
            over = (group.label,) if group is not None and group.shares_reason else ()
            return (*over, variable.label, *_column(group, name)), "calculation" if variable.is_calculated else ""
    return _group(catalogue, address)


def _column(group: Group | None, name: str) -> tuple[Text, ...]:
    """The column of a matrix's cell; its row is the cell's own label."""
    columns = group.columns if group is not None and group.kind == "matrix" else ()
    return tuple(text for key, text in columns if name.endswith(f"_{key}"))[:1]


def _group(catalogue: Catalogue, address: str) -> Found:
    for form, name in _form_of(catalogue, address):
        group: Group | None = form.groups.get(name)
        if group is not None:
            return (group.label,), group.kind
    return None


def _section(catalogue: Catalogue, address: str) -> Found:
    for form, name in _form_of(catalogue, address):
        return next((((section.title,), "") for section in form.sections if section.name == name), None)
    return None


def _rule(catalogue: Catalogue, address: str) -> Found:
    for form, name in _form_of(catalogue, address):
        return next((((rule.message,), "") for rule in form.rules if rule.name == name), None)
    return None


def _code(catalogue: Catalogue, address: str) -> Found:
    owner, value = split(address)
    for codelist in _lists(catalogue, owner):
        return next((((code.label,), "") for code in codelist.codes if str(code.value) == value), None)
    return None


def _lists(catalogue: Catalogue, owner: str) -> Iterator[Codelist]:
    """The shared list of this name, or the list of the variable of this address."""
    if owner in catalogue.codelists:
        yield catalogue.codelists[owner]
    for form, name in _form_of(catalogue, owner):
        variable = form.variable.get(name)
        if variable is not None and variable.codelist is not None:
            yield variable.codelist


def _codelist(catalogue: Catalogue, address: str) -> Found:
    """Its heading; without one, the question that it belongs to when there is only one such."""
    codelist = catalogue.codelists.get(address)
    if codelist is None:
        return None
    asked = {
        variable.label.source: variable.label for _, variable in catalogue.variables() if variable.codelist == codelist
    }
    title = codelist.title or (next(iter(asked.values())) if len(asked) == 1 else None)
    return ((title,), "") if title else None


def _timepoint(catalogue: Catalogue, address: str) -> Found:
    module, name = split(address)
    timepoint = catalogue.modules[module].timepoint(name) if module in catalogue.modules else None
    return ((timepoint.title,), "") if timepoint else None


def _score(catalogue: Catalogue, address: str) -> Found:
    name, score = split(address)
    scores = catalogue.instruments[name].scores if name in catalogue.instruments else ()
    return next((((found.label,), "") for found in scores if found.name == score), None)


def _titled(things: Callable[[Catalogue], Mapping[str, object]]) -> Callable[[Catalogue, str], Found]:
    def find(catalogue: Catalogue, address: str) -> Found:
        thing = things(catalogue).get(address)
        title = thing if isinstance(thing, Text) else getattr(thing, "title", None)
        if isinstance(title, str):  # a published table's own heading, which is not translated
            title = Text(address, title)
        return ((title,), "") if isinstance(title, Text) else None

    return find


FINDERS: Mapping[str, Callable[[Catalogue, str], Found]] = MappingProxyType(
    {
        "catalogue": lambda catalogue, _: ((catalogue.title,), ""),
        "category": _titled(lambda catalogue: catalogue.categories),
        "respondent": _titled(lambda catalogue: catalogue.respondents),
        "module": _titled(lambda catalogue: catalogue.modules),
        "timepoint": _timepoint,
        "form": _titled(lambda catalogue: catalogue.form),
        "section": _section,
        "group": _group,
        "variable": _variable,
        "rule": _rule,
        "codelist": _codelist,
        "code": _code,
        "instrument": _titled(lambda catalogue: catalogue.instruments),
        "score": _score,
        "value_set": _titled(lambda catalogue: catalogue.value_sets),
        "system": _titled(lambda catalogue: catalogue.systems),
    }
)
"""How a thing of each kind is found."""
