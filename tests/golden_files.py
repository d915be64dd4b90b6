"""Golden files: what a renderer makes of a small catalogue, read by people and kept in `tests/golden/`."""

import os
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"
RENEW = "RENEW_GOLDEN"


def assert_golden(name: str, text: str) -> None:
    """The text is that of the file; `RENEW_GOLDEN=1 pytest …` writes it anew, for the reader of the difference."""
    file = GOLDEN / name
    if os.environ.get(RENEW):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text, f"{RENEW}=1 writes it anew"
