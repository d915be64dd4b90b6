"""A statement made into a document: every sentence said, everything in its order. Pure."""

from collections.abc import Callable, Iterable, Iterator

from catalogue.texts import translatable
from migrations_gen.board.records import Board, View
from migrations_gen.board.statement import NO_QUORUM, lacks_quorum, votes_of
from migrations_gen.board.votes import Votes
from migrations_gen.ledger.records import Outcome, Said, Statement
from renderers.i18n import Language
from renderers.statement import words
from renderers.statement.records import Document, Item, Voice
from renderers.statement.telling import Told

TITLE = translatable("Statement of the board")
SUMMARY = translatable("The board recommends {yes} of {number} changes.")
WITHOUT_QUORUM = translatable(
    "The board recommends {yes} of {number} changes. There was no quorum for {lacking} of them."
)


def document(made: Statement, board: Board, told: Told, language: Language) -> Document:
    """The statement in one language; `told` has the sentence of each change in it."""
    every = sorted(votes_of(made, board), key=_order(told))
    return Document(
        language=language.code,
        registry=told.registry,
        title=language.gettext(TITLE),
        case=language.gettext(translatable("Case {number}: {title}"), number=str(made.number), title=made.title),
        facts=tuple(_facts(made, board, language)),
        summary=_summary(made, language),
        items=tuple(_item(place, votes, made, board, told, language) for place, votes in enumerate(every, 1)),
        seats=tuple(_seats(every, board, language)),
        interests=tuple(_interests(made, board, [votes.change for votes in every], language)),
        warnings=tuple(
            words.warning(slug, about, board, language) for slug, about in made.warnings if slug != NO_QUORUM
        ),
        digests=tuple(_digests(made, language)),
    )


def _order(told: Told) -> Callable[[Votes], int]:
    """In the order of the papers: the ledger keeps outcomes by name, in no order that means anything."""
    places = {change: place for place, change in enumerate(told.sentences)}
    return lambda votes: places.get(votes.change, len(places))


def _facts(made: Statement, board: Board, language: Language) -> Iterator[tuple[str, str]]:
    say = language.gettext
    yield say(translatable("Date")), language.show(made.on)
    yield say(translatable("Given by")), " ".join(filter(None, (board.title, board.statutes)))
    quorum = language.ngettext("At least 1 seat", "At least {number} seats", board.quorum.at_least)
    always = language.listed(words.seat_title(seat, board, language) for seat in board.quorum.always)
    yield (
        say(translatable("Quorum")),
        say(translatable("{quorum}, and always {seats}"), quorum=quorum, seats=always) if always else quorum,
    )


def _summary(made: Statement, language: Language) -> str:
    advised = (Outcome.RECOMMENDED, Outcome.WITH_REMARK)
    lacking = sum(lacks_quorum(made, change) for change in made.outcomes)
    yes = sum(outcome in advised and not lacks_quorum(made, change) for change, outcome in made.outcomes.items())
    sentence = WITHOUT_QUORUM if lacking else SUMMARY
    return language.gettext(sentence, yes=yes, number=len(made.outcomes), lacking=lacking)


def _item(place: int, votes: Votes, made: Statement, board: Board, told: Told, language: Language) -> Item:
    outcome = made.outcomes[votes.change]
    against = set(votes.dissent)
    rest = (said for said in votes.counted if said.text and said not in against)
    return Item(
        name=votes.change,
        number=place,
        sentence=told.sentences.get(votes.change, votes.change),
        kind=outcome.value,
        outcome=language.gettext(words.OUTCOMES[outcome]),
        counts=tuple(_counts(votes, board, language)),
        dissent=tuple(_voices(votes.dissent, board, language)),
        remarks=tuple(_voices(rest, board, language)),
        notes=(language.gettext(words.NO_QUORUM),) if lacks_quorum(made, votes.change) else (),
    )


def _counts(votes: Votes, board: Board, language: Language) -> Iterator[tuple[str, str]]:
    """Each kind of answer that somebody has given, and who; then those who do not count, and those who said nothing."""
    groups = [(words.VIEWS[view], votes.seats(view)) for view in View]
    groups += [(translatable("Has declared an interest, and does not count"), votes.interested)]
    groups += [(translatable("Has not answered"), votes.silent)]
    for what, seats in groups:
        if seats:
            titles = ", ".join(words.seat_title(seat, board, language) for seat in seats)
            yield f"{language.gettext(what)} ({language.show(len(seats))})", titles


def _voices(said: Iterable[Said], board: Board, language: Language) -> Iterator[Voice]:
    for voice in said:
        view = language.gettext(words.VIEWS[voice.view])
        yield Voice(words.seat_title(voice.seat, board, language), view, voice.text)


def _seats(every: list[Votes], board: Board, language: Language) -> Iterator[tuple[str, str, str]]:
    for seat in board.seats.values():
        answered = sum(seat.name not in votes.silent for votes in every)
        if answered == len(every):
            said = translatable("Has answered everything")
        elif answered:
            said = translatable("Has answered some of it")
        else:
            said = translatable("Has not answered")
        yield seat.title_in(language.code), seat.appointed_by, language.gettext(said)


def _interests(made: Statement, board: Board, changes: list[str], language: Language) -> Iterator[tuple[str, str, str]]:
    numbers = {change: place for place, change in enumerate(changes, 1)}
    for each in made.interests:
        about = (
            language.gettext(translatable("Change {number}"), number=numbers[each.change])
            if each.change
            else language.gettext(translatable("The whole case"))
        )
        yield words.seat_title(each.seat, board, language), about, each.text


def _digests(made: Statement, language: Language) -> Iterator[tuple[str, str]]:
    say = language.gettext
    yield say(translatable("The catalogue before")), made.before
    yield say(translatable("The catalogue as proposed")), made.after
    yield say(translatable("The changes")), made.changes
    for code, digest in made.packs.items():
        yield say(translatable("The papers that were shown ({language})"), language=code), digest
