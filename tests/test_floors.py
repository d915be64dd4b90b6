"""The house stands: imports go down or sideways, never up or in circles, and libraries stop at the border.

Read from the source with `ast`, so that an import inside a function counts as much as one at the top.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["catalogue", "engine", "migrations_gen", "renderers"]

# A library and the files or folders that may see it. A library without a row may be seen by none.
BORDERS: dict[str, list[str]] = {
    "alembic": ["migrations_gen/"],
    "babel": ["renderers/i18n.py", "catalogue/source/po_file.py"],
    "click": ["renderers/cli"],
    "cryptography": ["migrations_gen/ledger/signing.py"],
    "defusedxml": ["catalogue/formats/xml_files.py"],
    "flask": ["renderers/web/", "renderers/cli"],
    "gunicorn": ["renderers/web/", "renderers/cli"],
    "jinja2": ["renderers/"],
    "jsonschema": ["catalogue/source/structure.py"],
    "markupsafe": ["renderers/"],
    "openpyxl": ["catalogue/formats/workbooks/"],
    "polars": ["engine/bulk/", "engine/compilers/polars", "engine/extracts/", "engine/loading/"],
    "psycopg": ["engine/database.py"],
    "py4j": ["engine/spark/"],
    "pyreadstat": ["engine/extracts/statistics_files.py"],
    "pyspark": ["engine/spark/"],
    "rdflib": ["renderers/linked_data/writing.py"],
    "rich": ["renderers/cli"],
    "sqlalchemy": ["engine/", "migrations_gen/", "renderers/web/context.py", "renderers/web/__init__.py"],
    "weasyprint": ["renderers/printing.py"],
    "werkzeug": ["renderers/web/"],
    "yaml": ["catalogue/source/"],
    "z3": ["engine/proofs/"],
}

# What starting a program may not load: the command line answers before a web framework has been read.
NOT_AT_START = {
    "renderers.cli": {
        "flask",
        "sqlalchemy",
        "gunicorn",
        "polars",
        "pyspark",
        "z3",
        "cryptography",
        "openpyxl",
        "rdflib",
    }
}


class Import(NamedTuple):
    """One name imported somewhere."""

    name: str
    line: int
    at_start: bool


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file and what it imports."""

    name: str
    path: str
    imports: tuple[Import, ...]

    @property
    def floor(self) -> int:
        return FLOORS.index(self.name.split(".")[0])


def imported(tree: ast.AST, at_start: bool = True) -> Iterator[Import]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, at_start) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (Import(f"{node.module}.{alias.name}", node.lineno, at_start) for alias in node.names)
        yield from imported(node, at_start and not is_left_for_later(node))


def is_left_for_later(node: ast.AST) -> bool:
    """Inside a function, or only for the type checker."""
    for_types = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    return for_types or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def read_house(root: Path) -> dict[str, Module]:
    modules = {}
    for path in sorted(path for floor in FLOORS for path in (root / floor).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        imports = tuple(imported(ast.parse(path.read_text(encoding="utf-8"))))
        modules[name] = Module(name, path.relative_to(root).as_posix(), imports)
    return modules


def target(modules: dict[str, Module], name: str) -> str | None:
    """The module of ours that an imported name is, or lies in."""
    return name if name in modules else (parent if (parent := name.rpartition(".")[0]) in modules else None)


# ---- the laws: each yields one sentence per breach ----


def upward_imports(modules: dict[str, Module]) -> Iterator[str]:
    for module in modules.values():
        for name, line, _ in module.imports:
            top = name.split(".")[0]
            if top in FLOORS and FLOORS.index(top) > module.floor:
                yield f"{module.path}:{line} imports {name}, which is on a floor above"


def circles(modules: dict[str, Module]) -> Iterator[str]:
    graph = {
        module.name: {target(modules, name) for name, _, _ in module.imports} - {None} for module in modules.values()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield "modules import each other: " + " -> ".join(reversed(error.args[1]))


def border_crossings(modules: dict[str, Module]) -> Iterator[str]:
    for module in modules.values():
        for name, line, _ in module.imports:
            library = name.split(".")[0]
            if library in FLOORS or library in sys.stdlib_module_names:
                continue
            places = BORDERS.get(library, [])
            if not module.path.startswith(tuple(places)):
                allowed = ", ".join(places) or "nobody"
                yield f"{module.path}:{line} imports {library}; it is for {allowed} only"


def early_loads(modules: dict[str, Module]) -> Iterator[str]:
    for start, unwanted in NOT_AT_START.items():
        reached: dict[str, str] = {}
        waiting = [(name, name) for name in modules if name == start or name.startswith(f"{start}.")]
        while waiting:
            name, way = waiting.pop()
            if name not in modules or name in reached:
                continue
            reached[name] = way
            at_start = {item.name for item in modules[name].imports if item.at_start}
            for library in sorted({item.split(".")[0] for item in at_start} & unwanted):
                yield f"starting {start} loads {library}: {way}"
            waiting += [(other, f"{way} -> {other}") for item in at_start if (other := target(modules, item))]


def python_beside_data(root: Path) -> Iterator[str]:
    for path in sorted((root / "catalogue" / "nkr").rglob("*.py")):
        yield f"{path.relative_to(root)}: a registry's folder holds data only"


LAWS = [upward_imports, circles, border_crossings, early_loads]


@pytest.fixture(scope="module")
def house():
    return read_house(ROOT)


@pytest.mark.parametrize("law", LAWS)
def test_the_house_keeps(house, law):
    assert list(law(house)) == []


def test_data_folders_hold_no_python():
    assert list(python_beside_data(ROOT)) == []


# ---- each law can be broken ----

BREACHES = [
    (upward_imports, {"engine/a.py": "from renderers import html"}, "engine/a.py:1 imports renderers.html"),
    (
        upward_imports,
        {"catalogue/a.py": "def f():\n    import engine.b"},
        "catalogue/a.py:2 imports engine.b",
    ),
    (
        circles,
        {"engine/a.py": "import engine.b", "engine/b.py": "from engine.a import x"},
        "import each other",
    ),
    (
        circles,
        {"engine/__init__.py": "from engine.a import x", "engine/a.py": "from engine import y"},
        "each other",
    ),
    (border_crossings, {"engine/a.py": "import yaml.nodes"}, "it is for catalogue/source/ only"),
    (border_crossings, {"engine/a.py": "import unheard_of"}, "it is for nobody only"),
    (early_loads, {"renderers/cli.py": "from flask import Flask"}, "loads flask: renderers.cli"),
    (
        early_loads,
        {"renderers/cli.py": "from renderers import web", "renderers/web/__init__.py": "import flask"},
        "loads flask: renderers.cli -> renderers.web",
    ),
]


@pytest.mark.parametrize(("law", "files", "sentence"), BREACHES)
def test_a_breach_is_named(tmp_path, law, files, sentence):
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert sentence in "".join(law(read_house(tmp_path)))


@pytest.mark.parametrize("later", ["def serve():", "if TYPE_CHECKING:"])
def test_an_import_left_for_later_is_not_loaded_at_start(tmp_path, later):
    (tmp_path / "renderers").mkdir()
    (tmp_path / "renderers" / "cli.py").write_text(f"{later}\n    import flask\n", encoding="utf-8")
    assert list(early_loads(read_house(tmp_path))) == []
