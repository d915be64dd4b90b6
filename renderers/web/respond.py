"""Answers to requests: a page in the reader's language, with what every page has around it.

Nothing about a person may be kept by a browser or anything between: every page says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import Response, make_response, request, url_for

from catalogue.findings import Finding
from catalogue.texts import Text, translatable
from engine.access import Actor
from renderers.html.pages import rendered
from renderers.i18n import languages
from renderers.web.context import LANGUAGE, actor, chosen_language, edition, language, registry, token, wording
from renderers.web.ways import Way, ways_of

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "registry": translatable("Registry staff"),
        "leader": translatable("Leader of the board"),
        "member": translatable("Board member"),
        "controller": translatable("Data controller"),
        "reader": translatable("Reader"),
    }
)
"""Roles that are not a catalogue's respondents."""


@dataclass(frozen=True, slots=True)
class Site:
    """What stands around every page."""

    title: Text
    actor: Actor | None
    role: Text | str
    languages: tuple[tuple[str, str, str], ...]
    home: str
    ways: tuple[Way, ...]
    demo: bool
    watch: bool
    assets: Mapping[str, str]
    findings: tuple[Finding, ...]
    state: str
    is_behind: bool

    @property
    def token(self) -> str:
        """What the page's forms send back; a page without one gives a browser nothing to hold."""
        return token()


def page(template: str, status: int = 200, **names: object) -> Response:
    """A page, in this request's language."""
    html = rendered(
        f"pages/{template}", wording(), **{"site": site(), "wide": False, "dense": False, "form_id": "", **names}
    )
    response = make_response(html, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def role_title(role: str) -> Text | str:
    """What a role is called."""
    return edition().catalogue.respondents.get(role) or ROLES.get(role, role)


def site() -> Site:
    """What stands around this request's page."""
    shared, who = registry(), actor()
    names = (
        *("skjemaverk.css", "review.css", "vendor/designsystemet.css", "vendor/designsystemet-theme.css"),
        *("form.js", "watch.js"),
    )
    return Site(
        title=edition().catalogue.title,
        actor=who,
        role=role_title(who.role) if who else "",
        languages=tuple((code, languages()[code].name, choice_url(code)) for code in edition().offered),
        home=url_for("home.start"),
        ways=ways_of(who.role) if who else (),
        demo=shared.settings.demo,
        watch=shared.settings.watch,
        assets={name: shared.assets.address(name) for name in names},
        findings=shared.library.findings,
        state=shared.library.state,
        is_behind=shared.library.edition.digest != shared.library.state,
    )


def choice_url(code: str) -> str:
    """This page, in another language; a page that was sent to is left by its own address."""
    return f"{request.path if request.method == 'GET' else '/'}?{LANGUAGE}={code}"


def keep_language(response: Response) -> Response:
    """Remember a language that was chosen in this request."""
    if response.status_code < 400 and chosen_language() in edition().offered:
        secure = registry().settings.secure
        response.set_cookie(
            LANGUAGE, language().code, max_age=365 * 24 * 3600, secure=secure, httponly=True, samesite="Lax"
        )
    return response
