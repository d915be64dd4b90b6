"""Files that never change under their address, which holds a digest of all of them: browsers keep them for good.

One digest for the whole folder, because the scripts import each other by relative addresses.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "static"
FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Assets:
    """The static files as they are when the application starts."""

    folder: Path
    digest: str

    def address(self, name: str) -> str:
        """Where a browser finds a file."""
        return f"/static/{self.digest}/{name}"


def read_assets(folder: Path = FOLDER) -> Assets:
    """The folder's files and their digest."""
    whole = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return Assets(folder, whole.hexdigest()[:16])
