"""What is said of a change besides the fact: its grade and risks, what was proved, what depends on it, whom it needs.

The one place that knows how these are recorded. Pure.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from catalogue.texts import translatable
from migrations_gen.changes import Change
from migrations_gen.comparison import Comparison
from migrations_gen.consequences import Consequence
from migrations_gen.grades import Grade, gravest
from migrations_gen.policy import Role
from migrations_gen.risks import HARMLESS_SLUG, Risk
from migrations_gen.wording import Language
from renderers.comparison.folding import wholes
from renderers.comparison.records import Remark

UNTRANSLATED = "translation-left-behind"
"""The risk that is told once for all changes, as it is mended for all at once."""

DEPENDANTS: Mapping[str, str] = MappingProxyType(
    {
        "rule": translatable("Affected rules"),
        "calculation": translatable("Affected calculations"),
        "score": translatable("Affected scores"),
        "condition": translatable("Affected conditions for being shown"),
        "requirement": translatable("Affected conditions for being required"),
        "limit": translatable("Affected limits"),
        "prefill": translatable("Affected answers filled in beforehand"),
        "validity-day": translatable("Affected days on which a code must be valid"),
        "otherwise": translatable("Affected values when not asked"),
        "view-column": translatable("Affected columns of the analysis views"),
        "outside-name": translatable("Affected names in other systems"),
        "translation": translatable("Affected translations"),
        "paper-form": translatable("Affected paper forms"),
        "json-schema": translatable("Affected JSON Schemas"),
        "codebook": translatable("Affected codebook"),
        "series": translatable("Affected series"),
        "open-change": translatable("Affected changes to come"),
    }
)
"""What depends on a change, by its kind."""

OF_EVERY = frozenset({"paper-form", "json-schema", "codebook", "translation"})
"""What is made anew for nearly every change, and not told one by one; what was left behind is a finding."""

ROLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.SECRETARIAT: translatable("The secretariat"),
        Role.LEADER: translatable("The leader of the board"),
        Role.BOARD: translatable("The whole board"),
        Role.CONTROLLER: translatable("The data controller"),
    }
)
"""Who must agree."""

FOUND: Mapping[str, str] = MappingProxyType(
    {
        "proved": translatable("Proof"),
        "refuted": translatable("Counterexample"),
        "undecided": translatable("Not decided"),
    }
)
"""What the prover has found."""

SHOWN = 6
"""So many dependants of a kind are named."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What the prover found of a change: `proved`, `refuted` or `undecided`, and in words."""

    grade: str
    text: str


Proved = Callable[[Change], Proof | None]
"""What was found of a change; None when there was nothing to ask, or nobody did."""


def unasked(change: Change) -> Proof | None:
    """Nobody asked the prover."""
    return None


@dataclass(frozen=True)
class Judgements:
    """All that is known of the changes between two states."""

    comparison: Comparison
    proved: Proved = unasked

    @cached_property
    def grades(self) -> Mapping[Change, Grade]:
        """How grave each change is; what comes or goes as one is as grave as its gravest part."""
        found = dict(self.comparison.grades)
        for whole in wholes(self.comparison.difference.changes):
            found |= dict.fromkeys(whole, gravest(tuple(found[change] for change in whole)))
        return found

    @cached_property
    def risks(self) -> Mapping[Change, tuple[Risk, ...]]:
        """The risks of each change, the gravest first."""
        found: dict[Change, list[Risk]] = defaultdict(list)
        for risk in self.comparison.risks:
            found[risk.change].append(risk)
        return {change: tuple(some) for change, some in found.items()}

    def remarks(self, change: Change, language: Language) -> Iterator[Remark]:
        """Everything that is said of a change."""
        for risk in self.risks.get(change, ()):
            if risk.slug != UNTRANSLATED:
                yield from _of_risk(risk, language)
        proof = self.proved(change)
        if proof is not None:
            yield Remark("proof", language.gettext(FOUND[proof.grade]), proof.text, slug=proof.grade)
        yield from _of_dependants(self.comparison.consequences.get(change, ()), language)

    def notes(self, language: Language) -> Iterator[str]:
        """What is told once for all changes: who must agree to how many, and what is not translated."""
        for role, number in self._needed().items():
            yield language.ngettext(
                "{who} must agree to 1 change.",
                "{who} must agree to {number} changes.",
                number,
                who=language.gettext(ROLES[role]),
            )
        yield from self._proofs(language)
        left = sum(risk.slug == UNTRANSLATED for risk in self.comparison.risks)
        if left:
            yield language.ngettext(
                "1 text is not translated to every language. Run 'skjemaverk translate'.",
                "{number} texts are not translated to every language. Run 'skjemaverk translate'.",
                left,
            )

    def _proofs(self, language: Language) -> Iterator[str]:
        found = (self.proved(change) for change in self.comparison.difference.changes)
        counts = Counter(proof.grade for proof in found if proof is not None)
        if counts["proved"]:
            yield language.ngettext(
                "1 change is proved to harm no earlier answer.",
                "{number} changes are proved to harm no earlier answer.",
                counts["proved"],
            )
        if counts["refuted"]:
            yield language.ngettext(
                "For 1 change there are earlier answers that would no longer be valid; an example stands beside it.",
                "For {number} changes there are earlier answers that would no longer be valid; examples stand beside "
                "them.",
                counts["refuted"],
            )
        if counts["undecided"]:
            yield language.ngettext(
                "Of 1 change it could not be decided whether earlier answers stay valid.",
                "Of {number} changes it could not be decided whether earlier answers stay valid.",
                counts["undecided"],
            )

    def _needed(self) -> Mapping[Role, int]:
        needs = self.comparison.needs
        return {role: sum(role in roles for roles in needs.of.values()) for role in needs.together}


def _of_risk(risk: Risk, language: Language) -> Iterator[Remark]:
    kind = "harmless" if risk.slug == HARMLESS_SLUG else "risk"
    yield Remark(kind, language.gettext("Consequence"), language.gettext(risk.problem, **risk.values), slug=risk.slug)
    if risk.advice:
        advice = language.gettext(risk.advice, **risk.values)
        yield Remark("advice", language.gettext("Safe way"), advice, lines=risk.lines, slug=risk.slug)


def _of_dependants(consequences: Iterable[Consequence], language: Language) -> Iterator[Remark]:
    """What depends on it, each kind in one remark."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for consequence in consequences:
        if consequence.kind not in OF_EVERY:
            by_kind[consequence.kind].append(consequence.subject)
    for kind, names in by_kind.items():
        shown = ", ".join(names[:SHOWN])
        more = f" … ({language.show(len(names))})" if len(names) > SHOWN else ""
        yield Remark("dependant", language.gettext(DEPENDANTS[kind]), shown + more, slug=kind)
