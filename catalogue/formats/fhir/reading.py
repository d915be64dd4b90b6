"""Questionnaires to a catalogue: a bundle, one resource, or several; ours come back whole, those of others as far as we
have words. Pure.

Conditions and calculations become expressions that mean the same, or stay as they are and are told. What else a
questionnaire says is kept under `extras`, in FHIR's own words, and goes out again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.findings import Finding, Location
from catalogue.formats.fhir.first_page import LANGUAGE, first_page_of, modules_of, other_pages
from catalogue.formats.fhir.forms import FormReader
from catalogue.formats.fhir.found import texts
from catalogue.formats.fhir.gathering import left_out_of, together
from catalogue.formats.fhir.own import Json, mapping, parts, said_of, words
from catalogue.formats.fhir.resources import Resources, resources_of
from catalogue.formats.fhir.wording import may_be_translated, translations_in
from catalogue.formats.json_files import lines_of, parsed_json
from catalogue.formats.naming import name_for
from catalogue.formats.pages import Pages, catalogue_files
from catalogue.formats.records import Read, ReadOptions, note

Words = dict[str, Any]
PURPOSES = {"nb": "Ikke beskrevet i kilden", "nn": "Ikkje skildra i kjelda"}


def read(data: bytes, options: ReadOptions) -> Read:
    """The catalogue of a file."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        message = "This is XML. Write it as JSON, as any FHIR server does when asked for application/fhir+json."
        return Read({}, (Finding(Location(options.file, 1, 1), "not-readable", message),))
    parsed = parsed_json(data, options.file)
    if parsed.value is None:
        return Read({}, parsed.findings)
    resources = resources_of(parsed.value)
    reader = _Reader(options, resources, lines_of(parsed.text, "linkId"))
    forms = reader.forms()
    findings = [*parsed.findings, *reader.findings]
    if not forms:
        message = "There is no questionnaire with a question in the file, so there is no form to make."
        return Read({}, (*findings, Finding(Location(options.file, 1, 1), "not-readable", message)))
    files, further = reader.files(forms, parsed.value if may_be_translated(parsed.text) else None)
    return Read(files, tuple(sorted([*findings, *further])))


@dataclass(slots=True)
class _Reader:
    """Reads the forms of one file, and puts the pages together."""

    options: ReadOptions
    resources: Resources
    lines: Mapping[str, int]
    findings: list[Finding] = field(default_factory=list)
    blocks: list[tuple[Words, Words]] = field(default_factory=list)
    spelt: dict[str, str] = field(default_factory=dict)

    def at(self, link: str) -> Location:
        """Where an item stands."""
        return Location(self.options.file, self.lines.get(link, 1), 1)

    @property
    def language(self) -> str:
        """The language of the texts."""
        written = next(
            (words(each.get("language")) for each in self.resources.questionnaires if each.get("language")), ""
        )
        short = written.partition("-")[0].lower()
        short = "nb" if short == "no" else short
        return short if LANGUAGE.fullmatch(short) else "en"

    def forms(self) -> list[Words]:
        names: set[str] = set()
        found = [self._form(each, names) for each in self.resources.questionnaires]
        for kind, count in self.resources.others.items():
            message = f"{count} resources of type {kind} are no definition, and are not read."
            self.findings.append(note(self.at(""), "other-resource", message))
        return [form for form in found if form is not None]

    def _form(self, questionnaire: Json, names: set[str]) -> Words | None:
        reader = FormReader(questionnaire, self.resources, self.at, self.language, self.spelt)
        body = reader.form()
        self.findings += reader.findings
        if body is None:
            shown = words(questionnaire.get("title")) or words(questionnaire.get("name")) or "without a title"
            message = f"The questionnaire '{shown}' has no question that can be answered here, and is left out."
            self.findings.append(note(self.at(""), "no-question", message))
            return None
        self.blocks += reader.blocks
        frame = mapping(said_of(questionnaire).get("form"))
        own_name = words(frame.get("name"))
        title = texts(questionnaire.get("title")) or words(questionnaire.get("name")) or self.options.title
        name = own_name or name_for(words(questionnaire.get("name")) or title, names)
        names.add(name)
        said = {key: words(frame.get(key)) for key in ("module", "respondent")}
        given = {"category": None, "purpose": None, "source": None} if own_name else {}
        return {
            "form": name,
            "per": "patient" if own_name and not said["module"] else None,
            "title": title,
            "help": texts(questionnaire.get("description")),
            **({key: value for key, value in said.items() if value}),
            **({"timepoints": list(map(words, parts(frame.get("timepoints")))) or None} if own_name else {}),
            **given,
            "record": mapping(frame.get("record")),
            **body,
        }

    # ---- pages ----

    def files(self, forms: list[Words], value: Any) -> tuple[dict[str, str], list[Finding]]:
        """All files, and what there is to say of them."""
        languages, findings = self._translations(value)
        instruments = self._instruments(forms)
        pages, files = other_pages(self.resources, self.options.name)
        pages |= {f"{self.options.name}/instrument_{each['instrument']}.yaml": each for each in instruments}
        library = self.resources.library
        if library is None:
            source = "FHIR"
            found = Pages(
                tuple(forms),
                source,
                PURPOSES.get(self.language, "Not described in the source"),
                self.language,
                controller=_publisher(self.resources) or "Not given",
                others=pages,
                files=files,
                translations=languages,
            )
            return catalogue_files(found, self.options), findings
        return self._of_library(library, forms, pages, files, languages), findings

    def _of_library(
        self, library: Json, forms: list[Words], pages: dict[str, Words], files: dict[str, str], languages: Any
    ) -> dict[str, str]:
        """The pages of a catalogue of ours: its modules, and the forms in them."""
        modules = modules_of(library)
        first = first_page_of(library)
        taken: set[str] = {"module", "codelists"}
        others: dict[str, Words] = {}
        for form in forms:
            name = "_".join(filter(None, (form.get("module"), form["form"])))
            others[f"{self.options.name}/{name_for(name, taken)}.yaml"] = form
        main, *rest = modules.values() or ({},)
        further = {f"{self.options.name}/module_{each['module']}.yaml": each for each in rest}
        known = set(mapping(first.get("languages")).get("required", ())) | set(
            mapping(first.get("languages")).get("optional", ())
        )
        found = Pages(
            (),
            "",
            language=mapping(first.get("languages")).get("source") or self.language,
            first_page=first,
            module=main,
            others={**further, **pages, **others},
            files=files,
            translations={language: texts for language, texts in languages.items() if language in known},
        )
        return catalogue_files(found, self.options)

    def _translations(self, value: Any) -> tuple[dict[str, dict[str, str]], list[Finding]]:
        """The words of other languages by those of the source; the same words have one translation."""
        languages: dict[str, dict[str, str]] = {}
        differing: dict[str, str] = {}
        source_language = self.language
        placed = mapping(said_of(self.resources.library).get("wording"))
        for written, source, text in translations_in(value):
            language = written.partition("-")[0].lower()
            if not LANGUAGE.fullmatch(language) or language == source_language:
                continue
            known = languages.setdefault(language, {}).setdefault(texts(source), texts(text))
            if known != texts(text) and not placed:
                differing.setdefault(language, texts(source))
        for language, by_address in placed.items():
            languages.setdefault(language, {}).update(
                {address: words(text) for address, text in mapping(by_address).items() if words(text)}
            )
        message = "The words '{}' have two translations into '{}'; the first stands for both."
        return languages, [
            note(self.at(""), "translations-differ", message.format(source[:60], language))
            for language, source in differing.items()
        ]

    def _instruments(self, forms: list[Words]) -> list[Words]:
        """The instruments of all forms, each written once; a form's block says what it leaves out."""
        documents: dict[str, list[Words]] = {}
        for _, document in self.blocks:
            documents.setdefault(document["instrument"], []).append(document)
        whole = {name: together(found) for name, found in documents.items()}
        for block, document in self.blocks:
            complete = whole[document["instrument"]]
            if complete is not None:
                block["without"] = left_out_of(document["items"], complete)
        return [each for each in whole.values() if each is not None]


def _publisher(resources: Resources) -> str:
    return next((words(each.get("publisher")) for each in resources.questionnaires if each.get("publisher")), "")
