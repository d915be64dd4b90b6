"""Codelists, coding systems and missing reasons as concept schemes: what both outputs say of them alike. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from catalogue.model import (
    MISSING_REASONS,
    Catalogue,
    Code,
    Codelist,
    CodeValue,
    CodingSystem,
    Form,
    Instrument,
    Variable,
)
from catalogue.texts import Text
from renderers.html.values import SYSTEM_REASONS
from renderers.html.widgets import REASONS
from renderers.i18n import languages
from renderers.linked_data.iris import Iris
from renderers.linked_data.periods import period, periods
from renderers.linked_data.terms import (
    DCT,
    EUVOC,
    MODEL,
    OWL,
    SKOS,
    XKOS,
    XSD,
    Iri,
    Triples,
    Value,
    Words,
    about,
    day,
    kinds,
    plain,
)
from renderers.linked_data.wording import Wordings


@dataclass(frozen=True, slots=True)
class Scheme:
    """A list or system of codes, and where it is. A system is large: its codes are named by themselves, unordered."""

    place: tuple[str, ...]
    name: str
    title: Text | None
    codes: tuple[Code, ...]
    source: str | None = None
    version: str = ""
    replaced_by: Mapping[CodeValue, str] = field(default_factory=dict)
    is_system: bool = False


def scheme_of(iris: Iris, form: Form, variable: Variable) -> Scheme | None:
    """The list or system from which a variable takes its codes."""
    if variable.system is not None:
        return _of_system(iris, variable.system)
    listed = variable.codelist
    return _of_list(iris.codelist(form, variable, listed), listed) if listed is not None else None


def _of_system(iris: Iris, system: CodingSystem) -> Scheme:
    place = iris.system(system)
    told = (system.source, system.version, system.replaced_by)
    return Scheme(place, system.name, system.title, system.codes, *told, is_system=True)


def _of_list(place: tuple[str, ...], listed: Codelist) -> Scheme:
    return Scheme(place, listed.name, listed.title, listed.codes, listed.source)


def schemes(iris: Iris, forms: Iterable[Form]) -> tuple[Scheme, ...]:
    """Every list and system that the forms use, each once."""
    found: dict[tuple[str, ...], Scheme] = {}
    for form in forms:
        for variable in form.variables:
            scheme = scheme_of(iris, form, variable)
            if scheme is not None:
                found.setdefault(scheme.place, scheme)
    return tuple(found.values())


def unused(iris: Iris, catalogue: Catalogue) -> Iterator[Scheme]:
    """The shared lists and the systems that no variable uses yet."""
    used = {scheme.place for scheme in schemes(iris, catalogue.forms)}
    declared = [_of_list(iris.shared(name), listed) for name, listed in catalogue.codelists.items()]
    declared += [_of_system(iris, system) for system in catalogue.systems.values()]
    return (scheme for scheme in declared if scheme.place not in used)


def value_set(variable: Variable) -> tuple[Code, ...]:
    """The codes a variable allows, when they are not all answers of its list."""
    listed = variable.codelist
    if listed is None or variable.codes == tuple(code for code in listed.codes if code.missing is None):
        return ()
    return variable.codes


def heading(scheme: Scheme, iris: Iris, wordings: Wordings) -> Triples:
    """The scheme itself."""
    node = iris.of(*scheme.place)
    titles = wordings.of(scheme.title) or (Words(scheme.name),)
    yield from kinds(node, SKOS("ConceptScheme"), MODEL("CodeList"))
    yield from about(
        node,
        (DCT("title"), titles),
        (DCT("identifier"), Words(scheme.name)),
        (DCT("source"), wordings.written(scheme.source or "")),
        (OWL("versionInfo"), plain(scheme.version)),
    )


def concepts(scheme: Scheme, iris: Iris, wordings: Wordings) -> Triples:
    """The scheme's codes; those of a list know their neighbours."""
    node = iris.of(*scheme.place)
    for code in scheme.codes:
        yield from _concept(scheme, code, node, iris, wordings)
    if not scheme.is_system:
        names = [iris.code(scheme.place, code) for code in scheme.codes]
        yield from about(node, (SKOS("hasTopConcept"), names))
        for before, after in pairwise(names):
            yield before, XKOS("next"), after
            yield after, XKOS("previous"), before


def _concept(scheme: Scheme, code: Code, node: Iri, iris: Iris, wordings: Wordings) -> Triples:
    concept = iris.code(scheme.place, code)
    later = scheme.replaced_by.get(code.value)
    yield from kinds(concept, SKOS("Concept"), MODEL("CodeElement"))
    yield from about(
        concept,
        (SKOS("notation"), Words(str(code.value))),
        (SKOS("prefLabel"), wordings.of(code.label)),
        (SKOS("inScheme"), node),
        (SKOS("topConceptOf"), node),
        (SKOS("broadMatch"), iris.reason(code.missing) if code.missing else None),
        (DCT("isReplacedBy"), iris.of(*scheme.place, later) if later else None),
    )
    yield from _validity(concept, scheme, code, iris, wordings)


def _validity(concept: Iri, scheme: Scheme, code: Code, iris: Iris, wordings: Wordings) -> Triples:
    """From and to which day a code is in use, and whether it is still."""
    if code.retired is not None:
        yield concept, OWL("deprecated"), Value("true", XSD("boolean"))
        note = f"{code.retired.version}: {code.retired.reason}"
        yield from about(concept, (SKOS("changeNote"), wordings.written(note)))
    era = code.collected
    if era is not None:
        yield from about(concept, (EUVOC("startDate"), day(era.start)), (EUVOC("endDate"), day(era.end)))
        for number, span in enumerate(periods(era) if era.gaps else (), start=1):
            node = iris.of(*scheme.place, str(code.value), "period", str(number))
            yield concept, DCT("temporal"), node
            yield from period(node, span)


def instrument(declared: Instrument, iris: Iris, wordings: Wordings) -> Triples:
    """A validated questionnaire, as a standard that others have set."""
    node = iris.of("instrument", declared.name)
    yield from kinds(node, DCT("Standard"))
    yield from about(node, (DCT("title"), wordings.of(declared.title)))


def missing_reasons(iris: Iris, wordings: Wordings) -> Triples:
    """The reasons for which there may be no answer, as the scheme to which every missing code belongs."""
    node = iris.of("missing-reason")
    yield from kinds(node, SKOS("ConceptScheme"), MODEL("CodeList"))
    yield from about(node, (DCT("title"), Words("Reasons for no answer", "en")), (DCT("identifier"), Words("missing")))
    for reason in MISSING_REASONS:
        concept = iris.reason(reason)
        yield from kinds(concept, SKOS("Concept"), MODEL("CodeElement"))
        yield from about(
            concept,
            (SKOS("notation"), Words(reason)),
            (SKOS("prefLabel"), tuple(_said({**REASONS, **SYSTEM_REASONS}[reason], wordings.languages))),
            (SKOS("inScheme"), node),
            (SKOS("topConceptOf"), node),
        )
        yield node, SKOS("hasTopConcept"), concept


def _said(sentence: str, asked: Iterable[str]) -> Iterator[Words]:
    """A sentence of the program in each of these languages that has it."""
    for code in asked:
        known = languages().get(code)
        if known is not None and known.speaker(sentence) is known:
            yield Words(known.gettext(sentence), code)
