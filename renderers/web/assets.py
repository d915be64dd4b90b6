"""Files that never change under their address, which holds a digest of all of them: browsers keep them for good.

One digest for the whole folder, because the scripts import each other by relative addresses. The files are held as they
were when the digest was made, so that an address can never lead to anything else, and compressed once.
"""

import gzip
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent.parent / "static"
FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent: plain, and for a browser that takes gzip."""

    media_type: str
    content: bytes
    zipped: bytes


@dataclass(frozen=True, slots=True)
class Assets:
    """The static files as they are when the application starts, by their place below the folder."""

    files: Mapping[str, Asset]
    digest: str

    def address(self, name: str) -> str:
        """Where a browser finds a file."""
        return f"/static/{self.digest}/{name}"


@cache
def read_assets(folder: Path = FOLDER) -> Assets:
    """The folder's files and their digest."""
    whole = sha256()
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name, content = path.relative_to(folder).as_posix(), path.read_bytes()
            whole.update(name.encode() + b"\0" + content)
            files[name] = Asset(_media_type(name), content, gzip.compress(content, mtime=0))
    return Assets(MappingProxyType(files), whole.hexdigest()[:16])


def _media_type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
