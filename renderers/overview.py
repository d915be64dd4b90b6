"""The overview of a catalogue: what is confirmed by public material, what is proposed, and how much there is of each.

One page of Markdown in the catalogue's own language, for those who decide about the registry and for its README. Pure
and stable: the same catalogue and translations give the same text.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalogue.extraction import texts_of
from catalogue.model import Catalogue, Form, Group, Instrument, Module, Rule, Variable
from catalogue.texts import Text, Translations, progress, translatable
from renderers.html.wording import Wording
from renderers.i18n import languages

ByLanguage = Mapping[str, Translations]
Cells = Sequence[object]

PROPOSED = "proposed"
"""The source of what no public material confirms."""
ADMINISTRATION = "administrasjon"
"""The category of what only serves the registry's own work; it is counted apart."""
COMMAND = "skjemaverk overview"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many variables are collected now, computed now, for administration, no longer in use; and how many of those
    in use now are only proposed."""

    collected: int = 0
    computed: int = 0
    administration: int = 0
    retired: int = 0
    proposed: int = 0

    @property
    def now(self) -> int:
        """Collected or computed now: the number a module is measured by."""
        return self.collected + self.computed

    @property
    def confirmed(self) -> int:
        """Those in use now that public material confirms."""
        return self.now - self.proposed


def counted(variables: Iterable[Variable]) -> Counts:
    """The one rule for counting: each variable of each form once, however many timepoints the form has.

    Retired variables and those of administration stand apart. Ticks, cells, items, scores and what is computed count
    one each.
    """
    kinds: Counter[str] = Counter()
    for variable in variables:
        kind = _kind(variable)
        kinds[kind] += 1
        kinds[PROPOSED] += kind in {"collected", "computed"} and variable.source == PROPOSED
    return Counts(**kinds)


def variables_of(catalogue: Catalogue, module: str) -> Iterator[Variable]:
    """The variables of a module's forms; what is about the person belongs to no module."""
    return (variable for form in catalogue.forms_of(module) for variable in form.variables)


def overview(catalogue: Catalogue, translations: ByLanguage) -> str:
    """The page."""
    source = catalogue.languages.source
    wording = Wording(languages().get(source) or languages()["en"], translations[source], source)
    page = _Page(catalogue, translations, wording)
    parts = [part for make in PARTS for part in make(page)]
    return "\n\n".join(parts) + "\n"


@dataclass(frozen=True, slots=True)
class _Page:
    """What the parts of the page are made from."""

    catalogue: Catalogue
    translations: ByLanguage
    wording: Wording

    def say(self, sentence: str, /, **values: object) -> str:
        """A sentence of the interface."""
        return self.wording.language.gettext(sentence, **values)

    def words(self, text: Text) -> str:
        """The catalogue's own words."""
        return self.wording.words(text)

    def heading(self, sentence: str, level: int = 2) -> str:
        """A heading."""
        return f"{'#' * level} {self.say(sentence)}"

    def table(self, headings: Sequence[str], rows: Iterable[Cells]) -> str:
        """A table; numbers stand to the right."""
        lines = [[self._cell(cell) for cell in row] for row in rows]
        numbers = [bool(lines) and all(_is_number(line[place]) for line in lines) for place in range(len(headings))]
        head = [self.say(heading) for heading in headings]
        rule = ["--:" if right else "---" for right in numbers]
        return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *lines))

    def _cell(self, cell: object) -> str:
        shown = self.wording.language.show(cell)
        return " ".join(shown.replace("\N{NO-BREAK SPACE}", " ").replace("|", r"\|").split())


def _kind(variable: Variable) -> str:
    ended = variable.collected is not None and variable.collected.end is not None
    if variable.retired or ended:
        return "retired"
    if variable.category == ADMINISTRATION:
        return "administration"
    return "computed" if variable.is_calculated else "collected"


def _is_number(text: str) -> bool:
    return not text or text.replace(" ", "").replace("%", "").isdecimal()


def _rules(rules: Iterable[Rule], severity: str) -> int:
    return sum(rule.severity == severity and rule.retired is None for rule in rules)


NOW = (
    translatable("Collected"),
    translatable("Computed"),
    translatable("Together"),
    translatable("Confirmed"),
    translatable("Proposed"),
    translatable("Administration"),
    translatable("No longer asked"),
)


def _now(counts: Counts) -> tuple[int, ...]:
    """The cells under `NOW`."""
    return (
        *(counts.collected, counts.computed, counts.now),
        *(counts.confirmed, counts.proposed, counts.administration, counts.retired),
    )


# ---- the parts ----


def _beginning(page: _Page) -> Iterator[str]:
    catalogue = page.catalogue
    yield f"# {page.words(catalogue.title)}"
    yield page.say(
        translatable("Made by `{command}` from the catalogue. Change the catalogue, not this page."), command=COMMAND
    )
    facts = [
        (translatable("Version"), catalogue.version),
        (translatable("Controller"), catalogue.controller),
        (translatable("Statutes of"), catalogue.statutes),
    ]
    yield "\n".join(f"- {page.say(name)}: {fact}" for name, fact in facts if fact)
    yield page.say(
        translatable(
            "A variable is confirmed when public material shows that the registry has it; the source says which. It is"
            " proposed when nothing public shows it, and the registry itself must say whether it is right."
        )
    )
    yield page.say(
        translatable(
            "Each variable of a form counts once, however often the form is filled in: every tick, every cell, every"
            " item of an instrument, every score and every computed value. Variables for administration, and those no"
            " longer asked, are counted apart, and so is what is known about the person."
        )
    )


def _modules(page: _Page) -> Iterator[str]:
    catalogue = page.catalogue
    yield page.heading(translatable("Modules"))
    yield page.table(
        (translatable("Module"), *NOW, translatable("Hard rules"), translatable("Soft rules")),
        (
            (page.words(module.title), *_now(counted(variables_of(catalogue, name))), *_severities(forms))
            for name, module in catalogue.modules.items()
            for forms in (catalogue.forms_of(name),)
        ),
    )


def _forms(page: _Page) -> Iterator[str]:
    yield page.heading(translatable("Forms"))
    yield page.table(
        (
            *(translatable("Form"), translatable("Title"), translatable("Answered by"), translatable("When")),
            *(*NOW, translatable("Hard rules"), translatable("Soft rules")),
        ),
        (
            (
                *(f"`{form.address}`", page.words(form.title), _respondent(page, form), _occasions(page, form)),
                *(*_now(counted(form.variables)), *_severities((form,))),
            )
            for form in page.catalogue.forms
        ),
    )


def _severities(forms: Iterable[Form]) -> tuple[int, int]:
    rules = [rule for form in forms for rule in form.rules]
    return _rules(rules, "hard"), _rules(rules, "soft")


def _respondent(page: _Page, form: Form) -> str:
    known = page.catalogue.respondents.get(form.respondent)
    return page.words(known) if known else form.respondent


def _occasions(page: _Page, form: Form) -> str:
    module = page.catalogue.modules.get(form.module)
    found = (module.timepoint(name) for name in form.timepoints) if module else ()
    return ", ".join(page.words(timepoint.title) for timepoint in found if timepoint)


def _categories(page: _Page) -> Iterator[str]:
    yield page.heading(translatable("Categories"))
    yield from _divided(
        page, translatable("Category"), page.catalogue.categories, lambda form, variable: variable.category
    )


def _respondents(page: _Page) -> Iterator[str]:
    yield page.heading(translatable("Who answers"))
    yield from _divided(page, translatable("Answered by"), page.catalogue.respondents, lambda form, _: form.respondent)


def _divided(
    page: _Page, heading: str, names: Mapping[str, Text], share: Callable[[Form, Variable], str]
) -> Iterator[str]:
    """A row for each module and each of the names that some variable of it has."""
    catalogue = page.catalogue
    parts: dict[tuple[str, str], list[Variable]] = {}
    for form, variable in catalogue.variables():
        parts.setdefault((form.module, share(form, variable)), []).append(variable)
    yield page.table(
        (translatable("Module"), heading, *NOW),
        (
            (_module_title(page, module), page.words(title), *_now(counted(parts[module, name])))
            for module in (*catalogue.modules, "")
            for name, title in names.items()
            if (module, name) in parts
        ),
    )


def _module_title(page: _Page, name: str) -> str:
    module: Module | None = page.catalogue.modules.get(name)
    if module:
        return page.words(module.title)
    return page.words(page.catalogue.person.title) if page.catalogue.person else ""


def _sources(page: _Page) -> Iterator[str]:
    """Which public material confirms how many."""
    found = Counter(
        (variable.source or "", _kind(variable) == "retired")
        for _, variable in page.catalogue.variables()
        if variable.source != PROPOSED
    )
    yield page.heading(translatable("What confirms them"))
    yield page.table(
        (translatable("Source"), translatable("In use"), translatable("No longer asked")),
        ((source, found[source, False], found[source, True]) for source in sorted({name for name, _ in found})),
    )


def _instruments(page: _Page) -> Iterator[str]:
    catalogue = page.catalogue
    if not catalogue.instruments:
        return
    yield page.heading(translatable("Instruments"))
    yield page.say(
        translatable("The wording of a licensed instrument belongs to its holder and is never in the catalogue.")
    )
    yield page.table(
        (
            *(translatable("Instrument"), translatable("Licence holder"), translatable("Questions")),
            *(translatable("Scores"), translatable("Used in"), translatable("No longer asked")),
        ),
        (_instrument(page, name, known) for name, known in catalogue.instruments.items()),
    )


def _instrument(page: _Page, name: str, known: Instrument) -> Cells:
    holder = known.holder or page.say(translatable("No licence"))
    return page.words(known.title), holder, len(known.items), len(known.scores), *_places(page, name)


def _places(page: _Page, name: str) -> tuple[str, str]:
    """The forms that use an instrument now, and those that do so no longer."""
    forms = page.catalogue.forms
    groups = [(form, group) for form in forms for group in form.groups.values() if group.instrument == name]
    now = [f"`{form.address}`" for form, group in groups if not _is_retired(group)]
    before = [f"`{form.address}`" for form, group in groups if _is_retired(group)]
    return ", ".join(dict.fromkeys(now)), ", ".join(dict.fromkeys(before))


def _is_retired(group: Group) -> bool:
    return all(variable.retired for variable in group.variables)


def _systems(page: _Page) -> Iterator[str]:
    catalogue = page.catalogue
    if not catalogue.value_sets and not catalogue.systems:
        return
    yield page.heading(translatable("Value sets and coding systems"))
    yield page.table(
        (
            translatable("Name"),
            translatable("Title"),
            translatable("Version"),
            translatable("Rows"),
            translatable("Source"),
            translatable("Standing"),
        ),
        (
            *(
                (
                    f"`{name}`",
                    known.title,
                    known.version,
                    len(known.values),
                    known.origin,
                    _standing(page, known.source),
                )
                for name, known in catalogue.value_sets.items()
            ),
            *(
                (
                    f"`{name}`",
                    page.words(known.title),
                    known.version,
                    len(known.codes),
                    known.source or "",
                    _standing(page, known.source),
                )
                for name, known in catalogue.systems.items()
            ),
        ),
    )


def _standing(page: _Page, source: str | None) -> str:
    return page.say(translatable("proposed")) if source == PROPOSED else page.say(translatable("confirmed"))


def _languages(page: _Page) -> Iterator[str]:
    texts = texts_of(page.catalogue)
    known = page.catalogue.languages
    rows = []
    for code in known.all:
        done = progress(page.translations[code], texts, is_source=code == known.source)
        share = f"{100 * done.translated // len(texts)} %"
        rows.append((f"`{code}`", _need(page, code), done.translated, done.fuzzy, done.missing, share))
    yield page.heading(translatable("Languages"))
    yield page.table(
        (
            *(translatable("Language"), translatable("Demand"), translatable("Translated")),
            *(translatable("To be looked over"), translatable("Missing"), translatable("Complete")),
        ),
        rows,
    )


def _need(page: _Page, code: str) -> str:
    known = page.catalogue.languages
    if code == known.source:
        return page.say(translatable("written in"))
    return page.say(translatable("required")) if code in known.required else page.say(translatable("optional"))


def _proposals(page: _Page) -> Iterator[str]:
    """What the registry must look at: the proposed variables by form."""
    yield page.heading(translatable("Proposed variables"))
    for form in page.catalogue.forms:
        rows = [
            (f"`{variable.name}`", _full_label(page, group, variable))
            for group, variable in _with_group(form)
            if variable.source == PROPOSED and not variable.retired
        ]
        if rows:
            yield f"### {page.words(form.title)} (`{form.address}`)"
            yield page.table((translatable("Name"), translatable("Question or content")), rows)


def _with_group(form: Form) -> Iterator[tuple[Group | None, Variable]]:
    for section in form.sections:
        for item in section.items:
            group = item if isinstance(item, Group) else None
            yield from ((group, variable) for variable in (item.variables if isinstance(item, Group) else (item,)))


def _full_label(page: _Page, group: Group | None, variable: Variable) -> str:
    """The question; for a tick with what it belongs to, for a cell with its row and column."""
    if group is None:
        return page.words(variable.label)
    cells = {
        f"{group.name}_{row}_{column}": f"{page.words(title)}, {page.words(heading)}"
        for row, title in group.rows
        for column, heading in group.columns
    }
    return f"{page.words(group.label)} {cells.get(variable.name) or page.words(variable.label)}"


PARTS: tuple[Callable[[_Page], Iterator[str]], ...] = (
    *(_beginning, _modules, _forms, _categories, _respondents),
    *(_sources, _instruments, _systems, _languages, _proposals),
)
"""The parts of the page, in this order."""
