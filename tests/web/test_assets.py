"""Static files: their address says which content, they are small on the wire, and nothing else can be had there."""

import gzip

import pytest

from renderers.web.assets import FOLDER, read_assets

NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())


def get(world, name, encoding):
    address = read_assets().address(name)
    return world.app.test_client().get(address, headers={"Accept-Encoding": encoding})


@pytest.mark.parametrize("name", NAMES)
def test_a_file_arrives_as_it_is_compressed_or_plain(world, name):
    content = (FOLDER / name).read_bytes()
    plain, zipped = get(world, name, "identity"), get(world, name, "gzip, br")
    assert plain.data == content
    assert plain.mimetype == zipped.mimetype
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == content
    assert "immutable" in zipped.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["", "vendor", "../web/files.py", "..%2fweb%2ffiles.py", "skjemaverk.css/"])
def test_nothing_else_is_found_there(world, name):
    assert get(world, name, "identity").status_code == 404


def test_another_content_has_another_address(tmp_path):
    (tmp_path / "a.css").write_text("a {}")
    first = read_assets(tmp_path).digest
    read_assets.cache_clear()
    (tmp_path / "a.css").write_text("b {}")
    assert read_assets(tmp_path).digest != first
