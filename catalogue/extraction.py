"""Every text of a catalogue that people read, in the order they meet it: what there is to translate.

Pure. The codes of a coding system (ICD-10) are left out: they are published by their owner, in the owner's languages.
"""

from collections.abc import Iterator

from catalogue.model import Catalogue, Code, Codelist, Form, Group, Instrument, Module, Section, Variable
from catalogue.texts import Text


def texts_of(catalogue: Catalogue) -> tuple[Text, ...]:
    """The texts, each address once."""
    found: dict[str, Text] = {}
    for text in _catalogue(catalogue):
        found.setdefault(text.address, text)
    return tuple(found.values())


def _catalogue(catalogue: Catalogue) -> Iterator[Text]:
    yield catalogue.title
    yield from catalogue.categories.values()
    yield from catalogue.respondents.values()
    if catalogue.publication is not None:
        yield from catalogue.publication.texts()
    for module in catalogue.modules.values():
        yield from _module(module)
    for form in catalogue.forms:
        yield from _form(form)
    for codelist in catalogue.codelists.values():
        yield from _codelist(codelist)
    for instrument in catalogue.instruments.values():
        yield from _instrument(instrument)
    for system in catalogue.systems.values():
        yield system.title


def _module(module: Module) -> Iterator[Text]:
    yield from (module.title, module.episode.title)
    yield from (timepoint.title for timepoint in module.timepoints)


def _form(form: Form) -> Iterator[Text]:
    yield form.title
    yield from _present(form.help)
    for section in form.sections:
        yield from _section(section)
    yield from (rule.message for rule in form.rules)


def _section(section: Section) -> Iterator[Text]:
    yield section.title
    yield from _present(section.help)
    for item in section.items:
        yield from _group(item) if isinstance(item, Group) else _variable(item)


def _group(group: Group) -> Iterator[Text]:
    yield group.label
    yield from _present(group.help)
    yield from (heading for _, heading in (*group.rows, *group.columns))
    for variable in group.variables:
        yield from _variable(variable)


def _variable(variable: Variable) -> Iterator[Text]:
    yield variable.label
    yield from _present(variable.help)
    yield from _present(variable.unit)
    yield from variable.ends or ()
    if variable.codelist and not variable.codelist.shared:
        yield from _codelist(variable.codelist)


def _codelist(codelist: Codelist) -> Iterator[Text]:
    yield from _present(codelist.title)
    yield from _codes(codelist.codes)


def _codes(codes: tuple[Code, ...]) -> Iterator[Text]:
    return (code.label for code in codes)


def _instrument(instrument: Instrument) -> Iterator[Text]:
    yield instrument.title
    yield from (label for _, label in instrument.items)
    yield from (score.label for score in instrument.scores)


def _present(text: Text | None) -> tuple[Text, ...]:
    return (text,) if text else ()
