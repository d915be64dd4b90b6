"""The catalogue as the application serves it: one edition at a time, with everything made from it made once.

An edition never changes; a new one takes its place whole. A catalogue with errors never becomes an edition: the last
good one stays, and its findings are told.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from catalogue.findings import Finding
from catalogue.model import Catalogue, Form
from catalogue.source.loader import load
from catalogue.source.translations import read_wording, with_wording
from catalogue.texts import Translations
from engine.evaluation import Evaluator, evaluator
from renderers.html.client_rules import client_rules
from renderers.html.forms import FormTemplate, form_template
from renderers.html.questions import Questionnaire, questionnaire
from renderers.html.wording import Wording
from renderers.i18n import Language, languages

PROGRAM = tuple(Path(__file__).resolve().parents[2] / package for package in ("catalogue", "engine", "renderers"))
"""What makes pages and scripts of a catalogue: after an upgrade they are others, and so is their address."""


class BrokenCatalogue(Exception):
    """The catalogue has errors and there is no earlier edition to serve."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


@dataclass(frozen=True, eq=False)
class Edition:
    """A catalogue in a state without errors, and what has been made from it so far."""

    catalogue: Catalogue
    translations: Mapping[str, Translations]
    digest: str
    _templates: dict[tuple[str, str], FormTemplate] = field(default_factory=dict)
    _questionnaires: dict[str, Questionnaire] = field(default_factory=dict)
    _rules: dict[str, str] = field(default_factory=dict)

    @property
    def offered(self) -> tuple[str, ...]:
        """The languages both the catalogue and the interface have, the source first.

        One that another stands in for is there as soon as something is written in it.
        """
        return tuple(code for code in self.catalogue.languages.all if code in languages() and self._is_begun(code))

    def _is_begun(self, code: str) -> bool:
        spoken, known = languages()[code], self.translations.get(code)
        return spoken.instead is None or bool(spoken.sentences) or bool(known and known.entries)

    def wording(self, language: Language) -> Wording:
        """The catalogue's texts and the interface's sentences in one language."""
        translations = self.translations.get(language.code) or Translations(language.code)
        return Wording(language, translations, self.catalogue.languages.source)

    def template(self, form: Form, language: Language) -> FormTemplate:
        """The form in this language, ready to be filled."""
        key = (form.address, language.code)
        if key not in self._templates:
            self._templates[key] = form_template(form, self.wording(language))
        return self._templates[key]

    def questionnaire(self, form: Form) -> Questionnaire:
        """The form as its reader meets it."""
        if form.address not in self._questionnaires:
            self._questionnaires[form.address] = questionnaire(form)
        return self._questionnaires[form.address]

    def rules(self, form: Form) -> str:
        """The rules a browser evaluates the form with."""
        if form.address not in self._rules:
            self._rules[form.address] = client_rules(self.catalogue, form)
        return self._rules[form.address]

    def evaluator(self, form: Form) -> Evaluator:
        """What decides and checks the form's answers."""
        return evaluator(self.catalogue, form)


Wordings = Mapping[str, Translations]
"""The licensed wording of instruments, by language."""


def edition_of(
    catalogue: Catalogue, translations: Mapping[str, Translations], wordings: Wordings, digest: str
) -> Edition:
    """An edition with the licensed wording in its place."""
    return Edition(catalogue, with_wording(translations, wordings), digest)


class Library:
    """The edition in use and the findings of the files as they now are."""

    def __init__(self, path: Path, wording: Path | None = None) -> None:
        self._path = path
        self.wordings, findings = read_wording(wording) if wording else ({}, [])
        if findings:
            raise BrokenCatalogue(tuple(findings))
        self._lock = Lock()
        self._loaded = load(path)
        self._digest = self._loaded.inputs.digest(PROGRAM)
        edition = self._edition()
        if edition is None:
            raise BrokenCatalogue(self._loaded.findings)
        self.edition = edition

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the last load, which may be of a later state than the edition."""
        return self._loaded.findings

    @property
    def state(self) -> str:
        """A digest of the files as last seen, errors and all."""
        return self._digest

    def follow(self) -> None:
        """Load again when a file has changed."""
        with self._lock:
            digest = self._loaded.inputs.digest(PROGRAM)
            if digest == self._digest:
                return
            self._loaded = load(self._path)
            self._digest = self._loaded.inputs.digest(PROGRAM)
            self.edition = self._edition() or self.edition

    def _edition(self) -> Edition | None:
        catalogue = self._loaded.catalogue
        if catalogue is None:
            return None
        return edition_of(catalogue, self._loaded.translations, self.wordings, self._digest)
