"""The synthetic form in the catalogue's own language: one module with one form, or three modules."""

from pathlib import Path

from definition import CODELIST_SIZES, FIRST_DAY, LAST_DAY, SECTION_SIZE, TEXT_LENGTH, Field, Rule

FIRST_PAGE = """\
catalogue: bench
title: Målinger
controller: Ingen
version: 1.0.0
languages: {{source: nb, required: [nb]}}
categories: {{bakgrunn: Bakgrunn}}
respondents: {{patient: Pasient}}
include: [shared, {modules}]
"""

MODULE = """\
module: {module}
title: Modulen {module}
episode: {{name: forlop, title: Forløp, anchor: pasient.{anchor}}}
timepoints:
  op: {{title: Operasjon}}
"""

FORM = """\
form: pasient
module: {module}
title: Skjemaet
respondent: patient
source: proposed
timepoints: [op]
sections:
"""


def write_catalogue(folder: Path, modules: tuple[str, ...], asked: tuple[Field, ...], rules: tuple[Rule, ...]) -> Path:
    """Write the catalogue's files; the way to its first page."""
    anchor = next(field.name for field in asked if field.kind == "date")
    files = {
        "variables.yaml": FIRST_PAGE.format(modules=", ".join(modules)),
        "shared/codelists.yaml": _codelists(),
    }
    for module in modules:
        files[f"{module}/module.yaml"] = MODULE.format(module=module, anchor=anchor)
        files[f"{module}/pasient.yaml"] = FORM.format(module=module) + _sections(asked) + _rules(rules)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "variables.yaml"


def _codelists() -> str:
    lines = ["codelists:"]
    for size in CODELIST_SIZES:
        lines += [f"  liste_{size}:", "    codes:"]
        lines += [f"      {code}: Svaret {code} av {size}" for code in range(size)]
    return "\n".join(lines) + "\n"


def _sections(asked: tuple[Field, ...]) -> str:
    lines = []
    for start in range(0, len(asked), SECTION_SIZE):
        lines += [
            f"  - section: del_{start // SECTION_SIZE + 1}",
            f"    title: Del {start // SECTION_SIZE + 1}",
            "    category: bakgrunn",
            "    purpose: Måling",
            "    variables:",
        ]
        for field in asked[start : start + SECTION_SIZE]:
            lines += _variable(field)
    return "\n".join(lines) + "\n"


def _variable(field: Field) -> list[str]:
    attributes = {
        "integer": [f"min: {field.low}", f"max: {field.high}"],
        "decimal": ["decimals: 1", f"min: {field.low}", f"max: {field.high}"],
        "code": [f"codelist: liste_{field.codes}"],
        "date": [f"min: {FIRST_DAY}", f"max: {LAST_DAY}"],
        "text": [f"max_length: {TEXT_LENGTH}"],
    }
    parts = [f'label: "{field.label}"', f"type: {field.kind}", *attributes.get(field.kind, [])]
    parts += [f"enable_when: {field.enable_when}"] if field.enable_when else []
    parts += ["required: true"] if field.required else []
    return [f"      - name: {field.name}", *(f"        {part}" for part in parts)]


def _rules(rules: tuple[Rule, ...]) -> str:
    lines = ["rules:"]
    for number, rule in enumerate(rules):
        lines += [
            f"  - rule: {rule.name}",
            f'    require: "{rule.require}"',
            f"    severity: {'soft' if number % 2 else 'hard'}",
            f"    message: Svarene stemmer ikke med {rule.name}.",
        ]
    return "\n".join(lines) + "\n"
