"""Node waiting beside the tests: a line of JSON in, a line of JSON out."""

import json
import subprocess
from pathlib import Path
from typing import Any

RUNTIME = Path(__file__).resolve().parents[2] / "renderers" / "static" / "rules.js"


class NodeProcess:
    """One process for all the questions of a session; its script gets the address of the browser's runtime."""

    def __init__(self, node: str, script: Path) -> None:
        # The browser is told that the runtime is a module; Node finds out, and would say so.
        command = [node, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", str(script), RUNTIME.as_uri()]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def ask(self, question: object) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.communicate(timeout=10)
