"""`check` reports the files about people beside the data too, and sees when they come, change and go."""

from pathlib import Path

import pytest
from test_check import long_ago

BESIDE = [
    # the file, what stands in it, what is said of it
    ("board.yaml", "board: x\n", "missing-key"),
    ("board.yaml", "# nothing\n", "not-a-board"),
    ("policy.yaml", "policy: x\ngrade: {}\n", "unknown-key"),
    ("policy.yaml", "policy: x\nrisks: {code-reusd: [board]}\n", "unknown-risk"),
]


@pytest.mark.parametrize(("name", "text", "slug"), BESIDE)
def test_what_lies_beside_the_data_is_checked(skjemaverk, registry, name, text, slug):
    long_ago(registry)
    assert skjemaverk("check").status == 0
    file = Path(name)
    file.write_text(text, encoding="utf-8")
    long_ago(registry)
    broken = skjemaverk("check")
    assert broken.status == 1
    assert f" error {slug} " in broken.lines[0]
    assert broken.lines[0].startswith(f"{name}:")
    file.unlink()
    assert skjemaverk("check").out == "No findings.\n"
