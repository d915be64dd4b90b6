"""LinkML: the same modules as one schema or a schema each, without conditions and rules across fields.

What its users run are its three commands; `python linkml_schema.py SCHEMA` runs the three generators in one process,
which spares LinkML the starts.
"""

import sys
from pathlib import Path

from definition import CODELIST_SIZES, Field

HEADER = """\
id: https://example.org/bench
name: bench
prefixes: {linkml: "https://w3id.org/linkml/"}
imports: [linkml:types]
default_range: string
"""
RANGES = {"integer": "integer", "decimal": "double", "boolean": "boolean", "date": "date", "text": "string"}


def schema(modules: tuple[str, ...], asked: tuple[Field, ...]) -> str:
    """The schema as YAML."""
    lines = [HEADER, "enums:"]
    for size in CODELIST_SIZES:
        lines += [f"  Liste{size}:", "    permissible_values:"]
        lines += [f'      "{code}": {{description: Svaret {code} av {size}}}' for code in range(size)]
    lines += ["classes:"]
    for module in modules:
        lines += [f"  {module.capitalize()}Pasient:", "    attributes:"]
        for field in asked:
            lines += _attribute(field)
    return "\n".join(lines) + "\n"


def _attribute(field: Field) -> list[str]:
    kind = f"Liste{field.codes}" if field.kind == "code" else RANGES[field.kind]
    lines = [f"      {field.name}:", f'        description: "{field.label}"', f"        range: {kind}"]
    if field.kind in ("integer", "decimal"):
        lines += [f"        minimum_value: {field.low}", f"        maximum_value: {field.high}"]
    return [*lines, *(["        required: true"] if field.required else [])]


def generate(path: Path) -> None:
    """Run the three generators and write what they make."""
    from linkml.generators.jsonschemagen import JsonSchemaGenerator
    from linkml.generators.pydanticgen import PydanticGenerator
    from linkml.generators.sqltablegen import SQLTableGenerator

    made = {
        "tables.sql": SQLTableGenerator(str(path)).generate_ddl(),
        "schema.json": JsonSchemaGenerator(str(path)).serialize(),
        "model.py": PydanticGenerator(str(path)).serialize(),
    }
    for name, text in made.items():
        (path.parent / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    generate(Path(sys.argv[1]))
