"""What every item of a form is written with: its questions, the words of an expression, and what is told on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.expressions.nodes import NULL, Call, Case, Literal, Node, Reference, references, transform
from catalogue.findings import Finding, Location
from catalogue.formats.expressing import CannotSay
from catalogue.formats.fhir.canonical import Addresses
from catalogue.formats.fhir.fhirpath import Item, fhirpath_text
from catalogue.formats.fhir.own import Json, own, sealed
from catalogue.formats.fhir.questions import Question, Questions, code_of, items_by_name, questions_of
from catalogue.formats.fhir.wording import Wording
from catalogue.formats.losses import SLUG
from catalogue.formats.records import note
from catalogue.model import Expression, Form

ONLY_OURS = "only-in-an-extension"


@dataclass(frozen=True, slots=True)
class Writer:
    """What every item of a form is written with; collects findings as it goes."""

    form: Form
    addresses: Addresses
    wording: Wording
    questions: Questions
    items: Mapping[str, Item]
    own_conditions: Mapping[str, Expression]
    scored: frozenset[str]
    seen: frozenset[str]
    dated: frozenset[str]
    findings: list[Finding]

    @classmethod
    def of(cls, form: Form, others: Iterable[Form], addresses: Addresses, wording: Wording) -> "Writer":
        """The writer of one form; `others` are all that are written."""
        questions = questions_of(form, addresses)
        sections = {id(section.enable_when) for section in form.sections}
        conditions = {
            use.owner: use.expression
            for use in form.uses
            if use.key == "enable_when" and id(use.expression) not in sections
        }
        computed = (variable.calculate.node for variable in form.variables if variable.calculate)
        scored = frozenset(name for node in computed for name in references(node))
        seen = frozenset(name for other in others for name in other.occasion_names())
        dated = frozenset(use.owner for use in form.uses if use.key == "valid_on")
        items = items_by_name(questions)
        return cls(form, addresses, wording, questions, items, conditions, scored, seen, dated, [])

    def say(self, node: Node, answering: str = "") -> str:
        """An expression as FHIRPath, with what an answer means here written out; `answering` is whose value it is."""
        question = self.questions.get(answering)
        if question is not None and question.renamed:
            raise CannotSay(f"'{answering}' has other codes there")
        item = question.item if question else None
        return fhirpath_text(transform(node, self._meant), self.items, answering=item)

    def _meant(self, node: Node) -> Node:
        """A question's value: what its code is here, NULL for a code that means no answer, and what it is unasked."""
        question = self.questions.get(node.name) if isinstance(node, Reference) else None
        if question is None or not isinstance(node, Reference):
            return node
        value = _of_codes(question, node)
        variable = self.form.variable.get(node.name)
        if variable is None or variable.otherwise is None or variable.enable_when is None:
            return value
        unasked = variable.otherwise
        constant = Literal(unasked if isinstance(unasked, bool | str) else float(unasked))
        return Case(((Call("is_false", (variable.enable_when.node,)), constant),), value)

    def ours(self, key: str, owner: str, said: Expression, standard: Any, text: str = "") -> list[Json]:
        """An expression in our words, unless it looks at a form that is not written."""
        outside = sorted(
            {name for name in references(said.node) if "." in name and name.split(".")[0] not in self.seen}
        )
        if outside:
            message = (
                f"'{self.form.address}.{owner}': its {key} '{said.text}' looks at '{outside[0]}', of a form that is"
            )
            self.findings.append(note(said.at, SLUG, f"{message} not written. It is left out; write that form too."))
            return []
        return own(key, sealed(text or said.text, standard))

    def only_ours(self, at: Location, owner: str, what: str, why: object) -> None:
        """Tell that something stands where no other program reads it."""
        message = f"'{self.form.address}.{owner}': {what} stands in an extension of our own, which others do not read:"
        self.findings.append(note(at, ONLY_OURS, f"{message} {why}."))


def _of_codes(question: Question, node: Reference) -> Node:
    if question.ticks or not (question.missing or question.renamed):
        return node
    said = {code: _stated(question, code) for code in question.answers}
    if not question.renamed:
        missing = tuple(said[code] for code in question.missing if code in said)
        return Case(((Call("in", (node, *missing)), NULL),), node) if missing else node
    branches = tuple(
        (Call("eq", (node, stated)), Literal(float(code) if question.numeric else code))
        for code, stated in said.items()
        if code not in question.missing
    )
    return Case(branches, NULL)


def _stated(question: Question, code: str) -> Literal:
    """What stands in an answer for one of our codes, as an expression sees it."""
    stated = code_of(question.answers[code])
    return Literal(float(stated) if question.item.kind in {"code", "integer"} else stated)
