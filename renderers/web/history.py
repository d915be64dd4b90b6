"""The history of the registry, open to everybody: releases, variables and codelists, change notes and a feed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from catalogue.texts import translatable
from engine.access import NotFound
from migrations_gen.states import StateRefused
from renderers.comparison.records import Report
from renderers.history.atom import MEDIA_TYPE, Feed, Item, atom
from renderers.history.lives import life_of
from renderers.history.notes import OLDEST, notes
from renderers.history.records import Known, Publication
from renderers.history.rolls import LISTS, VARIABLE
from renderers.history.saying import EMERGENCY, Said, approval
from renderers.web.archive import chronicle, passage, publication, published, roll, seats
from renderers.web.context import edition, language, now, registry, wording
from renderers.web.respond import page

bp = Blueprint("history", __name__, url_prefix="/historikk")

UNREADABLE = translatable("This release was made by an earlier program, and this one cannot read it: {name}.")
IN_FEED = 30
"""So many releases are in the feed."""
TOLD_IN_FEED = 5
"""So many changes are told in an entry's summary; its page has them all."""
NO_RELEASE = translatable("There is no release {name} here. The list has all there are.")
NO_THING = translatable("No release here has anything called {name}. Look it up among the variables and codelists.")


@dataclass(frozen=True, slots=True)
class Issue:
    """A release with all that is told of it; the first has no report."""

    publication: Publication
    report: Report | None
    approved: tuple[Said, ...]


@bp.get("")
def releases() -> Response:
    """Every release, newest first."""
    return page("history/releases.html", publications=tuple(reversed(published())), emergency=EMERGENCY)


@bp.get("/<version>")
def release(version: str) -> Response:
    """One release: what was changed, why, and how that was approved."""
    try:
        issue = _issue(publication(version))
    except NotFound:
        return _unknown(NO_RELEASE, version)
    return page("history/release.html", wide=True, issue=issue, oldest=OLDEST, emergency=EMERGENCY)


@bp.get("/<version>.md")
def change_notes(version: str) -> BaseResponse:
    """The same as a text to keep or send."""
    try:
        issue = _issue(publication(version))
    except NotFound:
        return _unknown(NO_RELEASE, version)
    title = wording().words(edition().catalogue.title)
    text = notes(title, issue.publication, issue.report, issue.approved, language())
    return _unchanged(Response(text, mimetype="text/markdown"), issue.publication.changed)


@bp.get("/variabler")
def variables() -> Response:
    """What has a history, to look it up."""
    known, sought = published(), request.args.get("sok", "").strip()[:100]
    things = roll(known[-1].digest, language().code) if known else {}
    places: dict[str, list[tuple[str, Known]]] = {}
    for address, thing in _sought(things.get(VARIABLE, {}), sought):
        places.setdefault(thing.place, []).append((address, thing))
    lists = [pair for kind in LISTS for pair in _sought(things.get(kind, {}), sought)]
    return page("history/variables.html", wide=True, places=places, lists=lists, sought=sought)


@bp.get("/variabel/<address>")
def variable(address: str) -> Response:
    """One variable, from when it came to what it is now."""
    return _life((VARIABLE,), address)


@bp.get("/kodeliste/<name>")
def codelist(name: str) -> Response:
    """One codelist or coding system."""
    return _life(LISTS, name)


@bp.get("/atom.xml")
def feed() -> BaseResponse:
    """The releases for programs that follow them."""
    known, catalogue = published(), edition().catalogue
    title = wording().words(catalogue.title)
    secure = registry().settings.secure
    text = atom(
        Feed(
            title=language().gettext(translatable("{registry}: changes"), registry=title),
            author=catalogue.controller or title,
            language=language().code,
            root=f"{'https' if secure else request.scheme}://{request.host}",
            path=url_for("history.feed"),
            page=url_for("history.releases"),
            begun=known[0].at if known else now(),
            items=tuple(_item(each, title) for each in known[-IN_FEED:]),
        )
    )
    response = Response(text, mimetype=MEDIA_TYPE)
    return _unchanged(response, max(each.changed for each in known)) if known else response


def _life(kinds: Sequence[str], address: str) -> Response:
    known = chronicle(published(), language().code)
    life = next((found for kind in kinds if (found := life_of(kind, address, known))), None)
    if life is None:
        return _unknown(NO_THING, address)
    users = {user: thing for user in life.now.users for thing in (known.rolls[-1][VARIABLE].get(user),) if thing}
    return page("history/life.html", wide=True, life=life, users=users)


def _issue(found: Publication) -> Issue:
    code = language().code
    passed = passage(found.before, found.digest, code) if found.before else None
    titles: Mapping[str, str] = {**(seats(found.before, code) if found.before else {}), **seats(found.digest, code)}
    said = approval(found, passed.sentences if passed else {}, titles, language())
    return Issue(found, passed.report if passed else None, said)


def _item(found: Publication, title: str) -> Item:
    issue, hurry = _issue(found), found.approval.hurry if found.approval else None
    name = f"{title} {found.version}"
    return Item(
        title=f"{name} ({language().gettext(EMERGENCY)})" if hurry else name,
        summary=" ".join(_summary(issue)),
        digest=found.digest,
        at=found.at,
        changed=found.changed,
        path=url_for("history.release", version=found.version),
        notes=url_for("history.change_notes", version=found.version),
    )


def _summary(issue: Issue) -> Iterator[str]:
    if issue.report is None:
        yield language().gettext(OLDEST)
        return
    yield issue.report.headline if issue.report.headline.endswith(".") else f"{issue.report.headline}."
    told = [entry.sentence for entry in issue.report.entries]
    yield from told[:TOLD_IN_FEED]
    if len(told) > TOLD_IN_FEED:
        yield "…"


def _sought(things: Mapping[str, Known], sought: str) -> Iterator[tuple[str, Known]]:
    """Those whose address or words have what is sought; all when nothing is."""
    for address, thing in things.items():
        if sought.casefold() in f"{address} {thing.label}".casefold():
            yield address, thing


def _unchanged(response: Response, changed: datetime) -> BaseResponse:
    """What a reader has already is not sent again."""
    response.last_modified = changed
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Language, Cookie"
    response.add_etag()
    return response.make_conditional(request)


@bp.errorhandler(StateRefused)
def unreadable(refused: StateRefused) -> Response:
    """A release that is kept, and that nobody can read any more."""
    return _unknown(UNREADABLE, refused.args[0], 500)


def _unknown(sentence: str, name: str, status: int = 404) -> Response:
    return page("history/unknown.html", status, sentence=sentence, name=name)
