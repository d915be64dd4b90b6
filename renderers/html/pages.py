"""The templates, and the one way to render them: escaped, in one language, and every name they use must be given.

Pure: nothing here knows of requests, sessions or the clock.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from renderers.finding_words import general
from renderers.html.attributes import written
from renderers.html.slots import slot, switch
from renderers.html.wording import Wording


@cache
def environment() -> Environment:
    """The templates of `renderers/templates`; they do not change while the program runs."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"slot": slot, "switch": switch, "attributes": written}
    return made


def rendered(template: str, wording: Wording, **names: object) -> str:
    """A template in a language."""
    return environment().get_template(template).render(_voice(wording) | names)


def macros(template: str, wording: Wording) -> Mapping[str, Callable[..., Markup]]:
    """A template's macros, ready to be called in this language."""
    module = environment().get_template(template).make_module(_voice(wording))
    return vars(module)


def _voice(wording: Wording) -> dict[str, object]:
    language = wording.language
    return {
        "_": wording.said,
        "ngettext": wording.counted,
        "gettext": language.gettext,
        "spoken": wording.spoken,
        "show": language.show,
        "say": wording.marked,
        "words": wording.words,
        "in_general": lambda slug: wording.said(general(slug, language)),
        "language": language.code,
    }
