"""Questionnaire responses to rows of answers, whoever wrote them. Pure; what cannot be read is a finding.

An answer is known by its link, wherever in the response it stands. Persons, encounters and organisations are read as
keys; a name beside them is not looked at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from catalogue.findings import Finding, Location
from catalogue.formats.answers import AnswerRow, ReadAnswers, Value
from catalogue.formats.fhir.answer_values import REASON_OF, WrongAnswer, code_of_answer, value_of_answer
from catalogue.formats.fhir.canonical import SYSTEM, addresses_of
from catalogue.formats.fhir.groups import section_link
from catalogue.formats.fhir.kept import OPEN
from catalogue.formats.fhir.own import Json, extensions_of, mapping, parts, said_of, value_of, words
from catalogue.formats.fhir.questions import CHECKLIST, Question, Questions, link_of, questions_of
from catalogue.formats.fhir.urls import ABSENT
from catalogue.formats.fhir.walking import items_of
from catalogue.formats.json_files import parsed_json
from catalogue.formats.records import note
from catalogue.formats.selecting import extras_of
from catalogue.model import MISSING_REASONS, Catalogue, Form

FINAL = frozenset({"completed", "amended"})
LEFT_OUT = frozenset({"entered-in-error"})
DEEPEST = 60


def read(data: bytes, catalogue: Catalogue, form: Form, file: str) -> ReadAnswers:
    """The rows of a form's responses."""
    parsed = parsed_json(data, file)
    if parsed.value is None:
        return ReadAnswers((), parsed.findings)
    responses = list(_responses(parsed.value))
    reader = _Reader.of(catalogue, form, Location(file, 1, 1))
    if not responses:
        message = "There is no QuestionnaireResponse in the file. Export the responses as one Bundle."
        return ReadAnswers((), (*parsed.findings, Finding(reader.at, "not-readable", message)))
    rows = [row for number, each in enumerate(responses, 1) if (row := reader.row(each, number)) is not None]
    return ReadAnswers(tuple(rows), (*parsed.findings, *reader.findings))


def _responses(value: Any) -> Iterator[Json]:
    if isinstance(value, list):
        yield from (each for part in value for each in _responses(part))
    elif isinstance(value, dict) and value.get("resourceType") == "Bundle":
        yield from (each for entry in items_of(value.get("entry")) for each in _responses(entry.get("resource")))
    elif isinstance(value, dict) and value.get("resourceType") == "QuestionnaireResponse":
        yield value


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the responses to one form; collects findings as it goes, each about a link once."""

    form: Form
    questions: Questions
    by_link: Mapping[str, Question]
    groups: Mapping[str, str]
    free: Mapping[str, str]
    addresses: Mapping[str, str]
    at: Location
    findings: list[Finding] = field(default_factory=list)
    told: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, catalogue: Catalogue, form: Form, at: Location) -> "_Reader":
        """The reader of a form's responses."""
        addresses = addresses_of(catalogue)
        questions = questions_of(form, addresses)
        groups = {section_link(questions, form, section): "" for section in form.sections}
        for group in form.groups.values():
            groups[link_of(group)] = group.name
            groups |= {f"{link_of(group)}.{key}": "" for key, _ in group.rows}
        free = {extras_of(variable, SYSTEM).get(OPEN, ""): variable.name for variable in form.variables}
        known = {
            extras_of(each, SYSTEM).get("url", addresses.of("Questionnaire", each.address)): each.address
            for each in catalogue.forms
        }
        by_link = {question.link: question for question in questions.values()}
        return cls(form, questions, by_link, groups, free, known, at)

    def note(self, number: int, slug: str, message: str, about: str = "") -> None:
        """Something to say of a response."""
        if not about or (slug, about) not in self.told:
            self.told.add((slug, about))
            self.findings.append(note(self.at, slug, f"Response {number}: {message}"))

    def row(self, response: Json, number: int) -> AnswerRow | None:
        """The row of a response; None for one that is of another form, or was entered in error."""
        address = words(response.get("questionnaire")).partition("|")[0]
        other = self.addresses.get(address, self.form.address)
        status = words(response.get("status"))
        if other != self.form.address:
            self.note(number, "other-form", f"it answers '{other}', not '{self.form.address}', and is left out.", other)
            return None
        if status in LEFT_OUT:
            self.note(number, "entered-in-error", "it was entered in error, and is left out.")
            return None
        answers = _Answers(self, number)
        answers.items(response.get("item"), 0)
        said = mapping(said_of(response).get("row"))
        return AnswerRow(
            episode=_key(response.get("encounter")) or _identifier(response) or f"{number}",
            timepoint=self._timepoint(words(said.get("timepoint")), number),
            values=answers.values,
            reasons=answers.reasons,
            person=_key(response.get("subject")),
            centre=_key(response.get("author")),
            is_final=status in FINAL,
            completed_at=self._completed(response, number),
        )

    def _timepoint(self, said: str, number: int) -> str:
        known = self.form.timepoints
        if said in known or (not known and not said):
            return said
        if len(known) == 1 and not said:
            return known[0]
        message = f"it does not say at which timepoint it was answered ({', '.join(known)})."
        self.note(number, "no-timepoint", message, "timepoint")
        return ""

    def _completed(self, response: Json, number: int) -> datetime | None:
        written = words(response.get("authored"))
        try:
            return datetime.fromisoformat(written) if written else None
        except ValueError:
            self.note(number, "wrong-answer", f"'authored' is no time: '{written[:40]}'.")
            return None


@dataclass(slots=True)
class _Answers:
    """The values and reasons of one response."""

    reader: _Reader
    number: int
    values: dict[str, Value] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def items(self, items: Any, depth: int) -> None:
        """Read these items, and those below them and below their answers."""
        if depth > DEEPEST:
            return
        for item in items_of(items):
            self._item(item)
            self.items(item.get("item"), depth + 1)
            for answer in items_of(item.get("answer")):
                self.items(answer.get("item"), depth + 1)

    def _item(self, item: Json) -> None:
        link = words(item.get("linkId"))
        question = self.reader.by_link.get(link)
        answers = list(items_of(item.get("answer")))
        if question is None:
            self._without_question(item, link, bool(answers))
            return
        if question.link in self.seen and answers:
            message = f"'{link}' is answered more than once; the first answer counts."
            self.reader.note(self.number, "repeated-answer", message, link)
            return
        self.seen |= {question.link} if answers else set()
        if question.type == CHECKLIST:
            self._ticks(question, item, answers)
        elif answers:
            self._answered(question, answers)
        else:
            self._reason(question.name, item)

    def _without_question(self, item: Json, link: str, has_answers: bool) -> None:
        name = self.reader.groups.get(link)
        if name:
            self._reason(name, item)
        elif has_answers and name is None:
            message = f"the form has no question '{link}'. Its answer is left out."
            self.reader.note(self.number, "unknown-question", message, link)

    def _answered(self, question: Question, answers: list[Json]) -> None:
        free = self.reader.free.get(question.name)
        for answer in answers:
            try:
                code = code_of_answer(question, answer) if question.missing else ""
            except WrongAnswer:
                code = ""
            if code in question.missing:
                self.reasons[question.name] = question.missing[code]
            elif free and "valueString" in answer and not self._is_option(question, answer):
                self.values[free] = words(answer["valueString"])
            else:
                self._keep(question, answer)

    def _is_option(self, question: Question, answer: Json) -> bool:
        return any(kind == "String" and value == answer["valueString"] for kind, value in question.answers.values())

    def _keep(self, question: Question, answer: Json) -> None:
        if question.name in self.values:
            message = f"'{question.link}' has several answers; the first counts."
            self.reader.note(self.number, "repeated-answer", message, question.link)
            return
        try:
            self.values[question.name] = value_of_answer(question, answer)
        except WrongAnswer as problem:
            self.reader.note(self.number, "wrong-answer", f"'{question.link}': {problem}. It is left out.")

    def _ticks(self, question: Question, item: Json, answers: list[Json]) -> None:
        free = self.reader.free.get(question.name)
        ticked = set()
        for answer in answers:
            try:
                ticked.add(code_of_answer(question, answer))
            except WrongAnswer as problem:
                if free and "valueString" in answer:
                    self.values[free] = words(answer["valueString"])
                else:
                    message = f"'{question.link}': {problem}. It is left out."
                    self.reader.note(self.number, "wrong-answer", message)
        said = said_of(item)
        if ticked or "unticked" in said:
            left_out = {words(code) for code in parts(said.get("not_collected"))}
            ticks = {code: name for code, name in question.ticks.items() if code not in left_out}
            self.values |= {name: code in ticked for code, name in ticks.items()}
        else:
            self._reason(question.name, item)

    def _reason(self, name: str, item: Json) -> None:
        """Why there is no answer: our word, else the standard's code."""
        own = words(said_of(item).get("reason"))
        code = next((value_of(extension) for url, extension in extensions_of(item) if url == ABSENT), None)
        reason = own if own in MISSING_REASONS else REASON_OF.get(words(code), "")
        if reason:
            self.reasons[name] = reason


def _key(reference: Any) -> str:
    """The key of a person, an encounter or an organisation."""
    said = mapping(reference)
    written = words(mapping(said.get("identifier")).get("value"))
    return written or words(said.get("reference")).rpartition("/")[2]


def _identifier(response: Json) -> str:
    return words(mapping(response.get("identifier")).get("value")) or words(response.get("id"))
