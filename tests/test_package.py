"""What is installed elsewhere is whole: the wheel holds every file the packages read, and needs no other."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["catalogue", "engine", "migrations_gen", "renderers"]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("skjemaverk-*.whl")
    return path


def test_every_file_of_the_packages_is_in_it(wheel):
    files = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "renderers/static/vendor/designsystemet.css" in files
    assert files - set(ZipFile(wheel).namelist()) == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_it_is_imported_from_where_it_was_unpacked(wheel, tmp_path, package):
    ZipFile(wheel).extractall(tmp_path)
    program = f"import {package}; print({package}.__file__)"
    environment = {"PYTHONPATH": str(tmp_path)}
    where = subprocess.check_output([sys.executable, "-c", program], cwd=tmp_path, env=environment, text=True)
    assert where.strip() == str(tmp_path / package / "__init__.py")
