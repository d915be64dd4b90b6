"""What belongs together in a review pack, and where: a question with its choices, in the form where it is met. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from migrations_gen.changes import Change
from migrations_gen.changes.base import Subject
from migrations_gen.changes.sentences import list_of
from migrations_gen.diff import Difference
from renderers.comparison.folding import Fold, by_thing, folded
from renderers.comparison.placing import SHARED, order, place_of


@dataclass(frozen=True)
class Things:
    """The things that are changed between two states."""

    difference: Difference

    def blocks(self) -> Iterator[tuple[str, Fold | None, tuple[Change, ...]]]:
        """The changes that belong together, with their place: form by form, in each from top to bottom."""
        by_place: dict[str, list[Change]] = defaultdict(list)
        changes = sorted(self.difference.changes, key=order(self.difference))
        for place in dict.fromkeys(map(place_of, changes)):
            by_place[place] = []
        for change in changes:
            by_place[self.place(change)].append(change)
        for place, some in by_place.items():
            yield from ((place, fold, members) for fold, members in folded(some, by_thing(self.thing)))

    def place(self, change: Change) -> str:
        """The form a change is met in; what only one form uses is met there."""
        place = place_of(change)
        if place != SHARED:
            return place
        subject = list_of(change.subject) if change.subject.kind == "code" else change.subject
        forms = {user.owner for user in self.users(subject.address)} if subject.kind == "codelist" else set()
        return forms.pop() if len(forms) == 1 else SHARED

    def thing(self, subject: Subject) -> Subject:
        """What a subject is part of: a code of its list, and a list of the question that alone uses it."""
        whole = list_of(subject) if subject.kind == "code" else subject
        users = self.users(whole.address) if whole.kind == "codelist" else ()
        return users[0] if len(users) == 1 else whole

    def users(self, codelist: str) -> tuple[Subject, ...]:
        """The questions that are answered with a shared list: those of the later state, if there are any."""
        return self._users.get(codelist, ())

    @cached_property
    def _users(self) -> Mapping[str, tuple[Subject, ...]]:
        found: dict[str, tuple[Subject, ...]] = {}
        for state in (self.difference.before, self.difference.after):
            of_state: dict[str, list[Subject]] = defaultdict(list)
            for form, variable in state.catalogue.variables():
                if variable.codelist is not None and variable.codelist.shared and not variable.is_calculated:
                    of_state[variable.codelist.name].append(Subject("variable", f"{form.address}.{variable.name}"))
            found |= {name: tuple(users) for name, users in of_state.items()}
        return found
