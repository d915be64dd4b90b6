"""An answer that is a coding, computed: FHIRPath makes none of a code, but the questionnaire has all there may be.

Both directions of one path: the option of the question whose code is what an expression gives.
"""

from catalogue.formats.fhir.fhirpath.grammar import Function, Operator, Path, Start, Step

PATH = "%questionnaire.repeat(item).where(linkId = {link_id}).answerOption.value.where(code = {code})"


def coding_path(link_id: str, code: str) -> str:
    """The path to the option of a question that has a code; both are FHIRPaths themselves."""
    return PATH.format(link_id=link_id, code=code)


def computed_code(path: Path) -> Path | None:
    """What the code of the option is compared with; None for another path."""
    match path:
        case Function(Step() as on, "where", (Operator("=", (Step(None, "code"), code)),)) if _is_options(on):
            return code.on if isinstance(code, Function) and code.name == "toString" else code
        case _:
            return None


def _is_options(path: Step) -> bool:
    """Whether a path leads through the questionnaire to the values of options."""
    names = []
    on: Path | None = path
    while isinstance(on, Step | Function):
        names.append(on.name)
        on = on.on
    return on == Start("%questionnaire") and names[:2] == ["value", "answerOption"]
