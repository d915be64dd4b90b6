"""Rows of answers to a bundle of questionnaire responses. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalogue.formats.answers import AnswerRow
from catalogue.formats.fhir.answer_values import ABSENT, answer_of, instant_text
from catalogue.formats.fhir.canonical import SYSTEM, Addresses, addresses_of
from catalogue.formats.fhir.groups import section_link
from catalogue.formats.fhir.kept import OPEN, PARENT, ROOT
from catalogue.formats.fhir.layout import text_of
from catalogue.formats.fhir.own import Json, own
from catalogue.formats.fhir.questions import CHECKLIST, Questions, link_of, questions_of
from catalogue.formats.fhir.urls import ABSENT as ABSENT_URL
from catalogue.formats.selecting import extras_of
from catalogue.model import Catalogue, Form, Group, Section, Variable


def write(catalogue: Catalogue, form: Form, rows: Iterable[AnswerRow]) -> bytes:
    """The responses of these rows."""
    writer = _Writer(catalogue, form, addresses_of(catalogue), questions_of(form, addresses_of(catalogue)))
    entries = [{"resource": writer.response(row)} for row in rows]
    bundle = {"resourceType": "Bundle", "type": "collection", **({"entry": entries} if entries else {})}
    return text_of(bundle).encode()


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the responses to one form."""

    catalogue: Catalogue
    form: Form
    addresses: Addresses
    questions: Questions

    def response(self, row: AnswerRow) -> Json:
        kept = extras_of(self.form, SYSTEM)
        url = kept.get("url", self.addresses.of("Questionnaire", self.form.address))
        completed = row.completed_at
        said: Json = {
            "resourceType": "QuestionnaireResponse",
            "extension": own("row", {"timepoint": row.timepoint}),
            "questionnaire": f"{url}|{kept.get('version', self.catalogue.version)}",
            "status": "completed" if row.is_final else "in-progress",
            "subject": _reference("Patient", row.person),
            "encounter": _reference("Encounter", row.episode),
            "authored": instant_text(completed) if completed else None,
            "author": _reference("Organization", row.centre),
            "item": [item for section in self.form.sections for item in self._section(section, row)],
        }
        return {key: value for key, value in said.items() if value}

    def _section(self, section: Section, row: AnswerRow) -> list[Json]:
        by_link: dict[str, Json] = {}
        items: list[Json] = []
        for thing in section.items:
            if isinstance(thing, Variable) and self._add_free_answer(thing, row, by_link):
                continue
            item = self._item(thing, row)
            if item is None:
                continue
            by_link[item["linkId"]] = item
            parent = by_link.get(extras_of(thing, SYSTEM).get(PARENT, ""))
            if parent is not None and parent.get("answer"):
                parent["answer"][0].setdefault("item", []).append(item)
            else:
                items.append(item)
        if ROOT in extras_of(section, SYSTEM) or not items:
            return items
        return [{"linkId": section_link(self.questions, self.form, section), "item": items}]

    def _add_free_answer(self, variable: Variable, row: AnswerRow, by_link: dict[str, Json]) -> bool:
        """An answer of one's own is an answer like the others to the question it stands beside."""
        beside = self.questions.get(extras_of(variable, SYSTEM).get(OPEN, ""))
        if beside is None or beside.written != "open-choice":
            return False
        value = row.values.get(variable.name)
        if value is not None:
            item = by_link.setdefault(beside.link, {"linkId": beside.link})
            item.setdefault("answer", []).append({"valueString": str(value)})
        return True

    def _item(self, thing: Variable | Group, row: AnswerRow) -> Json | None:
        if isinstance(thing, Variable):
            return self._variable(thing, row)
        if thing.kind == CHECKLIST:
            return self._checklist(thing, row)
        if thing.kind == "matrix":
            return self._matrix(thing, row)
        items = [item for variable in thing.variables if (item := self._variable(variable, row))]
        return {"linkId": link_of(thing), "item": items} if items else None

    def _variable(self, variable: Variable, row: AnswerRow) -> Json | None:
        question, value = self.questions[variable.name], row.values.get(variable.name)
        if value is not None:
            answer = answer_of(question, value)
            if variable.system is not None:
                answer = {"valueCoding": self._coding(variable, str(value))}
            return {"linkId": question.link, "answer": [answer]}
        reason = row.reasons.get(variable.name) if variable.reason_name == variable.name else None
        codes = [code for code, found in question.missing.items() if found == reason]
        if len(codes) == 1:
            kind, coding = question.answers[codes[0]]
            return {"linkId": question.link, "answer": [{f"value{kind}": coding}]}
        return _without_answer(question.link, reason)

    def _coding(self, variable: Variable, code: str) -> Json:
        found = variable.system.code.get(code) if variable.system else None
        said: dict[str, Any] = {"code": code, "display": found.label.source if found else None}
        system = self.addresses.of_system(variable.system) if variable.system else None
        return {key: value for key, value in {"system": system, **said}.items() if value}

    def _checklist(self, group: Group, row: AnswerRow) -> Json | None:
        question = self.questions[group.name]
        values = {code: row.values.get(name) for code, name in question.ticks.items()}
        answers = [_answer(question.answers[code]) for code, value in values.items() if value is True]
        if answers:
            left_out = [code for code, value in values.items() if value is None]
            extension = own("not_collected", left_out)
            return {"linkId": question.link, **({"extension": extension} if extension else {}), "answer": answers}
        if any(value is False for value in values.values()):
            return {"linkId": question.link, "extension": own("unticked", True)}
        return _without_answer(question.link, row.reasons.get(group.name))

    def _matrix(self, group: Group, row: AnswerRow) -> Json | None:
        link, cells = link_of(group), iter(group.variables)
        rows: list[Json] = []
        for key, _ in group.rows:
            items = [item for _ in group.columns if (item := self._variable(next(cells), row))]
            if items:
                rows.append({"linkId": f"{link}.{key}", "item": items})
        return {"linkId": link, "item": rows} if rows else _without_answer(link, row.reasons.get(group.name))


def _answer(answer: tuple[str, Any]) -> Json:
    kind, value = answer
    return {f"value{kind}": value}


def _reference(kind: str, key: str) -> Json | None:
    """A person, an episode or a centre by its key alone."""
    return {"type": kind, "identifier": {"value": key}} if key else None


def _without_answer(link: str, reason: str | None) -> Json | None:
    """Why there is no answer, in the standard's code and in our word."""
    if not reason:
        return None
    code = ABSENT.get(reason, "unknown")
    return {"linkId": link, "extension": [{"url": ABSENT_URL, "valueCode": code}, *own("reason", reason)]}
