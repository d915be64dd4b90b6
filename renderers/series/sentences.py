"""What is said of a variable's series, in any language of the interface. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from catalogue.model import Catalogue, Variable
from catalogue.texts import Text, translatable
from migrations_gen.series.passages import Cause
from migrations_gen.series.records import Absence, Change, Line, Offer, Side, Standing, Why
from renderers.html.wording import Wording

STANDINGS: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.EXACT: translatable("can be compared exactly"),
        Standing.FINER: translatable("can be compared when newer answers are joined"),
        Standing.COARSER: translatable("can be compared in coarser groups"),
        Standing.NONE: translatable("cannot be compared"),
        Standing.ABSENT: translatable("never collected"),
    }
)
"""What may be done with a variable."""

CAUSES: Mapping[Cause, str] = MappingProxyType(
    {
        Cause.MOVED: translatable("It is asked in another form {since}."),
        Cause.RECODED: translatable("It has other codes {since}."),
        Cause.DERIVED: translatable("Answers from before are worked out by a rule; it is as it is {since}."),
        Cause.REPLACED: translatable("It belongs to another instrument {since}."),
        Cause.RETYPED: translatable("It has another kind of answer {since}."),
        Cause.ROUNDED: translatable("It is a whole number {since}; answers with decimals are not carried over."),
        Cause.OTHER_UNIT: translatable("It is measured in another unit {since}."),
        Cause.RECALCULATED: translatable(
            "It is calculated by another formula {since}; values from before may be the old formula's."
        ),
    }
)
"""What happened, by cause; what is the same has no sentence."""

ABSENCES: Mapping[Why, str] = MappingProxyType(
    {
        Why.INTRODUCED: translatable("Not asked from {start} to {end}: it came with version {version}."),
        Why.RETIRED: translatable("Not asked from {start} to {end}: it was retired with version {version}."),
        Why.REMOVED: translatable("Not asked from {start} to {end}: it was taken out with version {version}."),
        Why.PURGED: translatable("The answers were erased with version {version}."),
        Why.NOT_YET: translatable("Not collected from {start} to {end}: collection had not begun."),
        Why.NO_LONGER: translatable("Not collected from {start} to {end}: collection had ended."),
        Why.GAP: translatable("Not collected from {start} to {end}: a gap in the collection."),
    }
)
"""Why something was not collected."""

UNKNOWN = translatable("It was retired with version {version}; nobody says since when.")
"""When a version is older than all whose dates are known."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A language, and the catalogue whose words are shown."""

    catalogue: Catalogue
    wording: Wording

    def say(self, sentence: str, /, **values: object) -> str:
        """A sentence of the interface."""
        return self.wording.language.gettext(sentence, **values)

    def words(self, text: Text) -> str:
        """The catalogue's own words, in one line."""
        return " ".join(self.wording.words(text).split())

    def names(self, variable: Variable) -> str:
        """What analysts call it; `*` stands for the timepoint."""
        system = self.catalogue.analysis_names
        return ", ".join(alias.name for alias in variable.aliases if alias.system == system)

    def standing(self, line: Line) -> str:
        """What may be done with a variable."""
        sentence = self.say(STANDINGS[line.standing])
        if line.standing is Standing.ABSENT or not line.absences:
            return sentence
        return self.say(translatable("{comparison}, where collected"), comparison=sentence)

    def sentences(self, line: Line) -> Iterator[str]:
        """All there is to say of a variable."""
        for change in line.changes:
            yield from self._change(change, line)
        yield from map(self._offer, line.offers)
        for absence in line.absences:
            yield from self._absence(absence)
        if line.goes_on:
            names = self.wording.language.listed(line.goes_on)
            yield self.say(translatable("Answers from before go on in {names}."), names=names)

    def since(self, version: str, day: date | None) -> str:
        """From when."""
        if day is None:
            return self.say(translatable("since version {version}"), version=version)
        return self.say(translatable("since version {version} ({day})"), version=version, day=day)

    def _change(self, change: Change, line: Line) -> Iterator[str]:
        about = "" if change.address == line.address else f"{change.address}: "
        yield about + self.say(CAUSES[change.cause], since=self.since(change.version, change.since))
        for lefts, right in change.joined:
            codes = self.wording.language.listed(self._side(left) for left in lefts)
            yield self.say(translatable("{codes} became {code}."), codes=codes, code=self._side(right))
        yield from self._reason(change.reason)

    def _side(self, side: Side) -> str:
        return f"{side.written} {self.words(side.label)}" if side.label else side.written

    def _offer(self, offer: Offer) -> str:
        code = f"{offer.value} {self.words(offer.label)}"
        since = self.since(offer.version, offer.since)
        if offer.is_new:
            return self.say(translatable("The code {code} can be chosen {since}."), code=code, since=since)
        return self.say(translatable("The code {code} can no longer be chosen {since}."), code=code, since=since)

    def _absence(self, absence: Absence) -> Iterator[str]:
        sentence = ABSENCES[absence.why] if absence.start else UNKNOWN
        yield self.say(sentence, start=absence.start, end=absence.end, version=absence.version)
        yield from self._reason(absence.reason)

    def _reason(self, reason: str) -> Iterator[str]:
        if reason:
            yield self.say(translatable("Why: {reason}"), reason=" ".join(reason.split()))
