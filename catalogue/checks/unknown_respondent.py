"""A form is answered by somebody whom the catalogue's first page does not list.

Who answers decides who may open the form. Use a respondent that is listed, or list the new one under `respondents`.
"""

from collections.abc import Iterator

from catalogue.checks.examined import Examined, Remark, or_known


def check(examined: Examined) -> Iterator[Remark]:
    """Every form with an unknown respondent."""
    known = examined.catalogue.respondents
    for form in examined.catalogue.forms:
        if form.respondent and form.respondent not in known:
            message = f"There is no respondent '{form.respondent}'.{or_known(form.respondent, known)}"
            yield Remark(examined.place("respondent", form.at), message)
